"""Arcs that are found without a draw for each are live as often, and as independently, as if each had had its own."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.compute.compiling import compiled, interpreted
from simulation.graph.influence.live_arcs import arcs_of, next_live, row_stream, world_key

WORLDS = 40_000


@compiled
def live_in(arcs, node, key, live):  # type: ignore[no-untyped-def]
    """Mark the live arcs of a node in one world."""
    j, state = next_live(arcs, node, arcs.indptr[node], row_stream(key, node))
    while j < arcs.indptr[node + 1]:
        live[j] = True
        j, state = next_live(arcs, node, j + 1, state)


def worlds(probability: np.ndarray, indptr: np.ndarray, number: int = WORLDS, run=live_in) -> np.ndarray:
    arcs = arcs_of(indptr, np.zeros(indptr[-1], np.int32), probability)
    live = np.zeros((number, int(indptr[-1])), np.bool_)
    for world in range(number):
        for node in range(len(indptr) - 1):
            run(arcs, node, np.uint64(world_key(np.uint64(5), np.uint64(0), world)), live[world])
    return live


def each(length: int) -> np.ndarray:
    return np.random.default_rng(length).choice([0.0, 0.003, 0.05, 0.4, 0.9, 1.0], length).astype(np.float32)


@pytest.mark.parametrize(
    "probability",
    [np.array([p], np.float32) for p in (0.0, 0.01, 0.1, 0.7, 1.0)] + [each(30)],
    ids=["0", "0.01", "0.1", "0.7", "1", "each"],
)
def test_arcs_are_live_with_their_probability_each_for_itself(probability: np.ndarray) -> None:
    indptr = np.array([0, 3, 3, 30])  # a short row, which is searched one by one, none, and a long one
    live = worlds(probability, indptr)
    p = np.broadcast_to(probability, 30).astype(float)
    error = np.sqrt(p * (1 - p) / WORLDS)
    assert (np.abs(live.mean(0) - p) <= 5 * error + 1e-9).all()
    together = (live.T.astype(float) @ live) / WORLDS
    both = np.outer(p, p)
    off = ~np.eye(30, dtype=bool)
    assert (np.abs(together - both)[off] <= 5.5 * np.sqrt(both * (1 - both) / WORLDS)[off] + 1e-9).all()


def test_compiled_and_interpreted_searches_find_the_same_arcs() -> None:
    for probability in (np.array([0.2], np.float32), each(30)):
        indptr = np.array([0, 3, 3, 30])
        assert np.array_equal(worlds(probability, indptr, 60), worlds(probability, indptr, 60, interpreted(live_in)))
