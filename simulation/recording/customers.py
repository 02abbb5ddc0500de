"""What customers cost and are worth, and what the trade says of impressions: the figures that brands argue about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.recording.log import NAN, RecordedMarket
from simulation.state import columns as c

REFERENCE_CPM = 8.5
"""USD per 1,000 impressions of paid social, the middle of the trade's 7 to 10: the price in earned-media value."""


def earned_media_value(model: RecordedMarket, brand: int = 0, cpm: float = REFERENCE_CPM) -> float:
    """Return USD: impressions of creators' posts and words that friends heard, at the price of paid impressions.

    ``(post impressions + words heard) / 1,000 * cpm``, the trade's formula. It is a price of space and no value: it
    rises with any audience, counts an accusation like praise, and knows nothing of what anybody did. The Barcelona
    Principles (AMEC 2010, restated 2015 and 2020) reject such advertising value equivalents.
    """
    counts = model.history.measured(brand)
    heard = int(counts[[c.POST_IMPRESSIONS, c.HEARD_POSITIVE, c.HEARD_NEGATIVE]].sum())
    return heard * model.people_per_consumer / 1_000 * cpm


def new_buyers(model: RecordedMarket) -> float:
    """Return people who bought the studied brand on the measured days and were no customers before.

    A customer before is who had a habit of the brand when the campaign began, or bought it in the burn-in.
    """
    bought = model.consumers.purchases[:, c.STUDIED] > 0
    known = model.log.was_customer(len(bought))
    return float(np.count_nonzero(bought & ~known)) * model.people_per_consumer


def subscribers(model: RecordedMarket) -> float:
    """Return people who subscribe to the studied brand now; 0 where it sells no subscription."""
    return float(np.count_nonzero(model.tables.subscriptions.renews != c.NOT_YET)) * model.people_per_consumer


def acquisition_cost(model: RecordedMarket) -> float:
    """Return USD per new buyer: the whole cost over all new buyers, as a dashboard has it. NaN without a new buyer."""
    won = new_buyers(model)
    return model.ledger.cost / 100 / won if won else NAN


def lifetime_value(model: RecordedMarket, brand: int = 0) -> float:
    """Return USD of margin that a buyer brings: ``price * margin / (1 - r)``, with r the observed repeat share.

    r is the share of buyers who bought at least twice on the measured days; purchases then are geometric, without
    discounting (the simple retention model: Gupta, Lehmann 2003). Low rather than high: the measured days cut later
    repeats off, and one r for everybody undervalues a mixed public (Fader, Hardie 2010). NaN without a buyer, or if all
    of them came back. Of a subscription the payments are geometric with the probability of cancelling at a period's
    end; NaN without churn: nobody ever leaves.
    """
    per_purchase = float(model.scenario.per_brand("price")[brand] * model.scenario.per_brand("margin")[brand])
    subscription = model.scenario.brands.subscription
    if subscription.enabled and brand == c.STUDIED:
        return per_purchase / subscription.cancel if subscription.cancel > 0 else NAN
    bought = model.consumers.purchases[:, brand]
    buyers, again = int(np.count_nonzero(bought)), int(np.count_nonzero(bought > 1))
    if buyers == again:
        return NAN
    return per_purchase * buyers / (buyers - again)


def trust_quantiles(
    model: RecordedMarket, quantiles: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9), brand: int = 0
) -> NDArray[np.float64]:
    """Return the quantiles of trust in the brand of those who knew it when the campaign began, float64[quantiles].

    NaN if nobody did.
    """
    consumers = model.consumers
    trust = consumers.trust[consumers.knew[:, brand] > 0, brand].astype(np.float64)
    return np.quantile(trust, quantiles) if len(trust) else np.full(len(quantiles), NAN)
