"""Switchback and before-after, by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import ARM, draw4
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.switchback import before_after, periods, switchback


def lives(tiny: Any, days: int, campaign: int) -> Any:
    """As much of lives as a calendar needs."""
    scenario = tiny.scenario(market={"days": days}, brands={"campaign_days": campaign})
    return SimpleNamespace(start=SimpleNamespace(scenario=scenario, key=np.uint64(7)))


@pytest.mark.filterwarnings("ignore:brands.campaign_days")
@pytest.mark.parametrize(
    ("days", "campaign", "period", "pairs"),
    [
        pytest.param(10, 10, 2, 2, id="two pairs of four days, and two days over"),
        pytest.param(12, 12, 2, 3, id="three pairs"),
        pytest.param(14, 12, 3, 2, id="two days after the campaign"),
        pytest.param(12, 14, 3, 2, id="the run ends before the campaign"),
        pytest.param(40, 40, 1, 20, id="a day each"),
    ],
)
def test_periods_go_in_pairs_in_an_order_that_is_drawn(
    tiny: Any, days: int, campaign: int, period: int, pairs: int
) -> None:
    found = periods(lives(tiny, days, campaign), Design(test="switchback", period=period, number=5))
    wanted = []
    for pair in range(pairs):
        first = int(draw4(np.uint64(7), ARM, pair, 5, 2, 0)[0] < 0.5)
        wanted += [first] * period + [1 - first] * period
    assert found.tolist() == wanted + [-1] * (days - len(wanted))


@pytest.mark.filterwarnings("ignore:brands.campaign_days")
@pytest.mark.parametrize(("days", "campaign"), [(11, 11), (14, 11), (11, 14)])
def test_a_campaign_without_room_for_two_pairs_is_refused(tiny: Any, days: int, campaign: int) -> None:
    with pytest.raises(InputError, match="period: got 3 days, takes at most 2: two pairs in a campaign of 11"):
        periods(lives(tiny, days, campaign), Design(test="switchback", period=3))


@pytest.mark.parametrize(
    ("period", "washout", "arm", "sales", "effect"),
    [
        # shown less withheld of each pair, its mean over the pairs, times the days in periods
        pytest.param(1, 0, [0, 1, 1, 0], [5, 2, 1, 6], (3 + 5) / 2 * 4, id="days"),
        pytest.param(1, 0, [1, 0, 0, 1], [5, 2, 1, 6], (-3 - 5) / 2 * 4, id="the other arms"),
        pytest.param(2, 0, [0, 0, 1, 1, 1, 1, 0, 0, -1], [4, 6, 1, 3, 0, 2, 9, 5, 99], (3 + 6) / 2 * 8, id="two days"),
        pytest.param(2, 1, [0, 0, 1, 1, 1, 1, 0, 0], [4, 6, 1, 3, 0, 2, 9, 5], (3 + 3) / 2 * 8, id="the second of two"),
    ],
)
def test_a_switchback_compares_the_periods_of_each_pair(
    period: int, washout: int, arm: list[int], sales: list[int], effect: float
) -> None:
    found = switchback(np.array(sales), np.array(arm), Design(test="switchback", period=period, washout=washout))
    assert found.value == pytest.approx(effect)


def test_a_switchbacks_error_is_that_of_its_pairs() -> None:
    """Differences 3, 5 and 1 over six days: variance 4, error 2 / sqrt(3)."""
    found = switchback(np.array([5, 2, 1, 6, 3, 2]), np.array([0, 1, 1, 0, 0, 1]), Design(test="switchback", period=1))
    assert found == pytest.approx((3 * 6, 2 / math.sqrt(3) * 6, 2))


def test_one_pair_says_nothing() -> None:
    found = switchback(np.array([5, 2]), np.array([0, 1]), Design(test="switchback", period=1))
    assert math.isnan(found.value)


def test_before_and_after_is_what_was_sold_less_what_had_been() -> None:
    """Means 4 and 2 over 4 and 3 days, variances 2/3 and 1: the days are taken for draws. Freedom by Welch."""
    found = before_after(np.array([1, 2, 3]), np.array([3, 5, 4, 4]))
    assert found.value == (4 - 2) * 4
    assert found.error == pytest.approx(math.sqrt(2 / 3 / 4 + 1 / 3) * 4)
    assert found.freedom == pytest.approx(1 / ((1 / 3) ** 2 / 3 + (2 / 3) ** 2 / 2))
    assert before_after(np.array([3, 5, 4, 4]), np.array([1, 2, 3])).value == -2 * 3
