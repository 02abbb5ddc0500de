"""How far word spreads from a set of seeds: independent cascade and linear threshold, by simulation.

Independent cascade (Kempe, Kleinberg, Tardos 2003, "Maximizing the spread of influence through a social network"): a
node that was just reached gets one chance at each neighbour. Linear threshold (same source): a node is reached when
the weights of its reached neighbours exceed its threshold, uniform on [0, 1), or reach one that is the same
for all nodes (Watts 2002, "A simple model of global cascades on random networks").
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled, kernel, prange
from simulation.compute.draws import SPREAD, draw4
from simulation.errors import InputError, nearest
from simulation.graph.csr import Graph
from simulation.graph.influence.live_arcs import CASCADE, arcs_of, next_live, row_stream, world_key

MODELS = ("ic", "lt")
_MOST = 1.001  # weights that were rounded may add up to a little more than 1
_ROUNDED = 1e-6  # a sum of rounded weights that is the common threshold but for this reaches it
_CHUNKS = 64  # pieces of work, whatever the number of threads; each has its own scratch memory


@dataclass(frozen=True)
class Spread:
    """Number of nodes reached, seeds included.

    Attributes:
        mean: mean over the runs.
        standard_error: standard error of the mean.
        runs: number of independent runs.
        seeds: number of distinct seeds; ``mean - seeds`` were won by word of mouth.
    """

    mean: float
    standard_error: float
    runs: int
    seeds: int

    @property
    def net(self) -> float:
        """Mean number of nodes reached beyond the seeds."""
        return self.mean - self.seeds


def spread(
    graph: Graph,
    seeds: Iterable[Any],
    model: str = "ic",
    p: float | str | None = None,
    runs: int = 10_000,
    seed: int = 0,
    threshold: float | None = None,
) -> Spread:
    """Simulate cascades and return the mean number of nodes reached.

    Parallel edges count: ``c`` of them pass on with ``1 - (1 - p)^c``, or with their weights ``1 - prod(1 - w)``, and
    weigh ``c`` in degrees. The linear threshold model adds their weights up.

    Args:
        graph: arcs point the way that word travels.
        seeds: labels of nodes (indices, if the graph has no labels); repeated ones count once.
        model: ``ic`` (independent cascade) or ``lt`` (linear threshold).
        p: a number for every arc; ``weighted`` for ``c(u, v) / d(v)`` with ``d`` the in-degree, parallel edges
            counted; ``weights`` for ``graph.weights``. Default 0.01 for ``ic``, ``weighted`` for ``lt``. For ``lt``
            the weights of the arcs into a node may not add up to more than 1.
        runs: number of runs, at least 2.
        seed: two calls with one seed agree in every bit, for any number of threads.
        threshold: for ``lt``, the same for every node; ``None``: drawn for each node and run.

    Raises:
        InputError: an unknown model or node, a probability out of range, weights that the graph does not have.
    """
    check_model(model)
    if threshold is not None and not (model == "lt" and 0.0 <= threshold <= 1.0):
        raise InputError(f"threshold: got {threshold} with model {model!r}, takes a number in 0..1 with model 'lt'")
    if runs < 2:
        raise InputError(f"runs: got {runs}, takes 2 or more, since a standard error is wanted")
    start = np.unique(graph.index_of(seeds)).astype(np.int32)
    probability = arc_probability(graph, model, p)
    reached = np.zeros(runs, np.int64)
    key = np.uint64(seed % 2**32)
    if model == "ic":
        _ic_runs(arcs_of(graph.indptr, graph.indices, probability), start, key, reached)
    else:
        # A lowered threshold: sums of rounded float weights that should meet it must.
        common = -1.0 if threshold is None else max(0.0, threshold - _ROUNDED)
        _lt_runs(graph.indptr, graph.indices, probability, start, key, reached, common)
    error = float(reached.std(ddof=1)) / math.sqrt(runs)
    return Spread(float(reached.mean()), error, runs, len(start))


def check_model(model: str) -> None:
    """Raise :class:`InputError` unless the model is known."""
    if model not in MODELS:
        raise InputError(f"model: got {model!r}{nearest(str(model), MODELS)}")


def arc_probability(graph: Graph, model: str, p: float | str | None) -> NDArray[np.float32]:
    """Return the probability (weight, for ``lt``) of every arc, float32[m], or of all arcs alike, float32[1]."""
    p = (0.01 if model == "ic" else "weighted") if p is None else p
    count = graph.multiplicity
    if isinstance(p, str):
        if p == "weighted":
            many = np.ones(1) if count is None else count.astype(np.float64)
            into = np.bincount(graph.indices, None if count is None else many, graph.n)
            return (many / into[graph.indices]).astype(np.float32)
        if p != "weights":
            raise InputError(f"p: got {p!r}, takes a number in 0..1, 'weighted' or 'weights'")
        return _weights(graph, model)
    if not 0.0 <= p <= 1.0:
        raise InputError(f"p: got {p}, takes a number in 0..1, 'weighted' or 'weights'")
    if model == "lt":
        weight = np.full(graph.m, p, np.float32) if count is None else (p * count).astype(np.float32)
        return _at_most_one(graph, weight, f"{p:g}")
    if count is None:
        return np.full(1, p, np.float32)
    return (1.0 - (1.0 - p) ** count.astype(np.float64)).astype(np.float32)


def _weights(graph: Graph, model: str) -> NDArray[np.float32]:
    """Return the graph's weights, as probabilities or as weights of the linear threshold model."""
    if graph.weights is None:
        raise InputError("p: got 'weights', but the graph has none; takes a number in 0..1 or 'weighted'")
    weight = graph.weights if model == "lt" or graph.joint is None else graph.joint
    if graph.m and not (weight.min() >= 0.0 and weight.max() <= _MOST):
        least, most = graph.weights.min(), graph.weights.max()
        raise InputError(f"p: 'weights' takes weights in 0..1, the graph's go from {least:g} to {most:g}")
    return _at_most_one(graph, weight, "'weights'") if model == "lt" else weight


