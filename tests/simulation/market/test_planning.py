"""Planning, by hand: what a strategy sees, when it is asked, and what its plan becomes."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.market.planning import available, check, most_posts, plan_week, rehearse
from simulation.state.columns import ASKED, BRAND_COUNTS, BROADCAST_IMPRESSIONS, PURCHASES
from simulation.state.commitments import Flight, Shift
from simulation.state.history import Deal
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import AdvertBuy, Cells, Community, Offer, Plan

START = 2
"""The campaign's first day."""


def managed(mode: str, **about: Any) -> dict[str, Any]:
    return {"management": {"mode": mode, "agency_hours": 1.0, "platform_hours": 2.0, **about}}


# What a strategy sees ---------------------------------------------------------------------------------------------------


def counted(*days: dict[int, int]) -> list[np.ndarray]:
    """What was counted for brand 1 on each day."""
    made = []
    for day in days:
        counts = np.zeros((2, BRAND_COUNTS), np.int64)
        for column, number in day.items():
            counts[1, column] = number
        made.append(counts)
    return made


@pytest.mark.parametrize(("day", "week", "left"), [(0, 0, 28), (START, 0, 28), (START + 9, 1, 19), (START + 27, 3, 1)])
def test_a_view_says_how_much_time_and_money_is_left(campaign: Any, day: int, week: int, left: int) -> None:
    market = campaign(day=day)
    market.journal.post(Entry(0, Party(Who.BRAND, 1), Party(Who.CREATOR, 0), Purpose.FEE, 12_345, 0))
    view = market.view(1)
    assert (view.brand, view.week, view.days_left, view.most_posts) == (1, week, left, 2 * left)
    assert view.budget - view.unspent == 12_345
    assert most_posts(market) == 2 * left


def test_a_view_has_public_figures_and_the_brands_own_counts_in_people(campaign: Any) -> None:
    market = campaign()
    creators = market.creators
    creators.audience[:], creators.bought[:], creators.visibility[:] = [3, 5, 1], [0.0, 0.5, 0.0], [0.5, 0.25, 1.0]
    creators.fit[:, 1] = [0.1, 0.2, 0.3]
    market.history.brand = counted({PURCHASES: 3, ASKED: 1}, {PURCHASES: 4, ASKED: 2, BROADCAST_IMPRESSIONS + 2: 5})
    view = market.view(1)
    assert view.followers.tolist() == [30_000, 100_000, 10_000]
    assert view.impressions.tolist() == [15_000, 25_000, 10_000]
    assert view.fit.tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert view.quotes.tolist() == [1_000, 2_000, 3_000]
    assert view.sales.tolist() == [30_000, 40_000]
    assert view.asked.tolist() == [10_000, 20_000]
    assert view.delivered.tolist() == [0, 0, 50_000, 0]


@pytest.mark.parametrize(
    ("mode", "settled", "management", "commission", "setup"),
    [
        ("hand", 0, 4 * 2_000, 0.0, 0),
        ("platform", 0, 2 * 2_000, 0.0, 123_456),
        ("platform", 1, 2 * 2_000, 0.0, 0),
        ("agency", 0, 1 * 2_000, 0.25, 0),
    ],
)
def test_a_view_says_what_management_costs(
    campaign: Any, mode: str, settled: int, management: int, commission: float, setup: int
) -> None:
    market = campaign(brands=managed(mode, platform_fee=1_234.56, agency_share=0.25))
    market.tables.brands.settled[0] = settled
    view = market.view(0)
    assert (view.management, view.commission, view.setup, view.wage) == (management, commission, setup, 2_000)


@pytest.mark.parametrize(
    ("mode", "capacity", "hours", "a_creator"),
    [
        ("hand", 30.0, 30.0, 4.0),
        ("platform", 30.0, 30.0, 2.0),
        ("hand", None, math.inf, 4.0),
        ("agency", 30.0, math.inf, 1.0),
    ],
)
def test_a_view_says_how_many_hours_managers_have_and_a_creator_takes(
    campaign: Any, mode: str, capacity: float | None, hours: float, a_creator: float
) -> None:
    """Half of a creator's hours is the briefing."""
    view = campaign(brands=managed(mode, capacity=capacity)).view(0)
    assert (view.capacity, view.hours_per_creator, view.briefing) == (hours, a_creator, 0.5)


