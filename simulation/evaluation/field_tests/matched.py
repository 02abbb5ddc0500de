"""The matched observational study: who saw the campaign against those alike who did not. No arm is drawn.

People are alike here who share a niche, how often they bought the brand before, and how many creators they follow (in
three classes): what a company can know. What it cannot know remains: who is on the platform more, who is about to buy
(search finds them), whose friends talk.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.estimate import NOTHING, Estimate
from simulation.evaluation.field_tests.lives import Lives


def strata(lives: Lives) -> NDArray[np.int64]:
    """Return each consumer's class of people alike, int64[C]."""
    tables = lives.start.tables
    follows = np.diff(tables.follows.start)
    cuts = np.quantile(follows, [1 / 3, 2 / 3])
    bought = np.minimum(lives.bought, 2)
    keys = (tables.consumers.niche.astype(np.int64) * 3 + bought) * 3 + np.searchsorted(cuts, follows, side="left")
    _, stratum = np.unique(keys, return_inverse=True)
    return np.asarray(stratum, np.int64)


def matched(purchases: NDArray[np.int64], met: NDArray[np.bool_], stratum: NDArray[np.int64]) -> Estimate:
    """Return the effect on those who saw the content, in simulated purchases, weighed over strata by their number.

    Strata without two people on both sides are left out, and their people taken for like the others.
    """
    number = int(stratum.max()) + 1

    def moments(chosen: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        count = np.bincount(stratum[chosen], minlength=number).astype(np.float64)
        first = np.bincount(stratum[chosen], purchases[chosen], number)
        second = np.bincount(stratum[chosen], purchases[chosen].astype(np.float64) ** 2, number)
        mean = first / np.maximum(count, 1)
        return count, mean, np.maximum(second - count * mean**2, 0) / np.maximum(count - 1, 1)

    n, treated, spread = moments(met)
    m, control, other = moments(~met)
    used = (n > 1) & (m > 1)
    if not used.any():
        return NOTHING
    share = n[used] / n[used].sum()
    value = float(share @ (treated - control)[used])
    error = math.sqrt(float(share**2 @ (spread / np.maximum(n, 1) + other / np.maximum(m, 1))[used]))
    freedom = float(n[used].sum() + m[used].sum() - 2 * np.count_nonzero(used))
    return Estimate(value, error, freedom).times(int(n.sum()))
