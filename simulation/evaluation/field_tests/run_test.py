"""Run a field test in a simulated market, and say how far it is from the truth, and why."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.brand_view.estimate import Estimate
from simulation.errors import InputError
from simulation.evaluation.field_tests import geo, holdout_test, matched, switchback
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.lives import Lives
from simulation.recording.log import RecordedMarket
from simulation.recording.metric import Metric, registry
from simulation.state.columns import STUDIED

RESULT = registry(
    Metric("estimate", "purchases", "neither", "What the test says the content added.", "see docs/field-tests.md"),
    Metric("low", "purchases", "neither", "Lower bound of its interval.", "estimate - t * error"),
    Metric("high", "purchases", "neither", "Upper bound of its interval.", "estimate + t * error"),
    Metric("standard_error", "purchases", "lower", "Its standard error.", "by design"),
    Metric(
        "truth",
        "purchases",
        "higher",
        "What the content added: the world where it is shown to all, less the one where it is withheld from all.",
        "n * sum (purchases shown - purchases withheld)",
    ),
    Metric(
        "bias",
        "purchases",
        "neither",
        "Estimate less truth, in this one test: chance and systematic error.",
        "estimate - truth",
    ),
    Metric(
        "interference",
        "purchases",
        "neither",
        "What of the bias comes from people, or days, that act on one another across arms: the estimate less the one"
        " that the same test makes where each acts as if all were in its arm. Free of chance.",
        "estimate - estimate without interference",
    ),
    Metric(
        "power",
        "1",
        "higher",
        "Probability that such a test finds the true effect.",
        "P(abs(estimate) > t * error | truth), noncentral t",
    ),
    Metric(
        "detectable",
        "purchases",
        "lower",
        "Effect that such a test finds four times out of five.",
        "the effect whose power is 0.8",
    ),
    Metric("money", "USD", "neither", "Margin on the estimate.", "estimate * price * margin"),
    Metric("true_money", "USD", "higher", "Margin on the truth.", "truth * price * margin"),
)
"""Columns of a test's result."""


@dataclasses.dataclass(frozen=True)
class Result:
    """One test's result, in people and USD: see :data:`RESULT`. ``covers``: whether the interval holds the truth."""

    design: Design
    estimate: float
    low: float
    high: float
    standard_error: float
    truth: float
    interference: float
    power: float
    detectable: float
    money: float
    true_money: float

    @property
    def bias(self) -> float:
        """Estimate less truth."""
        return self.estimate - self.truth

    @property
    def covers(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high

    def row(self) -> dict[str, Any]:
        """Return plain data, in the order of :data:`RESULT`, ``covers`` last."""
        return {**{name: float(getattr(self, name)) for name in RESULT}, "covers": self.covers}


def run_test(market: RecordedMarket, design: Design | None = None, **changes: Any) -> Result:
    """Run one field test of the market's own campaign.

    Three lives of the same market are lived: with the tested content withheld as the design says, from nobody, and from
    everybody. The last two are the truth.

    Args:
        market: A market whose campaign has not begun; it is left as it is. Tests that compare with the time before need
            days of burn-in.
        design: The test.
        **changes: Parameters of :class:`Design`, such as ``test="geo"``.

    Raises:
        InputError: The market's campaign has begun, or the design cannot be used.
    """
    values = dataclasses.asdict(design or Design()) | changes
    chosen = Design.from_dict(values)
    ahead = max(-market.campaign_day, 0)
    if ahead < chosen.past:
        raise InputError(
            f"market.burn_in: got {ahead} days to come, takes {chosen.past} or more for test={chosen.test}"
        )
    if chosen.test in ("holdout", "ghost_ads"):
        holdout_test.refuse_few(market, chosen)
    looks_back = chosen.test in ("geo", "before_after", "matched")
    region = geo.regions_of(market, chosen) if chosen.test == "geo" else None
    with Lives(market, chosen.bits, chosen.before if looks_back else 0, region) as lives:
        estimate, without = _KINDS[chosen.test](lives, chosen)
        _refuse_nothing(lives, chosen, estimate)
        per_head = lives.start.people_per_consumer
        true = float(lives.shown.purchases.sum() - lives.withheld.purchases.sum())
        low, high = estimate.interval(chosen.confidence)
        price, margin = (float(lives.start.scenario.per_brand(name)[STUDIED]) for name in ("price", "margin"))
        return Result(
            design=chosen,
            estimate=estimate.value * per_head,
            low=low * per_head,
            high=high * per_head,
            standard_error=estimate.error * per_head,
            truth=true * per_head,
            interference=(estimate.value - without.value) * per_head,
            power=estimate.power(true, chosen.confidence),
            detectable=estimate.detectable(chosen.confidence) * per_head,
            money=estimate.value * per_head * price * margin,
            true_money=true * per_head * price * margin,
        )


def _refuse_nothing(lives: Lives, design: Design, estimate: Estimate) -> None:
    """Refuse a test that has nothing to compare: its row would hold no number.

    Raises:
        InputError: saying how many people saw the content.
    """
    if not math.isfinite(estimate.value) or not math.isfinite(estimate.error):
        met, people = int(np.count_nonzero(lives.shown.met)), lives.people
        what = {"all": "the campaign", "creators": "the creators' posts"}.get(design.channel, design.channel)
        raise InputError(
            f"test: got {design.test}, but {met} of {people} people saw {what}: too few in one of its arms to compare;"
            " takes a strategy that reaches some and not all, a larger market, or another task.share"
        )


def _holdout(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    arm = holdout_test.arms(lives, design)
    both = lives.live(lambda day: arm), holdout_test.mixed(lives.shown, lives.withheld, arm)
    estimates = [holdout_test.holdout(life.purchases, arm) for life in both]
    return estimates[0], estimates[1]


def _ghost_ads(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    arm = holdout_test.arms(lives, design)
    both = lives.live(lambda day: arm), holdout_test.mixed(lives.shown, lives.withheld, arm)
    estimates = [holdout_test.ghost_ads(life.purchases, arm, life.met) for life in both]
    return estimates[0], estimates[1]


def _geo(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    arm = geo.arms(lives, design)
    size = np.bincount(lives.region).astype(np.float64)
    both = lives.live(lambda day: arm[lives.region]).sales, geo.mixed(lives.shown.sales, lives.withheld.sales, arm)
    estimates = [geo.geo(lives.before, sales, size, arm, design.period) for sales in both]
    return estimates[0], estimates[1]


def _switchback(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    arm = switchback.periods(lives, design)
    life = lives.live(lambda day: np.full(lives.people, arm[day] == 1, np.uint8))
    shown, withheld = lives.shown.sales.sum(axis=1), lives.withheld.sales.sum(axis=1)
    pure = np.where(arm == 1, withheld, shown)
    return switchback.switchback(life.sales.sum(axis=1), arm, design), switchback.switchback(pure, arm, design)


def _before_after(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    estimate = switchback.before_after(lives.before.sum(axis=1), lives.shown.sales.sum(axis=1))
    return estimate, estimate


def _matched(lives: Lives, design: Design) -> tuple[Estimate, Estimate]:
    estimate = matched.matched(lives.shown.purchases, lives.shown.met, matched.strata(lives))
    return estimate, estimate


_KINDS: dict[str, Callable[[Lives, Design], tuple[Estimate, Estimate]]] = {
    "holdout": _holdout,
    "ghost_ads": _ghost_ads,
    "geo": _geo,
    "switchback": _switchback,
    "before_after": _before_after,
    "matched": _matched,
}
