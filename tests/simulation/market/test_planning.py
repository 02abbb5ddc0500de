"""From a plan to contracts, flights, shifts and payments, to the cent and by hand."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.market.conversation_hours import Shift
from simulation.market.media_flights import Flight
from simulation.market.planning import available, buy, check, dry_run, most_posts, plan_week, spent, view_of
from simulation.model import MarketModel
from simulation.recording.log import OTHERS, Deal, Payment
from simulation.state.columns import ASKED, BRAND_COUNTS, BROADCAST_IMPRESSIONS, CHANNELS, NEVER, PURCHASES
from simulation.strategies.base import AdvertBuy, Cells, Community, Offer, Plan, Strategy, View

START = 2
"""Days of burn-in: the campaign's first day."""
ASKED_PRICE = [1_000, 2_000, 3_000]
"""Cents that each of the three creators asks for a post."""


class Told(Strategy):
    """Plans what it is told, whenever it is asked."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.next = plan or Plan()
        self.asked = 0

    def plan(self, view: View) -> Plan:
        self.asked += 1
        return self.next


def market(tiny: Any, day: int = START, **parts: Any) -> MarketModel:
    """A market of 60 consumers of 10,000 people and three creators, in a campaign of 28 days that begins on day 2."""
    brands = {"campaign_days": 28, "budget": 10_000.0, "wage": 20.0, "control": 0.25, "hours_per_creator": 4.0}
    made: MarketModel = tiny.market(
        Told(),
        **{
            **parts,
            "market": {"days": 30, "burn_in": START},
            "brands": {**brands, **parts.get("brands", {})},
            "creators": {"number": 3, "most_posts": 2, **parts.get("creators", {})},
        },
    )
    made.day = day
    made.creators.asked[:] = ASKED_PRICE
    return made


def carry_out(model: MarketModel, *offers: Offer, **rest: Any) -> None:
    """Let the studied brand plan this, and buy."""
    strategy = model.strategy
    assert isinstance(strategy, Told)
    strategy.next = Plan(offers, **rest)
    buy(model)
    strategy.next = Plan()


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
def test_a_view_says_how_much_time_and_money_is_left(tiny: Any, day: int, week: int, left: int) -> None:
    model = market(tiny, day=day)
    model.brands[1].ledger.fees = 12_345
    view = view_of(model, 1)
    assert (view.brand, view.week, view.days_left, view.most_posts) == (1, week, left, 2 * left)
    assert view.budget - view.unspent == 12_345
    assert most_posts(model) == 2 * left


def test_a_view_has_public_figures_and_the_brands_own_counts_in_people(tiny: Any) -> None:
    model = market(tiny)
    creators = model.creators
    creators.audience[:], creators.bought[:], creators.visibility[:] = [3, 5, 1], [0.0, 0.5, 0.0], [0.5, 0.25, 1.0]
    creators.fit[:, 1] = [0.1, 0.2, 0.3]
    model.log.brand = counted({PURCHASES: 3, ASKED: 1}, {PURCHASES: 4, ASKED: 2, BROADCAST_IMPRESSIONS + 2: 5})
    view = view_of(model, 1)
    assert view.followers.tolist() == [30_000, 100_000, 10_000]
    assert view.impressions.tolist() == [15_000, 25_000, 10_000]
    assert view.fit.tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert view.quotes.tolist() == ASKED_PRICE
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
    tiny: Any, mode: str, settled: int, management: int, commission: float, setup: int
) -> None:
    model = market(tiny, brands=managed(mode, platform_fee=1_234.56, agency_share=0.25))
    model.tables.brands.settled[0] = settled
    view = view_of(model, 0)
    assert (view.management, view.commission, view.setup, view.wage) == (management, commission, setup, 2_000)


def test_a_view_tells_offers_from_contracts_and_ones_own_from_others(tiny: Any) -> None:
    model = market(tiny)
    model.log.deals = [Deal(0, 0, 2, 4, 0, 1, 0.0), Deal(0, 0, 1, 4, 4, 1, 0.0), Deal(0, 1, 0, 4, 4, 1, 0.0)]
    assert (view_of(model, 0).offered, view_of(model, 0).hired) == ({1, 2}, {1})
    assert (view_of(model, 1).offered, view_of(model, 1).hired) == ({0}, {0})


@pytest.mark.parametrize(("day", "posts"), [(START, [56, 0, 56]), (START + 27, [2, 0, 2]), (0, [56, 0, 56])])
def test_creators_who_do_not_decide_have_room_for_all_posts(tiny: Any, day: int, posts: list[int]) -> None:
    model = market(tiny, day=day)
    model.creators.there[1] = 0
    assert available(model, 0).tolist() == posts


def test_creators_who_decide_say_how_many_posts_they_would_take_at_their_quote(tiny: Any) -> None:
    """Half a post of their own a day: 56 in 28 days are a share of 0.8, and each is worth 1 - 0.9 share^2."""
    rules = dict.fromkeys(("time", "misfit", "control", "loss"), 0.0)
    decide = {"enabled": True, "future": 1.0, "load_loss": 0.9, "reservation": 0.775, **rules}
    model = market(tiny, creators={"dealing": decide})
    model.engine.name = "interpreted"
    model.creators.posting[:], model.creators.sold[:] = [0.5, 1e9, 1e9], 0.0
    # share^2 = 0.25 = (n / 28) / (n / 28 + 0.5), squared: n = 14
    assert available(model, 1).tolist() == [14, 56, 56]
    model.day = START + 28
    assert available(model, 1).tolist() == [0, 0, 0]


# When brands plan -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "plans"), [(START - 1, 0), (START, 1), (START + 6, 0), (START + 7, 1), (START + 21, 1), (START + 28, 0)]
)
def test_brands_plan_on_the_first_day_of_each_week_of_the_campaign(tiny: Any, day: int, plans: int) -> None:
    model = market(tiny, day=day)
    strategy = model.strategy
    assert isinstance(strategy, Told)
    strategy.asked = 0
    plan_week(model)
    assert strategy.asked == plans


def test_a_plan_that_cannot_be_paid_is_refused_before_a_day_is_run(tiny: Any) -> None:
    with pytest.raises(InputError, match="takes at most the 50,000.00 USD"):
        tiny.market(Told(Plan(adverts=(AdvertBuy(1.0, 5_000_001),))))


@pytest.mark.parametrize(("day", "refused"), [(0, True), (START, True), (START + 1, False)])
def test_plans_are_tried_on_copies_until_the_campaign_runs(tiny: Any, day: int, refused: bool) -> None:
    model = market(tiny, day=day)
    strategy = model.strategy
    assert isinstance(strategy, Told)
    strategy.next, strategy.asked = Plan(adverts=(AdvertBuy(1.0, 1),)), 0
    dry_run(model)
    assert (strategy.asked, model.ledger.cost) == (0, 0)
    strategy.next = Plan(adverts=(AdvertBuy(1.0, 10**9),))
    with pytest.raises(InputError) if refused else contextlib.nullcontext():
        dry_run(model)


def test_only_the_studied_brand_draws_cells(tiny: Any) -> None:
    model = market(tiny)
    plan = Plan(cells=Cells(0.1))
    check(model, plan, model.brands[0].ledger, view_of(model, 0))
    with pytest.raises(InputError, match="cells: got brand Birch"):
        check(model, plan, model.brands[1].ledger, view_of(model, 1))
    carry_out(model, cells=Cells(0.1, ("search",)))
    assert len(model.tables.holdout.before) == 60


# What is paid -----------------------------------------------------------------------------------------------------------

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
def test_a_plan_is_paid_for_to_the_cent(tiny: Any, mode: str, hours: int) -> None:
    """Talk: 3 + 2 + 1 hours a week for 14 days, and 7 hours a week for 28, at 20 USD: 12 and 28 hours."""
    model = market(tiny, brands=managed(mode, platform_fee=500.0, agency_share=0.25))
    talk = Community(3.0, 2.0, 1.0, days=14), Community(7.0)
    carry_out(model, *OFFERS, adverts=(AdvertBuy(1e5, 2_500), AdvertBuy(1e5, 300, "search")), community=talk)
    ledger, talking = model.ledger, (12 + 28) * 2_000
    assert (ledger.fees, ledger.media, ledger.hours) == (11_000, 2_800, hours + talking)
    assert model.tables.brands.settled.tolist() == [1, 0]
    carry_out(model, Offer(1, 1, 2_000))
    assert model.ledger.hours == hours + talking + {"hand": 8_000, "platform": 4_000, "agency": 2_500}[mode]
    assert sum(payment.cost for payment in model.log.payments) == model.ledger.cost


@pytest.mark.parametrize(
    ("mode", "of_creators", "setup"),
    [
        ("hand", [8_000, 8_000], 0),
        ("platform", [4_000, 4_000], 50_000),
        ("agency", [2_000 + 1_000, 2_000 + 1_750], 0),
    ],
)
def test_what_is_paid_is_written_down_for_whom_and_for_when(
    tiny: Any, mode: str, of_creators: list[int], setup: int
) -> None:
    model = market(tiny, day=START + 7, brands=managed(mode, platform_fee=500.0, agency_share=0.25))
    buys = (
        AdvertBuy(1e5, 2_500, "broadcast", first_day=9, days=4),
        AdvertBuy(1e5, 300, "retargeting"),
        AdvertBuy(1.0, 0, "search"),
    )
    offers = OFFERS[0], Offer(2, 2, 3_500, days=10)
    carry_out(model, *offers, adverts=buys, community=(Community(7.0, days=14), Community()))
    wanted = [
        Payment(7, 0, 0, 4_000, 0, of_creators[0], -1, 21),
        Payment(7, 0, 2, 7_000, 0, of_creators[1], -1, 10),
        Payment(7, 0, -1, 0, 2_500, 0, 9, 4),
        Payment(7, 0, -4, 0, 300, 0, -1, 0),
        Payment(7, 0, OTHERS, 0, 0, 14 * 2_000, -1, 14),
    ]
    assert model.log.payments == wanted + [Payment(7, 0, OTHERS, 0, 0, setup)] * bool(setup)


def test_a_view_of_money_says_what_was_paid_in_each_week_by_channel_for_creators_and_for_the_rest(tiny: Any) -> None:
    model = market(tiny, day=START + 15)
    model.log.payments = [
        Payment(0, 1, 2, 100, 0, 10),  # a creator: 110
        Payment(6, 1, 0, 1, 0, 0),
        Payment(7, 1, -1, 0, 20, 0),  # broadcast
        Payment(8, 1, -4, 0, 30, 0),  # retargeting
        Payment(9, 1, -4, 0, -5, 0),  # and what came back
        Payment(10, 1, OTHERS, 0, 0, 7),
        Payment(14, 1, -2, 0, 1_000, 0),  # this week, which is not over
        Payment(0, 0, -2, 0, 1_000, 0),  # another brand's
    ]
    assert spent(model, 1).tolist() == [[0, 0, 0, 0, 111, 0], [20, 0, 0, 25, 0, 7]]
    model.day = 0
    assert spent(model, 1).shape == (0, len(CHANNELS) + 2)


# What is bought ---------------------------------------------------------------------------------------------------------


def test_advertisements_become_flights(tiny: Any) -> None:
    model = market(tiny, day=START + 7)
    carry_out(
        model,
        adverts=(AdvertBuy(1e5, 2_500, "search"), AdvertBuy(2e5, 300, first_day=9), AdvertBuy(3.0, 1, days=5)),
    )
    assert model.flights.flights == [
        Flight(0, 2, START + 7, 21, 1e5, 2_500),
        Flight(0, 0, START + 9, 19, 2e5, 300),
        Flight(0, 0, START + 7, 5, 3.0, 1),
    ]


def test_hours_of_talk_become_shifts(tiny: Any) -> None:
    model = market(tiny, day=START + 7, conversation={"automation": 0.25})
    carry_out(model, community=(Community(3.0, 2.0, 1.0), Community(1.0, automation=0.0, days=3)))
    assert model.shifts.shifts == [
        Shift(0, START + 7, 21, 3.0, 2.0, 1.0, 0.25),
        Shift(0, START + 7, 3, 1.0, 0.0, 0.0, 0.0),
    ]


def test_a_creator_who_declines_costs_nothing_and_what_it_said_is_written_down(tiny: Any) -> None:
    model = market(tiny, day=START + 7)
    carry_out(model, Offer(0, 4, 999), Offer(1, 2, 2_000, control=0.75))
    assert model.log.deals == [Deal(7, 0, 0, 4, 0, 999, 0.25), Deal(7, 0, 1, 2, 2, 2_000, 0.75)]
    assert (model.ledger.fees, model.ledger.hours) == (4_000, 8_000)
    assert model.tables.contracts.posts.tolist() == [[0, 2, 0], [0, 0, 0]]
    assert model.creators.earned.tolist() == [0, 4_000, 0]


def test_without_a_taker_a_platform_is_not_set_up(tiny: Any) -> None:
    model = market(tiny, brands=managed("platform", platform_fee=500.0))
    carry_out(model, Offer(0, 4, 999))
    assert (model.ledger.cost, model.tables.brands.settled.tolist()) == (0, [0, 0])


def test_a_plan_must_be_affordable_whoever_accepts(tiny: Any) -> None:
    model = market(tiny, brands={"budget": 200.0})
    with pytest.raises(InputError, match="takes at most the 200.00 USD"):
        carry_out(model, Offer(0, 13, 999))
    assert model.log.deals == []


def test_a_second_offer_waits_until_the_contract_has_ended(tiny: Any) -> None:
    model = market(tiny)
    carry_out(model, Offer(0, 4, 1_000, days=7))
    model.day += 6
    carry_out(model, Offer(0, 5, 1_000))
    model.day += 1
    carry_out(model, Offer(0, 6, 1_000))
    assert [(deal.posts, deal.taken) for deal in model.log.deals] == [(4, 4), (5, 0), (6, 6)]


@pytest.mark.parametrize(("asks", "brand_fine", "label"), [(False, 0.0, 0), (True, 0.0, 1), (False, 1e6, 1)])
def test_a_contract_is_what_was_offered(tiny: Any, asks: bool, brand_fine: float, label: int) -> None:
    """A brand that asks for no label insists on one if its own fine would be dear."""
    model = market(
        tiny, regulation={"disclosure": "hashtag", "enforcement": 0.5, "temptation": 1.0, "brand_fine": brand_fine}
    )
    carry_out(model, Offer(1, 6, 2_500, control=0.75, label=asks, days=12, interactive=0.5))
    contracts, place = model.tables.contracts, (0, 1)
    names = ("posts", "first", "length", "control", "label", "fee", "published", "interactive", "anger", "left")
    assert [float(getattr(contracts, name)[place]) for name in names] == [
        *(6, START, 12, 0.75, label, 2_500, 0, 0.5, 0, NEVER)
    ]
    assert contracts.posts.sum() == 6


# Managers' time ---------------------------------------------------------------------------------------------------------


def test_briefings_queue_where_managers_have_too_few_hours(tiny: Any) -> None:
    """Ten hours a week; 16 hours a creator, half of them for briefing, the rest over 14 days: 4 hours a week.

    The first two find 10 and 10 - 4 hours of briefing before them, of which this week's do not wait; the third finds 16
    hours of it and 2.5 of each week's hours, the least that is kept for briefing.
    """
    model = market(tiny, brands={"hours_per_creator": 16.0, "management": {"capacity": 10.0}})
    carry_out(model, *(Offer(i, 1, 3_000, days=14) for i in range(3)))
    waits = [0, int(7 * (8 - 6) / 6), int(7 * (16 - 2.5) / 2.5)]
    assert (model.tables.contracts.first[0] - START).tolist() == waits == [0, 2, 37]
    assert model.tables.brands.backlog.tolist() == [24.0, 0.0]


@pytest.mark.parametrize("mode", ["agency", "hand"])
def test_nothing_queues_at_an_agency_or_where_there_are_hours_enough(tiny: Any, mode: str) -> None:
    model = market(tiny, brands=managed(mode, capacity=1.0 if mode == "agency" else None))
    carry_out(model, *OFFERS)
    assert model.tables.contracts.first[0].tolist() == [START, 0, START]
    assert not model.tables.brands.backlog.any()


@pytest.mark.parametrize(
    ("capacity", "days", "backlog", "left", "service"),
    [
        # A live contract over `days` asks for 8 hours of upkeep over its weeks, at least one.
        pytest.param(10.0, 14, 0.0, 0.0, 1.0, id="4 hours of 10"),
        pytest.param(10.0, 14, 9.0, 3.0, 1.0, id="9 hours of briefing, 6 done; 4 + 3 are asked of 10"),
        pytest.param(10.0, 14, 30.0, 24.0, 10 / 28, id="24 are left, and all ask at once"),
        pytest.param(10.0, 3, 0.0, 0.0, 1.0, id="3 days: all 8 hours in a week"),
        pytest.param(6.0, 3, 0.0, 0.0, 6 / 8, id="8 hours of 6"),
        pytest.param(6.0, 3, 5.0, 3.5, 6 / 11.5, id="a quarter, 1.5, is kept for briefing"),
        pytest.param(None, 3, 5.0, 5.0, 1.0, id="hours enough"),
    ],
)
def test_a_week_of_managers_work(
    tiny: Any, capacity: float | None, days: int, backlog: float, left: float, service: float
) -> None:
    model = market(tiny, brands={"hours_per_creator": 16.0, "management": {"capacity": capacity}})
    contracts = model.tables.contracts
    contracts.posts[0, 1], contracts.first[0, 1], contracts.length[0, 1] = 1, START, days
    contracts.posts[0, 0], contracts.length[0, 0] = 1, 1  # long over
    contracts.service[:], model.tables.brands.backlog[:] = 0.125, [backlog, 0.0]
    plan_week(model)
    assert model.tables.brands.backlog.tolist() == pytest.approx([left, 0.0])
    assert contracts.service[0] == pytest.approx(service)
    assert contracts.service[1] == pytest.approx(1.0)


# Who leaves -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "published", "back"), [(True, 1, 3 * 1_000), (True, 4, 0), (False, 1, 0)])
def test_who_left_this_morning_pays_back_what_is_owed(tiny: Any, today: bool, published: int, back: int) -> None:
    model = market(tiny)
    carry_out(model, Offer(0, 4, 1_000))
    model.day += 3
    contracts = model.tables.contracts
    contracts.published[0, 0], contracts.anger[0, 0] = published, 1.5
    contracts.left[0, 0] = model.day if today else model.day - 1
    model.log.payments.clear()
    plan_week(model)
    assert (model.ledger.fees, model.ledger.hours) == (4_000 - back, 8_000)
    assert model.creators.earned.tolist() == [4_000 - back, 0, 0]
    assert model.log.payments == [Payment(3, 0, 0, -back, 0, 0)] * bool(back)
    assert [tuple(event) for event in model.log.events] == [(3, "left", 0, 0, 1.5)] * today
