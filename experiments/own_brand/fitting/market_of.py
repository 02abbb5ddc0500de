"""The market that a brand's answers describe, before anything is fitted: parameters of the scenario.

The studied brand comes first; its rivals are those of the market that ships, in its own trade: the same niche, price
and margin, at the market's awareness and habits. A folder says nothing about rivals, and what they sell weighs little
on what the brand's own plan adds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.own_brand.brand import NOT_KNOWN, Answers, Brand, Price, RosterCreator
from experiments.own_brand.currency import usd_rate
from experiments.own_brand.fitting.niches import Niches, niches_with
from simulation.graph.generate.audience_sizes import tier_of
from simulation.scenario import Scenario
from simulation.state.columns import TIERS

RIVALS = 3
"""As in the market that ships."""
RIVALS_LOYAL = 0.06
CONSUMERS = 8_000
"""Simulated people of a world in which the brand is fitted."""
AFTER = 98
"""Days that are measured after the campaign: 14 weeks, as in the market that ships."""
SLOPE = 2.4
"""Price slope times price: 0.08 per USD at 30 USD in the market that ships. People answer to a price in per cent, so
that the slope of any other price is this over the price."""
AWARE_GUESS = 0.2
"""Share who know the brand, to begin a search with, where it is not known."""
CATEGORY = 1 / 3
DURABLE = 1_460.0
"""Days between two purchases of a thing that is bought once in years: four years."""
MONTH = 30
"""Days that a payment of a subscription is for: its price is that of one month."""
USUAL = 60.0
"""Days between two occasions to buy in the market that ships: where nothing says how often customers buy."""


def market_of(brand: Brand) -> dict[str, Any]:
    """Return the parameters that a brand's answers determine, or begin a search at: dotted name -> plain value.

    They go through ``Scenario().with_values``. Prices that the folder does not give are the market's own, in the
    brand's currency. Lists have one value per brand, the studied one first.
    """
    answers = brand.answers
    niches = niches_of(brand)
    rate = usd_rate(answers.currency)
    everybody, brands = answers.people, 1 + RIVALS
    defaults = Scenario()
    values: dict[str, Any] = {
        "market.people": float(everybody),
        "market.consumers": int(min(CONSUMERS, everybody)),
        "market.days": min(7 * answers.weeks + AFTER, 3650),
        "market.niches": list(niches.names),
        "market.related": list(niches.related),
        "brands.names": rival_names(answers.name),
        "brands.niches": [niches.of(answers.niches[0])] * brands,
        "brands.price": [float(answers.price)] * brands,
        "brands.margin": [float(answers.margin)] * brands,
        "brands.awareness": per_brand(aware_at_start(answers), defaults.brands.awareness[0]),
        "brands.appeal": [defaults.brands.appeal[0]] * brands,
        "brands.loyal": per_brand(0.0, 0.0 if answers.buying == "one-off" else RIVALS_LOYAL),
        "brands.budget": float(answers.budget),
        "brands.rival_budget": float(answers.budget),
        "brands.campaign_days": 7 * answers.weeks,
        "brands.wage": defaults.brands.wage * rate if answers.wages_included else 0.0,
        "brands.management.platform_fee": defaults.brands.management.platform_fee * rate,
        "creators.cpm": defaults.creators.cpm * rate,
        "regulation.fine": defaults.regulation.fine * rate,
        "regulation.brand_fine": defaults.regulation.brand_fine * rate,
        "consumers.talk.own": 0.0,  # the folder tells how many know the brand, and whoever does may speak of it
        "consumers.purchase.price": SLOPE / answers.price,
        "consumers.purchase.reference_price": float(answers.price),
        "consumers.traits.category_share": CATEGORY,
        "consumers.traits.purchase_interval": interval_of(answers),
    }
    if answers.buying == "subscription":
        values |= {
            "brands.subscription.enabled": True,
            "brands.subscription.churn": defaults.brands.subscription.churn if answers.churn is None else answers.churn,
            "brands.subscription.period": MONTH,
        }
    low = defaults.creators.followers_low
    if low > 0.1 * defaults.creators.followers_high * everybody:  # a small town has small creators
        values["creators.followers_low"] = max(0.1 * defaults.creators.followers_high * everybody, 1.0)
    return values | _roster(brand, niches) | _people_by_niche(brand, niches)


def niches_of(brand: Brand) -> Niches:
    """Return the market's niches with the brand's and the roster's words among them."""
    audience = [each.value.lower() for each in brand.audience if each.kind == "niche" and each.value != NOT_KNOWN]
    return niches_with(brand.answers.niches, [*(each.niche or "" for each in brand.roster), *audience])


