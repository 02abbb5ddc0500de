"""What the report's sections consist of, as plain data; the templates make markup of it and escape every text.

Nothing here is HTML: whatever a name contains stays text.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from experiments.results.effects import finest
from experiments.results.findings import Findings
from experiments.results.statistics import Interval
from experiments.results.wording import plain, quantity, span


@dataclass(frozen=True)
class Paragraphs:
    """Sentences, each a paragraph of its own."""

    macro: ClassVar[str] = "paragraphs"
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    macro: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What it says.
        strong: Words in bold, right before the text.
        label: A small word before everything: the kind of a metric.
        unit: Unit of the text, shown after it.
        interval: Shown under the text.
        code: Whether the text is a name or value from a config.
        look: How it is shown: ``better``, ``worse``, ``unclear``, ``none`` (nothing to show), ``text`` (words).
        number: What the text says, unrounded and with its interval, for the table as a file; None: words.
    """

    text: str = ""
    strong: str = ""
    label: str = ""
    unit: str = ""
    interval: str = ""
    code: bool = False
    look: str = ""
    number: Interval | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of each row names it, and its file in ``tables/`` has its own name."""

    macro: ClassVar[str] = "table"
    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def words(self) -> list[bool]:
        """Say of each column whether it holds words, which stand on the left."""
        return [any(len(row) > i and row[i].look == "text" for row in self.rows) for i in range(len(self.head))]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.head)


@dataclass(frozen=True)
class Figure:
    """A picture, and the places of the charts that replace it where scripts run.

    Attributes:
        name: Its id in the page; empty: none.
        title: A heading above it; empty: none.
        charts: Ids of the charts' places.
        alt: What it shows, in words.
        source: The picture itself, as a ``data:`` address.
        caption: Shown under it.
    """

    macro: ClassVar[str] = "figure"
    name: str
    title: str
    charts: tuple[str, ...]
    alt: str
    source: str
    caption: str


@dataclass(frozen=True)
class Command:
    """A command as it is typed."""

    macro: ClassVar[str] = "command"
    text: str


@dataclass(frozen=True)
class Definitions:
    """Names, each with what it means."""

    macro: ClassVar[str] = "definitions"
    entries: tuple[tuple[str, str], ...]


Block = Paragraphs | Heading | Table | Figure | Command | Definitions
"""What a section is made of; the template has a macro for each."""


@dataclass(frozen=True)
class ClaimText:
    """A claim or a term of a what-if: its name, its verdict (a term has none), its value, and its formula."""

    name: str
    verdict: str
    value: str
    without: str
    formula: str


@dataclass(frozen=True)
class Head:
    """What a what-if puts before the answer: its question, its verdict, and what the verdict rests on.

    Attributes:
        question: What was asked.
        verdict: supported, falsified or undecided.
        hypothesis: What was claimed.
        falsifier: What would falsify it.
        meaning: The verdict in a sentence.
        claims: Each with its verdict.
        terms: What the claims' named terms come to.
        after: What became of the effect without its mechanism; empty if it has none.
        picture: Effects of the claims with intervals.
    """

    question: str
    verdict: str
    hypothesis: str
    falsifier: str
    meaning: str
    claims: tuple[ClaimText, ...]
    terms: tuple[ClaimText, ...]
    after: str
    picture: Figure


def blocks(*parts: Block | None) -> list[Block]:
    """Return those parts that there are."""
    return [part for part in parts if part is not None]


def paragraphs(lines: Iterable[str]) -> Paragraphs | None:
    """Return sentences as paragraphs, without empty ones; None if none is left."""
    said = tuple(line for line in lines if line)
    return Paragraphs(said) if said else None


def table(name: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell | str]]) -> Table:
    """Return a table; a plain text is a cell too."""
    cells = (tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(name, caption, tuple(head), tuple(cells))


def definitions(entries: Mapping[str, Any]) -> Definitions:
    """Return a list of names and values."""
    return Definitions(tuple((name, value_text(value)) for name, value in entries.items()))


def embedded(picture: Path) -> str:
    """Return a picture as an address that holds it: ids of two drawings cannot clash, and the page loads nothing."""
    return f"data:{MIME[picture.suffix]};base64,{base64.b64encode(picture.read_bytes()).decode()}"


MIME = {".svg": "image/svg+xml", ".png": "image/png"}


def measured(each: Interval | None, unit: str, half: float = math.nan, *, sign: bool = False) -> Cell:
    """Return a mean with its interval under it, both rounded by ``half``, or by the interval where that is NaN."""
    if each is None or not each.number or not math.isfinite(each.mean):
        return Cell("n/a", look="none")
    half = half if math.isfinite(half) else each.half
    between = span(each, unit, sign=sign, half=half) if each.half > 0 else ""
    return Cell(quantity(each.mean, unit, half, sign=sign), interval=between, number=each)


def in_a_row(each: Sequence[Interval], unit: str, *, sign: bool = False) -> list[Cell]:
    """Return cells of one row, rounded alike."""
    half = finest(one.half for one in each)
    return [measured(one, unit, half, sign=sign) for one in each]


def labelled(findings: Findings, metric: str, kind: str = "") -> Cell:
    """Return a metric's name with its unit, and its kind before it."""
    unit = findings.measures[metric].shown
    said = unit == "%" or unit in plain(metric)
    return Cell(plain(metric), unit="" if said else unit, label=kind)


def value_text(value: Any) -> str:
    """Return a value of a config as text."""
    if isinstance(value, list | tuple):
        return ", ".join(value_text(item) for item in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {value_text(item)}" for name, item in value.items()) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not set" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
