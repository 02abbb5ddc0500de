"""What the fit may move, by hand: habits, ranges, and that a world's row changes nothing that the folder determines."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from experiments.own_brand.fitting.market_of import market_of
from experiments.own_brand.fitting.sought import targets_of
from experiments.own_brand.fitting.trade import Trade, draws, first_guess, loyal_of, open_parts, values_of
from simulation.scenario import Scenario
from tests.experiments.own_brand.answering.made import brand

TRADE = Trade(
    appeal=-3.0, aware=0.4, talk=0.01, category=0.3, interval=45.0, habit=0.5, churn=0.0, slope=2.4, memory=100.0
)


def answered(**changes: Any) -> tuple[Any, Any, dict[str, Any]]:
    """Return answers, targets and market of a brand."""
    ours = brand(people=800_000.0, **changes)
    return ours.answers, targets_of(ours), market_of(ours)


def test_habit_is_a_share_of_those_who_buy_twice() -> None:
    # 100 units by 50 customers: each buys twice, so half of those who know it are customers, half of them by habit.
    answers, targets, _ = answered(customers=50.0)
    assert loyal_of(TRADE, answers, targets) == pytest.approx(0.5 * (1 - 1 / 2) * 0.5)


def test_a_durable_and_a_launch_have_no_habit() -> None:
    for changes in ({"buying": "one-off"}, {"units": 0.0, "known": 0.0}):
        answers, targets, _ = answered(**changes)
        assert loyal_of(TRADE, answers, targets) == 0.0


def test_what_is_known_is_not_left_open() -> None:
    names = {part.name for part in open_parts(*answered(customers=50.0)[:2])}
    assert {"aware", "category", "appeal"}.isdisjoint(names)
    unknown = {part.name for part in open_parts(*answered(known=None)[:2])}
    assert {"aware", "category"} <= unknown
    assert "appeal" in {part.name for part in open_parts(*answered(units=0.0, known=0.0)[:2])}


def test_worlds_draw_all_of_each_range() -> None:
    parts = open_parts(*answered(known=None)[:2])
    drawn = draws(parts, 20, seed=1)
    for part in parts:
        values = sorted(each[part.name] for each in drawn)
        assert part.low <= values[0] < values[-1] <= part.high
        assert len(set(values)) == 20


def test_a_world_takes_what_the_folder_determines_from_the_folder() -> None:
    answers, targets, base = answered()
    world = {"brands.price": 99.0, "consumers.trust.asymmetry": 2.0, "brands.awareness": 0.7}
    values = values_of(TRADE, base, world, answers, targets)
    assert values["brands.price"] == [20.0] * 4
    assert values["consumers.trust.asymmetry"] == 2.0
    assert values["brands.awareness"] == [0.4, 0.7, 0.7, 0.7], "rivals are as known as the world's brands"
    Scenario().with_values(values)


def test_memory_upkeep_and_messages_are_the_brands_own() -> None:
    """Messages half as strong: half of the world's awareness and gain, and of the market's adstock, which it lacks."""
    answers, targets, base = answered()
    world = {"consumers.persuasion.awareness": 0.2, "consumers.persuasion.gain": 0.06}
    values = values_of(dataclasses.replace(TRADE, upkeep=0.3, messages=0.5), base, world, answers, targets)
    assert values["consumers.salience.forgotten"] == 100.0
    assert values["brands.upkeep"] == [0.3, 1.0, 1.0, 1.0], "rivals are as well known as they were"
    assert values["consumers.persuasion.awareness"] == pytest.approx(0.1)
    assert values["consumers.persuasion.gain"] == pytest.approx(0.03)
    assert values["consumers.purchase.adstock"] == pytest.approx(Scenario().consumers.purchase.adstock / 2)
    as_usual = values_of(TRADE, base, world, answers, targets)
    assert as_usual["brands.upkeep"] == [1.0] * 4
    assert as_usual["consumers.persuasion.awareness"] == 0.2
    assert "consumers.purchase.adstock" not in as_usual


def test_what_keeps_a_brand_known_is_open_where_it_spends() -> None:
    answers, targets, _ = answered()
    without, spends = ({part.name for part in open_parts(answers, targets, each)} for each in (False, True))
    assert spends - without == {"upkeep"}
    assert "memory" in without


def test_the_search_begins_at_what_is_known() -> None:
    answers, targets, base = answered(known=0.2)
    assert first_guess(base, {}, 0.03, targets).aware == 0.2
    assert first_guess(base, {"slope": 3.0}, 0.03, targets).slope == 3.0
    assert answers.known == 0.2
