"""Forgetting by hand: who forgets a brand, who hears of it again, and what a market's awareness then does."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.forgetting import forget, lose
from simulation.compute.draws import REMEMBER
from simulation.scenario.coefficients import TURN
from simulation.state.columns import NEWLY_AWARE, NOT_YET
from tests.plain_world import plain

f32 = np.float32
HALF_LIFE = 14.0
"""Days: at this half-life 1 - 2^(-7/14) = 0.2929 of those to whom a brand never comes to mind forget it in a week."""


def remembering(scene: Any, **consumers: Any) -> Any:
    """Return a scene in which brands are forgotten, on a day on which it is the turn of person 2, who knows both."""
    salience = {"resting": 0.4, "lasting": 0.1, "forgotten": HALF_LIFE}
    world = scene(salience=salience, **consumers)
    world.day = 5
    world.people.aware[:] = 1
    world.people.resting[:] = world.people.salience[:] = 0.5
    return world


def test_the_share_of_a_week_is_that_of_the_half_life(scene: Any) -> None:
    assert remembering(scene).model.rules.fading.forgotten == pytest.approx(1 - 0.5**0.5)
    assert scene().model.rules.fading.forgotten == 0


@pytest.mark.parametrize("brand", [0, 1])
@pytest.mark.parametrize("forgets", [False, True])
def test_a_brand_is_forgotten_where_the_draw_falls_below_what_does_not_come_to_mind(
    scene: Any, brand: int, forgets: bool
) -> None:
    """``u < f (1 - A)``: with A = 1/2 it is forgotten at f above 2 u, and at f = 2 u it is not."""
    world = remembering(scene)
    u = world.draws(REMEMBER, 2)[brand]
    world.turn("fading", forgotten=2 * (world.above(u) if forgets else u))
    world.people.salience[2, 1 - brand] = world.people.resting[2, 1 - brand] = 1.0
    forget(2, *world.context)
    assert bool(world.people.aware[2, brand]) is not forgets
    assert world.people.aware[2, 1 - brand] == 1, "what always comes to mind is never forgotten"


@pytest.mark.parametrize("forgets", [False, True])
def test_what_was_just_noticed_is_kept_whatever_comes_to_mind_in_the_long_run(scene: Any, forgets: bool) -> None:
    """``A`` is today's salience, not its resting level: here one of them is 1, and the other 0."""
    world = remembering(scene)
    world.turn("fading", forgotten=1.0, salience=1.0)
    world.people.salience[:] = 0.0 if forgets else 1.0
    world.people.resting[:] = 1.0 if forgets else 0.0
    forget(2, *world.context)
    assert world.people.aware[2].tolist() == ([0, 0] if forgets else [1, 1])


@pytest.mark.parametrize("day", range(12, 19))
def test_each_person_is_looked_at_once_a_week(scene: Any, day: int) -> None:
    world = remembering(scene)
    world.day = day
    world.people.salience[:] = world.people.resting[:] = 0.0
    world.turn("fading", forgotten=1.0)
    for c in range(5):
        forget(c, *world.context)
    gone = [c for c in range(5) if not world.people.aware[c].any()]
    assert gone == [c for c in range(5) if (c + day) % TURN == 0]


def test_without_forgetting_nobody_forgets_and_nobody_hears_of_it_again(scene: Any) -> None:
    world = remembering(scene)
    world.turn("salience", forgotten=0.0)
    world.turn("fading", forgotten=1.0)
    world.tables.brands.found[:] = 1.0
    world.people.aware[2, 1] = 0
    world.people.salience[:] = 0.0
    forget(2, *world.context)
    assert world.people.aware[2].tolist() == [1, 0]


def test_what_one_pays_for_is_not_forgotten(scene: Any) -> None:
    world = remembering(scene)
    world.turn("fading", forgotten=1.0)
    world.people.salience[:] = world.people.resting[:] = 0.0
    renews = np.full(5, NOT_YET, np.int16)
    renews[2] = 20
    world.model.tables = world.tables._replace(subscriptions=world.tables.subscriptions._replace(renews=renews))
    forget(2, *world.context)
    assert world.people.aware[2].tolist() == [1, 0], "the subscription is to the first brand"


