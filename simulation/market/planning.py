"""What brands plan and buy: from what they see, by their strategies' plans, to contracts, flights and shifts."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import math
from collections.abc import Callable

import numpy as np

from simulation.brand_view.question import about
from simulation.brand_view.records import Records
from simulation.engine.loops import ask_rows
from simulation.errors import InputError
from simulation.market import bookkeeping
from simulation.market.contracts import negotiate, refund_leavers, sign
from simulation.market.creator_economy import public_engagement, public_followers
from simulation.market.holdout_cells import draw_cells
from simulation.market.manager_hours import BRIEFING, capacity, serve
from simulation.market.media_flights import refuse_endless_airtime
from simulation.market_base import Market
from simulation.state.columns import ASKED, CHANNELS, PURCHASES, STUDIED, Ints
from simulation.state.commitments import Flight, Shift
from simulation.state.journal import cents
from simulation.strategies.asking import PassedThroughError, ask
from simulation.strategies.audiences import Audiences, public_lists
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.view import View

_PLACES = {name: k for k, name in enumerate(CHANNELS)}


def view_of(
    market: Market,
    b: int,
    read_records: Callable[[Market, int], Records],
    look_ahead: Callable[[Market, int, Plan, int], dict[str, float]],
) -> View:
    """Return what a brand's strategy sees today.

    Args:
        market: The market.
        b: The brand's row.
        read_records: Gives what the brand's sensors and its own cells say.
        look_ahead: Gives what each channel of a plan would truly add on the next days; no brand could know it.
    """
    creators, people, scenario = market.creators, market.people_per_consumer, market.scenario
    ledger, management = market.journal.ledger(b), scenario.brands.management
    day = max(market.campaign_day, 0)
    pays = management.mode == "platform" and not market.tables.brands.settled[b]
    followers = public_followers(creators, people)
    hours = capacity(scenario)

    def daily(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.rint(market.history.daily(b, count).astype(np.float64) * people).astype(np.int64)

    return View(
        brand=b,
        week=day // 7,
        days_left=scenario.brands.campaign_days - day,
        unspent=ledger.unspent,
        budget=ledger.budget,
        followers=np.rint(followers),
        engagement=public_engagement(creators, scenario),
        tier=creators.tier.copy(),
        fit=creators.fit[:, b].copy(),
        quotes=market.quotes,
        impressions=followers * creators.visibility.astype(np.float64),
        management=cents(scenario.brands.manager_hours * scenario.brands.wage),
        commission=management.agency_share if management.mode == "agency" else 0.0,
        setup=cents(management.platform_fee) if pays else 0,
        wage=cents(scenario.brands.wage),
        offered=market.history.offered(b),
        most_posts=most_posts(market),
        sales=daily(PURCHASES),
        spent=bookkeeping.spent_by_week(market, b),
        asked=daily(ASKED),
        delivered=np.rint(market.history.delivered(b) * people).astype(np.int64),
        audiences=Audiences(about(market, lambda now: public_lists(now.tables.follows))),
        ask_creators=about(market, lambda now: available(now, b)),
        records=read_records(market, b),
        oracle=about(market, lambda now, plan, days: look_ahead(now, b, plan, days)),
        hired=market.history.hired(b),
        capacity=math.inf if hours is None else hours,
        hours_per_creator=scenario.brands.manager_hours,
        briefing=BRIEFING,
        roster=np.arange(len(scenario.creators.roster.handles)),
        handles=tuple(scenario.creators.roster.handles),
    )


def available(market: Market, b: int) -> Ints:
    """Return how many posts each creator would take at its quote, int64[I]; see ``View.available``."""
    most, days = most_posts(market), market.scenario.brands.campaign_days - max(market.campaign_day, 0)
    posts = np.where(market.creators.there > 0, most, 0).astype(np.int64)
    if market.scenario.creators.dealing.enabled and days > 0:
        control = np.float32(market.scenario.brands.control)
        market.engine.call(ask_rows, b, most, days, control, market.day, market.tables, market.rules, posts)
    return posts


def most_posts(market: Market) -> int:
    """Return how many sponsored posts one creator has room for until the campaign ends."""
    return market.scenario.creators.most_posts * (market.scenario.brands.campaign_days - max(market.campaign_day, 0))


def plan_week(market: Market) -> None:
    """Each morning creators who left pay back; on the first day of a campaign's week managers catch up, brands buy."""
    day = market.campaign_day
    refund_leavers(market)
    if 0 <= day < market.scenario.brands.campaign_days and day % 7 == 0:
        serve(market)
        buy(market)


