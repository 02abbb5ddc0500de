"""Field tests: what they estimate, how sure, what interference does to them, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view.estimate import Estimate, difference, weighted_mean
from simulation.counterfactual.campaign import Worlds
from simulation.errors import InputError
from simulation.evaluation.field_tests import RESULT, TESTS, Design, run_test
from simulation.evaluation.field_tests.geo import arms, geo, regions_of, synthetic
from simulation.evaluation.field_tests.holdout_test import ghost_ads, holdout
from simulation.evaluation.field_tests.lives import Lives
from simulation.evaluation.field_tests.matched import matched
from simulation.evaluation.field_tests.switchback import periods, switchback
from simulation.model import MarketModel
from simulation.state.columns import CHANNELS, SEARCH, STUDIED
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class Air(Strategy):
    """Broadcast alone."""

    def plan(self, view: View) -> Plan:
        return Plan() if view.week else Plan(adverts=(AdvertBuy(4e6, 300_000),))


QUIET: dict[str, dict[str, Any]] = {
    "market": {"days": 28, "burn_in": 28, "census_days": 365},
    "brands": {"campaign_days": 28, "awareness": [0.3], "budget": 4e6},
    "consumers": {"talk": {"hear": 0.0}},
}
TALKATIVE = {
    **QUIET,
    "brands": {**QUIET["brands"], "awareness": [0.0], "loyal": [0.0]},
    "consumers": {"talk": {"hear": 0.6, "mention": 0.3}},
}
"""Nobody knows the brands but by the campaign, and who does tells friends."""


@pytest.fixture(scope="module")
def begun(tiny: Any, lively: Callable[..., MarketModel]) -> Callable[..., MarketModel]:
    """Return what makes a lively market that stands before its burn-in."""

    def make(strategy: Strategy | str | None = None, seed: int = 3, **parts: Any) -> MarketModel:
        model = lively(**parts)
        market: MarketModel = tiny.market(strategy or Air(), seed, scenario=model.scenario)
        return market

    return make


@pytest.fixture(scope="module")
def quiet(begun: Callable[..., MarketModel]) -> MarketModel:
    return begun(**QUIET)


@pytest.mark.parametrize("test", ["holdout", "ghost_ads", "geo"])
def test_where_nobody_talks_and_airtime_is_bought_arms_do_not_interfere(quiet: MarketModel, test: str) -> None:
    result = run_test(quiet, test=test)
    assert result.interference == 0.0
    assert result.truth > 0
    assert result.standard_error > 0


@pytest.mark.parametrize("test", ["holdout", "ghost_ads"])
def test_where_people_talk_the_arm_without_hears_of_it_and_the_effect_looks_smaller(
    begun: Callable[..., MarketModel], test: str
) -> None:
    """Those shown tell those who are not, and hear less from them: both make the arms more alike."""
    found = [run_test(begun(seed=seed, **TALKATIVE), test=test) for seed in range(6)]
    assert sum(result.truth for result in found) > 0
    assert sum(result.interference for result in found) < -0.1 * sum(result.truth for result in found)


def test_awareness_lasts_into_the_periods_without_and_a_switchback_finds_too_little(
    begun: Callable[..., MarketModel],
) -> None:
    found = [run_test(begun(seed=seed, **QUIET), test="switchback", period=3) for seed in range(4)]
    assert sum(result.interference for result in found) < 0


@pytest.mark.parametrize("test", TESTS)
def test_the_truth_is_the_world_with_the_campaign_less_the_world_without(
    begun: Callable[..., MarketModel], test: str
) -> None:
    market = begun(**TALKATIVE)
    start = market.fork()
    start.run_burn_in()
    uplift = Worlds(start).uplift().purchases.sum() * market.people_per_consumer
    result = run_test(market, test=test)
    assert result.truth == uplift != 0
    assert result.bias == result.estimate - result.truth
    assert result.true_money == pytest.approx(uplift * 30.0 * 0.4)


@pytest.mark.parametrize("test", TESTS)
def test_a_test_is_plain_data_and_leaves_the_market_as_it_is(
    tiny: Any, begun: Callable[..., MarketModel], test: str
) -> None:
    market, untouched = begun(**QUIET), begun(**QUIET)
    row = run_test(market, test=test).row()
    assert list(row) == [*RESULT, "covers"]
    assert all(math.isfinite(value) for value in row.values())
    assert row["low"] < row["estimate"] < row["high"]
    assert tiny.differences(market, untouched) == []


def test_the_arms_are_drawn_anew_with_another_number_and_are_of_the_size_asked_for(quiet: MarketModel) -> None:
    first, again, other = (run_test(quiet, test="holdout", number=number) for number in (0, 0, 1))
    assert first == again
    assert first.estimate != other.estimate
    assert first.truth == other.truth


def test_what_is_not_tested_goes_on_for_everybody(begun: Callable[..., MarketModel]) -> None:
    class Two(Strategy):
        def plan(self, view: View) -> Plan:
            return (
                Plan() if view.week else Plan(adverts=tuple(AdvertBuy(1e6, 1_000, c) for c in ("broadcast", "search")))
            )

    market = begun(Two(), **QUIET)
    lives = Lives(market, Design(channel="search").bits)
    assert Design(channel="search").bits == 1 << SEARCH
    start = market.fork()
    start.run_burn_in()
    without_search = Worlds(start).without([part for part in Worlds(start).parts("channel") if part.name == "search"])
    assert np.array_equal(lives.withheld.purchases, without_search.purchases)
    assert Design().bits == 2 ** (len(CHANNELS) + 1) - 1
    assert Design(channel="creators").bits == 2 ** len(CHANNELS)


def test_lives_take_down_who_bought_when(quiet: MarketModel) -> None:
    region = (np.arange(200) % 3).astype(np.int64)
    lives = Lives(quiet, Design().bits, before=10, region=region)
    start = quiet.fork()
    start.run_burn_in()
    assert lives.before.shape == (10, 3)
    assert lives.before.sum(axis=1).tolist() == start.history.purchases(STUDIED)[-10:].tolist()
    assert np.array_equal(np.bincount(region, lives.bought), lives.before.sum(axis=0))
    start.run_for(28)
    assert lives.shown.sales.sum(axis=1).tolist() == start.history.purchases(STUDIED)[-28:].tolist()
    assert np.array_equal(lives.shown.purchases, start.consumers.purchases[:, STUDIED])


# Estimators -----------------------------------------------------------------------------------------------------------

samples = st.lists(st.floats(-100, 100), min_size=3, max_size=30)


@given(samples, samples)
def test_the_difference_of_means_is_welchs(a: list[float], b: list[float]) -> None:
    from scipy.stats import ttest_ind

    found = difference(np.array(a), np.array(b))
    if found.error < 1e-6:
        return
    theirs = ttest_ind(a, b, equal_var=False).confidence_interval(0.9)
    assert found.interval(0.9) == pytest.approx((theirs.low, theirs.high), rel=1e-6, abs=1e-6)


def test_equal_weights_give_the_mean_and_its_usual_error() -> None:
    values = np.array([1.0, 2.0, 4.0, 9.0])
    found = weighted_mean(values, np.full(4, 7.0))
    assert found.value == 4.0
    assert found.error == pytest.approx(values.std(ddof=1) / 2)
    assert found.freedom == 3


def test_power_is_the_level_without_an_effect_and_four_fifths_at_what_is_detectable() -> None:
    found = Estimate(3.0, 2.0, 1e6)
    assert found.power(0.0, 0.95) == pytest.approx(0.05, abs=1e-4)
    assert found.power(found.detectable(0.95), 0.95) == pytest.approx(0.8, abs=1e-4)
    assert found.detectable(0.95) == pytest.approx(2.0 * 2.8016, abs=1e-3)
    assert math.isnan(Estimate(0.0, 0.0, 5.0).power(1.0, 0.95))


def test_a_holdout_takes_all_people_and_ghost_ads_only_those_who_met_the_content() -> None:
    arm = np.array([0, 0, 0, 0, 1, 1, 1, 1], np.uint8)
    met = np.array([1, 1, 0, 0, 1, 1, 0, 0], bool)
    purchases = np.array([3, 5, 0, 1, 1, 1, 0, 1])
    assert holdout(purchases, arm).value == (9 / 4 - 3 / 4) * 8
    assert ghost_ads(purchases, arm, met).value == (4 - 1) * 4
    assert ghost_ads(purchases, arm, met).error < holdout(purchases, arm).error


def test_matching_compares_like_with_like() -> None:
    """Heavy buyers meet the content more often; within a stratum it adds one purchase."""
    stratum = np.repeat([0, 1], 10)
    met = np.array([True] * 2 + [False] * 8 + [True] * 8 + [False] * 2)
    purchases = np.where(stratum == 1, 10, 0) + met
    found = matched(purchases, met, stratum)
    assert found.value == pytest.approx(10.0)
    naive = difference(purchases[met].astype(float), purchases[~met].astype(float)).times(10).value
    assert naive > 60


def test_strata_without_a_counterpart_are_taken_for_like_the_others() -> None:
    stratum = np.array([0, 0, 0, 0, 1, 1])
    met = np.array([True, True, False, False, True, True])
    assert matched(np.array([3, 3, 1, 1, 50, 50]), met, stratum).value == 2.0 * 4


def test_a_synthetic_control_leans_towards_the_region_that_went_the_same_way() -> None:
    rng = np.random.default_rng(1)
    others = rng.random((8, 5))
    weights = synthetic(others[:, 2], others, np.ones(5))
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert weights.argmax() == 2
    assert weights[2] > 0.3


def test_a_geo_test_finds_an_effect_that_is_the_same_everywhere() -> None:
    size = np.array([50.0, 100.0, 80.0, 70.0, 60.0, 90.0])
    before = np.outer(np.ones(21), size)
    arm = np.array([0, 1, 0, 1, 0, 1], np.uint8)
    after = np.outer(np.ones(14), size * np.where(arm == 0, 3.0, 1.0))
    found = geo(before, after, size, arm, 7)
    assert found.value == pytest.approx(2.0 * 14 * size.sum())
    assert found.error == pytest.approx(0, abs=1e-6)


def test_the_error_of_a_geo_test_knows_that_regions_share_their_controls() -> None:
    """One region alone went the way of the ten that are shown the content: its luck is in every gap.

    With what came before given, the estimate is a weighted sum of the regions' later sales, whose noise is known here.
    """
    rng = np.random.default_rng(11)
    arm = np.repeat([0, 1], [10, 6]).astype(np.uint8)
    size = np.linspace(800.0, 1_600.0, 16)[rng.permutation(16)]
    course = np.exp(rng.normal(0.0, 1.0, (8, 7)))[:, np.where(arm == 0, 0, np.arange(16) - 10)]
    before = np.repeat(course, 7, axis=0) * size * 0.01
    found = []
    for _ in range(800):
        sales = size * (1.0 + rng.normal(0.0, 1.0, (1, 16)) / np.sqrt(size))
        found.append(geo(before, sales, size, arm, 7))
    true = float(np.std([each.value for each in found]))
    said = math.sqrt(float(np.mean([each.error**2 for each in found])))
    assert true < said < 1.2 * true
    inside = [low < 0 < high for low, high in (each.interval(0.95) for each in found)]
    assert 0.945 < np.mean(inside) < 0.985


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_each_arm_of_a_geo_test_has_two_regions(quiet: MarketModel, share: float) -> None:
    design = Design(test="geo", share=share, regions=8)
    region = regions_of(quiet, design)
    lives = Lives(quiet, design.bits, 0, region)
    arm = arms(lives, design)
    assert 4 <= len(arm) <= 8
    assert 2 <= arm.sum() <= len(arm) - 2


def test_a_switchback_has_as_many_days_of_either_arm(quiet: MarketModel) -> None:
    design = Design(test="switchback", period=3)
    arm = periods(Lives(quiet, design.bits), design)
    assert np.count_nonzero(arm == 0) == np.count_nonzero(arm == 1) == 12
    assert (arm[24:] == -1).all()
    assert (arm[:24].reshape(-1, 3) == arm[:24:3, None]).all()
    pairs = arm[:24:3].reshape(-1, 2)
    assert (pairs.sum(axis=1) == 1).all()
    assert len(set(pairs[:, 0])) == 2, "the order is drawn"


def test_a_switchback_leaves_out_the_washout_and_takes_the_mean_over_pairs() -> None:
    arm = np.array([0, 0, 1, 1, 1, 1, 0, 0, -1])
    sales = np.array([99, 5, 99, 2, 0, 1, 0, 6, 7])
    found = switchback(sales, arm, Design(test="switchback", period=2, washout=1))
    assert found.value == ((5 - 2) + (6 - 1)) / 2 * 8


@pytest.mark.parametrize(
    ("design", "line"),
    [
        ({"test": "hold_out"}, "did you mean 'holdout'"),
        ({"channel": "tv"}, "channel: got 'tv', takes one of all"),
        ({"share": 1.0}, "share: got 1.0, takes a number less than 1"),
        ({"regions": 2}, "regions: got 2"),
        ({"washout": 7}, "washout: got 7 days, takes less than period = 7"),
        ({"shares": 0.2}, r"shares: no such parameter \(did you mean 'share'"),
        ({"test": "geo", "before": 9}, "before: got 9 days, takes 14 or more for test=geo"),
        ({"test": "before_after", "before": 1}, "before: got 1 days, takes 2 or more"),
        ({"test": "switchback", "period": 8}, "period: got 8 days, takes at most 7: two pairs in a campaign of 28"),
    ],
)
def test_designs_that_cannot_be_used_are_refused(quiet: MarketModel, design: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError, match=line):
        run_test(quiet, **design)


def test_a_market_whose_campaign_runs_is_refused_and_so_is_one_without_a_past(quiet: MarketModel) -> None:
    market = quiet.fork()
    market.run_burn_in()
    with pytest.raises(InputError, match=r"market\.burn_in: got 0 days to come, takes 14 or more for test=geo"):
        run_test(market, test="geo")
    market.step()
    with pytest.raises(InputError, match="campaign day 1, takes one that has no campaign yet"):
        run_test(market)
