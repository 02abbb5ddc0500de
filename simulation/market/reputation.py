"""A brand's reputation: the mean trust of those who know it, as word of it gets about once a week."""

from __future__ import annotations

import numpy as np

from simulation.engine.census import AWARE, TRUST_AWARE, blocks_of, count_known_block, in_order
from simulation.market_base import Market

REPUTATION_DAYS = 7
"""Days between two times that reputation gets about (ours): a week, as for brands' plans and creators' prices."""


def spread_reputation(market: Market) -> None:
    """In the evening, once a week: what people who know a brand trust it with becomes its reputation.

    The mean trust of those aware, on days that 7 divides. Whoever hears of the brand for the first time starts from it;
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
