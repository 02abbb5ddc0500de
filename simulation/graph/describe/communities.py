"""Communities of a graph by modularity (Blondel et al. 2008, "Fast unfolding of communities in large networks").

Nodes are looked at in a drawn order and again when a neighbour has moved; ties between moves go to the community with
the smallest number, so that one seed gives one result.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.compute.draws import component
from simulation.graph.csr import Graph
from simulation.graph.describe.measures import undirected
from simulation.graph.reading.exchange import columns

_COMPONENT = 652
_LEVELS = 20


def communities(graph: Graph, seed: int = 0) -> NDArray[np.int32]:
    """Return the number of each node's community, int32[n]; 0 is the largest. Directions are left out."""
    ties = undirected(graph)
    rng = component(seed, _COMPONENT)
    indptr, indices = ties.indptr, ties.indices
    weight = np.ones(ties.m) if ties.multiplicity is None else ties.multiplicity.astype(np.float64)
    strength = np.zeros(ties.n)
    np.add.at(strength, columns(ties)[0], weight)
    result = np.arange(ties.n, dtype=np.int32)
    for _ in range(_LEVELS):
        order = rng.permutation(len(strength)).astype(np.int32)
        moved, place = _move(indptr, indices, weight, strength, order)
        labels, place = np.unique(place, return_inverse=True)
        place = place.astype(np.int32)
        result = place[result]
        if not moved or len(labels) == len(strength):
            break
        indptr, indices, weight = _join(indptr, indices, weight, place, len(labels))
        strength = np.bincount(place, strength, len(labels))
    return by_size(result)


def by_size(group: NDArray[np.int32]) -> NDArray[np.int32]:
    """Renumber groups so that 0 is the largest; of equal ones, the one whose first member comes first."""
    size = np.bincount(group)
    first = np.full(len(size), len(group))
    np.minimum.at(first, group, np.arange(len(group)))
    rank = np.empty(len(size), np.int32)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[group]


def merge_small(graph: Graph, group: NDArray[np.int32], most: int, least: float = 0.0) -> NDArray[np.int32]:
    """Merge the smallest group into the one that it has the densest ties with.

    That goes on until no more than ``most`` groups are left and none has fewer than ``least`` members. A group without
    ties joins the smallest other one.
    """
    group = by_size(group)
    ties = undirected(graph)
    source, target = columns(ties)
    count = int(group.max(initial=-1)) + 1
    size = np.bincount(group, minlength=count).tolist()
    near: list[dict[int, float]] = [{} for _ in range(count)]
    pairs, many = np.unique(group[source].astype(np.int64) * count + group[target], return_counts=True)
    for pair, ways in zip(pairs.tolist(), many.tolist(), strict=True):
        if pair // count != pair % count:
            near[pair // count][pair % count] = float(ways)
    into = list(range(count))
    heap = [(size[g], -g) for g in range(count)]
    heapq.heapify(heap)
    left = count
    while left > 1:
        members, minus = heapq.heappop(heap)
        g = -minus
        if into[g] != g or size[g] != members:
            continue  # merged or grown since
        if left <= most and members >= least:
            break
        if near[g]:
            h = min(near[g], key=lambda other: (-near[g][other] / size[other], other))
        else:
            while into[-heap[0][1]] != -heap[0][1] or size[-heap[0][1]] != heap[0][0]:
                heapq.heappop(heap)
            h = -heap[0][1]
        into[g] = h
        size[h] += size[g]
        for other, ways in near[g].items():
            del near[other][g]
            if other != h:
                near[h][other] = near[h].get(other, 0.0) + ways
                near[other][h] = near[other].get(h, 0.0) + ways
        near[g] = {}
        heapq.heappush(heap, (size[h], -h))
        left -= 1
    for g in range(count):
        root = g
        while into[root] != root:
            root = into[root]
        into[g] = root
    return by_size(np.unique(np.array(into, np.int32)[group], return_inverse=True)[1].astype(np.int32))


@compiled
def _move(indptr, indices, weight, strength, order):  # type: ignore[no-untyped-def]
    """Move nodes between communities as long as modularity rises; return whether any moved, and the communities."""
    n = len(indptr) - 1
    whole = strength.sum()
    community = np.arange(n).astype(np.int32)
    total = strength.copy()
    link = np.zeros(n, np.float64)
    near = np.empty(n, np.int32)
    queue = order.copy()
    waiting = np.ones(n, np.bool_)
    head, length = 0, n
    moved = False
    while length > 0:
        u = queue[head]
        head = (head + 1) % n
        length -= 1
        waiting[u] = False
        number = 0
        for j in range(indptr[u], indptr[u + 1]):
            if indices[j] != u:
                c = community[indices[j]]
                if link[c] == 0.0:
                    near[number] = c
                    number += 1
                link[c] += weight[j]
        here = community[u]
        total[here] -= strength[u]
        best = here
        most = link[here] - strength[u] * total[here] / whole
        for k in range(number):
            c = near[k]
            gain = link[c] - strength[u] * total[c] / whole
            if gain > most + 1e-9 or (gain > most - 1e-9 and best != here and c < best):
                best = c
                most = max(gain, most)
        for k in range(number):
            link[near[k]] = 0.0
        total[best] += strength[u]
        if best != here:
            community[u] = best
            moved = True
            for j in range(indptr[u], indptr[u + 1]):
                v = indices[j]
                if community[v] != best and not waiting[v]:
                    waiting[v] = True
                    queue[(head + length) % n] = v
                    length += 1
    return moved, community


@compiled
def _join(indptr, indices, weight, place, groups):  # type: ignore[no-untyped-def]
    """Make every community one node; ties inside it become a tie to itself."""
    n = len(place)
    start = np.zeros(groups + 1, np.int64)
    for u in range(n):
        start[place[u] + 1] += 1
    for g in range(groups):
        start[g + 1] += start[g]
    cursor = start[:-1].copy()
    member = np.empty(n, np.int32)
    for u in range(n):
        member[cursor[place[u]]] = u
        cursor[place[u]] += 1
    joined = np.zeros(groups + 1, np.int64)
    ends = np.empty(len(indices), np.int32)
    sums = np.empty(len(indices), np.float64)
    link = np.zeros(groups, np.float64)
    filled = 0
    for g in range(groups):
        begin = filled
        for k in range(start[g], start[g + 1]):
            u = member[k]
            for j in range(indptr[u], indptr[u + 1]):
                h = place[indices[j]]
                if link[h] == 0.0:
                    ends[filled] = h
                    filled += 1
                link[h] += weight[j]
        for k in range(begin, filled):
            sums[k] = link[ends[k]]
            link[ends[k]] = 0.0
        joined[g + 1] = filled
    return joined, ends[:filled].copy(), sums[:filled].copy()
