from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import Graph, from_edges, to_networkx
from simulation.graph.csr import _group, _merge, transpose

EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=40)


def arcs_of(graph: Graph) -> dict[tuple[int, int], int]:
    count = np.ones(graph.m, int) if graph.multiplicity is None else graph.multiplicity
    source = np.repeat(np.arange(graph.n), graph.out_degree)
    return {(int(u), int(v)): int(c) for u, v, c in zip(source, graph.indices, count, strict=True)}


@given(EDGES, st.booleans())
def test_a_graph_keeps_every_edge_but_loops_and_counts_parallel_ones(edges: list, directed: bool) -> None:
    source, target = (np.array([e[k] for e in edges], int) for k in (0, 1))
    graph = from_edges(source, target, 8, directed=directed)
    expected: dict[tuple[int, int], int] = {}
    for u, v in edges:
        if u != v:
            for arc in {(u, v)} if directed else {(u, v), (v, u)}:
                expected[arc] = expected.get(arc, 0) + 1
    assert arcs_of(graph) == expected
    for node in range(8):
        row = graph.neighbours(node)
        assert np.all(np.diff(row) > 0)
    assert graph.edges == len(expected) // (1 if directed else 2)


@given(EDGES)
def test_turning_arcs_round_twice_gives_the_graph_back_with_its_weights(edges: list) -> None:
    source, target = (np.array([e[k] for e in edges], int) for k in (0, 1))
    weights = np.arange(1, len(edges) + 1) * 0.25
    graph = from_edges(source, target, 8, directed=True, weights=weights)
    back = graph.reverse()
    assert np.array_equal(back.out_degree, graph.in_degree)
    assert back.reverse().content_hash() == graph.content_hash()
    total = {(u, v): sum(w for e, w in zip(edges, weights, strict=True) if e == (u, v)) for u, v in arcs_of(graph)}
    turned = np.repeat(np.arange(8), back.out_degree)
    assert {(int(v), int(u)): float(w) for u, v, w in zip(turned, back.indices, back.weights, strict=True)} == total


@given(EDGES)
def test_compiled_and_interpreted_grouping_agree(edges: list) -> None:
    key, value = (np.array([e[k] for e in edges], np.int32) for k in (0, 1))
    kept = int((key != value).sum()) * 2
    orders = np.empty(kept, np.int64), np.empty(kept, np.int64)
    compiled = _group(key, value, 8, True, orders[0])
    plain = interpreted(_group)(key, value, 8, True, orders[1])
    assert all(np.array_equal(a, b) for a, b in zip((*compiled, orders[0]), (*plain, orders[1]), strict=True))
    none = np.empty(0, np.int64)
    turned = transpose(*compiled, 8, none)
    assert all(np.array_equal(a, b) for a, b in zip(turned, interpreted(transpose)(*plain, 8, none), strict=True))
    distinct = len(set(zip(np.repeat(np.arange(8), np.diff(turned[0])).tolist(), turned[1].tolist(), strict=True)))
    weights = np.arange(kept, dtype=np.float32)
    for a, b in zip(_merge(*turned, weights, distinct), interpreted(_merge)(*turned, weights, distinct), strict=True):
        assert np.array_equal(a, b)


def test_a_list_that_has_each_edge_twice_is_not_taken_for_parallel_edges() -> None:
    graph = from_edges([0, 1, 1, 2], [1, 0, 2, 1], directed=False, mirrored=True)
    assert graph.edges == 2
    assert graph.multiplicity is None
    assert np.array_equal(from_edges([0, 1], [1, 0], directed=False).multiplicity, [2, 2])


def test_the_hash_tells_graphs_apart() -> None:
    one = from_edges([0, 1], [1, 2], directed=True)
    assert one.content_hash() == from_edges([1, 0], [2, 1], directed=True).content_hash()
    assert one.content_hash() != from_edges([0, 1], [1, 2], directed=False).content_hash()
    assert one.content_hash() != from_edges([0, 1], [1, 2], 4, directed=True).content_hash()
    names = np.array(["a", "b", "c"])
    assert one.content_hash() != from_edges([0, 1], [1, 2], directed=True, labels=names).content_hash()


def test_labels_are_found_and_unknown_ones_named() -> None:
    graph = from_edges([0], [1], 2, directed=True, labels=np.array([-5, 17]))
    assert graph.index_of([17, -5, np.int64(17)]).tolist() == [1, 0, 1]
    with pytest.raises(InputError, match="node 3 is not in the graph of 2 nodes"):
        graph.index_of([3])
    plain = from_edges([0], [1], 2, directed=True)
    assert plain.index_of(np.array([1, 0])).tolist() == [1, 0]
    for unknown in (2, -1, "x"):
        with pytest.raises(InputError, match="is not in the graph"):
            plain.index_of([unknown])


@pytest.mark.parametrize(
    ("source", "target", "n"), [([0, 1], [1], None), ([0], [5], 3), ([-1], [0], None), ([0.5], [1.0], None)]
)
def test_columns_that_are_no_edges_are_refused(source: list, target: list, n: int | None) -> None:
    with pytest.raises(InputError):
        from_edges(source, target, n, directed=True)


def test_an_empty_graph_is_a_graph() -> None:
    graph = from_edges([], [], 3, directed=False)
    assert (graph.n, graph.m, graph.edges) == (3, 0, 0)
    assert graph.in_degree.tolist() == [0, 0, 0]


def test_networkx_sees_the_same_graph() -> None:
    graph = from_edges([0, 1, 0, 3], [1, 2, 1, 0], directed=True, weights=[1, 2, 3, 4])
    other = to_networkx(graph)
    assert isinstance(other, nx.DiGraph)
    assert sorted(other.edges) == [(0, 1), (1, 2), (3, 0)]
    assert other.edges[0, 1] == {"weight": 4.0, "multiplicity": 2}
