from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import Follows, follow_graph, follower_counts, profile, tier_of
from simulation.graph.describe.powerlaw import fit_tail
from simulation.graph.generate import follows, pull
from tests.examples import examples

NICHES = 12
PEOPLE = 200.0  # people that a consumer stands for


def world(consumers: int, creators: int, seed: int = 1, niches: int = NICHES) -> dict:
    rng = np.random.default_rng(seed)
    people = follower_counts(creators, seed, high=max(2_000.0, 0.3 * consumers * PEOPLE))
    similarity = np.full((niches, niches), 0.1) + 0.9 * np.eye(niches)
    return {
        "followers": people / PEOPLE,
        "creator_niche": rng.integers(0, niches, creators).astype(np.uint8),
        "creator_breadth": np.clip((np.log10(people) - 3) / 4, 0, 1),
        "primary": np.sort(rng.integers(0, niches, consumers)).astype(np.uint8),
        "secondary": rng.integers(0, niches, consumers).astype(np.uint8),
        "weight": rng.uniform(0.5, 1.0, consumers).astype(np.float32),
        "similarity": similarity,
        "people_per_consumer": PEOPLE,
    }


@pytest.fixture(scope="module")
def market() -> tuple[dict, Follows]:
    columns = world(50_000, 1200)
    return columns, follow_graph(**columns, seed=7)


def test_creators_get_their_followers_within_sampling_noise(market: tuple[dict, Follows]) -> None:
    columns, graph = market
    target = columns["followers"]
    z = (graph.followers - target) / np.sqrt(target)
    assert abs(z.mean()) < 0.15
    assert 0.9 < z.std() < 1.1
    assert abs(graph.m / target.sum() - 1.0) < 0.01


def test_the_follow_graph_lies_inside_the_stylised_facts(market: tuple[dict, Follows]) -> None:
    _, graph = market
    shape = profile(graph.accounts())
    assert 2.0 <= shape.tail_exponent <= 2.6  # type: ignore[operator]
    assert 0.15 <= shape.reciprocity <= 0.25
    assert shape.reciprocity == pytest.approx(graph.reciprocity)
    assert shape.mean_distance < 5.0
    assert shape.largest_component > 0.95


def test_consumers_follow_few_or_many_and_never_one_twice(market: tuple[dict, Follows]) -> None:
    _, graph = market
    count = np.diff(graph.indptr)
    assert count.max() <= 130
    assert np.quantile(count, 0.99) > 4 * np.median(count)
    owner = np.repeat(np.arange(graph.consumers), count)
    assert np.all((np.diff(graph.creator.astype(int)) > 0) | (np.diff(owner) > 0))


def test_small_creators_are_followed_within_their_niche_and_broad_ones_by_all(market: tuple[dict, Follows]) -> None:
    columns, graph = market
    owner = np.repeat(np.arange(graph.consumers), np.diff(graph.indptr))
    same = columns["primary"][owner] == columns["creator_niche"][graph.creator]
    tier = tier_of(columns["followers"] * PEOPLE)[graph.creator]
    share = [same[tier == t].mean() for t in range(5)]
    chance = 1 / NICHES
    assert share[0] > share[1] > share[2] > share[4]
    assert share[0] > 2.5 * chance
    assert share[4] < 2.0 * chance


def test_without_homophily_niches_do_not_matter() -> None:
    columns = world(20_000, 300)
    graph = follow_graph(**columns, homophily=0.0, seed=1)
    owner = np.repeat(np.arange(graph.consumers), np.diff(graph.indptr))
    same = columns["primary"][owner] == columns["creator_niche"][graph.creator]
    chance = (np.bincount(columns["creator_niche"], columns["followers"], NICHES) / columns["followers"].sum()) @ (
        np.bincount(columns["primary"], minlength=NICHES) / 20_000
    )
    assert same.mean() == pytest.approx(chance, abs=0.01)


def test_niches_with_few_creators_meet_as_many_as_others() -> None:
    columns = world(30_000, 600)
    columns["creator_niche"] = np.minimum(columns["creator_niche"], 3)  # niches 4..11 have no creator of their own
    graph = follow_graph(**columns, seed=3)
    by_niche = np.array([np.diff(graph.indptr)[columns["primary"] == k].mean() for k in range(NICHES)])
    assert by_niche.min() > 0.85 * by_niche.max()


def test_large_accounts_seldom_follow_back(market: tuple[dict, Follows]) -> None:
    columns, graph = market
    tier = tier_of(columns["followers"] * PEOPLE)[graph.creator]
    back = [graph.mutual[tier == t].mean() for t in range(5)]
    assert back == sorted(back, reverse=True)
    assert back[0] == pytest.approx(0.6, abs=0.03)
    assert back[4] < 0.06


