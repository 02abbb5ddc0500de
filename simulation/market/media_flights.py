"""Flights: runs of advertising that are bought, paced day by day, and paid for as far as they are delivered.

Broadcast is airtime: bought for a number of impressions, shown evenly, never refunded. The other channels are sold by
the impression. Each day the impressions still owed are spread over the days that are left and over the people who are
eligible now, at most ``platform.frequency_cap`` each; what could not be shown is owed later, and on the flight's last
day what is still owed is refunded. So a brand pays for what was shown, never more than it agreed to, and budget = fees
+ media + hours + unspent holds on every day. (Draws may show a few impressions more than were bought; they are free.)
"""

from __future__ import annotations

import numpy as np

from simulation.errors import InputError
from simulation.market_base import Market
from simulation.state.columns import (
    BROADCAST,
    BROADCAST_IMPRESSIONS,
    CHANNELS,
    PAID_SOCIAL,
    RETARGETING,
    SEARCH,
    STUDIED,
)
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import Plan

MOST_A_DAY = 1_000.0
"""Broadcast impressions of one brand per person and day: more than one a minute of all waking hours."""
FINE = 2**20
"""Purchase rates are summed as whole multiples of 1 / FINE, so that the order of summing cannot matter."""


def pace(market: Market) -> None:
    """Set today's rates: what behaviours read in ``Brands.adverts`` and ``Brands.strays``.

    Broadcast: ``impressions / people / days`` for everybody. The others: today's quota over the people eligible today,
    at most ``frequency_cap``. Paid social aims the share ``segment_accuracy`` of its quota at the brand's niche; the
    rest goes astray to anybody.
    """
    tables, day, people = market.tables, market.day, market.people_per_consumer
    rates, strays = tables.brands.adverts, tables.brands.strays
    rates.fill(0)
    strays.fill(0)
    everybody = len(tables.consumers.niche) * people
    for (b, channel), flights in market.flights.running(day, airtime=True).items():
        for flight in flights:
            rates[channel, b] += np.float32(flight.impressions / everybody / flight.days)
    platform = market.scenario.platform
    for (b, channel), flights in market.flights.running(day, airtime=False).items():
        wanted = sum(flight.quota(day) for flight in flights) / people  # impressions, in simulated consumers
        if channel == PAID_SOCIAL:
            aimed = platform.segment_accuracy * per_head(wanted, eligible(market, b, channel))
            astray = (1 - platform.segment_accuracy) * per_head(wanted, float(len(tables.consumers.niche)))
            too_many = max((aimed + astray) / platform.frequency_cap, 1.0)
            rates[channel, b], strays[b] = np.float32(aimed / too_many), np.float32(astray / too_many)
        else:
            if channel == RETARGETING and wanted > 0:
                tables.brands.tagged[b] = 1
            rate = per_head(wanted, eligible(market, b, channel))
            rates[channel, b] = np.float32(min(rate, platform.frequency_cap))


def refuse_endless_airtime(market: Market, b: int, plan: Plan) -> None:
    """Refuse broadcast that nobody has the hours to see: per person and day, with what the brand bought before.

    Raises:
        InputError: On some day there are more than ``MOST_A_DAY`` impressions per person.
    """
    bought = [
        (buy.first_day, buy.days, float(buy.impressions)) for buy in plan.adverts if buy.channel == CHANNELS[BROADCAST]
    ]
    if not bought:
        return
    today, end = max(market.campaign_day, 0), market.scenario.brands.campaign_days
    rates = np.zeros(end - today)
    for first, days, impressions in bought:
        start = 0 if first is None else first - today
        length = len(rates) - start if days is None else days
        rates[start : start + length] += impressions / length
    burn_in = market.scenario.market.burn_in
    for flight in market.flights.flights:
        if flight.brand == b and flight.channel == BROADCAST:
            start, stop = (max(day - burn_in - today, 0) for day in (flight.first, flight.first + flight.days))
            rates[start:stop] += flight.impressions / flight.days
    most = float(rates.max()) / (len(market.tables.consumers.niche) * market.people_per_consumer)
    if most > MOST_A_DAY:
        budget = "brands.budget" if b == STUDIED else "brands.rival_budget"
        raise InputError(
            f"strategy {market.strategies[b].name}: got {most:.3g} broadcast impressions per person and day for brand"
            f" {market.brand_names[b]}, takes at most {MOST_A_DAY:,.0f}: lower {budget}, or raise market.people"
        )


def settle(market: Market) -> None:
    """Close the day: note what was delivered, and refund what the flights that end today still owe."""
    day = market.day
    for (b, channel), flights in market.flights.running(day, airtime=False).items():
        shown = float(market.tally.brand[b, BROADCAST_IMPRESSIONS + channel]) * market.people_per_consumer
        quotas = [flight.quota(day) for flight in flights]
        total = sum(quotas)
        for flight, quota in zip(flights, quotas, strict=True):
            flight.delivered += shown * (quota / total) if total > 0 else 0.0
    for flight in market.flights.ending(day):
        paid = Entry(
            day=flight.first - market.scenario.market.burn_in,
            payer=Party(Who.BRAND, flight.brand),
            payee=Party(Who.MEDIA, flight.channel),
            purpose=Purpose.MEDIA,
            cents=flight.cost,
            first=flight.first - market.scenario.market.burn_in,
            days=flight.days,
        )
        market.journal.post(paid.back(market.campaign_day, flight.refund))
    market.flights.drop_ended(day)


def per_head(impressions: float, heads: float) -> float:
    """Return impressions per head; none where there is nobody to show them to."""
    return impressions / heads if heads > 0 else 0.0


def eligible(market: Market, b: int, channel: int) -> float:
    """Return how many simulated consumers a channel can be shown to today.

    Paid social: the brand's niche. Search: purchase occasions to expect among those who know the brand. Retargeting:
    who visited its site lately and has not bought since the campaign began (``behaviour.site_visits.is_retargeted``).
    """
    consumers, brands = market.tables.consumers, market.tables.brands
    if channel == PAID_SOCIAL:
        return float(np.count_nonzero(consumers.niche == brands.niche[b]))
    if channel == SEARCH:
        rates = consumers.rate[consumers.aware[:, b] != 0]
        return float(np.rint(rates * np.float32(FINE)).astype(np.int64).sum()) / FINE
    recent = consumers.visited[:, b] > market.day - market.scenario.platform.retargeting_window
    return float(np.count_nonzero(recent & (consumers.purchases[:, b] == 0)))
