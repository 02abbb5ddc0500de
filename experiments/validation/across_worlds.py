"""The card in plausible worlds: which rows are out with the defaults only, and which with any parameters that fit.

Every world is measured on one seed of its own. Two things are said of a row. Its verdict over worlds is that of the
medians: in if the 95 % interval of each median lies in its band. Parameters spread measures far to one side, where a
mean says what a few worlds show. The interval is that of order statistics, which holds for any distribution (Thompson
1936, Annals of Mathematical Statistics 7). And it is counted in how many worlds all measures lie in their bands, chance
and all, beside the same of the card's seeds, each taken alone.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from experiments.validation import scorecard_page
from experiments.validation.card import Row
from experiments.validation.fact import Band, Verdict, verdict_of_interval, worst


class Spread(NamedTuple):
    """What one band's measure was over worlds; nan if in none.

    Attributes:
        band: The measure, and where it ought to be.
        low: 5 % of worlds lie below.
        median: Half of the worlds lie below.
        high: 5 % of worlds lie above.
        interval: 95 % interval of the median.
        verdict: In or out if the interval lies in or out of the band, else undecided.
    """

    band: Band
    low: float
    median: float
    high: float
    interval: tuple[float, float]
    verdict: Verdict


class AcrossWorlds(NamedTuple):
    """A row of the card over plausible worlds.

    Attributes:
        row: With the defaults.
        seeds: In or not with the defaults, each seed alone; None: not measured on it.
        worlds: In or not in each world, on its seed; None: not measured there.
        verdict: Of the medians over worlds.
        spreads: Of each band.
    """

    row: Row
    seeds: tuple[bool | None, ...]
    worlds: tuple[bool | None, ...]
    verdict: Verdict
    spreads: tuple[Spread, ...]


def beside(defaults: Sequence[Row], worlds: Sequence[Row]) -> list[AcrossWorlds]:
    """Return the rows over worlds beside those over seeds.

    Args:
        defaults: Rows of the card, whose values are one a seed.
        worlds: The same rows, whose values are one a world.
    """
    rows = []
    for row, other in zip(defaults, worlds, strict=True):
        spreads = tuple(spread_of(*of) for of in _values(other))
        rows.append(
            AcrossWorlds(row, each_alone(row), each_alone(other), worst(spread.verdict for spread in spreads), spreads)
        )
    return rows


def each_alone(row: Row) -> tuple[bool | None, ...]:
    """Return whether all of a row's measures lie in their bands, value by value; None where one was not measured."""
    bands = [band for band, _ in _values(row)]
    together = zip(*(values for _, values in _values(row)), strict=True)
    return tuple(
        all(band.low <= value <= band.high for band, value in zip(bands, values, strict=True))
        if all(map(math.isfinite, values))
        else None
        for values in together
    )


def spread_of(band: Band, values: Sequence[float]) -> Spread:
    """Return how a measure spreads over worlds, and what its median says; worlds where it was not measured apart."""
    measured = sorted(value for value in values if math.isfinite(value))
    if not measured:
        return Spread(band, math.nan, math.nan, math.nan, (math.nan, math.nan), "not measured")
    low, median, high = np.quantile(measured, (0.05, 0.5, 0.95)).tolist()
    below = cut_off(len(measured))
    if below < 0:
        return Spread(band, low, median, high, (math.nan, math.nan), "undecided")
    interval = measured[below], measured[-1 - below]
    return Spread(band, low, median, high, interval, verdict_of_interval(band, *interval))


