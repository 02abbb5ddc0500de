"""Tables for the terminal that fit its width: what does not fit beside comes below, under the same first columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.command import screen

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

NARROW, WIDE = 12, 34
"""A heading longer than the first is broken, unless its cells are as long; text wider than the second is wrapped."""
GAP = 3
"""Columns of the terminal between two columns of a table."""


class Column(NamedTuple):
    """One column of a table: its heading, its cells (rich markup), and whether it holds numbers."""

    heading: str
    cells: Sequence[str]
    numbers: bool


def fitted(title: str, columns: Sequence[Column], width: int, keys: int = 1) -> Iterator[Table]:
    """Return a table as one that fits or as several, one below the other.

    Args:
        title: Stands above the first; the others say that they go on.
        columns: All columns.
        width: Columns of the terminal.
        keys: Leading columns that say what a row is; every part begins with them.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    longest = [max((Text.from_markup(cell).cell_len for cell in column.cells), default=0) for column in columns]
    headings = [broken(column.heading, max(NARROW, most)) for column, most in zip(columns, longest, strict=True)]
    needed = [
        max(most if column.numbers else min(most, WIDE), *map(len, heading.split("\n"))) + GAP
        for column, most, heading in zip(columns, longest, headings, strict=True)
    ]
    for number, part in enumerate(screen.side_by_side(needed, width - 1, keys)):
        said = title if number == 0 else f"{title} (continued)"
        table = Table(box=SIMPLE_HEAD, title=Text(said, "table.title"), title_justify="left")
        for at in part:
            numbers = columns[at].numbers
            table.add_column(Text(headings[at]), justify="right" if numbers else "left", no_wrap=numbers)
        for row in zip(*(columns[at].cells for at in part), strict=True):
            table.add_row(*row)
        yield table


def broken(heading: str, width: int) -> str:
    """Return a heading with line ends after its spaces, points and underscores, where it is wider than ``width``."""
    lines = [""]
    for piece in re.findall(r"[^ ._]+[ ._]*|[ ._]+", heading):
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip(" ") for line in lines)


def of_frame(frame: pd.DataFrame, title: str, width: int, keys: int = 1) -> Iterator[Table]:
    """Return a data frame as tables that fit; numbers with four digits."""
    from rich.markup import escape

    columns = [
        Column(str(name), [escape(shown(value)) for value in frame[name]], frame[name].dtype.kind in "fiu")
        for name in frame.columns
    ]
    return fitted(title, columns, width, keys)


def shown(value: Any) -> str:
    """Return a cell's text: four digits of a number, all digits before its point."""
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    if not math.isfinite(value):
        return "n/a" if math.isnan(value) else str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
