"""In how many plausible worlds an answer holds, and which parameter decides where it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from experiments.results.findings import EXPECTED, Findings
from experiments.results.statistics import WORDS, interval, t_tail
from experiments.results.wording import plain, quantity, with_unit
from simulation.evaluation.ranks import spearman
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    import polars as pl

SURE = 0.05
"""A parameter decides if its rank correlation with the difference would be that strong by chance less often than this,
allowed for the number of parameters looked at (Holm 1979)."""

HINT = max(limit for limit, _ in WORDS)
"""From such doubt on the answer says that two arms cannot be told apart."""
_FEW = 10  # below so many worlds, eight of ten are no number of worlds


class Agreement(NamedTuple):
    """One arm against another over the worlds.

    Attributes:
        first: The arm that the answer puts first.
        other: The other.
        outcome: What is compared.
        differences: One number a world: the first's less the other's, mean over its seeds.
        better: +1 if more of the outcome is better, -1 if less is.
        decides: The parameter that the difference depends on most, with its rank correlation; None: none is told apart.
        turns: The value of it beyond which the other arm is ahead, by a straight line; NaN where the line stays on
            one side within the worlds.
        claimed: Whether the answer says that the first is ahead: only then can worlds say otherwise.
    """

    first: str
    other: str
    outcome: str
    differences: Float64s
    better: int
    decides: tuple[str, float] | None
    turns: float
    claimed: bool = True

    @property
    def holds(self) -> int:
        """In how many worlds the first is ahead."""
        return int((self.better * self.differences > 0).sum())


def agreements(table: pl.DataFrame | None, findings: Findings) -> list[Agreement]:
    """Return how the best arm of a comparison does over the worlds against the next, and against the baseline."""
    ranked = findings.ranked()
    if table is None or len(ranked) < 1:
        return []
    outcome = EXPECTED.get(findings.outcome, findings.outcome)
    better = findings.measures[findings.outcome].better or 1
    arms = set(table["arm"].unique().to_list())
    others = dict.fromkeys([*ranked[1:2], *findings.baseline_of(ranked[0])])
    parameters = [name for name in table.columns if "." in name]
    return [
        agreement(table, parameters, ranked[0], other, outcome, better)._replace(
            claimed=findings.difference(ranked[0], other, findings.sharp(findings.outcome)).doubt < HINT
        )
        for other in others
        if {ranked[0], other} <= arms and outcome in table.columns
    ]


def lines(pairs: Sequence[Agreement], unit: str) -> list[str]:
    """Say in how many worlds an answer holds, and what decides between the best arm and the next."""
    said = [sentence(each, unit) for each in pairs if len(each.differences)]
    return said + [decision(each) for each in pairs[:1] if len(each.differences) >= _FEW]


def said_of(table: pl.DataFrame | None, findings: Findings) -> list[str]:
    """Return the lines on a comparison's table of worlds; none without one."""
    return lines(agreements(table, findings), findings.measures[findings.outcome].shown)


def agreement(
    table: pl.DataFrame, parameters: Sequence[str], first: str, other: str, outcome: str, better: int
) -> Agreement:
    """Compare two arms over the worlds of a table with columns point, seed, arm, parameters and outcomes."""
    import polars as pl

    wide = (
        table.filter(pl.col("arm").is_in([first, other]))
        .group_by("point", "arm", maintain_order=True)
        .agg(pl.col(outcome).cast(pl.Float64).mean())
        .pivot("arm", index="point", values=outcome)
        .drop_nulls()
    )
    points = table.unique("point", maintain_order=True).filter(pl.col("point").is_in(wide["point"].to_list()))
    differences = (wide[first] - wide[other]).to_numpy()
    values = {name: np.array([_number(value) for value in points[name].to_list()]) for name in parameters}
    deciding = decider(differences, values)
    turns = math.nan if deciding is None else turning(differences, values[deciding[0]])
    return Agreement(first, other, outcome, differences, better, deciding, turns)