def cut_off(number: int, confidence: float = 0.95) -> int:
    """Return how many of so many sorted values lie outside the median's interval on each side; -1: there is none.

    The interval from value k to value n + 1 - k misses the median with twice the probability that fewer than k of n
    fair coins show heads: that must be at most 1 - confidence. Five values or fewer have no interval of 95 %.
    """
    tail, cut = 0.0, -1
    for heads in range(number // 2):
        tail += math.comb(number, heads) / 2**number
        if 2 * tail > 1 - confidence:
            break
        cut = heads
    return cut


def held_in_each(rows: Sequence[AcrossWorlds], of: str) -> list[int]:
    """Return how many held rows are in, one number for each of ``seeds`` or ``worlds``."""
    held = [getattr(each, of) for each in rows if each.row.fact.split == "held"]
    return [sum(one is True for one in place) for place in zip(*held, strict=True)]


def terminal(rows: Sequence[AcrossWorlds]) -> str:
    """Return the rows for a terminal of 80 columns."""
    number = len(rows[0].worlds)
    lines = ["", f"In {number} plausible world{'s' * (number != 1)}, one seed each"]
    lines.append(f"{'fact':<26}{'card':<13}{'over worlds':<13}{'seeds in':<14}worlds in")
    for each in rows:
        verdicts = f"{each.row.verdict:<13}{each.verdict:<13}"
        lines.append(f"{each.row.fact.name:<26}{verdicts}{counted(each.seeds):<14}{counted(each.worlds)}")
    return "\n".join([*lines, "", *textwrap.wrap(summary(rows), scorecard_page.WIDTH)])


def page(rows: Sequence[AcrossWorlds]) -> str:
    """Return the rows as a section in Markdown."""
    lines = [
        "## In plausible worlds\n",
        "In each world the `fit` rows hold as far as chance lets one tell. It is measured on one seed, and a row is in",
        "there if all its measures lie in their bands on it. The same is counted for the card's own seeds, each alone.",
        "Over worlds a row is in if the 95 % interval of each median lies in its band. The last column has the median",
        "over worlds with the 5 and 95 % points: of parameters and chance together.\n",
        f"{summary(rows)}\n",
        "| fact | split | card | over worlds | seeds in, each alone | worlds in | median over worlds (band) |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in rows:
        fact = each.row.fact
        verdicts = fact.split, each.row.verdict, each.verdict
        cells = (fact.name, *verdicts, counted(each.seeds), counted(each.worlds))
        lines.append(f"| {' | '.join(cells)} | {'; '.join(map(_spread, each.spreads))} |")
    return "\n".join([*lines, ""])


def as_plain(rows: Sequence[AcrossWorlds]) -> list[dict[str, Any]]:
    """Return the rows as plain data; what was not measured is null."""
    return [
        {
            "fact": each.row.fact.name,
            "split": each.row.fact.split,
            "verdict": each.row.verdict,
            "verdict over worlds": each.verdict,
            "seeds": list(each.seeds),
            "worlds": list(each.worlds),
            "spreads": [_plain(spread) for spread in each.spreads],
        }
        for each in rows
    ]


def summary(rows: Sequence[AcrossWorlds]) -> str:
    """Say how many held rows are in, over worlds and over the default's seeds, and which are in nowhere."""
    held = [each for each in rows if each.row.fact.split == "held"]
    if not held:
        return "No held row was asked for."
    nowhere = [each.row.fact.name for each in held if not any(each.worlds)]
    seldom = f" None of the worlds has {', '.join(nowhere)}." if nowhere else " Each holds in some world."
    over = sum(each.verdict == "in" for each in held)
    alone, on_a_seed = (_range(held_in_each(rows, of)) for of in ("worlds", "seeds"))
    return (
        f"Of {len(held)} held rows {over} are in over worlds. {alone} hold in a world alone, and "
        f"{on_a_seed} on a seed of the card alone.{seldom}"
    )


def counted(inside: Sequence[bool | None]) -> str:
    """Return in how many of the places where a row was measured it is in."""
    known = [one for one in inside if one is not None]
    return f"{sum(known)} of {len(known)}" if known else "not measured"


def _values(row: Row) -> list[tuple[Band, tuple[float, ...]]]:
    return [(reading.band, reading.values) for reading in row.readings]


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low}" if low == high else f"{low} to {high} (median {np.median(numbers):.3g})"


def _spread(spread: Spread) -> str:
    shown = scorecard_page.number
    if not math.isfinite(spread.median):
        return f"{spread.band.name}: not measured"
    over = f"{shown(spread.median)} ({shown(spread.low)} to {shown(spread.high)})"
    return f"{spread.band.name} {over}, band {scorecard_page.band(spread.band)}"


def _plain(spread: Spread) -> dict[str, Any]:
    numbers = {"low": spread.low, "median": spread.median, "high": spread.high}
    numbers |= zip(("median_low", "median_high"), spread.interval, strict=True)
    shown = {name: value if math.isfinite(value) else None for name, value in numbers.items()}
    return {"name": spread.band.name, **shown, "verdict": spread.verdict}
