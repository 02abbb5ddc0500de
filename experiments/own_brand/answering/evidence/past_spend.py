"""What past spend says: what sales did with money, as a regression over weeks shows it.

Weekly sales are regressed on the spend of the week and the three before it, with a trend. That is no experiment: spend
follows sales as much as sales follow spend. In half of the studies that could be checked such estimates were off by a
factor of three (Gordon, Zettelmeyer, Bhargava, Chapsky 2019). So the truth is taken to lie around the estimate b with
standard deviation ``3 max(|b|, s)`` beside its own standard error s (Newey, West 1987; that of least squares, if it is
more): a normal bias of which half is beyond twice b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.own_brand.brand import Sales
from experiments.own_brand.fitting.sought import LAGS
from experiments.own_brand.mixes import known_spend, split_of
from experiments.results.money import amount
from simulation.state.columns import Float64s

FEWEST = 26
"""Weeks below which nothing is made of past spend (ours)."""
VARIES = 0.1
"""Coefficient of variation of spend below which sales cannot be seen to follow it (ours)."""
FILLED_IN = 1e-6
"""Variation of sales beside spend and trend, as a share of them, below which they were filled in (ours): sales vary."""
WEEKS = 4
"""Weeks over which spend is taken together: what it does is mostly done then (ours)."""
SPENT_DAYS = 7 * WEEKS
"""Days over which past spend is run: so much money as so many weeks had."""
SEEN_DAYS = SPENT_DAYS // 2 + SPENT_DAYS - 4
"""Days over which that run is looked at: its money then sells for as long, on average, as the regression looks, from
the middle of the week in which it is spent to the end of the third week after it."""
BIAS = 3.0
THOUSAND = 1_000.0
NOTHING_SEEN = (
    "Past spend: too few weeks, sales or spend too even, or spend too much of a trend, to say anything of what it"
    " added."
)


@dataclass(frozen=True)
class Past:
    """Purchases that went with a unit of money in the past, the standard error, and that with the bias in it."""

    each: float
    own_error: float
    error: float

    def line(self, currency: str) -> str:
        """Say what went with money, and that this is no test."""
        half = 1.28 * self.own_error * THOUSAND
        seen = f"{amount(self.each * THOUSAND, sign=True)} ± {amount(half)}"
        return (
            f"Past spend: {amount(THOUSAND, currency)} more went with {seen} purchases within {WEEKS} weeks (eight of"
            f" ten, by chance alone). That is no test: spend follows sales, too. So it is taken to be off by about"
            f" {BIAS:g} times its size."
        )


def past_of(sales: Sales | None) -> Past | None:
    """Return what a sales table says of past spend; None: nothing was spent that is known, or it says nothing."""
    spent = None if sales is None else total(sales)
    return None if sales is None or spent is None else regress(sales.units, spent)


def total(sales: Sales) -> Float64s | None:
    """Return what was spent in each week on the market's channels together; None: nothing that is known."""
    known = list(known_spend(sales).values())
    spent = np.sum(np.array(known, np.float64), axis=0) if known else np.zeros(0)
    return spent if spent.any() else None


def split(sales: Sales) -> dict[str, float]:
    """Return the share of each of the market's channels in all that was spent."""
    return split_of(sales, slice(None))


def as_run(sales: Sales) -> dict[str, float]:
    """Return what the market has of its own in which past spend is run: money of mean weeks, and days."""
    spent = total(sales)
    assert spent is not None, "past_of found something"
    return {
        "brands.budget": WEEKS * float(spent.mean()),
        "brands.campaign_days": SPENT_DAYS,
        "market.days": SEEN_DAYS,
    }


def regress(units: Sequence[float] | Float64s, spent: Float64s) -> Past | None:
    """Return what sales did with spend, by weeks; None: too few weeks, or too even a spend."""
    sales = np.asarray(units, np.float64)
    if len(sales) < FEWEST + WEEKS or spent.std() < VARIES * max(spent.mean(), 1e-12):
        return None
    together = np.convolve(spent, np.ones(WEEKS), "valid")  # of a week and those before it
    sales = sales[WEEKS - 1 :]
    weeks = len(sales)
    trend = np.linspace(-1, 1, weeks)
    x = np.column_stack([together, np.ones(weeks), trend])
    scale = np.array([max(together.std(), 1e-12), 1.0, 1.0])
    design = x / scale
    if np.linalg.matrix_rank(design) < 3:
        return None
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ sales
    scores = design * (sales - design @ fitted)[:, None]
    meat = scores.T @ scores
    for lag in range(1, LAGS + WEEKS):
        each = (1 - lag / (LAGS + WEEKS)) * scores[lag:].T @ scores[:-lag]
        meat += each + each.T
    variance = inverse @ meat @ inverse * weeks / (weeks - 3)
    # A unit of money is part of the sum in so many weeks, and sells as much in each of them.
    each_week = WEEKS / scale[0]
    slope = float(fitted[0] * each_week)
    # Spend of few weeks fits their sales by itself: the estimate is no surer than errors of one size make it.
    left = sales - design @ fitted
    alike = inverse[0, 0] * float(left @ left) / (weeks - 3)
    if left.std() <= FILLED_IN * sales.mean():
        return None
    own = float(np.sqrt(max(float(variance[0, 0]), float(alike))) * each_week)
    return Past(slope, own, float(np.hypot(own, BIAS * max(abs(slope), own))))
