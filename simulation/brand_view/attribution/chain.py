"""The Markov chain of a table of paths: states, transitions, and where walks end (Anderl et al. 2016).

A state of order k is the last k touches, fewer near the start of a path: ``(start, start, a)``, ``(start, a, b)``,
``(a, b, c)``. Its channel is the last one. Transition probabilities are the shares with which paths left the state,
conversions and nulls both counted; a touch of the same channel twice in a row is a transition of the state to itself
(order 1) and stays.

**The empirical flow is the chain's.** With m(s) = how often paths pass state s, n(s, t) = how often t follows s, e(t) =
how often t comes first, T = number of paths: m(t) = e(t) + sum_s n(s, t) and n(s, t) = m(s) q(s, t). Divided by T, u =
m / T solves u = e / T + u Q, which is the equation of the expected visits from the start, N[start, .] with N = inv(I -
Q). Every state leads to an end, so the solution is unique: expected visits are counts and need no solving. By the same
balance the chain converts with probability sum_s u(s) r(s) = conversions / T: the empirical rate, for any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.attribution.path_table import Floats, Integers, Paths


@dataclass(frozen=True, slots=True)
class Chain:
    """States 0..M-1 and the transitions between them, sorted by the state they leave.

    Attributes:
        channel: the channel of each state, shape (M,).
        visits: expected visits of each state by one walk from the start, N[start, s].
        entry: probability that a walk begins in each state.
        first: transitions of state s are first[s]:first[s + 1], shape (M + 1,).
        head: the state that each transition leads to.
        probability: of each transition.
        converts: probability of converting straight from each state.
        pays: expected value paid straight from each state.
        place: mean position of each state in the paths, 0 for the first touch.
    """

    channel: NDArray[np.int32]
    visits: Floats
    entry: Floats
    first: Integers
    head: NDArray[np.int32]
    probability: Floats
    converts: Floats
    pays: Floats
    place: Floats


def build(paths: Paths, order: int) -> Chain:
    """Build the chain of an order (1, 2, 3) from the paths that stand for at least a fraction of a journey."""
    length = paths.length
    journeys = np.repeat(paths.weight, length)
    counted = journeys > 0
    touch, weight = paths.touch[counted], journeys[counted]
    rows = paths.weight > 0
    length = length[rows]
    begins = np.concatenate([[0], np.cumsum(length)])
    total = paths.weight.sum()
    opening, closing = begins[:-1], begins[1:] - 1

    state, number = touch, len(paths.channels)
    # The state of order k at a touch: the state of order k - 1 at the touch before (0 at the start), and this touch.
    for _ in range(order - 1):
        before = np.concatenate([[0], state[:-1] + 1])
        before[opening] = 0
        state, number = _ranks(before * len(paths.channels) + touch)
    state, number = _ranks(state)
    channel = np.empty(number, dtype=np.int32)
    channel[state] = touch

    passes = np.bincount(state, weight, number)
    inside = np.ones(len(state), dtype=bool)
    inside[closing] = False
    at = np.flatnonzero(inside)
    keys, inverse = np.unique(state[at] * number + state[at + 1], return_inverse=True)
    tail = keys // number
    moves = np.bincount(inverse, weight[at], len(keys))
    worth = np.zeros(len(length)) if paths.value is None else paths.value[rows]
    spot = np.arange(len(state)) - np.repeat(opening, length)
    return Chain(
        channel=channel,
        visits=passes / total,
        entry=np.bincount(state[opening], weight[opening], number) / total,
        first=np.searchsorted(tail, np.arange(number + 1)),
        head=(keys % number).astype(np.int32),
        probability=moves / passes[tail],
        converts=np.bincount(state[closing], paths.conversions[rows], number) / passes,
        pays=np.bincount(state[closing], worth, number) / passes,
        place=np.bincount(state, weight * spot, number) / passes,
    )


def _ranks(keys: Integers) -> tuple[Integers, int]:
    distinct, ranks = np.unique(keys, return_inverse=True)
    return ranks.astype(np.int64), len(distinct)
