"""Points that agree with the targets: a sequential Monte Carlo sample, from the whole space to where all bands hold.

Del Moral, Doucet, Jasra 2006, Journal of the Royal Statistical Society B 68, 411-436: the weight of the targets rises
from 0 to 1 in steps after which half of the sample still counts; between steps each point takes random steps that
leave its distribution as it is (Metropolis et al. 1953). The space before is uniform in the shares of the ranges.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation.state.columns import Float64s

PARTICLES = 1000
MOVES = 12
"""Random steps of each point between two weights."""


def sample(log_chance: Callable[[Float64s], Float64s], dimensions: int, seed: int, number: int = PARTICLES) -> Float64s:
    """Return points in proportion to the probability that all targets are met, float64[number, dimensions], in 0..1.

    Args:
        log_chance: Points -> log of the probability, float64[points].
        dimensions: Parameters.
        seed: Of the random steps.
        number: How many points.
    """
    rng = np.random.default_rng(seed)
    points = rng.random((number, dimensions))
    chance, weight = log_chance(points), 0.0
    while weight < 1.0:
        step = _next(chance, weight)
        picked = rng.choice(number, number, p=_normalised((step - weight) * chance))
        points, chance, weight = points[picked], chance[picked], step
        root = np.linalg.cholesky(np.cov(points.T) + 1e-6 * np.eye(dimensions))
        size = 2.38 / np.sqrt(dimensions)  # Roberts, Gelman, Gilks 1997
        for _ in range(MOVES):
            moved = _reflected(points + size * rng.standard_normal(points.shape) @ root.T)
            there = log_chance(moved)
            taken = np.log(rng.random(number)) < weight * (there - chance)
            points[taken], chance[taken] = moved[taken], there[taken]
            size *= 1.2 if taken.mean() > 0.3 else 0.8
    return points


def _next(chance: Float64s, weight: float) -> float:
    """Return the next weight: as large as leaves half of the sample's effective size, 1 at most."""
    low, high = weight, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        share = _normalised((middle - weight) * chance)
        low, high = (middle, high) if 1 / (share**2).sum() > len(chance) / 2 else (low, middle)
    return 1.0 if high > 1 - 1e-9 else max(low, weight + 1e-9)


def _normalised(log_weights: Float64s) -> Float64s:
    weights = np.exp(log_weights - log_weights.max())
    found: Float64s = weights / weights.sum()
    return found


def _reflected(points: Float64s) -> Float64s:
    """Return points that left the cube at its sides, back inside it by as much as they were beyond."""
    found: Float64s = 1 - np.abs(1 - np.mod(points, 2.0))
    return found
