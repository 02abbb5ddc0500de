"""A field test's result, by hand: from purchases in simulated people to people and money."""

from __future__ import annotations

import importlib
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.stats import nct

from simulation.brand_view.estimate import Estimate
from simulation.compute.draws import ARM, draw4
from simulation.errors import InputError
from simulation.evaluation.field_tests import RESULT
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.lives import Life

run = importlib.import_module("simulation.evaluation.field_tests.run_test")  # its package names its function so
T_95_OF_4, T_90_OF_4 = 2.7764451, 2.1318468
DAYS, PEOPLE = 6, 8


class Lived:
    """Three lives that were lived elsewhere: shown 2, withheld 1, and 3 in the test itself."""

    def __init__(self, model: Any, days: int = DAYS) -> None:
        self.start, self.people, self.days = model, PEOPLE, days
        self.region = np.arange(PEOPLE) // 2
        self.shown, self.withheld, self.mine = self.life(2), self.life(1), self.life(3)
        self.before = np.arange(2 * 28 * 4).reshape(-1, 4)[:56] % 5
        self.bought = np.zeros(PEOPLE, np.int64)
        self.arms: list[list[int]] = []

    def life(self, number: int) -> Life:
        purchases = (np.arange(PEOPLE) * number) % 5 + number
        sales = np.arange(self.days * 4).reshape(self.days, 4) * number % 7
        return Life(purchases, sales, np.arange(PEOPLE) % 5 != number)

    def __enter__(self) -> Lived:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def live(self, plan: Any) -> Life:
        self.arms = [plan(day).tolist() for day in range(self.days)]
        return self.mine


@pytest.fixture
def market(tiny: Any) -> Any:
    """A market of 60 consumers of 10,000 people; a purchase of brand 0 brings 20 USD times 0.25."""
    return tiny.market(
        market={"days": DAYS, "burn_in": 28},
        brands={"campaign_days": DAYS, "price": [20.0, 99.0], "margin": [0.25, 1.0]},
    )


