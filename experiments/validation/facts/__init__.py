"""The stylised facts, a file for each group that shares its worlds: what is claimed, its source, how it is measured."""