def buy(market: Market) -> None:
    """Let every brand plan on what it sees; then creators answer all offers; then all buy.

    Raises:
        InputError: A plan makes no sense, or cannot be paid as a whole, whoever accepts.
    """
    views = [market.view(b) for b in range(market.brand_count)]
    plans = [ask(strategy, seen) for strategy, seen in zip(market.strategies, views, strict=True)]
    for plan, seen in zip(plans, views, strict=True):
        check(market, plan, seen)
    agreed = negotiate(market, plans, views)
    for plan, seen, answers in zip(plans, views, agreed, strict=True):
        _carry_out(market, plan, seen, answers)


class _RehearsalError(PassedThroughError):
    """In a rehearsal a strategy asked what only the day itself can tell."""


def _look_ahead_in_rehearsal(plan: Plan, days: int) -> dict[str, float]:
    raise _RehearsalError


def rehearse(market: Market) -> None:
    """Plan the first week on copies, so that a plan that cannot be paid is refused before a day is lived.

    Nothing is rehearsed once the campaign has begun: the first week's plan would be one for a week that is over. A
    strategy that looks ahead is not rehearsed either: it would live the days to come for a plan that nobody carries
    out. Its plan is checked when it is made.

    Raises:
        InputError: A first plan costs more than the budget, or makes no sense.
    """
    if market.campaign_day > 0:
        return
    for b, strategy in enumerate(market.strategies):
        view = dataclasses.replace(market.view(b), oracle=_look_ahead_in_rehearsal)
        with contextlib.suppress(_RehearsalError):
            check(market, ask(copy.deepcopy(strategy), view), view)


def check(market: Market, plan: Plan, view: View) -> None:
    """Refuse a plan that makes no sense, or that cannot be paid as a whole, whoever accepts.

    Raises:
        InputError: The plan is not one, or costs more than is left, or another brand than the studied one draws cells.
    """
    if plan.cells is not None and view.brand != STUDIED:
        name = market.brand_names[view.brand]
        raise InputError(f"cells: got brand {name}, takes the studied one: only it can withhold content")
    who, days = market.strategies[view.brand].name, market.scenario.brands.campaign_days
    plan.check(who, len(view.quotes), view.most_posts, range(max(market.campaign_day, 0), days))
    market.journal.check(who, view.brand, bookkeeping.entries_of(plan, view, market.campaign_day))
    refuse_endless_airtime(market, view.brand, plan)


def _carry_out(market: Market, plan: Plan, view: View, answers: list[Offer | None]) -> None:
    """Pay for what creators took and for all else in a plan; sign contracts, begin flights and shifts."""
    b, taken = view.brand, tuple(offer for offer in answers if offer is not None)
    final = dataclasses.replace(plan, offers=taken)
    check(market, final, view)
    for entry in bookkeeping.entries_of(final, view, market.campaign_day):
        market.journal.post(entry)
    if taken:
        market.tables.brands.settled[b] = 1
    # Contracts are signed in the order of the plan: a briefing waits for those before it, and for no others.
    market.tables.contracts.posts[b, [offer.creator for offer in taken]] = 0
    for offer in taken:
        sign(market, b, offer)
    for buy in plan.adverts:
        starts_in = 0 if buy.first_day is None else buy.first_day - market.campaign_day
        days = view.days_left - starts_in if buy.days is None else buy.days
        flight = Flight(
            b, _PLACES[buy.channel], market.day + starts_in, days, float(buy.impressions), cost=int(buy.cost)
        )
        market.flights.flights.append(flight)
    if plan.cells is not None:
        draw_cells(market, plan.cells)
    for hours in plan.community:
        shift = Shift(
            brand=b,
            first=market.day,
            days=view.days_left if hours.days is None else hours.days,
            replies=float(hours.replies),
            sessions=float(hours.sessions),
            advice=float(hours.advice),
            automation=market.scenario.conversation.automation if hours.automation is None else hours.automation,
        )
        market.shifts.shifts.append(shift)