def rival_names(name: str) -> list[str]:
    """Return the brand's name and its rivals', all different."""
    rivals = [f"rival {k}" for k in range(1, RIVALS + 2)]
    return [name, *(rival for rival in rivals if rival != name)][: 1 + RIVALS]


def per_brand(studied: float, rivals: float) -> list[float]:
    """Return a list with the studied brand's value first and the rivals' after it."""
    return [float(studied), *[float(rivals)] * RIVALS]


def aware_at_start(answers: Answers) -> float:
    """Return the share who know the brand, as told; nobody at a launch, a guess where it is not known."""
    if answers.known is not None:
        return answers.known
    return 0.0 if answers.launch else AWARE_GUESS


def gap_of(answers: Answers) -> float | None:
    """Return the mean days between two purchases of a customer, as counted; None where that is not known."""
    if answers.customers is None or answers.launch:
        return None
    return 7 * answers.weeks_counted * answers.customers / answers.units


def interval_of(answers: Answers) -> float:
    """Return the days between two occasions to buy, to begin with: years of a durable, else as customers are counted.

    A customer of whom two purchases are counted in 13 weeks has an occasion every 45 days, if each is a purchase; as
    some go elsewhere, they have more: half of these days.
    """
    if answers.buying == "one-off":
        return DURABLE
    gap = gap_of(answers)
    return USUAL if gap is None or answers.buying == "subscription" else min(max(gap / 2, 1.0), 3650.0)


def _roster(brand: Brand, niches: Niches) -> dict[str, Any]:
    """Return the roster's creators as the scenario takes them, if there are any."""
    if not brand.roster:
        return {}
    return {
        "creators.roster.handles": [each.handle for each in brand.roster],
        "creators.roster.followers": [max(each.followers, 1.0) for each in brand.roster],
        "creators.roster.fee": [fee_of(each, brand.prices) for each in brand.roster],
        "creators.roster.niches": [niches.of(each.niche) for each in brand.roster],
        "creators.roster.reach": [each.average_views or 0.0 for each in brand.roster],
        "creators.roster.bought": _shares([each.bought_share for each in brand.roster]),
    }


def _people_by_niche(brand: Brand, niches: Niches) -> dict[str, Any]:
    """Return which share of the people has which first niche, where the audience is told by niche.

    Niches that it does not name share what is left to 100 % alike. Ages and regions have no part in the market.
    """
    told: dict[str, float] = {}
    for each in brand.audience:
        if each.kind == "niche" and (niche := niches.of(each.value.lower())):
            told[niche] = told.get(niche, 0.0) + each.share
    others = len(niches.names) - len(told)
    left = max(1 - sum(told.values()), 0.0) / others if others else 0.0
    shares = [told.get(niche, left) for niche in niches.names]
    if not told or sum(shares) == 0:
        return {}
    return {"market.niche_shares": [share / sum(shares) for share in shares]}


def fee_of(creator: RosterCreator, prices: Sequence[Price]) -> float:
    """Return what a creator asks for a post: its own fee, or else the price of its tier; 0: the market's.

    An agency's share of a tier's price is not part of the fee: it is not the creator's.
    """
    if creator.fee:
        return creator.fee
    tier = TIERS[int(tier_of(np.array([max(creator.followers, 1.0)]))[0])]
    return next((row.price for row in prices if row.unit == "post" and row.what == tier), 0.0)


def _shares(given: Sequence[float | None]) -> list[float]:
    return [-1.0 if share is None or not math.isfinite(share) else min(share, 0.95) for share in given]
