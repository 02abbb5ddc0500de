"""Trust on many edges is that of each."""

from typing import Any

import numpy as np

from simulation.behaviour.trust import trust_of
from simulation.recording.edge_trust import trust_on


def test_trust_on_many_edges_is_that_of_each(tiny: Any) -> None:
    follows = tiny.market("none").tables.follows
    follows.alpha[:3], follows.beta[:3] = (3.0, 0.0, 1.0), (1.0, 0.0, 3.0)
    assert trust_on(follows, np.array([0, 1, 2])).tolist() == [0.75, 0.5, 0.25]
    few = np.zeros(len(follows.alpha), np.bool_)
    few[[0, 2]] = True
    assert trust_on(follows, few).tolist() == [0.75, 0.25]
    assert [float(trust_of(follows.alpha[e], follows.beta[e])) for e in range(3)] == [0.75, 0.5, 0.25]
