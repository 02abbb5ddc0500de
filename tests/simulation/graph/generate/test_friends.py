from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import friend_graph, profile
from simulation.graph.describe import measures
from simulation.graph.generate import friends


def niches(consumers: int, kinds: int = 12) -> np.ndarray:
    return np.sort(np.arange(consumers) % kinds).astype(np.uint8)


@pytest.fixture(scope="module")
def shape() -> object:
    niche = niches(40_000)
    return profile(friend_graph(40_000, niche=niche, homophily=0.6, seed=2), niche)


def test_the_friend_graph_lies_inside_the_stylised_facts(shape) -> None:  # type: ignore[no-untyped-def]
    assert 0.1 <= shape.mean_clustering <= 0.6
    assert 0.1 <= shape.transitivity <= 0.6
    assert shape.degree_assortativity > 0.03
    assert shape.largest_component > 0.95
    assert shape.mean_distance < 7.0
    assert shape.degree_quantiles[0.0] >= 1


def test_the_friend_graph_has_the_degree_asked_for_and_a_tail_like_real_ones(shape) -> None:  # type: ignore[no-untyped-def]
    assert shape.mean_degree == pytest.approx(10.0, rel=0.02)
    # measured on undirected social graphs: the top per cent hold 5 to 12.5 %, the largest has 7 to 47 times the mean
    assert 0.05 <= shape.top_share <= 0.125
    assert shape.largest_degree >= 10 * shape.mean_degree
    assert shape.median_degree < 0.8 * shape.mean_degree


def test_homophily_is_about_the_assortativity_of_the_niche(shape) -> None:  # type: ignore[no-untyped-def]
    assert shape.homophily == pytest.approx(0.6, abs=0.03)
    niche = niches(6000)
    for asked in (0.0, 0.3, 0.9, 1.0):
        graph = friend_graph(6000, niche=niche, homophily=asked, seed=3)
        assert measures.label_assortativity(graph, niche) == pytest.approx(asked, abs=0.05)


@settings(max_examples=40)
@given(
    consumers=st.integers(1, 60),
    mean_degree=st.floats(0.0, 12.0),
    kinds=st.integers(1, 4),
    homophily=st.floats(0.0, 1.0),
    seed=st.integers(0, 2**40),
)
def test_friendship_is_mutual_single_and_with_others(
    consumers: int, mean_degree: float, kinds: int, homophily: float, seed: int
) -> None:
    graph = friend_graph(consumers, mean_degree, niches(consumers, kinds), homophily, seed)
    ends = {(u, int(v)) for u in range(consumers) for v in graph.neighbours(u)}
    assert len(ends) == graph.m
    assert all((v, u) in ends and u != v for u, v in ends)
    assert not ends or max(v for _, v in ends) < consumers


@pytest.mark.parametrize(("asked", "tolerance"), [(2.0, 0.03), (5.0, 0.03), (20.0, 0.03), (40.0, 0.03)])
def test_any_mean_degree_comes_out(asked: float, tolerance: float) -> None:
    graph = friend_graph(20_000, asked, niches(20_000), seed=5)
    assert graph.m / graph.n == pytest.approx(asked, rel=tolerance)


def test_closeness_steers_clustering() -> None:
    local = [
        measures.clustering(friend_graph(10_000, niche=niches(10_000), closeness=c, seed=1))[1]
        for c in (0.25, 0.5, 0.9)
    ]
    assert local[0] < 0.2 < local[1] < 0.4 < local[2]


def test_one_and_two_threads_give_the_same_bits(threads: Callable[[int | None], int]) -> None:
    niche = niches(20_000)
    hashes = set()
    for number in (1, 2):
        threads(number)
        hashes.add(friend_graph(20_000, niche=niche, seed=11).content_hash())
    assert len(hashes) == 1
    assert friend_graph(20_000, niche=niche, seed=12).content_hash() not in hashes


def test_compiled_and_interpreted_friends_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    niche = niches(300, 3)
    compiled = friend_graph(300, 6.0, niche, 0.5, 4)
    for name in dir(friends):
        if hasattr(getattr(friends, name), "py_func"):
            monkeypatch.setattr(friends, name, interpreted(getattr(friends, name)))
    assert friend_graph(300, 6.0, niche, 0.5, 4).content_hash() == compiled.content_hash()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"consumers": 0}, "consumers: got 0"),
        ({"homophily": 1.2}, "homophily: got 1.2"),
        ({"mean_degree": -1.0}, "mean_degree"),
        ({"mean_degree": 500.0, "consumers": 1000}, "mean_degree"),
        ({"closeness": 0.0}, "closeness"),
        ({"circles": 0.5}, "circles"),
        ({"window": 0.0}, "window"),
        ({"niche": [0, 1]}, "one per consumer"),
        ({"niche": [0, 1] * 25}, "one piece"),
    ],
)
def test_bad_arguments_are_named(arguments: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        friend_graph(**{"consumers": 50, **arguments})
