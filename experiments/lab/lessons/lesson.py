"""What a lesson is: a market at stated parameters, what is lived in it, and what the page is told of that."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.lab.living import LivedRun
from simulation.errors import InputError, not_one_of


@dataclasses.dataclass(frozen=True)
class Lived:
    """What a lesson has lived.

    Attributes:
        runs: One run, or two futures of one world.
        figures: What the lesson's words fill in, by name.
        outcome: Which of the bets comes true.
        charts: What the page draws, the first one largest; see `chart`.
        equation: Today's values of the lesson's equation: per day, the names that its words fill in.
        colour: By what people are coloured: ``trust``, ``attitude``, ``aware`` or ``owns``.
        evidence: Names of figures that the page shows before the bet, for a lesson whose reader is the analyst; then
            only the first run is shown until the bet is made.
    """

    runs: tuple[LivedRun, ...]
    figures: Mapping[str, float | int]
    outcome: str
    charts: tuple[dict[str, Any], ...]
    equation: Sequence[Mapping[str, float | None]]
    colour: str = "trust"
    evidence: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return what the page is told beside the runs, as plain JSON: numbers that are none become null."""
        names = ("figures", "outcome", "charts", "equation", "colour", "evidence")
        return {name: _plain(getattr(self, name)) for name in names}


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        name: Its name in the words' file and in the page's address.
        choices: What the reader may vary, and the values on offer; the first is what the lesson begins with.
        live: Lives it, given one value for each choice and a seed.
    """

    name: str
    choices: dict[str, tuple[str, ...]]
    live: Callable[[Mapping[str, str], int], Lived]

    def with_choices(self, given: object) -> dict[str, str]:
        """Return one value for each choice, what is not given as the lesson begins.

        Raises:
            InputError: There is no such choice, or it has no such value.
        """
        if not isinstance(given, Mapping):
            raise InputError("choices: got no mapping, takes one value for each")
        for name, value in given.items():
            if name not in self.choices:
                raise not_one_of("choices", str(name)[:40], self.choices)
            if value not in self.choices[name]:
                raise not_one_of(str(name), str(value)[:40], self.choices[name])
        return {name: str(given.get(name, values[0])) for name, values in self.choices.items()}


def line(label: str, values: Any, dashed: bool = False, colour: int | None = None) -> dict[str, Any]:
    """Return a line of a lesson's chart.

    Args:
        label: A name in the lesson's words.
        values: By day; NaN where there is none.
        dashed: Whether it is what the other line is held against.
        colour: One of the chart's colours, from 0; ``None``: blue if dashed, else orange.
    """
    listed = [None if value != value else round(float(value), 4) for value in values]
    return {"label": label, "values": listed, "dashed": dashed, "colour": colour}


def chart(
    lines: Sequence[dict[str, Any]],
    title: str = "chart",
    unit: str = "unit",
    limits: tuple[float, float] | None = None,
    marks: Sequence[tuple[int, str]] = (),
) -> dict[str, Any]:
    """Return a chart of a lesson.

    Args:
        lines: As `line` makes them.
        title: A name in the lesson's words, as are ``unit`` and the marks' texts.
        unit: Of the values.
        limits: Least and greatest value shown; ``None``: as the values ask for.
        marks: Days that are marked, each with its text.
    """
    listed = [{"day": day, "text": text} for day, text in marks]
    return {"title": title, "unit": unit, "range": limits and list(limits), "lines": list(lines), "marks": listed}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no numbers of numpy's, null in the place of NaN and infinity."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
