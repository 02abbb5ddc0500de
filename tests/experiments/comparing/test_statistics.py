"""Statistics against scipy's, which the package itself is too impatient to import."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.comparing.statistics import Difference, Interval, certainty, interval, paired, power, seeds_needed

finite = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(st.lists(finite, min_size=2, max_size=30), st.floats(0.5, 0.999))
def test_an_interval_is_students(values, confidence):
    found = interval(values, confidence)
    scale = stats.sem(values)
    low, high = (
        stats.t.interval(confidence, len(values) - 1, np.mean(values), scale) if scale else (np.mean(values),) * 2
    )
    assert (found.mean, found.low, found.high) == pytest.approx((np.mean(values), low, high), rel=1e-9, abs=1e-6)
    assert found.number == len(values)


def test_one_seed_has_a_mean_and_no_interval():
    found = interval([3.0])
    assert found.mean == 3
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_what_is_undefined_in_a_seed_is_left_out():
    assert interval([1.0, math.nan, 3.0]) == interval([1.0, 3.0])
    assert interval([math.nan]).number == 0


def test_a_paired_difference_has_the_p_value_of_the_paired_t_test():
    rng = np.random.default_rng(3)
    world = rng.normal(0, 10, 12)
    a, b = world + rng.normal(1, 1, 12), world + rng.normal(0, 1, 12)
    assert paired(a, b).tail == pytest.approx(stats.ttest_rel(a, b).pvalue, rel=1e-9)


def test_pairing_is_worth_the_ratio_of_the_variances():
    """Worlds of variance 100, noise of variance 1 in each arm: (101 + 101) / 2 independent seeds for a paired one."""
    rng = np.random.default_rng(5)
    world = rng.normal(0, 10, 200_000)
    found = paired(world + rng.normal(0, 1, world.size), world + rng.normal(0, 1, world.size))
    assert found.pairing == pytest.approx(101, rel=0.02)


@pytest.mark.parametrize(("own", "apart"), [(1.0, 0.3), (1.0, 2.0), (3.0, 1.0)])
def test_the_interval_of_what_pairing_is_worth_holds_the_truth_as_often_as_it_says(own, apart):
    """Arms whose noises differ, so that their sum and their difference are correlated: Pitman and Morgan allow it."""
    rng = np.random.default_rng(29)
    true = (9.0 + own**2 + 9.0 + apart**2) / (own**2 + apart**2)
    inside, above = 0, 0
    for _ in range(2_000):
        world = rng.normal(0, 3.0, 10)
        found = paired(world + rng.normal(0, own, 10), world + rng.normal(0, apart, 10))
        low, high = found.pairing_bounds
        assert low < found.pairing < high
        inside += low <= true <= high
        above += low > true
    assert 0.935 < inside / 2_000 < 0.965
    assert 0.015 < above / 2_000 < 0.035


def test_two_seeds_say_nothing_of_what_pairing_is_worth():
    assert all(map(math.isnan, paired([1.0, 2.0], [1.5, 2.0]).pairing_bounds))
    assert paired([1.0, 2.0, 4.0], [1.5, 2.0, 4.0]).pairing_bounds[0] >= 0.5


def test_a_seed_that_one_arm_lacks_is_left_out_of_the_pair():
    assert paired([1.0, 2.0, math.nan, 5.0], [0.0, 2.0, 9.0, 1.0]) == paired([1.0, 2.0, 5.0], [0.0, 2.0, 1.0])


def test_arms_that_are_the_same_in_every_seed_do_not_differ_at_all():
    found = paired([1.0, 5.0, 2.0], [1.0, 5.0, 2.0])
    assert found.interval == Interval(0, 0, 0, 3)
    assert certainty(found) == "exactly no difference"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.999, "almost certain"), (0.99, "very likely"), (0.95, "likely"), (0.8, "only a hint")],
)
def test_words_are_as_sure_as_the_widest_interval_that_excludes_zero(confidence, words):
    """A difference just outside an interval earns its word, one just inside it does not."""
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 1, 9)
    noise -= noise.mean()
    edge = interval(noise, confidence).half
    assert certainty(paired(noise + 1.001 * edge, 0 * noise)) == words
    assert certainty(paired(noise + 0.999 * edge, 0 * noise)) != words


@pytest.mark.parametrize("confidence", [0.90, 0.95, 0.99])
@pytest.mark.parametrize("effect", [0.4, 1.0, 3.0])
def test_power_is_that_of_the_t_test_and_the_seeds_needed_are_the_fewest_that_have_it(effect, confidence):
    needed = seeds_needed(effect, confidence)
    assert power(effect, needed, confidence) >= 0.8
    assert needed == 2 or power(effect, needed - 1, confidence) < 0.8
    limit = stats.t.ppf(0.5 + confidence / 2, needed - 1)
    theirs = stats.nct(needed - 1, effect * math.sqrt(needed))
    assert power(effect, needed, confidence) == pytest.approx(theirs.sf(limit) + theirs.cdf(-limit), abs=1e-4)
    rng = np.random.default_rng(23)
    runs = rng.normal(effect, 1.0, (20_000, needed))
    found = np.mean(stats.ttest_1samp(runs, 0.0, axis=1).pvalue < 1 - confidence)
    assert found == pytest.approx(power(effect, needed, confidence), abs=0.01)


def test_an_effect_that_is_lost_in_the_noise_needs_more_seeds_than_anybody_runs():
    assert seeds_needed(0.001, 0.95) == math.inf
    assert seeds_needed(-1.0, 0.95) == seeds_needed(1.0, 0.95)


def test_one_seed_gives_no_certainty():
    assert certainty(paired([2.0], [1.0])) == "one seed tells nothing about certainty"
    assert certainty(Difference(interval([]), math.nan, math.nan)) == "one seed tells nothing about certainty"
