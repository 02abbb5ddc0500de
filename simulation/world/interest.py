"""Interest predicts buying: probabilities that are tilted with affinity while their mean stays what it is set to."""

from __future__ import annotations

import math

import numpy as np

from simulation.state.columns import Float32s, Float64s
from simulation.world.social_graph import SocialGraph


def affinity_to_brands(graph: SocialGraph, affinity: Float32s) -> Float64s:
    """Return every person's affinity to every brand, float64[C, B]; ``affinity``: of niches, [K, B]."""
    weight = graph.weight.astype(np.float64)[:, None]
    table = affinity.astype(np.float64)
    return weight * table[graph.niche] + (1 - weight) * table[graph.second]


def tilted(mean: float, odds: float, affinity: Float64s) -> Float64s:
    """Return the probabilities ``1 / (1 + e^-(a + ln(odds) affinity))``, float64[C], whose mean is ``mean``.

    ``odds``: how many times the odds grow from affinity 0 to 1 (ours: the logit form of case-control studies). ``a`` is
    found by halving an interval, to 1e-12. At odds 1, and at means of 0 and 1, all probabilities are the mean itself.
    """
    if odds == 1 or mean <= 0 or mean >= 1 or affinity.size == 0:
        return np.full(affinity.shape, mean)
    slope = math.log(odds) * affinity
    centre = math.log(mean / (1 - mean))
    low, high = centre - abs(math.log(odds)), centre + abs(math.log(odds))
    while high - low > 1e-12 * max(1.0, abs(centre)):
        a = (low + high) / 2
        if a in (low, high):
            break
        if float(np.mean(_logistic(a + slope))) < mean:
            low = a
        else:
            high = a
    return _logistic((low + high) / 2 + slope)


def _logistic(x: Float64s) -> Float64s:
    """Return 1 / (1 + e^-x) in the form that does not overflow."""
    chances: Float64s = 0.5 + 0.5 * np.tanh(x / 2)
    return chances
