"""Text for the terminal: how wide it may be, and where lines are broken. Imports nothing heavy."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

WIDTH = 80
"""Columns where the output is no terminal: a pipe, a file, a notebook."""


def width(stream: TextIO | None = None) -> int:
    """Return how many columns a line may take: those of the terminal, 80 where the output goes elsewhere.

    Args:
        stream: Where the text goes; None: standard output.
    """
    out = sys.stdout if stream is None else stream
    return shutil.get_terminal_size((WIDTH, 24)).columns if out.isatty() else WIDTH


def wrapped(text: str, columns: int = WIDTH, indent: int | None = None) -> str:
    """Return one line of text, broken between words where it would be longer.

    A word that is longer itself, such as a path, stays whole.

    Args:
        text: The line; spaces at its start are kept.
        columns: The most columns of a line.
        indent: Spaces before the lines that follow; None: two more than before the first.
    """
    start = text[: len(text) - len(text.lstrip())]
    after = " " * (len(start) + 2 if indent is None else indent)
    whole_words = textwrap.TextWrapper(
        columns, initial_indent=start, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
    )
    return whole_words.fill(text.strip())


def say(text: str, stream: TextIO | None = None, indent: int | None = None) -> None:
    """Print lines of text, each broken between words where it is wider than the terminal."""
    columns = width(stream)
    for line in text.split("\n"):
        print(wrapped(line, columns, indent), file=stream, flush=True)


def say_one_line(text: str) -> None:
    """Print an error or a warning: one line for a program that reads it, broken between words on a terminal."""
    print(wrapped(text, width(sys.stderr)) if sys.stderr.isatty() else text, file=sys.stderr)


def side_by_side(widths: Sequence[int], columns: int, keys: int = 1) -> list[list[int]]:
    """Return which columns of a table stand together, so that each part fits: the first ``keys`` are in every part.

    Args:
        widths: Columns of the terminal that each column of the table takes, its gap included.
        columns: The width that a part may have.
        keys: Leading columns that every part repeats.
    """
    first, parts = list(range(keys)), []
    part, used = list(first), sum(widths[:keys])
    for at in range(keys, len(widths)):
        if used + widths[at] > columns and len(part) > keys:
            parts.append(part)
            part, used = list(first), sum(widths[:keys])
        part.append(at)
        used += widths[at]
    return [*parts, part]
