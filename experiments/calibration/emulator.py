"""An emulator of the market: what each target would be at any point, from the points at which it was measured.

Each target has a Gaussian process over the parameters that matter for it (Kennedy, O'Hagan 2001), chosen by a forest of
random trees (Geurts, Ernst, Wehenkel 2006). What the others do, and the chance of one seed, is its noise. Targets are
scaled so that every band is about as wide: ``asinh`` keeps ratios with next to nothing below the line from ruling.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import norm

from experiments.validation.fact import Band
from simulation.errors import InputError
from simulation.state.columns import Float64s

INPUTS = 10
"""Most parameters that one target's process depends on."""
TREES = 200
FEWEST = 30
"""Fewest points at which a target must have been measured; before that, nothing is said of it."""


class Emulator(NamedTuple):
    """One target's process.

    Attributes:
        band: The target.
        inputs: Columns of the parameters that it depends on, most important first.
        process: scikit-learn's.
        centre: Mean of the scaled target over the points.
        noise: Standard deviation of one seed's value around the process, scaled.
        error: Root mean square of what the process misses at points left out (five folds), scaled, over the target's
            own standard deviation: 1 tells nothing, 0 tells all but the noise.
    """

    band: Band
    inputs: tuple[int, ...]
    process: Any
    centre: float
    noise: float
    error: float

    def predict(self, x: Float64s) -> tuple[Float64s, Float64s]:
        """Return mean and standard deviation of the scaled target at points, float64[points] each, noise left out."""
        mean, deviation = self.process.predict(x[:, self.inputs], return_std=True)
        return mean + self.centre, np.sqrt(np.maximum(deviation**2 - self.noise**2, 1e-8))

    def learned(self, x: Float64s, y: Float64s) -> Emulator:
        """Return an emulator with the same kernel that learned from these points alone; ``y``: scaled."""
        _, processes, _, _ = _library()
        centre = float(y.mean())
        process = _frozen(self.process, processes).fit(x[:, self.inputs], y - centre)
        return self._replace(process=process, centre=centre)

    def log_chance(self, x: Float64s) -> Float64s:
        """Return the log of the probability that the target lies in its band at points, float64[points]."""
        mean, deviation = self.predict(x)
        below, above = scaled(np.array([self.band.low, self.band.high]), self.band)
        inside = norm.cdf((above - mean) / deviation) - norm.cdf((below - mean) / deviation)
        # A floor that still has a slope leads points from far away towards the band.
        away = np.maximum(np.maximum(below - mean, mean - above), 0.0) / deviation
        found: Float64s = np.log(np.maximum(inside, 1e-9)) - 1e-3 * away
        return found


def scaled(values: Float64s, band: Band) -> Float64s:
    """Return a target's values so that a band with two ends is -0.88 to 0.88."""
    if math.isinf(band.low) or math.isinf(band.high):
        end = band.low if math.isfinite(band.low) else band.high
        middle, half = end, abs(end) or 1.0
    else:
        middle, half = (band.low + band.high) / 2, (band.high - band.low) / 2
    found: Float64s = np.arcsinh((values - middle) / half)
    return found


def emulate(x: Float64s, found: Sequence[Mapping[str, float]], bands: Sequence[Band]) -> list[Emulator]:
    """Return an emulator for each target that was measured at enough points.

    Args:
        x: Points, as shares of the ranges, float64[points, parameters].
        found: What each point's world showed.
        bands: The targets.

    Raises:
        InputError: scikit-learn is not installed.
    """
    made = []
    for band in bands:
        y = scaled(np.array([each.get(band.name, math.nan) for each in found], np.float64), band)
        there = np.isfinite(y)
        if there.sum() >= FEWEST:
            made.append(_emulate(x[there], y[there], band))
    return made


def _emulate(x: Float64s, y: Float64s, band: Band) -> Emulator:
    forests, processes, kernels, selection = _library()
    forest = forests.ExtraTreesRegressor(TREES, random_state=0, min_samples_leaf=2).fit(x, y)
    inputs = tuple(int(k) for k in np.argsort(-forest.feature_importances_, kind="stable")[:INPUTS])
    centre, spread = float(y.mean()), float(y.std()) or 1.0

    def process() -> Any:
        length = kernels.Matern(np.ones(len(inputs)), (0.1, 100.0), nu=2.5)
        whole = kernels.ConstantKernel(spread**2, (1e-4, 1e4)) * length
        whole += kernels.WhiteKernel(0.1 * spread**2, (1e-6, 1e2))
        return processes.GaussianProcessRegressor(whole, random_state=0)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at the end of its range says: this parameter hardly matters
        fitted = process().fit(x[:, inputs], y - centre)
        guess = selection.cross_val_predict(_frozen(fitted, processes), x[:, inputs], y - centre, cv=5)
    missed = float(np.sqrt(np.mean((guess - (y - centre)) ** 2)))
    noise = float(np.sqrt(fitted.kernel_.k2.noise_level))
    return Emulator(band, inputs, fitted, centre, noise, missed / spread)


def _frozen(fitted: Any, processes: Any) -> Any:
    """Return a process with the same kernel, which is not sought again in each fold."""
    return processes.GaussianProcessRegressor(fitted.kernel_, optimizer=None)


def require_library() -> None:
    """Refuse to begin without scikit-learn.

    Raises:
        InputError: It is not installed.
    """
    _library()


def _library() -> tuple[Any, Any, Any, Any]:
    """Return the parts of scikit-learn.

    Raises:
        InputError: It is not installed.
    """
    try:
        from sklearn import ensemble, gaussian_process, model_selection
        from sklearn.gaussian_process import kernels
    except ImportError:
        raise InputError(
            "task: calibrate needs scikit-learn, which is not installed; takes `pip install scikit-learn` (the extra "
            "nichecast[calibrate])"
        ) from None
    return ensemble, gaussian_process, kernels, model_selection
