"""What past spend says, by hand, and where it says nothing."""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pytest

from experiments.own_brand.answering.evidence.past_spend import BIAS, as_run, past_of, regress, split, total
from experiments.own_brand.brand import Sales
from experiments.results.money import amount

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


def test_one_week_of_spend_is_not_sure() -> None:
    """A regression takes what happened in that week for the effect, and sees no chance in it."""
    rng = np.random.default_rng(2)
    pulse = np.zeros(WEEKS)
    pulse[-1] = 9_000.0
    found = regress(300 + 12 * rng.standard_normal(WEEKS), pulse)
    assert found is not None
    assert found.own_error > 4 * 11 / 9_000, "the noise of that week alone, for purchases within four"


def test_sales_that_were_filled_in_tell_nothing() -> None:
    spend = 1_000 + 300 * np.random.default_rng(2).standard_normal(WEEKS)
    assert regress([400.0] * WEEKS, spend) is None
    assert regress(400.0 + 0.5 * np.arange(WEEKS), spend) is None
    assert regress([0.0] * WEEKS, spend) is None


def test_past_spend_is_run_in_its_own_split() -> None:
    """It counts in which weeks it was spent neither for its effect nor for its split."""
    spend = {
        "paid_social": (30.0,) * 52 + (0.0,) * 52,
        "creators": (10.0,) * 52 + (0.0,) * 52,
        "podium": (9.0,) * WEEKS,
    }
    assert split(dataclasses.replace(past(), spend=spend)) == {"paid_social": 0.75, "creators": 0.25}


def test_even_spend_and_few_weeks_tell_nothing() -> None:
    assert regress([100.0] * 60, np.full(60, 1_000.0)) is None
    assert regress([100.0, 90.0] * 10, np.arange(20.0)) is None
    assert total(dataclasses.replace(past(), spend={"podium": (9.0,) * WEEKS})) is None


def test_a_line_says_what_went_with_money_and_that_it_is_no_test() -> None:
    found = past_of(past(noise=2.0))
    assert found is not None
    half = 1.28 * 1000 * found.own_error
    assert found.line("EUR") == (
        f"Past spend: 1,000 EUR more went with {amount(1000 * found.each, sign=True)} ± {amount(half)} purchases within"
        " 4 weeks (eight of ten, by chance alone). That is no test: spend follows sales, too. So it is taken to be off"
        " by about 3 times its size."
    )


def test_no_table_or_one_without_spend_says_nothing() -> None:
    assert past_of(None) is None
    assert past_of(dataclasses.replace(past(), spend={})) is None


def test_it_is_run_with_its_own_money_and_seen_for_as_long_as_the_regression_looks() -> None:
    sales = dataclasses.replace(past(), spend={"paid_social": (800.0, 1_200.0) * 52, "podium": (9.0,) * WEEKS})
    changes = as_run(sales)
    assert changes["brands.budget"] == pytest.approx(4_000.0)  # four weeks of a thousand
    spent, seen = changes["brands.campaign_days"], changes["market.days"]
    assert spent == 28
    # From the middle of a week to the end of the third after it are 24.5 days; money is spent in the middle of the run.
    assert seen - spent / 2 == pytest.approx(24.5, abs=0.5)
