"""What a guess is varied over, if it may be wrong by a factor of two; and which parameters are guesses at all.

One convention for all, so that ranges are no further guesses: a quantity goes from half to double its default in equal
ratios, a share from half to double its odds in equal ratios of the odds, a whole number from half to double, rounded,
in equal steps. A range ends where the schema does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from experiments.sweeps.space import LOG, ODDS
from simulation.scenario.parameter import Bounds, Entry

OFF = "0 or null by default"
EDGE = "a share at its limit by default"
WORDS = "words and switches"
LISTS = "lists of several values"
SIZE = "size and calendar of the simulated market"
MEASURED = "how touches are measured, which changes nothing that people do"
NEGATIVE = "negative by default"
ONE_VALUE = "no other value within its limits"


@dataclass(frozen=True)
class Guess:
    """A parameter whose default is a guess, and the range over which it is varied.

    ``steps`` is what is equal from level to level: ``log``, ``odds``, or nothing for whole numbers.
    """

    name: str
    default: float
    low: float
    high: float
    steps: str = ""

    @property
    def levels(self) -> list[Any]:
        """The range as a sweep takes it."""
        return [self.low, self.high, *([self.steps] if self.steps else [])]


def is_ours(entry: Entry) -> bool:
    """Return whether a parameter's source says that its value is ours: ``ours``, or ``...; value ours``."""
    return re.search(r"\bours\b", entry.source) is not None


def guesses_among(entries: Iterable[Entry]) -> tuple[list[Guess], dict[str, str]]:
    """Return the guesses of a scenario that can be varied, and why each other parameter whose source is ours is not."""
    guesses: list[Guess] = []
    left_out: dict[str, str] = {}
    for entry in filter(is_ours, entries):
        range_or_reason = _reason(entry) or _range(entry)
        if isinstance(range_or_reason, Guess):
            guesses.append(range_or_reason)
        else:
            left_out[entry.name] = range_or_reason
    return guesses, left_out


def _reason(entry: Entry) -> str | None:
    """Return why a parameter is no number that is a guess."""
    part = entry.name.partition(".")[0]
    if part == "measurement":
        return MEASURED
    if part in ("market", "brands") and entry.unit in ("agents", "days"):
        return SIZE
    value = entry.default
    if value is None:
        return OFF
    if isinstance(value, list):
        if any(isinstance(item, str) for item in value):
            return WORDS
        if len(value) != 1:
            return LISTS
    elif isinstance(value, bool | str):
        return WORDS
    return None


def _range(entry: Entry) -> Guess | str:
    """Return a number's range, or why it has none."""
    default = entry.default[0] if isinstance(entry.default, list) else entry.default
    bounds = entry.bounds
    if default == 0:
        return OFF
    if default < 0:
        return NEGATIVE
    steps = LOG
    if (bounds.low, bounds.high) == (0, 1):
        if default == 1:
            return EDGE
        steps = ODDS
        low, high = default / (2 - default), 2 * default / (1 + default)
    else:
        low, high = _inside(default / 2, bounds), _inside(default * 2, bounds)
    if entry.kind.startswith("int"):
        steps = ""
        low, high = round(low), round(high)
    return Guess(entry.name, default, low, high, steps) if low < high else ONE_VALUE


def _inside(value: float, bounds: Bounds) -> float:
    """Return the nearest value that the schema takes."""
    low = bounds.low if bounds.low_in else math.nextafter(bounds.low, math.inf)
    high = bounds.high if bounds.high_in else math.nextafter(bounds.high, -math.inf)
    return min(max(value, low), high)
