"""With trust, load and detection off and one brand, word of mouth alone is an independent cascade.

Everybody who first hears of the brand tells it on, once, the day after; each friend hears with one probability. Many
copies of a network stand side by side in one market, so that one run is many independent cascades.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.graph import Graph, from_edges, read, spread

ONLY_TALK = {
    "market": {"burn_in": 0, "days": 3650, "census_days": 365},
    "brands": {
        "names": ["Alder"],
        "niches": ["coffee"],
        "awareness": [0.0],
        "loyal": [0.0],
        "budget": 0.0,
        "campaign_days": 3650,
    },
    "creators": {"number": 1, "posting_rate": 0.0},
}
FIRM = {"retell": 1.0, "mention": 0.0, "recommend": 0.0, "call_out": 0.0}


def copies(graph: Graph, number: int) -> Graph:
    """Put ``number`` copies of a graph side by side."""
    at = np.arange(number)[:, None]
    indptr = np.concatenate([[0], (graph.indptr[None, 1:] + at * graph.m).ravel()])
    return Graph(indptr, (graph.indices[None, :] + at * graph.n).astype(np.int32).ravel(), graph.directed)


def reached_by_talk(tiny: Any, graph: Graph, seeds: list[int], p: float, number: int, seed: int = 1) -> NDArray[Any]:
    """How many people know the brand in the end in each of ``number`` copies, by the model itself."""
    consumers = graph.n * number
    scenario = tiny.scenario(
        **{**ONLY_TALK, "market": {**ONLY_TALK["market"], "consumers": consumers, "people": 1e4 + consumers}},
        consumers={"talk": {**FIRM, "hear": p}, "traits": {"category_share": 0.0}},
    )
    world = tiny.world(scenario, seed, friends=copies(graph, number), follows=0.0)
    market = tiny.market(seed=seed, scenario=scenario, world=world)
    first = (np.array(seeds)[None, :] + np.arange(number)[:, None] * graph.n).ravel()
    market.consumers.aware[first, 0] = 1
    mail = market.tables.mail
    mail.brand[first], mail.creator[first], mail.valence[first] = 0, -1, 1.0  # delivered on the first day
    while market.tables.mail.valence.any():
        market.step()
    return market.consumers.aware[:, 0].reshape(number, graph.n).sum(axis=1)


def check(reached: NDArray[Any], exact: float, error: float = 0.0, many: float = 4.0) -> None:
    mean, own = reached.mean(), reached.std(ddof=1) / math.sqrt(len(reached))
    assert abs(mean - exact) <= many * math.hypot(own, error) + 1e-6, (mean, own, exact, error)


@pytest.mark.parametrize("p", [0.3, 0.8])
def test_along_a_chain_of_friends_word_dies_out_geometrically(tiny: Any, p: float) -> None:
    chain = from_edges(np.arange(9), np.arange(1, 10), directed=False)
    check(reached_by_talk(tiny, chain, [0], p, 4000), sum(p**k for k in range(10)))


def test_a_popular_person_reaches_the_share_of_friends_that_hears(tiny: Any) -> None:
    star = from_edges(np.zeros(20, int), np.arange(1, 21), directed=False)
    check(reached_by_talk(tiny, star, [0], 0.25, 4000), 1 + 20 * 0.25)
    check(reached_by_talk(tiny, star, [7], 0.25, 4000), 1 + 0.25 * (1 + 19 * 0.25))


def chain_binomial(n: int, p: float) -> float:
    """Expected final size of a Reed-Frost epidemic from one case among n, by its exact recursion on (left, new)."""
    likely = {(n - 1, 1): 1.0}
    total = 0.0
    while likely:
        onward: dict[tuple[int, int], float] = {}
        for (left, new), chance in likely.items():
            if new == 0:
                total += chance * (n - left)
                continue
            told = 1 - (1 - p) ** new
            for k in range(left + 1):
                step = math.comb(left, k) * told**k * (1 - told) ** (left - k)
                onward[left - k, k] = onward.get((left - k, k), 0.0) + chance * step
        likely = onward
    return total


@pytest.mark.parametrize("p", [0.05, 0.15, 0.4])
def test_where_everybody_is_friends_word_spreads_as_a_reed_frost_epidemic(tiny: Any, p: float) -> None:
    everybody = from_edges(*np.triu_indices(12, 1), 12, directed=False)
    check(reached_by_talk(tiny, everybody, [4], p, 4000), chain_binomial(12, p))


@settings(max_examples=12)
@given(
    n=st.integers(5, 40),
    degree=st.floats(1, 6),
    p=st.floats(0.02, 0.9),
    seeds=st.integers(1, 4),
    drawn=st.integers(0, 10_000),
)
def test_on_any_network_people_reached_are_those_of_the_independent_cascade(
    tiny: Any, n: int, degree: float, p: float, seeds: int, drawn: int
) -> None:
    network = nx.gnp_random_graph(n, min(1.0, degree / n), seed=drawn)
    ends = np.array(list(network.edges()), int).reshape(-1, 2)
    graph = from_edges(ends[:, 0], ends[:, 1], n, directed=False)
    other = spread(graph, range(seeds), "ic", p, runs=4000, seed=drawn)
    check(reached_by_talk(tiny, graph, list(range(seeds)), p, 1000, drawn), other.mean, other.standard_error, many=5.0)


def test_on_a_small_world_the_cascade_is_what_percolation_says(tiny: Any) -> None:
    """networkx alone is the yardstick: with probability p each friendship is open; the reached are the components."""
    network, p, seeds = nx.watts_strogatz_graph(200, 6, 0.1, seed=3), 0.2, [0, 100]
    rng = np.random.default_rng(5)
    sizes = []
    for _ in range(800):
        opened = nx.Graph()
        opened.add_nodes_from(network)
        opened.add_edges_from(edge for edge in network.edges if rng.random() < p)
        sizes.append(len(set().union(*(nx.node_connected_component(opened, s) for s in seeds))))
    error = float(np.std(sizes, ddof=1)) / math.sqrt(len(sizes))
    ends = np.array(list(network.edges()))
    graph = from_edges(ends[:, 0], ends[:, 1], 200, directed=False)
    check(reached_by_talk(tiny, graph, seeds, p, 800), float(np.mean(sizes)), error)


def test_nobody_hears_where_nothing_gets_through_and_everybody_connected_where_all_does(tiny: Any) -> None:
    graph = from_edges([0, 1, 3], [1, 2, 4], 6, directed=False)
    assert set(reached_by_talk(tiny, graph, [0], 0.0, 5)) == {1}
    assert set(reached_by_talk(tiny, graph, [0], 1.0, 5)) == {3}
    assert set(reached_by_talk(tiny, graph, [0, 5, 4], 1.0, 5)) == {6}


# Top out-degree on ego-Facebook, p = 0.01: rows of data/im_published_small/reference_spreads_computed.csv.
PUBLISHED = {(107,): (71.137, 0.4), (107, 1684, 1912, 3437, 0): (237.566, 0.6117)}


@pytest.mark.data
def test_the_spreads_listed_for_ego_facebook_are_those_of_talk_in_the_model(tiny: Any, data: Path) -> None:
    listed = (data / "im_published_small" / "reference_spreads_computed.csv").read_text()
    graph = read(data / "graph_ego_facebook" / "facebook_combined.txt.gz", directed=False)
    for seeds, (mean, error) in PUBLISHED.items():
        names = " ".join(map(str, seeds))
        assert f"IC_p0.01,top_outdegree,{len(seeds)},{mean:g},{error:g},20000,{names}\n" in listed
        reached = reached_by_talk(tiny, graph, graph.index_of(seeds).tolist(), 0.01, 60)
        own = reached.std(ddof=1) / math.sqrt(len(reached))
        assert abs(reached.mean() - mean) <= 3 * math.hypot(own, error) + 0.005 * mean


@pytest.mark.data
def test_talk_on_nethept_spreads_as_the_independent_cascade_does(tiny: Any, data: Path) -> None:
    """Parallel edges count once here: two people are friends or not."""
    found = read(data / "graph_nethept" / "hep.txt.gz", directed=False)
    simple = Graph(found.indptr, found.indices, directed=False)
    seeds = np.argsort(-simple.out_degree, kind="stable")[:20].tolist()
    other = spread(simple, seeds, "ic", 0.05, runs=1000)
    check(reached_by_talk(tiny, simple, seeds, 0.05, 20), other.mean, other.standard_error)
