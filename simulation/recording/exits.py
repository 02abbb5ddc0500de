"""Who leaves: whether the creators that a brand loses are the authentic ones."""

from __future__ import annotations

import numpy as np

from simulation.recording.log import RecordedMarket
from simulation.state import columns as c


def exits(model: RecordedMarket) -> dict[str, float]:
    """Return ``exit_integrity``: mean integrity of creators who left the studied brand less that of those who stayed.

    By the last contract of each creator. NaN where nobody left, or nobody stayed.
    """
    contracts, integrity = model.tables.contracts, model.creators.integrity
    hired = contracts.posts[c.STUDIED] > 0
    left = hired & (contracts.left[c.STUDIED] < contracts.first[c.STUDIED] + contracts.length[c.STUDIED])
    stayed = hired & ~left
    if not left.any() or not stayed.any():
        return {"exit_integrity": float("nan")}
    return {
        "exit_integrity": float(
            np.mean(integrity[left], dtype=np.float64) - np.mean(integrity[stayed], dtype=np.float64)
        )
    }
