"""Small float32 helpers.

``exp`` goes through double: numpy's and numba's float32 ``exp`` differ, ``math.exp`` does not.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.compute.compiling import behaviour

ZERO = np.float32(0)
HALF = np.float32(0.5)
ONE = np.float32(1)
TWO = np.float32(2)
GREATEST_EXPONENT = np.float32(88)
"""Of e: beyond it float32 has only infinity, and plain Python raises an error."""


@behaviour
def exponential(x: np.float32) -> np.float32:
    """Return e^x, float32; at most e^88, near the largest number that float32 holds."""
    return np.float32(math.exp(np.float64(min(x, GREATEST_EXPONENT))))


@behaviour
def power(x: np.float32, y: np.float32) -> np.float32:
    """Return x^y for x > 0, float32."""
    return np.float32(math.pow(np.float64(x), np.float64(y)))


@behaviour
def logistic(x: np.float32) -> np.float32:
    """Return 1 / (1 + e^-x), float32."""
    return np.float32(1.0 / (1.0 + math.exp(-np.float64(max(x, -GREATEST_EXPONENT)))))


@behaviour
def clip(x: np.float32, low: np.float32, high: np.float32) -> np.float32:
    """Return x moved into [low, high]."""
    if x < low:
        return low
    if x > high:
        return high
    return x
