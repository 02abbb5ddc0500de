"""Compiled measures of a graph's shape. Graphs are taken as simple; clustering, components and paths as undirected."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled, kernel, prange
from simulation.graph.csr import Graph, from_edges
from simulation.graph.reading.exchange import columns


def undirected(graph: Graph) -> Graph:
    """Return the graph with directions left out and parallel edges merged."""
    if not graph.directed:
        return graph
    source, target = columns(graph)
    both = from_edges(source, target, graph.n, directed=False, labels=graph.labels)
    return Graph(both.indptr, both.indices, False, None, None, graph.labels, graph.report)


def reciprocity(graph: Graph) -> float:
    """Share of arcs whose reverse is there too (1 if undirected)."""
    if not graph.directed:
        return 1.0
    return float(_arcs_with_reverse(graph.indptr, graph.indices)) / graph.m if graph.m else 0.0


def clustering(graph: Graph) -> tuple[float, float]:
    """Transitivity (3 triangles / connected triples) and mean local clustering, 0 for nodes with fewer than 2 ties."""
    ties = undirected(graph)
    degree = ties.out_degree
    triangles = _triangles(ties.indptr, ties.indices, degree)
    triples = degree * (degree - 1) // 2
    local = triangles[triples > 0] / triples[triples > 0]
    whole = int(triples.sum())
    return (int(triangles.sum()) / whole if whole else 0.0), (float(local.sum()) / ties.n if ties.n else 0.0)


def degree_assortativity(graph: Graph) -> float:
    """Correlation of the degrees at the two ends of a tie, directions left out (Newman 2002); 0 if all are equal."""
    ties = undirected(graph)
    source, target = columns(ties)
    degree = ties.out_degree.astype(np.float64)
    x, y = degree[source], degree[target]
    spread = float(x.var()) if len(x) else 0.0
    return float(((x - x.mean()) * (y - y.mean())).mean()) / spread if spread > 0 else 0.0


def label_assortativity(graph: Graph, label: NDArray[np.integer]) -> float:
    """Assortativity of a label of the nodes: 0 if ties ignore it, 1 if none crosses (Newman 2003, eq. 2)."""
    source, target = columns(graph)
    _, kind = np.unique(label, return_inverse=True)
    kinds = int(kind.max(initial=-1)) + 1
    if not len(source) or kinds < 2:
        return 0.0
    mixing = np.bincount(kind[source] * kinds + kind[target], minlength=kinds * kinds).reshape(kinds, kinds)
    share = mixing / mixing.sum()
    chance = float(share.sum(0) @ share.sum(1))
    return (float(np.trace(share)) - chance) / (1.0 - chance) if chance < 1.0 else 0.0


def components(graph: Graph) -> NDArray[np.int32]:
    """Number of each node's weak component, int32[n], in the order of their first nodes."""
    ties = undirected(graph)
    return _components(ties.indptr, ties.indices)  # type: ignore[no-any-return]


def mean_distance(graph: Graph, sources: int = 64, seed: int = 0) -> float:
    """Mean number of steps between two connected nodes, directions left out, from a sample of start nodes."""
    ties = undirected(graph)
    alive = np.flatnonzero(ties.out_degree)
    if not len(alive):
        return math.nan
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    start = np.sort(rng.choice(alive, min(sources, len(alive)), replace=False))
    steps, pairs = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    _distances(ties.indptr, ties.indices, start, steps, pairs)
    return int(steps.sum()) / int(pairs.sum())


@compiled
def has_arc(indptr, indices, u, v):  # type: ignore[no-untyped-def]
    """Tell whether the arc is there (rows are sorted)."""
    low, end = indptr[u], indptr[u + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if indices[middle] < v:
            low = middle + 1
        else:
            high = middle
    return low < end and indices[low] == v


@kernel
def _arcs_with_reverse(indptr, indices):  # type: ignore[no-untyped-def]
    count = 0
    for u in prange(len(indptr) - 1):
        for j in range(indptr[u], indptr[u + 1]):
            if has_arc(indptr, indices, indices[j], u):
                count += 1
    return count


@compiled
def _triangles(indptr, indices, degree):  # type: ignore[no-untyped-def]
    """Count the triangles that each node is in.

    Every edge is kept at its end of smaller degree, so that hubs have short lists (Latapy 2008, "Main-memory triangle
    computations for very large (sparse (power-law)) graphs").
    """
    n = len(indptr) - 1
    start = np.zeros(n + 1, np.int64)
    ends = np.empty(len(indices) // 2, np.int32)
    filled = 0
    for u in range(n):
        for j in range(indptr[u], indptr[u + 1]):
            v = indices[j]
            if degree[u] < degree[v] or (degree[u] == degree[v] and u < v):
                ends[filled] = v
                filled += 1
        start[u + 1] = filled
    count = np.zeros(n, np.int64)
    for u in range(n):
        for j in range(start[u], start[u + 1]):
            v = ends[j]
            a, b = start[u], start[v]
            while a < start[u + 1] and b < start[v + 1]:
                if ends[a] < ends[b]:
                    a += 1
                elif ends[a] > ends[b]:
                    b += 1
                else:
                    count[u] += 1
                    count[v] += 1
                    count[ends[a]] += 1
                    a += 1
                    b += 1
    return count


@compiled
def _components(indptr, indices):  # type: ignore[no-untyped-def]
    n = len(indptr) - 1
    number = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    components = 0
    for first in range(n):
        if number[first] >= 0:
            continue
        number[first] = components
        queue[0] = first
        head, tail = 0, 1
        while head < tail:
            u = queue[head]
            head += 1
            for j in range(indptr[u], indptr[u + 1]):
                v = indices[j]
                if number[v] < 0:
                    number[v] = components
                    queue[tail] = v
                    tail += 1
        components += 1
    return number


@kernel
def _distances(indptr, indices, start, steps, pairs):  # type: ignore[no-untyped-def]
    n = len(indptr) - 1
    for s in prange(len(start)):
        distance = np.full(n, -1, np.int32)
        queue = np.empty(n, np.int32)
        distance[start[s]] = 0
        queue[0] = start[s]
        head, tail = 0, 1
        while head < tail:
            u = queue[head]
            head += 1
            steps[s] += distance[u]
            for j in range(indptr[u], indptr[u + 1]):
                v = indices[j]
                if distance[v] < 0:
                    distance[v] = distance[u] + 1
                    queue[tail] = v
                    tail += 1
        pairs[s] = tail - 1
