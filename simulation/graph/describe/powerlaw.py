"""Tail exponent by maximum likelihood, the start of the tail by the Kolmogorov distance.

Clauset, Shalizi, Newman 2009, "Power-law distributions in empirical data", SIAM Review 51: equations 3.1 (continuous),
3.5 (discrete, solved exactly) and 3.9 (choice of ``xmin``). The exponent is free: nothing caps it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import InputError

_FEWEST = 50  # values in a tail; below it the estimate's own bias exceeds its error (Clauset et al., fig. 3.2)
_CANDIDATES = 300  # starts that are tried, spread evenly over the distinct values
_LEAST, _MOST = 1.01, 20.0  # the exponents searched


@dataclass(frozen=True)
class PowerLaw:
    """A fitted tail ``p(x) ~ x^-alpha`` for ``x >= xmin``.

    Attributes:
        alpha: the exponent.
        standard_error: ``(alpha - 1) / sqrt(tail)``.
        xmin: where the tail starts.
        tail: number of values in it.
        distance: Kolmogorov distance between the tail and the fit.
    """

    alpha: float
    standard_error: float
    xmin: float
    tail: int
    distance: float


def fit_tail(values: ArrayLike, xmin: float | None = None, discrete: bool | None = None) -> PowerLaw | None:
    """Fit a power law to the tail of positive values.

    Args:
        values: numbers; those not positive are left out.
        xmin: start of the tail; the one with the smallest Kolmogorov distance if not given.
        discrete: whether the values are counts; by their type if not given.

    Returns:
        The fit, or ``None`` if fewer than 50 values are positive or they have no tail.

    Raises:
        InputError: an ``xmin`` that is not positive.
    """
    x = np.asarray(values)
    discrete = np.issubdtype(x.dtype, np.integer) if discrete is None else discrete
    x = x[x > 0].astype(np.float64)
    if xmin is not None and not xmin > 0:
        raise InputError(f"xmin: got {xmin}, takes a positive number")
    distinct, counts = np.unique(x, return_counts=True)
    above = np.cumsum(counts[::-1])[::-1]  # values at or above each distinct one
    if xmin is not None:
        starts = np.flatnonzero(distinct >= xmin)[:1]
    else:
        starts = np.flatnonzero((above >= _FEWEST) & (np.arange(len(distinct)) < len(distinct) - 2))
        if len(starts) > _CANDIDATES:
            starts = starts[np.unique(np.linspace(0, len(starts) - 1, _CANDIDATES).astype(np.int64))]
    logs = np.cumsum((counts * np.log(distinct))[::-1])[::-1]
    best: PowerLaw | None = None
    for i in starts.tolist():
        begin = float(distinct[i]) if xmin is None else xmin
        n = int(above[i])
        mean_log = float(logs[i]) / n - math.log(begin)
        if mean_log <= 0:
            continue
        alpha = _discrete(mean_log, begin) if discrete else 1.0 + 1.0 / mean_log
        gap = _distance(distinct[i:], above[i:], alpha, begin, discrete)
        if best is None or gap < best.distance:
            best = PowerLaw(alpha, (alpha - 1.0) / math.sqrt(n), begin, n, gap)
    return best


def _discrete(mean_log: float, xmin: float) -> float:
    """Maximise the likelihood of a zeta distribution from ``xmin``; ``mean_log`` is the mean of ln(x / xmin)."""
    from scipy.optimize import minimize_scalar
    from scipy.special import zeta

    def loss(alpha: float) -> float:
        # zeta(alpha, xmin) xmin^alpha stays of order one where the factors under- and overflow
        return float(math.log(zeta(alpha, xmin)) + alpha * (math.log(xmin) + mean_log))

    return float(minimize_scalar(loss, bounds=(_LEAST, _MOST), method="bounded", options={"xatol": 1e-5}).x)


def _distance(
    distinct: NDArray[np.float64], above: NDArray[np.int64], alpha: float, xmin: float, discrete: bool
) -> float:
    """Return the largest gap between the tail's distribution and the fitted one, at the values that occur."""
    n = above[0]
    after = np.append(above[1:], 0) / n  # share above each value
    if discrete:
        from scipy.special import zeta

        return float(np.abs(after - zeta(alpha, distinct + 1.0) / zeta(alpha, xmin)).max())
    fitted = (distinct / xmin) ** (1.0 - alpha)
    return float(np.maximum(np.abs(above / n - fitted), np.abs(after - fitted)).max())