def test_with_a_brand_goes_what_one_thought_of_it_and_not_what_one_did(scene: Any) -> None:
    people = remembering(scene).people
    for name in ("attitude", "adstock", "heard"):
        getattr(people, name)[2] = 0.5
    people.purchases[2], people.exposures[2], people.knew[2] = 3, 4, 1
    lose(2, 0, people)
    for name, left in {
        "aware": [0, 1],
        "attitude": [0.0, 0.5],
        "adstock": [0.0, 0.5],
        "heard": [0.0, 0.5],
        "purchases": [3, 3],
        "exposures": [4, 4],
        "knew": [1, 1],
        "salience": [0.5, 0.5],
    }.items():
        assert getattr(people, name)[2].tolist() == left, name


@pytest.mark.parametrize("hears", [False, True])
def test_a_brand_is_heard_of_again_where_the_draw_falls_below_its_chance(scene: Any, hears: bool) -> None:
    world = remembering(scene)
    u = world.draws(REMEMBER, 2)[1]
    world.turn("fading", forgotten=0.0)
    world.tables.brands.found[:] = 0.0, world.above(u) if hears else u
    world.tables.brands.reputation[:] = 0.1, 0.7
    world.people.aware[2] = 0
    forget(2, *world.context)
    assert world.people.aware[2].tolist() == [0, int(hears)]
    assert world.count(1, NEWLY_AWARE) == int(hears)
    if hears:
        assert world.people.trust[2, 1] == f32(0.7)
        assert world.people.salience[2, 1] == world.people.resting[2, 1] == f32(0.4), "as those who knew it before"


def quiet(tiny: Any, upkeep: float, brands: int = 6, resting: float = 0.3) -> Any:
    """Return a market in which nothing is said or sold, of 8,000 people of whom half know each brand."""
    names = [f"brand {k}" for k in range(brands)]
    return tiny.market(
        **plain(
            market={"consumers": 8_000, "people": 8e6},
            brands={
                "names": names,
                "niches": ["coffee"] * brands,
                "awareness": [0.5],
                "loyal": [0.0],
                "upkeep": [upkeep],
            },
            consumers={
                "traits": {"interest_odds": 1.0, "category_share": 0.0},
                "talk": {"mention": 0.0, "hear": 0.0},
                "salience": {"resting": resting, "lasting": 0.1, "forgotten": HALF_LIFE},
            },
        )
    )


def test_at_no_upkeep_awareness_falls_at_the_rate_of_the_half_life(tiny: Any) -> None:
    """``0.5 (1 - 0.2929 0.7)^8`` after eight weeks, of each of six brands, each apart from the others."""
    model = quiet(tiny, 0.0)
    knew = model.consumers.aware.astype(bool)
    model.run_for(8 * TURN)
    kept = model.consumers.aware[:].astype(bool)
    expected = (1 - (1 - 0.5**0.5) * 0.7) ** 8
    assert not (kept & ~knew).any()
    for b in range(6):
        error = math.sqrt(expected * (1 - expected) / knew[:, b].sum())
        assert kept[knew[:, b], b].mean() == pytest.approx(expected, abs=4 * error)
    for a, b in ((0, 1), (0, 4), (3, 5)):
        both = knew[:, a] & knew[:, b]
        error = math.sqrt(expected**2 * (1 - expected**2) / both.sum())
        assert (kept[both, a] & kept[both, b]).mean() == pytest.approx(expected**2, abs=4 * error)


def test_at_full_upkeep_as_many_hear_of_a_brand_as_forget_it(tiny: Any) -> None:
    model = quiet(tiny, 1.0)
    before = model.consumers.aware.mean(axis=0)
    first = model.consumers.aware.copy()
    model.run_for(10 * TURN)
    after = model.consumers.aware.mean(axis=0)
    assert after == pytest.approx(before, abs=4 * math.sqrt(0.25 / 8_000) * math.sqrt(2))
    assert (first != model.consumers.aware).mean() > 0.2, "and they are others"
    assert model.metrics["newly_aware"].to_numpy().sum() > 0


def test_what_always_comes_to_mind_stays_known(tiny: Any) -> None:
    model = quiet(tiny, 0.0, brands=2, resting=1.0)
    before = model.consumers.aware.copy()
    model.run_for(4 * TURN)
    assert (before == model.consumers.aware).all()
