"""What was found, and how it is said: statistics, findings, reasons, outcomes, wording, the terminal."""