@pytest.fixture
def lived(market: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let tests find these lives, and say what they were asked for."""
    made = Lived(market)
    made.asked = []

    def lives(model: Any, tested: int, before: int, region: Any) -> Any:
        made.asked.append((tested, before, region is not None))
        return made

    monkeypatch.setattr(run, "Lives", lives)
    return made


@pytest.mark.parametrize(("confidence", "t"), [(0.95, T_95_OF_4), (0.9, T_90_OF_4)])
def test_a_result_is_in_people_and_money(
    market: Any, lived: Any, monkeypatch: pytest.MonkeyPatch, confidence: float, t: float
) -> None:
    """An estimate of 8 with an error of 2, one of 6 without interference, and a truth of 16 less 8 purchases."""
    kinds = {**run._KINDS, "holdout": lambda *_: (Estimate(8.0, 2.0, 4.0), Estimate(6.0, 1.0, 9.0))}
    monkeypatch.setattr(run, "_KINDS", kinds)
    found = run.run_test(market, test="holdout", confidence=confidence)
    true = int(lived.shown.purchases.sum() - lived.withheld.purchases.sum())
    wanted = {
        "estimate": 80_000.0,
        "low": (8 - 2 * t) * 10_000,
        "high": (8 + 2 * t) * 10_000,
        "standard_error": 20_000.0,
        "truth": true * 10_000.0,
        "bias": (8 - true) * 10_000.0,
        "interference": 20_000.0,
        "money": 80_000.0 * 20 * 0.25,
        "true_money": true * 10_000.0 * 20 * 0.25,
    }
    row = found.row()
    assert list(row) == [*RESULT, "covers"]
    assert {name: row[name] for name in wanted} == pytest.approx(wanted)
    assert row["power"] == pytest.approx(Estimate(8.0, 2.0, 4.0).power(true, confidence))
    assert 0 < row["power"] < 1
    shift = row["detectable"] / 20_000  # in standard errors: found with a probability of 0.8 by the t test, 4 degrees
    assert 1 - nct.cdf(t, 4, shift) + nct.cdf(-t, 4, shift) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("low", "truth", "high", "covers"),
    [
        (1.0, 2.0, 3.0, True),
        (2.0, 2.0, 3.0, True),
        (1.0, 2.0, 2.0, True),
        (2.1, 2.0, 3.0, False),
        (1.0, 2.0, 1.9, False),
    ],
)
def test_an_interval_covers_what_lies_in_it(low: float, truth: float, high: float, covers: bool) -> None:
    nothing = dict.fromkeys(("estimate", "standard_error", "interference", "power", "detectable", "money"), 0.0)
    assert run.Result(Design(), low=low, high=high, truth=truth, true_money=0.0, **nothing).covers == covers


@pytest.mark.parametrize(
    ("test", "before", "regions"),
    [
        ("holdout", 0, False),
        ("ghost_ads", 0, False),
        ("switchback", 0, False),
        ("geo", 20, True),
        ("before_after", 20, False),
        ("matched", 20, False),
    ],
)
def test_each_test_asks_for_the_past_and_the_regions_that_it_needs(
    market: Any, lived: Any, monkeypatch: pytest.MonkeyPatch, test: str, before: int, regions: bool
) -> None:
    monkeypatch.setattr(run.geo, "regions_of", lambda *_: lived.region)
    monkeypatch.setattr(run, "_KINDS", dict.fromkeys(run._KINDS, lambda *_: (Estimate(1.0, 1.0, 1.0),) * 2))
    run.run_test(market, Design(test=test, before=20), channel="search")
    assert lived.asked == [(1 << 2, before, regions)]


@pytest.mark.parametrize(("burn_in", "refused"), [(13, True), (14, False)])
def test_a_market_with_too_short_a_past_is_refused(
    tiny: Any, lived: Any, monkeypatch: pytest.MonkeyPatch, burn_in: int, refused: bool
) -> None:
    model = tiny.market(market={"burn_in": burn_in})
    monkeypatch.setattr(run.geo, "regions_of", lambda *_: lived.region)
    monkeypatch.setattr(run, "_KINDS", dict.fromkeys(run._KINDS, lambda *_: (Estimate(1.0, 1.0, 1.0),) * 2))
    if refused:
        with pytest.raises(InputError, match="burn_in: got 13 days to come, takes 14 or more for test=geo"):
            run.run_test(model, test="geo")
    else:
        run.run_test(model, test="geo")


def test_a_market_whose_campaign_begins_today_has_no_days_to_come(market: Any) -> None:
    market.day = 28
    with pytest.raises(InputError, match="burn_in: got 0 days to come, takes 2 or more for test=before_after"):
        run.run_test(market, test="before_after")


def test_a_market_whose_campaign_runs_is_refused_for_that(market: Any) -> None:
    market.day = 29
    with pytest.raises(InputError, match="campaign day 1, takes one that has no campaign yet"):
        run.run_test(market, test="holdout")


@pytest.mark.parametrize(("test", "refused"), [("holdout", True), ("ghost_ads", True), ("geo", False)])
def test_a_share_that_leaves_an_arm_empty_is_refused_before_a_day_is_lived(
    market: Any, lived: Any, monkeypatch: pytest.MonkeyPatch, test: str, refused: bool
) -> None:
    monkeypatch.setattr(run.geo, "regions_of", lambda *_: lived.region)
    monkeypatch.setattr(run, "_KINDS", dict.fromkeys(run._KINDS, lambda *_: (Estimate(1.0, 1.0, 1.0),) * 2))
    if refused:
        with pytest.raises(InputError, match="share: got 0.001, which withholds from 0 of 60 people and shows 60"):
            run.run_test(market, test=test, share=0.001)
    else:
        run.run_test(market, test=test, share=0.001)
    assert len(lived.asked) == 1 - refused


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        pytest.param(Estimate(math.nan, 1.0, 4.0), True, id="nothing in an arm"),
        pytest.param(Estimate(1.0, math.nan, 4.0), True, id="nothing that varies in an arm"),
        pytest.param(Estimate(1.0, math.inf, 4.0), True, id="no end to the error"),
        pytest.param(Estimate(0.0, 0.0, 4.0), False, id="nothing found, and no error"),
        pytest.param(Estimate(1.0, 2.0, 4.0), False, id="an estimate and its error"),
    ],
)
@pytest.mark.parametrize(
    ("channel", "what"),
    [("all", "the campaign"), ("creators", "the creators' posts"), ("paid_social", "paid_social")],
)
def test_a_test_that_compares_nothing_is_refused_with_how_many_met_the_content(
    market: Any,
    lived: Any,
    monkeypatch: pytest.MonkeyPatch,
    found: Estimate,
    refused: bool,
    channel: str,
    what: str,
) -> None:
    """Of these eight people all but the one in row 2 and the one in row 7 saw the content."""
    monkeypatch.setattr(run, "_KINDS", {**run._KINDS, "holdout": lambda *_: (found, Estimate(6.0, 1.0, 9.0))})
    if refused:
        with pytest.raises(InputError, match=f"test: got holdout, but 6 of 8 people saw {what}: too few"):
            run.run_test(market, test="holdout", channel=channel)
    else:
        assert run.run_test(market, test="holdout", channel=channel).estimate == found.value * 10_000


# What each test does with its lives -------------------------------------------------------------------------------------


def drawn(key: Any, number: int, rows: int, partner: int = 0) -> list[float]:
    return [float(draw4(key, ARM, row, number, partner, 0)[0]) for row in range(rows)]


@pytest.mark.parametrize("test", ["holdout", "ghost_ads"])
def test_tests_on_people_withhold_from_an_arm_on_every_day(lived: Any, test: str) -> None:
    design = Design(test=test, share=0.5, number=3)
    arm = [int(u < 0.5) for u in drawn(lived.start.key, 3, PEOPLE)]
    found, pure = run._KINDS[test](lived, design)
    assert lived.arms == [arm] * DAYS
    inside = np.array(arm) == 1

    def gap(purchases: np.ndarray, met: np.ndarray) -> float:
        use = met if test == "ghost_ads" else np.ones(PEOPLE, bool)
        return float((purchases[use & ~inside].mean() - purchases[use & inside].mean()) * use.sum())

    mixed = [
        np.where(inside, getattr(lived.withheld, name), getattr(lived.shown, name)) for name in ("purchases", "met")
    ]
    assert found.value == pytest.approx(gap(lived.mine.purchases, lived.mine.met))
    assert pure.value == pytest.approx(gap(*mixed))


def test_a_geo_test_withholds_from_the_people_of_its_regions(lived: Any) -> None:
    from simulation.evaluation.field_tests import geo

    design = Design(test="geo", share=0.5, number=3, period=7)
    draws = drawn(lived.start.key, 3, 4, partner=1)
    arm = np.array([u < sorted(draws)[2] for u in draws], np.uint8)
    found, pure = run._KINDS["geo"](lived, design)
    assert lived.arms == [np.repeat(arm, 2).tolist()] * DAYS
    size = np.full(4, 2.0)
    assert found == geo.geo(lived.before, lived.mine.sales, size, arm, 7)
    assert pure == geo.geo(lived.before, np.where(arm, lived.withheld.sales, lived.shown.sales), size, arm, 7)


def test_a_switchback_withholds_from_all_on_the_days_of_an_arm(lived: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    arm = np.array([0, 1, 1, 0, -1, -1])
    monkeypatch.setattr(run.switchback, "periods", lambda *_: arm)
    found, pure = run._KINDS["switchback"](lived, Design(test="switchback", period=1))
    assert lived.arms == [[int(day == 1)] * PEOPLE for day in arm]

    def effect(sales: np.ndarray) -> float:
        return float((sales[0] - sales[1] + sales[3] - sales[2]) / 2 * 4)

    shown, withheld, mine = (life.sales.sum(axis=1) for life in (lived.shown, lived.withheld, lived.mine))
    assert found.value == pytest.approx(effect(mine))
    assert pure.value == pytest.approx(effect(np.where(arm == 1, withheld, shown)))


def test_before_and_after_and_the_matched_study_look_at_the_campaign_as_it_was(lived: Any) -> None:
    found, pure = run._KINDS["before_after"](lived, Design(test="before_after"))
    gap = lived.shown.sales.sum(axis=1).mean() - lived.before.sum(axis=1).mean()
    assert found == pure
    assert found.value == pytest.approx(gap * DAYS)
    tables = SimpleNamespace(
        follows=SimpleNamespace(start=np.zeros(PEOPLE + 1, np.int64)),
        consumers=SimpleNamespace(niche=np.zeros(PEOPLE, np.uint8)),
    )
    lived.start = SimpleNamespace(tables=tables)
    found, pure = run._KINDS["matched"](lived, Design(test="matched"))
    met, bought = lived.shown.met, lived.shown.purchases
    assert found == pure
    assert found.value == pytest.approx((bought[met].mean() - bought[~met].mean()) * met.sum())


def test_a_design_is_checked_and_changes_are_laid_over_it(market: Any) -> None:
    with pytest.raises(InputError, match="before: got 13 days, takes 14 or more for test=geo"):
        run.run_test(market, Design(before=13), test="geo")
