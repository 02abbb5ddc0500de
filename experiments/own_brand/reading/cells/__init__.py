"""Cells as people write them: numbers, dates, names of columns, tables in text files and workbooks."""
