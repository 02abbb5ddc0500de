"""What a stylised fact is: a regularity known from outside, bands for what is measured of it, and its source."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from experiments.results.statistics import interval

type Split = Literal["fit", "held", "contested"]
type Verdict = Literal["in", "out", "undecided", "not measured"]

INFINITE = math.inf
LOGARITHMIC = ("ratio", "followers")
"""Units of which twice as much is as far as half as much."""


class Band(NamedTuple):
    """A number that is measured, and the band in which the fact puts it; limits included."""

    name: str
    low: float
    high: float
    unit: str = "1"


class Fact(NamedTuple):
    """One row of the scorecard.

    Attributes:
        name: The row's identity.
        split: ``fit`` rows may be used for calibration, ``held`` rows are scored only, ``contested`` rows point in
            different directions in the literature and are measured in both regimes.
        claim: The regularity in a sentence.
        bands: What is measured. The row is in if all of them are.
        source: Where the fact comes from, with year.
        grade: A: seen in the study itself; B: trade report; C: from memory; D: derived from other rows.
        rests_on: Parameters and mechanisms that decide it, in words.
    """

    name: str
    split: Split
    claim: str
    bands: tuple[Band, ...]
    source: str
    grade: str
    rests_on: str


class Reading(NamedTuple):
    """What was measured for one band over seeds."""

    band: Band
    values: tuple[float, ...]
    mean: float
    low: float
    high: float
    verdict: Verdict


def read(band: Band, values: list[float], confidence: float = 0.95) -> Reading:
    """Return the verdict of one band: in or out if Student's interval over seeds lies in or out of it, else undecided.

    Ratios and numbers of followers, if all are above 0, are taken by their logarithms, so that a ratio and its inverse
    have the same verdict: their mean is the geometric one. A value that is not finite was not measured on that seed;
    with fewer than two values there is no interval.
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return Reading(band, tuple(values), math.nan, math.nan, math.nan, "not measured")
    in_logs = band.unit in LOGARITHMIC and min(finite) > 0
    counted = np.log(finite).tolist() if in_logs else finite
    mean = float(np.mean(counted))
    low = high = math.nan
    if len(finite) > 1:
        low, high = (getattr(interval(counted, confidence), end) for end in ("low", "high"))
    if in_logs:
        mean, low, high = (math.exp(value) for value in (mean, low, high))
    if len(finite) < 2:
        return Reading(band, tuple(values), mean, low, high, "undecided")
    return Reading(band, tuple(values), mean, low, high, verdict_of_interval(band, low, high))


def verdict_of_interval(band: Band, low: float, high: float) -> Verdict:
    """Return in or out if the interval lies in or out of the band, else undecided."""
    if band.low <= low and high <= band.high:
        return "in"
    return "out" if high < band.low or low > band.high else "undecided"


def verdict_of(readings: list[Reading]) -> Verdict:
    """Return the verdict of a row: that of its worst band."""
    return worst(reading.verdict for reading in readings)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return out if one is out, in if all are in; not measured if one could not be measured."""
    given = set(verdicts)
    for verdict in ("out", "not measured", "undecided"):
        if verdict in given:
            return verdict
    return "in"
