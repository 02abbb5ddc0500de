"""A small part of the social graph, for a picture."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.recording.edge_trust import trust_on
from simulation.recording.log import RecordedMarket
from simulation.state.columns import ACTIVE


@dataclasses.dataclass(frozen=True, eq=False)
class GraphSample:
    """Consumers around a few people, their friendships, and the creators they follow.

    Attributes:
        consumers: int64[n], rows.
        trust: float32[n], trust in the studied brand.
        aware: bool[n], whether the brand is known.
        niche: uint8[n].
        friendships: int64[m, 2], places in ``consumers``.
        creators: int64[k], rows.
        tier: uint8[k].
        follows: int64[f, 2], place in ``consumers``, place in ``creators``.
        follow_trust: float32[f], trust in the creator on that edge.
    """

    consumers: NDArray[np.int64]
    trust: NDArray[np.float32]
    aware: NDArray[np.bool_]
    niche: NDArray[np.uint8]
    friendships: NDArray[np.int64]
    creators: NDArray[np.int64]
    tier: NDArray[np.uint8]
    follows: NDArray[np.int64]
    follow_trust: NDArray[np.float32]


def friends_sample(model: RecordedMarket, consumers: int = 400, brand: int = 0) -> GraphSample:
    """Return about ``consumers`` consumers: snowballs along friendships from people spread evenly over the niches."""
    friends, follows, people = model.tables.friends, model.tables.follows, model.consumers
    total = len(people.niche)
    seeds = np.unique(np.linspace(0, total - 1, max(1, min(12, consumers // 30))).astype(np.int64))
    chosen: dict[int, None] = {}
    for start in seeds:
        queue, room = [int(start)], consumers // len(seeds)
        while queue and room > 0:
            c = queue.pop(0)
            if c in chosen:
                continue
            chosen[c] = None
            room -= 1
            queue.extend(int(f) for f in friends.friend[friends.start[c] : friends.start[c + 1]])
    rows = np.array(sorted(chosen), np.int64)
    place = {int(c): k for k, c in enumerate(rows)}
    ties: list[tuple[int, int]] = []
    edges: list[tuple[int, int, int]] = []
    for c, k in place.items():
        ties.extend((k, place[f]) for f in _row(friends.start, friends.friend, c) if f > c and f in place)
        for e in range(int(follows.start[c]), int(follows.start[c + 1])):
            if follows.tie[e] & ACTIVE:
                edges.append((k, int(follows.creator[e]), e))
    creators = np.array(sorted({i for _, i, _ in edges}), np.int64)
    where = {int(i): k for k, i in enumerate(creators)}
    used = np.array([e for _, _, e in edges], np.int64)
    return GraphSample(
        consumers=rows,
        trust=people.trust[rows, brand],
        aware=people.aware[rows, brand] > 0,
        niche=people.niche[rows],
        friendships=np.array(ties, np.int64).reshape(-1, 2),
        creators=creators,
        tier=model.creators.tier[creators],
        follows=np.array([(k, where[i]) for k, i, _ in edges], np.int64).reshape(-1, 2),
        follow_trust=trust_on(follows, used).astype(np.float32),
    )


def _row(start: Any, entries: Any, row: int) -> list[int]:
    return [int(entry) for entry in entries[start[row] : start[row + 1]]]
