"""The report's tables as CSV: every number unrounded, with the bounds of its interval in columns of their own."""

from __future__ import annotations

import base64
import csv
import io
import math
import re
from collections.abc import Iterable, Iterator

from experiments.report.pieces import Block, Cell, Table

LONGEST = 80
"""Letters of a file's name."""


def tables_of(blocks: Iterable[Block]) -> Iterator[Table]:
    """Yield the tables among the blocks of a page."""
    return (block for block in blocks if isinstance(block, Table))


def file_name(name: str) -> str:
    """Return a table's name as that of a file: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower())[:LONGEST].strip("_") or "table"


def csv_of(table: Table) -> str:
    """Return a table as CSV."""
    width = len(table.head)
    bounds = [any(_bounded(row[i]) for row in table.rows if i < len(row)) for i in range(width)]
    units = any(row and (row[0].unit or row[0].label) for row in table.rows)
    head = ["name", *(["unit"] if units else [])]
    for name, bounded in zip(table.head[1:], bounds[1:], strict=True):
        head += [name, f"{name} low", f"{name} high"] if bounded else [name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in table.rows:
        line: list[str | float] = [_words(row[0]), *([row[0].unit] if units else [])]
        for cell, bounded in zip(row[1:], bounds[1:], strict=True):
            line += [_value(cell), *(_bounds(cell) if bounded else [])]
        writer.writerow(line)
    return out.getvalue()


def link_of(table: Table) -> str:
    """Return the table as an address that holds it: the page can be mailed alone and its tables still be saved."""
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(csv_of(table).encode()).decode()


def _words(cell: Cell) -> str:
    """Return a cell's words; one that a spreadsheet would take for a formula begins with an apostrophe."""
    text = (cell.strong + (cell.text if cell.text[:1] in (",", ":") else f" {cell.text}")).strip()
    return f"'{text}" if text[:1] in ("=", "@", "+", "-") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _value(cell: Cell) -> str | float:
    return _words(cell) if cell.number is None else cell.number.mean


def _bounded(cell: Cell) -> bool:
    return cell.number is not None and not math.isnan(cell.number.half)


def _bounds(cell: Cell) -> list[str | float]:
    return ["", ""] if cell.number is None or not _bounded(cell) else [cell.number.low, cell.number.high]
