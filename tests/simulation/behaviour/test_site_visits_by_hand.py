"""Visits, by hand: who looks at a site, and whom retargeting follows from there."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.behaviour.site_visits import any_tags, is_retargeted, look_around
from simulation.compute.draws import OCCASION, VISIT, draw4
from simulation.state.columns import NOT_YET


@pytest.mark.parametrize(("tagged", "any_"), [((0, 0), False), ((1, 0), True), ((0, 1), True)])
def test_visits_are_noted_if_any_site_is_tagged(scene: Any, tagged: tuple[int, int], any_: bool) -> None:
    brands = scene().tables.brands
    brands.tagged[:] = tagged
    assert any_tags(brands) == any_


def gumbel(u: float) -> float:
    """Of a draw in the middle of its cell of 2^-24."""
    return -math.log(-math.log(float(u) + 2.0**-25))


@pytest.mark.parametrize("browsing", [0, 3])
@pytest.mark.parametrize("occasion", [True, False])
@pytest.mark.parametrize(("tagged", "aware", "noted"), [(1, 1, True), (0, 1, False), (1, 0, False)])
def test_a_known_brands_tagged_site_is_visited_some_days_before_an_occasion(
    scene: Any, browsing: int, occasion: bool, tagged: int, aware: int, noted: bool
) -> None:
    world = scene()
    world.turn("purchase", browsing=browsing)
    world.day = 5
    u_occasion = draw4(world.model.key, OCCASION, 2, 5 + browsing, 0, 0)[0]
    world.people.rate[2] = world.above(u_occasion) if occasion else u_occasion
    world.tables.brands.appeal[:], world.tables.brands.tagged[1], world.people.aware[2, 1] = 100.0, tagged, aware
    look_around(2, *world.context[:3])
    assert world.people.visited[2].tolist() == [NOT_YET, 5 if noted and occasion else NOT_YET]


def test_a_site_is_visited_if_its_brand_would_be_bought_rather_than_nothing(scene: Any) -> None:
    world = scene()
    world.turn("purchase", browsing=0.0)
    world.people.rate[2], world.people.aware[2] = 1.0, 1
    world.tables.brands.tagged[:], world.tables.brands.appeal[:] = 1, [0.5, -0.5]
    for world.day in range(30):
        look_around(2, *world.context[:3])
        for b, appeal in enumerate((0.5, -0.5)):
            u_brand, u_nothing, _, _ = world.draws(VISIT, 2, partner=b)
            assert (world.people.visited[2, b] == world.day) == (appeal + gumbel(u_brand) > gumbel(u_nothing))


@pytest.mark.parametrize(
    ("visited", "purchases", "followed"),
    [(10, 0, True), (4, 0, True), (3, 0, False), (NOT_YET, 0, False), (10, 1, False), (10, 2, False)],
)
def test_visitors_are_followed_for_the_window_until_they_buy(
    scene: Any, visited: int, purchases: int, followed: bool
) -> None:
    people = scene().people
    people.visited[2, 1], people.purchases[2, 1] = visited, purchases
    assert is_retargeted(2, 1, 10, 7, people) == followed
