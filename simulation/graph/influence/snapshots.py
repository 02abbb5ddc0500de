"""Simulated worlds kept fixed, so that the number of nodes reached is exactly submodular: greedy without noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled, kernel, prange
from simulation.compute.draws import SPREAD, draw4
from simulation.graph.csr import Graph, transpose
from simulation.graph.influence.greedy import Chosen, Limit, lazy_greedy
from simulation.graph.influence.live_arcs import SNAPSHOT, arcs_of, next_live, row_stream, world_key

_KEEP = 6  # a draw of the decision SPREAD; 5 was used
_CHUNK = 256


class Snapshots:
    """Worlds in each of which every arc is live or dead.

    Args:
        graph: the graph.
        probability: of each arc, float32[m] or float32[1].
        threshold: linear threshold: of the arcs into a node at most one is live. Otherwise each is for itself.
        value: what it is worth to reach each node, float64[n].
        runs: number of worlds.
        seed: key of the draws.
    """

    def __init__(
        self,
        graph: Graph,
        probability: NDArray[np.float32],
        threshold: bool,
        value: NDArray[np.float64],
        runs: int,
        seed: int,
    ) -> None:
        self.graph, self.value, self.runs = graph, value, runs
        hazards = np.zeros(1, np.float32) if threshold else probability
        self.arcs = arcs_of(graph.indptr, graph.indices, hazards)
        self.seed = np.uint64(seed % 2**32)
        self.kept = np.empty((0, 0), np.int32)
        if threshold:
            order = np.empty(graph.m if len(probability) > 1 else 0, np.int64)
            indptr, indices = transpose(graph.indptr, graph.indices, graph.n, order)
            into = probability[order] if len(order) else probability
            self.kept = np.full((runs, graph.n), -1, np.int32)
            _keep_one(indptr, indices, into, self.seed, self.kept)

    def choose(self, allowed: Limit, by_cost: bool) -> Chosen:
        """Choose greedily; gains are means over the worlds."""
        n, runs = self.graph.n, self.runs
        covered = np.zeros((runs, n), np.bool_)
        seen, queue = np.full(n, -1, np.int64), np.empty(n, np.int32)
        world = (self.arcs, self.kept, self.value, self.seed)
        first = np.zeros(n)
        _first_gains(*world, covered, first)
        stamp = iter(range(n * runs, 2**62, runs))
        return lazy_greedy(
            first / runs,
            lambda i: _gain(i, *world, covered, False, next(stamp), seen, queue) / runs,
            lambda i: _gain(i, *world, covered, True, next(stamp), seen, queue),
            allowed,
            by_cost,
        )


@kernel
def _keep_one(indptr, indices, probability, seed, live):  # type: ignore[no-untyped-def]
    """Draw, for each world and node, the tail of the one live arc into the node."""
    alike = len(probability) == 1
    for run in prange(live.shape[0]):
        for v in range(live.shape[1]):
            u0, u1, _u2, _u3 = draw4(seed, SPREAD, v, run, 0, _KEEP)
            left = np.float64(u0) + np.float64(u1) * 2.0**-24
            for j in range(indptr[v], indptr[v + 1]):
                left -= np.float64(probability[0 if alike else j])
                if left < 0.0:
                    live[run, v] = indices[j]
                    break


@kernel
def _first_gains(arcs, live, value, seed, covered, first):  # type: ignore[no-untyped-def]
    runs, n = covered.shape
    for chunk in prange((n + _CHUNK - 1) // _CHUNK):
        seen = np.full(n, -1, np.int64)
        queue = np.empty(n, np.int32)
        for v in range(chunk * _CHUNK, min(n, (chunk + 1) * _CHUNK)):
            first[v] = _gain(v, arcs, live, value, seed, covered, False, v * runs, seen, queue)


@compiled
def _gain(v, arcs, live, value, seed, covered, take, stamp, seen, queue):  # type: ignore[no-untyped-def]
    """Value of the nodes that ``v`` reaches and that are not covered, summed over the worlds; cover them if taken.

    What is covered is closed: whatever a covered node reaches is covered too, so the search stops there.
    """
    total = 0.0
    for run in range(covered.shape[0]):
        if covered[run, v]:
            continue
        mark = stamp + run
        key = world_key(seed, SNAPSHOT, run)
        seen[v] = mark
        queue[0] = v
        head, tail = 0, 1
        while head < tail:
            u = queue[head]
            head += 1
            total += value[u]
            if take:
                covered[run, u] = True
            first, end = arcs.indptr[u], arcs.indptr[u + 1]
            if live.shape[0] > 0:
                for j in range(first, end):
                    w = arcs.indices[j]
                    if seen[w] != mark and not covered[run, w] and live[run, w] == u:
                        seen[w] = mark
                        queue[tail] = w
                        tail += 1
                continue
            j, state = next_live(arcs, u, first, row_stream(key, u))
            while j < end:
                w = arcs.indices[j]
                if seen[w] != mark and not covered[run, w]:
                    seen[w] = mark
                    queue[tail] = w
                    tail += 1
                j, state = next_live(arcs, u, j + 1, state)
    return total
