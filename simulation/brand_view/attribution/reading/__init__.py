"""Tables of paths as people have them: files, names of columns, cells, separators, dates."""
