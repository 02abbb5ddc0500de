"""A graph as compressed sparse rows: the one form that everything here reads and makes."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.compute.compiling import compiled
from simulation.errors import InputError

if TYPE_CHECKING:
    from simulation.graph.reading.reading_report import ReadReport

MOST_NODES = 2**31 - 1  # indices are int32


@dataclass(frozen=True, eq=False)
class Graph:
    """Out-arcs of every node, row after row; an undirected graph stores both arcs of an edge.

    Attributes:
        indptr: int64[n + 1]; the out-arcs of node ``u`` are ``indices[indptr[u]:indptr[u + 1]]``.
        indices: int32[m], ascending within a row, each at most once, never ``u`` itself.
        directed: whether an arc may lack its reverse.
        multiplicity: int32[m], how many parallel edges were merged into the arc; ``None`` if one everywhere.
        weights: float32[m] or ``None``; the weights of parallel edges are added up.
        joint: float32[m], the probability ``1 - prod(1 - w)`` that at least one of the parallel edges with weights
            ``w`` passes something on, -1 where a weight is no probability; ``None`` if there are no parallel edges or
            no weights.
        labels: the nodes' names in the file, an array of int64 or of strings; ``None`` if they are 0..n-1.
        report: the account of its reading; ``None`` if it was not read.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    directed: bool
    multiplicity: NDArray[np.int32] | None = None
    weights: NDArray[np.float32] | None = None
    labels: NDArray[Any] | None = None
    report: ReadReport | None = None
    joint: NDArray[np.float32] | None = None

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1

    @property
    def m(self) -> int:
        """Number of arcs stored, parallel ones counted once; twice the edges if undirected."""
        return len(self.indices)

    @property
    def edges(self) -> int:
        """Number of edges (arcs, if directed), parallel ones counted once."""
        return self.m if self.directed else self.m // 2

    @cached_property
    def out_degree(self) -> NDArray[np.int64]:
        """Arcs that leave each node, int64[n]."""
        return np.diff(self.indptr)

    @cached_property
    def in_degree(self) -> NDArray[np.int64]:
        """Arcs that reach each node, int64[n]."""
        if not self.directed:
            return self.out_degree
        return np.bincount(self.indices, minlength=self.n).astype(np.int64)

    def neighbours(self, node: int) -> NDArray[np.int32]:
        """Return the far ends of a node's out-arcs, ascending (a view)."""
        return self.indices[self.indptr[node] : self.indptr[node + 1]]

    def reverse(self) -> Graph:
        """Return the graph with every arc turned round; an undirected graph is its own reverse."""
        if not self.directed:
            return self
        carried = self.multiplicity is not None or self.weights is not None
        order = np.empty(self.m if carried else 0, np.int64)
        indptr, indices = transpose(self.indptr, self.indices, self.n, order)
        multiplicity = None if self.multiplicity is None else self.multiplicity[order]
        weights = None if self.weights is None else self.weights[order]
        joint = None if self.joint is None else self.joint[order]
        return Graph(indptr, indices, True, multiplicity, weights, self.labels, self.report, joint)

    def index_of(self, nodes: Iterable[Any]) -> NDArray[np.int64]:
        """Translate labels (indices, if the graph has no labels) into indices; raise :class:`InputError` if unknown."""
        rows = []
        for name in nodes:
            try:
                rows.append(self._index[name])
            except (KeyError, TypeError):
                raise InputError(f"node {name!r} is not in the graph of {self.n} nodes") from None
        return np.array(rows, np.int64)

    @cached_property
    def _index(self) -> dict[Any, int]:
        if self.labels is None:
            return _Identity(self.n)
        return {name: i for i, name in enumerate(self.labels.tolist())}

    def content_hash(self) -> str:
        """Return the sha256 of the arrays and labels: equal for equal graphs, whatever file they came from."""
        digest = hashlib.sha256(f"graph {self.n} {self.m} {self.directed}".encode())
        for array in (self.indptr, self.indices, self.multiplicity, self.weights):
            digest.update(b"none" if array is None else np.ascontiguousarray(array).tobytes())
        if self.labels is not None:
            digest.update("\n".join(map(str, self.labels.tolist())).encode())
        return digest.hexdigest()


