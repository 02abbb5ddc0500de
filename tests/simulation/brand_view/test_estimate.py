"""Estimates, by hand: errors, degrees of freedom, intervals, power."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import nct

from simulation.brand_view.estimate import Estimate, critical, difference, weighted_mean, welch

T_95_OF_4, T_90_OF_4 = 2.7764451, 2.1318468
"""Student's t, two-sided, four degrees of freedom (any table)."""


def test_so_many_times_an_estimate_has_as_many_times_its_error() -> None:
    assert Estimate(2.0, 3.0, 5.0).times(-2.0) == (-4.0, 6.0, 5.0)


@pytest.mark.parametrize(("confidence", "t"), [(0.95, T_95_OF_4), (0.9, T_90_OF_4)])
def test_an_interval_reaches_so_many_errors_to_both_sides(confidence: float, t: float) -> None:
    assert critical(confidence, 4.0) == pytest.approx(t)
    assert Estimate(10.0, 2.0, 4.0).interval(confidence) == pytest.approx((10 - 2 * t, 10 + 2 * t))


@pytest.mark.parametrize("freedom", [0.0, -1.0, math.nan])
def test_without_a_degree_of_freedom_there_is_no_interval(freedom: float) -> None:
    assert math.isnan(critical(0.95, freedom))


def test_half_a_degree_of_freedom_gives_a_wide_one() -> None:
    assert critical(0.95, 0.5) > critical(0.95, 1.0) == pytest.approx(12.7062047)


@pytest.mark.parametrize("effect", [6.0, -6.0, 1.0, 0.0])
def test_power_is_the_probability_of_the_noncentral_t_to_land_outside_on_either_side(effect: float) -> None:
    wanted = 1 - nct.cdf(T_95_OF_4, 4, effect / 2) + nct.cdf(-T_95_OF_4, 4, effect / 2)
    assert Estimate(1.0, 2.0, 4.0).power(effect, 0.95) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("freedom", [1.0, 1.5, 3.0, 19.0, 1e6])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_power_to_find_no_effect_is_the_size_of_the_test_however_few_the_degrees_of_freedom(
    freedom: float, confidence: float
) -> None:
    assert Estimate(1.0, 2.0, freedom).power(0.0, confidence) == pytest.approx(1 - confidence, abs=5e-4)


def test_simulated_tests_find_an_effect_as_often_as_power_says() -> None:
    """Differences of four and five values, effect one and a half standard deviations."""
    rng = np.random.default_rng(5)
    a, b = rng.normal(1.5, 1, (20_000, 4)), rng.normal(0, 1, (20_000, 5))
    pooled = np.sqrt((a.var(1, ddof=1) * 3 + b.var(1, ddof=1) * 4) / 7 * (1 / 4 + 1 / 5))
    found = np.abs(a.mean(1) - b.mean(1)) > critical(0.95, 7.0) * pooled
    said = Estimate(0.0, math.sqrt(1 / 4 + 1 / 5), 7.0).power(1.5, 0.95)
    assert said == pytest.approx(found.mean(), abs=4 * math.sqrt(0.25 / 20_000))


@pytest.mark.parametrize("error", [0.0, math.nan])
def test_without_an_error_power_is_unknown(error: float) -> None:
    assert math.isnan(Estimate(1.0, error, 4.0).power(1.0, 0.95))


def test_what_is_detectable_is_found_four_times_out_of_five_or_as_often_as_asked() -> None:
    found = Estimate(1.0, 2.0, 4.0)
    for confidence, power in ((0.95, 0.8), (0.9, 0.9)):
        effect = found.detectable(confidence, power)
        assert found.power(effect, confidence) == pytest.approx(power)
    # The t test of four degrees of freedom needs more than the normal one with its limit.
    assert found.detectable(0.95) > 2 * (T_95_OF_4 + 0.8416212)
    assert found.detectable(0.1, power=0.8) == 0.0
    assert math.isnan(Estimate(1.0, math.nan, 4.0).detectable(0.95))


def test_a_difference_of_means_has_both_variances() -> None:
    """Means 3 and 4; variances 4 and 6 over 3 and 4 values; Welch: 1 / (0.4706^2 / 2 + 0.5294^2 / 3)."""
    found = difference(np.array([1.0, 3.0, 5.0]), np.array([2.0, 2.0, 5.0, 7.0]))
    assert found == pytest.approx((-1.0, math.sqrt(4 / 3 + 6 / 4), 4.898305), rel=1e-6)


@pytest.mark.parametrize(("n", "m", "known"), [(2, 2, True), (1, 2, False), (2, 1, False), (0, 5, False)])
def test_one_value_says_nothing_of_a_difference(n: int, m: int, known: bool) -> None:
    assert math.isnan(difference(np.arange(n) * 1.0, np.arange(m) * 1.0).value) == (not known)


def test_a_weighted_mean_has_the_error_of_a_ratio() -> None:
    """Shares 1/4, 1/4, 1/2 of 1, 2 and 6; deviations 2.75, 1.75 and 2.25 from 3.75."""
    found = weighted_mean(np.array([1.0, 2.0, 6.0]), np.array([1.0, 1.0, 2.0]))
    squares = (2.75**2 + 1.75**2) / 16 + 2.25**2 / 4
    assert found == pytest.approx((3.75, math.sqrt(squares * 3 / 2), 2.0))


@pytest.mark.parametrize(
    ("weights", "known"), [([1.0], False), ([1.0, 1.0], True), ([0.0, 0.0], False), ([0.25, 0.5], True)]
)
def test_one_value_or_no_weight_says_nothing_of_a_mean(weights: list[float], known: bool) -> None:
    assert math.isnan(weighted_mean(np.arange(len(weights)) * 1.0, np.array(weights)).value) == (not known)


@pytest.mark.parametrize(
    ("a", "n", "b", "m", "freedom"),
    [
        # 1 / (share^2 / n + (1 - share)^2 / m), share of the first variance
        (9.0, 4.0, 16.0, 9.0, 1 / (0.36**2 / 4 + 0.64**2 / 9)),
        (1.0, 4.0, 0.0, 9.0, 4.0),
        (0.0, 4.0, 0.5, 9.0, 9.0),
        (0.0, 4.0, 0.0, 9.0, 13.0),  # both are certain
    ],
)
def test_the_freedom_of_two_variances(a: float, n: float, b: float, m: float, freedom: float) -> None:
    assert welch(a, n, b, m) == pytest.approx(freedom)
