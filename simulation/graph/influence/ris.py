"""Influence maximisation from reverse reachable sets, with a guarantee.

IMM: Tang, Shi, Xiao 2015, "Influence maximization in near-linear time: a martingale approach", SIGMOD. With
probability ``1 - 1/n`` the seeds reach at least ``1 - 1/e - epsilon`` of what the best ones would. The sets that choose
the seeds are drawn afresh, as Chen 2018, "An issue in the martingale analysis of the influence maximization algorithm
IMM", asks for.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled, kernel, prange
from simulation.compute.draws import SPREAD, draw4
from simulation.graph.influence.greedy import Chosen, Limit, best_of_both, lazy_greedy
from simulation.graph.influence.live_arcs import REVERSE, arcs_of, next_live, row_stream, world_key

_ROOT, _KEEP = 2, 4  # draws of the decision SPREAD; 3 was used
_CHUNK = 2048
_MARGIN = 1.2
"""Room for the members of a chunk of sets, over what those before took."""


class ReverseSets:
    """Reverse reachable sets: the nodes that would have reached a node drawn at random, in one random world.

    Args:
        indptr: in-arcs by node, int64[n + 1].
        indices: their tails, int32[m].
        probability: of each in-arc, float32[m] or float32[1].
        value: what it is worth to reach each node, float64[n].
        threshold: linear threshold instead of independent cascade.
        seed: key of the draws.
    """

    def __init__(
        self,
        indptr: NDArray[np.int64],
        indices: NDArray[np.int32],
        probability: NDArray[np.float32],
        value: NDArray[np.float64],
        threshold: bool,
        seed: int,
    ) -> None:
        # A weight that may be a little above 1 is none of independent arcs, whose hazards are not asked for then.
        hazards = np.zeros(1, np.float32) if threshold else probability
        self.graph = (arcs_of(indptr, indices, hazards), probability)
        self.sums = np.cumsum(value)
        self.threshold = threshold
        self.seed = np.uint64(seed % 2**32)
        self.drawn = 0
        self.start = np.zeros(1, np.int64)
        self.member = np.empty(0, np.int32)

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.sums)

    @property
    def whole(self) -> float:
        """Value of all nodes."""
        return float(self.sums[-1])

    def more(self, total: int) -> None:
        """Draw sets until there are ``total``."""
        have = len(self.start) - 1
        if total <= have:
            return
        size = np.zeros(total - have + 1, np.int64)
        member = self._draw(total - have, size)
        np.cumsum(size, out=size)
        self.drawn += total - have
        self.start = np.concatenate([self.start, size[1:] + self.start[-1]])
        self.member = np.concatenate([self.member, member])

    def _draw(self, count: int, size: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the members of so many new sets, in order, and write their sizes into ``size[1:]``.

        Each chunk of sets gets as much room as the sets before took on average, and a margin; those that need more are
        drawn once more, with the same bits.
        """
        arguments = (*self.graph, self.sums, self.threshold, self.seed, self.drawn, count)
        chunks = np.arange((count + _CHUNK - 1) // _CHUNK)
        have = len(self.start) - 1
        mean_size = len(self.member) / have if have else 4.0
        room = np.full(len(chunks), min(math.ceil(_MARGIN * mean_size * _CHUNK), _CHUNK * self.n), np.int64)
        parts: list[NDArray[np.int32]] = [np.empty(0, np.int32)] * len(chunks)
        while len(chunks):
            start = np.concatenate([[0], np.cumsum(room)])
            member, used = np.empty(start[-1], np.int32), np.zeros(len(chunks), np.int64)
            _draw_sets(*arguments, chunks, start, size, member, used)
            for chunk, first, has, taken in zip(chunks.tolist(), start.tolist(), room, used, strict=False):
                if taken <= has:
                    parts[chunk] = member[first : first + int(taken)]
            chunks, room = chunks[used > room], used[used > room]
        return np.concatenate(parts)

    def forget(self) -> None:
        """Drop all sets; those drawn next are new ones."""
        self.start, self.member = np.zeros(1, np.int64), np.empty(0, np.int32)

    def cover(self, allowed: Limit) -> Chosen:
        """Choose the nodes that are in most sets; gains are values, estimated from the sets."""
        count = len(self.start) - 1
        unit = self.whole / count
        node_start, node_set = _invert(self.start, self.member, self.n)
        first = np.diff(node_start)

        def choose(by_cost: bool) -> Chosen:
            left = first.copy()
            covered = np.zeros(count, np.bool_)
            return lazy_greedy(
                first * unit,
                lambda i: float(left[i]) * unit,
                lambda i: _take(i, self.start, self.member, node_start, node_set, covered, left),
                allowed,
                by_cost,
            )

        return best_of_both(choose, allowed)


def maximise(sets: ReverseSets, allowed: Limit, epsilon: float) -> tuple[Chosen, int]:
    """Draw as many sets as the guarantee needs (IMM, algorithms 1 to 3) and choose; return also their number.

    With costs the number is that for as many nodes as the budget could buy at most.
    """
    n, whole = sets.n, sets.whole
    cheapest = np.sort(allowed.cost)
    k = max(1, min(allowed.most, int(np.searchsorted(np.cumsum(cheapest), allowed.budget * (1 + 1e-12), "right"))))
    log_n = math.log(max(n, 2))
    trust = 1.0 + math.log(2.0) / log_n  # the failures of both phases together stay below 1/n
    choices = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    wide = math.sqrt(2.0) * epsilon
    per_bound = (
        (2.0 + 2.0 / 3.0 * wide) * (choices + trust * log_n + math.log(max(1.0, math.log2(max(n, 2))))) / wide**2
    )
    bound = whole / n
    for step in range(1, max(2, math.ceil(math.log2(max(n, 2))))):
        guess = whole / 2.0**step
        sets.more(math.ceil(per_bound * whole / guess))
        covered = sets.cover(allowed).value
        if covered >= (1.0 + wide) * guess:
            bound = covered / (1.0 + wide)
            break
    share = 1.0 - 1.0 / math.e
    alpha = math.sqrt(trust * log_n + math.log(2.0))
    beta = math.sqrt(share * (choices + trust * log_n + math.log(2.0)))
    needed = math.ceil(2.0 * whole * (share * alpha + beta) ** 2 / epsilon**2 / bound)
    sets.forget()
    sets.more(needed)
    return sets.cover(allowed), needed


@kernel
def _draw_sets(arcs, weight, sums, threshold, seed, base, count, chunks, start, size, member, used):  # type: ignore[no-untyped-def]
    """Draw the sets of these chunks: sizes into ``size[s + 1]``, members from ``start[i]`` on as far as there is room.

    ``used[i]`` is how much room chunk ``i`` needs.
    """
    n = len(sums)
    for i in prange(len(chunks)):
        seen = np.full(n, -1, np.int64)
        queue = np.empty(n, np.int32)
        at = start[i]
        for s in range(chunks[i] * _CHUNK, min(count, (chunks[i] + 1) * _CHUNK)):
            length = reverse_set(arcs, weight, sums, threshold, seed, base + s, seen, queue)
            size[s + 1] = length
            if at + length <= start[i + 1]:
                for k in range(length):
                    member[at + k] = queue[k]
            at += length
        used[i] = at - start[i]


@compiled
def reverse_set(arcs, weight, sums, threshold, seed, number, seen, queue):  # type: ignore[no-untyped-def]
    """Write one reverse reachable set into ``queue`` and return its size.

    Its root is drawn by value. Under the threshold model a node keeps one arc into it, or none.
    """
    u0, u1, _u2, _u3 = draw4(seed, SPREAD, number, 0, 0, _ROOT)
    at = (np.float64(u0) + np.float64(u1) * 2.0**-24) * sums[-1]
    low, high = 0, len(sums) - 1
    while low < high:
        middle = (low + high) // 2
        if sums[middle] <= at:
            low = middle + 1
        else:
            high = middle
    seen[low] = number
    queue[0] = low
    head, tail = 0, 1
    key = world_key(seed, REVERSE, number)
    while head < tail:
        v = queue[head]
        head += 1
        first, end = arcs.indptr[v], arcs.indptr[v + 1]
        if threshold:
            u0, u1, _u2, _u3 = draw4(seed, SPREAD, v, number, 0, _KEEP)
            left = np.float64(u0) + np.float64(u1) * 2.0**-24
            for j in range(first, end):
                left -= np.float64(weight[0 if len(weight) == 1 else j])
                if left < 0.0:
                    if seen[arcs.indices[j]] != number:
                        seen[arcs.indices[j]] = number
                        queue[tail] = arcs.indices[j]
                        tail += 1
                    break
            continue
        j, state = next_live(arcs, v, first, row_stream(key, v))
        while j < end:
            u = arcs.indices[j]
            if seen[u] != number:
                seen[u] = number
                queue[tail] = u
                tail += 1
            j, state = next_live(arcs, v, j + 1, state)
    return tail


@compiled
def _invert(start, member, n):  # type: ignore[no-untyped-def]
    """List the sets that each node is in."""
    node_start = np.zeros(n + 1, np.int64)
    for j in range(len(member)):
        node_start[member[j] + 1] += 1
    for v in range(n):
        node_start[v + 1] += node_start[v]
    cursor = node_start[:-1].copy()
    node_set = np.empty(len(member), np.int32)
    for s in range(len(start) - 1):
        for j in range(start[s], start[s + 1]):
            node_set[cursor[member[j]]] = s
            cursor[member[j]] += 1
    return node_start, node_set


@compiled
def _take(i, start, member, node_start, node_set, covered, left):  # type: ignore[no-untyped-def]
    """Mark the sets of node ``i`` as covered, and count for every node the sets that are not."""
    for j in range(node_start[i], node_start[i + 1]):
        s = node_set[j]
        if not covered[s]:
            covered[s] = True
            for k in range(start[s], start[s + 1]):
                left[member[k]] -= 1