def test_a_view_tells_offers_from_contracts_and_ones_own_from_others(campaign: Any) -> None:
    market = campaign()
    market.history.deals = [Deal(0, 0, 2, 4, 0, 1, 0.0), Deal(0, 0, 1, 4, 4, 1, 0.0), Deal(0, 1, 0, 4, 4, 1, 0.0)]
    assert (market.view(0).offered, market.view(0).hired) == ({1, 2}, {1})
    assert (market.view(1).offered, market.view(1).hired) == ({0}, {0})


@pytest.mark.parametrize(("day", "posts"), [(START, [56, 0, 56]), (START + 27, [2, 0, 2]), (0, [56, 0, 56])])
def test_creators_who_do_not_decide_have_room_for_all_posts(campaign: Any, day: int, posts: list[int]) -> None:
    market = campaign(day=day)
    market.creators.there[1] = 0
    assert available(market, 0).tolist() == posts


@pytest.mark.parametrize(
    ("day", "control", "posts"),
    [
        # Half a post of their own a day; n more in 28 days are a share of n / (n + 14), a post is worth 1 - 0.9 share^2.
        pytest.param(START, 0.0, [14, 56, 56], id="at least 0.775, so at most half: 14"),
        pytest.param(START, 0.5, [2, 0, 56], id="a script takes 0.2 from it where there is integrity"),
        pytest.param(START + 14, 0.0, [7, 28, 28], id="in 14 days"),
        pytest.param(0, 0.0, [14, 56, 56], id="before the campaign, for its days"),
        pytest.param(START + 26, 0.0, [1, 4, 4], id="in two days"),
        pytest.param(START + 27, 0.0, [0, 2, 2], id="on the last day, of which half a post is less than one"),
        pytest.param(START + 28, 0.0, [0, 0, 0], id="the campaign is over"),
    ],
)
def test_creators_who_decide_say_how_many_posts_they_would_take_at_their_quote(
    campaign: Any, day: int, control: float, posts: list[int]
) -> None:
    rules = dict.fromkeys(("time", "misfit", "loss"), 0.0)
    decide = {"enabled": True, "future": 1.0, "load_loss": 0.9, "reservation": 0.775, "control": 0.4, **rules}
    market = campaign(day=day, creators={"dealing": decide}, brands={"control": control})
    market.engine.name = "interpreted"
    creators = market.creators
    creators.posting[:], creators.sold[:], creators.integrity[:] = [0.5, 1e9, 1e9], 0.0, [1.0, 2.0, 0.0]
    assert available(market, 1).tolist() == posts


# When brands plan -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "plans"), [(START - 1, 0), (START, 1), (START + 6, 0), (START + 7, 1), (START + 21, 1), (START + 28, 0)]
)
def test_brands_plan_on_the_first_day_of_each_week_of_the_campaign(campaign: Any, day: int, plans: int) -> None:
    market = campaign(day=day)
    market.strategy.asked = 0
    market.tables.contracts.service[:] = 0.5  # managers catch up
    plan_week(market)
    assert market.strategy.asked == plans
    assert market.tables.contracts.service[0, 0] == (1.0 if plans else 0.5)


@pytest.mark.parametrize("day", [START + 3, START + 30])
def test_who_left_pays_back_in_the_morning_whether_brands_plan_or_not(campaign: Any, carry_out: Any, day: int) -> None:
    market = campaign()
    carry_out(market, Offer(1, 4, 2_000))
    market.day = day
    market.tables.contracts.left[0, 1] = day
    plan_week(market)
    assert market.ledger.fees == 0


