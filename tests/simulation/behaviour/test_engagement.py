"""Engagement: like, comment, share, direct message, save, or nothing; and unfollowing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.engagement import (
    COMMENT,
    LIKE,
    MESSAGE,
    MUTUAL_MESSAGES,
    NOTHING,
    SAVE,
    SHARE,
    all_ways,
    chance_to_unfollow,
    engage,
    engagement_utility,
    is_ignored,
    is_mutual,
    repeated,
)
from simulation.compute.float32 import exponential
from simulation.state.columns import ACTIVE, MUTUAL

SHARE_OF = st.floats(0, 1)
ODDS = {"like": 0.4, "comment": 0.1, "share": 0.05, "message": 0.02, "save": 0.08}
STRENGTH = [MESSAGE, SHARE, COMMENT, SAVE, LIKE, NOTHING]
"""From the rarest act to none."""


def odds_of(world: Any, trust: float, affinity: float, mutual: bool, quality: float, load: float, known: bool) -> float:
    values = [np.float32(v) for v in (trust, affinity)], [np.float32(v) for v in (quality, load)]
    rules = world.model.rules
    utility = engagement_utility(*values[0], mutual, *values[1], known, rules.engagement, rules.feed)
    return math.exp(utility)


@given(
    shares=st.tuples(SHARE_OF, SHARE_OF, SHARE_OF, SHARE_OF),
    weights=st.tuples(*[st.floats(-3, 3)] * 5),
    loads=st.tuples(st.floats(0, 5), st.floats(0, 5)),
    mutual=st.booleans(),
    known=st.booleans(),
)
def test_odds_are_a_logit_in_trust_affinity_tie_quality_and_feed_load(
    scene: Any,
    shares: tuple[float, ...],
    weights: tuple[float, ...],
    loads: tuple[float, float],
    mutual: bool,
    known: bool,
) -> None:
    names = ("trust", "affinity", "tie", "quality", "sponsored")
    world = scene(
        platform={"load_linear": loads[0], "load_quadratic": loads[1]},
        engagement=dict(zip(names, weights, strict=True)),
    )
    trust, affinity, quality, load = shares
    b_trust, b_affinity, b_tie, b_quality, b_sponsored = weights
    utility = b_trust * (trust - 0.7) + b_affinity * (affinity - 0.5) + b_quality * (quality - 0.5)
    utility += b_tie * mutual + b_sponsored * known - loads[0] * load - loads[1] * load**2
    assert odds_of(world, trust, affinity, mutual, quality, load, known) == pytest.approx(math.exp(utility), rel=1e-4)


def test_the_load_of_the_whole_feed_takes_from_every_posts_engagement(scene: Any) -> None:
    world = scene(platform={"load_linear": 1.0, "load_quadratic": 2.0})
    odds = [odds_of(world, 0.7, 0.5, False, 0.5, load, False) for load in (0.0, 0.2, 0.5, 1.0)]
    assert odds == sorted(odds, reverse=True)
    assert odds[0] == pytest.approx(1.0)


@pytest.mark.parametrize("mutual", [False, True])
@pytest.mark.parametrize("odds", [0.1, 1.0, 5.0])
def test_each_act_has_its_share_of_one_multinomial_logit(scene: Any, odds: float, mutual: bool) -> None:
    feed = scene(platform=ODDS).model.rules.feed
    grid = (np.arange(20_000) + 0.5) / 20_000
    acts = [engage(np.float32(u), np.float32(odds), mutual, feed) for u in grid]
    message = ODDS["message"] * (float(MUTUAL_MESSAGES) if mutual else 1.0)
    weight = {**ODDS, "message": message}
    total = 1 + odds * sum(weight.values())
    for act, name in ((LIKE, "like"), (COMMENT, "comment"), (SHARE, "share"), (MESSAGE, "message"), (SAVE, "save")):
        assert acts.count(act) / len(acts) == pytest.approx(odds * weight[name] / total, abs=2e-4)
    assert acts.count(NOTHING) / len(acts) == pytest.approx(1 / total, abs=2e-4)


@given(u=SHARE_OF, low=st.floats(0, 10), more=st.floats(0, 10), mutual=st.booleans())
def test_higher_odds_never_turn_an_act_into_a_commoner_one(
    scene: Any, u: float, low: float, more: float, mutual: bool
) -> None:
    """With the same luck in both worlds, a better post can only be engaged with more."""
    feed = scene(platform=ODDS).model.rules.feed
    luck = np.float32(min(u, 1 - 2.0**-24))
    before, after = (engage(luck, np.float32(odds), mutual, feed) for odds in (low, low + more))
    assert STRENGTH.index(after) <= STRENGTH.index(before)


@given(
    utility=st.floats(-50, 50),
    factor=st.floats(0, 1e3),
    offset=st.floats(-3e-3, 3e-3),
    worn=SHARE_OF,
    mutual=st.booleans(),
)
def test_a_post_is_passed_over_only_where_the_exact_choice_is_nothing(
    scene: Any, utility: float, factor: float, offset: float, worn: float, mutual: bool
) -> None:
    """With luck close to the chance of any reaction, where the two could part; repetition only takes from the odds."""
    feed = scene(platform=ODDS).model.rules.feed
    utility, factor = np.float32(utility), np.float32(factor)
    odds = exponential(utility) * factor
    total = float(odds) * float(all_ways(mutual, feed))
    luck = np.float32(min(max(total / (1 + total) * (1 + offset), 0), 1 - 2.0**-24))
    if is_ignored(luck, utility, factor, mutual, feed):
        assert engage(luck, odds, mutual, feed) == NOTHING
        assert engage(luck, odds * np.float32(worn), mutual, feed) == NOTHING


def test_nearly_all_that_is_passed_over_needs_no_exponential(scene: Any) -> None:
    feed = scene(platform=ODDS).model.rules.feed
    for utility in (-1.0, -0.2, 0.0, 0.4, 1.0):
        total = math.exp(utility) * 0.2 * float(all_ways(False, feed))
        above = np.float32(1.1 * total / (1 + total))
        assert is_ignored(above, np.float32(utility), np.float32(0.2), False, feed)


@pytest.mark.parametrize(
    ("utility", "least"),
    [
        # 1 - V + V^2 / 2 - V^3 / 6
        (1.0, 1 / 3),
        (0.5, 29 / 48),
        (0.0, 1.0),
        (-1.0, 8 / 3),
        (-2.0, 19 / 3),
    ],
)
@pytest.mark.parametrize("mutual", [False, True])
def test_luck_above_a_bound_without_an_exponential_passes_a_post_over(
    scene: Any, utility: float, least: float, mutual: bool
) -> None:
    """All ways have odds of 0.65, of 0.69 for who is followed back; half of them at a factor of 1/2."""
    feed = scene(platform=ODDS).model.rules.feed
    odds = 0.5 * (0.69 if mutual else 0.65)
    bound = odds / (least + odds)
    for times, ignored in ((0.999, False), (1.001, True)):
        assert is_ignored(np.float32(bound * times), np.float32(utility), np.float32(0.5), mutual, feed) == ignored


@pytest.mark.parametrize(
    ("exposures", "fatigue", "factor"),
    [
        (4.0, 0.5, 0.5),
        (8.0, 1.0, 0.125),
        (2.25, 0.5, 2 / 3),  # two and a quarter are remembered
        (1.0, 0.5, 1.0),
        (0.25, 0.5, 1.0),  # one that is half forgotten, or was never counted, wears nothing out
        (0.0, 0.5, 1.0),
        (7.0, 0.0, 1.0),
    ],
)
def test_the_more_exposures_are_remembered_the_lower_the_odds(exposures: float, fatigue: float, factor: float) -> None:
    assert repeated(np.float32(exposures), np.float32(fatigue)) == pytest.approx(factor)


def test_nobody_engages_at_odds_of_zero(scene: Any) -> None:
    feed = scene(platform=ODDS).model.rules.feed
    assert engage(np.float32(0), np.float32(0), True, feed) == NOTHING


@given(trust=SHARE_OF, fit=SHARE_OF, unfollow=SHARE_OF, sponsored=SHARE_OF, known=st.booleans())
def test_unfollowing_grows_with_distrust_and_with_misfit_of_what_was_recognised(
    scene: Any, trust: float, fit: float, unfollow: float, sponsored: float, known: bool
) -> None:
    rule = scene(engagement={"unfollow": unfollow, "unfollow_sponsored": sponsored}).model.rules.engagement
    chance = float(chance_to_unfollow(np.float32(trust), np.float32(fit), np.float32(known), False, rule))
    assert chance == pytest.approx(unfollow * (1 - trust) ** 2 + known * sponsored * (1 - fit), abs=1e-6)


def test_who_trusts_fully_does_not_unfollow_over_a_post_that_fits(scene: Any) -> None:
    rule = scene(engagement={"unfollow": 1.0, "unfollow_sponsored": 1.0}).model.rules.engagement
    assert chance_to_unfollow(np.float32(1), np.float32(1), np.float32(1), False, rule) == 0


def test_a_tie_is_mutual_if_the_creator_follows_back_whether_it_is_active_or_not(scene: Any) -> None:
    follows = scene().tables.follows
    follows.tie[:4] = [0, ACTIVE, MUTUAL, ACTIVE | MUTUAL]
    assert [is_mutual(e, follows) for e in range(4)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("mutual", "u", "act"),
    [
        # At odds of 1 the ways are 0.02 of a message, 0.05, 0.1, 0.08 and 0.4 of 1.65 in all, the rarest first.
        (False, 0.01, MESSAGE),
        (False, 0.015, SHARE),
        (False, 0.04, SHARE),
        (False, 0.05, COMMENT),
        (False, 0.11, SAVE),
        (False, 0.16, LIKE),
        (False, 0.39, LIKE),
        (False, 0.4, NOTHING),
        # Who is followed back writes three times as many messages: 0.06, of 1.69.
        (True, 0.015, MESSAGE),
        (True, 0.035, MESSAGE),
        (True, 0.036, SHARE),
        (True, 0.408, LIKE),
        (True, 0.41, NOTHING),
    ],
)
def test_what_is_done_with_a_post(scene: Any, mutual: bool, u: float, act: int) -> None:
    feed = scene(platform=ODDS).model.rules.feed
    assert engage(np.float32(u), np.float32(1), mutual, feed) == act


@pytest.mark.parametrize(
    ("trust", "fit", "annoyance", "covert", "chance"),
    [
        # 0.2 (1 - T)^2, and at a recognised sponsored post 0.1 annoyance (1 - fit) more, half with a label, thrice without
        (1.0, 0.5, 0.0, False, 0.0),
        (0.5, 0.5, 0.0, False, 0.2 * 0.25),
        (0.0, 0.5, 0.0, False, 0.2),
        (0.5, 0.75, 1.0, False, 0.2 * 0.25 + 0.1 * 0.5 * 0.25),
        (1.0, 0.0, 1.0, False, 0.05),
        (1.0, 0.0, 1.0, True, 0.3),
        (1.0, 0.5, 2.0, True, 0.3),
    ],
)
def test_the_chance_to_unfollow(
    scene: Any, trust: float, fit: float, annoyance: float, covert: bool, chance: float
) -> None:
    rules = {"unfollow": 0.2, "unfollow_sponsored": 0.1, "unfollow_labelled": 0.5, "unfollow_hidden": 3.0}
    rule = scene(engagement=rules).model.rules.engagement
    got = chance_to_unfollow(np.float32(trust), np.float32(fit), np.float32(annoyance), covert, rule)
    assert got == pytest.approx(chance)


@pytest.mark.parametrize(
    ("about", "utility"),
    [
        # 2 (trust - 0.7) + 1.5 (affinity - 0.5) + 1.25 (quality - 0.5) - 0.5 load - 3 load^2, 0.75 if the creator follows
        # back, and -0.4 once recognised
        ({}, 0.0),
        ({"trust": 0.9}, 2 * 0.2),
        ({"affinity": 0.9}, 1.5 * 0.4),
        ({"quality": 0.1}, -1.25 * 0.4),
        ({"load": 0.4}, -0.5 * 0.4 - 3 * 0.16),
        ({"mutual": True}, 0.75),
        ({"known": True}, -0.4),
    ],
)
def test_the_odds_of_engaging(scene: Any, about: dict[str, Any], utility: float) -> None:
    world = scene(
        platform={"load_linear": 0.5, "load_quadratic": 3.0},
        engagement={"trust": 2.0, "affinity": 1.5, "quality": 1.25, "tie": 0.75, "sponsored": -0.4},
    )
    neutral = {"trust": 0.7, "affinity": 0.5, "mutual": False, "quality": 0.5, "load": 0.0, "known": False}
    assert odds_of(world, **{**neutral, **about}) == pytest.approx(math.exp(utility), rel=1e-5)
