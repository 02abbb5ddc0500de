"""Graphs from files: formats, headers, ids, and an account of what was read."""
