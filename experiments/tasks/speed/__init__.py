"""How fast it is and how large it may be: the lines to reach, and the plan of a run."""
