"""Awareness: a person who does not know a brand has no opinion of it; opinion begins on the day the brand is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.adverts import take_in_adverts
from simulation.behaviour.crisis_news import hear_of_brands
from simulation.behaviour.dialogue import answer, hear_back, read_thread
from simulation.behaviour.persuasion import become_aware
from simulation.model import MarketModel
from simulation.state.columns import ADVISED, BROADCAST, PAID_SOCIAL, POST_IMPRESSIONS, RETARGETING

ACTIVE: dict[str, dict[str, float]] = {
    "persuasion": {"gain": 0.2, "covert": 0.3, "awareness": 0.0, "advert": 0.5, "advert_adstock": 0.25},
    "trust": {"association": 0.4, "brand_gain": 0.5},
}
"""A scene in which posts and advertisements move opinions, and make nobody aware."""


def opinion(world: Any, c: int = 0, b: int = 0) -> list[float]:
    """Attitude to a brand, trust in it, adstock."""
    people = world.people
    return [float(column[c, b]) for column in (people.attitude, people.trust, people.adstock)]


def honest_post(world: Any) -> None:
    world.read(0, 0, world.post(0, brand=0))


def covert_post(world: Any) -> None:
    world.read(0, 0, world.post(0, brand=0), recognised=True)


def advert(channel: int) -> Callable[[Any], None]:
    def meet(world: Any) -> None:
        take_in_adverts(0, 0, channel, 2, np.float32(0.5), *world.context[1:])

    return meet


def thread(world: Any) -> None:
    world.model.creators.praise[0] = 3.0
    read_thread(0, 0, 0, *world.context[1:])


def reply(machine: float, knowledge: float = 0.0, chance: float = 1.0) -> Callable[[Any], None]:
    def answered(world: Any) -> None:
        brands, patience = world.tables.brands, world.model.scenario.conversation.patience
        brands.turn[0], brands.response[0], brands.machine[0] = -patience, chance, machine
        world.tables.mail.unanswered[0, 0] = -patience  # answered today, or never
        world.people.knowledge[0] = knowledge
        hear_back(0, 0, *world.context)

    return answered


def advice(world: Any) -> None:
    world.people.exposures[0, 0] = 1
    world.tables.brands.advice[0] = 1.0
    answer(0, *world.context)


def apology(world: Any) -> None:
    brands = world.tables.brands
    brands.apology[0], brands.standing[0] = 1.0, 0.9
    world.model.rules = world.model.rules._replace(
        crises=world.model.rules.crises._replace(reach=np.float32(1), repair=np.float32(0.5))
    )
    hear_of_brands(0, *world.context)


EVENTS: dict[str, Callable[[Any], None]] = {
    "a sponsored post": honest_post,
    "a covert post that is recognised": covert_post,
    "broadcast": advert(BROADCAST),
    "paid social": advert(PAID_SOCIAL),
    "retargeting": advert(RETARGETING),
    "comments under posts": thread,
    "an answer by a person": reply(machine=0.0),
    "an answer by a machine, noticed": reply(machine=1.0, knowledge=1.0),
    "an answer by a machine, not noticed": reply(machine=1.0),
    "no answer": reply(machine=0.0, chance=0.0),
    "personal advice": advice,
    "an apology": apology,
}
"""Whatever moves an opinion and is not about a brand that is known for certain."""


@pytest.mark.parametrize("event", EVENTS)
def test_a_person_who_does_not_know_a_brand_has_no_opinion_of_it(scene: Any, event: str) -> None:
    world = scene(**ACTIVE)
    before = opinion(world)
    EVENTS[event](world)
    assert opinion(world) == before == [0.0, 0.5, 0.0]
    assert world.people.aware[0, 0] == 0


@pytest.mark.parametrize("event", EVENTS)
def test_the_same_moves_the_opinion_of_a_person_who_knows_the_brand(scene: Any, event: str) -> None:
    world = scene(**ACTIVE)
    world.people.aware[0, 0] = 1
    EVENTS[event](world)
    assert opinion(world) != [0.0, 0.5, 0.0]


def test_posts_before_awareness_are_counted_and_leave_nothing_behind(scene: Any) -> None:
    """The creator is trusted by 0.5 at the first post, 2/3 at the second, 3/4 at the third (alpha 1, 2, 3 and beta 1).

    ==========================  ========  =====  =======
    event                       attitude  trust  adstock
    ==========================  ========  =====  =======
    two posts, brand not known       0.0    0.5      0.0
    a friend makes it known          0.0    0.8      0.0
    a third post, trust 3/4         0.15  0.775     0.75
    ==========================  ========  =====  =======
    """
    world = scene(**ACTIVE)
    world.tables.brands.reputation[0] = 0.8
    slot = world.post(0, brand=0)
    world.read(0, 0, slot)
    world.read(0, 0, slot)
    assert opinion(world) == [0.0, 0.5, 0.0]
    assert (world.count(0, POST_IMPRESSIONS), world.people.exposures[0, 0]) == (2, 2)
    become_aware(0, 0, world.tables, world.model.rules, world.model.tally)
    assert opinion(world) == pytest.approx([0.0, 0.8, 0.0])
    world.read(0, 0, slot)
    assert opinion(world) == pytest.approx([0.2 * 0.75, 0.8 + 0.5 * (0.75 - 0.8), 0.75])


@pytest.mark.parametrize(
    ("recognised", "wanted"),
    [
        (False, [0.2 * 0.5, 0.8 + 0.5 * (0.5 - 0.8), 0.5]),
        (True, [-0.3, 0.8 - 0.4 * 0.5 * 0.8, 0.5]),
    ],
)
def test_the_post_that_makes_a_brand_known_is_the_first_that_counts(
    scene: Any, recognised: bool, wanted: list[float]
) -> None:
    """The creator is trusted by 0.5, and the brand's reputation is 0.8."""
    world = scene(**{**ACTIVE, "persuasion": {**ACTIVE["persuasion"], "awareness": 1.0}})
    world.tables.brands.reputation[0] = 0.8
    world.read(0, 0, world.post(0, brand=0), recognised=recognised)
    assert world.people.aware[0, 0] == 1
    assert opinion(world) == pytest.approx(wanted)


