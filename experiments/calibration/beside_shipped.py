"""Are the worlds of a search those that ship? Parameter by parameter, by medians and by distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.calibration.priors import SPACE
from experiments.sweeps.points import read
from experiments.worlds.plausible import SHIPPED, path_of

LEVEL = 0.05
"""Probability of one parameter or more that is said to differ though none does."""


def beside_shipped(found: Sequence[Mapping[str, float]]) -> str:
    """Say how the worlds of a search lie beside those that ship.

    Distributions are compared by two-sample Kolmogorov-Smirnov tests, corrected for their number (Holm 1979).

    Args:
        found: Parameters of each world that was found. One that the worlds that ship do not have is named.
    """
    points = read(path_of(SHIPPED))
    shipped = [points.at(k) for k in range(len(points))]
    names = [each.name for each in SPACE if each.name in shipped[0]]
    new = [each.name for each in SPACE if each.name not in shipped[0]]
    inside, differ = compared(found, shipped, names)
    return (
        f"Beside the {len(shipped)} worlds that ship: the medians of {inside} of {len(names)} parameters lie in the"
        f" 90 % ranges of these, and the distributions of {len(differ)} differ (Kolmogorov-Smirnov, Holm)"
        f"{': ' if differ else ''}{', '.join(differ)}."
        f"{' They do not have ' if new else ''}{', '.join(new)}{'.' if new else ''}"
    )


def compared(
    found: Sequence[Mapping[str, float]], there: Sequence[Mapping[str, float]], names: Sequence[str]
) -> tuple[int, list[str]]:
    """Return how many medians lie inside the other worlds' 90 % ranges, and the names of distributions that differ."""
    from scipy.stats import ks_2samp

    inside, chances = 0, {}
    for name in names:
        ours, theirs = (np.array([float(world[name]) for world in worlds]) for worlds in (found, there))
        low, high = np.quantile(theirs, (0.05, 0.95))
        inside += bool(low <= np.median(ours) <= high)
        chances[name] = float(ks_2samp(ours, theirs).pvalue)
    differ = []
    for k, name in enumerate(sorted(chances, key=chances.__getitem__)):
        if chances[name] * (len(names) - k) > LEVEL:
            break
        differ.append(name)
    return inside, differ