@pytest.mark.parametrize(("day", "refused"), [(0, True), (START, True), (START + 1, False)])
def test_first_plans_are_tried_on_copies_until_the_campaign_runs(campaign: Any, day: int, refused: bool) -> None:
    market = campaign(day=day)
    market.strategy.next, market.strategy.asked = Plan(adverts=(AdvertBuy(1.0, 1),)), 0
    rehearse(market)
    assert (market.strategy.asked, market.ledger.cost) == (0, 0)
    market.strategy.next = Plan(adverts=(AdvertBuy(1.0, 10**9),))
    with pytest.raises(InputError) if refused else contextlib.nullcontext():
        rehearse(market)


def test_a_plan_that_looks_ahead_is_not_tried(campaign: Any) -> None:
    market, rival, answers = campaign(), campaign().strategy, []

    def plan(view: Any) -> Plan:
        answers.append(view.oracle(Plan(), 7))
        return Plan(adverts=(AdvertBuy(1.0, 10**9),))

    market.strategy.plan = plan
    rehearse(market)
    assert answers == [], "there is no answer before the day itself"
    market.strategies[1] = rival
    rival.next = Plan(adverts=(AdvertBuy(1.0, 10**9),))
    with pytest.raises(InputError, match="takes at most"):
        rehearse(market)  # the rival's plan is tried


def test_only_the_studied_brand_draws_cells(campaign: Any, carry_out: Any) -> None:
    market, plan = campaign(), Plan(cells=Cells(0.1))
    check(market, plan, market.view(0))
    with pytest.raises(InputError, match="cells: got brand Birch"):
        check(market, plan, market.view(1))
    carry_out(market, cells=Cells(0.1, ("search",)))
    assert len(market.tables.holdout.before) == 60


@pytest.mark.parametrize(("posts", "fits"), [(56, True), (57, False)])
def test_a_plan_has_no_more_posts_than_creators_have_room_for(campaign: Any, posts: int, fits: bool) -> None:
    market = campaign()
    with contextlib.nullcontext() if fits else pytest.raises(InputError, match="57 posts"):
        check(market, Plan((Offer(0, posts, 1),)), market.view(0))


@pytest.mark.parametrize(
    ("day", "first", "fits"),
    [(START, 27, True), (START, 28, False), (START + 7, 6, False), (0, 0, True), (0, -1, False)],
)
def test_advertisements_are_bought_for_days_of_the_campaign_to_come(
    campaign: Any, day: int, first: int, fits: bool
) -> None:
    market = campaign(day=day)
    with contextlib.nullcontext() if fits else pytest.raises(InputError, match=f"first_day={first}"):
        check(market, Plan(adverts=(AdvertBuy(1.0, 1, first_day=first),)), market.view(0))


def test_a_plan_with_more_airtime_than_a_day_has_is_refused(campaign: Any) -> None:
    market = campaign()
    with pytest.raises(InputError, match="broadcast impressions per person and day"):
        check(market, Plan(adverts=(AdvertBuy(1e12, 1),)), market.view(0))


# What a plan becomes ----------------------------------------------------------------------------------------------------


def test_advertisements_become_flights(campaign: Any, carry_out: Any) -> None:
    market = campaign(day=START + 7)
    buys = AdvertBuy(1e5, 2_500, "search"), AdvertBuy(2e5, 300, first_day=9), AdvertBuy(3.0, 1, days=5)
    carry_out(market, adverts=buys)
    assert market.flights.flights == [
        Flight(0, 2, START + 7, 21, 1e5, 2_500),
        Flight(0, 0, START + 9, 19, 2e5, 300),
        Flight(0, 0, START + 7, 5, 3.0, 1),
    ]


def test_hours_of_talk_become_shifts(campaign: Any, carry_out: Any) -> None:
    market = campaign(day=START + 7, conversation={"automation": 0.25})
    carry_out(market, community=(Community(3.0, 2.0, 1.0), Community(1.0, automation=0.0, days=3)))
    assert market.shifts.shifts == [
        Shift(0, START + 7, 21, 3.0, 2.0, 1.0, 0.25),
        Shift(0, START + 7, 3, 1.0, 0.0, 0.0, 0.0),
    ]