def _at_most_one(graph: Graph, weight: NDArray[np.float32], given: str) -> NDArray[np.float32]:
    """Refuse weights of the linear threshold model that add up to more than 1 at a node: it has no meaning there."""
    total = np.bincount(graph.indices, weight, graph.n)
    if graph.m and total.max() > _MOST:
        worst = int(total.argmax())
        node = worst if graph.labels is None else graph.labels[worst]
        raise InputError(
            f"p: got {given}, with which the weights of the arcs into node {str(node)!r} add up to {total[worst]:g}; "
            "model 'lt' takes at most 1 at every node: divide them, or take p='weighted'"
        )
    return weight


@kernel
def _ic_runs(arcs, start, seed, reached):  # type: ignore[no-untyped-def]
    n = len(arcs.indptr) - 1
    for chunk in prange(_CHUNKS):
        if chunk < len(reached):
            seen = np.full(n, -1, np.int32)
            queue = np.empty(n, np.int32)
            for run in range(chunk, len(reached), _CHUNKS):
                reached[run] = independent_cascade(arcs, start, seed, run, seen, queue)


@kernel
def _lt_runs(indptr, indices, weight, start, seed, reached, common):  # type: ignore[no-untyped-def]
    n = len(indptr) - 1
    for chunk in prange(_CHUNKS):
        if chunk < len(reached):
            seen = np.full(n, -1, np.int64)
            queue = np.empty(n, np.int32)
            pressure = np.zeros(n, np.float64)
            threshold = np.zeros(n, np.float64)
            for run in range(chunk, len(reached), _CHUNKS):
                reached[run] = linear_threshold(
                    indptr, indices, weight, start, seed, run, seen, queue, pressure, threshold, common
                )


@compiled
def independent_cascade(arcs, start, seed, run, seen, queue):  # type: ignore[no-untyped-def]
    """Run one cascade; return the number of nodes reached, which ``queue`` then lists.

    Which arcs are live depends on the run and their tail, and not on when they come to be tried. ``seen`` (int32[n])
    holds the last run that reached each node.
    """
    for i in range(len(start)):
        seen[start[i]] = run
        queue[i] = start[i]
    head = 0
    tail = len(start)
    key = world_key(seed, CASCADE, run)
    while head < tail:
        u = queue[head]
        head += 1
        end = arcs.indptr[u + 1]
        j, state = next_live(arcs, u, arcs.indptr[u], row_stream(key, u))
        while j < end:
            v = arcs.indices[j]
            if seen[v] != run:
                seen[v] = run
                queue[tail] = v
                tail += 1
            j, state = next_live(arcs, u, j + 1, state)
    return tail


@compiled
def linear_threshold(indptr, indices, weight, start, seed, run, seen, queue, pressure, threshold, common):  # type: ignore[no-untyped-def]
    """Run one threshold process; return the number of nodes reached, which ``queue`` then lists.

    ``common`` is the threshold of all nodes; below 0, each node's is drawn.

    ``seen`` is ``2 run`` for a node that was touched in this run and ``2 run + 1`` for one that was reached.
    """
    touched = 2 * run
    for i in range(len(start)):
        seen[start[i]] = touched + 1
        queue[i] = start[i]
    head = 0
    tail = len(start)
    alike = len(weight) == 1
    while head < tail:
        u = queue[head]
        head += 1
        for j in range(indptr[u], indptr[u + 1]):
            v = indices[j]
            if seen[v] == touched + 1:
                continue
            if seen[v] != touched:
                seen[v] = touched
                pressure[v] = 0.0
                if common < 0.0:
                    u0, _u1, _u2, _u3 = draw4(seed, SPREAD, v, run, 0, 1)
                    threshold[v] = np.float64(u0)
                else:
                    threshold[v] = common
            pressure[v] += np.float64(weight[0 if alike else j])
            if pressure[v] > threshold[v]:
                seen[v] = touched + 1
                queue[tail] = v
                tail += 1
    return tail
