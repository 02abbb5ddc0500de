"""Past spend weighs the worlds a little: those in which money as it was spent adds far more than the past shows.

Weekly sales are regressed on the spend of the week and the three before it, with a trend. That is no experiment: spend
follows sales as much as sales follow spend. In half of the studies that could be checked such estimates were off by a
factor of three (Gordon, Zettelmeyer, Bhargava, Chapsky 2019). So the truth is taken to lie around the estimate b with
standard deviation ``3 max(|b|, s)`` beside its own standard error s (Newey, West 1987): a normal bias of which half is
beyond twice b. A world in which what is done now adds m purchases a unit of money counts
``exp(-((m - b) / e)^2 / 2)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.own_brand.answering.lift_weights import spread
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import CPM, CREATORS, NOW
from experiments.own_brand.brand import Brand, Sales
from experiments.own_brand.fitting.sought import LAGS
from experiments.results.money import amount
from simulation.state.columns import Float64s

FEWEST = 26
"""Weeks below which nothing is made of past spend (ours)."""
VARIES = 0.1
"""Coefficient of variation of spend below which sales cannot be seen to follow it (ours)."""
WEEKS = 4
"""Weeks over which spend is taken together: what it does is mostly done then (ours)."""
BIAS = 3.0
THOUSAND = 1_000.0


@dataclass(frozen=True)
class Past:
    """Purchases that went with a unit of money in the past, the standard error, and that with the bias in it."""

    each: float
    own_error: float
    error: float


def weights_of(brand: Brand, outlook: Outlook) -> tuple[Float64s, list[str]]:
    """Return the worlds' weights with past spend in them, and what is to be said of it."""
    weights = outlook.weights
    spent = None if brand.sales is None else total(brand.sales)
    if brand.sales is None or spent is None or NOW not in outlook.plans or brand.plan:
        return weights, []
    past = regress(np.array(brand.sales.units), spent)
    if past is None:
        return weights, ["Past spend: too few weeks, or too even a spend, to say anything of what it added."]
    cost = outlook.values[NOW]["cost"]
    worlds = np.divide(outlook.values[NOW]["added_units"], cost, out=np.zeros(len(cost)), where=cost > 0)
    after = weights * np.exp(-(((worlds - past.each) / past.error) ** 2) / 2)
    currency = brand.answers.currency
    half = 1.28 * past.own_error * THOUSAND
    seen = f"{amount(past.each * THOUSAND, sign=True)} ± {amount(half)}"
    before = spread(worlds * THOUSAND, weights)
    line = (
        f"Past spend: {amount(THOUSAND, currency)} more went with {seen} purchases within {WEEKS} weeks (eight of ten,"
        f" by chance alone). That is no test: spend follows sales, too. The worlds say {amount(before[0])} ±"
        f" {amount(before[1])} for what you do now"
    )
    if after.sum() <= 1e-12:
        return weights, [f"{line}, all of them far from it: their weights stay as they were. Check spend in sales.csv."]
    after = after / after.sum()
    now = spread(worlds * THOUSAND, after)
    count = 1 / float((after**2).sum())
    return after, [
        f"{line}; weighed by it, with a bias of up to {BIAS:g} times allowed for, they say {amount(now[0])} ±"
        f" {amount(now[1])}, and about {amount(count)} of {len(after)} worlds count."
    ]


def total(sales: Sales) -> Float64s | None:
    """Return what was spent in each week on the market's channels together; None: nothing that is known."""
    known = [weeks for channel, weeks in sales.spend.items() if channel == CREATORS or channel in CPM]
    spent = np.sum(np.array(known, np.float64), axis=0) if known else np.zeros(0)
    return spent if spent.any() else None


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
    own = float(np.sqrt(max(variance[0, 0], 0.0)) * each_week)
    if own == 0:
        return None
    return Past(slope, own, float(np.hypot(own, BIAS * max(abs(slope), own))))
