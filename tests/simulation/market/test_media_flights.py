"""Flights, by hand: what is shown on a day, to how many, and what is paid back."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.market.media_flights import eligible, pace, per_head, refuse_endless_airtime, settle
from simulation.model import MarketModel
from simulation.state.columns import BROADCAST, BROADCAST_IMPRESSIONS, NOT_YET, PAID_SOCIAL, RETARGETING, SEARCH
from simulation.state.commitments import Flight
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import AdvertBuy, Plan

PEOPLE = 10_000.0
"""People for whom one of the sixty consumers stands."""


def flight(channel: int, impressions: float = 1.2e6, brand: int = 1, **about: Any) -> Flight:
    """A flight of brand 1 on the campaign's first four days, days 2 to 5, for 1,000 USD."""
    return Flight(
        **{"brand": brand, "channel": channel, "first": 2, "days": 4, "cost": 100_000, **about}, impressions=impressions
    )


def market(tiny: Any, *flights: Flight, day: int = 2, **platform: Any) -> MarketModel:
    """A market on a day, with flights that are paid for."""
    limits = {"frequency_cap": 100.0, "segment_accuracy": 0.75, "retargeting_window": 5, **platform}
    made: MarketModel = tiny.market(platform=limits)
    assert made.people_per_consumer == PEOPLE
    made.day = day
    made.flights.flights += flights
    for each in flights:
        made.journal.post(
            Entry(0, Party(Who.BRAND, each.brand), Party(Who.MEDIA, each.channel), Purpose.MEDIA, each.cost)
        )
    return made


def paced(model: MarketModel) -> dict[tuple[int, int], float]:
    """Today's rates that are not 0, by channel and brand."""
    rates = model.tables.brands.adverts
    rates[:], model.tables.brands.strays[:] = 9.0, 9.0  # yesterday's
    pace(model)
    return {(int(c), int(b)): float(rates[c, b]) for c, b in np.argwhere(rates != 0)}


# Today's rates ----------------------------------------------------------------------------------------------------------


def test_airtime_is_shown_evenly_to_everybody_whatever_was_delivered(tiny: Any) -> None:
    """1.2 million for 600,000 people over 4 days are half an impression a day; 0.3 million more over 1 day as many."""
    flights = (
        flight(BROADCAST, delivered=1e6),
        flight(BROADCAST, 3e5, first=3, days=1),
        flight(BROADCAST, 6e5, 0, first=9),
    )
    assert paced(market(tiny, *flights)) == {(BROADCAST, 1): 0.5}
    assert paced(market(tiny, *flights, day=3)) == {(BROADCAST, 1): 1.0}
    assert paced(market(tiny, *flights, day=9)) == {(BROADCAST, 0): 0.25}
    assert paced(market(tiny, *flights, day=6)) == {}


@pytest.mark.parametrize(
    ("inside", "accuracy", "cap", "aimed", "strays"),
    [
        # 1.2 million over 4 days, to people of 10,000: 30 impressions a day, aimed at those inside, astray among 60
        pytest.param(10, 1.0, 100.0, 3.0, 0.0, id="all find the segment"),
        pytest.param(10, 0.75, 100.0, 0.75 * 3.0, 0.25 * 0.5, id="three of four do"),
        pytest.param(10, 0.0, 100.0, 0.0, 0.5, id="none does"),
        pytest.param(10, 0.75, 1.1875, 1.125, 0.0625, id="2.375 each, against a cap of half as many"),
        pytest.param(10, 0.75, 2.375, 2.25, 0.125, id="as many as the cap"),
        pytest.param(0, 0.75, 100.0, 0.0, 0.125, id="nobody is in the segment"),
    ],
)
def test_paid_social_is_aimed_at_the_segment_and_a_share_goes_astray(
    tiny: Any, inside: int, accuracy: float, cap: float, aimed: float, strays: float
) -> None:
    model = market(tiny, flight(PAID_SOCIAL), segment_accuracy=accuracy, frequency_cap=cap)
    model.consumers.niche[:], model.tables.brands.niche[1] = 0, 2
    model.consumers.niche[:inside] = 2
    assert paced(model).get((PAID_SOCIAL, 1), 0.0) == pytest.approx(aimed)
    assert model.tables.brands.strays == pytest.approx([0.0, strays])
    assert not model.tables.brands.tagged.any()


def test_each_brand_has_a_segment_of_its_own(tiny: Any) -> None:
    model = market(tiny, flight(PAID_SOCIAL, brand=0), segment_accuracy=1.0)
    model.consumers.niche[:], model.tables.brands.niche[:] = 0, [2, 3]
    model.consumers.niche[:10], model.consumers.niche[10:15] = 2, 3
    assert paced(model) == {(PAID_SOCIAL, 0): pytest.approx(3.0)}


def test_the_window_of_retargeting_ends_as_many_days_ago_as_it_has(tiny: Any) -> None:
    """Today and four days back: the fifth day back is outside."""
    model = market(tiny, day=20)
    model.consumers.visited[:], model.consumers.purchases[:] = NOT_YET, 0
    model.consumers.visited[:4, 1] = [20, 16, 15, 14]
    assert eligible(model, 1, RETARGETING) == 2.0


