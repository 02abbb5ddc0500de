"""Where people and creators stand in the picture: computed once from the graph, so the same in every fork."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.columns import Tables

FULL = 65_535
"""The picture's side: places are whole numbers from 0 to this."""
GOLDEN = np.pi * (3 - np.sqrt(5))
FEW = 3
"""Creators up to which the picture is about them: they stand in the midst of all people."""
ROOM = 2
"""Places that each of them takes."""


class Places(NamedTuple):
    """Coordinates from 0 to 65,535, y downwards; uint16."""

    people_x: NDArray[np.uint16]
    people_y: NDArray[np.uint16]
    creators_x: NDArray[np.uint16]
    creators_y: NDArray[np.uint16]


def places_of(tables: Tables) -> Places:
    """Return everybody's place: niches are islands, people on a spiral about their island's middle.

    People who have friends in other niches stand further out, on the side of those friends. Creators stand in the inner
    half of their niche's island.
    """
    niche = tables.consumers.niche.astype(np.int64)
    if len(tables.creators.tier) <= FEW:
        return _round_creators(tables)
    kinds = int(max(niche.max(), tables.creators.niche.max())) + 1
    middle, widest = _islands(kinds)
    share = np.bincount(niche, minlength=kinds) / len(niche)
    radius = widest * np.minimum(np.sqrt(share * kinds), 1)
    pull = _pull_of_friends(tables, middle, niche)
    points = np.zeros((len(niche), 2))
    for kind in range(kinds):
        rows = np.flatnonzero(niche == kind)
        outward = np.hypot(*(pull[rows] - middle[kind]).T)
        points[rows[np.lexsort((rows, outward))]] = middle[kind] + radius[kind] * _spiral(len(rows))
    stars = np.zeros((len(tables.creators.tier), 2))
    for kind in range(kinds):
        rows = np.flatnonzero(tables.creators.niche == kind)
        largest = rows[np.lexsort((rows, -tables.creators.followers[rows]))]
        stars[largest] = middle[kind] + 0.96 * radius[kind] * _spiral(len(rows))
    return _in_the_picture(points, stars)


def _islands(kinds: int) -> tuple[NDArray[np.float64], float]:
    """Return the islands' middles, some on an inner ring where they are many, and the radius that keeps them apart."""
    inner = 0 if kinds < 7 else max(1, round(kinds * 0.25))
    outer = kinds - inner
    ring = np.array([0.3 if inner > 1 else 0.0] * inner + [0.74 if kinds > 1 else 0.0] * outer)
    turn = np.concatenate([np.arange(inner) / max(inner, 1) + 0.06, np.arange(outer) / outer]) * 2 * np.pi
    middle = np.stack([ring * np.cos(turn), ring * np.sin(turn)], axis=1)
    apart = np.hypot(*(middle[:, None] - middle[None, :]).transpose(2, 0, 1)) + 9 * np.eye(kinds)
    return middle, float(min(0.97 * apart.min() / 2, 0.26 if kinds > 1 else 0.95))


def _spiral(number: int) -> NDArray[np.float64]:
    """Return points that fill a disc of radius 1 evenly, from the middle outwards."""
    steps = np.arange(number)
    reach = np.sqrt((steps + 0.5) / max(number, 1))
    return np.stack([reach * np.cos(steps * GOLDEN), reach * np.sin(steps * GOLDEN)], axis=1)


def _pull_of_friends(tables: Tables, middle: NDArray[np.float64], niche: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean of the middles of one's friends' islands; one's own where there are no friends."""
    friends = tables.friends
    degree = np.diff(friends.start)
    owner = np.repeat(np.arange(len(niche)), degree)
    towards = middle[niche[friends.friend]]
    pull = np.stack([np.bincount(owner, towards[:, axis], len(niche)) for axis in range(2)], axis=1)
    return np.where(degree[:, None] > 0, pull / np.maximum(degree, 1)[:, None], middle[niche])


def _round_creators(tables: Tables) -> Places:
    """Return a picture of a few creators in the midst of all people: who follows most of them stands innermost."""
    creators, people = len(tables.creators.tier), len(tables.consumers.niche)
    turn = (np.arange(creators) / creators + 0.75) * 2 * np.pi
    middle = (0.0 if creators == 1 else 0.42) * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    disc = _spiral(people + ROOM * creators)
    taken = np.zeros(len(disc), bool)
    for i in range(creators):  # the places nearest to a creator are its own
        away = np.where(taken, np.inf, np.hypot(*(disc - middle[i]).T))
        taken[np.argsort(away, kind="stable")[:ROOM]] = True
    points = np.zeros((people, 2))
    degree = np.diff(tables.follows.start)
    points[np.lexsort((np.arange(people), -degree.astype(np.int64)))] = 0.94 * disc[~taken]
    return _in_the_picture(points, 0.94 * middle)


def _in_the_picture(points: NDArray[np.float64], stars: NDArray[np.float64]) -> Places:
    def whole(values: NDArray[np.float64]) -> NDArray[np.uint16]:
        return np.clip((values * 0.98 + 1) / 2 * FULL, 0, FULL).astype(np.uint16)

    return Places(whole(points[:, 0]), whole(points[:, 1]), whole(stars[:, 0]), whole(stars[:, 1]))
