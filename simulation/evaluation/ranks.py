"""Rank correlation: Spearman's (1904), with ties at their mean rank."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the correlation of the ranks of two float64[n]; NaN with fewer than two, or where all of one are equal.

    As ``scipy.stats.spearmanr``, whose import would take longer than a campaign of the default market.
    """
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, number = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(number) - (number - 1) / 2)[place]
    return ranks
