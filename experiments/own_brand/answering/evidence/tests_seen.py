"""Field tests of one's own: what each saw, and how far a world may be from it.

Each test is run as it was: so much on the channel over so many days, against no campaign. Its error is its own beside
that of the run, which a sample of simulated people shows.
"""

from __future__ import annotations

from experiments.own_brand.answering.plans import CPM, CREATORS, NOTHING, BrandPlan, mix, plain_channel, strategy
from experiments.own_brand.brand import Brand, LiftTest
from experiments.results.money import amount

UNKNOWN_ERROR = 0.3
"""Standard error of a test whose own is not told, as a share of its lift (ours: most field tests are no better; Lewis,
Rao 2015 find them far worse)."""


def known_tests(brand: Brand) -> list[LiftTest]:
    """Return the field tests of channels that the market has."""
    return [test for test in brand.tests if test.channel == CREATORS or test.channel in CPM]


def error_of(test: LiftTest) -> float:
    """Return a test's standard error in purchases: its own, or the usual share of its lift."""
    return UNKNOWN_ERROR * abs(test.lift) if test.standard_error is None else test.standard_error


def as_run(test: LiftTest, brand: Brand) -> tuple[list[BrandPlan], dict[str, float]]:
    """Return the arms of a test, without it first, and what its market has of its own: money and days."""
    days = max((test.end - test.start).days + 1, 1)
    share = {test.channel: 1.0}
    arms = [BrandPlan(NOTHING, "", strategy("none")), BrandPlan("tested", "", mix(brand, **share))]
    return arms, {"brands.budget": test.spend, "brands.campaign_days": days, "market.days": days}


def line(test: LiftTest) -> str:
    """Say what a test saw."""
    own = "its error is not told" if test.standard_error is None else f"standard error {amount(test.standard_error)}"
    return f"Field test of {plain_channel(test.channel)}: it saw {amount(test.lift)} purchases ({own})."
