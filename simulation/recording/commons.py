"""What brands do to one another: the profit of all of them, audiences that they share, prices that lag behind."""

from __future__ import annotations

import numpy as np

from simulation.market.creator_economy import worth_now
from simulation.recording.log import NAN, RecordedMarket
from simulation.state.columns import PURCHASES, STUDIED


def commons(model: RecordedMarket) -> dict[str, float]:
    """Return ``all_profit`` (USD), ``shared_reach`` and ``price_gap``.

    - ``all_profit``: the sum of what :func:`outcomes` calls profit, over all brands.
    - ``shared_reach``: share of the people whom the studied brand's paid content reached who saw another brand's too;
      NaN where it reached nobody.
    - ``price_gap``: how far creators ask more than their audiences are worth by now, the mean over those who go on;
      NaN before the campaign has begun.
    """
    scenario, people = model.scenario, model.people_per_consumer
    prices, margins = scenario.per_brand("price"), scenario.per_brand("margin")
    profit = 0.0
    for b in range(model.brand_count):
        revenue = float(model.history.measured(b)[PURCHASES]) * people * prices[b]
        profit += revenue * margins[b] - model.journal.ledger(b).cost / 100
    met = model.consumers.exposures > 0
    reached = met[:, STUDIED]
    shared = np.delete(met, STUDIED, axis=1).any(axis=1)[reached]
    worth = worth_now(model)
    there = (model.creators.there > 0) & (worth > 0)
    gap = float((model.creators.asked[there] / worth[there]).mean()) - 1 if there.any() else NAN
    return {
        "all_profit": profit,
        "shared_reach": float(shared.mean()) if shared.size else NAN,
        "price_gap": gap if model.campaign_day > 0 else NAN,
    }
