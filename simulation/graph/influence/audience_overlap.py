"""Whom to hire: creators whose audiences overlap little, within a budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.compute.compiling import compiled
from simulation.errors import InputError
from simulation.graph.generate.follows import Follows
from simulation.graph.influence.greedy import Chosen, best_of_both, lazy_greedy, limit


@dataclass(frozen=True)
class Roster:
    """Creators that were chosen.

    Attributes:
        creators: their numbers, in the order of their choice.
        gains: what each added to those before.
        spent: what they cost together; their number if no costs were given.
    """

    creators: list[int]
    gains: list[float]
    spent: float

    @property
    def value(self) -> float:
        """Expected value reached, everyone counted once."""
        return float(sum(self.gains))


def select_roster(
    follows: Follows,
    k: int | None = None,
    *,
    chance: ArrayLike = 1.0,
    values: ArrayLike | None = None,
    costs: ArrayLike | None = None,
    budget: float | None = None,
) -> Roster:
    """Choose creators for ``f(S) = sum_c v_c [1 - prod_{i in S} (1 - p_ic)]``, greedily, everyone counted once.

    ``f`` is submodular: ``k`` creators at one price have at least ``1 - 1/e`` of the best value, a budget with prices
    ``(1 - 1/e) / 2`` (see :mod:`simulation.graph.influence.greedy`).

    Args:
        follows: who follows whom; latent edges reach nobody.
        k: number of creators; may be left out with a budget.
        chance: that a follower sees and takes up the creator's message, one number, one per creator or one per edge.
        values: what it is worth to reach each consumer, float[C], not negative; 1 if not given.
        costs: fee of each creator, float[I]; needs ``budget``.
        budget: most that all fees may add up to.

    Raises:
        InputError: a column of the wrong length, a number out of range.
    """
    allowed = limit(follows.creators, k, costs, budget)
    value = np.ones(follows.consumers) if values is None else np.asarray(values, np.float64)
    if value.shape != (follows.consumers,) or not (np.isfinite(value).all() and (value >= 0).all()):
        raise InputError(f"values: takes {follows.consumers} numbers that are not negative, one for each consumer")
    start, consumer, p = _audiences(follows.indptr, follows.creator, _per_edge(chance, follows), follows.creators)
    first = np.zeros(follows.creators)
    missed = np.ones(follows.consumers)
    for i in range(follows.creators):
        first[i] = _gain(i, start, consumer, p, value, missed)

    def choose(by_cost: bool) -> Chosen:
        missed = np.ones(follows.consumers)
        return lazy_greedy(
            first,
            lambda i: float(_gain(i, start, consumer, p, value, missed)),
            lambda i: _reach(i, start, consumer, p, missed),
            allowed,
            by_cost,
        )

    chosen = best_of_both(choose, allowed)
    return Roster(chosen.items, chosen.gains, chosen.spent)


def _per_edge(chance: ArrayLike, follows: Follows) -> NDArray[np.float64]:
    p = np.asarray(chance, np.float64)
    if not (np.isfinite(p).all() and (p >= 0).all() and (p <= 1).all()):
        raise InputError("chance: takes numbers in 0..1")
    if p.ndim == 0:
        p = np.full(follows.m, float(p))
    elif p.shape == (follows.creators,) and follows.creators != follows.m:
        p = p[follows.creator]
    elif p.shape != (follows.m,):
        raise InputError(
            f"chance: got {p.size}, takes one number, one per creator ({follows.creators}) or edge ({follows.m})"
        )
    return p if follows.active is None else p * (follows.active > 0)


@compiled
def _audiences(indptr, creator, chance, creators):  # type: ignore[no-untyped-def]
    """Turn follows round: the consumers of each creator, and the probability of each."""
    start = np.zeros(creators + 1, np.int64)
    for j in range(len(creator)):
        if chance[j] > 0.0:
            start[creator[j] + 1] += 1
    for i in range(creators):
        start[i + 1] += start[i]
    cursor = start[:-1].copy()
    consumer = np.empty(start[creators], np.int32)
    p = np.empty(start[creators], np.float64)
    for c in range(len(indptr) - 1):
        for j in range(indptr[c], indptr[c + 1]):
            if chance[j] > 0.0:
                at = cursor[creator[j]]
                consumer[at] = c
                p[at] = chance[j]
                cursor[creator[j]] += 1
    return start, consumer, p


@compiled
def _gain(i, start, consumer, p, value, missed):  # type: ignore[no-untyped-def]
    total = 0.0
    for j in range(start[i], start[i + 1]):
        total += value[consumer[j]] * missed[consumer[j]] * p[j]
    return total


@compiled
def _reach(i, start, consumer, p, missed):  # type: ignore[no-untyped-def]
    for j in range(start[i], start[i + 1]):
        missed[consumer[j]] *= 1.0 - p[j]
