"""The feed, by hand: which posts are seen, by which draw each thing happens, what a post does to creator and brand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.exposure import read_post
from simulation.compute.draws import FEED, OPT_IN
from simulation.state.columns import (
    CALL_OUTS,
    LIKES,
    NEWLY_AWARE,
    ORGANIC,
    OTHER,
    POSTS,
    REACHED,
    RECOGNISED,
    SEEN,
    SPONSORED_SEEN,
    STUDIED,
    STUDIED_SEEN,
    THREADS_READ,
    new_test,
)
from simulation.world.build import empty_touches

ME, WHO, RIVAL = 2, 1, 1
"""The person and the creator of most of these tests, and the brand that is not studied."""
LUCK = [pytest.param(True, id="lucky"), pytest.param(False, id="unlucky")]
"""Whether a draw falls just below what it is held against."""


def logit(u: float) -> float:
    """The logit at which something happens with this chance."""
    return math.log(u / (1 - u))


def near(u: float, lucky: bool) -> float:
    """A chance a little above or below a draw."""
    return float(u) * (1.001 if lucky else 0.999)


def read(world: Any, slot: int, recognise: float = 0.999_999) -> None:
    """Let the person read a post of the creator, the draws told."""
    draws = [np.float32(u) for u in (recognise, 0.999_999, 1.0)]
    read_post(ME, world.edge(ME, WHO), WHO, slot, *draws, *world.context)


def trusting(world: Any, alpha: float = 3.0, beta: float = 1.0) -> Any:
    """The person trusts the creator with three quarters, unless another evidence is told, and knows the brands."""
    follows, e = world.tables.follows, world.edge(ME, WHO)
    follows.alpha[e], follows.beta[e] = alpha, beta
    world.people.aware[:] = 1
    return world


# Which posts are seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("slots", [1, 2, 3])
def test_each_post_is_seen_by_a_draw_of_its_own(scene: Any, slots: int, lucky: bool) -> None:
    world = scene(creators={"most_posts": 3})
    world.day = 4
    for _ in range(slots):
        world.post(WHO)
    luck = [world.luck(ME, WHO, s) for s in range(slots)]
    above = world.above(luck[-1])
    world.model.creators.visibility[WHO] = above if lucky else np.nextafter(above, np.float32(0))
    world.feed(ME)
    assert world.model.tally.creator[:, SEEN].tolist() == [0, sum(u < luck[-1] for u in luck[:-1]) + lucky, 0]


@pytest.mark.parametrize("slot", [0, 1])
def test_in_a_long_feed_each_post_is_still_seen_once_and_by_a_draw_of_its_own(scene: Any, slot: int) -> None:
    """Eleven creators of two posts: a draw for the first eight, another for the rest. Every second is lucky by a hair.

    The others trust nobody, so that a post that is looked up on one of their edges is never seen.
    """
    world = scene(people=11, platform={"trust_tilt": 2.0}, creators={"number": 11, "most_posts": 2})
    world.day = 4
    follows = world.tables.follows
    follows.alpha[:], follows.beta[:] = 1.0, 9.0
    for i in range(11):
        world.post(i), world.post(i)
        e = world.edge(ME, i)
        follows.alpha[e], follows.beta[e] = 7.0, 3.0  # a trust of 0.7 changes no chance
    luck = np.array([[world.luck(ME, i, s) for s in (0, 1)] for i in range(11)])
    above = np.array([world.above(u) for u in luck[:, slot]])
    visibility = np.where(np.arange(11) % 2 == 0, above, np.nextafter(above, np.float32(0)))
    world.model.creators.visibility[:] = visibility
    world.feed(ME)
    assert world.model.tally.creator[:, SEEN].tolist() == (luck < visibility[:, None]).sum(axis=1).tolist()


@pytest.mark.parametrize("lucky", LUCK)
def test_a_trusted_creators_posts_are_seen_more(scene: Any, lucky: bool) -> None:
    """Trust 3/4 and a tilt of 2: 1 + 2 (0.75 - 0.7) = 1.1 times the creator's visibility."""
    world = trusting(scene(platform={"trust_tilt": 2.0}))
    world.post(WHO)
    world.model.creators.visibility[WHO] = near(world.luck(ME, WHO, 0), lucky) / 1.1
    world.feed(ME)
    assert world.model.tally.creator[WHO, SEEN] == lucky


