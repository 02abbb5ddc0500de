"""Functions that claims use beside arithmetic: over arms, over steps, over seeds."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

Array = NDArray[np.float64]

TAIL = 0.2
"""Share of the seeds that `worst` is about."""


def crossing(margins: Array) -> float:
    """Return where marginal gains, of steps 0 to 1, 1 to 2, ..., reach 0 on a straight line through all of them.

    Each stands at the middle of its step. Between 0 and the number of steps: at an end where the line stays on one side
    of 0, and at the end with the higher sum where the line does not fall.
    """
    steps = len(margins)
    if not np.isfinite(margins).all():
        return math.nan
    slope, height = np.polyfit(np.arange(steps) + 0.5, margins, 1) if steps > 1 else (0.0, float(margins[0]))
    if slope >= 0:
        return float(steps) if margins.sum() > 0 else 0.0
    return float(np.clip(-height / slope, 0, steps))


def trend(kind: str, values: Array) -> Array:
    """Return a trend's change over the whole range of arms, in each seed; ``values`` is (arms, seeds)."""
    x = np.linspace(0.0, 1.0, len(values))
    if kind == "slope":
        return np.asarray(np.polyfit(x, values, 1)[0])
    square, linear, _ = np.polyfit(x, values, 2)
    return np.asarray(linear if kind == "start" else linear + 2 * square)


def rank(first: Array, second: Array) -> Array:
    """Return Spearman's rank correlation over arms of two outcomes, in each seed; both are (arms, seeds).

    Arms in which one of them is undefined are left out; NaN with fewer than three, or where all are equal.
    """
    correlation = np.full(first.shape[1], np.nan)
    for seed in range(first.shape[1]):
        known = np.isfinite(first[:, seed]) & np.isfinite(second[:, seed])
        a, b = first[known, seed], second[known, seed]
        if a.size >= 3 and np.ptp(a) > 0 and np.ptp(b) > 0:
            correlation[seed] = float(spearmanr(a, b).statistic)
    return correlation


def jackknife(values: Array, of: Callable[[Array], float]) -> Array:
    """Return jackknife pseudo-values of a statistic over seeds: their mean and interval are the statistic's.

    Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, ch. 2. NaN stays NaN.
    """
    known = np.isfinite(values)
    given = values[known]
    pseudo = np.full(values.shape, np.nan)
    n = given.size
    if n > 2:
        whole = of(given)
        pseudo[known] = [n * whole - (n - 1) * of(np.delete(given, i)) for i in range(n)]
    return pseudo


def deviation(values: Array) -> float:
    """Return the standard deviation."""
    return float(values.std(ddof=1))


def worst(values: Array) -> float:
    """Return the mean of the worst share of values, the last of them in part."""
    ordered, room = np.sort(values), TAIL * values.size
    weights = np.clip(room - np.arange(values.size), 0.0, 1.0)
    return float((ordered * weights).sum() / weights.sum())
