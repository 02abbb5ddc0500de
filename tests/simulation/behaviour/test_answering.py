"""Answering: people wait in line for a brand's answer; the oldest questions come first, and who waits too long gives up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.dialogue import answer, hear_back, write
from simulation.state.columns import ANSWERED, ASKED, CLOSED, NOT_YET, WRITTEN

DAY, PATIENCE = 20, 14


def line(scene: Any, turn: int, chance: float) -> Any:
    """A scene on day 20: brand 0 answers what was asked before day ``turn``, and what was asked on it with a chance."""
    world = scene()
    world.day = DAY
    world.people.aware[:] = 1
    world.tables.brands.turn[0], world.tables.brands.response[0] = turn, chance
    return world


def wrote(world: Any, c: int, b: int = 0) -> None:
    """Let a consumer write under a post today, and the day's answers be given."""
    write(c, world.edge(c, 1), b, world.tables)
    answer(c, *world.context)


def counts(world: Any, b: int = 0) -> tuple[int, int, int]:
    """How many asked, were answered, gave up."""
    return world.count(b, ASKED), world.count(b, ANSWERED), world.count(b, CLOSED)


def test_who_writes_today_waits_and_is_not_answered_today(scene: Any) -> None:
    world = line(scene, turn=DAY, chance=1.0)
    wrote(world, 2)
    assert counts(world) == (1, 0, 0)
    assert world.tables.mail.unanswered[2].tolist() == [DAY, NOT_YET]
    world.day += 1
    answer(2, *world.context)
    assert counts(world) == (1, 1, 0)
    assert (world.tables.mail.unanswered == NOT_YET).all()
    answer(2, *world.context)
    assert counts(world) == (1, 1, 0), "an answer comes once"


@pytest.mark.parametrize(
    ("asked", "chance", "answered"),
    [
        (16, 0.0, True),  # older than the turn: answered for certain
        (17, 1.0, True),  # of the day whose turn it is: by lot
        (17, 0.0, False),
        (18, 1.0, False),  # younger: waits
    ],
)
def test_the_oldest_questions_are_answered_first(scene: Any, asked: int, chance: float, answered: bool) -> None:
    world = line(scene, turn=17, chance=chance)
    world.tables.mail.unanswered[0, 0] = asked
    hear_back(0, 0, *world.context)
    assert counts(world) == (0, int(answered), 0)
    assert world.tables.mail.unanswered[0, 0] == (NOT_YET if answered else asked)


def test_questions_of_the_day_whose_turn_it_is_are_answered_with_the_chance_that_is_set(scene: Any) -> None:
    world = line(scene, turn=DAY - 1, chance=0.3)
    days = 300
    for day in range(days):
        world.day = DAY + day
        world.tables.brands.turn[0] = world.day - 1
        world.tables.mail.unanswered[:, 0] = world.day - 1
        for c in range(5):
            hear_back(c, 0, *world.context)
    share = world.count(0, ANSWERED) / (5 * days)
    assert share == pytest.approx(0.3, abs=4.5 * np.sqrt(0.21 / (5 * days)))


@pytest.mark.parametrize(("waited", "gives_up"), [(PATIENCE - 1, False), (PATIENCE, True), (PATIENCE + 3, True)])
def test_who_has_waited_too_long_gives_up_and_likes_the_brand_less(scene: Any, waited: int, gives_up: bool) -> None:
    world = line(scene, turn=NOT_YET, chance=0.0)
    silence = float(world.model.rules.conversation.silence)
    assert world.model.scenario.conversation.patience == PATIENCE
    world.tables.mail.unanswered[0, 0] = DAY - waited
    hear_back(0, 0, *world.context)
    assert counts(world) == (0, 0, int(gives_up))
    assert world.people.attitude[0, 0] == pytest.approx(-silence if gives_up else 0.0)
    assert (world.tables.mail.unanswered[0, 0] == NOT_YET) == gives_up


def test_on_the_last_day_of_patience_an_answer_still_comes(scene: Any) -> None:
    world = line(scene, turn=DAY - PATIENCE, chance=1.0)
    world.tables.mail.unanswered[0, 0] = DAY - PATIENCE
    hear_back(0, 0, *world.context)
    assert counts(world) == (0, 1, 0)
    assert world.people.attitude[0, 0] > 0


def test_who_waits_already_keeps_the_place_in_the_line_and_asks_no_second_time(scene: Any) -> None:
    world = line(scene, turn=NOT_YET, chance=0.0)
    wrote(world, 0)
    world.day += 2
    wrote(world, 0)
    assert counts(world) == (1, 0, 0)
    assert world.tables.mail.unanswered[0, 0] == DAY
    assert world.model.tally.creator[1, WRITTEN] == 2, "the creator reads both"


def test_who_is_answered_today_and_writes_again_asks_anew(scene: Any) -> None:
    world = line(scene, turn=DAY, chance=1.0)
    world.tables.mail.unanswered[0, 0] = DAY - 3
    wrote(world, 0)
    assert counts(world) == (1, 1, 0)
    assert world.tables.mail.unanswered[0, 0] == DAY


def test_each_brand_has_a_line_of_its_own(scene: Any) -> None:
    world = line(scene, turn=NOT_YET, chance=0.0)
    wrote(world, 0, b=0)
    world.day += 1
    wrote(world, 0, b=1)
    assert (counts(world, 0), counts(world, 1)) == ((1, 0, 0), (1, 0, 0))
    world.day += 1
    world.tables.brands.turn[1] = world.day
    answer(0, *world.context)
    assert (counts(world, 0), counts(world, 1)) == ((1, 0, 0), (1, 1, 0))


def test_an_organic_post_is_no_question_to_a_brand(scene: Any) -> None:
    world = line(scene, turn=NOT_YET, chance=0.0)
    wrote(world, 0, b=-1)
    assert (world.tables.mail.unanswered == NOT_YET).all()
    assert counts(world) == (0, 0, 0)
