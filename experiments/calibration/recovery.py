"""Would calibration find parameters that it does not know? Worlds are hidden, and sought from what they showed.

For each hidden world the emulators learn from all the others; its targets, known to the chance of one seed, take the
place of the facts. Found again is a world inside the region of highest density that holds 95 % of the sample, and a
parameter inside its 90 % range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.calibration.emulator import Emulator, scaled
from experiments.calibration.priors import SPACE
from experiments.calibration.sampling import sample
from simulation.state.columns import Float64s

PARTICLES = 400


def recover(
    x: Float64s, found: Sequence[Mapping[str, float]], emulators: Sequence[Emulator], number: int, seed: int
) -> list[dict[str, Any]]:
    """Return for so many hidden worlds whether they were found again, and each parameter's value and 90 % range.

    Args:
        x: Points that were run, as shares of the ranges.
        found: What they showed.
        emulators: Of all points; their kernels are kept.
        number: How many worlds are hidden, one at a time.
        seed: Chooses them.
    """
    rng = np.random.default_rng(seed)
    hidden = rng.choice(len(x), min(number, len(x)), replace=False).tolist()
    return [_recovered(k, x, found, emulators, seed) for k in hidden]


def _recovered(
    hidden: int, x: Float64s, found: Sequence[Mapping[str, float]], emulators: Sequence[Emulator], seed: int
) -> dict[str, Any]:
    known = []
    for each in emulators:
        y = scaled(np.array([shown.get(each.band.name, math.nan) for shown in found]), each.band)
        if math.isfinite(y[hidden]):
            others = np.isfinite(y)
            others[hidden] = False
            known.append((each.learned(x[others], y[others]), y[hidden]))

    def log_chance(points: Float64s) -> Float64s:
        total = np.zeros(len(points))
        for each, y in known:
            mean, deviation = each.predict(points)
            variance = deviation**2 + each.noise**2
            total -= 0.5 * ((y - mean) ** 2 / variance + np.log(variance))
        return total

    points = sample(log_chance, len(SPACE), seed, PARTICLES)
    low, high = np.quantile(points, (0.05, 0.95), axis=0)
    # The space before is uniform, so that the region of highest density is where the chance is highest.
    at_hidden = float(log_chance(x[[hidden]])[0])
    return {
        "point": hidden,
        "found": at_hidden >= float(np.quantile(log_chance(points), 0.05)),
        "parameters": {
            prior.name: {"share": float(x[hidden, j]), "low": float(low[j]), "high": float(high[j])}
            for j, prior in enumerate(SPACE)
        },
    }


def coverage(again: Sequence[Mapping[str, Any]], name: str) -> tuple[int, float]:
    """Return in how many hidden worlds a parameter lay in its range, and the mean width of that range, at most 0.9."""
    each = [world["parameters"][name] for world in again]
    inside = sum(one["low"] <= one["share"] <= one["high"] for one in each)
    width = float(np.mean([one["high"] - one["low"] for one in each])) if each else math.nan
    return inside, width
