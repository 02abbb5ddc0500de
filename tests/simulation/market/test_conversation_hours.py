"""Hours of conversation, by hand: who is answered first, how many, what machines do, and who has waited how long."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.market.conversation_hours import begin_day, serve, share_out, waiting, wanting, work_off
from simulation.state.columns import ANSWERED, ASKED, NOT_YET
from simulation.state.commitments import Shift

DAY = 9
TALK = {
    "enabled": True,
    "replies_per_hour": 5.0,
    "machine_speed": 3.0,
    "session_hours": 2.0,
    "attendance": 0.5,
    "advice_per_hour": 4.0,
    "patience": 3,
}
"""Five answers an hour. A simulated consumer is 10,000 people: 14,000 hours a week answer one of them a day."""
ONE_A_DAY = 14_000.0


@pytest.fixture
def talk(campaign: Any) -> Any:
    """Return what makes a market on day 9 in which nobody waits for an answer, and which has some shifts."""

    def make(*shifts: Shift, **conversation: Any) -> Any:
        market = campaign(day=DAY, conversation={**TALK, **conversation})
        market.shifts.shifts = list(shifts)
        return market

    return make


def shift(brand: int = 0, first: int = DAY, days: int = 1, **hours: float) -> Shift:
    """A shift on day 9 alone, without hours unless they are told."""
    return Shift(brand, first, days, **{"replies": 0.0, "sessions": 0.0, "advice": 0.0, "automation": 0.0, **hours})


def ask(market: Any, *days: int, brand: int = 0) -> None:
    """Let people ask a brand, one after the other, on these days."""
    market.tables.mail.unanswered[: len(days), brand] = days


# Who is answered --------------------------------------------------------------------------------------------------------

SERVED = [
    # Able to answer, how many of [1, 2, 3 days] are answered, least days waited by who is reached, chance after as many.
    (0.0, [0.0, 0.0, 0.0], 4, 0.0),
    (1.0, [0.0, 0.0, 1.0], 3, 1 / 4),
    (4.0, [0.0, 0.0, 4.0], 3, 1.0),
    (4.5, [0.0, 0.5, 4.0], 2, 1 / 4),
    (6.0, [0.0, 2.0, 4.0], 2, 1.0),
    (8.0, [2.0, 2.0, 4.0], 1, 2 / 5),
    (99.0, [5.0, 2.0, 4.0], 1, 1.0),
]


@pytest.mark.parametrize(("able", "answered", "youngest", "chance"), SERVED)
def test_the_oldest_of_five_two_and_four_questions_are_answered_first(
    able: float, answered: list[float], youngest: int, chance: float
) -> None:
    line = np.array([5, 2, 4])
    done, left = serve(line, able)
    assert done.tolist() == answered
    assert left.tolist() == (line - answered).tolist()
    assert share_out(line, able) == (youngest, chance)


@pytest.mark.parametrize(
    ("line", "able", "wanted"),
    [
        ([], 3.0, (1, 0.0)),
        ([0, 0], 3.0, (3, 0.0)),
        ([0, 2, 0], 3.0, (2, 1.0)),
        ([3, 0, 4], 4.0, (3, 1.0)),
        ([3, 0, 4], 5.5, (1, 0.5)),
    ],
)
def test_days_of_which_nobody_waits_have_no_turn(line: list[int], able: float, wanted: tuple[int, float]) -> None:
    assert share_out(np.array(line, np.int64), able) == wanted


def test_who_waits_is_counted_by_days_since_the_question_and_brand(talk: Any) -> None:
    market = talk()
    ask(market, DAY, DAY - 1, DAY - 1, DAY - 3)
    ask(market, DAY - 2, brand=1)
    assert waiting(market, 0).tolist() == [1, 2, 0, 1]
    assert waiting(market, 1).tolist() == [0, 0, 1]
    market.tables.mail.unanswered[:] = NOT_YET
    assert waiting(market, 0).tolist() == []


# What the hours do ------------------------------------------------------------------------------------------------------


def test_answers_go_to_the_oldest_questions_of_the_morning(talk: Any) -> None:
    """Two answers a day in simulated consumers: one to who asked three days ago, one between two who asked yesterday."""
    market = talk(shift(replies=2 * ONE_A_DAY))
    ask(market, DAY - 3, DAY - 1, DAY - 1, DAY)
    begin_day(market)
    brands = market.tables.brands
    assert brands.turn.tolist() == [DAY - 1, NOT_YET]
    assert brands.response.tolist() == [0.5, 0.0]
    assert brands.machine.tolist() == brands.session.tolist() == brands.advice.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("automation", "able", "machine"),
    [(0.0, 2.0, 0.0), (0.25, 1.5 + 1.5, 0.5), (0.5, 1.0 + 3.0, 0.75), (1.0, 6.0, 1.0)],
)
def test_a_machine_answers_three_times_as_many_in_an_hour(
    talk: Any, automation: float, able: float, machine: float
) -> None:
    """Eight wait since yesterday."""
    market = talk(shift(brand=1, replies=2 * ONE_A_DAY, automation=automation))
    ask(market, *[DAY - 1] * 8, brand=1)
    begin_day(market)
    assert market.tables.brands.response.tolist() == [0.0, able / 8]
    assert market.tables.brands.machine.tolist() == [0.0, machine]
    assert market.tables.brands.turn.tolist() == [NOT_YET, DAY - 1]


def test_an_answer_in_two_days_is_some_chance(talk: Any) -> None:
    """0.7 hours a week are half an answer a day, for 10,000 people who wait."""
    market = talk(shift(replies=0.7))
    ask(market, DAY - 1)
    begin_day(market)
    assert market.tables.brands.response[0] == pytest.approx(0.5 / 10_000)
    assert market.tables.brands.turn[0] == DAY - 1


def test_shifts_of_a_day_add_up_and_those_of_other_days_and_brands_do_not_count(talk: Any) -> None:
    """Today: two answers by people, 1 + 1, and three by a machine. Shifts that are over are dropped."""
    over = shift(first=DAY - 2, days=2, replies=64 * ONE_A_DAY, sessions=64.0, advice=64.0)
    today = shift(replies=ONE_A_DAY), shift(first=DAY - 3, days=4, replies=2 * ONE_A_DAY, automation=0.5)
    others = shift(first=DAY + 1, replies=64 * ONE_A_DAY), shift(brand=1, replies=64 * ONE_A_DAY)
    market = talk(over, *today, *others)
    ask(market, *[DAY - 1] * 10)
    begin_day(market)
    assert market.tables.brands.response[0] == np.float32(0.5)
    assert market.tables.brands.machine[0] == np.float32(0.6)
    assert market.tables.brands.turn.tolist() == [DAY - 1, DAY - 1], "who has hours and no question: any would do"
    assert market.tables.brands.response[1] == 0.0
    assert market.shifts.shifts == [*today, *others]


@pytest.mark.parametrize(
    ("hours", "chance"),
    [
        ([0.0], 0.0),
        ([14.0], 0.5),  # two hours a day are one session: half of the people come
        ([28.0], 0.75),
        ([14.0, 28.0], 0.875),
        ([7.0], 1 - 0.5**0.5),
    ],
)
def test_each_session_has_its_own_chance_to_be_attended(talk: Any, hours: list[float], chance: float) -> None:
    market = talk(*(shift(sessions=each) for each in hours))
    begin_day(market)
    assert market.tables.brands.session.tolist() == pytest.approx([chance, 0.0])


@pytest.mark.parametrize(
    ("hours", "chance"),
    [
        ([0.0], 0.0),
        ([1.75], 1 / 40_000),
        ([35_000.0], 0.5),
        ([7_000.0, 28_000.0], 0.5),
        ([70_000.0], 1.0),
        ([1e6], 1.0),
    ],
)
def test_advice_goes_round_among_those_who_have_seen_the_brand_and_not_bought(
    talk: Any, hours: list[float], chance: float
) -> None:
    """Four an hour: 35,000 hours a week are 20,000 people a day of 40,000 who can be advised."""
    market = talk(*(shift(advice=each) for each in hours))
    people = market.consumers
    people.aware[:], people.exposures[:], people.purchases[:] = 0, 0, 0
    people.aware[:4, 0], people.exposures[:4, 0] = 1, 1
    begin_day(market)
    assert market.tables.brands.advice.tolist() == pytest.approx([chance, 0.0])


def test_who_can_be_advised_knows_the_brand_has_seen_it_and_has_not_bought(talk: Any) -> None:
    market = talk()
    people = market.consumers
    people.aware[:], people.exposures[:], people.purchases[:] = 0, 0, 0
    people.aware[:5, 1] = people.exposures[1:6, 1] = people.purchases[4:7, 1] = 1
    assert wanting(market, 1) == 3 * 10_000.0
    assert wanting(market, 0) == 1.0, "of nobody, as of one: a share of advice needs somebody"


@pytest.mark.parametrize("enabled", [True, False])
def test_yesterdays_hours_are_gone(talk: Any, enabled: bool) -> None:
    """There is no shift today, or nobody minds."""
    market = talk(*[shift(replies=1e6, sessions=99.0, advice=99.0)] * (not enabled), enabled=enabled)
    brands = market.tables.brands
    columns = brands.response, brands.machine, brands.session, brands.advice
    for column in columns:
        column[:] = 0.5
    brands.turn[:] = 3
    begin_day(market)
    assert not any(column.any() for column in columns)
    assert brands.turn.tolist() == [NOT_YET, NOT_YET]


# The account of the evening ---------------------------------------------------------------------------------------------

ACCOUNTS = [
    # Patience, line of yesterday evening by days since the question, answered, asked; answered by age, line by age.
    pytest.param(3, [], 0, 7, [0, 0, 0], [7, 0, 0], id="the first questions"),
    pytest.param(3, [5, 2, 4], 0, 7, [0, 0, 0], [7, 5, 2], id="four are closed at the age of three days"),
    pytest.param(3, [5, 2, 4], 3, 7, [0, 0, 3], [7, 5, 2], id="three of them are answered in time"),
    pytest.param(3, [5, 2, 4], 5, 0, [0, 1, 4], [0, 5, 1], id="the oldest first"),
    pytest.param(3, [5, 2, 4], 11, 1, [5, 2, 4], [1, 0, 0], id="all are answered"),
    pytest.param(4, [5, 2, 4], 3, 7, [0, 0, 3, 0], [7, 5, 2, 1], id="with a day more patience one waits on"),
    pytest.param(2, [5, 2, 4], 5, 7, [0, 1, 4], [7, 5, 0], id="a fork with less patience closes two ages at once"),
    pytest.param(1, [5], 2, 7, [2], [7], id="a day's patience"),
]


@pytest.mark.parametrize(("patience", "line", "answered", "asked", "served", "left"), ACCOUNTS)
def test_the_evenings_account_of_a_line(
    talk: Any, patience: int, line: list[int], answered: int, asked: int, served: list[int], left: list[int]
) -> None:
    market = talk(patience=patience)
    market.shifts.line = np.array([[0] * len(line), line], np.int64)
    market.tally.brand[1, ANSWERED], market.tally.brand[1, ASKED] = answered, asked
    day = work_off(market)
    assert day.dtype == np.int64
    assert day[:, 1].tolist() == [served, left]
    assert not day[:, 0].any()
    assert np.array_equal(market.shifts.line, day[1])
