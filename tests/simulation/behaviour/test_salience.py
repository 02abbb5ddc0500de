"""Salience by hand: what lifts it, what it falls back to, and what comes to mind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.choice import choose
from simulation.behaviour.exposure import SECOND_BLOCK
from simulation.behaviour.forgetting import forget
from simulation.behaviour.persuasion import become_aware, count_exposure, persuade
from simulation.behaviour.salience import (
    attention_to_post,
    bring_to_mind,
    comes_to_mind,
    fallen_back,
    remember_use,
    weighted,
)
from simulation.behaviour.site_visits import look_around
from simulation.compute.draws import CONSIDER, FEED, WINDOW_SHOPPING
from simulation.state.columns import NOT_YET
from tests.plain_world import plain

f32 = np.float32


@pytest.mark.parametrize(
    ("x", "weight", "factor"), [(0.3, 0.0, 1.0), (0.3, 1.0, 0.3), (0.5, 0.5, 0.75), (1.0, 0.7, 1.0), (0.0, 0.25, 0.75)]
)
def test_a_weighted_factor(x: float, weight: float, factor: float) -> None:
    assert weighted(f32(x), f32(weight)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("trust", "fit", "affinity", "factor"),
    [
        # 2 (0.5 + 0.5 T) (0.2 + 0.8 fit) (0.75 + 0.25 affinity)
        (1.0, 1.0, 1.0, 2.0),
        (0.0, 1.0, 1.0, 1.0),
        (1.0, 0.0, 1.0, 0.4),
        (1.0, 1.0, 0.0, 1.5),
        (0.5, 0.5, 0.5, 2 * 0.75 * 0.6 * 0.875),
    ],
)
def test_attention_to_a_post(scene: Any, trust: float, fit: float, affinity: float, factor: float) -> None:
    rules = scene(noticing={"post": 2.0, "trust": 0.5, "fit": 0.8, "interest": 0.25}).model.rules.noticing
    assert attention_to_post(f32(trust), f32(fit), f32(affinity), rules) == pytest.approx(factor)


def test_a_message_a_friend_or_use_closes_a_share_of_the_distance(scene: Any) -> None:
    world = scene()
    world.people.salience[0, 0] = 0.2
    bring_to_mind(0, 0, f32(0.25), world.people)
    assert world.people.salience[0, 0] == pytest.approx(0.4)
    assert world.people.salience[0, 1] == 1


@pytest.mark.parametrize(("nights", "salience"), [(0, 1.0), (10, 0.6), (20, 0.4), (30, 0.3)])
def test_salience_falls_to_its_resting_level_by_half_lives(scene: Any, nights: int, salience: float) -> None:
    world = scene(salience={"resting": 0.2, "half_life": 10.0})
    people = world.people
    people.salience[0, 0] = 1.0
    for _ in range(nights):
        people.salience[0, 0] = fallen_back(people.salience[0, 0], people.resting[0, 0], world.model.rules)
    assert world.people.salience[0, 0] == pytest.approx(salience, abs=1e-6)
    assert world.people.resting[0, 0] == f32(0.2)


def test_a_night_fades_only_what_is_known(scene: Any) -> None:
    world = scene(salience={"resting": 0.2, "half_life": 1.0}, talk={"memory": 0.5})
    world.people.salience[0], world.people.heard[0], world.people.aware[0] = 1.0, 4.0, [1, 0]
    forget(0, *world.context)
    assert world.people.salience[0] == pytest.approx([0.6, 1.0])
    assert world.people.heard[0] == pytest.approx([2.0, 4.0])


def test_use_brings_to_mind_and_alone_raises_the_resting_level(scene: Any) -> None:
    world = scene(salience={"resting": 0.2, "use": 0.25})
    remember_use(0, 0, world.people, world.model.rules)
    assert world.people.salience[0] == pytest.approx([1.0, 0.2])
    assert world.people.resting[0] == pytest.approx([0.4, 0.2])


def test_what_is_new_is_at_the_top_of_the_mind_and_does_not_last(scene: Any) -> None:
    world = scene(salience={"resting": 0.6, "lasting": 0.1})
    become_aware(0, 0, world.tables, world.model.rules, world.model.tally)
    assert world.people.salience[0] == pytest.approx([1.0, 0.6])
    assert world.people.resting[0] == pytest.approx([0.1, 0.6])


@pytest.mark.parametrize(("aware", "above", "comes"), [(1, True, True), (1, False, False), (0, True, False)])
def test_what_comes_to_mind(scene: Any, aware: int, above: bool, comes: bool) -> None:
    world = scene()
    u = world.draws(CONSIDER, 2, partner=1)[0]
    world.people.aware[2, 1] = aware
    world.people.salience[2, 1] = world.above(u) if above else u
    assert comes_to_mind(2, 1, world.context[0], world.people) == comes


def test_who_does_not_think_of_a_brand_does_not_choose_it(scene: Any) -> None:
    world = scene()
    world.people.aware[:], world.tables.brands.appeal[:] = 1, 50.0
    now, tables, rules, _ = world.context
    for c in range(3):
        world.people.salience[c] = 0.0
        assert choose(c, now, tables, rules) == -1
        world.people.salience[c, 1] = 1.0
        assert choose(c, now, tables, rules) == 1


def test_exposures_wear_a_message_out_one_by_one_where_adstock_does_not(scene: Any) -> None:
    """Five exposures of little adstock: ``wear = 1 - 5 / 10``, so that half of ``gain`` 0.2 is left."""
    world = scene(persuasion={"gain": 0.2, "wear_half_life": 20.0, "peak": 10.0})
    world.people.aware[0, 0] = 1
    for _ in range(5):
        count_exposure(0, 0, f32(0.1), world.people, world.model.rules)
    persuade(0, 0, f32(1), world.people, world.model.rules.persuasion)
    assert world.people.attitude[0, 0] == pytest.approx(0.1)
    for _ in range(20):
        forget(0, *world.context)
    assert world.people.recent[0, 0] == pytest.approx(2.5)


@pytest.mark.parametrize(("above", "day"), [(True, 0), (False, NOT_YET)])
def test_some_visit_a_site_without_an_occasion_to_buy(scene: Any, above: bool, day: int) -> None:
    world = scene(purchase={"window_shopping": 0.5, "browsing": 0})
    world.people.rate[:], world.people.aware[0, 1], world.tables.brands.tagged[1] = 0.0, 1, 1
    u = world.draws(WINDOW_SHOPPING, 0, partner=1)[0]
    world.turn("purchase", window_shopping=world.above(u) if above else u)
    now, tables, rules, _ = world.context
    look_around(0, now, tables, rules)
    assert world.people.visited[0].tolist() == [NOT_YET, day]


@pytest.mark.parametrize(("closeness", "known"), [(1.0, 1), (0.9, 0), (0.5, 0), (2.0, 1)])
def test_a_post_of_somebody_less_close_is_noticed_less(scene: Any, closeness: float, known: int) -> None:
    """At closeness 1 the probability of noticing lies a little above the draw; at 0.9 it lies below."""
    world = scene()
    slot = world.post(0, brand=1)
    u = world.draws(FEED, 0, partner=0, draw=slot + SECOND_BLOCK)[0]
    world.turn("persuasion", awareness=u * np.float32(1.05))
    world.tables.creators.closeness[0] = closeness
    world.read(0, 0, slot)
    assert world.people.aware[0, 1] == known


@pytest.mark.parametrize(("unknown", "known"), [(1.0, 1), (0.9, 0), (0.0, 0)])
def test_a_post_makes_an_unknown_brand_known_less_readily(scene: Any, unknown: float, known: int) -> None:
    """With `unknown` 1 the probability of learning lies a little above the draw; at 0.9 it lies below."""
    world = scene()
    slot = world.post(0, brand=1)
    u = world.draws(FEED, 0, partner=0, draw=slot + SECOND_BLOCK)[0]
    world.turn("persuasion", awareness=u * np.float32(1.05), unknown=unknown)
    world.read(0, 0, slot)
    assert world.people.aware[0, 1] == known


def test_closeness_falls_with_the_number_of_followers(tiny: Any) -> None:
    creators = tiny.market(consumers={"noticing": {"closeness": 0.2}}).creators
    assert creators.closeness == pytest.approx((creators.followers / 10_000) ** -0.2, rel=1e-5)
    assert tiny.market(**plain()).creators.closeness == pytest.approx(1.0)


@pytest.mark.parametrize(("half_life", "left"), [(0.5, 0.25), (1.0, 0.5), (2.0, 0.5**0.5)])
def test_exposures_are_counted_and_fade_with_any_half_life(scene: Any, half_life: float, left: float) -> None:
    """``wear = 1 - 2 / 10`` after two exposures of no adstock, so that four fifths of ``gain`` 0.2 are left."""
    world = scene(persuasion={"gain": 0.2, "wear_half_life": half_life, "peak": 10.0})
    world.people.aware[0, 0] = 1
    for _ in range(2):
        count_exposure(0, 0, f32(0), world.people, world.model.rules)
    persuade(0, 0, f32(1), world.people, world.model.rules.persuasion)
    assert world.people.attitude[0] == pytest.approx([0.16, 0.0])
    forget(0, *world.context)
    assert world.people.recent[0] == pytest.approx([2 * left, 0.0])


def test_without_wear_exposures_are_neither_counted_nor_forgotten(scene: Any) -> None:
    world = scene(persuasion={"wear_half_life": 0.0})
    count_exposure(0, 0, f32(0), world.people, world.model.rules)
    assert world.people.recent[0].tolist() == [0.0, 0.0]
    world.people.recent[0] = 2.0
    forget(0, *world.context)
    assert world.people.recent[0].tolist() == [2.0, 2.0]


def test_a_night_passes_for_one_person_and_all_brands_that_it_knows(scene: Any) -> None:
    world = scene(salience={"resting": 0.2, "half_life": 1.0}, talk={"memory": 0.5})
    world.people.salience[:], world.people.heard[:], world.people.aware[:] = 1.0, [1.0, -1.0], 1
    forget(3, *world.context)
    assert world.people.salience == pytest.approx(np.array([[1, 1], [1, 1], [1, 1], [0.6, 0.6], [1, 1]]))
    assert world.people.heard == pytest.approx(np.array([[1, -1], [1, -1], [1, -1], [0.5, -0.5], [1, -1]]))
