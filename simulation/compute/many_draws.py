"""Draws of the sensors and field tests: the model's own generator, over arrays of who, when and about what."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.compute.draws import draw4


@compiled
def _fill(seed, decision, agent, day, partner, draw, drawn):  # type: ignore[no-untyped-def]
    for k in range(len(agent)):
        u0, u1, u2, u3 = draw4(seed, decision, agent[k], day[k], partner[k], draw[k])
        drawn[k, 0] = u0
        drawn[k, 1] = u1
        drawn[k, 2] = u2
        drawn[k, 3] = u3


def uniforms(
    seed: np.uint64,
    decision: np.uint64,
    agent: NDArray[np.int64],
    *,
    day: NDArray[np.int64] | int = 0,
    partner: NDArray[np.int64] | int = 0,
    draw: NDArray[np.int64] | int = 0,
) -> NDArray[np.float32]:
    """Return four uniforms in [0, 1) for each agent, float32[n, 4]; see :func:`simulation.compute.draws.draw4`."""
    agent = np.ascontiguousarray(agent, np.int64)
    drawn = np.empty((len(agent), 4), np.float32)

    def spread(numbers: NDArray[np.int64] | int) -> NDArray[np.int64]:
        return np.ascontiguousarray(np.broadcast_to(np.asarray(numbers, np.int64), agent.shape))

    _fill(seed, decision, agent, spread(day), spread(partner), spread(draw), drawn)
    return drawn
