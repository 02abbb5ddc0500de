"""Intervals of what a method credits: people are drawn again, with all of their journeys (Efron 1979)."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.attribution.methods import attribute
from simulation.brand_view.sensors import Journeys

type Floats = NDArray[np.float64]

BY_ROW = ("first", "last", "last_non_direct", "linear", "position", "time_decay", "shapley", "shapley:path_set")
"""Methods that treat each path by itself: a person drawn twice counts twice, and nothing need be computed anew."""


def resampled(
    journeys: Journeys, method: str, people: int, resamples: int, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Return what a method credits to each of ``journeys.paths.channels``, and the bounds of its interval.

    Percentile intervals over ``resamples`` draws of as many people as there are; NaN without draws.
    """
    credit = attribute(journeys.paths, method)["conversions"].to_numpy()
    if resamples == 0:
        nothing = np.full(len(credit), np.nan)
        return credit, nothing, nothing
    again = _by_row if method in BY_ROW or method.startswith("time_decay:") else _anew
    drawn = again(journeys, method, people, resamples)
    tail = (1 - confidence) / 2
    return credit, np.quantile(drawn, tail, axis=0), np.quantile(drawn, 1 - tail, axis=0)


def _counts(people: int, k: int) -> NDArray[np.int64]:
    """Return how often each person is drawn in resample ``k``: the same for all methods."""
    rng = np.random.default_rng([people, k])
    return np.bincount(rng.integers(0, people, people), minlength=people)


def _by_row(journeys: Journeys, method: str, people: int, resamples: int) -> Floats:
    """Credit each converting journey by itself, then add up those of the people drawn."""
    from scipy.sparse import csr_array

    paths = journeys.paths
    rows = np.flatnonzero(paths.conversions > 0)
    size = paths.length[rows]
    touch = np.concatenate([[0], np.cumsum(size)])
    inside = np.repeat(paths.first[rows], size) + np.arange(touch[-1]) - np.repeat(touch[:-1], size)
    # Each journey's channels are made channels of its own, so that one call credits every journey apart.
    number = len(paths.channels)
    keys, own = np.unique(np.repeat(np.arange(len(rows)), size) * number + paths.touch[inside], return_inverse=True)
    # "direct" is told by its name, which is lost here: a direct journey has no other channel, so nothing hangs on it.
    apart = dataclasses.replace(
        paths,
        channels=tuple(str(k) for k in range(len(keys))),
        first=touch,
        touch=own.astype(np.int64),
        conversions=paths.conversions[rows],
        nulls=np.zeros(len(rows)),
        value=None,
        days=None if paths.days is None else paths.days[inside],
    )
    credit = attribute(apart, method)["conversions"].to_numpy() if len(rows) else np.zeros(0)
    person = journeys.person[rows][keys // number]
    table = csr_array((credit, (person, keys % number)), shape=(people, number))
    return np.array([table.T @ _counts(people, k) for k in range(resamples)])


def _anew(journeys: Journeys, method: str, people: int, resamples: int) -> Floats:
    """Attribute each resample."""
    paths = journeys.paths
    drawn = np.empty((resamples, len(paths.channels)))
    for k in range(resamples):
        times = _counts(people, k)[journeys.person]
        sample = dataclasses.replace(
            paths, conversions=paths.conversions * times, nulls=paths.nulls * times, value=None
        )
        drawn[k] = attribute(sample, method)["conversions"].to_numpy()
    return drawn
