"""Stories of authenticity: deception, betrayal, call-outs, threads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.state.columns import CALL_OUTS, HEARD_NEGATIVE


@pytest.mark.parametrize(("betrayal", "posts"), [(0.75, 5), (4.0, 10)], ids=["the default", "world=plain"])
def test_an_honest_creator_caught_once_loses_more_trust_than_honest_posts_earned(
    scene: Any, betrayal: float, posts: int
) -> None:
    world = scene(trust={"asymmetry": 2.0, "gain": 0.3, "betrayal": betrayal, "start": 0.65, "start_evidence": 6.0})
    before = world.trust(0, 0)
    for _ in range(posts):
        world.read(0, 0, world.post(0))
        world.tables.content.number[0] = 0
    earned = world.trust(0, 0) - before
    high = world.trust(0, 0)
    world.read(0, 0, world.post(0, brand=0, label=False), recognised=True)
    assert earned > 0
    assert high - world.trust(0, 0) > earned


def test_betrayal_costs_more_where_there_was_more_trust(scene: Any) -> None:
    lost = []
    for start in (0.3, 0.9):
        world = scene(trust={"start": start, "start_evidence": 6.0, "betrayal": 4.0, "association": 0.2})
        world.people.aware[0, 0], world.people.trust[0, 0] = 1, 0.5
        world.read(0, 0, world.post(0, brand=0, label=False), recognised=True)
        lost.append((start - world.trust(0, 0), 0.5 - float(world.people.trust[0, 0])))
    assert lost[1][0] > lost[0][0]
    assert lost[1][1] > lost[0][1] > 0


def test_a_call_out_reaches_people_who_follow_nobody_involved(scene: Any) -> None:
    world = scene(talk={"call_out": 1.0, "negativity": 1.0, "hear": 1.0, "retell": 1.0, "influence": 0.5})
    for i in range(3):
        world.tables.follows.tie[world.edge(4, i)] = 0  # the last in the row of friends follows nobody
    world.people.aware[:, 0] = 1
    before = float(world.people.attitude[4, 0])
    world.tables.follows.alpha[:], world.tables.follows.beta[:] = 99.0, 1.0
    world.read(0, 0, world.post(0, brand=0, label=False), recognised=True)
    assert world.count(0, CALL_OUTS) == 1
    for _ in range(4):
        world.next_day()
    assert world.count(0, HEARD_NEGATIVE) >= 4
    assert float(world.people.attitude[4, 0]) < before


def test_hearing_a_call_out_teaches(scene: Any) -> None:
    world = scene(talk={"hear": 1.0}, recognition={"hearsay": 0.1})
    world.say(0, -1.0, brand=0, creator=0)
    world.next_day()
    assert world.people.knowledge[1] > 0
    assert world.people.knowledge[3] == 0


@pytest.mark.parametrize(("praise", "scorn", "sign"), [(9.0, 1.0, 1), (1.0, 9.0, -1)])
def test_the_mood_of_a_thread_spreads_to_its_readers(scene: Any, praise: float, scorn: float, sign: int) -> None:
    world = scene()
    world.model.rules = world.model.rules._replace(
        conversation=world.model.rules.conversation._replace(threads=np.float32(1), forum=np.float32(0.1))
    )
    world.model.creators.praise[0], world.model.creators.scorn[0] = praise, scorn
    world.people.aware[0, 0] = 1
    world.read(0, 0, world.post(0, brand=0, label=True))
    assert np.sign(world.people.attitude[0, 0]) == sign