def test_a_distrusted_creators_posts_are_not_seen_and_hide_nobody_elses(scene: Any) -> None:
    """Trust 1/10 and a tilt of 2: 1 + 2 (0.1 - 0.7) < 0 is no chance, and a certain one stands beside it."""
    world = trusting(scene(platform={"trust_tilt": 2.0}), alpha=1.0, beta=9.0)
    other = world.edge(ME, 0)
    world.tables.follows.alpha[other], world.tables.follows.beta[other] = 1.0, 0.0
    world.post(0), world.post(WHO)
    world.model.creators.visibility[:] = 0.9
    for world.day in range(20):
        world.feed(ME)
    assert world.model.tally.creator[:, SEEN].tolist() == [20, 0, 0]


@pytest.mark.parametrize("chance", [0.4 / 256, 3.5 / 256, 0.3])
def test_posts_are_seen_as_often_as_their_chance_says(scene: Any, chance: float) -> None:
    """Chances between the 256ths of a byte too. Three posts a creator: a second draw decides on the third ones."""
    world = scene(creators={"most_posts": 3})
    seen = world.model.tally.creator[:, SEEN]
    for i in range(3):
        for _ in range(3):
            world.post(i)
    world.model.creators.visibility[:] = chance
    days = 400
    for world.day in range(days):
        for c in range(5):
            world.feed(c)
    number = days * 5 * 9
    assert abs(seen.sum() - number * chance) < 4.5 * math.sqrt(number * chance * (1 - chance))


def test_who_unfollows_at_a_creators_post_is_not_shown_its_further_ones(scene: Any) -> None:
    world = trusting(scene(creators={"most_posts": 3}), alpha=0.0)
    world.turn("engagement", unfollow=1.0)
    for _ in range(3):
        world.post(WHO), world.post(0)
    world.feed(ME)
    assert world.model.tally.creator[WHO, SEEN] == 1
    assert not world.follows(ME, WHO)


@pytest.mark.parametrize(
    ("c", "day", "order"), [(0, 0, [0, 1, 2]), (1, 0, [1, 2, 0]), (2, 0, [2, 0, 1]), (1, 1, [2, 0, 1])]
)
def test_the_feed_begins_at_another_creator_by_person_and_day(scene: Any, c: int, day: int, order: list[int]) -> None:
    for room in (1, 2, 3):
        world = scene()
        world.day = day
        for i in range(3):
            world.post(i)
        world.people.attention[c] = room
        world.feed(c)
        assert world.model.tally.creator[:, SEEN].tolist() == [int(i in order[:room]) for i in range(3)]


@pytest.mark.parametrize("lucky", LUCK)
def test_under_opt_in_sponsored_posts_are_shown_to_who_agreed_once_for_all(scene: Any, lucky: bool) -> None:
    world = scene(creators={"most_posts": 3})
    u = world.draws(OPT_IN, ME)[0]
    world.turn("regulation", opted_in=world.above(u) if lucky else u)
    for brand in (ORGANIC, OTHER, RIVAL):
        world.post(WHO, brand=brand)
    for world.day in (0, 5):
        world.feed(ME)
    assert world.model.tally.creator[WHO, [SEEN, SPONSORED_SEEN]].tolist() == ([6, 4] if lucky else [2, 0])


def test_without_opt_in_everybody_is_shown_sponsored_posts(scene: Any) -> None:
    world = scene()
    world.post(WHO, brand=RIVAL)
    for c in range(5):
        world.feed(c)
    assert world.model.tally.creator[WHO, SPONSORED_SEEN] == 5


