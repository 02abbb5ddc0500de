"""What an evening's follows add up to, in one compiled pass: recording a day costs less than living it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import loop
from simulation.state import columns as c

NO_EVIDENCE = np.float32(0.5)
"""Trust where there has been no experience yet."""


@loop
def add_up(
    start: NDArray[Any],
    creator: NDArray[Any],
    alpha: NDArray[Any],
    beta: NDArray[Any],
    tie: NDArray[Any],
    trust: NDArray[np.float32],
    active: NDArray[np.bool_],
    follows: NDArray[np.int64],
    believed: NDArray[np.float64],
    audience: NDArray[np.int64],
    audience_believed: NDArray[np.float64],
) -> None:
    """Fill in trust and activity of each edge, and their sums by person and by creator.

    Args:
        start: Where each person's edges begin.
        creator: Whom each edge follows.
        alpha: Good experiences, by edge.
        beta: Bad ones.
        tie: Flags of the edge.
        trust: Filled in, by edge.
        active: Filled in: whether the edge is followed.
        follows: Filled in, by person: edges that are followed.
        believed: Filled in, by person: their trust, added up.
        audience: Filled in, by creator; zero before.
        audience_believed: Filled in, by creator; zero before.
    """
    for person in range(len(start) - 1):
        number, total = 0, 0.0
        for edge in range(start[person], start[person + 1]):
            evidence = alpha[edge] + beta[edge]
            value = alpha[edge] / evidence if evidence > 0 else NO_EVIDENCE
            trust[edge] = value
            followed = (tie[edge] & c.ACTIVE) != 0
            active[edge] = followed
            if followed:
                number += 1
                total += float(value)
                audience[creator[edge]] += 1
                audience_believed[creator[edge]] += value
        follows[person] = number
        believed[person] = total
