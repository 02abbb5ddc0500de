"""Which arcs of a node are live in a random world, found without a draw for those that are not.

Arc ``j`` is live with probability ``p_j``, each for itself. Its hazard is ``-log(1 - p_j)``: a Poisson process that
runs along the row, with each arc as long as its hazard, hits an arc with just that probability. So one exponential draw
leads from a live arc to the next, and a row of ``d`` arcs at ``p`` costs ``1 + d p`` draws, not ``d``. Where all
arcs are alike that is of Batagelj, Brandes 2005, "Efficient generation of large random networks"; for arcs that differ,
of Guo et al. 2020, "Influence maximization revisited", who sort them.

Draws come from SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"), one stream for
each node in each world: which arcs are live depends on seed, purpose, world and node, and not on when that is asked.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled

CASCADE, REVERSE, SNAPSHOT = np.uint64(0), np.uint64(3), np.uint64(5)
"""What streams are drawn for; a number once used is never given to another purpose."""

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_CERTAIN = 40.0
"""Hazard of an arc that is always live: above any draw, the largest of which is -log(2**-54) = 37.4."""
_SHORT = 8
"""A row of so many arcs is searched one by one."""


class Arcs(NamedTuple):
    """Arcs with the hazard of each.

    Attributes:
        indptr: int64[n + 1], the arcs of each node.
        indices: int32[m], their far ends.
        hazard: float64[m], of each arc and all before it in its row; float64[1], of every arc alike.
        quiet: float64[n], the probability that no arc of a node is live.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    hazard: NDArray[np.float64]
    quiet: NDArray[np.float64]


def arcs_of(indptr: NDArray[np.int64], indices: NDArray[np.int32], probability: NDArray[np.float32]) -> Arcs:
    """Return arcs with their hazards; ``probability`` is float32[m], or float32[1] of all alike."""
    if len(probability) == 1:
        hazard = np.array([_hazard(float(probability[0]))])
        return Arcs(indptr, indices, hazard, np.exp(-hazard[0] * np.diff(indptr)))
    hazard, quiet = np.empty(len(probability)), np.ones(len(indptr) - 1)
    _add_up(indptr, probability, hazard, quiet)
    return Arcs(indptr, indices, hazard, quiet)


@compiled
def _hazard(p):  # type: ignore[no-untyped-def]
    return _CERTAIN if p >= 1.0 else -math.log1p(-p)


@compiled
def _add_up(indptr, probability, hazard, quiet):  # type: ignore[no-untyped-def]
    for u in range(len(indptr) - 1):
        total = 0.0
        for j in range(indptr[u], indptr[u + 1]):
            total += _hazard(np.float64(probability[j]))
            hazard[j] = total
        quiet[u] = math.exp(-total)


@compiled
def mixed(z):  # type: ignore[no-untyped-def]
    """Return 64 bits that look random, uint64: SplitMix64's finaliser."""
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@compiled
def world_key(seed, purpose, world):  # type: ignore[no-untyped-def]
    """Return the key of one random world, uint64; ``seed`` and ``purpose`` are uint64."""
    return mixed(mixed(seed * _GAMMA + purpose) + np.uint64(world) * _GAMMA)


@compiled
def row_stream(key, node):  # type: ignore[no-untyped-def]
    """Return the state of a node's stream in a world, uint64."""
    return mixed(key + np.uint64(node) * _FIRST)


@compiled
def next_draw(state):  # type: ignore[no-untyped-def]
    """Return a stream's next state, and a uniform in (0, 1), float64 with 53 random bits."""
    state = state + _GAMMA
    return state, (np.float64(mixed(state) >> _11) + 0.5) * 2.0**-53


@compiled
def next_live(arcs, node, j, state):  # type: ignore[no-untyped-def]
    """Return the place of a node's first live arc at ``j`` or after it, the end of its row if none is; and the state.

    To go through all live arcs of a row, begin at its first arc, and go on behind each live one with the state given.
    """
    first, end = arcs.indptr[node], arcs.indptr[node + 1]
    if j >= end:
        return end, state
    state, u = next_draw(state)
    if j == first and u <= arcs.quiet[node]:
        return end, state
    if len(arcs.hazard) == 1:
        gap = -math.log(u) / arcs.hazard[0]
        if gap >= np.float64(end - j):
            return end, state
        return j + np.int64(gap), state
    at = -math.log(u)
    if j > first:
        at += arcs.hazard[j - 1]
    if at >= arcs.hazard[end - 1]:
        return end, state
    if end - j <= _SHORT:
        while arcs.hazard[j] <= at:
            j += 1
        return j, state
    high = end - 1
    while j < high:
        middle = (j + high) >> 1
        if arcs.hazard[middle] <= at:
            j = middle + 1
        else:
            high = middle
    return j, state