class _Identity(dict[Any, int]):
    """The labels 0..n-1 without a table."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n

    def __missing__(self, name: Any) -> int:
        index = operator.index(name)  # a TypeError tells the caller that the name is no integer
        if 0 <= index < self.n:
            return index
        raise KeyError(name)


def from_edges(
    source: ArrayLike,
    target: ArrayLike,
    n: int | None = None,
    *,
    directed: bool,
    labels: NDArray[Any] | None = None,
    weights: ArrayLike | None = None,
    mirrored: bool = False,
    report: ReadReport | None = None,
) -> Graph:
    """Build a graph from two columns of node indices; self-loops are dropped and parallel edges merged.

    Args:
        source: integers in 0..n-1, one per edge.
        target: integers in 0..n-1, one per edge.
        n: number of nodes; the largest index plus one if not given.
        directed: whether an edge goes from ``source`` to ``target`` only.
        labels: names of the nodes, ``n`` of them.
        weights: a number per edge.
        mirrored: an undirected list that has each edge both ways round; otherwise a pair that comes both
            ways round counts as two parallel edges.
        report: kept with the graph.

    Raises:
        InputError: an index out of range, or columns of different lengths.
    """
    tail, head = np.atleast_1d(np.asarray(source)), np.atleast_1d(np.asarray(target))
    value = np.empty(0, np.float32) if weights is None else np.asarray(weights, np.float32)
    if tail.shape != head.shape or (weights is not None and value.shape != tail.shape):
        raise InputError(f"edges need columns of one length, got {len(tail)}, {len(head)} and {len(value)} weights")
    if len(tail) == 0:
        tail = head = np.empty(0, np.int32)
    elif not (np.issubdtype(tail.dtype, np.integer) and np.issubdtype(head.dtype, np.integer)):
        raise InputError(f"edges are pairs of integer indices, got {tail.dtype} and {head.dtype}")
    most = int(max(tail.max(initial=-1), head.max(initial=-1)))
    least = int(min(tail.min(initial=0), head.min(initial=0)))
    n = most + 1 if n is None else n
    if least < 0 or most >= n or n > MOST_NODES:
        raise InputError(f"edges name nodes {least} to {most}; a graph of {n} nodes has 0 to {n - 1}")
    if labels is not None and len(labels) != n:
        raise InputError(f"labels: got {len(labels)} for {n} nodes")
    tail, head = tail.astype(np.int32, copy=False), head.astype(np.int32, copy=False)
    both = not directed and not mirrored
    order = np.empty(_kept(tail, head, both) if len(value) else 0, np.int64)
    indptr, indices = _group(head, tail, n, both, order)
    again = np.empty(len(order), np.int64)
    value = value[order] if len(value) else value
    indptr, indices = transpose(indptr, indices, n, again)  # the second grouping leaves each row sorted
    value = value[again] if len(value) else value
    distinct = _distinct(indptr, indices)
    multiplicity = joint = None
    if distinct < len(indices):
        indptr, indices, multiplicity, value, joint = _merge(indptr, indices, value, distinct)
    if weights is None:
        return Graph(indptr, indices, directed, multiplicity, None, labels, report)
    return Graph(indptr, indices, directed, multiplicity, value, labels, report, joint)


@compiled
def _kept(tail, head, both):  # type: ignore[no-untyped-def]
    """Count the arcs that are stored: no self-loops, and both ways round if undirected."""
    number = 0
    for e in range(len(tail)):
        if tail[e] != head[e]:
            number += 2 if both else 1
    return number


@compiled
def _group(key, value, n, both, order):  # type: ignore[no-untyped-def]
    """Group ``value`` by ``key`` (counting sort, self-loops dropped); ``order``, unless empty, takes the edge's row."""
    indptr = np.zeros(n + 1, np.int64)
    for e in range(len(key)):
        if key[e] != value[e]:
            indptr[key[e] + 1] += 1
            if both:
                indptr[value[e] + 1] += 1
    for i in range(n):
        indptr[i + 1] += indptr[i]
    cursor = indptr[:-1].copy()
    grouped = np.empty(indptr[n], np.int32)
    for e in range(len(key)):
        a, b = key[e], value[e]
        if a != b:
            grouped[cursor[a]] = b
            if len(order) > 0:
                order[cursor[a]] = e
            cursor[a] += 1
            if both:
                grouped[cursor[b]] = a
                if len(order) > 0:
                    order[cursor[b]] = e
                cursor[b] += 1
    return indptr, grouped


@compiled
def transpose(indptr, indices, n, order):  # type: ignore[no-untyped-def]
    """Turn every arc round; rows come out sorted. ``order``, unless empty, takes each new arc's old place."""
    turned = np.zeros(n + 1, np.int64)
    for j in range(len(indices)):
        turned[indices[j] + 1] += 1
    for i in range(n):
        turned[i + 1] += turned[i]
    cursor = turned[:-1].copy()
    result = np.empty(len(indices), np.int32)
    for u in range(n):
        for j in range(indptr[u], indptr[u + 1]):
            v = indices[j]
            result[cursor[v]] = u
            if len(order) > 0:
                order[cursor[v]] = j
            cursor[v] += 1
    return turned, result


@compiled
def _distinct(indptr, indices):  # type: ignore[no-untyped-def]
    """Count arcs, parallel ones once; rows are sorted."""
    count = 0
    for u in range(len(indptr) - 1):
        for j in range(indptr[u], indptr[u + 1]):
            if j == indptr[u] or indices[j] != indices[j - 1]:
                count += 1
    return count


@compiled
def _merge(indptr, indices, weights, distinct):  # type: ignore[no-untyped-def]
    """Merge parallel arcs: count them, add up their weights, and join them as probabilities."""
    n = len(indptr) - 1
    merged = np.zeros(n + 1, np.int64)
    result = np.empty(distinct, np.int32)
    multiplicity = np.empty(distinct, np.int32)
    total = np.zeros(distinct if len(weights) > 0 else 0, np.float32)
    missed = np.ones(len(total), np.float32)  # the probability that none of the parallel arcs passes
    k = -1
    for u in range(n):
        for j in range(indptr[u], indptr[u + 1]):
            if j == indptr[u] or indices[j] != indices[j - 1]:
                k += 1
                result[k] = indices[j]
                multiplicity[k] = 0
            multiplicity[k] += 1
            if len(weights) > 0:
                total[k] += weights[j]
                if not 0.0 <= weights[j] <= 1.0:
                    missed[k] = 2.0  # no probability: the joint one comes out as -1
                elif missed[k] <= 1.0:
                    missed[k] *= np.float32(1.0) - weights[j]
        merged[u + 1] = k + 1
    return merged, result, multiplicity, total, np.float32(1.0) - missed
