"""Means and paired differences over seeds, with intervals, and words that say no more than the intervals do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = Sequence[float] | NDArray[np.float64]
POWER = 0.8
"""What a test should find its effect with; the convention of Cohen (1988, Statistical Power Analysis)."""


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

    ``tail`` is the two-sided p value of no difference, as if nothing else had been compared, and ``adjusted`` the one
    that counts everything compared with it (:func:`holm`; None: it stands alone). ``pairing`` is how many independent
    seeds one paired seed is worth: the variance of a difference of independent seeds over that of the paired ones (NaN
    where undefined), and ``pairing_bounds`` its interval (:func:`pairing_bounds`).
    """

    interval: Interval
    tail: float
    pairing: float
    pairing_bounds: tuple[float, float] = (math.nan, math.nan)
    adjusted: float | None = None
    confidence: float = 0.95

    @property
    def doubt(self) -> float:
        """How far the sign is from certain: 1 less the confidence in it, over all that was compared at once."""
        return self.tail if self.adjusted is None else self.adjusted

    @property
    def told(self) -> bool:
        """Whether the two can be told apart at the confidence asked for."""
        return self.doubt < 1 - self.confidence


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
    n = first.size
    if n < 2:
        return Difference(difference, math.nan, math.nan, confidence=confidence)
    own = float(np.var(first - second, ddof=1))
    independent = float(np.var(first, ddof=1) + np.var(second, ddof=1))
    dust = ROUNDING * float(np.abs([first, second]).max())
    if math.sqrt(own) <= dust:
        mean = difference.mean if abs(difference.mean) > dust else 0.0
        # Student's t says nothing without a spread. That all seeds agree is as likely as n coins that fall alike.
        tail = 2 * 0.5**n if mean else 1.0
        worth = math.inf if independent > 0 else math.nan
        return Difference(Interval(mean, mean, mean, n), tail, worth, confidence=confidence)
    t = abs(difference.mean) / math.sqrt(own / n)
    bounds = pairing_bounds(first, second, confidence)
    return Difference(difference, 2 * t_tail(t, n - 1), independent / own, bounds, confidence=confidence)


ROUNDING = 1e-12
"""Differences that vary by less than this share of the values do not vary: sums of floats end in other bits."""


def holm(tails: Sequence[float]) -> list[float]:
    """Return p values that hold for all at once, by the step-down method of Holm (1979, Scand. J. Stat. 6, 65-70).

    Whatever depends on whatever, the probability that any of those below a level is a difference that is not there is
    at most that level. NaN is no comparison and stays NaN.
    """
    order = sorted((tail, i) for i, tail in enumerate(tails) if not math.isnan(tail))
    found, least = [math.nan] * len(tails), 0.0
    for rank, (tail, i) in enumerate(order):
        least = max(least, min(1.0, (len(order) - rank) * tail))
        found[i] = least
    return found


def pairing_bounds(a: NDArray[np.float64], b: NDArray[np.float64], confidence: float) -> tuple[float, float]:
    """Return the interval of what pairing is worth, NaN with fewer than three seeds.

    With ``u = a + b`` and ``d = a - b``, the variances of ``a`` and ``b`` sum to half of those of ``u`` and ``d``: the
    worth is half of one more than the ratio of the variances of ``u`` and ``d``, which are correlated where the arms'
    variances differ. The interval is exact for normal values: Pitman (1939, Biometrika 31, 9), Morgan (1939, ib., 13).
    """
    n = a.size
    if n < 3:
        return math.nan, math.nan
    u, d = a + b, a - b
    of_u, of_d = float(np.var(u, ddof=1)), float(np.var(d, ddof=1))
    r = float(np.cov(u, d)[0, 1]) / math.sqrt(of_u * of_d) if of_u > 0 else 0.0
    k = 1 + 2 * max(1 - r * r, 0.0) * t_quantile(0.5 + confidence / 2, n - 2) ** 2 / (n - 2)
    factor = k + math.sqrt(k * k - 1)
    return (of_u / of_d / factor + 1) / 2, (of_u / of_d * factor + 1) / 2


def t_quantile(probability: float, freedom: int) -> float:
    """Return Student's t quantile."""
    from scipy.special import stdtrit  # scipy.stats would take seconds to import

    return float(stdtrit(freedom, probability))


def t_tail(t: float, freedom: int) -> float:
    """Return the probability that Student's t exceeds ``t``."""
    from scipy.special import stdtr

    return float(stdtr(freedom, -t))


def power(effect: float, number: int, confidence: float) -> float:
    """Return the probability that a two-sided paired t test over ``number`` seeds finds an effect.

    Args:
        effect: The true mean difference in standard deviations of the difference between seeds.
        number: Seeds, 2 or more.
        confidence: The test's: it finds an effect where the interval of this confidence excludes zero.
    """
    from simulation.brand_view.estimate import t_test_power

    return t_test_power(abs(effect) * math.sqrt(number), number - 1, confidence)


def seeds_needed(effect: float, confidence: float, wanted: float = POWER, most: int = 10_000) -> float:
    """Return the fewest seeds over which :func:`power` is ``wanted``; infinite where ``most`` are too few."""
    few, many = 1, 2
    while power(effect, many, confidence) < wanted:
        few, many = many, 2 * many
        if few >= most:
            return math.inf
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if power(effect, middle, confidence) >= wanted else (middle, many)
    return many if many <= most else math.inf


def certainty(difference: Difference) -> str:
    """Say how sure the sign of a difference is.

    Graded by the confidence in it over all that was compared at once (:attr:`Difference.doubt`): 99.9 %, 99 %, 95 % and
    80 %. A difference that is the same in every seed has no such confidence.
    """
    each = difference.interval
    if each.number < 2 or math.isnan(difference.tail):
        return "one seed tells nothing about certainty"
    if each.half == 0:
        return f"the same in all {each.number} seeds" if each.mean else "exactly no difference"
    return next((words for limit, words in WORDS if difference.doubt < limit), UNTOLD)


WORDS = ((0.001, "almost certain"), (0.01, "very likely"), (0.05, "likely"), (0.2, "only a hint"))
"""What is said where the doubt is below a limit."""
UNTOLD = "cannot be told apart"


def _defined(values: Values) -> NDArray[np.float64]:
    given = np.asarray(values, np.float64)
    return given[np.isfinite(given)]
