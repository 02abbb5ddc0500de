"""Past spend: what is made of it, that it weighs little, and that worlds far beyond it count less."""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pytest

from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.past_spend import BIAS, regress, total, weights_of
from experiments.own_brand.brand import PlannedWeek, Sales
from tests.experiments.own_brand.answering.made import brand, outlook

MONDAY = datetime.date(2024, 1, 1)
WEEKS = 104


def past(each: float = 0.02, noise: float = 5.0, spread: float = 300.0) -> Sales:
    """Return two years of sales in which each unit of money sells so much within four weeks."""
    rng = np.random.default_rng(7)
    spend = 1_000 + spread * rng.standard_normal(WEEKS)
    carried = np.convolve(spend, [0.4, 0.3, 0.2, 0.1])[:WEEKS] if each else 0 * spend
    units = 100 + each * carried + noise * rng.standard_normal(WEEKS)
    weeks = tuple(MONDAY + datetime.timedelta(weeks=k) for k in range(WEEKS))
    return Sales(weeks, tuple(units.tolist()), None, {"paid_social": tuple(spend.tolist()), "podium": (9.0,) * WEEKS})


def test_the_estimate_holds_what_each_unit_of_money_sold() -> None:
    sales = past(noise=2.0)
    spent = total(sales)
    assert spent is not None
    assert spent.max() < 3_000  # what is no channel of the market is not counted
    found = regress(sales.units, spent)
    assert found is not None
    assert abs(found.each - 0.02) < 4 * found.own_error
    assert found.own_error < 0.005
    assert found.error == pytest.approx(np.hypot(found.own_error, BIAS * max(abs(found.each), found.own_error)))


def test_even_spend_and_few_weeks_tell_nothing() -> None:
    assert regress([100.0] * 60, np.full(60, 1_000.0)) is None
    assert regress([100.0, 90.0] * 10, np.arange(20.0)) is None
    assert total(dataclasses.replace(past(), spend={"podium": (9.0,) * WEEKS})) is None


def now(added: tuple[float, ...]) -> Outlook:
    """Return an outlook in which what is done now adds so much in three worlds, for 1,000."""
    found = outlook(broadcast=added)
    return dataclasses.replace(
        found, plans=(*found.plans, "as now"), values={**found.values, "as now": found.values["broadcast"]}
    )


def test_worlds_far_beyond_the_past_count_less() -> None:
    found = now((5.0, 20.0, 300.0))
    weights, said = weights_of(brand(sales=past()), found)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[0] > 0.3
    assert weights[2] < 1e-4
    assert "That is no test" in said[0]
    assert "of 3 worlds count" in said[0]


def test_worlds_near_it_count_about_the_same() -> None:
    weights, _ = weights_of(brand(sales=past()), now((3.0, 5.0, 8.0)))
    assert weights == pytest.approx(np.full(3, 1 / 3), abs=0.06)


def test_where_no_world_is_near_the_weights_stay_and_it_is_said() -> None:
    weights, said = weights_of(brand(sales=past(noise=0.5)), now((3_000.0, 5_000.0, 8_000.0)))
    assert weights == pytest.approx(np.full(3, 1 / 3))
    assert "weights stay as they were" in said[0]


def test_a_plan_of_ones_own_or_no_spend_leaves_the_weights_without_a_word() -> None:
    found = now((3.0, 5.0, 8.0))
    assert weights_of(brand(), found)[1] == []
    assert weights_of(brand(sales=past(), plan=(PlannedWeek(1, channel="search", spend=9.0),)), found)[1] == []
    assert weights_of(brand(sales=past()), outlook())[1] == []
