"""How long people remember the brand: what a fit moves until its spend keeps it known to as many as know it.

Nothing that a folder tells says how long people remember, how much of what they forget shops and other news make good,
and how strong messages are. Before the fit each is uncertain by as much as its range. So they give way together, each
by the same number of standard deviations of a normal score of its range: the point on the line that changes each of
them as little as the others. The line is ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from experiments.own_brand.fitting.trade import MEMORIES

UPKEEP, MEMORY = "brands.upkeep", "consumers.salience.forgotten"
REMEMBERED = (UPKEEP, MEMORY)
MOST_SHIFT = 4.0
"""Most standard deviations by which these give way where messages are as strong as evidence says."""
EDGE = 1e-4
"""Scores are of quantiles between this and 1 less this: beyond four standard deviations nothing changes any more."""
_NORMAL = NormalDist()


def shifted(values: Mapping[str, Any], by: float) -> dict[str, Any]:
    """Return memory and upkeep of a world, each moved by so many standard deviations of its normal score.

    Args:
        values: Overrides of the world, with both.
        by: Below 0: people forget sooner, and less of that is made good.
    """
    upkeep, days = list(values[UPKEEP]), float(values[MEMORY])
    low, high = (math.log(each) for each in MEMORIES)
    place = _moved((math.log(max(days, 1e-9)) - low) / (high - low), by)
    return {
        UPKEEP: [_moved(float(upkeep[0]), by), *upkeep[1:]],
        MEMORY: math.exp(low + (high - low) * place),
    }


def _moved(quantile: float, by: float) -> float:
    score = _NORMAL.inv_cdf(min(max(quantile, EDGE), 1 - EDGE))
    return _NORMAL.cdf(score + by)
