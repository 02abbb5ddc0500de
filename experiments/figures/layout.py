"""Where a sample's people are drawn: a spring layout (Fruchterman, Reingold 1991) as array arithmetic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def spring(
    nodes: int, links: NDArray[np.int64], groups: NDArray[np.int64] | None = None, rounds: int = 90, seed: int = 0
) -> NDArray[np.float64]:
    """Place nodes so that linked ones are near and others apart.

    Args:
        nodes: Number of nodes; time and memory grow with its square, so a thousand is a sensible most.
        links: (m, 2) indices of linked nodes.
        groups: (nodes,) group of each node; groups start on a circle, which keeps communities together.
        rounds: Moves of all nodes.
        seed: Seed of the start.

    Returns:
        (nodes, 2) positions inside the unit square.
    """
    rng = np.random.default_rng(seed)
    place = rng.normal(0, 0.15, (nodes, 2))
    if groups is not None and nodes:
        angle = 2 * np.pi * np.unique(groups, return_inverse=True)[1] / len(np.unique(groups))
        place += np.column_stack([np.cos(angle), np.sin(angle)]) * 0.6
    ideal = 1.2 / np.sqrt(max(nodes, 1))
    for heat in np.linspace(0.12, 0.004, rounds):
        x, y = (place[:, None, k] - place[None, :, k] for k in (0, 1))
        away = ideal**2 / np.maximum(x * x + y * y, 1e-6)
        force = np.column_stack([(x * away).sum(1), (y * away).sum(1)])
        if len(links):
            pull = place[links[:, 0]] - place[links[:, 1]]
            pull *= (np.sqrt((pull**2).sum(1)) / ideal)[:, None]
            np.add.at(force, links[:, 0], -pull)
            np.add.at(force, links[:, 1], pull)
        force -= place * 2.0  # gravity: parts without links to one another do not drift away
        size = np.maximum(np.sqrt((force**2).sum(1, keepdims=True)), 1e-9)
        place += force / size * np.minimum(size, heat)
    low, high = place.min(0), place.max(0)
    scaled: NDArray[np.float64] = (place - low) / np.maximum(high - low, 1e-9)
    return scaled
