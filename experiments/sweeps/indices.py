"""Sensitivity indices of a table of runs, with intervals, noise between seeds separated. The estimators are SALib's.

Sobol: Saltelli et al. 2010, Computer Physics Communications 181, 259-270 (first order), Jansen 1999 ibid. 117, 35-43
(total). Morris: Campolongo, Cariboni, Saltelli 2007, Environmental Modelling & Software 22, 1509-1518. Delta: Borgonovo
2007, Reliability Engineering & System Safety 92, 771-784.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RESAMPLES = 500
"""Bootstrap resamples of each interval."""
LEVELS = 4
"""Levels of Morris's grid."""


def unit_points(method: str, parameters: int, number: int, seed: int) -> Array:
    """Return the places in the unit cube, float64[points][parameters], that a method asks for.

    ``sobol``: ``number`` base samples, each with ``parameters + 2`` points; ``morris``: ``number`` trajectories, each
    with ``parameters + 1`` points.
    """
    if method == "morris":
        from SALib.sample import morris

        return np.asarray(morris.sample(_problem(parameters), number, num_levels=LEVELS, seed=seed), np.float64)
    from SALib.sample import sobol

    return np.asarray(
        sobol.sample(_problem(parameters), number, calc_second_order=False, scramble=True, seed=seed), np.float64
    )


@dataclass(frozen=True)
class Noise:
    """Where the variance of a single run comes from; parts that are not known (one seed) are NaN.

    Attributes:
        parameters: Variance over points of what a run comes to on average over seeds.
        seeds: Variance that a seed brings to all points alike; common seeds cancel it.
        runs: What is left: a seed's effect that differs between points.
        number: Seeds.
    """

    parameters: float
    seeds: float
    runs: float
    number: int

    @property
    def of_means(self) -> float:
        """The noise in a point's mean over seeds that differs between points; 0 if it is not known."""
        return self.runs / self.number if self.number > 1 else 0.0

    def shares(self) -> dict[str, float]:
        """Return each part as a share of the sum; parts that came out below zero count as zero."""
        parts = {"parameters": self.parameters, "seeds": self.seeds, "runs": self.runs}
        if self.number < 2:
            return dict.fromkeys(parts, math.nan)
        above = {name: max(0.0, value) for name, value in parts.items()}
        total = sum(above.values())
        return {name: value / total if total > 0 else math.nan for name, value in above.items()}


def noise(values: Array) -> Noise:
    """Split the variance of float64[points][seeds] (a two-way layout without repetition) by its mean squares."""
    points, seeds = values.shape
    over_points = float(np.var(values.mean(axis=1), ddof=1)) if points > 1 else math.nan
    if seeds < 2 or points < 2:
        return Noise(over_points, math.nan, math.nan, seeds)
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    runs = float((rest**2).sum()) / ((points - 1) * (seeds - 1))
    common = float(np.var(values.mean(axis=0), ddof=1)) - runs / points
    return Noise(over_points - runs / seeds, common, runs, seeds)


def sobol(values: Array, parameters: int, confidence: float, seed: int) -> list[dict[str, float]]:
    """Return first-order and total indices of a Saltelli design, a row each parameter.

    Noise that is left in the means over seeds is no effect of any parameter: it is taken out of the variance, and out
    of the total indices, in whose squared differences it appears once (Jansen's estimator halves two).

    Args:
        values: float64[points][seeds].
        parameters: How many.
        confidence: Of the intervals, from a bootstrap over base samples.
        seed: Of the bootstrap.
    """
    from SALib.analyze import sobol as analysis

    means = values.mean(axis=1)
    spread = float(means.var())
    if spread == 0:
        return [dict.fromkeys(("S1", "S1_low", "S1_high", "ST", "ST_low", "ST_high"), 0.0) for _ in range(parameters)]
    indices = analysis.analyze(
        _problem(parameters),
        means,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=confidence,
        keep_resamples=True,
        seed=seed + 1,
    )
    left = noise(values).of_means / spread  # noise's share of the variance of means
    rest = 1 - left
    rows = []
    for j in range(parameters):
        row: dict[str, float] = {}
        for name, shift in (("S1", 0.0), ("ST", left)):
            ends = np.quantile(indices[f"{name}_conf_all"][:, j], _tails(confidence))
            low, high = ((each - shift) / rest if rest > 0 else math.nan for each in ends)
            value = (indices[name][j] - shift) / rest if rest > 0 else math.nan
            row |= {name: float(value), f"{name}_low": float(low), f"{name}_high": float(high)}
        rows.append(row)
    return rows


