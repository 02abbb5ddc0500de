"""Whether a brand can rank its creators: by the promo codes that it sees, against what each truly added.

What a creator truly added is read person by person: each person's added purchases are shared equally among the creators
whose posts for the brand the person met. What came by hearsay alone belongs to none of them. (The exact truth,
:func:`truth_parts.leave_one_out`, takes a world for each creator.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.measurement.sensors import sense
from simulation.measurement.touch_log import read_touches

if TYPE_CHECKING:
    from simulation.measurement.truth import Uplift
    from simulation.model import MarketModel

FEWEST = 3
"""Creators below which there is nothing to rank."""


def code_ranks(model: MarketModel, truth: Uplift) -> dict[str, float]:
    """Return ``code_rank_correlation``: Spearman's correlation of creators' codes with what they truly added.

    NaN where the market keeps no touches (``measurement.touches``), where fewer than three creators were met, or where
    all of them are equal.
    """
    if model.tables.touches.source.shape[1] == 0:
        return {"code_rank_correlation": float("nan")}
    log = read_touches(model)
    number = len(model.creators.tier)
    met = np.unique(log.person[log.source >= 0] * number + log.source[log.source >= 0])
    person, creator = met // number, met % number
    shares = 1.0 / np.bincount(person, minlength=len(log.purchases))[person]
    added = np.bincount(creator, weights=truth.purchases[person] * shares, minlength=number)
    paths = sense(model, "codes", "creator").paths
    credit = np.bincount(paths.touch, weights=paths.conversions[paths.row], minlength=len(paths.channels))
    seen = dict(zip(paths.channels, credit.tolist(), strict=True))
    there = np.unique(creator)
    coded = np.array([seen.get(f"creator {i}", 0.0) for i in there])
    return {"code_rank_correlation": _spearman(coded, added[there])}


def _spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    from scipy.stats import rankdata

    if len(a) < FEWEST or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])
