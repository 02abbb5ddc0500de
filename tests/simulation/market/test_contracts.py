"""Contracts, by hand: who answers whom first, what is signed, and what is paid back."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.compute.draws import POST, draw4
from simulation.market.contracts import (
    accepted_posts,
    has_contract,
    insists_on_label,
    refund_leavers,
    refund_unpublished,
    sign,
)
from simulation.market.planning import buy
from simulation.state.columns import NEVER
from simulation.state.history import Deal
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import Offer, Plan

START = 2


# Answers ----------------------------------------------------------------------------------------------------------------


def test_what_a_creator_says_is_written_down(campaign: Any, carry_out: Any) -> None:
    market = campaign(day=START + 7)
    carry_out(market, Offer(1, 2, 2_000, control=0.75), Offer(0, 4, 999))
    assert market.history.deals == [Deal(7, 0, 1, 2, 2, 2_000, 0.75), Deal(7, 0, 0, 4, 0, 999, 0.25)]


def test_a_second_offer_waits_until_the_contract_has_ended(campaign: Any, carry_out: Any) -> None:
    market = campaign()
    for after, posts in ((0, 4), (6, 5), (7, 6)):
        market.day = START + after
        carry_out(market, Offer(0, posts, 1_000, days=7))
    assert [(deal.posts, deal.taken) for deal in market.history.deals] == [(4, 4), (5, 0), (6, 6)]
    assert has_contract(market, 0, 0)
    assert not has_contract(market, 1, 0)


@pytest.mark.parametrize(("fee", "taken"), [(1_999, 0), (2_000, 3), (2_001, 3)])
def test_creators_who_do_not_decide_take_all_at_their_price(campaign: Any, fee: int, taken: int) -> None:
    assert accepted_posts(campaign(), 1, 0, fee, 3, 28, 0.0) == taken


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    ("there", "fee", "taken"),
    [
        pytest.param(1, 2_000, 30, id="all of it, at its quote"),
        pytest.param(1, 1_999, 0, id="nothing below it"),
        pytest.param(0, 2_000, 0, id="nor once it has stopped for good"),
    ],
)
def test_a_creator_who_has_agreed_already_decides_no_more(
    campaign: Any, enabled: bool, there: int, fee: int, taken: int
) -> None:
    """If it still decided, it would ask for more than any post brings."""
    market = campaign(creators={"dealing": {"enabled": enabled, "reservation": 2.0}})
    market.creators.there[1] = there
    assert accepted_posts(market, 1, 0, fee, 30, 28, 0.0, agreed=True) == taken


LOADED = {"enabled": True, "future": 1.0, "load_loss": 0.9, "reservation": 0.775, "control": 0.4}
"""A post is worth 1 - 0.9 share^2 to a creator, the share of posts that are sold: at most half of them are."""


@pytest.mark.parametrize(
    ("days", "fee", "control", "taken"),
    [
        pytest.param(28, 1_000, 0.0, 14, id="14 of 28, with half a post of its own a day"),
        pytest.param(14, 1_000, 0.0, 7, id="7 of 14"),
        pytest.param(28, 1_000, 0.31, 7, id="a script takes 0.124: a share of a third, 7 of 21"),
        pytest.param(28, 2_000, 0.0, 20, id="a fee that is worth it at any load"),
    ],
)
def test_creators_who_decide_weigh_fee_script_and_load(
    campaign: Any, days: int, fee: int, control: float, taken: int
) -> None:
    rules = dict.fromkeys(("time", "misfit", "loss"), 0.0)
    market = campaign(creators={"dealing": {**LOADED, **rules}})
    market.creators.posting[:], market.creators.sold[:], market.creators.integrity[:] = 0.5, 0.0, 1.0
    assert accepted_posts(market, 0, 1, fee, 20, days, control) == taken


@pytest.mark.parametrize(("day", "taken"), [(START, [[14, 0], [0, 14]]), (START + 7, [[0, 10], [10, 0]])])
def test_who_is_heard_first_goes_round_by_creator_and_week(
    campaign: Any, told: Any, day: int, taken: list[list[int]]
) -> None:
    """Half a post of its own a day: a creator sells no more than as many, 14 of 28 days and 10 of 21, all to the first."""
    rules = dict.fromkeys(("time", "misfit", "loss"), 0.0)
    market = campaign(day=day, creators={"dealing": {**LOADED, **rules}}, brands={"rival_budget": 10_000.0})
    market.creators.posting[:], market.creators.sold[:], market.creators.integrity[:] = 0.5, 0.0, 0.0
    market.strategies[:] = (told(Plan((Offer(0, 14, 1_000), Offer(1, 14, 2_000)))) for _ in range(2))
    buy(market)
    assert market.tables.contracts.posts[:, :2].tolist() == taken
    assert [(deal.brand, deal.creator) for deal in market.history.deals] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(("week", "creator", "first"), [(0, 1, 1), (1, 1, 2), (2, 1, 3), (1, 0, 1), (1, 2, 3)])
def test_of_five_brands_the_next_one_is_heard_first_in_the_next_week_and_by_the_next_creator(
    campaign: Any, told: Any, week: int, creator: int, first: int
) -> None:
    """Each wants all posts that the creator takes."""
    rules = dict.fromkeys(("time", "misfit", "loss"), 0.0)
    names = {"names": list("ABCDE"), "niches": ["coffee"] * 5, "rival_budget": 10_000.0}
    market = campaign(day=START + 7 * week, creators={"dealing": {**LOADED, **rules}}, brands=names)
    market.creators.posting[:], market.creators.sold[:], market.creators.integrity[:] = 0.5, 0.0, 0.0
    market.strategies[:] = (told(Plan((Offer(creator, 14, 1_000 * (creator + 1)),))) for _ in range(5))
    buy(market)
    assert [deal.brand for deal in market.history.deals if deal.taken] == [first]


# Contracts --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disclosure", "enforcement", "brand_fine", "fee", "insists"),
    [
        # enforcement brand_fine, in USD, against temptation 2 of the fee
        ("hashtag", 0.5, 100.0, 2_499, True),
        ("hashtag", 0.5, 100.0, 2_500, False),
        ("hashtag", 0.25, 100.0, 2_499, False),
        ("none", 0.5, 100.0, 1, False),
    ],
)
def test_a_brand_insists_on_labels_if_its_own_fine_would_be_dear(
    campaign: Any, disclosure: str, enforcement: float, brand_fine: float, fee: int, insists: bool
) -> None:
    rules = {"disclosure": disclosure, "enforcement": enforcement, "brand_fine": brand_fine, "temptation": 2.0}
    assert insists_on_label(campaign(regulation=rules), fee) == insists


@pytest.mark.parametrize(("asks", "brand_fine", "label"), [(False, 0.0, 0), (True, 0.0, 1), (False, 1e6, 1)])
def test_a_contract_is_what_was_offered(
    campaign: Any, carry_out: Any, asks: bool, brand_fine: float, label: int
) -> None:
    rules = {"disclosure": "hashtag", "enforcement": 0.5, "temptation": 1.0, "brand_fine": brand_fine}
    market = campaign(regulation=rules)
    contracts, place = market.tables.contracts, (0, 1)
    for name in ("posts", "first", "length", "published", "anger", "left"):
        getattr(contracts, name)[place] = 1  # of a contract before
    carry_out(market, Offer(1, 6, 2_500, control=0.75, label=asks, days=12, interactive=0.5))
    names = ("posts", "first", "length", "control", "label", "fee", "published", "interactive", "anger", "left")
    assert [float(getattr(contracts, name)[place]) for name in names] == [
        *(6, START, 12, 0.75, label, 2_500, 0, 0.5, 0, NEVER)
    ]
    assert contracts.posts.sum() == 6


@pytest.mark.parametrize("luck", [0.99, 1.01])
def test_a_creator_uses_the_product_the_likelier_the_better_it_fits_and_the_more_authentic_it_is(
    campaign: Any, luck: float
) -> None:
    """A chance of use_share 0.8 times integrity times fit."""
    market = campaign(creators={"use_share": 0.8})
    u = float(draw4(market.key, POST, 1, START, 2, 65535)[0])
    market.creators.integrity[1], market.creators.fit[1] = 0.9, [0.0, u * luck / 0.8 / 0.9]
    market.creators.integrity[0], market.creators.fit[0] = 0.0, 1.0
    sign(market, 1, Offer(1, 1, 1, control=0.0, days=1))
    assert market.tables.contracts.uses.tolist() == [[0, 0, 0], [0, luck > 1, 0]]


def test_a_contract_begins_as_late_as_is_said_or_as_the_briefing_waits(campaign: Any) -> None:
    market = campaign(brands={"hours_per_creator": 16.0, "management": {"capacity": 10.0}})
    market.tables.brands.backlog[:] = [20.0, 0.0]
    for creator, late, first in ((0, 5, 5), (1, None, 7), (2, 0, 0)):
        sign(market, 0, Offer(creator, 1, 1, control=0.0, days=9_999), late)
        assert market.tables.contracts.first[0, creator] == START + first, "10 of 20 hours wait a week of ten hours"
    assert market.tables.brands.backlog.tolist() == [28.0, 0.0], "what is late already waits for no briefing"


# Money back -------------------------------------------------------------------------------------------------------------

FEES = Party(Who.BRAND, 0), Party(Who.CREATOR, 1)


@pytest.mark.parametrize(
    ("left", "published", "back"),
    [
        pytest.param(START + 3, 1, 3 * 2_000, id="left this morning: three of four posts are owed"),
        pytest.param(START + 3, 4, 0, id="all were made"),
        pytest.param(START + 2, 1, 0, id="left before"),
        pytest.param(NEVER, 1, 0, id="stays"),
    ],
)
def test_who_left_this_morning_pays_back_what_is_owed(
    campaign: Any, carry_out: Any, left: int, published: int, back: int
) -> None:
    market = campaign()
    carry_out(market, Offer(1, 4, 2_000))
    market.day += 3
    contracts = market.tables.contracts
    contracts.published[0, 1], contracts.anger[0, 1], contracts.left[0, 1] = published, 1.5, left
    posted = len(market.journal.entries)
    refund_leavers(market)
    assert (market.ledger.fees, market.ledger.hours) == (8_000 - back, 8_000)
    assert market.journal.earned(1) == 8_000 - back
    assert market.journal.entries[posted:] == [Entry(3, *FEES[::-1], Purpose.FEE, back, 1)] * bool(back)
    said = [tuple(event) for event in market.history.events]
    assert said == [(3, "left", 0, 1, 1.5)] * (left == START + 3)


@pytest.mark.parametrize(
    ("after", "left", "posts", "published", "back"),
    [
        pytest.param(6, NEVER, 4, 1, 3 * 2_000, id="the last of seven days, one post of four was made"),
        pytest.param(6, NEVER, 4, 4, 0, id="all were"),
        pytest.param(6, NEVER, 1, 0, 2_000, id="the only one was not"),
        pytest.param(5, NEVER, 4, 1, 0, id="the day before"),
        pytest.param(7, NEVER, 4, 1, 0, id="the day after"),
        pytest.param(6, START + 6, 4, 1, 0, id="left this morning, and paid back then"),
        pytest.param(6, START + 7, 4, 1, 3 * 2_000, id="leaves tomorrow"),
    ],
)
def test_in_the_evening_of_its_last_day_what_found_no_slot_is_paid_back(
    campaign: Any, carry_out: Any, after: int, left: int, posts: int, published: int, back: int
) -> None:
    market, paid = campaign(), posts * 2_000
    carry_out(market, Offer(1, posts, 2_000, days=7))
    market.day += after
    contracts = market.tables.contracts
    contracts.published[0, 1], contracts.left[0, 1] = published, left
    contracts.published[0, 2] = -1  # no contract: nothing was paid
    refund_unpublished(market)
    assert (market.ledger.fees, market.ledger.hours) == (paid - back, 8_000)
    assert market.journal.earned(1) == paid - back
