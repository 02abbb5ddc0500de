from __future__ import annotations

import itertools
import time
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import Graph, MarketGraph, friend_graph, from_edges, from_friendships, read
from simulation.graph.describe.communities import by_size, communities, merge_small
from simulation.graph.reading import as_market
from tests.examples import examples

NAMES = ("follows.indptr", "follows.creator", "follows.active", "follows.mutual", "primary", "secondary", "weight")


def column(market: MarketGraph, name: str) -> np.ndarray:
    value: object = market
    for part in name.split("."):
        value = getattr(value, part)
    return value  # type: ignore[return-value]


def rows(market: MarketGraph, active: int) -> list[set[int]]:
    at, creator, state = market.follows.indptr, market.follows.creator, market.follows.active
    assert state is not None
    return [
        {int(i) for i, on in zip(creator[a:b], state[a:b], strict=True) if on == active}
        for a, b in itertools.pairwise(at)
    ]


def check(graph: Graph, found: MarketGraph) -> None:
    """Hold a market against the graph that it was made of, edge by edge."""
    people, chosen = found.consumer_nodes, found.creator_nodes
    assert sorted([*people, *chosen]) == list(range(graph.n))
    assert graph.in_degree[chosen].min() >= np.sort(graph.in_degree)[::-1][len(chosen) - 1]
    assert np.all(np.diff(found.primary.astype(int)) >= 0)
    place = {int(node): i for i, node in enumerate(chosen)}
    for c, (active, latent) in enumerate(zip(rows(found, 1), rows(found, 0), strict=True)):
        assert active == {place[int(v)] for v in graph.neighbours(people[c]) if int(v) in place}
        assert not active & latent
        assert active | latent
    assert (
        found.followers.tolist()
        == np.bincount([i for row in rows(found, 1) for i in row], minlength=len(chosen)).tolist()
    )


@examples(10)
@given(
    n=st.integers(4, 40),
    share=st.floats(0.05, 0.5),
    directed=st.booleans(),
    seed=st.integers(0, 999),
    part=st.floats(0.05, 0.5),
)
def test_a_market_has_the_ties_of_its_graph(n: int, share: float, directed: bool, seed: int, part: float) -> None:
    other = nx.gnp_random_graph(n, share, seed=seed, directed=directed)
    other.add_edge(0, 1)
    graph = read(other)
    found = from_friendships(graph, max(1, int(part * n)), seed, niches=3, reach=2)
    check(graph, found)
    assert found.niches <= 3
    ties = {(int(u), int(v)) for u in range(found.friends.n) for v in found.friends.neighbours(u)}
    kind = {"edges": lambda u, v: True, "mutual arcs": lambda u, v: other.has_edge(u, v) and other.has_edge(v, u)}
    wanted = kind.get(found.ties, lambda u, v: other.has_edge(u, v) or other.has_edge(v, u))
    people = found.consumer_nodes.tolist()
    expected = {
        (i, j)
        for i, u in enumerate(people)
        for j, v in enumerate(people)
        if i != j and (other.has_edge(u, v) or other.has_edge(v, u)) and wanted(u, v)
    }
    assert ties == expected


def test_latent_follows_are_those_that_most_friends_have() -> None:
    # 0 and 1 are creators. 2, 3 and 4 follow creator 0, 3 also creator 1; 5 has only friends: 2, 3 and 4.
    edges = [(2, 0), (3, 0), (4, 0), (3, 1), (6, 1), (7, 1), (8, 1), (9, 0), (10, 0), (5, 2), (5, 3), (5, 4)]
    graph = from_edges(*zip(*edges, strict=True), directed=False)
    found = from_friendships(graph, 2, reach=1)
    assert found.creator_nodes.tolist() == [0, 1]
    consumer = found.consumer_nodes.tolist().index(5)
    assert rows(found, 1)[consumer] == set()
    assert rows(found, 0)[consumer] == {0}
    both = from_friendships(graph, 2, reach=2)
    assert rows(both, 0)[consumer] == {0, 1}


def test_one_without_friends_or_creators_gets_one_latent_follow() -> None:
    edges = [(u, 0) for u in range(1, 8)]
    graph = from_edges(*zip(*edges, strict=True), 10, directed=False)
    found = from_friendships(graph, 1, reach=0)
    lonely = [found.consumer_nodes.tolist().index(node) for node in (8, 9)]
    assert all(rows(found, 0)[c] == {0} for c in lonely)


