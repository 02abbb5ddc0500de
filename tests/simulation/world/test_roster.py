"""The roster's creators are the market's first rows, each as itself; the others are generated around them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.scenario import Scenario
from simulation.state.columns import TIERS
from simulation.world.build import build_world, quotes_of
from simulation.world.resolution import resolution

ROSTER: dict[str, Any] = {
    "handles": ["@anna", "@ben", "@cy", "@dee"],
    "followers": [1_500.0, 4_000.0, 9_000.0, 5e6],
    "fee": [80.0, 0.0, 312.34, 20_000.0],
    "niches": ["fitness", "fitness", "food", ""],
    "reach": [600.0, 0.0, 20_000.0, 1e6],
    "bought": [0.0, -1.0, 0.25, 0.0],
}


def scenario(people: float = 8e5, consumers: int = 8_000, roster: Any = None, **creators: Any) -> Scenario:
    return Scenario.from_dict(
        {
            "market": {"people": people, "consumers": consumers},
            "creators": {**creators, "roster": ROSTER if roster is None else roster},
        }
    )


@pytest.fixture(scope="module")
def world() -> Any:
    return build_world(scenario(fraud={"enabled": False}), 1)


def test_followers_tier_niche_price_and_reach_are_what_is_known(world: Any) -> None:
    creators = world.tables.creators
    assert creators.followers[:4].tolist() == [1_500, 4_000, 6_750, 0.3 * 8e5], "people in the market"
    assert [TIERS[tier] for tier in creators.tier[:4]] == ["nano", "nano", "nano", "mega"], "wherever they live"
    niches = scenario().market.niches
    assert [niches[k] for k in creators.niche[:3]] == ["fitness", "fitness", "food"]
    assert quotes_of(creators)[[0, 2, 3]].tolist() == [8_000, 31_234, 2_000_000]
    assert creators.visibility[[0, 2, 3]] == pytest.approx([600 / 1_500, 1.0, 0.2])
    usual = 0.26  # of others of that size
    assert 0.5 * usual < creators.visibility[1] < 2 * usual
    assert creators.bought[:4].tolist() == [0.0, 0.0, 0.25, 0.0]


def test_as_many_simulated_people_follow_as_the_followers_are(world: Any) -> None:
    """100 people a consumer: 15, 40, 67.5 and 2,400 followers; a Poisson count is off by three standard deviations."""
    wanted = np.array([15, 40, 67.5, 2_400])
    assert (np.abs(world.tables.creators.audience[:4] - wanted) < 3 * np.sqrt(wanted)).all()
    follows = (world.tables.follows.tie & 1).sum() / 8_000
    assert follows == pytest.approx(scenario().graph.follows, rel=0.05)


def test_the_audience_scales_with_what_a_simulated_person_stands_for() -> None:
    audiences = [
        build_world(scenario(people=6e7, consumers=n, fraud={"enabled": False}), 3).tables.creators.audience[3]
        * 6e7
        / n
        for n in (6_000, 12_000)
    ]
    assert audiences == pytest.approx([5e6, 5e6], rel=0.15)


def test_what_could_not_be_taken_as_it_is_is_said(world: Any) -> None:
    assert world.notes[0] == "graph: generated"
    assert world.notes[1] == "roster: @anna, @ben, @cy and 1 more, each as itself"
    assert world.notes[2].startswith("roster: of the followers of @dee no more than 240,000 are taken to live in")
    assert world.notes[3].startswith("roster: @cy: more people see a post than follow")
    assert len(world.notes) == 4


def test_a_share_of_bought_followers_that_is_not_known_is_drawn_and_the_public_count_stays() -> None:
    fraud = {"enabled": True, "accounts": 1.0, "bought": 0.3}
    creators = build_world(scenario(fraud=fraud), 2).tables.creators
    assert 0 < creators.bought[1] < 1
    assert creators.bought[[0, 2]].tolist() == [0.0, 0.25]
    assert creators.followers[1] / (1 - creators.bought[1].astype(np.float64)) == pytest.approx(4_000)
    assert creators.bought[4:].max() > 0


def test_what_is_not_known_of_anybody_is_generated() -> None:
    creators = build_world(scenario(roster={"handles": ["@anna"], "followers": [2_000.0]}), 1).tables.creators
    assert creators.asked[0] > 1
    assert creators.visibility[0] > 0


def test_the_number_of_creators_counts_the_roster_in() -> None:
    assert len(build_world(scenario(number=12), 1).tables.creators.tier) == 12
    alone = scenario(number=4)
    assert len(build_world(alone, 1).tables.creators.tier) == 4, "a market of the roster alone"


def test_a_roster_of_500_is_500_rows_in_a_country() -> None:
    followers = np.random.default_rng(1).lognormal(10, 1, 500).round().clip(1_000)
    handles = [f"@c{k}" for k in range(500)]
    made = scenario(people=6e7, consumers=20_000, roster={"handles": handles, "followers": followers.tolist()})
    world = build_world(made, 1)
    assert world.tables.creators.audience[:500].sum() * world.people_per_consumer == pytest.approx(
        followers.sum(), rel=0.1
    )
    assert len(world.tables.creators.tier) > 600


def few(people: float, followers: list[float]) -> Scenario:
    handles = [f"@c{k}" for k in range(len(followers))]
    return scenario(people=people, consumers=2, roster={"handles": handles, "followers": followers})


@pytest.mark.parametrize(
    ("people", "followers", "consumers", "words"),
    [
        (8e5, [1_500.0, 9_000.0], 26_667, "one simulated person is 30 people; the 1,500 followers of @c0 are 50"),
        (8e5, [9_000.0], 20_000, "one simulated person is 40 people; the 9,000 followers of @c0 are 225"),
        (2e4, [2_000.0], 20_000, "one simulated person is 1 person; the 2,000 followers of @c0 are 2,000"),
        (
            6e7,
            [1_200.0, 1_500.0, 90_000.0],
            200_000,
            "one simulated person is 300 people; the 1,200 followers of @c0 are 4, too few to tell what one creator"
            " does: of @c0, @c1 only what they do together can be told",
        ),
    ],
)
def test_the_number_of_consumers_comes_from_the_smallest_audience(
    people: float, followers: list[float], consumers: int, words: str
) -> None:
    """50 of 1,500 followers is 30 people each; but 20,000 people at least, no more than there are, and 200,000 at most."""
    found = resolution(few(people, followers))
    assert (found.consumers, found.words) == (consumers, words)
    assert found.people == pytest.approx(people / consumers)
    assert found.followers == pytest.approx(min(followers) / found.people)


def test_consumers_are_no_more_than_the_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.world.resolution.available_memory", lambda: 4e6)
    found = resolution(few(8e5, [1_500.0]))
    assert 1_000 < found.consumers < 26_667
    assert "too few to tell what this creator does" in found.words
