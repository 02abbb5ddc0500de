"""What the market does to creators, by hand: public numbers, prices, bought audiences, fines, comments, answers."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.behaviour.creator_decisions import is_live
from simulation.market.bookkeeping import fine
from simulation.market.creator_economy import (
    begin_campaign,
    begin_week,
    close_day,
    live_contracts,
    public_engagement,
    public_followers,
    worth_now,
)
from simulation.model import MarketModel
from simulation.state.columns import ENGAGED, FINED, FRIENDLY, NEVER, SEEN, UNFRIENDLY, WRITTEN

PEOPLE = 10_000.0
"""People for whom a simulated consumer stands."""


def market(tiny: Any, **parts: Any) -> MarketModel:
    """A market of three creators on the campaign's first day, of which nothing has been lived."""
    made: MarketModel = tiny.market(**{**parts, "creators": {"number": 3, **parts.get("creators", {})}})
    made.day = made.scenario.market.burn_in
    made.creators.bought[:] = 0.0
    return made


@pytest.mark.parametrize(
    ("posts", "first", "length", "left", "live"),
    [
        (3, 0, 11, NEVER, True),  # the last day is 10
        (3, 0, 10, NEVER, False),
        (3, 12, 5, NEVER, True),
        (0, 0, 20, NEVER, False),
        (1, 0, 20, 11, True),
        (1, 0, 20, 10, False),
    ],
)
def test_live_contracts_are_those_that_behaviours_take_for_live(
    tiny: Any, posts: int, first: int, length: int, left: int, live: bool
) -> None:
    contracts = market(tiny).tables.contracts
    for name, value in (("posts", posts), ("first", first), ("length", length), ("left", left)):
        getattr(contracts, name)[1, 2] = value
    found = live_contracts(contracts, 10)
    assert found[1, 2] == live
    assert found.sum() == live
    assert is_live(1, 2, 10, contracts) == live


def test_the_public_counts_people_bought_followers_included(tiny: Any) -> None:
    model = market(tiny)
    model.creators.audience[:], model.creators.bought[:] = [3, 5, 0], [0.0, 0.5, 0.2]
    assert public_followers(model.creators, 100.0).tolist() == [300.0, 500.0 / (1 - 0.5), 0.0]


def test_the_public_sees_engagement_mixed_with_the_average_and_with_what_was_bought(tiny: Any) -> None:
    """Fifty impressions of the average of 0.1: 30 engagements in 300 impressions."""
    model = market(tiny, creators={"fraud": {"enabled": False, "engagement": 0.5}})
    creators = model.creators
    creators.impressions[:], creators.engagements[:] = [250.0, 50.0, 0.0], [25.0, 5.0, 0.0]
    creators.engagements[:] = [10.0, 20.0, 0.0]
    creators.bought[:] = [0.0, 0.25, 0.0]
    real = [(10 + 50 * 0.1) / 300, (20 + 50 * 0.1) / 100, 0.1]
    wanted = [real[0], real[1] * 0.75 + 0.5 * 0.25, real[2]]
    assert public_engagement(creators, model.scenario) == pytest.approx(wanted)
    creators.impressions[:], creators.engagements[:], creators.bought[:] = 0.0, 0.0, [0.0, 0.5, 0.0]
    assert public_engagement(creators, model.scenario).tolist() == [0.0, 0.25, 0.0]
    creators.impressions[:], creators.engagements[:], creators.bought[:] = [0.5, 0, 0], [0.25, 0, 0], 0.0
    assert public_engagement(creators, model.scenario)[1] == 0.5


# Prices -----------------------------------------------------------------------------------------------------------------


def test_what_an_audience_is_worth_is_noted_on_the_first_day(tiny: Any) -> None:
    model = market(tiny)
    creators = model.creators
    creators.asked[:], creators.worth[:] = [1_000.0, 2_000.0, 3_000.0], 7.0
    creators.audience[:], creators.bought[:] = [1, 2, 3], [0.0, 0.5, 0.0]
    creators.impressions[:], creators.engagements[:] = [50.0, 0.0, 0.0], [5.0, 0.0, 0.0]
    begin_campaign(model)
    assert creators.worth.tolist() == [1_000.0, 2_000.0, 3_000.0]
    assert creators.before.tolist() == [1e4, 4e4, 3e4]
    assert creators.usual == pytest.approx([0.1, 0.1 * 0.5 + 0.15 * 0.5, 0.1])