def morris(shares: Array, values: Array, confidence: float, seed: int) -> list[dict[str, float]]:
    """Return mean absolute, mean and standard deviation of the elementary effects over the whole range, a row each.

    ``noise`` is what the mean absolute effect would be from the noise between seeds alone, had the parameter no effect;
    ``p`` is how probable such effects would be then (:func:`chance`). Both are NaN with one seed. Neighbouring points
    share draws, so that the noise in an effect is the parameter's own: what the same step comes to in different seeds.

    Args:
        shares: float64[points][parameters], places in the unit cube.
        values: float64[points][seeds].
        confidence: Of the interval of the mean absolute effect.
        seed: Of its bootstrap.
    """
    from SALib.analyze import morris as analysis

    parameters = shares.shape[1]
    found = analysis.analyze(
        _problem(parameters),
        shares,
        values.mean(axis=1),
        num_resamples=RESAMPLES,
        conf_level=confidence,
        num_levels=LEVELS,
        seed=seed + 1,
    )
    effects = elementary_effects(shares, values)
    rows = []
    for j in range(parameters):
        # A normal variable's mean absolute value is sqrt(2/pi) standard deviations.
        floor = math.sqrt(2 / math.pi * noise_of(effects[j])) if effects.shape[2] > 1 else math.nan
        rows.append(
            {
                "mu_star": float(found["mu_star"][j]),
                "mu_star_low": float(found["mu_star"][j] - found["mu_star_conf"][j]),
                "mu_star_high": float(found["mu_star"][j] + found["mu_star_conf"][j]),
                "mu": float(found["mu"][j]),
                "sigma": float(found["sigma"][j]),
                "noise": floor,
                "p": chance(effects[j]),
            }
        )
    return rows


def noise_of(effects: Array) -> float:
    """Return the noise variance in a parameter's effects, float64[trajectories][seeds], of their means over seeds."""
    return float(effects.var(axis=1, ddof=1).mean() / effects.shape[1])


def chance(effects: Array) -> float:
    """Return how probable it is that noise alone makes a parameter's effects point one way so clearly: a t test.

    It takes all effects, float64[trajectories][seeds], as draws of one noise. A parameter that acts one way here and
    another way there counts as noise too, so that what passes acts much the same everywhere. (A test of size against
    the variance between seeds would see more, but counts of few purchases are often equal in two seeds by chance, and
    their variance then is zero.) NaN with one seed; 1 if nothing changed at all.
    """
    from scipy import stats

    if effects.shape[1] < 2:
        return math.nan
    if not effects.any():
        return 1.0
    with np.errstate(divide="ignore"):
        way = abs(effects.mean()) / (effects.std(ddof=1) / math.sqrt(effects.size))
    return 2 * float(stats.t.sf(way, effects.size - 1))


def elementary_effects(shares: Array, values: Array) -> Array:
    """Return float64[parameters][trajectories][seeds]: what each step of a Morris design changed, over the whole range.

    Args:
        shares: float64[points][parameters], trajectories of ``parameters + 1`` points, each a step in one parameter.
        values: float64[points][seeds].
    """
    parameters, seeds = shares.shape[1], values.shape[1]
    steps = np.diff(shares.reshape(-1, parameters + 1, parameters), axis=1)
    changes = np.diff(values.reshape(-1, parameters + 1, seeds), axis=1)
    taken = np.abs(steps).argmax(axis=2)
    sizes = np.take_along_axis(steps, taken[..., None], axis=2)
    effects = np.empty((parameters, len(steps), seeds))
    effects[taken, np.arange(len(steps))[:, None]] = changes / sizes
    return effects


def delta(places: Array, values: Array, confidence: float, seed: int) -> list[dict[str, float]]:
    """Return Borgonovo's delta of samples of any design, a row each parameter.

    Estimated from few samples, delta of what has no effect is above zero: ``noise`` is that of a parameter made of
    random numbers, on the same samples.

    Args:
        places: float64[points][parameters], as they were run.
        values: float64[points][seeds]; means over seeds are analysed.
        confidence: Of the intervals.
        seed: Of the bootstrap.
    """
    from SALib.analyze import delta as analysis

    nothing = np.random.default_rng(seed).random((len(places), 1))
    before = np.random.get_state()  # noqa: NPY002  # SALib uses numpy's global generator
    try:
        # Its notes on bins and classes are for those who read SALib's own table.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            indices = analysis.analyze(
                _problem(places.shape[1] + 1),
                np.hstack([places, nothing]),
                values.mean(axis=1),
                num_resamples=RESAMPLES // 5,  # each of them fits densities
                conf_level=confidence,
                seed=seed + 1,
                method="delta",
            )
    finally:
        np.random.set_state(before)  # noqa: NPY002
    name = "delta_raw" if "delta_raw" in indices else "delta"  # since and before SALib 1.6
    return [
        {
            "delta": float(indices[name][j]),
            "delta_low": float(indices[name][j] - indices[f"{name}_conf"][j]),
            "delta_high": float(indices[name][j] + indices[f"{name}_conf"][j]),
            "noise": float(indices[name][-1]),
        }
        for j in range(places.shape[1])
    ]


def _problem(parameters: int) -> dict[str, Any]:
    return {"num_vars": parameters, "names": [f"x{j}" for j in range(parameters)], "bounds": [[0.0, 1.0]] * parameters}


def _tails(confidence: float) -> Sequence[float]:
    return ((1 - confidence) / 2, (1 + confidence) / 2)
