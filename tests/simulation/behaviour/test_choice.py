"""Choice, by hand: what a brand is worth to somebody, and who takes what."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.choice import choose, expect, odds_of, utility
from simulation.behaviour.salience import comes_to_mind
from simulation.compute.draws import CHOICE
from simulation.strategies.named import named

PEOPLE = 5  # of a scene
WEIGHTS = {"price": 0.05, "loyalty": 0.8, "trust": 2.0, "attitude": 0.6, "adstock": 1.2, "affinity": 0.5}
PERSON = {"loyalty": 0.5, "trust": 0.7, "attitude": -0.25, "adstock": 3.0}


@pytest.fixture
def world(scene: Any) -> Any:
    """Person 2 before brand 1, which costs 32 USD and has an affinity of 0.4."""
    made = scene()
    made.people.price_sensitivity[:] = 1.5
    for name, value in PERSON.items():
        getattr(made.people, name)[:] = 0.1
        getattr(made.people, name)[2, 1] = value
    made.tables.brands.affinity[:] = [0.9, 0.4]
    made.tables.brands.price[:], made.tables.brands.appeal[:] = [99.0, 32.0], 0.0
    made.turn("purchase", adstock_half=1.0, reference_price=30.0)
    return made


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ((), 0.0),
        (("price",), -0.05 * 1.5 * (32 - 30)),
        (("loyalty",), 0.8 * 0.5),
        (("trust",), 2.0 * (0.7 - 0.5)),
        (("attitude",), 0.6 * -0.25),
        (("adstock",), 1.2 * 3 / (3 + 1)),
        (("affinity",), 0.5 * 0.4),
        (tuple(WEIGHTS), -0.15 + 0.4 + 0.4 - 0.15 + 0.9 + 0.2),
    ],
)
def test_utility_is_the_sum_of_what_speaks_for_a_brand(world: Any, on: tuple[str, ...], value: float) -> None:
    world.turn("purchase", **{name: WEIGHTS[name] for name in on})
    assert utility(2, 1, world.tables, world.model.rules) == pytest.approx(value, abs=1e-6)
    world.tables.brands.appeal[1] = 0.3
    assert utility(2, 1, world.tables, world.model.rules) == pytest.approx(0.3 + value, abs=1e-6)


@pytest.mark.parametrize(
    ("adstock", "half", "effect"), [(0.0, 1.0, 0.0), (1.0, 1.0, 0.5), (1.0, 3.0, 0.25), (9.0, 3.0, 0.75)]
)
def test_adstock_saturates_with_its_half_constant(world: Any, adstock: float, half: float, effect: float) -> None:
    world.turn("purchase", adstock=1.0, adstock_half=half)
    world.people.adstock[2, 1] = adstock
    assert utility(2, 1, world.tables, world.model.rules) == pytest.approx(effect)


@pytest.mark.parametrize(("heard", "value"), [(0.0, 0.0), (1.0, 0.4), (3.0, 0.6), (-1.0, -0.4), (-3.0, -0.6)])
def test_what_friends_said_counts_and_saturates(scene: Any, heard: float, value: float) -> None:
    world = scene(purchase={"heard": 0.8})
    world.people.heard[0, 0] = heard
    assert utility(0, 0, world.tables, world.model.rules) == pytest.approx(value)


@pytest.mark.parametrize(
    ("value", "odds"),
    [
        (0.0, 1.0),
        (1.5, math.exp(1.5)),
        (-1.5, math.exp(-1.5)),
        (80.0, math.exp(80)),
        (80.5, math.exp(80)),
        (85.0, math.exp(80)),
        (-80.0, math.exp(-80)),
        (-80.5, math.exp(-80)),
        (-200.0, math.exp(-80)),
    ],
)
def test_odds_end_where_brands_can_no_longer_be_told_apart(value: float, odds: float) -> None:
    assert odds_of(np.float32(value)) == pytest.approx(odds, rel=1e-5, abs=0)


def gumbel(u: float) -> float:
    """Of a draw in the middle of its cell of 2^-24."""
    return -math.log(-math.log(float(u) + 2.0**-25))


@pytest.mark.parametrize("aware", [(1, 1), (1, 0), (0, 1), (0, 0)])
def test_the_option_of_largest_utility_and_luck_is_taken(world: Any, aware: tuple[int, int]) -> None:
    """Luck: a Gumbel variate for each brand, and one for the outside option, whose utility is nothing."""
    world.people.aware[2] = aware
    appeal = [0.5, -0.25]
    world.tables.brands.appeal[:] = appeal
    chosen = set()
    for world.day in range(40):
        luck = [gumbel(world.draws(CHOICE, 2, partner=option)[0]) for option in (0, 1, 2)]
        values = [appeal[b] + luck[b] if aware[b] else -math.inf for b in (0, 1)]
        wanted = int(np.argmax([luck[2], *values])) - 1
        assert choose(2, *world.context[:3]) == wanted
        chosen.add(wanted)
    assert chosen == {-1, *(b for b in (0, 1) if aware[b])}


@pytest.mark.parametrize("salience", [0.0, 0.5, 1.0])
def test_expected_purchases_by_hand(scene: Any, salience: float) -> None:
    """Odds of 1, 1 and 2 for nothing, brand 0 and brand 1: A / (1 + 1 + 2), and 2 / 4 or 2 / 3 as brand 0 is thought of."""
    world = scene()
    world.people.aware[:], world.tables.brands.appeal[:] = 1, [0.0, math.log(2)]
    world.people.salience[:, 0] = salience
    now, tables, rules, _ = world.context
    for c in range(PEOPLE):
        thought_of = comes_to_mind(c, 0, now, world.people)
        expect(c, now, tables, rules)
        assert world.people.expected[c] == pytest.approx([salience / 4, 2 / 4 if thought_of else 2 / 3])


def test_what_is_not_known_is_not_expected(scene: Any) -> None:
    world = scene()
    world.people.aware[0] = [0, 1]
    now, tables, rules, _ = world.context
    expect(0, now, tables, rules)
    expect(0, now, tables, rules)
    assert world.people.expected[0] == pytest.approx([0, 1])


def test_expected_purchases_have_the_mean_of_purchases_and_less_chance(tiny: Any) -> None:
    """One world lived ten times: the two agree within four standard errors of their difference; expectations vary less."""
    memory = {"salience": {"resting": 0.6, "lasting": 0.2}, "traits": {"purchase_interval": 10.0}}
    scenario = tiny.scenario(market={"consumers": 2000, "people": 2e6}, consumers=memory)
    world = tiny.world(scenario)  # the same for all: how worlds differ is not the chance of a choice
    bought, expected = [], []
    for seed in range(10):
        market = tiny.market(named("broadcast"), seed, scenario=scenario, world=world)
        market.run_for(market.scenario.market.burn_in + 30)
        bought.append(float(market.consumers.purchases[:, 0].sum()))
        expected.append(float(market.consumers.expected[:, 0].sum()))
    apart = np.subtract(bought, expected)
    assert abs(apart.mean()) < 4 * apart.std(ddof=1) / math.sqrt(10)
    assert min(bought) > 50
    assert np.std(expected) < np.std(bought)


@pytest.mark.parametrize(("appeal", "chance"), [(1e4, 1.0), (-1e4, 0.0), (0.0, 0.5)])
def test_expected_purchases_of_what_is_beyond_all_measure(scene: Any, appeal: float, chance: float) -> None:
    world = scene()
    world.people.aware[0] = [1, 0]
    world.tables.brands.appeal[:] = appeal
    now, tables, rules, _ = world.context
    expect(0, now, tables, rules)
    assert world.people.expected[0] == pytest.approx([chance, 0])
