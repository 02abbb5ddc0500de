"""Talk, by hand: whom news reaches, by which draw it is heard, told on or makes somebody follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.talk import knock, listen, speak
from simulation.compute.draws import HEAR
from simulation.state.columns import ACTIVE, HEARD_NEGATIVE, HEARD_POSITIVE, WON

C, FRIEND = 2, 1
"""The person of these tests, and the one of two friends who speaks."""
LUCK = [pytest.param(True, id="lucky"), pytest.param(False, id="unlucky")]
"""Whether a draw falls just below what it is held against."""


def told(world: Any, valence: float, brand: int = 1, creator: int = -1, friend: int = FRIEND) -> Any:
    """Let a friend have said something yesterday, and the person know that there is news."""
    mail = world.tables.mail
    mail.yesterday_brand[friend], mail.yesterday_creator[friend] = brand, creator
    mail.yesterday_valence[friend] = valence
    mail.waiting[C] = 1
    return world


def hears(world: Any) -> None:
    listen(C, *world.context)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [(0.5, 0.6, 0.6), (0.5, -0.6, -0.6), (-0.5, 0.4, -0.5), (0.5, -0.5, 0.5), (0.5, 0.5, 0.5)],
)
def test_what_is_felt_most_strongly_is_said_and_of_two_alike_the_first(
    scene: Any, first: float, second: float, said: float
) -> None:
    world = scene()
    speak(C, 0, 7, np.float32(first), world.tables.mail)
    speak(C, 1, 8, np.float32(second), world.tables.mail)
    again = said == second != first
    assert world.says(C) == pytest.approx((int(again), 7 + again, said))


@pytest.mark.parametrize("valence", [0.25, 1.0, -1.0])
def test_who_spoke_yesterday_knocks_at_friends_doors_alone(scene: Any, valence: float) -> None:
    world = scene()
    world.tables.mail.yesterday_valence[C] = valence
    for c in range(5):
        knock(c, *world.context)
    assert world.tables.mail.waiting.tolist() == [0, 1, 0, 1, 0]


def test_without_a_knock_nothing_is_heard(scene: Any) -> None:
    world = told(scene(), 1.0)
    world.tables.mail.waiting[C] = 0
    hears(world)
    assert not world.people.aware.any()
    world.tables.mail.waiting[C] = 1
    hears(world)
    assert world.people.aware[C].tolist() == [0, 1]
    assert world.tables.mail.waiting[C] == 0


@pytest.mark.parametrize("lucky", LUCK)
def test_each_friend_is_heard_by_a_draw_of_its_own(scene: Any, lucky: bool) -> None:
    world = scene()
    world.day = 4
    u = world.draws(HEAR, C, partner=FRIEND)[0]
    world.turn("talk", hear=world.above(u) if lucky else u)
    hears(told(world, 1.0))
    assert (world.count(1, HEARD_POSITIVE), world.count(1, HEARD_NEGATIVE)) == (lucky, 0)


@pytest.mark.parametrize("lucky", LUCK)
def test_news_is_told_on_by_the_second_draw(scene: Any, lucky: bool) -> None:
    world = scene()
    u = world.draws(HEAR, C, partner=FRIEND)[1]
    world.turn("talk", retell=world.above(u) if lucky else u)
    hears(told(world, 0.75))
    assert world.says(C) == ((1, -1, 0.75) if lucky else (-1, -1, 0.0))


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("creator", [0, 1, 2])
def test_a_creator_is_discovered_by_the_third_draw(scene: Any, creator: int, lucky: bool) -> None:
    world = scene()
    world.tables.follows.tie[:] = 0
    u = world.draws(HEAR, C, partner=FRIEND)[2]
    world.turn("talk", discovery=world.above(u) if lucky else u)
    hears(told(world, 0.5, brand=-1, creator=creator))
    assert world.follows(C, creator) == lucky
    assert world.model.tally.creator[:, WON].tolist() == [int(lucky and i == creator) for i in range(3)]
    assert np.count_nonzero(world.tables.follows.tie & ACTIVE) == lucky


def test_talk_of_a_brand_alone_makes_nobody_follow(scene: Any) -> None:
    world = scene(talk={"discovery": 1.0})
    world.tables.follows.tie[:] = 0
    hears(told(world, 0.5))
    assert not world.tables.follows.tie.any()
    assert not world.model.tally.creator.any()


@pytest.mark.parametrize(
    ("distance", "confidence", "moved"),
    [(0.25, 0.25, True), (-0.25, 0.25, True), (0.25, 0.2499, False), (-0.25, 0.2499, False), (0.25, 2.0, True)],
)
def test_opinion_moves_if_the_friends_is_no_further_off_than_one_would_listen_to(
    scene: Any, distance: float, confidence: float, moved: bool
) -> None:
    """Half of a credibility of a half: a quarter of the distance."""
    world = scene(talk={"influence": 0.5, "credibility": 0.5, "confidence": confidence})
    world.people.aware[C, 1], world.people.attitude[C, 1] = 1, 0.5
    hears(told(world, 0.5 + distance))
    assert world.people.attitude[C].tolist() == [0.0, 0.5 + distance / 4 * moved]


@pytest.mark.parametrize(
    ("valence", "creator", "called_out"),
    [(-0.5, 0, True), (-0.5, 1, True), (0.5, 0, False), (-0.5, -1, False)],
)
def test_a_call_out_names_a_creator_and_costs_trust_in_brand_and_creator_and_teaches(
    scene: Any, valence: float, creator: int, called_out: bool
) -> None:
    """Credibility 0.8. Trust in the brand falls by 0.5 0.5 0.8 of it; evidence against the creator is 2 3 0.5 0.8."""
    world = scene(
        talk={"credibility": 0.8},
        trust={"association": 0.5, "gain": 2.0, "asymmetry": 3.0},
        recognition={"hearsay": 0.25},
    )
    world.people.aware[C, 1], world.people.trust[C] = 1, 0.6
    world.tables.follows.beta[:] = 1.0
    hears(told(world, valence, creator=creator))
    assert world.people.trust[C].tolist() == pytest.approx([0.6, 0.6 * (0.8 if called_out else 1.0)])
    assert world.people.knowledge[C] == (0.25 if called_out else 0.0)
    beta = [1 + 2 * 3 * 0.5 * 0.8 * (called_out and i == creator) for i in range(3)]
    assert world.tables.follows.beta[world.edge(C, 0) : world.edge(C, 0) + 3].tolist() == pytest.approx(beta)
    assert [world.count(1, each) for each in (HEARD_POSITIVE, HEARD_NEGATIVE)] == [valence > 0, valence < 0]


def test_the_first_follow_of_all_is_as_good_as_any(scene: Any) -> None:
    """Person 0 follows creator 0 by the edge 0: evidence against the creator, and a follow that is won."""
    world = scene(talk={"discovery": 1.0})
    follows = world.tables.follows
    world.say(1, -1.0, brand=0, creator=0)
    world.next_day()
    assert follows.beta[0] == 2.0
    follows.tie[0] = 0
    world.say(1, 1.0, brand=-1, creator=0)
    world.next_day()
    assert world.follows(0, 0)


@pytest.mark.parametrize("valence", [0.5, -0.5])
def test_a_friends_word_brings_a_brand_to_mind_and_is_remembered(scene: Any, valence: float) -> None:
    """Salience 0.2 closes a quarter of 0.8; the word is added to the 2 that were heard before."""
    world = scene(salience={"talk": 0.25})
    world.people.aware[C, 1], world.people.salience[C, 1], world.people.heard[C, 1] = 1, 0.2, 2.0
    hears(told(world, valence))
    assert world.people.salience[C].tolist() == pytest.approx([1.0, 0.4])
    assert world.people.heard[C].tolist() == pytest.approx([0.0, 2.0 + valence])
