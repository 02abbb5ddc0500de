"""From columns of ids to a graph: number the nodes, decide on the direction, account for what was merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.errors import InputError
from simulation.graph.csr import Graph, from_edges
from simulation.graph.reading.reading_report import ReadReport


def number_nodes(
    source: NDArray[Any], target: NDArray[Any]
) -> tuple[NDArray[Any] | None, NDArray[np.int32], NDArray[np.int32]]:
    """Number the nodes by their sorted ids: return the ids (``None`` if 0..n-1) and the two columns as indices."""
    least = most = 0
    if source.dtype.kind == "i":
        least, most = int(min(source.min(), target.min())), int(max(source.max(), target.max()))
    if source.dtype.kind == "i" and most - least < 8 * len(source) + 1024:
        seen = np.zeros(most - least + 1, np.bool_)
        seen[source - least] = True
        seen[target - least] = True
        labels = np.flatnonzero(seen) + least
        place = (np.cumsum(seen) - 1).astype(np.int32)
        tail, head = place[source - least], place[target - least]
    else:
        labels, places = np.unique(np.concatenate([source, target]), return_inverse=True)
        places = places.astype(np.int32)
        tail, head = places[: len(source)], places[len(source) :]
    dense = labels.dtype.kind == "i" and labels[0] == 0 and labels[-1] == len(labels) - 1
    return (None if dense else labels), tail, head


def assemble(
    labels: NDArray[Any] | None,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    weight: NDArray[np.float64] | None,
    report: ReadReport,
    asked: bool | None,
    said: tuple[bool, str] | None,
    n: int | None = None,
) -> Graph:
    """Build the graph and complete its report.

    Args:
        labels: ids of the nodes, or ``None`` for 0..n-1.
        tail: index of each edge's source.
        head: index of each edge's target.
        weight: a number per edge, or ``None``.
        report: what is known so far.
        asked: the direction that the caller wants.
        said: the direction that the file states, and where.
        n: number of nodes, where some may have no edge.

    Raises:
        InputError: nothing but self-loops.
    """
    n = len(labels) if labels is not None else n
    arcs = from_edges(tail, head, n, directed=True, labels=labels, weights=weight)
    if arcs.m == 0:
        raise InputError(f"{report.source}: the graph is empty, all {len(tail):,} edges are self-loops")
    back, alike = _reciprocated(arcs.indptr, arcs.indices, _counts(arcs))
    loops = int(np.count_nonzero(tail == head))
    if asked is not None:
        directed, because = asked, "as asked"
    elif said is not None:
        directed, because = said
    else:
        directed, because = _infer(arcs, back, len(tail) - loops)
    # every edge both ways round, equally often: the list of an undirected graph that has each edge twice
    mirrored = not directed and alike == arcs.m
    graph = arcs
    if not directed:
        graph = from_edges(tail, head, arcs.n, directed=False, labels=labels, weights=weight, mirrored=mirrored)
    guesses = report.guesses
    if asked is None and said is None:
        guesses = (f"{'directed' if directed else 'undirected'}: {because} (directed=...)", *guesses)
    report = replace(
        report,
        guesses=guesses,
        arcs=len(tail),
        self_loops=loops,
        parallel=len(tail) - loops - (graph.m if mirrored else graph.edges),
        nodes=graph.n,
        edges=graph.edges,
        directed=directed,
        because=because,
        mirrored=mirrored,
        word=_word(graph),
    )
    return replace(graph, report=report)


def _word(graph: Graph) -> str:
    """Say which way word travels, by the example of the first arc."""
    if not graph.directed:
        return "word travels both ways along an edge"
    at = int(np.argmax(graph.out_degree > 0))
    u, v = (k if graph.labels is None else graph.labels[k] for k in (at, int(graph.indices[graph.indptr[at]])))
    return (
        f"an arc goes from who follows to who is followed: {str(u)!r} follows {str(v)!r}, so in a market word travels "
        f"from {str(v)!r} to {str(u)!r} (reverse=true turns the arcs; spread() sends word along the arcs as given)"
    )


def _infer(arcs: Graph, back: int, proper: int) -> tuple[bool, str]:
    """Decide from the arcs whether they have a direction."""
    if arcs.weights is not None:
        total = np.bincount(arcs.indices, weights=arcs.weights, minlength=arcs.n)
        if np.all(np.abs(total[arcs.in_degree > 0] - 1.0) < 1e-3) and not np.all(arcs.weights == 1.0):
            return True, "the weights add up to one at every target"
    repeated = proper - arcs.m
    if repeated > 0.01 * proper:
        return False, f"{repeated:,} lines repeat another one: contacts that are counted, not follows"
    share = back / arcs.m
    if share == 1.0:
        return False, "every arc has its reverse"
    if share < 0.01:
        return False, f"{share:.1%} of the arcs have their reverse: a list that has each edge once"
    return True, f"{share:.1%} of the arcs have their reverse, the others have not"


def _counts(graph: Graph) -> NDArray[np.int32]:
    return np.empty(0, np.int32) if graph.multiplicity is None else graph.multiplicity


@compiled
def _reciprocated(indptr, indices, multiplicity):  # type: ignore[no-untyped-def]
    """Count arcs whose reverse is there, and those whose reverse is there equally often."""
    back = 0
    alike = 0
    for u in range(len(indptr) - 1):
        for j in range(indptr[u], indptr[u + 1]):
            v = indices[j]
            low, high = indptr[v], indptr[v + 1]
            while low < high:
                middle = (low + high) // 2
                if indices[middle] < u:
                    low = middle + 1
                else:
                    high = middle
            if low < indptr[v + 1] and indices[low] == u:
                back += 1
                if len(multiplicity) == 0 or multiplicity[low] == multiplicity[j]:
                    alike += 1
    return back, alike
