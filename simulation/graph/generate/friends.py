"""Generate a friend graph: people meet in circles, and circles overlap.

An affiliation model (Breiger 1974; Lattanzi, Sivakumar 2009, "Affiliation networks"): everyone belongs to a few
circles, mostly of people who live nearby, with near numbers and the same niche; two members of a circle
are friends with a certain probability. Triangles come from the circles, the tail from how many circles a person joins,
positive assortativity from large circles, short paths from those who join a circle far away.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.compute.compiling import compiled
from simulation.compute.draws import WORLD, draw4
from simulation.compute.scratch import empty
from simulation.compute.share_out import share_out
from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.generate.sorted_set import as_set

# Draws of the decision WORLD; the friend graph's.
_JOIN = 1  # agent: person; partner: which of the person's circles
_SIZE = 2  # agent: circle
_TIE = 3  # agent: circle; day and partner: the two people
_SOCIABLE = 4  # agent: person

_CHUNK = 4096
_SAMPLE = 20_000  # people on whom the chance is corrected for pairs that meet in two circles
_MOST_CIRCLES = 40
_SMALLEST, _LARGEST = 3, 150  # members of a circle
_CIRCLES_SPREAD, _SIZE_SPREAD = 0.8, 0.8  # standard deviations of the logarithms


def friend_graph(
    consumers: int,
    mean_degree: float = 10.0,
    niche: ArrayLike | None = None,
    homophily: float = 0.6,
    seed: int = 0,
    *,
    circles: float | None = None,
    closeness: float = 0.5,
    window: float = 100.0,
) -> Graph:
    """Generate an undirected graph of friends, the same for any number of threads.

    Args:
        consumers: number of people.
        mean_degree: mean number of friends; never more than all the others. 0 gives a graph without edges.
        niche: uint8[consumers], with equal ones next to each other; one niche if not given.
        homophily: share of friendships that are made by niche, 0..1, about the niche's assortativity. At 1 the niches
            do not touch.
        seed: seed of the world.
        circles: mean number of circles that a person joins, 1 or more; more of them mean fewer triangles. By
            default 2.5, and fewer below ten friends.
        closeness: probability that two members of a circle are friends, about twice the mean local clustering.
        window: typical distance, in people, between the members of a circle.

    Returns:
        A graph with labels 0..consumers-1, without multiplicities.

    Raises:
        InputError: a parameter out of range, or a niche that comes in two places.
    """
    circles = min(2.5, 1.0 + 0.15 * abs(mean_degree)) if circles is None else circles
    _check(consumers, mean_degree, homophily, circles, closeness, window)
    mean_degree = min(mean_degree, consumers - 1.0)
    first, last = niche_ranges(niche, consumers)
    if mean_degree == 0:
        return Graph(np.zeros(consumers + 1, np.int64), np.empty(0, np.int32), directed=False)
    key = np.uint64(seed % 2**32)
    slots = np.zeros(consumers + 1, np.int64)
    _count_circles(key, math.log(_log_centre(circles, _CIRCLES_SPREAD, 1, _MOST_CIRCLES)), slots[1:])
    np.cumsum(slots, out=slots)
    place = np.empty(slots[-1], np.int32)
    _choose_places(key, slots, first, last, math.sqrt(homophily), window, place)
    member = _line_up(slots, place)
    wanted = mean_degree * consumers / float(slots[-1]) / closeness + 1.0  # people in the circle of a random member
    start, pairs, chain = _cut(key, math.log(_size_centre(wanted)), len(member))
    chance = (0.5 * mean_degree * consumers - chain) / max(1.0, pairs - chain)
    _name_circles(start, place)
    limit = np.float32(min(1.0, max(0.0, chance)))
    step = max(1, consumers // _SAMPLE)
    sample = (consumers + step - 1) // step
    seen = _friends_in_sample(key, step, slots, place, member, start, limit) / sample
    sure = 2.0 * chain / consumers
    if seen > sure:
        limit = np.float32(min(1.0, max(0.0, float(limit) * (mean_degree - sure) / (seen - sure))))
    indptr = np.zeros(consumers + 1, np.int64)
    share_out(_meet, consumers, _CHUNK, key, slots, place, member, start, limit, indptr, np.empty(0, np.int32))
    np.cumsum(indptr, out=indptr)
    indices = empty(int(indptr[-1]), np.int32)
    share_out(_meet, consumers, _CHUNK, key, slots, place, member, start, limit, indptr, indices)
    return Graph(indptr, indices, directed=False)


def niche_ranges(niche: ArrayLike | None, consumers: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the first and the last (exclusive) person of everyone's niche, by run of equal niches, int32[consumers].

    Raises:
        InputError: not one niche per person, or a niche that comes in two places.
    """
    kind = np.zeros(consumers, np.uint8) if niche is None else np.asarray(niche)
    if kind.shape != (consumers,):
        raise InputError(f"niche: got {kind.size}, takes one per consumer, {consumers}")
    begins = np.append(0, np.flatnonzero(kind[1:] != kind[:-1]) + 1)
    if len(np.unique(kind[begins])) < len(begins):
        raise InputError("niche: consumers of one niche must come in one piece; sort them by niche")
    ends = np.append(begins[1:], consumers)
    size = ends - begins
    return np.repeat(begins, size).astype(np.int32), np.repeat(ends, size).astype(np.int32)