OFFERS = Offer(0, 4, 1_000), Offer(2, 2, 3_500)
"""4 posts for 1,000 cents and 2 for 3,500: 11,000 cents of fees."""


@pytest.mark.parametrize(
    ("mode", "hours"),
    [
        ("hand", 2 * 8_000),
        ("platform", 2 * 4_000 + 50_000),
        ("agency", 2 * 2_000 + 1_000 + 1_750),  # a quarter of 4,000 and of 7,000
    ],
)
def test_a_plan_is_paid_for_to_the_cent(campaign: Any, carry_out: Any, mode: str, hours: int) -> None:
    """Talk: 3 + 2 + 1 hours a week for 14 days, and 7 hours a week for 28, at 20 USD: 12 and 28 hours."""
    market = campaign(brands=managed(mode, platform_fee=500.0, agency_share=0.25))
    talk, buys = (
        (Community(3.0, 2.0, 1.0, days=14), Community(7.0)),
        (AdvertBuy(1e5, 2_500), AdvertBuy(1e5, 300, "search")),
    )
    carry_out(market, *OFFERS, adverts=buys, community=talk)
    ledger, talking = market.ledger, (12 + 28) * 2_000
    assert (ledger.fees, ledger.media, ledger.hours) == (11_000, 2_800, hours + talking)
    assert market.tables.brands.settled.tolist() == [1, 0]
    carry_out(market, Offer(1, 1, 2_000))
    assert market.ledger.hours == hours + talking + {"hand": 8_000, "platform": 4_000, "agency": 2_500}[mode]


def test_a_creator_who_declines_costs_nothing(campaign: Any, carry_out: Any) -> None:
    market = campaign()
    carry_out(market, Offer(0, 4, 999), Offer(1, 2, 2_000))
    assert (market.ledger.fees, market.ledger.hours) == (4_000, 8_000)
    assert market.tables.contracts.posts.tolist() == [[0, 2, 0], [0, 0, 0]]


def test_without_a_taker_a_platform_is_not_set_up(campaign: Any, carry_out: Any) -> None:
    market = campaign(brands=managed("platform", platform_fee=500.0))
    carry_out(market, Offer(0, 4, 999))
    assert (market.ledger.cost, market.tables.brands.settled.tolist()) == (0, [0, 0])


def test_a_plan_must_be_affordable_whoever_accepts(campaign: Any, carry_out: Any) -> None:
    market = campaign(brands={"budget": 200.0})
    with pytest.raises(InputError, match="takes at most the 200.00 USD"):
        carry_out(market, Offer(0, 13, 999))
    assert market.history.deals == []


def test_brands_plan_on_what_they_see_before_any_has_bought(campaign: Any, told: Any) -> None:
    market = campaign(brands={"rival_budget": 1_000.0})
    seen = []

    class Looks(told):
        def plan(self, view: Any) -> Plan:
            seen.append((view.brand, view.unspent, len(market.flights.flights)))
            return Plan(adverts=(AdvertBuy(1.0, 100),))

    market.strategies[:] = Looks(), Looks()
    plan_week(market)
    assert seen == [(0, 1_000_000, 0), (1, 100_000, 0)]
    assert [flight.brand for flight in market.flights.flights] == [0, 1]


def test_a_briefing_waits_for_those_before_it_in_the_plan_and_for_no_others(campaign: Any, carry_out: Any) -> None:
    """Ten hours a week; a contract over 7 days asks for 8 hours of upkeep, of which the first knows nothing.

    The second finds 8 hours of briefing and the least that is kept for it, 2.5 a week: int(7 5.5 / 2.5) days.
    """
    market = campaign(brands={"hours_per_creator": 16.0, "management": {"capacity": 10.0}})
    market.tables.brands.backlog[0] = 10.0
    carry_out(market, Offer(0, 1, 1_000, days=7), Offer(1, 1, 2_000, days=7))
    assert (market.tables.contracts.first[0, :2] - START).tolist() == [0, int(7 * (18 - 2.5) / 2.5)]
