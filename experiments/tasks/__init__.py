"""One task a file, beside comparing, sweeping and what-ifs."""
