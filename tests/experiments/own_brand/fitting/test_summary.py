"""Which fitted worlds are kept, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.own_brand.fitting.market_of import market_of
from experiments.own_brand.fitting.sought import targets_of
from experiments.own_brand.fitting.summary import RARELY, arranged, by_chance, fits, gave_way, miss, remaining
from experiments.own_brand.fitting.trade import Trade, open_parts, values_of
from experiments.own_brand.messages import NAMES, of_strength
from tests.experiments.own_brand.answering.made import brand

TARGETS = targets_of(brand(units=1_000.0, weeks_counted=10.0, known=0.5))  # 100 a week, standard error 3.16


def row(sales: float = 100.0, aware: float = 0.5, appeal: float = -3.0, later: float | None = None) -> dict[str, float]:
    """Return a fitted world; ``later``: to how many its spend of now makes it known, where that is to be as many."""
    steady = {"steady": float(later is not None), "aware_with": aware if later is None else later}
    return {"sales": sales, "aware": aware, "trade_appeal": appeal, **steady}


def test_a_miss_is_counted_in_what_is_let_pass() -> None:
    assert miss(row(sales=103.16), TARGETS) == pytest.approx(3.16 / (2 * 1_000**0.5 / 10))
    assert miss(row(aware=0.53), TARGETS) == pytest.approx(1.5)
    assert miss(row(later=0.54), TARGETS) == pytest.approx(2.0)
    assert miss(row() | {"aware_with": 0.54}, TARGETS) == 0, "spend of a few weeks may still make it better known"


def test_what_gave_way_is_said() -> None:
    trade = Trade(-3.0, 0.4, 0.01, 0.3, 45.0, 0.5, 0.0, 2.4, memory=100.0)
    assert gave_way([trade]) == []
    (said,) = gave_way([replace(trade, messages=each, memory=100 * each) for each in (0.5, 0.6, 0.7)])
    assert "messages do 0.60 (0.52 to 0.68 in eight of ten worlds) times" in said
    assert "forget you in 60 (52 to 68 in eight of ten worlds) days" in said


def test_a_world_with_average_messages_stands_beside_worlds_with_weaker_ones() -> None:
    made = brand(units=1_000.0, weeks_counted=10.0, known=0.5)
    base, trade = market_of(made), Trade(-3.0, 0.4, 0.01, 0.3, 45.0, 0.5, 0.0, 2.4, memory=100.0)

    def worlds(*messages: float) -> list[dict[str, Any]]:
        return [values_of(replace(trade, messages=each), base, {}, made.answers, TARGETS) for each in messages]

    for strengths in ((1.0, 0.5), (0.5, 1.0)):
        shared, names, rows = arranged(worlds(*strengths))
        assert set(names) == set(NAMES)
        assert [dict(zip(names, row, strict=True)) for row in rows] == [of_strength(shared, each) for each in strengths]
    shared, names, rows = arranged(worlds(1.0, 1.0))
    assert names == ()
    assert rows == ((), ())
    assert not set(NAMES) & set(shared), "as strong as the market's"


def test_worlds_that_miss_sales_or_awareness_are_left_out() -> None:
    assert fits(row(), TARGETS)
    assert not fits(row(sales=110.0), TARGETS)
    assert not fits(row(aware=0.53), TARGETS)


def test_a_world_in_which_everybody_buys_is_left_out() -> None:
    assert not fits(row(appeal=8.0), TARGETS)
    assert not fits(row(appeal=-14.0), TARGETS)
    assert fits(row(appeal=8.0), targets_of(brand(units=0.0, known=0.0))) is False, (
        "it misses what is known of a launch"
    )


def test_few_worlds_do_not_tell_what_was_drawn_for_them() -> None:
    """Two draws of a range are near each other by chance: in 36 of 100 cases within a fifth of it."""
    width = 0.2
    assert by_chance(2) < width < by_chance(8)
    for number in (2, 3, 8, 20):
        width = by_chance(number)
        assert number * width ** (number - 1) - (number - 1) * width**number == pytest.approx(RARELY, abs=1e-6)
    assert by_chance(1) == 0.0


def test_what_is_drawn_is_told_only_where_chance_would_hardly_leave_as_little_of_its_range() -> None:
    made = brand(units=1_000.0, weeks_counted=10.0, known=0.5)
    parts = open_parts(made.answers, TARGETS)

    def told(*memories: float) -> dict[str, bool]:
        trades = [Trade(-3.0, 0.5, 0.01, 0.3, 30.0, 0.1, 0.0, 2.4, days) for days in memories]
        return {each.parameter: each.told for each in remaining(trades, made.answers, TARGETS, parts)}

    days = "consumers.salience.forgotten"
    assert not told(100.0)[days], "one world tells no range"
    assert not told(100.0, 120.0)[days]
    assert told(*np.linspace(100.0, 120.0, 6))[days]
    assert told(100.0)["brands.awareness"], "what a search looks for is told by each world"