def test_arcs_point_from_the_follower_to_the_followed() -> None:
    edges = [(1, 0), (2, 0), (3, 0), (0, 3), (1, 2), (2, 1), (3, 4), (4, 3)]
    found = from_friendships(from_edges(*zip(*edges, strict=True), directed=True), 1)
    assert found.creator_nodes.tolist() == [0]
    mutual = dict(zip(found.consumer_nodes.tolist(), rows(found, 1), strict=True))
    assert mutual == {1: {0}, 2: {0}, 3: {0}, 4: set()}
    back = [int(found.follows.mutual[found.follows.indptr[c]]) for c in range(4)]
    assert dict(zip(found.consumer_nodes.tolist(), back, strict=True))[3] == 1
    assert found.ties == "mutual arcs"
    assert found.friends.edges == 2


def test_one_seed_gives_one_market_and_the_interpreter_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = friend_graph(400, 6.0, np.sort(np.arange(400) % 4).astype(np.uint8), seed=1)
    first, again, other = (from_friendships(graph, 0.1, seed) for seed in (3, 3, 4))
    for name in NAMES:
        assert np.array_equal(column(first, name), column(again, name))
    assert not np.array_equal(first.creator_nodes, other.creator_nodes)
    for name in dir(as_market):
        if hasattr(getattr(as_market, name), "py_func"):
            monkeypatch.setattr(as_market, name, interpreted(getattr(as_market, name)))
    plain = from_friendships(graph, 0.1, 3)
    for name in NAMES:
        assert np.array_equal(column(first, name), column(plain, name))


def test_planted_niches_are_found() -> None:
    planted = np.sort(np.arange(2000) % 5).astype(np.uint8)
    graph = friend_graph(2000, 12.0, planted, homophily=0.95, seed=2)
    found = merge_small(graph, communities(graph, 1), 5)
    table = np.zeros((5, int(found.max()) + 1))
    np.add.at(table, (planted, found), 1)
    assert table.max(axis=1).sum() > 0.9 * 2000


def test_communities_are_about_as_modular_as_those_of_networkx() -> None:
    for other in (nx.karate_club_graph(), nx.connected_caveman_graph(8, 6), nx.gnp_random_graph(80, 0.08, seed=2)):
        plain = nx.Graph(other.edges)
        graph = read(plain)
        group = communities(graph, 0)
        names = list(plain.nodes)
        sets = [{names[i] for i in np.flatnonzero(group == g)} for g in range(group.max() + 1)]
        best = nx.community.louvain_communities(plain, weight=None, seed=1)
        ours, theirs = (nx.community.modularity(plain, s, weight=None) for s in (sets, best))
        assert ours > 0.95 * theirs


def test_small_communities_are_merged_into_the_one_they_are_tied_to() -> None:
    edges = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 5)]
    graph = from_edges(*zip(*edges, strict=True), 9, directed=False)
    group = np.array([0, 0, 0, 1, 1, 1, 2, 3, 4], np.int32)
    assert merge_small(graph, group, 4).tolist() == [0, 0, 0, 1, 1, 1, 3, 2, 2]
    assert merge_small(graph, group, 2).max() == 1
    merged = merge_small(graph, group, 9, least=2)
    assert np.bincount(merged).min() >= 2
    assert merged[6] == merged[5]
    assert by_size(np.array([7, 7, 3, 3, 3, 9])).tolist() == [1, 1, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"creators": 0}, "creators"),
        ({"creators": 6}, "takes 1..5"),
        ({"niches": 0}, "niches"),
        ({"niches": 257}, "niches"),
    ],
)
def test_bad_arguments_are_named(arguments: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_friendships(read(nx.path_graph(10)), **arguments)
    with pytest.raises(InputError, match="no edges"):
        from_friendships(from_edges([], [], 5, directed=False))


@pytest.mark.data
@pytest.mark.parametrize(
    ("path", "ties"),
    [
        ("graph_ego_facebook/facebook_combined.txt.gz", "edges"),
        ("graph_lastfm_asia/lastfm_asia_edges.csv.gz", "edges"),
        ("graph_deezer_europe/deezer_europe_edges.csv.gz", "edges"),
        ("graph_wiki_vote/wiki-Vote.txt.gz", "all arcs"),
        ("graph_slashdot0902/soc-slashdot0902-directed.csv.gz", "mutual arcs"),
        ("graph_nethept/hep.txt.gz", "edges"),
    ],
)
def test_real_graphs_become_markets_in_a_few_seconds(data: Path, path: str, ties: str) -> None:
    graph = read(data / path)
    begin = time.perf_counter()
    found = from_friendships(graph)
    assert time.perf_counter() - begin < 30  # first call compiles
    assert found.ties == ties
    assert np.diff(found.follows.indptr).min() >= 1
    assert found.followers.sum() == (found.follows.active > 0).sum()
    assert np.bincount(found.primary).min() > 0.005 * graph.n
    if graph.n < 10_000:
        check(graph, found)