def decider(differences: Float64s, values: dict[str, Float64s]) -> tuple[str, float] | None:
    """Return the parameter whose rank correlation with the differences is least likely to be chance, if it is sure."""
    varied = {name: column for name, column in values.items() if len(np.unique(column)) > 1}
    if len(differences) < 10 or not varied or np.ptp(differences) == 0:
        return None
    correlation = {name: spearman(column, differences) for name, column in varied.items()}
    name = max(correlation, key=lambda each: abs(correlation[each]))
    if _by_chance(correlation[name], len(differences)) * len(varied) > SURE:
        return None
    return name, correlation[name]


def _by_chance(correlation: float, number: int) -> float:
    """Return the probability that a rank correlation is as far from 0 by chance, by Student's t."""
    freedom = number - 2
    without = (1 - correlation) * (1 + correlation)
    t = abs(correlation) * math.sqrt(freedom / without) if without > 0 else math.inf
    return 2 * t_tail(t, freedom)


def turning(differences: Float64s, values: Float64s) -> float:
    """Return where the least-squares line of the differences crosses zero, NaN if not within the values."""
    rise, start = np.polyfit(values, differences, 1)
    place = -start / rise if rise else math.nan
    return float(place) if values.min() < place < values.max() else math.nan


def summary_of(pairs: Sequence[Agreement]) -> list[dict[str, Any]]:
    """Return agreements as plain data."""
    return [
        {
            "first": each.first,
            "other": each.other,
            "outcome": each.outcome,
            "worlds": len(each.differences),
            "holds": each.holds,
            "differences": [float(value) for value in each.differences],
            "decides": None if each.decides is None else each.decides[0],
            "turns": each.turns if math.isfinite(each.turns) else None,
        }
        for each in pairs
    ]


def sentence(pair: Agreement, unit: str) -> str:
    """Say in how many worlds the answer holds; where it does not in most, say so, and what does."""
    worlds, against = len(pair.differences), int((pair.better * pair.differences < 0).sum())
    holds = pair.holds >= against
    winner, loser, number = (pair.first, pair.other, pair.holds) if holds else (pair.other, pair.first, against)
    differences = pair.differences if holds else -pair.differences
    half = interval(differences.tolist(), 0.95).half
    few = worlds < _FEW
    places = (0.0, 0.5, 1.0) if few else (0.1, 0.5, 0.9)
    low, middle, high = (float(np.quantile(differences, q)) for q in places)
    median = with_unit(middle, unit, half, sign=True)
    least, most = (quantity(value, unit, half, sign=True) for value in (low, high))
    more = "more" if pair.better > 0 else "less"
    if worlds == 1:
        return (
            f"In the one plausible world that was run, {plain(winner)} brings {more} {plain(pair.outcome)} than "
            f"{plain(loser)}: {with_unit(float(differences[0]), unit, sign=True)}."
        )
    start = f"In {number} of {worlds} plausible worlds"
    if pair.claimed and not holds:
        start = f"Most plausible worlds say otherwise: in {number} of {worlds}"
    return (
        f"{start} {plain(winner)} brings {more} {plain(pair.outcome)} than {plain(loser)}: {median} in the "
        f"middle one, {least} to {most} in {'all' if few else 'eight of ten'}."
    )


def decision(agreed: Agreement) -> str:
    """Say which parameter decides between two arms, and where the winner turns; or that none alone does."""
    pair = f"{plain(agreed.first)} and {plain(agreed.other)}"
    if agreed.decides is None:
        return f"No parameter alone decides between {pair}, as far as {len(agreed.differences)} worlds can tell."
    name, strength = agreed.decides
    side = "larger" if strength * agreed.better > 0 else "smaller"
    line = (
        f"Most depends on {name}: the {side} it is, the better for {plain(agreed.first)} against {plain(agreed.other)} "
        f"(rank correlation {strength:+.2f})"
    )
    if math.isfinite(agreed.turns):
        line += f"; the winner turns near {agreed.turns:.3g}"
    return f"{line}."


def _number(value: Any) -> float:
    one = value[0] if isinstance(value, list) else value
    return float(one) if isinstance(one, int | float) else math.nan