def test_the_advertisements_of_the_day_that_make_a_brand_known_all_count(scene: Any) -> None:
    """Two of broadcast, affinity 0.4.

    Attitude gains 0.2 x 0.5 x 0.4 = 0.04, then 0.04 (1 - 0.25 / 10) (1 - 0.04) = 0.03744.
    """
    world = scene(**{**ACTIVE, "persuasion": {**ACTIVE["persuasion"], "awareness": 0.6}})
    world.tables.brands.affinity[:, 0] = 0.4
    take_in_adverts(0, 0, BROADCAST, 2, np.float32(0.83), *world.context[1:])
    take_in_adverts(1, 0, BROADCAST, 2, np.float32(0.85), *world.context[1:])
    assert world.people.aware[:2, 0].tolist() == [1, 0]  # 1 - 0.4 x 0.4 = 0.84
    assert opinion(world, 0) == pytest.approx([0.04 + 0.03744, 0.5, 0.5])
    assert opinion(world, 1) == [0.0, 0.5, 0.0]
    assert world.people.exposures[:2, 0].tolist() == [2, 2]


def test_personal_advice_goes_to_people_who_know_the_brand(scene: Any) -> None:
    world = scene(**ACTIVE)
    world.people.exposures[:2, 0] = 1
    world.people.aware[1, 0] = 1
    world.tables.brands.advice[0] = 1.0
    for c in range(3):
        answer(c, *world.context)
    assert world.count(0, ADVISED) == 1


@pytest.mark.parametrize("strategy", ["full_funnel", "community_first"])
def test_in_a_lively_market_nobody_has_an_opinion_of_a_brand_that_they_do_not_know(tiny: Any, strategy: str) -> None:
    model: MarketModel = tiny.market(
        strategy,
        market={"consumers": 300, "people": 3e5},
        brands={"awareness": [0.2, 0.3], "trust": [0.4, 0.6], "rivals": ["hyper_targeted"], "rival_budget": 50_000.0},
        consumers={"persuasion": {"awareness": 0.05}, "talk": {"hear": 0.3}},
        platform={"comment": 1.0},
        conversation={"enabled": True},
        crises={"enabled": True, "failure": 200.0, "reach": 0.3},
    )
    people, start = model.consumers, np.array([0.4, 0.6], np.float32)
    met = 0
    for _ in range(8):
        model.step()
        unknown = people.aware == 0
        met += int((unknown & (people.exposures > 0)).sum())
        assert not people.attitude[unknown].any()
        assert not people.adstock[unknown].any()
        assert (people.trust == start)[unknown].all()
    assert met > 100, "hardly anybody met a brand before knowing it: this test says nothing"
