"""What a folder tells of a brand, as targets with their errors; numbers that contradict one another are refused."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest

from experiments.own_brand.brand import Sales
from experiments.own_brand.fitting.sought import GROWTH, error_of_mean, targets_of
from simulation.errors import InputError
from tests.experiments.own_brand.answering.made import brand


def weeks(units: list[float]) -> Sales:
    """Return a sales table of these weeks."""
    first = datetime.date(2026, 1, 5)
    return Sales(tuple(first + datetime.timedelta(weeks=k) for k in range(len(units))), tuple(units))


def test_without_a_table_sales_are_those_of_the_answers_with_the_error_of_a_count() -> None:
    found = targets_of(brand(units=100.0, weeks_counted=10.0))
    assert (found.sales, found.error, found.weeks) == (10.0, 1.0, 0)  # sqrt(100) / 10


def test_a_table_has_the_last_word_and_its_difference_is_said() -> None:
    found = targets_of(brand(units=100.0, weeks_counted=10.0, sales=weeks([20.0] * 8)))
    assert (found.sales, found.error, found.weeks) == (20.0, 0.0, 8)
    assert "brand.yaml says 10 sales a week, sales.csv 20 over its last 8 weeks" in found.notes[0]


def test_the_error_of_a_mean_counts_weeks_that_hang_together() -> None:
    alone = np.array([1.0, -1.0] * 20)
    together = np.array([1.0] * 20 + [-1.0] * 20)
    assert error_of_mean(alone) < 1 / math.sqrt(39) < error_of_mean(together)


def test_customers_tell_how_often_each_buys_but_not_of_a_subscription() -> None:
    often = targets_of(brand(units=100.0, weeks_counted=10.0, customers=50.0))
    assert (often.each, often.frequency, often.subscribers) == (2.0, 2.0, None)
    paid = targets_of(brand(units=100.0, weeks_counted=10.0, customers=50.0, buying="subscription"))
    assert paid.frequency is None
    assert paid.subscribers == pytest.approx(10.0 * paid.period / 7)


def test_a_launch_has_sold_nothing_and_nobody_knows_it() -> None:
    found = targets_of(brand(units=0.0, known=0.0))
    assert (found.launch, found.sales, found.known) == (True, 0.0, 0.0)


def test_a_rare_brand_grows_less_by_itself() -> None:
    assert targets_of(brand(known=0.5)).growth(0.01) == GROWTH
    assert targets_of(brand(known=0.03)).growth(0.5) == pytest.approx(0.005)
    assert targets_of(brand(known=None)).growth(0.03) == pytest.approx(0.005)


REFUSED = [
    ({"units": 100.0, "customers": 200.0}, "takes at most one customer a unit"),
    ({"units": 9_000.0, "customers": 6_000.0}, "takes no more than know the brand (known: 50 % of people, 5,000)"),
]


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_numbers_of_which_both_cannot_be_right_are_refused(given: dict[str, float], message: str) -> None:
    with pytest.raises(InputError) as refused:
        targets_of(brand(**given))
    assert message in str(refused.value)
