"""Friends are alike in how much they buy: draws of people that are correlated along a friend graph."""

from __future__ import annotations

import math

import numpy as np

from simulation.compute.compiling import compiled
from simulation.graph.csr import Graph
from simulation.state.columns import Float64s


def alike(friends: Graph, likeness: float, own: Float64s) -> Float64s:
    """Return draws that are alike among friends, float64[C]: ``sqrt(1 - l) e + sqrt(l / k) (sum of e of k friends)``.

    A moving average over the graph (ours). Each person's draw stays standard normal, and so do sizes of markets. Two
    friends of ``k`` friends each, ``s`` of them shared, are correlated by ``2 sqrt(l (1 - l) / k) + l s / k``: 0.5 with
    ten friends, three of them shared, at ``l = 0.5``. Who has no friends keeps the own draw.

    Args:
        friends: The friend graph, of C people.
        likeness: ``l``, 0..0.5; beyond it friends become less alike again.
        own: ``e``, float64[C], independent and standard normal.
    """
    drawn = np.empty(len(own))
    _average(friends.indptr, friends.indices, math.sqrt(1 - likeness), math.sqrt(likeness), own, drawn)
    return drawn


@compiled
def _average(start, friend, of_own, of_friends, own, drawn):  # type: ignore[no-untyped-def]
    for i in range(len(own)):
        number = start[i + 1] - start[i]
        if number == 0:
            drawn[i] = own[i]
            continue
        total = 0.0
        for edge in range(start[i], start[i + 1]):
            total += own[friend[edge]]
        drawn[i] = of_own * own[i] + of_friends * total / math.sqrt(number)
