from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import Graph, from_edges, read, spread
from simulation.graph.influence.cascade import arc_probability, independent_cascade, linear_threshold
from simulation.graph.influence.live_arcs import arcs_of


def within(result: object, exact: float, errors: float = 4.0) -> bool:
    return abs(result.mean - exact) <= errors * result.standard_error + 1e-9  # type: ignore[attr-defined]


def reachable(n: int, arcs: list[tuple[int, int]], seeds: set[int]) -> int:
    seen, stack = set(seeds), list(seeds)
    while stack:
        u = stack.pop()
        for a, b in arcs:
            if a == u and b not in seen:
                seen.add(b)
                stack.append(b)
    return len(seen)


def exact_cascade(graph: Graph, seeds: set[int], chance: np.ndarray) -> float:
    """Expected spread by enumeration of all live-arc graphs (bond percolation)."""
    arcs = list(zip(np.repeat(np.arange(graph.n), graph.out_degree).tolist(), graph.indices.tolist(), strict=True))
    total = 0.0
    for live in itertools.product((False, True), repeat=len(arcs)):
        weight = math.prod(p if on else 1 - p for p, on in zip(chance, live, strict=True))
        total += weight * reachable(graph.n, [a for a, on in zip(arcs, live, strict=True) if on], seeds)
    return total


def exact_threshold(graph: Graph, seeds: set[int], weight: np.ndarray) -> float:
    """Expected spread by enumeration: every node keeps one arc into it, or none (Kempe et al. 2003, claim 2.6)."""
    arcs = list(zip(np.repeat(np.arange(graph.n), graph.out_degree).tolist(), graph.indices.tolist(), strict=True))
    choices = []
    for v in range(graph.n):
        into = [(float(weight[j]), arc) for j, arc in enumerate(arcs) if arc[1] == v]
        choices.append([*into, (max(0.0, 1.0 - sum(w for w, _ in into)), None)])
    total = 0.0
    for kept in itertools.product(*choices):
        chance = math.prod(w for w, _ in kept)
        if chance > 0:
            total += chance * reachable(graph.n, [a for _, a in kept if a is not None], seeds)
    return total


def test_along_a_chain_word_dies_out_geometrically() -> None:
    graph = from_edges(np.arange(9), np.arange(1, 10), directed=True)
    result = spread(graph, [0], p=0.6, runs=20_000)
    assert within(result, sum(0.6**k for k in range(10)))
    assert result.net == pytest.approx(result.mean - 1)


def test_a_star_reaches_its_share_and_a_leaf_goes_through_the_hub() -> None:
    graph = from_edges(np.zeros(20, int), np.arange(1, 21), directed=False)
    assert within(spread(graph, [0], p=0.3, runs=20_000), 1 + 20 * 0.3)
    assert within(spread(graph, [1], p=0.3, runs=20_000), 1 + 0.3 * (1 + 19 * 0.3))
    # linear threshold: a leaf has one neighbour, weight 1; the hub has 20, weight 1/20 each
    assert spread(graph, [0], model="lt", runs=100).mean == 21.0
    assert within(spread(graph, [1, 2], model="lt", runs=20_000), 2 + 0.1 * (1 + 18))


def test_word_that_always_passes_reaches_the_component_and_never_passing_only_the_seeds() -> None:
    graph = from_edges([0, 1, 3], [1, 2, 4], 6, directed=False)
    assert spread(graph, [0], p=1.0, runs=10).mean == 3.0
    assert spread(graph, [0, 5], p=0.0, runs=10).mean == 2.0
    assert spread(graph, [], p=1.0, runs=10).mean == 0.0
    assert spread(graph, [0, 0, 0], p=0.0, runs=10).seeds == 1


@settings(max_examples=15)
@given(
    edges=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=7),
    directed=st.booleans(),
    seeds=st.sets(st.integers(0, 5), min_size=1, max_size=2),
    model=st.sampled_from(["ic", "lt"]),
    p=st.sampled_from([0.3, "weighted"]),
)
def test_small_graphs_agree_with_enumeration(
    edges: list, directed: bool, seeds: set[int], model: str, p: float | str
) -> None:
    edges = edges if directed else edges[:4]
    graph = from_edges([u for u, _ in edges], [v for _, v in edges], 6, directed=directed)
    p = "weighted" if model == "lt" else p
    count = np.ones(graph.m) if graph.multiplicity is None else graph.multiplicity
    chance = count / np.bincount(graph.indices, count, 6)[graph.indices]
    if p == 0.3:
        chance = 1 - 0.7**count
    exact = (exact_cascade if model == "ic" else exact_threshold)(graph, seeds, chance)
    assert within(spread(graph, seeds, model, p, runs=4000, seed=len(edges)), exact, 5.0)


