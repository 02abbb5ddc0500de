"""Lazy greedy choice of a set whose value grows ever slower: one at a time, the largest gain first.

A gain that was computed for a smaller set is an upper bound (submodularity), so most need not be computed again
(Minoux 1978; Leskovec et al. 2007, "Cost-effective outbreak detection in networks", CELF). For ``k`` items at one
price the value is at least ``1 - 1/e`` of the best. With prices, the better of greedy by gain per cost and greedy by
gain has at least ``(1 - 1/e) / 2`` of it (same source).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import InputError


class Limit(NamedTuple):
    """What a choice may use: at most ``most`` items that cost at most ``budget`` together."""

    most: int
    cost: NDArray[np.float64]
    budget: float

    def affordable(self, spent: float, item: int) -> bool:
        """Tell whether an item fits into what is left of the budget; a rounding error is let pass."""
        return bool(spent + self.cost[item] <= self.budget * (1.0 + 1e-12))


class Chosen(NamedTuple):
    """Items in the order of their choice, with the gain of each."""

    items: list[int]
    gains: list[float]
    spent: float

    @property
    def value(self) -> float:
        """Value of the whole set."""
        return float(sum(self.gains))


def limit(n: int, k: int | None, costs: ArrayLike | None, budget: float | None) -> Limit:
    """Check what was asked for: ``k`` items, or ``costs`` and a ``budget``, or both.

    Raises:
        InputError: neither, a number out of range, costs that are not positive or not one per item.
    """
    if (costs is None) != (budget is None):
        raise InputError("costs and budget: takes both or none")
    if k is None and budget is None:
        raise InputError("k: got none, takes a number of nodes, or costs and a budget")
    if k is not None and not 1 <= k <= n:
        raise InputError(f"k: got {k}, takes 1..{n}")
    if costs is None or budget is None:
        return Limit(n if k is None else k, np.ones(n), float(n))
    cost = np.asarray(costs, np.float64)
    if cost.shape != (n,) or not (np.isfinite(cost).all() and (cost > 0).all()):
        raise InputError(f"costs: takes {n} positive numbers, one for each")
    if not budget > 0:
        raise InputError(f"budget: got {budget}, takes more than 0")
    return Limit(n if k is None else k, cost, float(budget))


def lazy_greedy(
    first: NDArray[np.float64],
    gain: Callable[[int], float],
    take: Callable[[int], None],
    allowed: Limit,
    by_cost: bool,
) -> Chosen:
    """Choose greedily.

    Args:
        first: gain of each item alone.
        gain: gain of an item beside those taken.
        take: called with each item that is chosen.
        allowed: the limits.
        by_cost: whether gains count per cost.
    """
    price = allowed.cost if by_cost else np.ones(len(first))
    heap = [(-value / price[i], i, 0) for i, value in enumerate(first.tolist())]
    heapq.heapify(heap)
    items: list[int] = []
    gains: list[float] = []
    spent = 0.0
    while heap and len(items) < allowed.most:
        key, i, known = heapq.heappop(heap)
        if not allowed.affordable(spent, i):
            continue
        if known < len(items):
            heapq.heappush(heap, (-gain(i) / price[i], i, len(items)))
            continue
        take(i)
        items.append(i)
        gains.append(-key * float(price[i]))
        spent += float(allowed.cost[i])
    return Chosen(items, gains, spent)


def best_of_both(choose: Callable[[bool], Chosen], allowed: Limit) -> Chosen:
    """Choose by gain, and by gain per cost if costs differ; return the better choice."""
    plain = choose(False)
    if allowed.cost.min() == allowed.cost.max():
        return plain
    by_cost = choose(True)
    return by_cost if by_cost.value > plain.value else plain
