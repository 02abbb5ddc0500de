"""How a day runs: the schedule of phases, the compiled loops, and the engine that runs them."""
