"""Arms compared in the same worlds: the run, its tables, statistics, findings."""
