"""A brand's reputation: the mean trust of those who know it, updated once a week."""

from __future__ import annotations

import numpy as np

from simulation.engine.census import AWARE, TRUST_AWARE, blocks_of, count_known_block, in_order
from simulation.market_base import Market

REPUTATION_DAYS = 7
"""Days between two updates of reputation (ours): a week, as for brands' plans and creators' prices."""


def spread_reputation(market: Market) -> None:
    """Once a week, in the evening: the mean trust of the people who know a brand becomes its reputation.

    On every seventh day of the run (``day mod 7 = 0``). People who hear of the brand for the first time start from it;
    nobody else reads it. A brand that nobody knows keeps the reputation that it had.
    """
    if market.day % REPUTATION_DAYS != 0:
        return
    rows, brands = len(market.consumers.niche), market.tables.brands
    sums = np.zeros((blocks_of(rows), market.brand_count, 2))
    market.engine.count_people(count_known_block, rows, market.tables, sums)
    total = in_order(sums)
    brands.known[:] = total[:, AWARE]
    known = brands.known > 0
    brands.reputation[known] = (total[known, TRUST_AWARE] / total[known, AWARE]).astype(np.float32)