def test_the_mean_number_of_follows_can_be_asked_for() -> None:
    graph = follow_graph(**world(20_000, 300), mean_follows=4.0, seed=2)
    assert graph.m / graph.consumers == pytest.approx(4.0, rel=0.03)


@examples(20)
@given(
    consumers=st.integers(1, 60),
    creators=st.integers(0, 12),
    niches=st.integers(1, 4),
    homophily=st.floats(0, 1),
    scale=st.floats(0, 1.5),
    seed=st.integers(0, 1000),
)
def test_small_markets_are_well_formed(
    consumers: int, creators: int, niches: int, homophily: float, scale: float, seed: int
) -> None:
    columns = world(consumers, creators, seed, niches)
    columns["followers"] = np.random.default_rng(seed).random(creators) * scale * consumers
    columns["similarity"] = np.eye(niches)
    graph = follow_graph(**columns, homophily=homophily, seed=seed)
    assert graph.indptr[-1] == graph.m == len(graph.mutual)
    assert graph.m == 0 or graph.creator.max() < creators
    assert np.all(graph.followers[columns["followers"] == 0] == 0)
    for c in range(consumers):
        assert np.all(np.diff(graph.creator[graph.indptr[c] : graph.indptr[c + 1]].astype(int)) > 0)


def test_one_and_two_threads_give_the_same_bits(threads: Callable[[int | None], int]) -> None:
    columns = world(20_000, 300)
    graphs = []
    for number in (1, 2):
        threads(number)
        graphs.append(follow_graph(**columns, seed=5))
    for name in ("indptr", "creator", "mutual"):
        assert np.array_equal(getattr(graphs[0], name), getattr(graphs[1], name))
    assert not np.array_equal(graphs[0].indptr, follow_graph(**columns, seed=6).indptr)


def test_compiled_and_interpreted_follows_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = world(200, 25, niches=3)
    compiled = follow_graph(**columns, seed=5)
    for module in (follows, pull):
        for name in dir(module):
            if hasattr(getattr(module, name), "py_func"):
                monkeypatch.setattr(module, name, interpreted(getattr(module, name)))
    plain = follow_graph(**columns, seed=5)
    assert compiled.m > 500
    for name in ("indptr", "creator", "mutual"):
        assert np.array_equal(getattr(compiled, name), getattr(plain, name))


def test_follower_counts_follow_the_measured_distribution() -> None:
    people = follower_counts(33_934, 3)
    share = np.bincount(tier_of(people), minlength=5) / len(people)
    measured = np.array([0.37, 0.465, 0.12, 0.02, 0.022])
    assert np.abs(np.cumsum(share) - np.cumsum(measured / measured.sum())).max() < 0.05
    assert np.median(people) == pytest.approx(16_129, rel=0.1)
    assert people.min() >= 1000
    small = people < 100_000
    assert small.mean() == pytest.approx(0.84, abs=0.02)
    fit = fit_tail(people)
    assert fit is not None
    assert 2.0 <= fit.alpha <= 2.6


def test_follower_counts_are_stratified_and_bounded() -> None:
    sums = [follower_counts(500, seed, high=3e6).sum() for seed in range(20)]
    assert np.std(sums) < 0.02 * np.mean(sums)
    assert follower_counts(500, 1, high=3e6).max() <= 3e6
    assert len(follower_counts(0)) == 0
    assert not np.array_equal(follower_counts(5, 1), follower_counts(5, 2))


def test_tiers_start_where_the_trade_says() -> None:
    assert tier_of([500, 1_000, 9_999, 10_000, 99_999, 100_000, 499_999, 500_000, 1_000_000]).tolist() == [
        0, 0, 0, 1, 1, 2, 2, 3, 4,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"homophily": -0.1}, "homophily"),
        ({"weight": np.full(50, 2.0)}, "weight: got 2..2"),
        ({"followers": np.full(5, -1.0)}, "followers"),
        ({"creator_niche": np.zeros(4, int)}, "4 niches"),
        ({"similarity": np.eye(2)}, "similarity"),
        ({"similarity": -np.eye(NICHES)}, "similarity"),
        ({"primary": np.zeros(3, int)}, "consumers"),
        ({"creator_breadth": np.full(5, 1.5)}, "creator_breadth"),
    ],
)
def test_bad_arguments_are_named(change: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        follow_graph(**{**world(50, 5), **change})
    with pytest.raises(InputError, match="bounds"):
        follower_counts(3, low=10.0, high=5.0)