def test_parallel_edges_pass_word_more_often() -> None:
    graph = from_edges([0, 0, 0, 2], [1, 1, 1, 1], directed=True)
    assert within(spread(graph, [0], p=0.2, runs=20_000), 1 + 1 - 0.8**3)
    assert within(spread(graph, [0], p="weighted", runs=20_000), 1 + 0.75)
    assert within(spread(graph, [0], model="lt", runs=20_000), 1 + 0.75)


def test_weights_of_the_graph_are_used_as_they_are() -> None:
    graph = from_edges([0, 0], [1, 2], directed=True, weights=[0.25, 1.0])
    assert within(spread(graph, [0], p="weights", runs=20_000), 2.25)
    assert within(spread(graph, [0], "lt", p="weights", runs=20_000), 2.25)


def test_parallel_weights_pass_on_as_chances_of_their_own() -> None:
    two = from_edges([0, 0, 1], [1, 1, 2], directed=True, weights=[0.3, 0.3, 0.5])
    assert within(spread(two, [0], p="weights", runs=20_000), 1 + 0.51 + 0.255)
    strong = from_edges([0, 0, 1], [1, 1, 2], directed=True, weights=[0.7, 0.8, 1.0])  # which add up to 1.5
    assert within(spread(strong, [0], p="weights", runs=20_000), 1 + 2 * (1 - 0.3 * 0.2))
    turned = strong.reverse().reverse()
    assert np.array_equal(arc_probability(turned, "ic", "weights"), arc_probability(strong, "ic", "weights"))
    for weights in ([0.3, 1.2, 0.5], [0.3, -0.1, 0.5], [0.3, float("nan"), 0.5]):
        with pytest.raises(InputError, match="takes weights in 0..1"):
            spread(from_edges([0, 0, 1], [1, 1, 2], directed=True, weights=weights), [0], p="weights")


@given(weights=st.lists(st.floats(0, 1, width=32), min_size=2, max_size=6))
def test_the_chance_of_parallel_arcs_is_that_of_any_one_passing(weights: list[float]) -> None:
    many = len(weights)
    graph = from_edges([0] * many, [1] * many, directed=True, weights=weights)
    found = arc_probability(graph, "ic", "weights")
    assert found == pytest.approx([1 - math.prod(1 - w for w in weights)], abs=1e-5)


def test_threshold_weights_above_one_are_refused_by_node() -> None:
    graph = from_edges([0, 1, 2], [3, 3, 4], directed=True, weights=[0.7, 0.7, 1.0], labels=np.array(list("abcde")))
    with pytest.raises(InputError, match=r"into node 'd' add up to 1.4; model 'lt' takes at most 1"):
        spread(graph, ["a"], "lt", "weights")
    with pytest.raises(InputError, match=r"p: got 0.6, .* node 'd' add up to 1.2"):
        spread(graph, ["a"], "lt", 0.6)
    assert spread(graph, ["a"], "ic", "weights", runs=10).mean > 1


@pytest.mark.parametrize("model", ["ic", "lt"])
def test_results_do_not_depend_on_the_number_of_threads(model: str, threads: Callable[[int | None], int]) -> None:
    rng = np.random.default_rng(0)
    graph = from_edges(rng.integers(0, 300, 1500), rng.integers(0, 300, 1500), 300, directed=False)
    results = []
    for number in (1, 2):
        threads(number)
        results.append(spread(graph, [1, 2], model, "weighted", runs=500, seed=9))
    assert results[0] == results[1]
    assert spread(graph, [1, 2], model, "weighted", runs=500, seed=10) != results[0]


