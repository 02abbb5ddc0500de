"""Field tests of one's own: what each saw, and how far a world may be from it.

Each test is run as it was: so much on the channel over so many days, against no campaign. Its error is its own beside
that of the run, which a sample of simulated people shows.
"""

from __future__ import annotations

import math

from experiments.own_brand.answering.plans import NOTHING, BrandPlan
from experiments.own_brand.brand import Answers, Brand, LiftTest
from experiments.own_brand.mixes import CPM, CREATORS, mix, plain_channel, strategy
from experiments.results.money import amount

UNKNOWN_ERROR = 0.3
"""Standard error of a test whose own is not told, as a share of its lift (ours: most field tests are no better; Lewis,
Rao 2015 find them far worse). It is never less than the chance in a count of purchases: their square root."""


def known_tests(brand: Brand) -> list[LiftTest]:
    """Return the field tests of channels that the market has."""
    return [test for test in brand.tests if test.channel == CREATORS or test.channel in CPM]


def error_of(test: LiftTest, answers: Answers) -> float:
    """Return a test's standard error in purchases: its own, or the usual share of its lift, or the chance of counts."""
    if test.standard_error is not None:
        return test.standard_error
    counted = answers.units / answers.weeks_counted * days_of(test) / 7 + abs(test.lift)
    return max(UNKNOWN_ERROR * abs(test.lift), math.sqrt(counted), 1.0)


def days_of(test: LiftTest) -> int:
    """Return how many days a test took."""
    return (test.end - test.start).days + 1


def as_run(test: LiftTest, brand: Brand) -> tuple[list[BrandPlan], dict[str, float]]:
    """Return the arms of a test, without it first, and what its market has of its own: money and days."""
    days = days_of(test)
    share = {test.channel: 1.0}
    arms = [BrandPlan(NOTHING, "", strategy("none")), BrandPlan("tested", "", mix(brand, **share))]
    return arms, {"brands.budget": test.spend, "brands.campaign_days": days, "market.days": days}


def line(test: LiftTest, answers: Answers) -> str:
    """Say what a test was, and what it saw."""
    error = amount(error_of(test, answers))
    own = f"standard error {error}" if test.standard_error is not None else f"standard error not told; {error} is taken"
    spent = amount(test.spend, answers.currency)
    days = days_of(test)
    return (
        f"Field test of {plain_channel(test.channel)}, {spent} in {days} day{'s' * (days > 1)}:"
        f" it saw {amount(test.lift)} purchases ({own})."
    )