@pytest.mark.parametrize(("cap", "rate"), [(100.0, 30 / 2.5), (1.5, 1.5)])
def test_search_is_spread_over_the_occasions_to_expect_among_those_who_know_the_brand(
    tiny: Any, cap: float, rate: float
) -> None:
    model = market(tiny, flight(SEARCH), frequency_cap=cap)
    model.consumers.aware[:], model.consumers.rate[:] = 0, 0.25
    model.consumers.aware[:10, 1], model.consumers.aware[:, 0] = 1, 1
    assert paced(model) == {(SEARCH, 1): pytest.approx(rate)}


@pytest.mark.parametrize(("impressions", "tagged"), [(1.2e6, 1), (4_000.0, 1), (0.0, 0)])
def test_retargeting_tags_the_site_and_is_spread_over_its_visitors(tiny: Any, impressions: float, tagged: int) -> None:
    """Ten have visited it within five days, of whom four have bought."""
    model = market(tiny, flight(RETARGETING, impressions), day=4)
    model.flights.flights[0].first = 4
    model.consumers.visited[:], model.consumers.purchases[:] = NOT_YET, 0
    model.consumers.visited[:10, 1], model.consumers.visited[10:, 1] = 0, -1
    model.consumers.purchases[6:, 1] = 1
    rate = impressions / 4 / PEOPLE / 6
    assert paced(model) == ({(RETARGETING, 1): pytest.approx(rate)} if rate else {})
    assert model.tables.brands.tagged.tolist() == [0, tagged]


def test_flights_of_one_brand_on_one_channel_are_shown_together(tiny: Any) -> None:
    model = market(tiny, flight(SEARCH), flight(SEARCH, 4e5, first=1, days=2), flight(SEARCH, 8e4, 0))
    model.consumers.aware[:], model.consumers.rate[:] = 1, 0.5  # 30 occasions
    assert paced(model) == {(SEARCH, 1): pytest.approx((30 + 40) / 30), (SEARCH, 0): pytest.approx(2 / 30)}


def test_nobody_to_show_it_to_is_no_rate() -> None:
    assert [per_head(6.0, 2.0), per_head(6.0, 0.5), per_head(6.0, 0.0)] == [3.0, 12.0, 0.0]


def test_rates_are_summed_as_whole_numbers_so_that_their_order_does_not_matter(tiny: Any) -> None:
    model = market(tiny)
    model.consumers.aware[:], model.consumers.rate[:] = 1, 1 / 3
    assert eligible(model, 1, SEARCH) == 60 * round(2**20 / 3) / 2**20


# What is paid back ------------------------------------------------------------------------------------------------------


def settled(model: MarketModel, **shown: int) -> list[Entry]:
    """Close the day, on which so many simulated impressions were shown, and return what was paid back."""
    posted = len(model.journal.entries)
    for name, number in shown.items():
        channel = {"social": PAID_SOCIAL, "search": SEARCH, "air": BROADCAST}[name]
        model.tally.brand[1, BROADCAST_IMPRESSIONS + channel] = number
    settle(model)
    return model.journal.entries[posted:]


def test_what_was_shown_is_divided_by_what_was_asked_for(tiny: Any) -> None:
    """30 and 10 were asked for, 20 shown: 15 and 5, of 10,000 people each."""
    model = market(tiny, flight(SEARCH), flight(SEARCH, 4e5), flight(PAID_SOCIAL), flight(BROADCAST))
    assert settled(model, search=20, social=3, air=9) == []
    assert [each.delivered for each in model.flights.flights] == [150_000.0, 50_000.0, 30_000.0, 0.0]
    assert model.journal.ledger(1).media == 400_000


def test_nothing_is_delivered_where_nothing_is_owed(tiny: Any) -> None:
    model = market(tiny, flight(SEARCH, delivered=1.2e6))
    settled(model, search=7)
    assert model.flights.flights[0].delivered == 1.2e6


def test_hardly_anything_owed_is_delivered_all_the_same(tiny: Any) -> None:
    model = market(tiny, flight(SEARCH, 2.0))
    settled(model, search=1)
    assert model.flights.flights[0].delivered == PEOPLE


@pytest.mark.parametrize("day", [4, 5])
def test_on_the_last_day_what_is_still_owed_is_refunded(tiny: Any, day: int) -> None:
    """Of the 1.2 million 0.8 were shown before, and 10 times 10,000 today: 0.3 of 1.2 are owed, 250 USD of 1,000."""
    model = market(tiny, flight(SEARCH, delivered=8e5), flight(BROADCAST), day=day)
    payments, last = settled(model, search=10), day == 5
    back = Entry(3, Party(Who.MEDIA, SEARCH), Party(Who.BRAND, 1), Purpose.MEDIA, 25_000, first=0, days=4)
    assert payments == [back] * last
    assert model.journal.ledger(1).media == 200_000 - 25_000 * last
    assert model.journal.ledger(0).media == 0
    assert len(model.flights.flights) == (0 if last else 2)


