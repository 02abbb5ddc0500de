"""What was read as what: for a terminal of 80 columns, and as rows for reports."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from experiments.own_brand.brand import Brand
from simulation.errors import cut

WIDTH = 80
HEADER = ("file", "column", "read as", "example", "note")
"""Names of the columns of :func:`rows`."""
_COLUMN, _AS, _EXAMPLE = 26, 24, 22
_NOT_READ = "not read"


def rows(brand: Brand) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each column of each table, under :data:`HEADER`."""
    return [(each.file, each.column, each.read_as or _NOT_READ, each.example, each.note) for each in brand.reading]


def text(brand: Brand) -> str:
    """Return the whole table for a terminal, then what was guessed, left out and assumed."""
    return "\n".join(_lines(brand))


def _lines(brand: Brand) -> Iterator[str]:
    for file, columns in groupby(brand.reading, key=lambda each: each.file):
        yield f"{file}: read as"
        for each in columns:
            cells = (cut(each.column, _COLUMN), cut(each.read_as or _NOT_READ, _AS), cut(each.example, _EXAMPLE))
            yield f"  {cells[0]:<{_COLUMN}} {cells[1]:<{_AS}} {cells[2]}".rstrip()
            if each.note and each.read_as is None:
                yield from _wrapped(each.note, "    ")
    for title, notes in (
        ("noted", list(brand.notes)),
        ("assumed, as brand.yaml does not say", [f"{key}: {what}" for key, what in brand.answers.assumed.items()]),
    ):
        if notes:
            yield f"{title}:"
            for note in notes:
                yield from _wrapped(note, "  ")


def _wrapped(note: str, indent: str) -> list[str]:
    return textwrap.wrap(note, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
