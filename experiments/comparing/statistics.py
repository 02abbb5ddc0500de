"""Means and paired differences over seeds, with intervals, and words that say no more than the intervals do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A mean over ``number`` seeds with Student's t interval; with fewer than two seeds the bounds are NaN."""

    mean: float
    low: float
    high: float
    number: int

    @property
    def half(self) -> float:
        """Half the interval's width."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Difference:
    """The paired difference ``a - b`` over the seeds that both arms have.

    ``tail`` is the two-sided p value of no difference; ``pairing`` is how many independent seeds one paired seed is
    worth: the variance of a difference of independent seeds over that of the paired ones (NaN where undefined).
    """

    interval: Interval
    tail: float
    pairing: float


def interval(values: Values, confidence: float = 0.95) -> Interval:
    """Return the mean and its t interval; values that are NaN (undefined in that seed) are left out."""
    given = _defined(values)
    n = given.size
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(given.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(given.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def paired(a: Values, b: Values, confidence: float = 0.95) -> Difference:
    """Compare two arms seed by seed; element i of both is seed i."""
    first, second = np.asarray(a, np.float64), np.asarray(b, np.float64)
    both = np.isfinite(first) & np.isfinite(second)
    first, second = first[both], second[both]
    difference = interval(first - second, confidence)
    if first.size < 2:
        return Difference(difference, math.nan, math.nan)
    own = float(np.var(first - second, ddof=1))
    independent = float(np.var(first, ddof=1) + np.var(second, ddof=1))
    if own == 0:
        return Difference(difference, 1.0 if difference.mean == 0 else 0.0, math.inf if independent > 0 else math.nan)
    t = abs(difference.mean) / math.sqrt(own / first.size)
    return Difference(difference, 2 * t_tail(t, first.size - 1), independent / own)


def t_quantile(probability: float, freedom: int) -> float:
    """Return Student's t quantile."""
    from scipy.special import stdtrit  # scipy.stats would take seconds to import

    return float(stdtrit(freedom, probability))


def t_tail(t: float, freedom: int) -> float:
    """Return the probability that Student's t exceeds ``t``."""
    from scipy.special import stdtr

    return float(stdtr(freedom, -t))


def certainty(difference: Difference) -> str:
    """Say how sure the sign of a difference is.

    Graded by the widest interval that excludes zero: the 99.9 %, 99 %, 95 % and 80 % one.
    """
    tail = difference.tail
    if difference.interval.number < 2 or math.isnan(tail):
        return "one seed tells nothing about certainty"
    if tail == 1.0 and difference.interval.half == 0:
        return "exactly no difference"
    for limit, words in ((0.001, "almost certain"), (0.01, "very likely"), (0.05, "likely"), (0.2, "only a hint")):
        if tail < limit:
            return words
    return "cannot be told apart"


def _defined(values: Values) -> NDArray[np.float64]:
    given = np.asarray(values, np.float64)
    return given[np.isfinite(given)]
