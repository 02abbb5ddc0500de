"""Estimates with a standard error, the intervals they give, and what a test of that precision can find."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A number, its standard error, and the degrees of freedom behind it."""

    value: float
    error: float
    freedom: float

    def times(self, factor: float) -> Estimate:
        """Return the estimate of so many times the quantity."""
        return Estimate(self.value * factor, self.error * abs(factor), self.freedom)

    def interval(self, confidence: float) -> tuple[float, float]:
        """Return Student's interval; NaN without a standard error."""
        half = critical(confidence, self.freedom) * self.error
        return self.value - half, self.value + half

    def power(self, effect: float, confidence: float) -> float:
        """Return the probability that a two-sided t test of this precision finds an effect; of none, its size."""
        if not self.error > 0:
            return math.nan
        return t_test_power(abs(effect) / self.error, self.freedom, confidence)

    def detectable(self, confidence: float, power: float = 0.8) -> float:
        """Return the effect that such a test finds with a probability of ``power`` (Bloom 1995).

        0 where the test's size is that large already; NaN without a standard error.
        """
        from scipy.optimize import brentq

        limit = critical(confidence, self.freedom)
        if not math.isfinite(limit) or not math.isfinite(self.error):
            return math.nan

        def short(shift: float) -> float:
            return power - t_test_power(shift, self.freedom, confidence)

        # Twelve errors beyond the limit no sample misses it, but for very few degrees of freedom: there it is doubled.
        most = limit + 12
        while short(most) > 0:
            most *= 2
        return float(brentq(short, 0, most)) * self.error if short(0.0) > 0 else 0.0


NOTHING = Estimate(math.nan, math.nan, math.nan)
"""Where there is nothing to compare."""


def critical(confidence: float, freedom: float) -> float:
    """Return the quantile of Student's t that an interval reaches to on both sides."""
    from scipy.special import stdtrit  # scipy.stats would take seconds to import

    return float(stdtrit(freedom, 0.5 + confidence / 2)) if freedom > 0 else math.nan


def t_test_power(shift: float, freedom: float, confidence: float) -> float:
    """Return the probability that a two-sided t test finds an effect: the tails of the noncentral t distribution.

    Args:
        shift: The true effect in standard errors.
        freedom: Degrees of freedom.
        confidence: The test finds an effect where the interval of this confidence excludes zero.

    The normal tail is averaged over the distribution of the standard error that samples show, at 4,096 of its
    quantiles: scipy's noncentral t gives no number where the effect is large.
    """
    from scipy.special import gammaincinv, ndtr

    limit = critical(confidence, freedom)
    if not math.isfinite(limit):
        return math.nan
    shown = np.sqrt(gammaincinv(freedom / 2, (np.arange(4096) + 0.5) / 4096) * 2 / freedom)
    return float(np.mean(ndtr(shift - limit * shown) + ndtr(-shift - limit * shown)))


def difference(treated: Floats, control: Floats) -> Estimate:
    """Return the difference of means with Neyman's error, which is right or too large (Welch's degrees of freedom)."""
    n, m = len(treated), len(control)
    if n < 2 or m < 2:
        return NOTHING
    a, b = treated.var(ddof=1) / n, control.var(ddof=1) / m
    return Estimate(float(treated.mean() - control.mean()), math.sqrt(a + b), welch(a, n - 1.0, b, m - 1.0))


def weighted_mean(values: Floats, weights: Floats) -> Estimate:
    """Return a weighted mean of independent values with its error: a ratio, linearised."""
    n = len(values)
    if n < 2 or weights.sum() <= 0:
        return NOTHING
    share = weights / weights.sum()
    mean = float(share @ values)
    return Estimate(mean, math.sqrt(float((share**2) @ (values - mean) ** 2) * n / (n - 1)), float(n - 1))


def welch(a: float, n: float, b: float, m: float) -> float:
    """Return the degrees of freedom of a sum of variances that were estimated apart (Satterthwaite 1946)."""
    if not a + b > 0:
        return n + m
    share = a / (a + b)
    return float(1 / (share**2 / n + (1 - share) ** 2 / m))
