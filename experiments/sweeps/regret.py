"""Regret: how far each arm is from the best one at each point of a sweep, and in which regions which arm is best.

Savage 1951, Journal of the American Statistical Association 46, 55-67; as a measure of robustness: Herman et al. 2015,
Journal of Water Resources Planning and Management 141. The regions are those of a classification tree of two levels
(Breiman et al. 1984), in the spirit of scenario discovery (Bryant and Lempert 2010).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.results import statistics

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Array = NDArray[np.float64]
LEAST = 0.05
"""Least share of the points that a region must hold."""
DEPTH = 2
"""Splits from the whole space to a region."""


@dataclass(frozen=True)
class Duels:
    """An outcome at each point in each arm.

    Attributes:
        arms: The arms.
        points: The numbers of the points.
        places: Parameter -> one value a point.
        values: float64[points][arms][seeds].
        better: +1 if more of the outcome is better, -1 if less is.
    """

    arms: list[str]
    points: list[int]
    places: dict[str, list[Any]]
    values: Array
    better: int

    @property
    def regret(self) -> Array:
        """float64[points][arms]: how much worse than the best arm's an arm's mean over seeds is; 0 for the best."""
        means = self.better * self.values.mean(axis=2)
        regret: Array = means.max(axis=1, keepdims=True) - means
        return regret

    @property
    def winners(self) -> list[int]:
        """The arm with the best mean at each point."""
        return [int(k) for k in self.regret.argmin(axis=1)]

    def sure(self, confidence: float) -> list[bool]:
        """Say at each point whether the best arm is told apart from the next, by their paired difference's interval."""
        told_apart = []
        for values, regret in zip(self.values, self.regret, strict=True):
            order = np.argsort(regret, kind="stable")
            if len(order) < 2:
                told_apart.append(True)
                continue
            gap = statistics.paired(values[order[0]], values[order[1]], confidence).interval
            told_apart.append(bool(gap.low > 0 or gap.high < 0))
        return told_apart


def duels(table: pl.DataFrame, names: Sequence[str], outcome: str, better: int) -> Duels:
    """Arrange a sweep's table; points that lack a run, or at which the outcome is undefined, are left out."""
    import polars as pl

    arms = table["arm"].unique(maintain_order=True).to_list()
    seeds = table["seed"].n_unique()
    points, values = [], []
    places: dict[str, list[Any]] = {name: [] for name in names}
    for (point,), rows in table.group_by("point", maintain_order=True):
        each = [
            rows.filter(pl.col("arm") == arm)[outcome].cast(pl.Float64).fill_null(math.nan).to_numpy() for arm in arms
        ]
        if all(len(column) == seeds and np.isfinite(column).all() for column in each):
            points.append(int(str(point)))
            values.append(np.stack(each))
            for name in names:
                places[name].append(rows[name][0])
    return Duels(arms, points, places, np.array(values).reshape(len(points), len(arms), seeds), better)


def regret_table(contest: Duels, confidence: float) -> pd.DataFrame:
    """Return a row for each arm, the one with the least worst regret first.

    ``best``: share of points at which its mean is best; ``surely_best``: where it is also told apart from the next;
    ``worst_at``: the point of its worst regret.
    """
    import pandas as pd

    regret, winners, sure = contest.regret, np.array(contest.winners), np.array(contest.sure(confidence))
    rows = [
        {
            "arm": arm,
            "worst_regret": float(regret[:, k].max()),
            "p90_regret": float(np.quantile(regret[:, k], 0.9)),
            "mean_regret": float(regret[:, k].mean()),
            "best": float((winners == k).mean()),
            "surely_best": float(((winners == k) & sure).mean()),
            "worst_at": contest.points[int(regret[:, k].argmax())],
        }
        for k, arm in enumerate(contest.arms)
    ]
    return pd.DataFrame(rows).sort_values("worst_regret", kind="stable", ignore_index=True)


def regions(contest: Duels) -> pd.DataFrame:
    """Return the regions between which the winner changes: conditions, share of points, winner, how often it wins."""
    import pandas as pd

    everywhere = np.arange(len(contest.points))
    rows = []
    for conditions, inside in _split(contest, everywhere, DEPTH):
        winner, wins = Counter(contest.winners[k] for k in inside).most_common(1)[0]
        rows.append(
            {
                "where": " and ".join(conditions) or "everywhere",
                "points": len(inside) / len(everywhere),
                "winner": contest.arms[winner],
                "wins": wins / len(inside),
                "mean_regret_of_others": _others(contest, inside, winner),
            }
        )
    return pd.DataFrame(rows)


def _others(contest: Duels, inside: NDArray[np.int64], winner: int) -> float:
    others = [k for k in range(len(contest.arms)) if k != winner]
    return float(contest.regret[np.ix_(inside, others)].mean()) if others else math.nan


def _split(contest: Duels, inside: NDArray[np.int64], depth: int) -> list[tuple[list[str], NDArray[np.int64]]]:
    """Split points by the one condition that leaves the winners least mixed, and again, where winners differ."""
    winners = np.array(contest.winners)
    best: tuple[float, str, str, NDArray[np.bool_]] | None = None
    if depth > 0 and len(set(winners[inside])) > 1:
        least = max(2, math.ceil(LEAST * len(contest.points)))
        for name, values in contest.places.items():
            for yes, no, mask in _cuts(name, [values[k] for k in inside]):
                if min(mask.sum(), (~mask).sum()) < least:
                    continue
                mixed = _mixed(winners[inside[mask]]) + _mixed(winners[inside[~mask]])
                if mixed < _mixed(winners[inside]) - 1e-9 and (best is None or mixed < best[0] - 1e-9):
                    best = (mixed, yes, no, mask)
    if best is None:
        return [([], inside)]
    _, yes, no, mask = best
    parts = [(yes, inside[mask]), (no, inside[~mask])]
    return [([said, *more], part) for said, side in parts for more, part in _split(contest, side, depth - 1)]


def _cuts(name: str, values: Sequence[Any]) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """Return each way to cut by one parameter: the two sides in words, and which points lie on the first."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        column = np.array(values, np.float64)
        levels = np.unique(column)
        return [(f"{name} < {at:.4g}", f"{name} >= {at:.4g}", column < at) for at in (levels[:-1] + levels[1:]) / 2]
    kinds = list(dict.fromkeys(values))
    return [(f"{name} = {kind}", f"{name} not {kind}", np.array([v == kind for v in values])) for kind in kinds]


def _mixed(winners: NDArray[np.int64]) -> float:
    """Return Gini's impurity times the number of points."""
    shares: Mapping[int, int] = Counter(winners.tolist())
    return len(winners) - sum(n * n for n in shares.values()) / len(winners)