def test_what_a_test_withholds_is_counted_as_met_and_not_read(scene: Any) -> None:
    world = scene()
    holdout = new_test(5, 1 << POSTS)
    holdout.withheld[ME] = 1 << POSTS
    world.model.tables = world.tables._replace(holdout=holdout)
    for brand in (STUDIED, RIVAL, ORGANIC):
        slot = world.post(WHO, brand=brand)
        world.read(ME, WHO, slot)
        world.read(ME + 1, WHO, slot)
        world.tables.content.number[WHO] = 0
    assert holdout.met[:, POSTS].tolist() == [0, 0, 1, 1, 0]
    assert holdout.met.sum() == 2
    assert world.model.tally.creator[WHO, [SEEN, STUDIED_SEEN]].tolist() == [5, 1]


# The draws of a post ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lucky", LUCK)
def test_a_posts_second_draw_is_recognition(scene: Any, lucky: bool) -> None:
    world = scene()
    u = world.draws(FEED, ME, partner=WHO)[1]
    world.turn("recognition", base=logit(near(u, lucky)))
    world.post(WHO, brand=RIVAL)
    world.feed(ME)
    assert world.count(RIVAL, RECOGNISED) == lucky


@pytest.mark.parametrize("lucky", LUCK)
def test_a_posts_third_draw_is_engagement(scene: Any, lucky: bool) -> None:
    """With odds of 1 and one way to engage the chance is L / (1 + L)."""
    world = scene()
    u = world.draws(FEED, ME, partner=WHO)[2]
    world.turn("feed", like=near(u / (1 - u), lucky))
    world.post(WHO, brand=RIVAL)
    world.feed(ME)
    assert world.count(RIVAL, LIKES) == lucky


@pytest.mark.parametrize("lucky", LUCK)
def test_a_posts_fourth_draw_is_unfollowing(scene: Any, lucky: bool) -> None:
    world = trusting(scene(), alpha=0.0)
    world.turn("engagement", unfollow=near(world.draws(FEED, ME, partner=WHO)[3], lucky))
    world.post(WHO, brand=RIVAL)
    world.feed(ME)
    assert world.follows(ME, WHO) != lucky


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("slot", [0, 1])
def test_a_post_makes_its_brand_known_by_a_draw_behind_those_of_all_slots(scene: Any, slot: int, lucky: bool) -> None:
    """A chance of `awareness` (1 + brief control) = 1.5 `awareness`. Draws of a post come 16 behind its slot."""
    world = scene(persuasion={"brief": 3.0})
    u = world.draws(FEED, ME, partner=WHO, draw=slot + 16)[0]
    world.turn("persuasion", awareness=near(u, lucky) / 1.5)
    slots = [world.post(WHO, brand=RIVAL, control=0.5 / 3) for _ in range(slot + 1)]
    read(world, slots[-1])
    assert world.count(RIVAL, NEWLY_AWARE) == lucky
    assert world.people.aware[ME].tolist() == [0, int(lucky)]


@pytest.mark.parametrize("lucky", LUCK)
def test_a_betrayal_is_called_out_by_a_draw_of_its_own(scene: Any, lucky: bool) -> None:
    """A chance of `call_out` times trust 3/4 times `negativity` 2."""
    world = trusting(scene())
    u = world.draws(FEED, ME, partner=WHO, draw=16)[1]
    world.turn("talk", call_out=near(u, lucky) / 1.5, negativity=2.0)
    read(world, world.post(WHO, brand=RIVAL), recognise=0.0)
    assert world.count(RIVAL, CALL_OUTS) == lucky
    assert world.says(ME) == ((RIVAL, WHO, -0.75) if lucky else (-1, -1, 0.0))


@pytest.mark.parametrize("lucky", LUCK)
def test_comments_under_a_post_are_read_by_a_draw_of_their_own(scene: Any, lucky: bool) -> None:
    """All comments are friendly: attitude 0 closes a quarter of the distance to 1."""
    world = trusting(scene())
    u = world.draws(FEED, ME, partner=WHO, draw=16)[2]
    world.turn("conversation", threads=near(u, lucky), forum=0.25)
    world.model.creators.praise[WHO] = 1.0
    read(world, world.post(WHO, brand=RIVAL))
    assert world.count(RIVAL, THREADS_READ) == lucky
    assert world.people.attitude[ME].tolist() == [0.0, 0.25 * lucky]


