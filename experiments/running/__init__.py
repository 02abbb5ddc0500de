"""Running many worlds: executors, replicates, the folder that keeps every seed, provenance."""