@pytest.mark.parametrize(("run", "scratch"), [(independent_cascade, 0), (linear_threshold, 2)])
def test_compiled_and_interpreted_cascades_agree(run: Callable, scratch: int) -> None:
    rng = np.random.default_rng(1)
    graph = from_edges(rng.integers(0, 60, 200), rng.integers(0, 60, 200), 60, directed=True)
    chance = arc_probability(graph, "lt", "weighted")
    start = np.array([3, 7], np.int32)
    state = []
    for function in (run, interpreted(run)):
        seen, queue = np.full(60, -1, np.int64), np.empty(60, np.int32)
        graph_of = (
            (arcs_of(graph.indptr, graph.indices, chance),) if scratch == 0 else (graph.indptr, graph.indices, chance)
        )
        more = [*(np.zeros(60) for _ in range(scratch)), *([-1.0] if scratch else [])]  # -1: thresholds are drawn
        counts = [int(function(*graph_of, start, np.uint64(4), r, seen, queue, *more)) for r in range(40)]
        state.append((counts, seen.tolist()))
    assert state[0] == state[1]
    assert len(set(state[0][0])) > 3


def test_seeds_are_labels_where_the_graph_has_them() -> None:
    graph = from_edges([0], [1], 2, directed=True, labels=np.array(["ann", "bob"]))
    assert spread(graph, ["ann"], p=1.0, runs=2).mean == 2.0
    with pytest.raises(InputError, match="'cem' is not in the graph"):
        spread(graph, ["cem"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "ltt"}, "did you mean 'lt'"),
        ({"p": 1.5}, "takes a number in 0..1"),
        ({"p": "weigthed"}, "'weighted'"),
        ({"p": "weights"}, "the graph has none"),
        ({"runs": 1}, "takes 2 or more"),
    ],
)
def test_bad_arguments_are_named(arguments: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        spread(from_edges([0], [1], directed=True), [0], **arguments)


def published(data: Path) -> list[tuple]:
    """All published and computed spreads: graph, seeds, model, p, mean, standard error.

    ``published_and_recomputed.csv`` is about the directed, weighted files. ``reference_spreads_computed.csv`` is about
    undirected graphs, with NetHEPT's repeated lines as parallel edges.
    """
    graphs = {
        "network62": read(data / "graph_nethept/network62.txt", directed=True),
        "weighted": read(data / "graph_nethept/NetHEPT_weighted.txt.gz", directed=True),
        "NetHEPT": read(data / "graph_nethept/hep.txt.gz", directed=False),
        "ego_facebook": read(data / "graph_ego_facebook/facebook_combined.txt.gz", directed=False),
    }
    folder = data / "im_published_small"
    rows = []
    with (folder / "published_and_recomputed.csv").open() as lines:
        for r in csv.DictReader(lines):
            graph = graphs["weighted" if r["graph"] == "NetHEPT" else r["graph"]]
            rows.append((graph, r["seeds"], r["model"], "weights", float(r["our_mc_mean"]), float(r["our_mc_se"])))
    with (folder / "reference_spreads_computed.csv").open() as lines:
        for r in csv.DictReader(lines):
            p = 0.01 if r["model"] == "IC_p0.01" else "weighted"
            rows.append((graphs[r["graph"]], r["seeds"], r["model"], p, float(r["mc_mean"]), float(r["mc_se"])))
    return [(g, [int(s) for s in seeds.split()], model[:2].lower(), p, mu, se) for g, seeds, model, p, mu, se in rows]


def check(rows: list[tuple], runs: int) -> None:
    for number, (graph, seeds, model, p, mean, error) in enumerate(rows):
        result = spread(graph, seeds, model, p, runs=runs, seed=number)
        tolerance = 3.0 * math.hypot(result.standard_error, error) + 0.005 * mean
        assert abs(result.mean - mean) <= tolerance, (model, p, len(seeds), result.mean, mean)


@pytest.mark.data
def test_published_spreads_of_nethept_and_network62_are_reproduced(data: Path) -> None:
    rows = published(data)
    assert len(rows) == 74
    check(rows[:14], 3_000)
    check([row for row in rows[14:44] if len(row[1]) in (1, 5, 50)], 800)


@pytest.mark.data
@pytest.mark.slow
def test_all_published_spreads_are_reproduced(data: Path) -> None:
    check(published(data), 5_000)
