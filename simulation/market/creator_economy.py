"""What the market does to creators from day to day: public engagement, prices, comments, bought audiences.

Sums over creators are made by numpy on one thread, so that no engine and no number of threads can change them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.market_base import Market
from simulation.scenario import Scenario
from simulation.state.columns import (
    ENGAGED,
    FRIENDLY,
    SEEN,
    UNFRIENDLY,
    WRITTEN,
    Contracts,
    Creators,
    Float64s,
)

MEMORY = 0.97
"""Of impressions and engagements, per day: what the public sees is about the last month (ours)."""
PRIOR = 50.0
"""Impressions of the average creator that every engagement rate is mixed with: small audiences are noisy (ours)."""


def live_contracts(contracts: Contracts, day: int) -> NDArray[np.bool_]:
    """Return which contracts run, or are yet to begin, bool[B, I]: ``creator_decisions.is_live`` for all of them."""
    return (contracts.posts > 0) & (day < contracts.first + contracts.length) & (day < contracts.left)


def public_followers(creators: Creators, people: float) -> Float64s:
    """Return the follower counts that the public sees, float64[I], in people: bought ones included.

    ``audience people_per_consumer / (1 - bought)``.
    """
    return creators.audience * people / (1 - creators.bought.astype(np.float64))


def public_engagement(creators: Creators, scenario: Scenario) -> Float64s:
    """Return engagements per impression as the public sees them, float64[I]: what was bought is included.

    ``(1 - bought) (e + 50 r) / (n + 50) + engagement bought``: e engagements and n impressions lately, r the rate of
    all creators together.
    """
    seen, done = creators.impressions.sum(), creators.engagements.sum()
    usual = done / seen if seen > 0 else 0.0
    real = (creators.engagements + PRIOR * usual) / (creators.impressions + PRIOR)
    bought = creators.bought.astype(np.float64)
    return np.asarray(real * (1 - bought) + scenario.creators.fraud.engagement * bought)


def begin_campaign(market: Market) -> None:
    """Note what an audience is worth on the campaign's first day: prices move from here on."""
    creators = market.creators
    creators.worth[:] = creators.asked
    creators.before[:] = public_followers(creators, market.people_per_consumer)
    creators.usual[:] = public_engagement(creators, market.scenario)


def begin_week(market: Market) -> None:
    """Once a week from the campaign's first day: prices follow audiences, and some creators buy more of theirs."""
    if market.campaign_day < 0 or market.campaign_day % 7 != 0:
        return
    if market.campaign_day > 0 and market.scenario.creators.dealing.enabled:
        _move_prices(market)
    if market.scenario.creators.fraud.enabled:
        _buy_followers(market)


def _move_prices(market: Market) -> None:
    """Once a week ``price += (1 - e^(-1/lag)) (worth (F / F_0)^a (E / E_0)^b - price)`` (a lag; form ours)."""
    creators, rule = market.creators, market.scenario.creators.dealing
    closed = 1 - np.exp(-1 / rule.price_lag)
    creators.asked[:] = np.maximum(creators.asked + closed * (worth_now(market) - creators.asked), 1.0)


def worth_now(market: Market) -> Float64s:
    """Return what creators' audiences are worth today, float64[I], in cents a post: where their prices move to."""
    creators, rule = market.creators, market.scenario.creators.dealing
    audience = public_followers(creators, market.people_per_consumer)
    engagement = public_engagement(creators, market.scenario)
    grown = np.divide(audience, creators.before, out=np.ones_like(audience), where=creators.before > 0)
    livelier = np.divide(engagement, creators.usual, out=np.ones_like(audience), where=creators.usual > 0)
    return np.asarray(creators.worth * grown**rule.price_followers * livelier**rule.price_engagement)


def _buy_followers(market: Market) -> None:
    """Creators imitate those whom brands hire: the more these have bought above the average, the more others buy.

    ``bought += growth premium (1 - integrity) (1 - bought)``, at most ``most``; premium is the mean of those hired less
    that of all, where it is above 0.
    """
    creators, rule = market.creators, market.scenario.creators.fraud
    hired = (market.tables.contracts.posts > 0).any(axis=0)
    if rule.growth == 0 or not hired.any():
        return
    bought = creators.bought.astype(np.float64)
    premium = bought[hired].mean() - bought.mean()
    if premium > 0:
        more = rule.growth * premium * (1 - creators.integrity.astype(np.float64))
        cap = np.maximum(bought, rule.most)
        creators.bought[:] = np.minimum(bought + more * (1 - bought), cap).astype(np.float32)


def close_day(market: Market) -> None:
    """Take the day's counts into what the public sees, answers and comments.

    Impressions and engagements lately: ``x <- 0.97 x + today's``. Praise and scorn: ``x <- thread_memory x + today's``.
    A creator answers tomorrow's comments with probability ``min(creator_hours / 7 replies_per_hour / written, 1)``.
    """
    creators, tally, scenario = market.creators, market.tally.creator, market.scenario
    creators.impressions[:] = MEMORY * creators.impressions + tally[:, SEEN]
    creators.engagements[:] = MEMORY * creators.engagements + tally[:, ENGAGED]
    talk = scenario.conversation
    if talk.enabled:
        memory = np.float32(talk.thread_memory)
        creators.praise[:] = memory * creators.praise + tally[:, FRIENDLY].astype(np.float32)
        creators.scorn[:] = memory * creators.scorn + tally[:, UNFRIENDLY].astype(np.float32)
        able = talk.creator_hours / 7 * talk.replies_per_hour  # answers a day, in people
        asked = tally[:, WRITTEN] * market.people_per_consumer
        creators.reply[:] = np.minimum(able / np.maximum(asked, able or 1.0), 1.0).astype(np.float32)
