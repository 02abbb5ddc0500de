"""The plans that are compared, what is found, and how it is handed over."""
