"""Worlds that are fitted again, by hand: what moves, what is left out, and where a search begins."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.own_brand.fitting.fitted import Fitted, Remaining
from experiments.own_brand.fitting.refit import between, moved, refitted
from experiments.own_brand.fitting.sought import targets_of
from tests.experiments.own_brand.answering.made import brand

TARGETS = targets_of(brand(units=1_000.0, weeks_counted=10.0, known=0.5))  # 100 a week
LISTS: dict[str, Any] = {
    "brands.loyal": [0.1, 0.06],
    "brands.awareness": [0.5, 0.7],
    "brands.upkeep": [0.5, 1.0],
    "consumers.salience.forgotten": 100.0,
}
FITTED = Fitted(
    base={"market.people": 10_000.0, **LISTS},
    names=("brands.appeal", "creators.use_share"),
    rows=(([-3.0, -3.2], 0.1), ([-2.0, -3.2], 0.2), ([-1.0, -3.2], 0.3)),
    seed=1,
    sales=99.0,
    known=0.49,
    beside=(),
    remaining=(
        Remaining("brands.appeal", "liking for the brand", -3.0, -1.0, -7.0, 0.0, True, ""),
        Remaining("brands.awareness", "know the brand at the start, %", 50.0, 50.0, 1.0, 95.0, True, ""),
        Remaining("brands.upkeep", "regained, %", 50.0, 50.0, 0.0, 100.0, False, ""),
        Remaining("consumers.salience.forgotten", "days", 100.0, 100.0, 50.0, 365.0, False, ""),
        Remaining("consumers.purchase.price", "sales lost", 1.2, 4.8, 1.2, 4.8, False, ""),
    ),
    notes=("A note.",),
    tried=3,
    messages=(0.5, 0.4, 0.3),
)


def row(
    point: int, appeal: float, sales: float = 100.0, aware: float = 0.5, aware_with: float | None = None
) -> dict[str, Any]:
    """Return what a search found for a world."""
    own = {"brands.appeal": appeal, "brands.loyal": 0.2, "brands.awareness": 0.4}
    own |= {"brands.upkeep": 0.3, "consumers.salience.forgotten": 60.0 + point}
    shown = dict.fromkeys(
        ("counted", "buyers", "repeat", "subscribers", "first_half", "second_half", "builds_up"), 10.0
    )
    return {"point": point, **own, **shown, "sales": sales, "aware": aware, "aware_end": 0.5, "spent": 9.0} | {
        "without": 0.8 * sales,
        "without_whole": 0.7 * sales,
        "aware_with": aware if aware_with is None else aware_with,
        "steady": 1.0,
    }


def test_only_the_studied_brands_values_move_and_a_world_without_a_row_stays() -> None:
    found = moved(FITTED, [row(0, -4.0), row(2, -1.5)])
    assert found.names == ("brands.appeal", "creators.use_share", *LISTS)
    assert found.rows[0] == ([-4.0, -3.2], 0.1, [0.2, 0.06], [0.4, 0.7], [0.3, 1.0], 60.0)
    assert found.rows[1] == ([-2.0, -3.2], 0.2, [0.1, 0.06], [0.5, 0.7], [0.5, 1.0], 100.0)
    assert found.overrides(2)["brands.appeal"] == [-1.5, -3.2]


def test_worlds_that_cannot_show_the_numbers_any_more_are_left_out_and_said() -> None:
    found = refitted(FITTED, [row(0, -4.0), row(1, -3.0, sales=130.0), row(2, -1.5, aware=0.51)], TARGETS)
    assert [each[1] for each in found.rows] == [0.1, 0.3]
    assert (found.sales, found.known) == (100.0, pytest.approx(0.505))
    assert found.notes[0] == "A note."
    assert found.notes[1].startswith("1 of 3 worlds cannot show these numbers with messages as strong")
    ranges = [(each.low, each.high) for each in found.remaining]
    assert ranges == [(-4.0, -1.5), (40.0, 40.0), (30.0, 30.0), (60.0, 62.0), (1.2, 4.8)]
    assert {each.what for each in found.beside} >= {"sales a week", "sales a week without your spend"}


def test_a_world_whose_spend_makes_the_brand_better_known_than_it_is_is_left_out() -> None:
    found = refitted(FITTED, [row(0, -4.0), row(1, -3.0, aware_with=0.53), row(2, -1.5, aware_with=0.515)], TARGETS)
    assert [each[1] for each in found.rows] == [0.1, 0.3], "two points are let pass"
    assert found.messages == (0.5, 0.3), "and each keeps the strength of its messages"


def test_the_nearest_worlds_stay_where_none_can() -> None:
    found = refitted(FITTED, [row(0, -4.0, 300.0), row(1, -3.0, 130.0), row(2, -1.5, 200.0)], TARGETS)
    assert [each[1] for each in found.rows] == [0.2]
    assert found.notes[-1].startswith("no world can show these numbers")
    assert found.notes[-1].endswith("the nearest world is taken")
    assert found.nearest
    assert not refitted(FITTED, [row(0, -4.0), row(1, -3.0), row(2, -1.5)], TARGETS).nearest


def test_a_world_that_failed_is_left_out_too() -> None:
    found = refitted(FITTED, [row(2, -1.5), row(0, -4.0)], TARGETS)
    assert [each[1] for each in found.rows] == [0.1, 0.3]
    assert found.notes[-1].startswith("1 of 3")


def test_a_search_begins_on_the_line_between_two_fits() -> None:
    weak = moved(FITTED, [row(0, -2.0), row(1, -2.0), row(2, -2.0)])
    found = between(weak, FITTED, (0, 1, 1), (0.0, 0.5, 2.0))
    assert [each["brands.appeal"] for each in found] == [-2.0, -2.0, -2.0]
    assert [each["brands.loyal"] for each in found] == pytest.approx([0.2, 0.15, 1e-6])
    assert [each["brands.upkeep"] for each in found] == pytest.approx([0.3, 0.4, 0.7])
    assert [each["consumers.salience.forgotten"] for each in found] == pytest.approx([60.0, 80.5, 139.0])
    assert [each["point"] for each in found] == [0, 1, 2]
