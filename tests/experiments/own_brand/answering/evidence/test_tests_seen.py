"""A field test is run as it was, and weighs by its own error."""

from __future__ import annotations

import datetime
import math
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.own_brand.answering.brand_runs import chance_of_added
from experiments.own_brand.answering.evidence.tests_seen import UNKNOWN_ERROR, as_run, error_of, known_tests, line
from experiments.own_brand.brand import LiftTest
from tests.experiments.own_brand.answering.made import brand

DAY = datetime.date(2026, 3, 2)


def seen(lift: float, error: float | None, channel: str = "paid_social") -> LiftTest:
    """Return a test of four weeks."""
    return LiftTest(channel, DAY, DAY + datetime.timedelta(days=27), 5_000.0, lift, error)


def test_an_error_that_is_not_told_is_a_share_of_the_lift() -> None:
    answers = brand().answers
    assert error_of(seen(200.0, 30.0), answers) == 30.0
    assert error_of(seen(-100.0, None), answers) == 100.0 * UNKNOWN_ERROR


def test_a_test_that_saw_nothing_is_no_surer_than_counts_are() -> None:
    answers = brand(units=1_000.0).answers  # 100 a week, and 400 in the four weeks of the test
    assert error_of(seen(0.0, None), answers) == pytest.approx(20.0)
    assert error_of(seen(0.0, None), brand(units=0.0).answers) == 1.0


def test_it_is_run_as_it_was() -> None:
    (without, arm), changes = as_run(seen(200.0, 30.0), brand())
    assert without.name == "no campaign"
    assert arm.strategy["_target_"] != without.strategy["_target_"]
    assert changes == {"brands.budget": 5_000.0, "brands.campaign_days": 28, "market.days": 28}


def test_a_channel_that_the_market_lacks_is_no_evidence() -> None:
    known, strange = seen(200.0, 30.0), seen(200.0, 30.0, "podium")
    assert known_tests(brand(tests=(known, strange))) == [known]


def test_it_is_said_what_a_test_was_and_saw() -> None:
    answers = brand().answers
    told = "Field test of paid social, 5,000 EUR in 28 days: it saw 200 purchases"
    assert line(seen(200.0, 30.0), answers) == f"{told} (standard error 30)."
    assert line(seen(200.0, None), answers) == f"{told} (standard error not told; 60 is taken)."


def test_what_a_plan_adds_is_as_sure_as_a_sample_of_people_is() -> None:
    def market(*expected: float) -> SimpleNamespace:
        people = SimpleNamespace(expected=np.array(expected, np.float64).reshape(-1, 1))
        return SimpleNamespace(consumers=people, people_per_consumer=10.0)

    lived = SimpleNamespace(model=market(1.5, 0.5, 0.5, 0.5), without=market(0.5, 0.5, 0.5, 0.5))
    assert chance_of_added(lived) == pytest.approx(10 * 2 * math.sqrt(3) / 4)  # type: ignore[arg-type]