def _check(
    consumers: int, mean_degree: float, homophily: float, circles: float, closeness: float, window: float
) -> None:
    if consumers < 1:
        raise InputError(f"consumers: got {consumers}, takes 1 or more")
    if not 0.0 <= homophily <= 1.0:
        raise InputError(f"homophily: got {homophily}, takes 0..1")
    if not 0.0 < closeness <= 1.0:
        raise InputError(f"closeness: got {closeness}, takes more than 0, at most 1")
    if not 1.0 <= circles <= 20.0:
        raise InputError(f"circles: got {circles}, takes 1..20")
    if not window >= 1.0:
        raise InputError(f"window: got {window}, takes 1 or more people")
    most = 0.4 * _LARGEST * circles * closeness
    if not 0.0 <= mean_degree <= most:
        raise InputError(f"mean_degree: got {mean_degree}, takes 0..{most:g} here")


def _log_centre(mean: float, spread: float, least: int, most: int) -> float:
    """Return the median of the lognormal that has this mean once it is rounded and kept within bounds."""
    low, high = 0.01, float(most)
    z = _normal_grid()
    for _ in range(60):
        middle = math.sqrt(low * high)
        if np.clip(np.floor(middle * np.exp(spread * z) + 0.5), least, most).mean() < mean:
            low = middle
        else:
            high = middle
    return high


def _size_centre(wanted: float) -> float:
    """Return the median circle size for which a random member's circle has ``wanted`` members on average."""
    low, high = 0.5, float(_LARGEST)
    z = _normal_grid()
    for _ in range(60):
        middle = math.sqrt(low * high)
        size = np.clip(np.floor(middle * np.exp(_SIZE_SPREAD * z) + 0.5), _SMALLEST, _LARGEST)
        if (size * size).mean() / size.mean() < wanted:
            low = middle
        else:
            high = middle
    return high


def _normal_grid() -> NDArray[np.float64]:
    """Return 2,000 quantiles of the standard normal distribution."""
    from statistics import NormalDist

    return np.array([NormalDist().inv_cdf((i + 0.5) / 2000) for i in range(2000)])


@compiled
def _normal(u, v):  # type: ignore[no-untyped-def]
    """Turn two uniforms into a standard normal (Box, Muller 1958), float64."""
    radius = math.sqrt(-2.0 * math.log(np.float64(u) + 2.0**-25))
    return radius * math.cos(6.283185307179586 * np.float64(v))


@compiled
def _count_circles(seed, log_median, count):  # type: ignore[no-untyped-def]
    for i in range(len(count)):
        u0, u1, _u2, _u3 = draw4(seed, WORLD, i, 0, 0, _SOCIABLE)
        joined = np.int64(math.exp(log_median + _CIRCLES_SPREAD * _normal(u0, u1)) + 0.5)
        count[i] = min(max(joined, 1), _MOST_CIRCLES)


@compiled
def _choose_places(seed, slots, first, last, near, window, place):  # type: ignore[no-untyped-def]
    people = len(slots) - 1
    for i in range(people):
        for s in range(slots[i], slots[i + 1]):
            place[s] = place_of(seed, i, s - slots[i], np.int64(first[i]), np.int64(last[i]), people, near, window)


