"""Arms compared in the same worlds: the run, its folder, its figures."""
