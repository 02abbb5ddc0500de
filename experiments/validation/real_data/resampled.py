"""A statistic of real data, and how much of it is chance: the same over resamples of people, posts, advertisements."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.columns import Float64s

RESAMPLES = 300
LEVEL = 0.95
type Statistics = Mapping[str, float | Float64s]
"""Quantity -> a number, or the shares of several classes, which add up to 1."""


class Row(NamedTuple):
    """One quantity of one data set beside the market's.

    Attributes:
        data: The data set.
        quantity: What is compared.
        theirs: The data's number; None where it is a distribution.
        theirs_interval: Its interval over resamples; None: nothing is resampled.
        ours: The market's, mean over seeds; None where it is a distribution.
        distance: Ours less theirs; of distributions the total variation distance, half the sum of all differences.
        interval: Its interval, over resamples and seeds together.
        note: What is known to differ between the two sides; empty: nothing is said beside the row.
    """

    data: str
    quantity: str
    theirs: float | None
    theirs_interval: tuple[float, float] | None
    ours: float | None
    distance: float
    interval: tuple[float, float] | None
    note: str = ""


def resample(
    units: int, statistics: Callable[[NDArray[np.int64]], Statistics], seed: int = 0
) -> tuple[Statistics, list[Statistics]]:
    """Return statistics of all units, and of so many draws of as many units with replacement."""
    rng = np.random.default_rng(seed)
    return statistics(np.arange(units)), [statistics(rng.integers(0, units, units)) for _ in range(RESAMPLES)]


def beside(
    data: str,
    whole: Statistics,
    drawn: Sequence[Statistics],
    ours: Sequence[Statistics],
    notes: Mapping[str, str] | None = None,
) -> list[Row]:
    """Return a row for each quantity that both sides have.

    Args:
        data: Name of the data set.
        whole: The data's statistics.
        drawn: The same over resamples; empty: none were drawn.
        ours: The market's, seed by seed.
        notes: Quantity -> what is known to differ between the two sides.
    """
    rows = []
    for quantity, theirs in whole.items():
        seeds = [found[quantity] for found in ours if quantity in found]
        if not seeds:
            continue
        again = [each[quantity] for each in drawn] or [theirs]
        pairs = [apart(seeds[k % len(seeds)], again[k % len(again)]) for k in range(max(len(again), len(seeds)))]
        alone = isinstance(theirs, float)
        mean = np.asarray(seeds, np.float64).mean(axis=0)
        rows.append(
            Row(
                data,
                quantity,
                theirs if isinstance(theirs, float) else None,
                _ends(again) if alone and drawn else None,
                float(mean) if alone else None,
                apart(mean, theirs),
                _ends(pairs) if len(pairs) > 1 else None,
                (notes or {}).get(quantity, ""),
            )
        )
    return rows


def apart(ours: Any, theirs: Any) -> float:
    """Return ours less theirs, or the total variation distance of two distributions."""
    if isinstance(theirs, float):
        return float(ours) - theirs
    return float(np.abs(np.asarray(ours) - np.asarray(theirs)).sum()) / 2


def _ends(values: Sequence[Any]) -> tuple[float, float] | None:
    known = [float(value) for value in values if math.isfinite(value)]
    if len(known) < 2:
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def ratio(a: float, b: float) -> float:
    """Return a / b, NaN if there is nothing below the line."""
    return float(a) / float(b) if b else math.nan


def classes(values: Any, number: int) -> Float64s:
    """Return the shares of 1, 2, ..., and of ``number`` or more, among whole numbers from 1 on."""
    counts = np.bincount(np.clip(np.asarray(values, np.int64), 1, number), minlength=number + 1)[1:]
    shares: Float64s = counts / max(int(counts.sum()), 1)
    return shares
