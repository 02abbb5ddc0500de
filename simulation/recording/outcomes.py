"""The outcomes of a run: one number per metric, for the studied brand over the measured days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.market.creator_economy import public_followers
from simulation.recording.customers import (
    acquisition_cost,
    earned_media_value,
    lifetime_value,
    new_buyers,
    subscribers,
    trust_quantiles,
)
from simulation.recording.edge_trust import trust_on
from simulation.recording.log import NAN, RecordedMarket
from simulation.recording.metrics import OUTCOMES
from simulation.recording.series import BRAND_COLUMNS, census_row, response_times
from simulation.state import columns as c


def ratio(part: float, whole: float) -> float:
    """Return part / whole, NaN for nothing of nothing."""
    return part / whole if whole else NAN


def trust_in(model: RecordedMarket, creators: Sequence[int]) -> float:
    """Return the mean trust of those who follow these creators now, NaN without any."""
    follows = model.tables.follows
    chosen = np.isin(follows.creator, creators) & ((follows.tie & c.ACTIVE) != 0)
    return float(trust_on(follows, chosen).mean()) if chosen.any() else NAN


def outcomes(model: RecordedMarket, brand: int = 0) -> dict[str, float]:
    """Return the values of ``metrics.OUTCOMES``; NaN where a ratio has nothing below the line."""
    people, consumers = model.people_per_consumer, model.consumers
    counts = model.history.measured(brand)
    ledger = model.journal.ledger(brand)
    price, margin = model.scenario.per_brand("price")[brand], model.scenario.per_brand("margin")[brand]
    bought, reached = consumers.purchases[:, brand], consumers.exposures[:, brand] > 0
    buyers = bought > 0
    impressions = int(counts[c.POST_IMPRESSIONS] + counts[c.ADVERT_IMPRESSIONS])
    engaged = int(counts[[c.LIKES, c.COMMENTS, c.SHARES, c.MESSAGES, c.SAVES]].sum())
    good, bad = int(counts[c.HEARD_POSITIVE]), int(counts[c.HEARD_NEGATIVE])
    unkind = int(counts[[c.UNFRIENDLY_COMMENTS, c.COMPLAINTS, c.CALL_OUTS]].sum())
    kind = int(counts[c.COMMENTS] - counts[c.UNFRIENDLY_COMMENTS] + counts[c.RECOMMENDATIONS])
    caught = np.flatnonzero(model.log.creator[:, c.STUDIED_CAUGHT]).tolist()
    purchases = float(counts[c.PURCHASES]) * people
    expected = float(consumers.expected[:, brand].sum(dtype=np.float64)) * people
    census = model.log.census[max(model.log.census)] if model.log.census else model.log.take_census(model)
    at_end = census_row(census, len(buyers), brand)
    deals = [deal for deal in model.history.deals if deal.brand == brand]
    hired = sorted({deal.creator for deal in deals if deal.taken})
    audience = public_followers(model.creators, people)[hired]
    measured = np.array(model.history.days) >= 0
    response_time, nine_in_ten = response_times(model.log.waiting()[measured, 0, brand].sum(axis=0))
    low, median, high = trust_quantiles(model, (0.1, 0.5, 0.9), brand)
    values = {
        **{name: float(counts[k]) * people for name, k in BRAND_COLUMNS.items()},
        **at_end,
        "subscribers": subscribers(model) if brand == c.STUDIED else 0.0,
        "purchases": purchases,
        "revenue": purchases * price,
        "profit": purchases * price * margin - ledger.cost / 100,
        "expected_purchases": expected,
        "expected_revenue": expected * price,
        "expected_profit": expected * price * margin - ledger.cost / 100,
        "fines": ledger.fines / 100,
        "sponsored_posts": float(counts[c.SPONSORED_POSTS]),
        "response_rate": ratio(int(counts[c.ANSWERED]), int(counts[c.ASKED])),
        "response_time": response_time,
        "response_time_p90": nine_in_ten,
        "creators_hired": float(len(hired)),
        "creators_declined": float(sum(deal.taken == 0 for deal in deals)),
        "creators_left": float(sum(e.what == "left" and e.brand == brand for e in model.history.events)),
        "bought_followers": ratio(float((audience * model.creators.bought[hired]).sum()), float(audience.sum())),
        "cost": ledger.cost / 100,
        "fees": ledger.fees / 100,
        "media": ledger.media / 100,
        "hours_cost": ledger.hours / 100,
        "unspent": ledger.unspent / 100,
        "waste": ratio(int(counts[c.WASTED_IMPRESSIONS]), impressions),
        "conversion": ratio(int(np.count_nonzero(buyers & reached)), int(np.count_nonzero(reached))),
        "penetration": float(np.count_nonzero(buyers)) / len(buyers),
        "loyalty": ratio(int(np.count_nonzero(bought > 1)), int(np.count_nonzero(buyers))),
        "habit": at_end["loyalty"],
        "impressions": impressions * people,
        "reach": float(np.count_nonzero(reached)) * people,
        "frequency": ratio(impressions, int(np.count_nonzero(reached))),
        "engagement": ratio(engaged, int(counts[c.POST_IMPRESSIONS])),
        "sentiment": ratio(good - bad, good + bad),
        "said": ratio(kind - unkind, kind + unkind),
        "trust_hired": trust_in(model, hired),
        "trust_caught": trust_in(model, caught) if brand == c.STUDIED else NAN,
        "creators_caught": float(len(caught)) if brand == c.STUDIED else NAN,
        "brand_trust_p10": low,
        "brand_trust_p50": median,
        "brand_trust_p90": high,
        "new_buyers": new_buyers(model) if brand == c.STUDIED else NAN,
        "acquisition_cost": acquisition_cost(model) if brand == c.STUDIED else NAN,
        "lifetime_value": lifetime_value(model, brand),
        "earned_media_value": earned_media_value(model, brand),
    }
    return {name: float(values[name]) for name in OUTCOMES}