@compiled
def place_of(seed, i, k, first, last, people, near, window):  # type: ignore[no-untyped-def]
    """Say where person ``i`` looks for circle ``k``: nearby in the own niche, or anywhere.

    The distance has a Lomax tail, so that a niche holds together at all scales.
    """
    u0, u1, u2, u3 = draw4(seed, WORLD, i, 0, k, _JOIN)
    if np.float64(u0) >= near:
        return np.int32(min(np.int64((np.float64(u1) + np.float64(u2) * 2.0**-24) * people), people - 1))
    width = last - first
    away = window * (1.0 / math.sqrt(1.0 - np.float64(u1)) - 1.0)
    step = np.int64(away + np.float64(u2)) if away < 1e9 else np.int64(0)
    at = i - first + (step if u3 < np.float32(0.5) else -step)
    at %= 2 * width  # reflect at the borders of the niche
    if at >= width:
        at = 2 * width - 1 - at
    return np.int32(first + at)


@compiled
def _line_up(slots, place):  # type: ignore[no-untyped-def]
    """Sort the members by place; ``place`` then holds each one's rank."""
    people = len(slots) - 1
    cursor = np.zeros(people + 1, np.int32)
    for s in range(len(place)):
        cursor[place[s] + 1] += 1
    for i in range(people):
        cursor[i + 1] += cursor[i]
    member = np.empty(len(place), np.int32)
    for i in range(people):
        for s in range(slots[i], slots[i + 1]):
            rank = cursor[place[s]]
            cursor[place[s]] += 1
            member[rank] = i
            place[s] = rank
    return member


@compiled
def _cut(seed, log_median, members):  # type: ignore[no-untyped-def]
    """Cut the line of members into circles; return their starts, their pairs and their neighbouring pairs."""
    start = np.empty(members // _SMALLEST + 2, np.int32)
    start[0] = 0
    g = 0
    at = np.int64(0)
    pairs = np.int64(0)
    while at < members:
        u0, u1, _u2, _u3 = draw4(seed, WORLD, g, 0, 0, _SIZE)
        size = np.int64(math.exp(log_median + _SIZE_SPREAD * _normal(u0, u1)) + 0.5)
        if size < _SMALLEST:
            size = np.int64(_SMALLEST)
        if size > _LARGEST:
            size = np.int64(_LARGEST)
        if members - at - size < _SMALLEST:
            size = members - at  # no crumb at the end
        pairs += size * (size - 1) // 2
        at += size
        g += 1
        start[g] = at
    return start[: g + 1].copy(), pairs, members - g


@compiled
def _name_circles(start, place):  # type: ignore[no-untyped-def]
    """Turn ranks into numbers of circles."""
    circle = np.empty(len(place), np.int32)
    for g in range(len(start) - 1):
        for rank in range(start[g], start[g + 1]):
            circle[rank] = g
    for s in range(len(place)):
        place[s] = circle[place[s]]


@compiled
def friends_of(seed, i, slots, circle, member, start, chance, row):  # type: ignore[no-untyped-def]
    """Write person ``i``'s friends, ascending, into ``row`` and return their number.

    Neighbours in a circle always know each other, which keeps circles and graph in one piece.
    """
    number = 0
    for s in range(slots[i], slots[i + 1]):
        g = circle[s]
        begin, end = start[g], start[g + 1]
        for r in range(begin, end):
            v = member[r]
            if v == i:
                continue
            knows = (r > begin and member[r - 1] == i) or (r + 1 < end and member[r + 1] == i)
            if not knows:
                u0, _u1, _u2, _u3 = draw4(seed, WORLD, g, min(i, v), max(i, v), _TIE)
                knows = u0 < chance
            if knows:
                row[number] = v
                number += 1
    return as_set(row, number)


@compiled
def _friends_in_sample(seed, step, slots, circle, member, start, chance):  # type: ignore[no-untyped-def]
    row = np.empty(_MOST_CIRCLES * (_LARGEST + _SMALLEST), np.int32)
    total = 0
    for i in range(0, len(slots) - 1, step):
        total += friends_of(seed, i, slots, circle, member, start, chance, row)
    return total


@compiled
def _meet(begin, end, seed, slots, circle, member, start, chance, indptr, indices):  # type: ignore[no-untyped-def]
    """Write everyone's friends; without room for them, count them instead, into ``indptr[i + 1]``."""
    row = np.empty(_MOST_CIRCLES * (_LARGEST + _SMALLEST), np.int32)
    for i in range(begin, end):
        number = friends_of(seed, i, slots, circle, member, start, chance, row)
        if len(indices) == 0:
            indptr[i + 1] = number
        else:
            for k in range(number):
                indices[indptr[i] + k] = row[k]
