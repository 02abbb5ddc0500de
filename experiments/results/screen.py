"""The screen that words and tables are printed on: how wide it is, whether it has colours, and tables that fit it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH = 80
"""Columns where there is no terminal to ask, and no COLUMNS."""
BETWEEN, EDGES = 3, 2
"""Columns between two cells, and about a table."""


def screen(*, stderr: bool = False) -> Console:
    """Return where to print: as wide as the terminal, COLUMNS or 80; without any style where NO_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    asked = os.environ.get("COLUMNS", "")
    width = None if stream.isatty() else int(asked) if asked.isdigit() and int(asked) > 0 else WIDTH
    if os.environ.get("NO_COLOR"):  # rich would leave out colours and keep bold
        return Console(highlight=False, width=width, stderr=stderr, color_system=None)
    return Console(highlight=False, width=width, stderr=stderr)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        head: Its heading, which may be broken between words.
        cells: Its cells, which may not.
        words: Whether it holds words: on the left, and broken where they do not fit.
        colours: A colour for each cell; empty: none.
    """

    head: str
    cells: tuple[str, ...]
    words: bool = False
    colours: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        """Columns that it needs at least."""
        texts = [
            *self.head.split(),
            *(word for cell in self.cells for word in (cell.split() if self.words else [cell])),
        ]
        return max((len(text) for text in texts), default=0)

    @property
    def most(self) -> int:
        """Columns at which none of its cells is broken."""
        return max([self.least, *map(len, self.cells)])


def fits(columns: Sequence[Column], width: int) -> bool:
    """Say whether columns fit side by side."""
    return sum(column.least + BETWEEN for column in columns) - BETWEEN + EDGES <= width


def tables(title: str, columns: Sequence[Column], width: int) -> Iterator[RenderableType]:
    """Yield one table, or several under one another where the columns do not fit: the first column heads each."""
    name, rest = columns[0], list(columns[1:])
    while rest or title:
        shown: list[Column] = []
        while rest and (not shown or fits([name, *shown, rest[0]], width)):
            shown.append(rest.pop(0))
        yield _table(title, [name, *shown], width)
        title = ""


def turned(columns: Sequence[Column]) -> list[Column]:
    """Return a table's rows as columns."""
    name, *rest = columns
    head = Column(name.head, tuple(column.head for column in rest))
    return [head, *(Column(text, tuple(column.cells[i] for column in rest)) for i, text in enumerate(name.cells))]


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """Return how wide each column is: its own width, or for words what the others leave."""
    left = width - EDGES + BETWEEN - sum((column.most if not column.words else 0) + BETWEEN for column in columns)
    worded = max(sum(column.words for column in columns), 1)
    return [max(min(column.most, left // worded), column.least) if column.words else column.most for column in columns]


def _table(title: str, columns: Sequence[Column], width: int) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    widths = _widths(columns, width)
    for i, column in enumerate(columns):
        left = i == 0 or column.words
        table.add_column(
            Text(column.head),
            justify="left" if left else "right",
            no_wrap=False,
            overflow="fold",
            width=widths[i],  # rich would lay words out wider than the column, and cut them
        )
    for row in range(len(columns[0].cells)):
        table.add_row(
            *(
                Text(column.cells[row], style=column.colours[row] if column.colours else "", no_wrap=not column.words)
                for column in columns
            )
        )
    return table
