"""News of crises, by hand: who hears it, what it costs, what an apology brings back."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.crisis_news import hear_news, hear_of_brands, hear_of_creators
from simulation.compute.draws import NEWS
from simulation.engine.loops import hear_news_rows
from simulation.state.columns import ACTIVE, APOLOGIES_HEARD, NEWLY_AWARE, NEWS_HEARD

RULES = {"reach": 0.5, "harm": 0.25, "anger": 0.125, "gossip": 0.0, "publicity": 0.0, "repair": 0.75, "verdict": 3.5}


@pytest.fixture
def world(scene: Any) -> Any:
    """Person 2 knows brand 1."""
    made = scene()
    made.turn("crises", **RULES)
    made.people.aware[2, 1], made.people.attitude[2, 1], made.people.trust[2, 1] = 1, 0.2, 0.4
    made.tables.brands.standing[:] = 0.6
    return made


def felt(world: Any, c: int = 2, b: int = 1) -> tuple[float, float]:
    return float(world.people.attitude[c, b]), float(world.people.trust[c, b])


@pytest.mark.parametrize(
    ("size", "hears", "aware", "publicity", "heard"),
    [
        pytest.param(1.0, True, 1, False, True, id="within reach"),
        pytest.param(1.0, False, 1, True, False, id="out of reach"),
        pytest.param(0.25, True, 1, False, True, id="within the reach of a crisis that fades"),
        pytest.param(0.25, False, 1, True, False, id="out of it"),
        pytest.param(1.0, True, 0, False, False, id="does not know the brand and passes over it"),
        pytest.param(1.0, True, 0, True, True, id="does not know it and reads on"),
        pytest.param(1.0, False, 0, True, False, id="does not know it and hears nothing"),
    ],
)
def test_bad_news_costs_a_share_of_trust_and_some_attitude(
    world: Any, size: float, hears: bool, aware: int, publicity: bool, heard: bool
) -> None:
    u_hear, _, _, u_read_on = world.draws(NEWS, 2, partner=1)
    reach = world.above(u_hear) if hears else u_hear  # of this crisis: crises.reach times its size, a power of two
    world.turn("crises", reach=reach / np.float32(size), publicity=world.above(u_read_on) if publicity else u_read_on)
    world.tables.brands.crisis[1] = size
    world.tables.brands.reputation[1] = 0.4
    world.people.aware[2, 1] = aware
    hear_of_brands(2, *world.context)
    assert world.count(1, NEWS_HEARD) == heard
    assert world.count(1, NEWLY_AWARE) == (heard and not aware)
    assert felt(world) == pytest.approx((0.2 - 0.125, 0.4 * (1 - 0.25)) if heard else (0.2, 0.4))
    assert felt(world, b=0) == (0.0, 0.5)


def test_attitude_falls_no_lower_than_minus_one(world: Any) -> None:
    world.turn("crises", reach=1.0)
    world.tables.brands.crisis[1], world.people.attitude[2, 1] = 1.0, -0.95
    hear_of_brands(2, *world.context)
    assert felt(world)[0] == -1.0


@pytest.mark.parametrize("gossips", [True, False])
def test_who_hears_bad_news_may_tell_friends(world: Any, gossips: bool) -> None:
    u_gossip = world.draws(NEWS, 2, partner=1)[1]
    world.turn("crises", reach=1.0, gossip=world.above(u_gossip) if gossips else u_gossip)
    world.tables.brands.crisis[1] = 1.0
    hear_of_brands(2, *world.context)
    assert world.says(2) == ((1, -1, -1.0) if gossips else (-1, -1, 0.0))


@pytest.mark.parametrize(
    ("prompt", "hears", "standing", "trust"),
    [
        # 0.4 + 0.75 prompt (standing - 0.4)
        pytest.param(1.0, True, 0.6, 0.4 + 0.75 * 0.2, id="on the first day: three quarters of the way back"),
        pytest.param(0.5, True, 0.6, 0.4 + 0.75 * 0.5 * 0.2, id="late: half of that"),
        pytest.param(0.25, True, 0.6, 0.4 + 0.75 * 0.25 * 0.2, id="later"),
        pytest.param(1.0, False, 0.6, 0.4, id="out of reach on the first day"),
        pytest.param(0.5, False, 0.6, 0.4, id="out of the reach of a late one"),
        pytest.param(1.0, True, 0.4, None, id="trusts as before: nothing to mend"),
        pytest.param(1.0, True, 0.3, None, id="trusts more than before"),
    ],
)
def test_an_apology_brings_back_a_share_of_the_trust_before_the_later_the_less(
    world: Any, prompt: float, hears: bool, standing: float, trust: float | None
) -> None:
    u_hear = world.draws(NEWS, 2, partner=1)[2]
    world.turn("crises", reach=(world.above(u_hear) if hears else u_hear) / np.float32(prompt))
    world.tables.brands.apology[1], world.tables.brands.standing[1] = prompt, standing
    hear_of_brands(2, *world.context)
    assert felt(world) == pytest.approx((0.2, 0.4 if trust is None else trust))
    assert world.count(1, APOLOGIES_HEARD) == (hears and trust is not None)
    assert world.count(1, NEWS_HEARD) == 0


def test_the_news_comes_before_the_apology_of_the_day(world: Any) -> None:
    world.turn("crises", reach=1.0)
    world.tables.brands.crisis[1], world.tables.brands.apology[1] = 1.0, 1.0
    hear_of_brands(2, *world.context)
    assert felt(world)[1] == pytest.approx(0.3 + 0.75 * (0.6 - 0.3))


@pytest.mark.parametrize(
    ("size", "hears", "tie", "heard"),
    [
        pytest.param(1.0, True, int(ACTIVE), True, id="follows and hears of it"),
        pytest.param(0.25, True, int(ACTIVE), True, id="hears of an old scandal"),
        pytest.param(1.0, False, int(ACTIVE), False, id="out of reach"),
        pytest.param(0.25, False, int(ACTIVE), False, id="out of an old one's reach"),
        pytest.param(1.0, True, 0, False, id="does not follow any more"),
        pytest.param(0.0, True, int(ACTIVE), False, id="there is none"),
    ],
)
def test_a_scandal_is_evidence_against_the_creator_for_those_who_follow(
    world: Any, size: float, hears: bool, tie: int, heard: bool
) -> None:
    u_hear = world.draws(NEWS, 2, partner=1, draw=1)[0]
    world.turn("crises", reach=(world.above(u_hear) if hears else u_hear) / np.float32(size or 1.0), gossip=1.0)
    world.model.creators.scandal[1] = size
    follows, e = world.tables.follows, world.edge(2, 1)
    follows.tie[e] = tie
    hear_of_creators(2, *world.context[:3])
    assert follows.beta[e] == 1.0 + 3.5 * heard
    assert follows.beta.sum() == len(follows.beta) + 3.5 * heard
    assert world.says(2) == ((-1, 1, -1.0) if heard else (-1, -1, 0.0))


@pytest.mark.parametrize("gossips", [True, False])
def test_a_scandal_may_be_told_on(world: Any, gossips: bool) -> None:
    u_gossip = world.draws(NEWS, 2, partner=1, draw=1)[1]
    world.turn("crises", reach=1.0, gossip=world.above(u_gossip) if gossips else u_gossip)
    world.model.creators.scandal[1] = 1.0
    hear_of_creators(2, *world.context[:3])
    assert world.says(2) == ((-1, 1, -1.0) if gossips else (-1, -1, 0.0))


@pytest.mark.parametrize("news", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_people_ask_for_news_of_brands_and_of_creators_apart(world: Any, news: tuple[int, int]) -> None:
    world.turn("crises", reach=1.0)
    world.tables.brands.news[:] = news
    world.tables.brands.crisis[1], world.model.creators.scandal[1] = 1.0, 1.0
    hear_news(2, *world.context)
    assert world.count(1, NEWS_HEARD) == news[0]
    assert world.tables.follows.beta[world.edge(2, 1)] == 1.0 + 3.5 * news[1]


@pytest.mark.parametrize("engine", ["compiled", "interpreted"])
@pytest.mark.parametrize("bounds", [(0, 60), (0, 17, 41, 60)], ids=["all at once", "in runs"])
def test_everybody_who_follows_somebody_with_a_scandal_hears_of_it_once(
    tiny: Any, engine: str, bounds: tuple[int, ...]
) -> None:
    """However the rows are divided, and whatever else of a word of 64 edges leads to a scandal."""
    market = tiny.market(engine=engine, crises={"enabled": True, "reach": 1.0, "gossip": 0.0})
    follows, creators = market.tables.follows, market.creators
    creators.scandal[::2] = 1.0
    market.tables.brands.news[:] = 0, 1
    before = follows.beta.copy()
    for first, last in itertools.pairwise(bounds):
        market.engine._run(hear_news_rows, first, last, *market.day_context)
    told = (creators.scandal[follows.creator] > 0) & (follows.tie & ACTIVE != 0)
    assert 0 < told.sum() < len(told)
    assert follows.beta.tolist() == (before + market.rules.crises.verdict * told).tolist()
