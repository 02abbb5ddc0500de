"""Two brands that are alike in everything: neither gains by standing in the first row of the tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.behaviour.adverts import see_feed_adverts
from simulation.behaviour.content import publish
from simulation.model import MarketModel
from simulation.state.columns import PAID_SOCIAL_IMPRESSIONS, SPONSORED_POSTS, Now
from simulation.state.journal import Who
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

CREATORS = 8


class Offers(Strategy):
    """Offers every creator so many posts at its quote, in one week of the campaign."""

    def __init__(self, posts: int, week: int = 0, days: int | None = None) -> None:
        self.posts, self.week, self.days = posts, week, days

    def plan(self, view: View) -> Plan:
        if view.week != self.week:
            return Plan()
        return Plan(tuple(Offer(i, self.posts, int(q), days=self.days) for i, q in enumerate(view.quotes)))


def alike(tiny: Any, strategies: list[Strategy], **parts: Any) -> MarketModel:
    """A market whose creators are all alike, with a brand for each strategy, all alike too."""
    number = len(strategies)
    scenario = tiny.scenario(
        brands={
            "names": [f"brand {b}" for b in range(number)],
            "niches": ["coffee"] * number,
            "budget": 1e9,
            "rival_budget": 1e9,
            "campaign_days": 14,
            "loyal": [0.1],
            **parts.pop("brands", {}),
        },
        market={"burn_in": 0, "days": 14},
        creators={"number": CREATORS, "most_posts": 3, "dealing": {"enabled": True}, **parts.pop("creators", {})},
        **parts,
    )
    world = tiny.world(scenario)
    creators = world.tables.creators
    for name in ("posting", "sold", "asked", "integrity", "fit", "labels", "craft", "visibility"):
        column = getattr(creators, name)
        column[:] = column[0]
    return MarketModel(scenario, strategies[0], world=world, rivals=strategies[1:])


@pytest.mark.parametrize("brands", [2, 3, 4])
def test_advertisements_for_which_there_is_no_room_are_the_same_number_for_each_brand(tiny: Any, brands: int) -> None:
    """Each person has room for one a day, and each brand has one for each person."""
    market = alike(tiny, [Offers(1)] * brands)
    market.tables.brands.strays[:] = 1.0
    people, days = 10, 2 * brands
    for day in range(days):
        market.consumers.room[:] = 1
        for c in range(people):
            see_feed_adverts(c, Now(market.key, day), market.tables, market.rules, market.tally)
    assert market.tally.brand[:, PAID_SOCIAL_IMPRESSIONS].tolist() == [people * days // brands] * brands


@pytest.mark.parametrize("brands", [2, 3, 4])
def test_on_one_day_each_brand_comes_first_for_as_many_people(tiny: Any, brands: int) -> None:
    market = alike(tiny, [Offers(1)] * brands)
    market.tables.brands.strays[:] = 1.0
    market.consumers.room[:] = 1
    for c in range(5 * brands):
        see_feed_adverts(c, Now(market.key, 3), market.tables, market.rules, market.tally)
    assert market.tally.brand[:, PAID_SOCIAL_IMPRESSIONS].tolist() == [5] * brands


@pytest.mark.parametrize("brands", [2, 3, 4])
def test_slots_for_which_there_are_too_many_posts_go_to_each_brand_alike(tiny: Any, brands: int) -> None:
    """Three slots a day, and three posts of each brand are due."""
    market = alike(tiny, [Offers(1)] * brands)
    days, contracts = 4 * brands, market.tables.contracts
    contracts.length[:], contracts.posts[:] = days, 3 * days
    first = []
    for day in range(days):
        for i in range(CREATORS):
            publish(i, Now(market.key, day), market.tables, market.rules, market.tally)
            first.append(int(market.tables.content.brand[i, 0]))
    assert market.tally.brand[:, SPONSORED_POSTS].tolist() == [3 * days * CREATORS // brands] * brands
    assert np.bincount(first).tolist() == [days * CREATORS // brands] * brands


def deals(market: MarketModel) -> np.ndarray[Any, Any]:
    """Posts that each creator took for each brand: int64[B, I]."""
    table = np.zeros((len(market.brands), CREATORS), np.int64)
    for deal in market.history.deals:
        table[deal.brand, deal.creator] += deal.taken
    return table


@pytest.mark.parametrize("week", [0, 1])
@pytest.mark.parametrize("brands", [2, 4])
def test_creators_who_take_fewer_posts_the_more_they_have_take_as_many_from_each_brand(
    tiny: Any, brands: int, week: int
) -> None:
    market = alike(tiny, [Offers(14, week) for _ in range(brands)])
    market.run_for(7 * week + 1)
    taken = deals(market)
    assert len(set(taken[:, 0].tolist())) > 1, "a creator takes as much from all: their order does not matter here"
    assert len(set(taken.sum(axis=1).tolist())) == 1
    for b in range(1, brands):
        assert sorted(taken[b].tolist()) == sorted(taken[0].tolist())
    first = taken.argmax(axis=0).tolist()
    assert first == [(i + week) % brands for i in range(CREATORS)], (
        "the brand that a creator hears first changes weekly"
    )


def test_briefings_wait_in_the_order_of_the_plan_whoever_is_heard_first(tiny: Any) -> None:
    """Managers have an hour a week, and a briefing takes them half of ten: each waits for those before it."""
    slow = {"management": {"capacity": 1.0}, "hours_per_creator": 10.0}
    market = alike(tiny, [Offers(2), Offers(2)], brands=slow)
    market.run_for(1)
    taken = deals(market)
    assert (taken > 0).all()
    for b in range(2):
        begins = market.tables.contracts.first[b]
        assert (np.diff(begins) > 0).all()
    assert market.tables.contracts.first[0].tolist() == market.tables.contracts.first[1].tolist()


posts = st.integers(1, 21)


@settings(max_examples=15)
@given(offered=st.lists(posts, min_size=3, max_size=3), weeks=st.lists(st.integers(0, 1), min_size=3, max_size=3))
def test_every_brands_money_adds_up_to_the_cent_whoever_is_heard_first(
    tiny: Any, offered: list[int], weeks: list[int]
) -> None:
    strategies: list[Strategy] = [Offers(n, week) for n, week in zip(offered, weeks, strict=True)]
    market = alike(
        tiny,
        strategies,
        creators={"dealing": {"enabled": True, "annoyance": 0.9, "tolerance": 0.1}},
        brands={"control": 0.9},
    )
    for _ in range(14):
        market.step()
        for brand in market.brands:
            ledger, paid = brand.ledger, list(market.journal.of_brand(brand.row))
            assert ledger.budget == ledger.fees + ledger.media + ledger.hours + ledger.unspent
            assert sum(cents for _, cents in paid) == ledger.cost
            agreed = sum(d.taken * d.fee for d in market.history.deals if d.brand == brand.row)
            back = sum(cents for _, cents in paid if cents < 0)
            assert ledger.fees == agreed + back
    contracts = market.tables.contracts
    assert (contracts.posts == deals(market)).all()
    earned = (contracts.posts * contracts.fee).sum(axis=0) + sum(
        np.bincount([e.creator], [-e.cents], CREATORS).astype(np.int64)
        for e in market.journal.entries
        if e.payer.who == Who.CREATOR
    )
    assert [market.journal.earned(i) for i in range(CREATORS)] == earned.tolist()