@pytest.mark.parametrize(
    ("followers", "engagement", "factor"),
    [
        # worth (F / F_0)^0.5 (E / E_0)^2: elasticities that tell the two apart
        pytest.param(1.0, 1.0, 1.0, id="as on the first day"),
        pytest.param(4.0, 1.0, 2.0, id="four times the followers"),
        pytest.param(0.25, 1.0, 0.5, id="a quarter"),
        pytest.param(1.0, 3.0, 9.0, id="three times as lively: dearer"),
        pytest.param(1.0, 0.5, 0.25, id="half as lively: cheaper"),
        pytest.param(4.0, 0.5, 0.5, id="both"),
    ],
)
def test_an_audience_is_worth_more_the_larger_and_the_livelier_it_is(
    tiny: Any, followers: float, engagement: float, factor: float
) -> None:
    model = market(tiny, creators={"dealing": {"price_followers": 0.5, "price_engagement": 2.0}})
    creators = model.creators
    creators.worth[:], creators.audience[:] = [1_000.0, 2_000.0, 3_000.0], 6
    creators.impressions[:], creators.engagements[:] = 950.0, 95.0  # 0.1 of an impression each
    creators.before[:], creators.usual[:] = 6 * PEOPLE, 0.1
    creators.before[1], creators.usual[1] = 6 * PEOPLE / followers, 0.1 / engagement
    assert worth_now(model) == pytest.approx([1_000.0, 2_000.0 * factor, 3_000.0])


def test_who_had_no_audience_and_no_engagement_keeps_its_price(tiny: Any) -> None:
    model = market(tiny, creators={"dealing": {"price_followers": 1.0, "price_engagement": 1.0}})
    creators = model.creators
    creators.worth[:], creators.audience[:], creators.before[:] = 1_000.0, 6, [0.0, 6 * PEOPLE, 0.5]
    creators.impressions[:], creators.engagements[:], creators.usual[:] = 950.0, 95.0, [0.1, 0.0, 0.05]
    assert worth_now(model) == pytest.approx([1_000.0, 1_000.0, 1_000.0 * 6 * PEOPLE / 0.5 * 2])


@pytest.mark.parametrize(
    ("day", "deals", "moves"),
    [
        (-7, True, False),
        (0, True, False),
        (7, True, True),
        (14, True, True),
        (1, True, False),
        (6, True, False),
        (7, False, False),
    ],
)
def test_prices_close_a_share_of_the_distance_once_a_week(tiny: Any, day: int, deals: bool, moves: bool) -> None:
    """A lag of two weeks closes 1 - e^(-1/2) of the distance in one."""
    model = market(
        tiny,
        creators={"dealing": {"enabled": deals, "price_lag": 2.0, "price_followers": 1.0, "price_engagement": 0.0}},
        market={"burn_in": 14},
    )
    creators = model.creators
    creators.worth[:], creators.asked[:] = 1_000.0, [1_000.0, 600.0, 0.5]
    creators.audience[:], creators.before[:] = [6, 6, 0], 3 * PEOPLE
    model.day += day
    begin_week(model)
    closed = 1 - math.exp(-1 / 2)
    wanted = [1_000 + closed * 1_000, 600 + closed * 1_400, 1.0] if moves else [1_000.0, 600.0, 0.5]
    assert creators.asked == pytest.approx(wanted), "never less than a cent"


# Bought followers -------------------------------------------------------------------------------------------------------


def fraud(tiny: Any, bought: list[float], hired: list[int], **values: Any) -> MarketModel:
    model = market(tiny, creators={"fraud": {"enabled": True, "accounts": 0.0, "growth": 2.0, "most": 0.9, **values}})
    model.creators.bought[:], model.creators.integrity[:] = bought, [1.0, 0.5, 0.0]
    model.tables.contracts.posts[1, hired] = 1
    return model


