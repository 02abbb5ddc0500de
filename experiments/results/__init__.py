"""What was found, and how it is said: findings, statistics, outcomes, reasons, words, the terminal."""
