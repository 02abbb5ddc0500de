"""Dealing, by hand: what creators take, label, bear and sell, and when they stop."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.creator_decisions import (
    bear,
    chance_to_comply,
    is_live,
    load_with,
    posts_to_take,
    reconsider,
    set_labels,
    value_of_offer,
)
from simulation.compute.draws import QUIT
from simulation.state.columns import NEVER

STILL = dict.fromkeys(
    (
        *("time", "misfit", "control", "future", "loss", "load_loss", "reservation"),
        *("annoyance", "neglect", "forgiveness", "income", "quitting", "caution"),
    ),
    0.0,
)


@pytest.fixture
def world(scene: Any) -> Any:
    """Creators who decide, and mind nothing unless a test says so; creator 1 asks 10 USD a post, others 5 and 20."""
    made = scene()
    made.turn("dealing", enabled=1.0, tolerance=1.0, bearable=0.5, most_sold=1.0, **STILL)
    made.turn("regulation", enforcement=0.0)
    made.model.creators.asked[:] = made.model.creators.worth[:] = [500.0, 1_000.0, 2_000.0]
    made.day = made.model.rules.burn_in  # the campaign's first day, on which a week begins
    return made


def contract(world: Any, b: int = 0, i: int = 1, posts: int = 10, first: int = 0, length: int = 20, **more: Any) -> Any:
    """Write a contract and return the table."""
    contracts = world.tables.contracts
    for name, value in {"posts": posts, "first": first, "length": length, **more}.items():
        getattr(contracts, name)[b, i] = value
    return contracts


def think(world: Any) -> None:
    reconsider(1, *world.context)


@pytest.mark.parametrize(
    ("posts", "left", "day", "live"),
    [
        (5, NEVER, 0, True),  # yet to begin
        (5, NEVER, 29, True),  # 10 + 20 days: the last is 29
        (5, NEVER, 30, False),
        (0, NEVER, 15, False),
        (1, NEVER, 15, True),
        (5, 16, 15, True),
        (5, 15, 15, False),  # left this morning
    ],
)
def test_a_contract_is_live_until_its_last_day_or_until_the_creator_leaves(
    world: Any, posts: int, left: int, day: int, live: bool
) -> None:
    contracts = contract(world, posts=posts, first=10, length=20, left=left)
    assert is_live(0, 1, day, contracts) == live
    assert not is_live(1, 1, day, contracts)


@pytest.mark.parametrize(
    ("posting", "sold", "more", "posts", "share"),
    [
        # (posting sold + more + 10 posts / 20 days) / (that + posting (1 - sold))
        pytest.param(2.0, 0.0, 0.0, 0, 0.0, id="sells nothing"),
        pytest.param(2.0, 0.25, 0.0, 0, 0.25, id="sells to others: 0.5 of 2"),
        pytest.param(2.0, 0.25, 0.5, 0, 1.0 / 2.5, id="and half a post more: 1 of 2.5"),
        pytest.param(2.0, 0.25, 0.5, 10, 1.5 / 3.0, id="beside a contract: 1.5 of 3"),
        pytest.param(0.2, 0.5, 0.0, 0, 0.5, id="posts seldom: 0.1 of 0.2"),
        pytest.param(0.0, 0.0, 0.0, 0, 0.0, id="posts nothing at all"),
        pytest.param(0.0, 0.0, 0.5, 0, 1.0, id="posts for brands alone"),
    ],
)
def test_load_is_the_share_of_posts_that_somebody_pays(
    world: Any, posting: float, sold: float, more: float, posts: int, share: float
) -> None:
    creators = world.model.creators
    creators.posting[2], creators.sold[2] = posting, sold
    contract(world, b=1, i=2, posts=posts)
    contracts = contract(world, b=0, i=2, posts=7, left=3)  # over: it no longer counts
    assert load_with(2, np.float32(more), 5, creators, contracts) == pytest.approx(share)


OFFER = {"fee": 1_500.0, "control": 0.5, "load": 0.5, "integrity": 0.8, "fit": 0.6}
COSTS = {"time": 0.1, "misfit": 0.5, "control": 0.3, "future": 0.4, "loss": 0.2, "load_loss": 0.9}


@pytest.mark.parametrize(
    ("about", "value"),
    [
        # 1500 / 1000 - 0.1 - 0.8 (0.5 0.4 + 0.3 0.5) - 0.4 (0.2 + 0.9 0.25) = 1.5 - 0.1 - 0.28 - 0.17
        ({}, 0.95),
        ({"fee": 500.0}, 0.5 - 0.1 - 0.28 - 0.17),
        ({"integrity": 0.0}, 1.5 - 0.1 - 0.17),
        ({"integrity": 1.0}, 1.5 - 0.1 - 0.35 - 0.17),
        ({"fit": 1.0}, 1.5 - 0.1 - 0.8 * 0.15 - 0.17),
        ({"fit": 0.0}, 1.5 - 0.1 - 0.8 * (0.5 + 0.15) - 0.17),
        ({"control": 0.0}, 1.5 - 0.1 - 0.8 * 0.2 - 0.17),
        ({"control": 1.0}, 1.5 - 0.1 - 0.8 * (0.2 + 0.3) - 0.17),
        ({"load": 0.0}, 1.5 - 0.1 - 0.28 - 0.4 * 0.2),
        ({"load": 1.0}, 1.5 - 0.1 - 0.28 - 0.4 * 1.1),
    ],
)
def test_an_offer_is_worth_its_fee_less_time_misfit_control_and_what_it_costs_of_the_future(
    world: Any, about: dict[str, float], value: float
) -> None:
    offer, creators = {**OFFER, **about}, world.model.creators
    world.turn("dealing", **COSTS)
    creators.integrity[1], creators.fit[1, 1] = offer["integrity"], offer["fit"]
    fee, control, load = (np.float32(offer[name]) for name in ("fee", "control", "load"))
    found = value_of_offer(1, 1, fee, control, load, creators, world.model.rules.dealing)
    assert found == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("offered", "reservation", "taken"),
    [
        # One post of one's own a day: n more in 10 days are a share of n / (10 + n), and a post is worth 1 - share^2.
        pytest.param(3, 0.88, 3, id="3 of 13: 1 - 0.0533 = 0.947"),
        pytest.param(5, 0.88, 5, id="5 of 15: 1 - 1/9 = 0.889"),
        pytest.param(6, 0.88, 5, id="6 of 16: 1 - 0.141 = 0.859 is too little"),
        pytest.param(40, 0.88, 5, id="the most that are worth it"),
        pytest.param(1, 0.99, 1, id="1 of 11: 1 - 0.00826 = 0.992"),
        pytest.param(40, 0.999, 0, id="not even one"),
        pytest.param(0, 0.0, 0, id="nothing was offered"),
    ],
)
def test_a_creator_takes_the_most_posts_at_whose_load_they_are_worth_it(
    world: Any, offered: int, reservation: float, taken: int
) -> None:
    world.turn("dealing", future=1.0, load_loss=1.0, reservation=reservation)
    world.model.creators.posting[:], world.model.creators.sold[:] = 1.0, 0.0
    assert take(world, offered) == taken


def take(world: Any, offered: int, fee: float = 1_000.0) -> int:
    return posts_to_take(1, 0, np.float32(fee), offered, 10, np.float32(0), world.day, world.tables, world.model.rules)


@pytest.mark.parametrize(("fee", "taken"), [(1_000.0, 4), (999.0, 0)])
def test_an_offer_that_is_worth_exactly_what_is_asked_is_taken(world: Any, fee: float, taken: int) -> None:
    world.turn("dealing", reservation=1.0)
    assert take(world, 4, fee) == taken


def test_who_stopped_and_who_left_the_brand_take_nothing(world: Any) -> None:
    assert take(world, 4) == 4
    world.tables.contracts.left[1, 1] = 3  # another brand
    assert take(world, 4) == 4
    world.tables.contracts.left[0, 1] = 3
    assert take(world, 4) == 0
    world.tables.contracts.left[0, 1] = NEVER
    world.model.creators.there[1] = 0
    assert take(world, 4) == 0


# Labels -----------------------------------------------------------------------------------------------------------------

FINES = {"enforcement": 0.1, "fine": 500.0, "fine_share": 2.0, "temptation": 0.5, "prudence": 0.25}


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize(
    ("about", "price", "logit"),
    [
        # (enforcement (fine + fine_share p) - temptation p) / (prudence p)
        ({}, 100.0, (0.1 * (500 + 200) - 50) / 25),
        ({}, 400.0, (0.1 * (500 + 800) - 200) / 100),
        ({"fine": 1.0}, 0.5, (0.1 * (1 + 1) - 0.25) / 0.125),
        ({"enforcement": 0.05}, 100.0, (0.05 * 700 - 50) / 25),
        ({"fine": 0.0}, 100.0, (0.1 * 200 - 50) / 25),
        ({"fine_share": 0.0}, 100.0, (0.1 * 500 - 50) / 25),
        ({"temptation": 1.0}, 100.0, (70 - 100) / 25),
        ({"prudence": 1.0}, 100.0, (70 - 50) / 100),
    ],
)
def test_a_creator_complies_the_more_the_fine_to_expect_outweighs_what_hiding_is_worth(
    world: Any, about: dict[str, float], price: float, logit: float
) -> None:
    world.turn("regulation", **{**FINES, **about})
    found = chance_to_comply(np.float32(price), np.float32(0), world.model.rules.regulation)
    assert found == pytest.approx(sigmoid(logit), rel=1e-5)


def test_a_post_that_brings_nothing_is_labelled(world: Any) -> None:
    world.turn("regulation", **FINES)
    assert chance_to_comply(np.float32(0), np.float32(0), world.model.rules.regulation) == 1


@pytest.mark.parametrize(
    ("enforcement", "habit", "labels"),
    [
        (0.0, 0.4, 0.4),
        (0.1, 0.4, 0.4 + 0.6 * sigmoid((70 - 50) / 25)),  # 10,000 cents are 100 USD
        (0.1, 1.0, 1.0),
        (0.1, 0.0, sigmoid((70 - 50) / 25)),
    ],
)
def test_labels_come_from_habit_and_where_rules_are_enforced_from_prudence_too(
    world: Any, enforcement: float, habit: float, labels: float
) -> None:
    creators = world.model.creators
    creators.asked[1], creators.disclosure[1], creators.labels[:] = 10_000.0, habit, 0.9
    world.turn("regulation", **{**FINES, "enforcement": enforcement})
    set_labels(1, creators, world.model.rules)
    assert creators.labels.tolist() == pytest.approx([0.9, labels, 0.9])


# Bearing a brand --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "integrity", "service", "before", "anger", "leaves"),
    [
        # anger (1 - 0.25) + 0.5 control integrity + 0.3 (1 - service)
        pytest.param(0.0, 1.0, 1.0, 0.0, 0.0, False, id="a free hand, well looked after"),
        pytest.param(0.8, 0.5, 1.0, 0.0, 0.5 * 0.8 * 0.5, False, id="a script vexes"),
        pytest.param(0.8, 0.0, 1.0, 0.0, 0.0, False, id="but nobody without integrity"),
        pytest.param(0.0, 1.0, 0.25, 0.0, 0.3 * 0.75, False, id="neglect vexes"),
        pytest.param(0.8, 0.5, 0.25, 0.4, 0.3 + 0.2 + 0.225, False, id="both, on top of old anger"),
        pytest.param(0.0, 1.0, 1.0, 0.8, 0.6, False, id="anger fades"),
        pytest.param(0.5, 1.0, 1.0, 1.0, 1.0, False, id="as much as can be borne"),
        pytest.param(0.51, 1.0, 1.0, 1.0, 1.005, True, id="more than can be borne"),
    ],
)
def test_anger_at_a_brand_grows_with_control_and_neglect_and_fades(
    world: Any, control: float, integrity: float, service: float, before: float, anger: float, leaves: bool
) -> None:
    world.turn("dealing", annoyance=0.5, neglect=0.3, forgiveness=0.25, tolerance=1.0)
    world.model.creators.integrity[1] = integrity
    contracts = contract(world, b=1, control=control, service=service, anger=before)
    bear(1, 1, 12, world.tables, world.model.rules.dealing)
    assert contracts.anger[1, 1] == pytest.approx(anger)
    assert contracts.left[1, 1] == (12 if leaves else NEVER)
    assert contracts.left[0, 1] == NEVER
    assert not contracts.anger[0].any()


# Once a week ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "there", "thinks"), [(0, 1, True), (7, 1, True), (6, 1, False), (1, 1, False), (7, 0, False)]
)
def test_creators_think_again_once_a_week_from_the_campaigns_first_day(
    world: Any, after: int, there: int, thinks: bool
) -> None:
    world.day += after
    world.model.creators.there[1], world.model.creators.disclosure[1], world.model.creators.labels[1] = (
        there,
        0.25,
        0.75,
    )
    contracts = contract(world, service=0.0)
    world.turn("dealing", neglect=0.5)
    think(world)
    assert world.model.creators.labels[1] == (0.25 if thinks else 0.75)
    assert contracts.anger[0, 1] == 0.5 * thinks


def test_who_does_not_decide_still_follows_the_rules_on_labels(world: Any) -> None:
    world.turn("dealing", enabled=0.0, neglect=0.5, income=1.0)
    creators = world.model.creators
    creators.worth[:], creators.sold[:], creators.disclosure[1], creators.labels[1] = 2_000.0, 0.3, 0.25, 0.75
    contracts = contract(world, service=0.0)
    think(world)
    assert creators.labels[1] == 0.25
    assert contracts.anger[0, 1] == 0.0
    assert creators.sold[1] == np.float32(0.3)


def test_only_live_contracts_vex(world: Any) -> None:
    world.turn("dealing", neglect=0.5)
    contracts = contract(world, b=0, service=0.0)
    contract(world, b=1, service=0.0, left=0)
    think(world)
    assert contracts.anger[:, 1].tolist() == [0.5, 0.0]


@pytest.mark.parametrize(
    ("price", "income", "most", "sold"),
    [
        # 0.2 (price / 1000)^-income, at most `most_sold` or what was sold at first
        pytest.param(1_000.0, 1.0, 0.9, 0.2, id="the price of the first day"),
        pytest.param(500.0, 1.0, 0.9, 0.4, id="half of it: twice as many"),
        pytest.param(2_000.0, 1.0, 0.9, 0.1, id="twice: half as many"),
        pytest.param(250.0, 0.5, 0.9, 0.2 * 2.0, id="a quarter, at an elasticity of one half"),
        pytest.param(100.0, 1.0, 0.9, 0.9, id="no more than can be sold"),
        pytest.param(500.0, 1.0, 0.1, 0.2, id="never less than at first for that bound's sake"),
        pytest.param(500.0, 0.0, 0.9, 0.3, id="no income effect: as it was"),
    ],
)
def test_who_gets_less_for_a_post_sells_more(world: Any, price: float, income: float, most: float, sold: float) -> None:
    world.turn("feed", other_sponsors=0.2)
    world.turn("dealing", income=income, most_sold=most)
    world.model.creators.asked[1], world.model.creators.sold[:] = price, 0.3
    think(world)
    assert world.model.creators.sold.tolist() == pytest.approx([0.3, sold, 0.3])


@pytest.mark.parametrize(("worth", "sold"), [(0.0, 0.3), (0.5, 0.2 * 0.5 / 0.25)])
def test_a_creator_whose_posts_were_worth_nothing_sells_as_before(world: Any, worth: float, sold: float) -> None:
    world.turn("feed", other_sponsors=0.2)
    world.turn("dealing", income=1.0)
    world.model.creators.worth[1], world.model.creators.asked[1], world.model.creators.sold[1] = worth, 0.25, 0.3
    think(world)
    assert world.model.creators.sold[1] == np.float32(sold)


@pytest.mark.parametrize("luck", [0.99, 1.01])
@pytest.mark.parametrize(
    ("load", "bearable", "integrity", "share"),
    [
        # quitting integrity ((load - bearable) / (1 - bearable))^2
        pytest.param(0.75, 0.5, 0.8, 0.8 * 0.25, id="half of the way above what is bearable"),
        pytest.param(1.0, 0.5, 0.8, 0.8, id="all posts are sold"),
        pytest.param(0.6, 0.2, 1.0, 0.25, id="bears less"),
        pytest.param(0.3, 0.2, 1.0, 0.015625, id="an eighth of the way"),
    ],
)
def test_who_sells_more_than_is_bearable_may_stop_for_good(
    world: Any, load: float, bearable: float, integrity: float, share: float, luck: float
) -> None:
    chance = float(world.draws(QUIT, 1)[0]) * luck
    world.turn("dealing", quitting=chance / share, bearable=bearable)
    world.model.creators.load[1], world.model.creators.integrity[1] = load, integrity
    contracts = contract(world, b=0)
    contract(world, b=1, length=1)  # over
    think(world)
    quits = luck > 1
    assert world.model.creators.there.tolist() == [1, not quits, 1]
    assert contracts.left[:, 1].tolist() == [world.day if quits else NEVER, NEVER]


@pytest.mark.parametrize(
    ("load", "bearable"), [(0.5, 0.5), (0.2, 0.5), pytest.param(1.0, 1.0, id="who bears everything, at nothing else")]
)
def test_nobody_stops_at_what_is_bearable(world: Any, load: float, bearable: float) -> None:
    world.turn("dealing", quitting=1e9, bearable=bearable)
    world.model.creators.load[1] = load
    think(world)
    assert world.model.creators.there[1] == 1
