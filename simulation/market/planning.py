"""What brands plan, offer and pay: from a strategy's plan to contracts, flights and shifts, to the cent."""

from __future__ import annotations

import copy
import dataclasses
import functools
from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.records import records_of
from simulation.counterfactual.look_ahead import added
from simulation.engine.loops import ask_rows
from simulation.errors import InputError
from simulation.market.conversation_hours import Shift
from simulation.market.creator_economy import live_contracts, public_engagement, public_followers
from simulation.market.holdout_cells import draw_cells
from simulation.market.media_flights import Flight
from simulation.recording.log import OTHERS, Deal, Payment
from simulation.state.columns import ASKED, CHANNELS, PURCHASES, STUDIED, Ints
from simulation.strategies.audiences import Audiences
from simulation.strategies.base import Offer, Plan, View, commission

if TYPE_CHECKING:
    from simulation.agents import Brand
    from simulation.model import MarketModel
    from simulation.state.journal import Ledger


def view_of(model: MarketModel, b: int) -> View:
    """Return what a brand's strategy sees today."""
    creators, agent, people = model.creators, model.brands[b], model.people_per_consumer
    day = max(model.campaign_day, 0)
    management = model.scenario.brands.management
    pays = management.mode == "platform" and not model.tables.brands.settled[b]
    followers = public_followers(creators, people)

    def daily(column: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.rint(np.array([counts[b, column] for counts in model.log.brand], np.float64) * people).astype(
            np.int64
        )

    return View(
        brand=b,
        week=day // 7,
        days_left=model.scenario.brands.campaign_days - day,
        unspent=agent.ledger.unspent,
        budget=agent.ledger.budget,
        followers=np.rint(followers),
        engagement=public_engagement(creators, model.scenario),
        tier=creators.tier.copy(),
        fit=creators.fit[:, b].copy(),
        quotes=model.quotes,
        impressions=followers * creators.visibility.astype(np.float64),
        management=agent.hours_cost(),
        commission=management.agency_share if management.mode == "agency" else 0.0,
        setup=round(management.platform_fee * 100) if pays else 0,
        wage=agent.wage(),
        offered=frozenset(deal.creator for deal in model.log.deals if deal.brand == b),
        most_posts=most_posts(model),
        sales=daily(PURCHASES),
        spent=spent(model, b),
        asked=daily(ASKED),
        delivered=np.rint(model.log.delivered(b) * people).astype(np.int64),
        audiences=Audiences(model.tables.follows),
        ask_creators=functools.partial(available, model, b),
        records=records_of(model, b),
        oracle=functools.partial(added, model, b),
        hired=frozenset(deal.creator for deal in model.log.deals if deal.brand == b and deal.taken),
    )


def available(model: MarketModel, b: int) -> Ints:
    """Return how many posts each creator would take at its quote, int64[I]; see ``View.available``."""
    most, days = most_posts(model), model.scenario.brands.campaign_days - max(model.campaign_day, 0)
    posts = np.where(model.creators.there > 0, most, 0).astype(np.int64)
    if model.scenario.creators.dealing.enabled and days > 0:
        control = np.float32(model.scenario.brands.control)
        model.engine.call(ask_rows, b, most, days, control, model.day, model.tables, model.rules, posts)
    return posts


def most_posts(model: MarketModel) -> int:
    """Return how many sponsored posts one creator has room for until the campaign ends."""
    return model.scenario.creators.most_posts * (model.scenario.brands.campaign_days - max(model.campaign_day, 0))


def plan_week(model: MarketModel) -> None:
    """On the first day of a campaign's week: managers catch up, every brand plans on what it sees, then all buy."""
    day = model.campaign_day
    _refund_leavers(model)
    if not (0 <= day < model.scenario.brands.campaign_days and day % 7 == 0):
        return
    _serve(model)
    buy(model)


def buy(model: MarketModel) -> None:
    """Let every brand plan on what it sees; then all buy."""
    views = [view_of(model, b) for b in range(len(model.brands))]
    plans = [strategy.plan(view) for strategy, view in zip(model.strategies, views, strict=True)]
    for brand, plan, view in zip(model.brands, plans, views, strict=True):
        _carry_out(model, plan, brand, view)


def dry_run(model: MarketModel) -> None:
    """Plan the first week on copies, so that a plan that cannot be paid is refused before a day is run."""
    if model.campaign_day > 0:
        return
    for b, strategy in enumerate(model.strategies):
        view = view_of(model, b)
        check(model, copy.deepcopy(strategy).plan(view), copy.copy(model.brands[b].ledger), view)


def check(model: MarketModel, plan: Plan, ledger: Ledger, view: View) -> None:
    """Pay for a plan, all of it or nothing; refuse what makes no sense.

    Raises:
        InputError: The plan is not one, or costs more than is left, or another brand than the studied one draws cells.
    """
    if plan.cells is not None and view.brand != STUDIED:
        name = model.scenario.brands.names[view.brand]
        raise InputError(f"cells: got brand {name}, takes the studied one: no other's content can be withheld")
    who = model.strategies[view.brand].name
    days = range(max(model.campaign_day, 0), model.scenario.brands.campaign_days)
    plan.check(who, len(view.quotes), view.most_posts, days)
    ledger.pay(
        who,
        fees=sum(offer.fee * offer.posts for offer in plan.offers),
        media=sum(buy.cost for buy in plan.adverts),
        hours=sum(view.hiring(offer.posts, offer.fee) - offer.fee * offer.posts for offer in plan.offers)
        + (view.setup if plan.offers else 0)
        + sum(shift.cost(view.wage, view.days_left) for shift in plan.community),
    )


def _carry_out(model: MarketModel, plan: Plan, brand: Brand, view: View) -> None:
    check(model, plan, copy.copy(brand.ledger), view)  # a plan must be affordable as a whole, whoever accepts
    taken = tuple(offer for offer in (_deal(model, offer, brand, view) for offer in plan.offers) if offer is not None)
    done = dataclasses.replace(plan, offers=taken)
    check(model, done, brand.ledger, view)
    _write_down(model, done, brand, view)
    if taken:
        model.tables.brands.settled[brand.row] = 1
    for offer in taken:
        _contract(model, offer, brand, view)
    for buy in plan.adverts:
        starts_in = 0 if buy.first_day is None else buy.first_day - model.campaign_day
        model.flights.flights.append(
            Flight(
                brand=brand.row,
                channel=CHANNELS.index(buy.channel),
                first=model.day + starts_in,
                days=view.days_left - starts_in if buy.days is None else buy.days,
                impressions=float(buy.impressions),
                cost=int(buy.cost),
            )
        )
    if plan.cells is not None:
        draw_cells(model, plan.cells)
    for shift in plan.community:
        model.shifts.shifts.append(
            Shift(
                brand=brand.row,
                first=model.day,
                days=view.days_left if shift.days is None else shift.days,
                replies=float(shift.replies),
                sessions=float(shift.sessions),
                advice=float(shift.advice),
                automation=model.scenario.conversation.automation if shift.automation is None else shift.automation,
            )
        )


def _deal(model: MarketModel, offer: Offer, brand: Brand, view: View) -> Offer | None:
    """Let the creator decide, and write down what it said; ``None``: declined."""
    control = model.scenario.brands.control if offer.control is None else offer.control
    days = offer.days or view.days_left
    posts = 0
    if not brand.has_contract(offer.creator):
        posts = model.creator_agents[offer.creator].posts_to_take(brand.row, offer.fee, offer.posts, days, control)
    deal = Deal(model.campaign_day, brand.row, int(offer.creator), int(offer.posts), posts, int(offer.fee), control)
    model.log.deals.append(deal)
    return dataclasses.replace(offer, posts=posts, control=control, days=days) if posts else None


def _contract(model: MarketModel, offer: Offer, brand: Brand, view: View) -> None:
    """Write a contract: it begins when managers have found the time to brief the creator."""
    assert offer.control is not None  # _deal filled it in
    assert offer.days is not None
    late = _queue(model, brand)
    label = offer.label or brand.would_label(offer.fee)
    brand.contract(offer.creator, offer.posts, offer.days, offer.control, label, offer.fee, offer.interactive, late)
    earned = model.creators.earned
    earned[offer.creator] += offer.fee * offer.posts


# Managers' time -----------------------------------------------------------------------------------------------------

BRIEFING = 0.5
"""Share of a creator's hours that briefing takes, before the first post; the contract has the rest (ours)."""
LEAST = 0.25
"""Share of managers' time that is kept for briefing, however much the live contracts ask for (ours)."""


def _upkeep(model: MarketModel, brand: Brand) -> float:
    """Return the hours a week that a brand's live contracts ask for."""
    contracts, b = model.tables.contracts, brand.row
    weeks = np.maximum(contracts.length[b][live_contracts(contracts, model.day)[b]] / 7, 1)
    return float((brand.manager_hours() * (1 - BRIEFING) / weeks).sum())


def _queue(model: MarketModel, brand: Brand) -> int:
    """Put a briefing into the brand's queue and return how many days it waits.

    A fluid queue: what waits before it, over the hours a week that are left for briefing.
    """
    capacity = brand.capacity()
    if capacity is None:
        return 0
    backlog = model.tables.brands.backlog
    free = max(capacity - _upkeep(model, brand), LEAST * capacity)
    waits = int(7 * max(float(backlog[brand.row]) - free, 0.0) / free)  # the first week's briefings do not wait
    backlog[brand.row] += brand.manager_hours() * BRIEFING
    return waits


def _serve(model: MarketModel) -> None:
    """A week of managers' work: briefings are done, and creators are answered as far as the hours go."""
    backlog, contracts = model.tables.brands.backlog, model.tables.contracts
    for brand in model.brands:
        capacity = brand.capacity()
        if capacity is None:
            contracts.service[brand.row] = 1
            continue
        upkeep = _upkeep(model, brand)
        free = max(capacity - upkeep, LEAST * capacity)
        backlog[brand.row] = max(float(backlog[brand.row]) - free, 0.0)
        asked = upkeep + float(backlog[brand.row])  # whoever waits asks for all of its briefing this week
        contracts.service[brand.row] = min(capacity / asked, 1.0) if asked > 0 else 1.0


# Money --------------------------------------------------------------------------------------------------------------


def _write_down(model: MarketModel, plan: Plan, brand: Brand, view: View) -> None:
    """Keep what was paid for whom: the ledger knows totals only."""
    day, row, log = model.campaign_day, brand.row, model.log.payments
    for offer in plan.offers:
        hours = view.management + commission(view.commission, offer.posts, offer.fee)
        log.append(Payment(day, row, offer.creator, offer.fee * offer.posts, 0, hours, days=offer.days or 0))
    for buy in plan.adverts:
        if buy.cost:
            source, first = -1 - CHANNELS.index(buy.channel), -1 if buy.first_day is None else buy.first_day
            log.append(Payment(day, row, source, 0, buy.cost, 0, first, buy.days or 0))
    for shift in plan.community:
        cost = shift.cost(view.wage, view.days_left)
        if cost:
            log.append(Payment(day, row, OTHERS, 0, 0, cost, days=shift.days or 0))
    if plan.offers and view.setup:
        log.append(Payment(day, row, OTHERS, 0, 0, view.setup))


def spent(model: MarketModel, b: int) -> Ints:
    """Return the cents that a brand paid in each week of the campaign so far, as ``View.spent`` says."""
    week = max(model.campaign_day, 0) // 7
    table = np.zeros((week, len(CHANNELS) + 2), np.int64)
    for paid in model.log.payments:
        if paid.brand == b and paid.day // 7 < week:
            column = len(CHANNELS) if paid.creator >= 0 else -1 - paid.creator
            table[paid.day // 7, column + (paid.creator == OTHERS)] += paid.cost
    return table


def _refund_leavers(model: MarketModel) -> None:
    """Whoever left this morning pays back the fees of the posts that are still owed."""
    contracts = model.tables.contracts
    for b, i in np.argwhere(contracts.left == model.day):
        owed = int(contracts.posts[b, i] - contracts.published[b, i])
        back = int(contracts.fee[b, i]) * owed
        model.log.note(model.campaign_day, "left", int(b), int(i), float(contracts.anger[b, i]))
        if back > 0:
            model.brands[b].ledger.refund(fees=back)
            model.creators.earned[i] -= back
            model.log.payments.append(Payment(model.campaign_day, int(b), int(i), -back, 0, 0))