def test_a_flight_that_was_delivered_ends_without_a_refund(tiny: Any) -> None:
    model = market(tiny, flight(SEARCH, delivered=1.2e6), flight(SEARCH, first=4, days=3), day=5)
    assert settled(model) == []
    assert [each.first for each in model.flights.flights] == [4]
    assert model.journal.ledger(1).media == 200_000


A_DAY = 1000 * 600_000.0
"""The most broadcast impressions of a day: a thousand for each of 600,000 people."""


@pytest.mark.parametrize("over", [False, True], ids=["just not too many", "too many"])
@pytest.mark.parametrize(
    ("buys", "before"),
    [
        # The campaign has 28 days and begins on day 2 of the market.
        pytest.param([AdvertBuy(28 * A_DAY, 1)], [], id="over all days"),
        pytest.param([AdvertBuy(8 * A_DAY, 1, first_day=20)], [], id="from day 20 on"),
        pytest.param([AdvertBuy(5 * A_DAY, 1, days=5)], [], id="over five days"),
        pytest.param([AdvertBuy(14 * A_DAY, 1), AdvertBuy(2 * A_DAY, 1, days=4)], [], id="two buys on the same days"),
        pytest.param([AdvertBuy(14 * A_DAY, 1)], [Flight(0, 0, 12, 6, 3 * A_DAY, 1)], id="with what was bought before"),
    ],
)
def test_a_brand_buys_a_thousand_broadcast_impressions_per_person_and_day_at_most(
    campaign: Any, buys: list[AdvertBuy], before: list[Flight], over: bool
) -> None:
    market = campaign()
    market.flights.flights = [*before, Flight(1, 0, 2, 28, 28 * A_DAY, 1), Flight(0, 2, 2, 28, 28 * A_DAY, 1)]
    first = dataclasses.replace(buys[0], impressions=buys[0].impressions * (1.001 if over else 0.999))
    plan = Plan(adverts=(first, *buys[1:], AdvertBuy(1e12, 1, "search")))
    with pytest.raises(InputError, match=r"brand Alder, takes at most 1,000") if over else contextlib.nullcontext():
        refuse_endless_airtime(market, 0, plan)


def test_a_thousand_on_a_day_are_not_too_many(campaign: Any) -> None:
    refuse_endless_airtime(campaign(), 0, Plan(adverts=(AdvertBuy(28 * A_DAY, 1),)))


@pytest.mark.parametrize("over", [False, True], ids=["just not too many", "too many"])
@pytest.mark.parametrize(
    ("after", "days"),
    [
        pytest.param(-2, 28, id="planned before the campaign, for its 28 days"),
        pytest.param(-1, 28, id="on the day before"),
        pytest.param(7, 21, id="a week later, for the 21 days that are left"),
    ],
)
def test_airtime_is_spread_over_the_days_that_the_campaign_still_has(
    campaign: Any, after: int, days: int, over: bool
) -> None:
    plan = Plan(adverts=(AdvertBuy(days * A_DAY * (1.001 if over else 0.999), 1),))
    with pytest.raises(InputError, match="takes at most 1,000") if over else contextlib.nullcontext():
        refuse_endless_airtime(campaign(day=2 + after), 0, plan)


@pytest.mark.parametrize(
    ("first_day", "days", "room"),
    [
        # On campaign day 7 half of all there may be runs until day 11; what ran until day 5 is over.
        pytest.param(7, 1, 0.5, id="today"),
        pytest.param(11, 1, 0.5, id="on its last day"),
        pytest.param(12, 1, 1.0, id="on the day after"),
        pytest.param(20, None, 8.0, id="from day 20 to the end"),
        pytest.param(None, None, 10.5, id="from today to the end, 21 days"),
    ],
)
def test_a_flight_that_runs_already_takes_room_on_the_days_that_it_still_has(
    campaign: Any, first_day: int | None, days: int | None, room: float
) -> None:
    market = campaign(day=2 + 7)
    market.flights.flights = [Flight(0, 0, 2 + 3, 9, 4.5 * A_DAY, 1), Flight(0, 0, 2, 6, 6 * A_DAY, 1)]
    for share in (0.999, 1.001):
        plan = Plan(adverts=(AdvertBuy(room * A_DAY * share, 1, first_day=first_day, days=days),))
        with pytest.raises(InputError, match="takes at most 1,000") if share > 1 else contextlib.nullcontext():
            refuse_endless_airtime(market, 0, plan)


def test_what_was_bought_for_other_days_leaves_room(campaign: Any) -> None:
    market = campaign(day=2 + 14)
    market.flights.flights = [Flight(0, 0, 2, 14, 14 * A_DAY, 1)]
    refuse_endless_airtime(market, 0, Plan(adverts=(AdvertBuy(14 * A_DAY * 0.999, 1),)))
    with pytest.raises(InputError, match=r"brands.rival_budget"):
        refuse_endless_airtime(market, 1, Plan(adverts=(AdvertBuy(14 * A_DAY * 1.001, 1),)))