@pytest.mark.parametrize(
    ("bought", "hired", "values", "after"),
    [
        # premium: mean of those hired less mean of all; more = 2 premium (1 - integrity); bought + more (1 - bought)
        pytest.param([0.3, 0.0, 0.0], [0], {}, [0.3, 0.4 * 0.5, 0.4], id="premium 0.3 - 0.1"),
        pytest.param([0.3, 0.6, 0.0], [1], {}, [0.3, 0.6 + 0.6 * 0.5 * 0.4, 0.6], id="premium 0.6 - 0.3"),
        pytest.param([0.0, 0.6, 0.3], [0, 1, 2], {}, [0.0, 0.6, 0.3], id="all are hired: no premium"),
        pytest.param([0.0, 0.6, 0.3], [0], {}, [0.0, 0.6, 0.3], id="the honest are hired"),
        pytest.param([0.3, 0.0, 0.0], [], {}, [0.3, 0.0, 0.0], id="nobody is hired"),
        pytest.param([0.3, 0.0, 0.0], [0], {"growth": 1.0}, [0.3, 0.2 * 0.5, 0.2], id="half as eager"),
        pytest.param([0.3, 0.0, 0.0], [0], {"growth": 0.0}, [0.3, 0.0, 0.0], id="nobody imitates"),
        pytest.param([0.3, 0.0, 0.0], [0], {"enabled": False}, [0.3, 0.0, 0.0], id="there is no fraud"),
        pytest.param([0.3, 0.0, 0.0], [0], {"most": 0.25}, [0.3, 0.2, 0.25], id="no more than most, nor less than had"),
    ],
)
def test_creators_imitate_those_whom_brands_hire(
    tiny: Any, bought: list[float], hired: list[int], values: dict[str, Any], after: list[float]
) -> None:
    model = fraud(tiny, bought, hired, **values)
    begin_week(model)
    assert model.creators.bought == pytest.approx(after)


# The end of the day -----------------------------------------------------------------------------------------------------


def test_what_the_public_sees_is_about_the_last_month(tiny: Any) -> None:
    model = market(tiny)
    model.creators.impressions[:], model.creators.engagements[:] = [100.0, 0.0, 0.0], [10.0, 0.0, 0.0]
    model.tally.creator[:, SEEN], model.tally.creator[:, ENGAGED] = [5, 7, 0], [2, 0, 3]
    close_day(model)
    assert model.creators.impressions == pytest.approx([0.97 * 100 + 5, 7, 0])
    assert model.creators.engagements == pytest.approx([0.97 * 10 + 2, 0, 3])


@pytest.mark.parametrize("enabled", [True, False])
def test_comments_are_read_for_a_while_where_anybody_minds_them(tiny: Any, enabled: bool) -> None:
    model = market(tiny, conversation={"enabled": enabled, "thread_memory": 0.75})
    model.creators.praise[:], model.creators.scorn[:] = [8.0, 0.0, 0.0], [0.0, 4.0, 0.0]
    model.tally.creator[:, FRIENDLY], model.tally.creator[:, UNFRIENDLY] = [1, 2, 0], [0, 3, 5]
    close_day(model)
    assert model.creators.praise.tolist() == ([7.0, 2.0, 0.0] if enabled else [8.0, 0.0, 0.0])
    assert model.creators.scorn.tolist() == ([0.0, 6.0, 5.0] if enabled else [0.0, 4.0, 0.0])


@pytest.mark.parametrize(
    ("hours", "share"),
    [
        # 12 answers an hour and hours / 7 a day, against what 1, 2 and 0 consumers of 10 people each wrote
        (3.5, [6 / 10, 6 / 20, 1.0]),
        (7.0, [1.0, 12 / 20, 1.0]),
        (0.25, [0.4285714 / 10, 0.4285714 / 20, 1.0]),
        (0.0, [0.0, 0.0, 0.0]),
    ],
)
def test_creators_answer_as_far_as_their_hours_go(tiny: Any, hours: float, share: list[float]) -> None:
    talk = {"enabled": True, "replies_per_hour": 12.0, "creator_hours": hours}
    model = market(tiny, conversation=talk)
    model.people_per_consumer = 10.0
    model.tally.creator[:, WRITTEN] = [1, 2, 0]
    close_day(model)
    assert model.creators.reply == pytest.approx(share)


def test_who_is_found_out_pays_for_each_post_and_labels_from_then_on(tiny: Any) -> None:
    """A fine of 2.50 USD, and twice the price of 3.00 USD: 8.50 USD a post."""
    model = market(tiny, regulation={"fine": 2.5, "fine_share": 2.0})
    creators = model.creators
    creators.asked[:] = 300.0
    creators.labels[:], creators.disclosure[:] = 0.25, 0.25
    model.tally.creator[:, FINED] = [0, 2, 1]
    fine(model)
    assert [model.journal.earned(i) for i in range(3)] == [0, -2 * 850, -850]
    assert creators.labels.tolist() == creators.disclosure.tolist() == [0.25, 1.0, 1.0]
    assert [tuple(event) for event in model.history.events] == [(0, "fined", -1, 1, 2.0), (0, "fined", -1, 2, 1.0)]
