"""Response curves: what each part adds at several budgets, its marginal return today, the best split found."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import PchipInterpolator

from simulation.state.columns import Float64s

LEVELS = (0.125, 0.25, 0.5, 1.0)
"""Shares of twice the budget at which a part is run: a quarter, half, all and twice of the budget."""
FULL = 0.02
"""A level that spends no more than this share above the level before it bought no more: the part is full."""
STEPS = 20
"""Of the search for the best split: shares of a twentieth."""


@dataclass(frozen=True)
class Curve:
    """What a part adds alone, by what was spent on it.

    Attributes:
        part: creators, broadcast, paid_social ...
        asked: Money offered at each level, [L].
        spent: Money truly spent, middle of the worlds, [L].
        added: Margin added before cost, one row a world, [W, L].
    """

    part: str
    asked: Float64s
    spent: Float64s
    added: Float64s

    @cached_property
    def _knots(self) -> tuple[Float64s, Float64s]:
        """Money truly spent and the margin that it adds, mean over the worlds; levels that spend the same are one."""
        x, y = [0.0], [0.0]
        for spent, added in zip(self.spent, self.added.mean(axis=0), strict=True):
            if spent > x[-1] * (1 + FULL) and spent > 0:
                x.append(float(spent))
                y.append(float(added))
            elif len(x) > 1:
                y[-1] = (y[-1] + float(added)) / 2
        return np.array(x), np.array(y)

    @property
    def most(self) -> float:
        """The most that could be spent on the part."""
        return float(self._knots[0][-1])

    def margin(self, money: float) -> float:
        """Return the margin that the part adds for so much money, mean over the worlds; straight lines are smoothed.

        Between the levels by a monotone cubic (Fritsch, Carlson 1980); beyond the last, as at the last.
        """
        x, y = self._knots
        if len(x) < 2:  # nothing can be bought
            return 0.0
        return float(PchipInterpolator(x, y)(min(max(money, 0.0), x[-1])))

    def paid(self, money: float) -> float:
        """Return what is truly spent of so much money."""
        return min(max(money, 0.0), self.most)

    def marginal(self, money: float, step: float) -> float:
        """Return the margin that the next unit of money adds, by a step to each side."""
        low, high = max(money - step, 0.0), min(money + step, self.most)
        return (self.margin(high) - self.margin(low)) / (high - low) if high > low else 0.0

    def span(self, level: int) -> tuple[float, float, float]:
        """Return the profit at a level: the mean over the worlds, and what eight of ten lie between."""
        profit = self.added[:, level] - self.spent[level]
        low, high = np.quantile(profit, (0.1, 0.9))
        return float(profit.mean()), float(low), float(high)


def best_split(
    curves: Sequence[Curve], budget: float, bounds: Mapping[str, tuple[float, float]], least: Mapping[str, float]
) -> dict[str, float]:
    """Return the shares of a budget that add most profit if the parts did not touch each other; some may stay unspent.

    A grid of twentieths. The parts share people and trust, so that the split is run as a plan of its own afterwards.

    Args:
        curves: One a part.
        budget: In money.
        bounds: Part -> least and greatest share.
        least: Part -> least money, if anything is spent on it.
    """
    steps = np.arange(STEPS + 1) / STEPS
    best: tuple[float, dict[str, float]] = (-np.inf, {})
    gains = {each.part: [each.margin(share * budget) - each.paid(share * budget) for share in steps] for each in curves}
    allowed = {}
    for each in curves:
        low, high = bounds.get(each.part, (0.0, 1.0))
        floor = least.get(each.part, 0.0)
        allowed[each.part] = [
            k
            for k, share in enumerate(steps)
            if low - 1e-9 <= share <= high + 1e-9 and (k == 0 or share * budget >= floor)
        ]
    for choice in itertools.product(*(allowed[each.part] for each in curves)):
        if sum(choice) <= STEPS:
            gain = sum(gains[each.part][k] for each, k in zip(curves, choice, strict=True))
            if gain > best[0] + 1e-9:
                best = (gain, {each.part: k / STEPS for each, k in zip(curves, choice, strict=True)})
    return best[1]