# Recognition --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("label", [True, False])
def test_what_makes_a_sponsored_post_recognised(scene: Any, label: bool, lucky: bool) -> None:
    """Fit 1/4, control 1/2, knowledge 1/8; the load is half the feed's, 0.5, and half the creator's own, 0.25."""
    weights = {"base": 0.25, "misfit": 0.5, "control": 0.75, "load": 1.5, "literacy": 3.0, "label": 1.25}
    world = scene(recognition={**weights, "load_shared": 0.5})
    world.people.knowledge[ME], world.people.load[ME], world.model.creators.load[:] = 0.125, 0.5, [0.9, 0.25, 0.9]
    wanted = 0.25 + 0.5 * 0.75 + 0.75 * 0.5 + 1.5 * 0.375 + 3.0 * 0.125 + 1.25 * label
    u = 1 / (1 + math.exp(-wanted)) * (0.9999 if lucky else 1.0001)
    read(world, world.post(WHO, brand=RIVAL, fit=0.25, control=0.5, label=label), recognise=u)
    assert world.count(RIVAL, RECOGNISED) == lucky


# Trust in the creator -----------------------------------------------------------------------------------------------------

EXPERIENCES = [
    # Integrity 0.9, fit 1/2, trust 3/4 with evidence 3 and 1. Memory 3/4, gain 1/2, asymmetry 3:
    # alpha = 3/4 3 + 1/2 s, beta = 3/4 + 3/2 (1 - s) severity.
    pytest.param(ORGANIC, False, {}, 0.9, 1.0, id="an organic post is as authentic as its creator"),
    pytest.param(ORGANIC, True, {}, 0.9, 1.0, id="nothing is there to be recognised"),
    pytest.param(RIVAL, False, {}, 0.9, 1.0, id="a sponsored post that passes too"),
    pytest.param(RIVAL, True, {"label": True}, 0.9 * 0.8 * 0.75, 1.0, id="disclosed: less by 0.8, and by misfit"),
    pytest.param(OTHER, True, {"label": True}, 0.9 * 0.8 * 0.75, 1.0, id="also for a brand outside"),
    pytest.param(
        RIVAL, True, {"label": True, "uses": False}, 0.9 * 0.8 * 0.75 * 0.6, 1.0, id="and by 0.6 without true use"
    ),
    pytest.param(RIVAL, True, {"label": False}, 0.0, 1 + 2 * 0.75, id="hidden: no authenticity, and a betrayal"),
    pytest.param(OTHER, True, {"label": False, "uses": False}, 0.0, 1 + 2 * 0.75, id="also for a brand outside "),
]


@pytest.mark.parametrize(("brand", "recognised", "about", "authenticity", "severity"), EXPERIENCES)
def test_a_post_is_evidence_of_its_creators_authenticity(
    scene: Any, brand: int, recognised: bool, about: dict[str, Any], authenticity: float, severity: float
) -> None:
    rules = {"memory": 0.75, "gain": 0.5, "asymmetry": 3.0, "betrayal": 2.0}
    world = trusting(scene(trust={**rules, "disclosed": 0.8, "misfit": 0.5, "insincere": 0.4}))
    world.model.creators.integrity[:] = [0.3, 0.9, 0.3]
    read(world, world.post(WHO, brand=brand, fit=0.5, **about), recognise=1.0 - recognised)
    follows, e = world.tables.follows, world.edge(ME, WHO)
    assert follows.alpha[e] == pytest.approx(0.75 * 3 + 0.5 * authenticity)
    assert follows.beta[e] == pytest.approx(0.75 + 1.5 * (1 - authenticity) * severity)


