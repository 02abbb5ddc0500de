"""What a plan costs, entry by entry: what is checked against the budget is what is posted, and stands once."""

from __future__ import annotations

import numpy as np

from simulation.market_base import Market
from simulation.state.columns import CHANNELS, FINED, FINED_POSTS, Ints
from simulation.state.journal import NOBODY, Entry, Party, Purpose, Who, cents
from simulation.strategies.plan import Plan
from simulation.strategies.view import View

_PLACES = {name: k for k, name in enumerate(CHANNELS)}


def entries_of(plan: Plan, view: View, day: int) -> list[Entry]:
    """Return what a brand pays for a plan on a day of the campaign, if every offer is taken as it stands."""
    brand = Party(Who.BRAND, view.brand)
    entries: list[Entry] = []
    for offer in plan.offers:
        cost, creator, days = view.hiring_cost(offer.posts, offer.fee), int(offer.creator), offer.days or 0
        for payee, purpose, amount in (
            (Party(Who.CREATOR, creator), Purpose.FEE, cost.fees),
            (Party(Who.AGENCY), Purpose.COMMISSION, cost.commission),
            (Party(Who.STAFF), Purpose.MANAGERS, cost.managers),
        ):
            entries.append(Entry(day, brand, payee, purpose, amount, creator, days=days))
    for buy in plan.adverts:
        channel, first = Party(Who.MEDIA, _PLACES[buy.channel]), -1 if buy.first_day is None else int(buy.first_day)
        entries.append(Entry(day, brand, channel, Purpose.MEDIA, int(buy.cost), first=first, days=buy.days or 0))
    for shift in plan.community:
        cost_of_shift = shift.cost(view.wage, view.days_left)
        entries.append(Entry(day, brand, Party(Who.STAFF), Purpose.CONVERSATION, cost_of_shift, days=shift.days or 0))
    if plan.offers:
        entries.append(Entry(day, brand, Party(Who.PLATFORM), Purpose.SETUP, view.setup))
    return [entry for entry in entries if entry.cents]


def spent_by_week(market: Market, b: int) -> Ints:
    """Return the cents that a brand paid in each week of the campaign so far, as ``View.spent`` says."""
    week = max(market.campaign_day, 0) // 7
    table = np.zeros((week, len(CHANNELS) + 2), np.int64)
    for entry, paid in market.journal.of_brand(b):
        if entry.day // 7 < week:
            other = len(CHANNELS) + (entry.creator == NOBODY)
            table[entry.day // 7, other if entry.channel is None else _PLACES[entry.channel]] += paid
    return table


def fine(market: Market) -> None:
    """Close the day: creators who were found out pay and label from now on; brands pay on the measured days.

    A creator pays ``fine + fine_share price`` for each post, the brand ``brand_fine``.
    """
    rule, creators, day = market.scenario.regulation, market.creators, market.campaign_day
    regulator, caught = Party(Who.REGULATOR), market.tally.creator[:, FINED]
    for i in np.flatnonzero(caught) if caught.any() else ():
        price, posts = int(market.quotes[i]), int(caught[i])
        amount = posts * (cents(rule.fine) + round(rule.fine_share * price))
        market.journal.post(Entry(day, Party(Who.CREATOR, int(i)), regulator, Purpose.FINE, amount, int(i)))
        creators.disclosure[i] = 1.0
        creators.labels[i] = 1.0
        market.history.note(day, "fined", -1, int(i), float(posts))
    for b in np.flatnonzero(market.tally.brand[:, FINED_POSTS]) if day >= 0 else ():
        amount = int(market.tally.brand[b, FINED_POSTS]) * cents(rule.brand_fine)
        market.journal.post(Entry(day, Party(Who.BRAND, int(b)), regulator, Purpose.FINE, amount))
