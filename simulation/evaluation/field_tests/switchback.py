"""Tests with arms of time: the switchback, and the comparison of before and after, which is no test."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.estimate import NOTHING, Estimate, difference
from simulation.compute.draws import ARM
from simulation.compute.many_draws import uniforms
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.lives import Lives


def periods(lives: Lives, design: Design) -> NDArray[np.int64]:
    """Return for each measured day its period's arm: 0 shown, 1 withheld, -1 after the last pair of periods.

    Periods go in pairs, one of each arm in an order that is drawn.

    Raises:
        InputError: The campaign has no room for two pairs.
    """
    market = lives.start.scenario.market
    days = min(lives.start.scenario.brands.campaign_days, market.days)
    pairs = days // (2 * design.period)
    if pairs < 2:
        raise InputError(
            f"period: got {design.period} days, takes at most {days // 4}: two pairs in a campaign of {days}"
        )
    u = uniforms(lives.start.key, ARM, np.arange(pairs), partner=2, day=design.number)[:, 0]
    arm = np.full(market.days, -1)
    for pair in range(pairs):
        first = int(u[pair] < 0.5)
        begin = 2 * pair * design.period
        arm[begin : begin + design.period] = first
        arm[begin + design.period : begin + 2 * design.period] = 1 - first
    return arm


def switchback(sales: NDArray[np.int64], arm: NDArray[np.int64], design: Design) -> Estimate:
    """Return the effect over the days in periods, in simulated purchases: the mean difference within pairs.

    Args:
        sales: int64[days], simulated purchases.
        arm: Of :func:`periods`.
        design: Length of the periods and washout.
    """
    number = int(np.count_nonzero(arm >= 0)) // design.period
    means = sales[: number * design.period].reshape(number, design.period)[:, design.washout :].mean(axis=1)
    sign = np.where(arm[: number * design.period : design.period] == 0, 1.0, -1.0)
    pairs = (means * sign).reshape(-1, 2).sum(axis=1)
    if len(pairs) < 2:
        return NOTHING
    error = float(pairs.std(ddof=1)) / math.sqrt(len(pairs))
    return Estimate(float(pairs.mean()), error, float(len(pairs) - 1)).times(number * design.period)


def before_after(before: NDArray[np.int64], sales: NDArray[np.int64]) -> Estimate:
    """Return the difference of mean daily sales over the measured days, times their number, as if days were drawn."""
    daily = difference(sales.astype(np.float64), before.astype(np.float64))
    return daily.times(len(sales))
