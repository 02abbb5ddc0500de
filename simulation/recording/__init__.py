"""What the experimenter reads: the log, the census, daily series, outcomes. The model reads none of it."""