# What a post does for and to its brand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recognised", "label", "attitude", "trust"),
    [
        # attitude: 0.1 2 receptivity clear trust fit, less 0.4 of it if recognised; clear = 1 + 2 control = 1.5
        pytest.param(False, False, 0.1 * 1.5 * 0.75 * 0.8, 0.25 + 0.5 * (0.75 - 0.25), id="passes"),
        pytest.param(
            True, True, 0.1 * 1.5 * 0.75 * 0.8 * 0.6, 0.25 + 0.5 * (0.75 - 0.25), id="recognised and labelled"
        ),
        pytest.param(True, False, -0.3, 0.25 * (1 - 0.4 * 0.75), id="recognised and hidden"),
    ],
)
def test_a_post_moves_attitude_to_its_brand_and_trust_in_it(
    scene: Any, recognised: bool, label: bool, attitude: float, trust: float
) -> None:
    beliefs = {"gain": 0.1, "brief": 2.0, "recognised": 0.4, "covert": 0.3}
    world = trusting(scene(persuasion=beliefs, trust={"association": 0.4, "brand_gain": 0.5}))
    world.people.trust[:] = 0.25
    read(world, world.post(WHO, brand=RIVAL, fit=0.8, control=0.25, label=label), recognise=1.0 - recognised)
    assert world.people.attitude[ME].tolist() == pytest.approx([0.0, attitude])
    assert world.people.trust[ME].tolist() == pytest.approx([0.25, trust])
    assert world.people.adstock[ME].tolist() == pytest.approx([0.0, 0.75]), "as much as the creator is trusted"


@pytest.mark.parametrize(
    ("trust", "fit", "affinity", "control", "closeness", "noticed"),
    [
        # awareness (1 + 2 control) closeness (1/2 + T/2) (1/5 + 4/5 fit) (3/4 + 1/4 affinity), at most 1
        pytest.param(1.0, 1.0, 1.0, 0.0, 1.0, 0.4, id="as the parameter says"),
        pytest.param(0.75, 1.0, 1.0, 0.0, 1.0, 0.4 * 0.875, id="less from somebody less trusted"),
        pytest.param(1.0, 0.5, 1.0, 0.0, 1.0, 0.4 * 0.6, id="less where the brand does not fit"),
        pytest.param(1.0, 1.0, 0.4, 0.0, 1.0, 0.4 * 0.85, id="less where interest is small"),
        pytest.param(1.0, 1.0, 1.0, 0.25, 1.0, 0.4 * 1.5, id="more with a brief"),
        pytest.param(1.0, 1.0, 1.0, 0.0, 0.5, 0.4 * 0.5, id="less from somebody less close"),
        pytest.param(0.75, 0.5, 0.4, 0.25, 0.5, 0.4 * 1.5 * 0.5 * 0.875 * 0.6 * 0.85, id="all at once"),
        pytest.param(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, id="never more than all"),
    ],
)
def test_a_post_of_a_known_brand_lifts_its_salience_by_the_chance_that_it_is_noticed(
    scene: Any, trust: float, fit: float, affinity: float, control: float, closeness: float, noticed: float
) -> None:
    world = trusting(scene(persuasion={"brief": 2.0}), alpha=4 * trust, beta=4 * (1 - trust))
    world.turn("persuasion", awareness=0.4)
    world.turn("noticing", post=1.0, trust=0.5, fit=0.8, interest=0.25)
    world.tables.brands.affinity[:] = affinity
    world.tables.creators.closeness[WHO] = closeness
    world.people.salience[:] = 0.2
    read(world, world.post(WHO, brand=RIVAL, fit=fit, control=control))
    assert world.people.salience[ME] == pytest.approx([0.2, 0.2 + 0.8 * noticed])
    assert world.count(RIVAL, NEWLY_AWARE) == 0


def test_the_first_post_alone_reaches_somebody_new(scene: Any) -> None:
    world = scene()
    slot = world.post(WHO, brand=RIVAL)
    for exposures in (1, 2):
        read(world, slot)
        assert world.count(RIVAL, REACHED) == 1
        assert world.people.exposures[ME].tolist() == [0, exposures]
    assert world.count(STUDIED, REACHED) == 0


def test_a_post_of_the_studied_brand_is_kept_as_a_touch(scene: Any) -> None:
    world = scene()
    world.model.tables = world.tables._replace(touches=empty_touches(5, 3))
    for brand in (RIVAL, STUDIED, ORGANIC):
        read(world, world.post(WHO, brand=brand))
        world.tables.content.number[WHO] = 0
    touches = world.tables.touches
    assert touches.noted.tolist() == [0, 0, 1, 0, 0]
    assert touches.source[ME, 0] == WHO
