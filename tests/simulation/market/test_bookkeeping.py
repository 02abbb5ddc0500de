"""What a plan costs, entry by entry and by hand; what was spent in which week; fines."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.market.bookkeeping import entries_of, fine, spent_by_week
from simulation.state.columns import CHANNELS, FINED, FINED_POSTS
from simulation.state.journal import NOBODY, Entry, Party, Purpose, Who
from simulation.strategies.plan import AdvertBuy, Community, Offer, Plan

BRAND, RIVAL, STAFF = Party(Who.BRAND, 0), Party(Who.BRAND, 1), Party(Who.STAFF)


@pytest.mark.parametrize(
    ("mode", "managers", "commissions", "setup"),
    [("hand", 8_000, [0, 0], 0), ("platform", 4_000, [0, 0], 50_000), ("agency", 2_000, [1_000, 1_750], 0)],
)
def test_a_plan_costs_what_its_entries_say(
    campaign: Any, mode: str, managers: int, commissions: list[int], setup: int
) -> None:
    """Offers: 4 posts for 1,000 cents and 2 for 3,500; an agency takes a quarter. Talk: 14 hours in 14 days, 3 in the 21 days left, 20 USD each."""
    hours = {"platform_hours": 2.0, "agency_hours": 1.0, "platform_fee": 500.0, "agency_share": 0.25}
    market = campaign(day=9, brands={"management": {"mode": mode, **hours}})
    buys = AdvertBuy(1e5, 2_500, first_day=9, days=4), AdvertBuy(1e5, 300, "retargeting"), AdvertBuy(1.0, 0, "search")
    talk = Community(7.0, days=14), Community(1.0), Community()
    plan = Plan((Offer(0, 4, 1_000), Offer(2, 2, 3_500, days=10)), buys, talk)
    wanted = [
        Entry(7, BRAND, Party(Who.CREATOR, 0), Purpose.FEE, 4_000, 0),
        Entry(7, BRAND, Party(Who.AGENCY), Purpose.COMMISSION, commissions[0], 0),
        Entry(7, BRAND, STAFF, Purpose.MANAGERS, managers, 0),
        Entry(7, BRAND, Party(Who.CREATOR, 2), Purpose.FEE, 7_000, 2, days=10),
        Entry(7, BRAND, Party(Who.AGENCY), Purpose.COMMISSION, commissions[1], 2, days=10),
        Entry(7, BRAND, STAFF, Purpose.MANAGERS, managers, 2, days=10),
        Entry(7, BRAND, Party(Who.MEDIA, 0), Purpose.MEDIA, 2_500, first=9, days=4),
        Entry(7, BRAND, Party(Who.MEDIA, 3), Purpose.MEDIA, 300),
        Entry(7, BRAND, STAFF, Purpose.CONVERSATION, 14 * 2_000, days=14),
        Entry(7, BRAND, STAFF, Purpose.CONVERSATION, 3 * 2_000),
        Entry(7, BRAND, Party(Who.PLATFORM), Purpose.SETUP, setup),
    ]
    assert entries_of(plan, market.view(0), 7) == [entry for entry in wanted if entry.cents]


def test_without_an_offer_no_platform_is_set_up(campaign: Any) -> None:
    market = campaign(brands={"management": {"mode": "platform"}})
    assert entries_of(Plan(adverts=(AdvertBuy(1.0, 5),)), market.view(1), 3) == [
        Entry(3, RIVAL, Party(Who.MEDIA, 0), Purpose.MEDIA, 5)
    ]


def test_what_was_paid_is_told_by_week_by_channel_for_creators_and_for_the_rest(campaign: Any) -> None:
    market = campaign(day=2 + 15)
    creator, managers, media = Party(Who.CREATOR, 2), Purpose.MANAGERS, Purpose.MEDIA
    banners = Entry(8, RIVAL, Party(Who.MEDIA, 3), media, 30)
    for entry in (
        Entry(0, RIVAL, creator, Purpose.FEE, 100, 2),
        Entry(0, RIVAL, STAFF, managers, 10, 2),
        Entry(6, RIVAL, Party(Who.CREATOR, 0), Purpose.FEE, 1, 0),
        Entry(7, RIVAL, Party(Who.MEDIA, 0), media, 20),
        banners,
        banners.back(9, 5),
        Entry(10, RIVAL, STAFF, Purpose.CONVERSATION, 7),
        Entry(14, RIVAL, Party(Who.MEDIA, 1), media, 1_000),  # this week, which is not over
        Entry(0, BRAND, Party(Who.MEDIA, 1), media, 1_000),  # another brand's
        Entry(0, RIVAL, Party(Who.REGULATOR), Purpose.FINE, 1_000),  # beside the budget
    ):
        market.journal.post(entry)
    assert spent_by_week(market, 1).tolist() == [[0, 0, 0, 0, 111, 0], [20, 0, 0, 25, 0, 7]]
    market.day = 0
    assert spent_by_week(market, 1).shape == (0, len(CHANNELS) + 2)


@pytest.mark.parametrize(("day", "measured"), [(2, True), (1, False)])
def test_who_is_found_out_pays_for_each_post_and_brands_on_the_measured_days(
    campaign: Any, day: int, measured: bool
) -> None:
    """2.50 USD and twice the price, 20 and 30 USD: 42.50 and 62.50 a post. Of a brand 10 USD a post."""
    market = campaign(day=day, regulation={"fine": 2.5, "fine_share": 2.0, "brand_fine": 10.0})
    creators = market.creators
    creators.labels[:], creators.disclosure[:] = 0.25, 0.25
    market.tally.creator[:, FINED], market.tally.brand[:, FINED_POSTS] = [0, 2, 1], [4, 3]
    fine(market)
    regulator, today = Party(Who.REGULATOR), day - 2
    wanted = [
        Entry(today, Party(Who.CREATOR, 1), regulator, Purpose.FINE, 2 * 4_250, 1),
        Entry(today, Party(Who.CREATOR, 2), regulator, Purpose.FINE, 6_250, 2),
        Entry(today, BRAND, regulator, Purpose.FINE, 4_000, NOBODY),
        Entry(today, RIVAL, regulator, Purpose.FINE, 3_000, NOBODY),
    ]
    assert market.journal.entries == wanted[: 4 if measured else 2]
    assert creators.labels.tolist() == creators.disclosure.tolist() == [0.25, 1.0, 1.0]
    assert [tuple(event) for event in market.history.events] == [
        (today, "fined", -1, 1, 2.0),
        (today, "fined", -1, 2, 1.0),
    ]
