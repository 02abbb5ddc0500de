"""A market of one's own on the market page: a file with a scenario, a file with a plan."""
