"""A field test weighs worlds by the normal likelihood of what it saw, by hand."""

from __future__ import annotations

import datetime
import math
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.own_brand.answering.brand_runs import chance_of_added
from experiments.own_brand.answering.lift_weights import UNKNOWN_ERROR, Weighed, likelihood, lines, spread
from experiments.own_brand.brand import LiftTest

DAY = datetime.date(2026, 3, 2)


def seen(lift: float, error: float | None) -> LiftTest:
    """Return a test of four weeks."""
    return LiftTest("paid_social", DAY, DAY + datetime.timedelta(days=27), 5_000.0, lift, error)


def test_a_world_that_adds_what_the_test_saw_counts_fully_and_one_two_errors_off_little() -> None:
    # The test's error of 30 and that of the simulated people, 40, make an error of 50.
    found = likelihood(np.array([200.0, 150.0, 300.0]), np.full(3, 40.0), seen(200.0, 30.0))
    assert found.tolist() == pytest.approx([1.0, math.exp(-0.5), math.exp(-2.0)])


def test_an_error_that_is_not_told_is_a_share_of_the_lift() -> None:
    added = np.array([100.0 + 100.0 * UNKNOWN_ERROR])
    assert likelihood(added, np.zeros(1), seen(100.0, None)) == pytest.approx([math.exp(-0.5)])


def test_what_a_plan_adds_is_as_sure_as_a_sample_of_people_is() -> None:
    def market(*expected: float) -> SimpleNamespace:
        people = SimpleNamespace(expected=np.array(expected, np.float64).reshape(-1, 1))
        return SimpleNamespace(consumers=people, people_per_consumer=10.0)

    lived = SimpleNamespace(model=market(1.5, 0.5, 0.5, 0.5), without=market(0.5, 0.5, 0.5, 0.5))
    assert chance_of_added(lived) == pytest.approx(10 * 2 * math.sqrt(3) / 4)  # type: ignore[arg-type]


def test_weights_move_mean_and_spread() -> None:
    values = np.array([100.0, 300.0])
    assert spread(values, np.array([0.5, 0.5])) == (200.0, 100.0)
    assert spread(values, np.array([1.0, 0.0])) == (100.0, 0.0)


def test_it_is_said_what_the_worlds_said_before_and_say_now_and_how_many_count() -> None:
    said = lines([Weighed(seen(200.0, 30.0), (400.0, 100.0), (210.0, 20.0))], np.array([0.5, 0.5, 0.0, 0.0]))
    assert said == [
        "Field test of paid social: it saw 200 purchases; the worlds said 400 ± 100, and by their new weights say 210 "
        "± 20.",
        "The field tests leave about 2 of 4 worlds.",
    ]
