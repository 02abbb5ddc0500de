"""What agents do: one file per mechanism, one function per decision, written for one agent."""
