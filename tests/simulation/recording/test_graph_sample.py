"""A small part of the social graph, for a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.recording.edge_trust import trust_on
from simulation.recording.graph_sample import friends_sample


@pytest.mark.parametrize("size", [1, 20, 60, 500])
def test_a_sample_is_a_piece_of_the_market_as_it_is(tiny: Any, size: int) -> None:
    market = tiny.market()
    market.run_for(3)
    part = friends_sample(market, size)
    people, follows = market.consumers, market.tables.follows
    assert 0 < len(part.consumers) <= max(size, 12)
    assert len(set(part.consumers.tolist())) == len(part.consumers)
    assert part.trust.tolist() == people.trust[part.consumers, 0].tolist()
    assert part.aware.tolist() == (people.aware[part.consumers, 0] > 0).tolist()
    inside = {int(c): k for k, c in enumerate(part.consumers)}
    ties = {(a, b) for a, b in part.friendships.tolist()}
    wanted = {(k, inside[f]) for c, k in inside.items() for f in market.consumer(c).friends if f in inside and f > c}
    assert ties == wanted
    drawn = sorted((int(part.consumers[c]), int(part.creators[i])) for c, i in part.follows.tolist())
    assert drawn == sorted((c, i) for c in inside for i in market.consumer(c).follows)
    assert part.tier.tolist() == market.creators.tier[part.creators].tolist()
    assert len(part.follow_trust) == len(part.follows)
    assert np.isin(part.follow_trust, trust_on(follows, np.arange(len(follows.alpha))).astype(np.float32)).all()


def test_a_sample_of_people_without_ties_is_empty_of_them(tiny: Any) -> None:
    part = friends_sample(tiny.market(graph={"friends": 0.0, "follows": 0.0}), 10)
    assert len(part.consumers) > 0
    assert part.friendships.shape == (0, 2)
    assert part.follows.shape == (0, 2)
    assert part.creators.tolist() == []
