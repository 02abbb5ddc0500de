"""Conversation, by hand: who is answered, by whom, and what that moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.dialogue import (
    answer,
    comment_on,
    hear_back,
    read_thread,
    wants_advice,
    warm_to,
    who_is_answered,
    write,
)
from simulation.compute.draws import ANSWER, SESSION
from simulation.state.columns import (
    ADVISED,
    ANSWERED,
    ASKED,
    ATTENDED,
    CLOSED,
    FRIENDLY,
    MACHINES_NOTICED,
    NOT_YET,
    OTHER,
    REPLIED,
    THREADS_READ,
    UNFRIENDLY,
    WRITTEN,
)

RULES = {
    "reply": 0.25,
    "closeness": 0.5,
    "silence": 0.125,
    "noticed": 0.0,
    "insulted": 0.75,
    "session": 0.2,
    "advice": 0.3,
    "creator_reply": 1.5,
    "forum": 0.25,
}
"""Each mechanism its own number, so that none can stand in for another."""


@pytest.fixture
def world(scene: Any) -> Any:
    """Person 2 knows brand 1 and rather likes it."""
    made = scene()
    made.turn("conversation", **RULES)
    made.people.aware[2, 1], made.people.attitude[2, 1], made.people.trust[2, 1] = 1, 0.2, 0.4
    return made


def felt(world: Any, c: int = 2, b: int = 1) -> tuple[float, float]:
    """Attitude and trust of a person to a brand."""
    return float(world.people.attitude[c, b]), float(world.people.trust[c, b])


def counts(world: Any, *columns: int, b: int = 1) -> list[int]:
    return [world.count(b, column) for column in columns]


@pytest.mark.parametrize(("brand", "waiting"), [(0, 1), (1, 2), (-1, -1), (OTHER, -1)])
def test_what_was_written_last_waits_for_its_answer(world: Any, brand: int, waiting: int) -> None:
    write(3, 9, 1 - brand, world.tables)
    write(3, 7, brand, world.tables)
    assert world.tables.mail.asked.tolist() == [0, 0, 0, waiting, 0]
    assert world.tables.mail.edge[3] == 7


@pytest.mark.parametrize(
    ("covert", "attitude", "friendly"),
    [(False, 0.0, True), (False, 0.5, True), (False, -0.01, False), (True, 0.5, False)],
)
def test_a_comment_is_friendly_unless_its_writer_dislikes_the_brand_or_feels_misled(
    world: Any, covert: bool, attitude: float, friendly: bool
) -> None:
    world.people.attitude[2, 1] = attitude
    comment_on(2, 1, 0, covert, world.people, world.model.tally)
    assert world.model.tally.creator[0, [FRIENDLY, UNFRIENDLY]].tolist() == [friendly, not friendly]


@pytest.mark.parametrize(
    ("praise", "scorn", "attitude", "confidence", "after"),
    [
        # a + 0.25 (s - a) with s = (praise - scorn) / (praise + scorn)
        pytest.param(3.0, 1.0, 0.1, 2.0, 0.1 + 0.25 * (0.5 - 0.1), id="three friendly of four: s = 0.5"),
        pytest.param(1.0, 3.0, 0.1, 2.0, 0.1 + 0.25 * (-0.5 - 0.1), id="three unfriendly of four: s = -0.5"),
        pytest.param(0.5, 0.25, 0.0, 2.0, 0.25 * 0.25 / 0.75, id="comments fade below one: s = 1/3"),
        pytest.param(0.0, 2.0, -1.0, 2.0, -1.0, id="no lower than the comments"),
        pytest.param(3.0, 1.0, 0.25, 0.25, 0.3125, id="as far off as one would listen to: 0.25 + 0.25 0.25"),
        pytest.param(3.0, 1.0, 0.25, 0.2499, 0.25, id="further off"),
        pytest.param(1.0, 3.0, 0.25, 0.5, 0.25, id="further off, from above"),
    ],
)
def test_a_thread_moves_its_reader_towards_its_mean_if_that_is_near(
    world: Any, praise: float, scorn: float, attitude: float, confidence: float, after: float
) -> None:
    world.turn("talk", confidence=confidence)
    world.model.creators.praise[0], world.model.creators.scorn[0] = praise, scorn
    world.people.attitude[2, 1] = attitude
    read_thread(2, 1, 0, world.tables, world.model.rules, world.model.tally)
    assert world.people.attitude[2, 1] == pytest.approx(after)
    assert counts(world, THREADS_READ) == [1]


def test_a_thread_without_comments_is_not_read(world: Any) -> None:
    world.model.creators.praise[1] = 1.0
    read_thread(2, 1, 0, world.tables, world.model.rules, world.model.tally)
    assert felt(world)[0] == np.float32(0.2)
    assert counts(world, THREADS_READ) == [0]


@pytest.mark.parametrize(
    ("liking", "closeness", "attitude", "trust"),
    [
        (0.0, 0.0, -0.5, 0.4),
        (0.2, 0.0, -0.5 + 0.2 * 1.5, 0.4),
        (0.2, 0.25, -0.2, 0.4 + 0.25 * 0.6),
        (1.0, 1.0, 1.0, 1.0),
    ],
)
def test_warmth_closes_a_share_of_the_distance_to_full_liking_and_to_full_trust(
    world: Any, liking: float, closeness: float, attitude: float, trust: float
) -> None:
    world.people.attitude[2, 1] = -0.5
    warm_to(2, 1, np.float32(liking), np.float32(closeness), world.people)
    assert felt(world) == pytest.approx((attitude, trust))
    assert felt(world, b=0) == (0.0, 0.5)


# Being answered by a brand: attitude 0.2 and trust 0.4 before ----------------------------------------------------------

REPLIED_BY_A_PERSON = (0.2 + 0.25 * 0.8, 0.4 + 0.5 * 0.6)
REPLIED_BY_A_MACHINE = (0.2 + 0.25 * 0.8, 0.4)
NO_REPLY = (0.2 - 0.125, 0.4)
INSULTED = (0.2 - 0.75, 0.4 * (1 - 0.75))


def waits_since_yesterday(world: Any) -> None:
    """Person 2 asked brand 1 yesterday, whose turn it is today; a question is closed after a day."""
    world.turn("conversation", patience=1.0)
    world.tables.mail.unanswered[2, 1] = world.tables.brands.turn[1] = world.day - 1


@pytest.mark.parametrize(
    ("answered", "machine", "noticed", "after", "counted"),
    [
        pytest.param(False, True, True, NO_REPLY, [1, 0, 0], id="not answered, and closed"),
        pytest.param(True, False, True, REPLIED_BY_A_PERSON, [0, 1, 0], id="by a person"),
        pytest.param(True, True, False, REPLIED_BY_A_MACHINE, [0, 1, 0], id="by a machine that passes: no closeness"),
        pytest.param(True, True, True, INSULTED, [0, 1, 1], id="by a machine that is noticed"),
    ],
)
def test_who_wrote_is_answered_or_not_by_a_person_or_a_machine(
    world: Any, answered: bool, machine: bool, noticed: bool, after: tuple[float, float], counted: list[int]
) -> None:
    u_answer, u_machine, u_notice, _ = world.draws(ANSWER, 2, partner=1)
    world.tables.brands.response[1] = world.above(u_answer) if answered else u_answer
    world.tables.brands.machine[1] = world.above(u_machine) if machine else u_machine
    world.turn("conversation", noticed=world.above(u_notice) if noticed else u_notice)
    waits_since_yesterday(world)
    hear_back(2, 1, *world.context)
    assert felt(world) == pytest.approx(after)
    assert counts(world, CLOSED, ANSWERED, MACHINES_NOTICED) == counted
    assert world.tables.mail.unanswered[2, 1] == NOT_YET


@pytest.mark.parametrize(
    ("noticed", "knowledge", "chance"),
    [(0.0, 0.5, 0.5), (0.5, 0.0, 0.5), (0.5, 0.5, 0.5 + 0.5 * 0.5), (0.25, 0.5, 0.25 + 0.75 * 0.5), (0.25, 1.0, 1.0)],
)
def test_a_machine_is_noticed_the_more_the_better_one_knows_persuasion(
    world: Any, noticed: float, knowledge: float, chance: float
) -> None:
    world.tables.brands.response[:], world.tables.brands.machine[:] = 1.0, 1.0
    world.turn("conversation", noticed=noticed)
    world.people.knowledge[:] = knowledge
    for world.day in range(60):
        u_notice = world.draws(ANSWER, 2, partner=1)[2]
        before = world.count(1, MACHINES_NOTICED)
        waits_since_yesterday(world)
        hear_back(2, 1, *world.context)
        assert world.count(1, MACHINES_NOTICED) - before == (u_notice < chance)


@pytest.mark.parametrize(("machine", "lost"), [(0.0, "silence"), (1.0, "insulted")])
def test_attitude_falls_no_lower_than_minus_one(world: Any, machine: float, lost: str) -> None:
    world.tables.brands.response[1] = 0.0 if lost == "silence" else 1.0
    world.tables.brands.machine[1] = machine
    world.people.attitude[2, 1] = -0.95
    world.turn("conversation", noticed=1.0)
    waits_since_yesterday(world)
    hear_back(2, 1, *world.context)
    assert felt(world)[0] == -1.0


# The day's conversation -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "replies", "written", "waits"),
    [
        pytest.param(0, True, 0, [0, 0], id="wrote nothing"),
        pytest.param(-1, True, 1, [0, 0], id="wrote under an organic post"),
        pytest.param(1, True, 1, [1, 0], id="under a post of brand 0"),
        pytest.param(2, True, 1, [0, 1], id="under a post of brand 1"),
        pytest.param(2, False, 1, [0, 1], id="the creator has no time"),
    ],
)
def test_who_wrote_waits_for_the_brand_and_hears_back_from_the_creator_or_not(
    world: Any, asked: int, replies: bool, written: int, waits: list[int]
) -> None:
    mail, follows, e = world.tables.mail, world.tables.follows, world.edge(2, 1)
    mail.asked[2], mail.edge[2] = asked, e
    world.tables.brands.response[:] = 1.0
    u_reply = world.draws(ANSWER, 2, partner=2)[3]  # behind the brands' own draws: partner 2 of 0, 1
    world.model.creators.reply[1] = world.above(u_reply) if replies else u_reply
    alpha = follows.alpha.copy()
    answer(2, *world.context)
    assert mail.asked[2] == 0
    assert world.model.tally.creator[:, [WRITTEN, REPLIED]].tolist() == [[0, 0], [written, written * replies], [0, 0]]
    assert [world.count(b, ASKED) for b in (0, 1)] == waits
    assert (world.tables.mail.unanswered[2] == world.day).tolist() == [bool(wait) for wait in waits]
    assert [world.count(b, ANSWERED) for b in (0, 1)] == [0, 0], "a brand answers on the next day at the earliest"
    gained = np.zeros(len(alpha))
    gained[e] = 1.5 * (written and replies)
    assert (follows.alpha - alpha).tolist() == gained.tolist()


@pytest.mark.parametrize(
    ("comes", "aware", "attitude", "attended"),
    [(True, 1, 0.2, True), (True, 1, 0.0, True), (True, 1, -0.1, False), (True, 0, 0.2, False), (False, 1, 0.2, False)],
)
def test_a_session_is_for_those_who_know_the_brand_and_do_not_dislike_it(
    world: Any, comes: bool, aware: int, attitude: float, attended: bool
) -> None:
    u_come = world.draws(SESSION, 2, partner=1)[0]
    world.tables.brands.session[1] = world.above(u_come) if comes else u_come
    world.people.aware[2, 1], world.people.attitude[2, 1] = aware, attitude
    answer(2, *world.context)
    assert counts(world, ATTENDED) == [attended]
    # Trust closes half of what liking does: 0.2 and 0.2 / 2.
    warmed = (attitude + 0.2 * (1 - attitude), 0.4 + 0.1 * 0.6)
    assert felt(world) == pytest.approx(warmed if attended else (attitude, 0.4))


@pytest.mark.parametrize(
    ("gets", "exposures", "purchases", "advised"),
    [
        pytest.param(True, 3, 0, True, id="met the brand and has not bought"),
        pytest.param(True, 1, 0, True, id="met it once"),
        pytest.param(True, 0, 0, False, id="has not met it"),
        pytest.param(True, 3, 1, False, id="has bought"),
        pytest.param(False, 3, 0, False, id="has no luck"),
    ],
)
def test_advice_is_for_those_who_met_the_brand_and_have_not_bought(
    world: Any, gets: bool, exposures: int, purchases: int, advised: bool
) -> None:
    u_advice = world.draws(SESSION, 2, partner=1)[1]
    world.tables.brands.advice[1] = world.above(u_advice) if gets else u_advice
    world.people.exposures[2, 1], world.people.purchases[2, 1] = exposures, purchases
    assert wants_advice(2, 1, world.people) == (advised or not gets)
    answer(2, *world.context)
    assert counts(world, ADVISED) == [advised]
    warmed = (0.2 + 0.3 * 0.8, 0.4 + 0.3 * 0.6)
    assert felt(world) == pytest.approx(warmed if advised else (0.2, 0.4))


def test_each_brand_has_its_own_session_and_advice(world: Any) -> None:
    world.people.aware[2], world.people.exposures[2] = 1, 1
    world.tables.brands.session[:], world.tables.brands.advice[:] = [1.0, 0.0], [0.0, 1.0]
    answer(2, *world.context)
    assert [counts(world, ATTENDED, ADVISED, b=b) for b in (0, 1)] == [[1, 0], [0, 1]]


@pytest.mark.parametrize("first", [0, 1])
def test_who_wrote_or_waits_has_a_bit_and_everybody_where_a_brand_talks(world: Any, first: int) -> None:
    """Bits are counted from the first of the people that are asked for: person 2 wrote, person 1 waits for brand 1."""
    mail, brands, number = world.tables.mail, world.tables.brands, world.people.rate.size - first

    def bits() -> int:
        return int(who_is_answered(first, number, world.tables))

    assert bits() == 0
    mail.asked[2] = 1
    assert bits() == 1 << (2 - first)
    mail.unanswered[1, 1] = 5
    assert bits() == 1 << (2 - first) | 1 << (1 - first)
    mail.asked[2] = 0
    assert bits() == 1 << (1 - first)
    for column in (brands.session, brands.advice):
        column[1] = 0.5
        assert bits() == 2**number - 1
        column[1] = 0.0
