"""A consumer as a Mesa agent: a thin handle on one row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.standard_day import begin, standard_day
from simulation.state.columns import ACTIVE, Consumers

MINE = [phase.name for phase in standard_day() if phase.by == "consumers"]


def test_a_consumer_reads_every_column_of_its_row(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(3)
    someone = market.consumer(9)
    for name in Consumers._fields:
        if name != "niche":
            assert np.array_equal(getattr(someone, name), getattr(market.consumers, name)[9]), name
    assert someone.niche == market.scenario.market.niches[market.consumers.niche[9]]


def test_what_is_no_column_is_no_attribute(tiny: Any) -> None:
    someone = tiny.market().consumer(0)
    with pytest.raises(AttributeError, match="'Consumer' object has no attribute 'colour'"):
        _ = someone.colour
    assert not hasattr(someone, "_private")


def test_a_consumers_friends_are_friends_back(tiny: Any) -> None:
    market = tiny.market()
    people = market.consumer_agents()
    ties = {(agent.row, friend) for agent in people for friend in agent.friends}
    assert ties
    assert ties == {(b, a) for a, b in ties}
    assert len(ties) == len(market.tables.friends.friend)


def test_a_consumer_follows_those_whose_tie_is_active(tiny: Any) -> None:
    market = tiny.market()
    people = market.consumer_agents()
    assert sum(len(agent.follows) for agent in people) == np.count_nonzero(market.tables.follows.tie & ACTIVE)
    busiest = max(people, key=lambda agent: len(agent.follows))
    lost = busiest.follows[0]
    start = market.tables.follows.start[busiest.row]
    edge = start + int(np.flatnonzero(market.tables.follows.creator[start:] == lost)[0])
    market.tables.follows.tie[edge] &= ~ACTIVE
    assert lost not in busiest.follows


@pytest.mark.parametrize("phase", MINE)
def test_what_a_consumer_does_changes_its_own_row_alone_but_for_telling_friends(tiny: Any, phase: str) -> None:
    market = tiny.market("broadcast", consumers={"persuasion": {"awareness": 1.0}, "talk": {"hear": 1.0}})
    market.run_for(4)
    begin(market)
    market.consumers.rate[5] = 1.0
    before = [column.copy() for column in market.consumers]
    getattr(market.consumer(5), phase)()
    others = np.arange(60) != 5
    for name, was, is_ in zip(Consumers._fields, before, market.consumers, strict=True):
        assert np.array_equal(was[others], is_[others]), name


def test_consumers_are_named_by_their_row(tiny: Any) -> None:
    assert repr(tiny.market().consumer(3)) == "<Consumer 3>"
