"""A search for unknowns within bounds, each of which has a target that it moves most: secants, all at once.

Why not one of scipy's: ``root`` takes no bounds, and ``least_squares`` trades targets against one another where one
cannot be reached. Here an unknown at its bound gives up its own target, and the others still reach theirs. Markets are
not smooth either: people are whole. So a slope is learned from long steps only, and within a factor of what is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulation.state.columns import Float64s

LONG = 0.1
"""Shortest step, in units of the unknown, from which a slope is learned."""
FACTOR = 2.5
"""Most by which a slope may differ from what is known beforehand."""


@dataclass(frozen=True)
class Sought:
    """An unknown and its target.

    Attributes:
        name: Of both.
        start: Where the search begins.
        low: Least value.
        high: Greatest value.
        step: Longest step.
        tolerance: Residual of its target below which that is met.
        slopes: How each target's residual changes with this unknown, as far as is known beforehand.
    """

    name: str
    start: float
    low: float
    high: float
    step: float
    tolerance: float
    slopes: Sequence[float]


class Reached(NamedTuple):
    """Where a search ended: the unknowns, the residuals there, which targets are met, and how often it evaluated."""

    x: Float64s
    residuals: Float64s
    met: list[bool]
    evaluations: int


def search(residuals: Callable[[Float64s], Float64s], sought: Sequence[Sought], most: int = 12) -> Reached:
    """Return where all targets are met, or the best place that was seen.

    The best is the one at which the product of the misses, in tolerances, is least; of equals, the one that meets the
    first targets best.

    Args:
        residuals: From the unknowns to the residual of each one's target.
        sought: The unknowns; none: one evaluation.
        most: Evaluations.
    """
    low, high = (np.array([getattr(each, name) for each in sought], float) for name in ("low", "high"))
    tolerance = np.array([each.tolerance for each in sought], float)
    steps = np.array([each.step for each in sought], float)
    slopes = np.array([each.slopes for each in sought], float).reshape(len(sought), len(sought)).T
    known = np.diag(slopes).copy()
    x = np.clip(np.array([each.start for each in sought], float), low, high)
    tried: list[tuple[Float64s, Float64s]] = []
    for _ in range(most):
        r = residuals(x)
        if tried:
            slopes = _learned(slopes, known, x - tried[-1][0], r - tried[-1][1])
        tried.append((x, r))
        free = ~((x <= low) & (r / np.diag(slopes) > 0) | (x >= high) & (r / np.diag(slopes) < 0))
        if np.all(np.abs(r[free]) <= tolerance[free]):
            break
        following = _next(x, r, slopes, low, high, steps)
        if np.array_equal(following, x):
            break
        x = following
    x, r = min(tried, key=lambda pair: _badness(pair[1] / tolerance))
    return Reached(x, r, [bool(each) for each in np.abs(r) <= tolerance], len(tried))


def _learned(slopes: Float64s, known: Float64s, dx: Float64s, dr: Float64s) -> Float64s:
    """Return the slopes with those to the own targets as the last step showed them."""
    own = np.diag(slopes).copy()
    others = slopes @ dx - own * dx
    long = np.abs(dx) > LONG
    seen = np.divide(dr - others, dx, out=own.copy(), where=long)
    own = np.where(long, np.clip(seen, known / FACTOR, known * FACTOR), own)
    return slopes - np.diag(np.diag(slopes)) + np.diag(own)


def _badness(misses: Float64s) -> tuple[float, ...]:
    """Return what orders residuals, in tolerances: the product of how often each is missed, then the first, ...

    A ratio counts the same wherever it is: so a target that cannot be reached does not draw the others from theirs, and
    a little less of the first is not bought with much more of another.
    """
    beyond = [max(1.0, float(abs(miss))) for miss in misses]
    return (math.log(math.prod(beyond)), *beyond)


def _next(x: Float64s, r: Float64s, slopes: Float64s, low: Float64s, high: Float64s, steps: Float64s) -> Float64s:
    """Return the next point: a Newton step, with unknowns that it takes beyond a bound left there without a target."""
    free = np.ones(len(x), np.bool_)
    move = np.zeros(len(x))
    for _ in range(len(x)):
        if not free.any():
            break
        wanted = -(r + slopes[:, ~free] @ move[~free])[free]
        move[free] = np.linalg.lstsq(slopes[np.ix_(free, free)], wanted, rcond=None)[0]
        move = np.clip(move, -steps, steps)
        beyond = free & ((x + move < low) | (x + move > high))
        if not beyond.any():
            break
        move[beyond] = np.clip(x[beyond] + move[beyond], low[beyond], high[beyond]) - x[beyond]
        free &= ~beyond
    return np.clip(x + move, low, high)
