"""Reactions to posts, by hand: who engages, who leaves, what is counted for creator and brand, who asks for an answer."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.state.columns import (
    COMMENTS,
    ENGAGED,
    FRIENDLY,
    LIKES,
    LOST,
    MESSAGES,
    MUTUAL,
    ORGANIC,
    OTHER,
    SAVES,
    SEEN,
    SHARES,
    STUDIED,
    STUDIED_CAUGHT,
    STUDIED_ENGAGED,
    STUDIED_LIKES,
    STUDIED_LOST,
    STUDIED_SEEN,
    UNFOLLOWS,
    UNFRIENDLY,
    UNFRIENDLY_COMMENTS,
)

ME, WHO, RIVAL = 2, 1, 1
"""The person and the creator of these tests, and the brand that is not studied."""
WAYS = ("like", "comment", "share", "message", "save")
BRAND_COLUMNS = (LIKES, COMMENTS, SHARES, MESSAGES, SAVES)


def trusting(world: Any, alpha: float = 3.0) -> Any:
    """The person trusts the creator with three quarters, unless another evidence is told, and knows the brands."""
    follows, e = world.tables.follows, world.edge(ME, WHO)
    follows.alpha[e], follows.beta[e] = alpha, 1.0
    world.people.aware[:] = 1
    return world


@pytest.mark.parametrize("lucky", [True, False])
@pytest.mark.parametrize("mutual", [True, False])
@pytest.mark.parametrize(
    ("brand", "recognised", "own", "affinity"),
    [
        pytest.param(ORGANIC, False, 1.0, 0.375, id="organic: interest in the creator's niche"),
        pytest.param(ORGANIC, False, 0.0, 0.375, id="organic: the same whatever is said of brands outside"),
        pytest.param(OTHER, False, 0.0, 0.25, id="a brand outside: the post's fit"),
        pytest.param(OTHER, False, 1.0, 0.09375, id="a brand outside: the fit times the interest in the niche"),
        pytest.param(OTHER, False, 0.5, 0.171875, id="a brand outside: half of each"),
        pytest.param(RIVAL, False, 1.0, 0.625, id="a brand: interest in it"),
        pytest.param(RIVAL, True, 0.0, 0.625, id="recognised"),
    ],
)
def test_what_makes_a_post_liked(
    scene: Any, brand: int, recognised: bool, own: float, affinity: float, mutual: bool, lucky: bool
) -> None:
    """Utility: trust 3/4, affinity, quality 0.8, tie, and load 1/2, with odds halved by activity and by format."""
    weights = {"trust": 2.0, "affinity": 3.0, "quality": 0.5, "tie": 0.25, "sponsored": -0.75}
    weights["outside_interest"] = own
    factors = [1.0, 1.0, 0.5, 1.0, 1.0]
    platform = {"like": 1.0, "load_linear": 0.5, "load_quadratic": 1.0, "format_engagement": factors}
    world = trusting(scene(platform=platform, engagement=weights))
    world.people.load[ME], world.people.activity[ME], world.people.weight[ME] = 0.5, 0.5, 1.0
    world.tables.brands.affinity[:], world.tables.brands.similarity[:] = [0.9, 0.625], 0.375
    if mutual:
        world.tables.follows.tie[world.edge(ME, WHO)] |= MUTUAL
    utility = 2 * 0.05 + 3 * (affinity - 0.5) + 0.5 * 0.3 - 0.5 * 0.5 - 1.0 * 0.25 + 0.25 * mutual - 0.75 * recognised
    odds = math.exp(utility) * 0.5 * 0.5
    slot = world.post(WHO, brand=brand, fit=0.25, quality=0.8, format=2, label=True)
    world.read(ME, WHO, slot, recognised=recognised, engage=odds / (1 + odds) * (0.9999 if lucky else 1.0001))
    assert world.model.tally.creator[:, ENGAGED].tolist() == [0, int(lucky), 0]


@pytest.mark.parametrize("lucky", [True, False])
@pytest.mark.parametrize(
    ("fatigue", "remembered", "brand", "factor"),
    [
        (0.5, 3.0, RIVAL, 0.5),  # the fourth: 4^-0.5
        (0.5, 0.0, RIVAL, 1.0),
        (1.0, 7.0, RIVAL, 0.125),
        (1.0, 7.0, STUDIED, 0.125),
        (0.0, 7.0, RIVAL, 1.0),
        (1.0, 7.0, OTHER, 1.0),  # of a brand outside nothing is counted
        (1.0, 7.0, ORGANIC, 1.0),
    ],
)
def test_repetition_wears_engagement_out(
    scene: Any, fatigue: float, remembered: float, brand: int, factor: float, lucky: bool
) -> None:
    world = scene(platform={"like": 1.0}, engagement={"fatigue": fatigue}, persuasion={"wear_half_life": 30.0})
    world.people.recent[ME] = 99.0  # of other brands
    if brand >= 0:
        world.people.recent[ME, brand] = remembered
    chance = factor / (1 + factor) * (0.9999 if lucky else 1.0001)
    world.read(ME, WHO, world.post(WHO, brand=brand), engage=chance)
    assert world.model.tally.creator[WHO, ENGAGED] == int(lucky)


@pytest.mark.parametrize("brand", [ORGANIC, OTHER, STUDIED, RIVAL])
@pytest.mark.parametrize("way", range(5))
def test_what_is_done_with_a_post_is_counted_for_its_creator_and_its_brand(scene: Any, way: int, brand: int) -> None:
    world = scene(platform={WAYS[way]: 100.0})
    world.read(ME, WHO, world.post(WHO, brand=brand), engage=0.5)
    assert world.model.tally.creator[WHO, ENGAGED] == 1
    for b in (STUDIED, RIVAL):
        assert [world.count(b, column) for column in BRAND_COLUMNS] == [int(b == brand and k == way) for k in range(5)]
    columns = [STUDIED_SEEN, STUDIED_ENGAGED, *range(STUDIED_LIKES, STUDIED_LIKES + 5)]
    wanted = [1, 1, *(int(k == way) for k in range(5))] if brand == STUDIED else [0] * 7
    assert world.model.tally.creator[WHO, columns].tolist() == wanted
    assert not world.model.tally.creator[[0, 2]].any()


def test_a_post_that_is_read_and_left_alone_counts_as_seen(scene: Any) -> None:
    world = scene()
    world.read(ME, WHO, world.post(WHO, brand=STUDIED))
    columns = [
        SEEN,
        STUDIED_SEEN,
        ENGAGED,
        STUDIED_ENGAGED,
        *range(STUDIED_LIKES, STUDIED_LIKES + 5),
        LOST,
        STUDIED_LOST,
    ]
    assert world.model.tally.creator[WHO, columns].tolist() == [1, 1, *[0] * 9]


@pytest.mark.parametrize("brand", [STUDIED, RIVAL])
def test_who_leaves_at_a_post_is_counted_for_its_brand(scene: Any, brand: int) -> None:
    world = trusting(scene(engagement={"unfollow": 1.0}), alpha=0.0)
    world.read(ME, WHO, world.post(WHO, brand=brand), unfollow=0.5)
    assert [world.count(b, UNFOLLOWS) for b in (STUDIED, RIVAL)] == [int(b == brand) for b in (STUDIED, RIVAL)]
    assert world.model.tally.creator[WHO, [LOST, STUDIED_LOST]].tolist() == [1, int(brand == STUDIED)]


@pytest.mark.parametrize(("brand", "question"), [(ORGANIC, -1), (OTHER, -1), (STUDIED, 1), (RIVAL, 2)])
@pytest.mark.parametrize("way", range(5))
@pytest.mark.parametrize("enabled", [1.0, 0.0])
def test_comments_and_messages_ask_for_an_answer_where_anybody_minds(
    scene: Any, enabled: float, way: int, brand: int, question: int
) -> None:
    world = scene(platform={WAYS[way]: 100.0})
    world.turn("conversation", enabled=enabled)
    world.read(ME, WHO, world.post(WHO, brand=brand), engage=0.5)
    asks = WAYS[way] in ("comment", "message") and enabled
    assert world.tables.mail.asked.tolist() == [0, 0, question if asks else 0, 0, 0]
    if asks:
        assert world.tables.mail.edge[ME] == world.edge(ME, WHO)
    commented = WAYS[way] == "comment" and enabled and brand >= 0
    assert world.model.tally.creator[WHO, [FRIENDLY, UNFRIENDLY]].tolist() == [int(bool(commented)), 0]
    assert (world.says(ME)[2] == 0.5) == (WAYS[way] == "share")


@pytest.mark.parametrize("brand", [STUDIED, RIVAL])
@pytest.mark.parametrize(
    ("attitude", "label", "recognised", "friendly"),
    [(0.0, True, True, True), (-0.1, True, False, False), (0.5, False, True, False), (0.5, False, False, True)],
)
def test_a_comment_is_as_friendly_as_the_brand_is_liked_and_hidden_advertising_is_not_forgiven(
    scene: Any, attitude: float, label: bool, recognised: bool, friendly: bool, brand: int
) -> None:
    world = trusting(scene(platform={"comment": 100.0}))
    world.turn("conversation", enabled=1.0)
    world.people.attitude[ME, brand] = attitude
    world.read(ME, WHO, world.post(WHO, brand=brand, label=label), recognised=recognised, engage=0.5)
    assert world.model.tally.creator[WHO, [FRIENDLY, UNFRIENDLY]].tolist() == [int(friendly), int(not friendly)]
    unfriendly = [int(b == brand and not friendly) for b in (STUDIED, RIVAL)]
    assert [world.count(b, UNFRIENDLY_COMMENTS) for b in (STUDIED, RIVAL)] == unfriendly


@pytest.mark.parametrize(
    ("brand", "label", "recognised", "caught"),
    [(STUDIED, False, True, 1), (STUDIED, True, True, 0), (STUDIED, False, False, 0), (RIVAL, False, True, 0)],
)
def test_a_creator_whose_hidden_post_for_the_brand_is_recognised_is_caught(
    scene: Any, brand: int, label: bool, recognised: bool, caught: int
) -> None:
    world = scene()
    world.read(ME, WHO, world.post(WHO, brand=brand, label=label), recognised=recognised)
    assert world.model.tally.creator[:, STUDIED_CAUGHT].tolist() == [0, caught, 0]


def test_unfriendly_comments_count_where_nobody_answers_too(scene: Any) -> None:
    world = trusting(scene(platform={"comment": 100.0}))
    world.turn("conversation", enabled=0.0)
    world.people.attitude[ME, RIVAL] = -0.1
    world.read(ME, WHO, world.post(WHO, brand=RIVAL), engage=0.5)
    assert world.count(RIVAL, UNFRIENDLY_COMMENTS) == 1
    assert not world.model.tally.creator[WHO, [FRIENDLY, UNFRIENDLY]].any()
