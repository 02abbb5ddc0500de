"""Talk: shares, recommendations and call-outs reach friends the next day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.talk import find_follow, speak
from simulation.state.columns import ACTIVE, HEARD_NEGATIVE, HEARD_POSITIVE, NEWLY_AWARE, WON

OPINION = st.floats(-1, 1)
VALENCE = st.floats(-1, 1).filter(lambda v: abs(v) > 1e-3)


def test_what_is_said_today_is_heard_by_friends_tomorrow_and_by_nobody_else(scene: Any) -> None:
    world = scene()
    world.say(2, 0.5)
    assert not world.people.aware.any()
    world.next_day()
    assert world.people.aware[:, 0].tolist() == [0, 1, 0, 1, 0]
    world.next_day()
    assert world.people.aware[:, 0].tolist() == [0, 1, 0, 1, 0]
    assert (world.count(0, HEARD_POSITIVE), world.count(0, NEWLY_AWARE)) == (0, 0), "told once, heard once"


def test_who_speaks_is_heard_with_the_chance_that_is_set(scene: Any) -> None:
    world = scene(talk={"hear": 0.3})
    heard = 0
    for _ in range(600):
        world.say(1, 0.5)
        world.say(3, 0.5)
        world.next_day()
        heard += world.count(0, HEARD_POSITIVE)
    assert heard / 2400 == pytest.approx(0.3, abs=4.5 * np.sqrt(0.21 / 2400))


def test_a_call_out_reaches_people_who_follow_nobody_involved(scene: Any) -> None:
    world = scene(trust={"association": 0.5}, talk={"credibility": 0.8})
    world.people.aware[:], world.people.trust[:] = 1, 0.6
    world.tables.follows.tie[:] = 0
    world.tables.follows.creator[world.edge(1, 2)] = (
        1  # person 1 has no tie with creator 2 at all, not even a latent one
    )
    world.say(0, -0.5, brand=0, creator=2)
    world.next_day()
    assert find_follow(1, 2, world.tables.follows) == -1
    assert world.people.trust[1].tolist() == pytest.approx([0.6 * (1 - 0.5 * 0.5 * 0.8), 0.6])
    assert world.count(0, HEARD_NEGATIVE) == 1
    assert world.people.trust[3, 0] == np.float32(0.6), "not a friend of who called out"


def test_a_call_out_also_costs_the_creator_trust_among_its_followers_at_second_hand(scene: Any) -> None:
    world = scene(trust={"gain": 2.0, "asymmetry": 3.0}, talk={"credibility": 0.5})
    world.say(0, -0.5, brand=0, creator=1)
    world.next_day()
    e = world.edge(1, 1)
    assert world.tables.follows.beta[e] == pytest.approx(1 + 2 * 3 * 0.5 * 0.5)
    assert world.trust(1, 1) < 0.5 == world.trust(1, 0) == world.trust(3, 1)


def test_a_bad_word_about_a_product_is_no_call_out_of_a_creator(scene: Any) -> None:
    world = scene(trust={"association": 1.0})
    world.people.trust[:] = 0.6
    world.people.aware[:] = 1
    world.say(0, -1.0, brand=0)
    world.next_day()
    assert world.people.trust[1, 0] == np.float32(0.6)
    assert world.trust(1, 0) == 0.5


def test_a_share_makes_a_latent_follow_active(scene: Any) -> None:
    world = scene(talk={"discovery": 1.0})
    world.tables.follows.tie[world.edge(1, 2)] = 0
    world.say(0, 0.5, brand=-1, creator=2)
    world.next_day()
    assert world.follows(1, 2)
    assert world.model.tally.creator[:, WON].tolist() == [0, 0, 1]


def test_a_share_of_a_creator_whom_one_has_no_latent_tie_with_changes_nothing(scene: Any) -> None:
    world = scene(talk={"discovery": 1.0})
    world.tables.follows.creator[world.edge(1, 2)] = 1
    before = world.tables.follows.tie.tolist()
    world.say(0, 0.5, brand=-1, creator=2)
    world.next_day()
    assert world.tables.follows.tie.tolist() == before


def test_a_call_out_makes_nobody_follow_and_a_share_wins_no_follow_twice(scene: Any) -> None:
    world = scene(talk={"discovery": 1.0})
    world.tables.follows.tie[world.edge(1, 2)] = 0
    world.say(0, -0.5, brand=0, creator=2)
    world.next_day()
    assert not world.follows(1, 2)
    world.say(0, 0.5, brand=-1, creator=0)
    world.next_day()
    assert world.model.tally.creator[:, WON].sum() == 0


@given(attitude=OPINION, valence=VALENCE, confidence=st.floats(0, 2), influence=st.floats(0, 1), trust=st.floats(0, 1))
def test_opinions_move_towards_near_ones_and_bounded_confidence_ignores_far_ones(
    scene: Any, attitude: float, valence: float, confidence: float, influence: float, trust: float
) -> None:
    world = scene(talk={"confidence": confidence, "influence": influence, "credibility": trust})
    world.people.aware[:] = 1
    world.people.attitude[:] = attitude
    world.say(0, valence)
    world.next_day()
    distance = np.float32(valence) - np.float32(attitude)
    near = abs(distance) <= np.float32(confidence)
    wanted = attitude + influence * trust * (valence - attitude) if near else attitude
    assert world.people.attitude[1, 0] == pytest.approx(wanted, abs=1e-6)
    assert world.people.attitude[1, 1] == np.float32(attitude)
    assert -1 <= world.people.attitude[1, 0] <= 1


def test_news_is_told_on_and_travels_a_friend_a_day(scene: Any) -> None:
    world = scene(talk={"retell": 1.0})
    world.say(0, 0.75, brand=1)
    for day in range(1, 5):
        world.next_day()
        assert world.people.aware[:, 1].tolist() == [
            int(c == 1 or 1 <= c <= day or (c == 0 and day > 1)) for c in range(5)
        ]
        assert world.says(day) == (1, -1, 0.75)


def test_what_one_knows_already_is_not_news_but_a_call_out_always_is(scene: Any) -> None:
    world = scene(talk={"retell": 1.0})
    world.people.aware[:] = 1
    world.say(0, 0.75)
    world.next_day()
    assert world.says(1)[2] == 0
    world.say(0, -0.75, brand=0, creator=1)
    world.next_day()
    assert world.says(1) == (0, 1, -0.75)


def test_nothing_is_told_on_where_nobody_retells(scene: Any) -> None:
    world = scene(talk={"retell": 0.0})
    world.say(0, -0.75, brand=0, creator=1)
    world.next_day()
    assert world.says(1)[2] == 0


@given(said=st.lists(VALENCE, min_size=1, max_size=6))
def test_one_thing_is_said_a_day_the_one_felt_most_strongly(scene: Any, said: list[float]) -> None:
    world = scene()
    strengths = [abs(np.float32(v)) for v in said]
    for k, valence in enumerate(said):
        speak(0, k, k + 10, np.float32(valence), world.tables.mail)
    first_of_the_strongest = int(np.argmax(strengths))
    assert world.says(0) == (
        first_of_the_strongest,
        first_of_the_strongest + 10,
        float(np.float32(said[first_of_the_strongest])),
    )


def test_someone_with_two_friends_who_speak_hears_both(scene: Any) -> None:
    world = scene()
    world.say(0, 0.5, brand=0)
    world.say(2, -0.5, brand=1)
    world.next_day()
    assert world.people.aware[1].tolist() == [1, 1]
    assert (world.count(0, HEARD_POSITIVE), world.count(1, HEARD_NEGATIVE)) == (1, 2)
    assert not world.tables.mail.waiting.any()


def test_a_creator_is_found_among_those_somebody_follows_or_might(scene: Any) -> None:
    world = scene()
    follows = world.tables.follows
    follows.tie[:] = 0
    assert [find_follow(c, i, follows) for c in range(5) for i in range(3)] == list(range(15))
    assert find_follow(0, 3, follows) == -1
    assert not (follows.tie & ACTIVE).any()
