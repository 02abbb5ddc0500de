"""Many points of the parameter space, each run with several seeds, and what one reads off them."""
