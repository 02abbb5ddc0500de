"""What a fit found: the worlds that show a brand's own numbers, how much each counts, and what the data cannot tell."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.sweeps.points import Points
from simulation.files.safe_writing import digest, read_json, write_json, write_text
from simulation.scenario import Scenario

FILE, TABLE = "fit.json", "worlds.csv"


@dataclass(frozen=True)
class Beside:
    """One of the brand's numbers beside the fitted worlds'.

    Attributes:
        what: The number, in words.
        unit: Its unit; ``%`` for shares, which are 0..1.
        theirs: The brand's own; None: it did not tell.
        ours: Mean over the fitted worlds.
        low: The lowest world's.
        high: The highest world's.
        allowed: Difference of ``ours`` that is let pass; None: nothing to compare with.
    """

    what: str
    unit: str
    theirs: float | None
    ours: float
    low: float
    high: float
    allowed: float | None = None

    @property
    def difference(self) -> float | None:
        """Ours less theirs."""
        return None if self.theirs is None else self.ours - self.theirs

    @property
    def within(self) -> bool | None:
        """Whether the difference is let pass; None where there is nothing to compare."""
        return None if self.difference is None or self.allowed is None else abs(self.difference) <= self.allowed


@dataclass(frozen=True)
class Remaining:
    """The range of a parameter that the brand's numbers leave.

    Attributes:
        parameter: Dotted name.
        what: In words, with the unit of the numbers below: shares are in per cent.
        low: Lowest of the fitted worlds.
        high: Highest of them.
        before_low: Lowest before the fit.
        before_high: Highest before the fit.
        told: Whether the numbers made the range clearly narrower.
        why: What would tell, where they do not.
    """

    parameter: str
    what: str
    low: float
    high: float
    before_low: float
    before_high: float
    told: bool
    why: str


@dataclass(frozen=True)
class Fitted:
    """A fit.

    Attributes:
        base: Overrides that all worlds share: dotted name -> plain value.
        names: Parameters in which worlds differ.
        rows: One row a world.
        seed: Of the fit. With it, and with ``market.consumers`` of ``base``, each world sells what the brand sells;
            with another seed it has other people, and its sales scatter.
        sales: Purchases a week with what is spent now, over the worlds.
        known: Share who know the brand when the campaign begins.
        beside: Their numbers beside ours.
        remaining: What the numbers tell of each parameter.
        notes: What was assumed or did not go together, a sentence each.
        tried: Worlds that were fitted, those left out included.
        messages: How strong the brand's messages are in each world, against an average brand's; none: as strong.
        nearest: Whether no world shows the brand's numbers, and these come nearest.
    """

    base: Mapping[str, Any]
    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    seed: int
    sales: float
    known: float
    beside: tuple[Beside, ...]
    remaining: tuple[Remaining, ...]
    notes: tuple[str, ...]
    tried: int
    messages: tuple[float, ...] = ()
    nearest: bool = False

    @property
    def not_told(self) -> tuple[Remaining, ...]:
        """What the brand's numbers leave as open as before."""
        return tuple(each for each in self.remaining if not each.told)

    @cached_property
    def scenario(self) -> dict[str, Any]:
        """The market that all worlds share, nested; a world's row changes it."""
        return Scenario().with_values(self.base).to_dict()

    @cached_property
    def digest(self) -> str:
        """What changes when the worlds do."""
        return digest(json.loads(json.dumps([dict(self.base), self.names, self.rows, self.seed])))

    def strength(self, world: int) -> float:
        """Return how strong the brand's messages are in a world, against an average brand's."""
        return self.messages[world] if self.messages else 1.0

    def overrides(self, world: int) -> dict[str, Any]:
        """Return all overrides of one world, for ``Scenario().with_values``."""
        return dict(self.base) | dict(zip(self.names, self.rows[world], strict=True))

    def points(self) -> Points:
        """Return the worlds as points of a study on the market of ``scenario``."""
        return Points(self.names, self.rows)

    def beside_rows(self) -> list[tuple[str, float | None, float, float, float]]:
        """Return what, theirs, ours, and the lowest and highest world's, a row each; shares in per cent."""
        rows = []
        for each in self.beside:
            scale, what = (100.0, f"{each.what}, %") if each.unit == "%" else (1.0, each.what)
            theirs = None if each.theirs is None else scale * each.theirs
            rows.append((what, theirs, scale * each.ours, scale * each.low, scale * each.high))
        return rows

    def not_told_rows(self) -> list[tuple[str, float, float, str]]:
        """Return what the brand's numbers cannot tell: in words, lowest, highest, and what would tell."""
        return [(each.what, each.low, each.high, each.why) for each in self.not_told]

    def write(self, folder: Path) -> None:
        """Write ``fit.json``, from which :func:`read_fitted` makes the same again, and ``worlds.csv`` to look at."""
        write_json(folder / FILE, json.loads(json.dumps(dataclasses.asdict(self))), seal=True)
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(self.names)
        table.writerows([_cell(value) for value in row] for row in self.rows)
        write_text(folder / TABLE, text.getvalue())


def read_fitted(folder: Path) -> Fitted:
    """Return a fit that was written.

    Raises:
        DamagedError: It is not there, or was changed.
    """
    found = read_json(folder / FILE, sealed=True)
    return Fitted(
        base=found["base"],
        names=tuple(found["names"]),
        rows=tuple(tuple(row) for row in found["rows"]),
        seed=found["seed"],
        sales=found["sales"],
        known=found["known"],
        beside=tuple(Beside(**each) for each in found["beside"]),
        remaining=tuple(Remaining(**each) for each in found["remaining"]),
        notes=tuple(found["notes"]),
        tried=found["tried"],
        messages=tuple(found["messages"]),
        nearest=found["nearest"],
    )


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
