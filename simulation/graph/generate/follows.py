"""Generate who follows whom: each creator gets its followers, each consumer follows by interest, habit and chance.

A consumer meets creators at the times of a Poisson process, and follows those it met at least once. So creator ``i`` is
followed with probability ``1 - exp(-a r(i))``, with ``a`` the consumer's activity and ``r(i)`` proportional to the
creator's pull and to the match of niches. The pulls are solved for, so that every creator's expected number of
followers is the number asked for, also for those whom a large share of all people follow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.compute.compiling import compiled
from simulation.compute.draws import WORLD, draw4
from simulation.compute.scratch import empty
from simulation.compute.share_out import share_out
from simulation.errors import InputError
from simulation.graph.csr import Graph, from_edges
from simulation.graph.generate.pull import solve_pull
from simulation.graph.generate.sorted_set import as_set

# Draws of the decision WORLD; the follow graph's.
_ACTIVITY = 8  # agent: consumer
_MEET = 9  # agent: consumer; partner: which meeting
_BACK = 10  # agent: consumer; partner: creator

_CHUNK = 4096
_ACTIVITY_SPREAD = 0.9  # standard deviation of the logarithm of the number of follows
_MOST_ACTIVE = 8.0  # times the mean


@dataclass(frozen=True, eq=False)
class Follows:
    """Who follows whom, by consumer.

    Attributes:
        indptr: int64[C + 1]; consumer ``c`` follows ``creator[indptr[c]:indptr[c + 1]]``.
        creator: uint16[m] (int32 from 65,536 creators on), ascending within a row, each at most once.
        mutual: uint8[m], 1 where the creator follows back.
        creators: number of creators.
        active: uint8[m], 0 for a latent edge, which a friend's share can wake; ``None`` if all are active.
    """

    indptr: NDArray[np.int64]
    creator: NDArray[np.uint16] | NDArray[np.int32]
    mutual: NDArray[np.uint8]
    creators: int
    active: NDArray[np.uint8] | None = None

    @property
    def consumers(self) -> int:
        """Number of consumers."""
        return len(self.indptr) - 1

    @property
    def m(self) -> int:
        """Number of edges, latent ones included."""
        return len(self.creator)

    @property
    def followers(self) -> NDArray[np.int64]:
        """Number of active followers of each creator, int64[I]."""
        followed = self.creator if self.active is None else self.creator[self.active > 0]
        return np.bincount(followed, minlength=self.creators).astype(np.int64)

    @property
    def reciprocity(self) -> float:
        """Share of the arcs between accounts, follows and follows back, that go both ways."""
        back = int(self.mutual.sum())
        return 2.0 * back / (self.m + back) if self.m else 0.0

    def accounts(self) -> Graph:
        """Return the directed graph of all accounts: consumers 0..C-1, then creators; an arc goes to the followed."""
        consumer = np.repeat(np.arange(self.consumers, dtype=np.int32), np.diff(self.indptr))
        creator = self.creator.astype(np.int32) + np.int32(self.consumers)
        back = self.mutual > 0
        source = np.concatenate([consumer, creator[back]])
        target = np.concatenate([creator, consumer[back]])
        return from_edges(source, target, self.consumers + self.creators, directed=True)


def follow_graph(
    followers: ArrayLike,
    creator_niche: ArrayLike,
    creator_breadth: ArrayLike,
    primary: ArrayLike,
    secondary: ArrayLike,
    weight: ArrayLike,
    similarity: ArrayLike,
    homophily: float = 0.8,
    mean_follows: float | None = None,
    seed: int = 0,
    *,
    people_per_consumer: float = 1.0,
    known: ArrayLike = (),
) -> Follows:
    """Generate the follow graph, the same for any number of threads.

    Args:
        followers: float[I], followers of each creator in simulated consumers; at most 0.9 of them is reached.
        creator_niche: uint8[I].
        creator_breadth: float[I] in 0..1; 1 for a creator who is followed whatever the niche.
        primary: uint8[C], niche of each consumer.
        secondary: uint8[C], second niche.
        weight: float32[C] in 0..1, weight of the primary niche.
        similarity: float[K, K], not negative; how much a consumer of niche ``k`` (row) is drawn to a creator of niche
            ``l`` (column).
        homophily: share of meetings that come by interest, 0..1; the others come by the creator's size alone.
        mean_follows: mean number of follows; ``followers`` is scaled to it. Taken as it is if not given.
        seed: seed of the world.
        people_per_consumer: how many people a consumer stands for, since large accounts seldom follow back.
        known: float[n], follows that the first n creators get, latent ones included: not scaled with the others'.

    Raises:
        InputError: columns of different lengths, niches beyond ``similarity``, a parameter out of range.
    """
    target = np.asarray(followers, np.float64)
    niche = np.asarray(creator_niche, np.int64)
    breadth = np.asarray(creator_breadth, np.float64)
    first, second = np.asarray(primary, np.uint8), np.asarray(secondary, np.uint8)
    share = np.asarray(weight, np.float32)
    alike = np.asarray(similarity, np.float64)
    _check(target, niche, breadth, first, second, share, alike, homophily)
    consumers, creators = len(first), len(target)
    first_known = np.asarray(known, np.float64)
    others = target[len(first_known) :]
    if mean_follows is not None and others.sum() > 0:
        others = others * (max(mean_follows * consumers - first_known.sum(), 0.0) / others.sum())
    target = np.concatenate([first_known, others])
    target = np.minimum(target, 0.9 * consumers)
    factor = activity_factor()
    pull = solve_pull(target, niche, breadth, first, second, share, alike, homophily, activity_grid() * factor)
    key = np.uint64(seed % 2**32)
    indptr = np.zeros(consumers + 1, np.int64)
    most = _longest(float(_most_met(first, second, share, pull.meetings)) * factor)
    back = follow_back(np.asarray(followers, np.float64) * people_per_consumer)
    none = number_type(np.empty(0, np.uint16), creators)
    drawn_from = key, first, second, share, *pull, factor, most, back, indptr
    share_out(_follow, consumers, _CHUNK, *drawn_from, none, np.empty(0, np.uint8))
    np.cumsum(indptr, out=indptr)
    creator = empty(int(indptr[-1]), none.dtype)
    mutual = empty(int(indptr[-1]), np.uint8)
    share_out(_follow, consumers, _CHUNK, *drawn_from, creator, mutual)
    return Follows(indptr, creator, mutual, creators)


def number_type(creator: NDArray[Any], creators: int) -> NDArray[np.uint16] | NDArray[np.int32]:
    """Return creators' numbers as uint16, or as int32 where there are 65,536 creators or more."""
    return creator.astype(np.uint16, copy=False) if creators < 2**16 else creator.astype(np.int32, copy=False)


def follow_back(people: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the probability that a creator follows a follower back, by followers in people; float32[I].

    Small accounts follow back, large ones do not: 0.6 up to about 8,000 followers, then falling with the square root.
    With the measured follower distribution this gives the reciprocity of about 0.2 that Kwak et al. (2010) found.
    """
    return np.minimum(0.6, np.sqrt(3000.0 / np.maximum(people, 1.0))).astype(np.float32)


def _check(target, niche, breadth, first, second, share, alike, homophily):  # type: ignore[no-untyped-def]
    if not (len(niche) == len(breadth) == len(target)):
        raise InputError(f"creators: got {len(target)} followers, {len(niche)} niches, {len(breadth)} breadths")
    if not (len(first) == len(second) == len(share)) or len(first) == 0:
        raise InputError(f"consumers: got {len(first)} primary, {len(second)} secondary niches, {len(share)} weights")
    kinds = max(int(niche.max(initial=0)), int(first.max()), int(second.max())) + 1
    if alike.ndim != 2 or alike.shape[0] != alike.shape[1] or alike.shape[0] < kinds:
        raise InputError(f"similarity: got shape {alike.shape}, takes a square for {kinds} niches")
    if not (np.isfinite(alike).all() and (alike >= 0).all()):
        raise InputError("similarity: takes numbers that are not negative")
    if not 0.0 <= homophily <= 1.0:
        raise InputError(f"homophily: got {homophily}, takes 0..1")
    if not (np.isfinite(target).all() and (target >= 0).all()):
        raise InputError("followers: takes numbers that are not negative")
    for name, column in (("creator_breadth", breadth), ("weight", share)):
        if len(column) and not (column.min() >= 0 and column.max() <= 1):
            raise InputError(f"{name}: got {column.min():g}..{column.max():g}, takes 0..1")


def activity_grid() -> NDArray[np.float64]:
    """Return 2,000 quantiles of a consumer's activity before it is scaled to a mean of one."""
    from statistics import NormalDist

    z = np.array([NormalDist().inv_cdf((i + 0.5) / 2000) for i in range(2000)])
    return np.minimum(np.exp(_ACTIVITY_SPREAD * z), _MOST_ACTIVE * math.exp(0.5 * _ACTIVITY_SPREAD**2))


def activity_factor() -> float:
    """Return what activities are multiplied by to have a mean of one."""
    return 1.0 / float(activity_grid().mean())


def _longest(met: float) -> int:
    """Return a number of meetings that is never exceeded in practice (ten standard deviations)."""
    most = met * _MOST_ACTIVE * math.exp(0.5 * _ACTIVITY_SPREAD**2)
    return int(most + 10.0 * math.sqrt(most) + 20.0)


@compiled
def _most_met(first, second, share, meetings):  # type: ignore[no-untyped-def]
    """Return the most creators that a consumer of mean activity meets."""
    most = 0.0
    for c in range(len(first)):
        w = np.float64(share[c])
        most = max(most, w * meetings[first[c]] + (1.0 - w) * meetings[second[c]])
    return most


@compiled
def activity(seed, c):  # type: ignore[no-untyped-def]
    """Return how active a consumer is, before scaling: lognormal, cut at eight times the mean."""
    u0, u1, _u2, _u3 = draw4(seed, WORLD, c, 0, 0, _ACTIVITY)
    radius = math.sqrt(-2.0 * math.log(np.float64(u0) + 2.0**-25))
    z = radius * math.cos(6.283185307179586 * np.float64(u1))
    return min(math.exp(_ACTIVITY_SPREAD * z), _MOST_ACTIVE * math.exp(0.5 * _ACTIVITY_SPREAD * _ACTIVITY_SPREAD))


@compiled
def poisson(mean, u):  # type: ignore[no-untyped-def]
    """Turn a uniform into a Poisson variate by inversion; beyond a mean of 500, into a rounded normal one's median."""
    if mean > 500.0:
        return np.int64(mean)
    chance = math.exp(-mean)
    below = chance
    k = 0
    while u >= below and k < 1000:
        k += 1
        chance *= mean / k
        below += chance
    return np.int64(k)


@compiled
def follows_of(seed, c, first, second, share, meetings, accept, other, factor, most, row):  # type: ignore[no-untyped-def]
    """Write the creators that consumer ``c`` follows, ascending, into ``row`` and return their number."""
    creators = accept.shape[1]
    if creators == 0:
        return 0
    w = np.float64(share[c])
    by_first = w * meetings[first[c]]
    by_second = (1.0 - w) * meetings[second[c]]
    _u0, _u1, u2, u3 = draw4(seed, WORLD, c, 0, 0, _ACTIVITY)
    level = activity(seed, c) * factor * (by_first + by_second)
    met = min(poisson(level, np.float64(u2) + np.float64(u3) * 2.0**-24), most)
    for j in range(met):
        u0, u1, u2, u3 = draw4(seed, WORLD, c, 0, j, _MEET)
        k = first[c] if np.float64(u0) * (by_first + by_second) < by_first else second[c]
        i = min(np.int64((np.float64(u1) + np.float64(u2) * 2.0**-24) * creators), creators - 1)
        row[j] = i if u3 < accept[k, i] else other[k, i]
    return as_set(row, met)


@compiled
def _follow(  # type: ignore[no-untyped-def]
    begin, end, seed, first, second, share, meetings, accept, other, factor, most, back, indptr, creator, mutual
):
    """Write everyone's follows; without room for them, count them instead, into ``indptr[c + 1]``."""
    row = np.empty(most, np.int32)
    for c in range(begin, end):
        number = follows_of(seed, c, first, second, share, meetings, accept, other, factor, most, row)
        if len(creator) == 0:
            indptr[c + 1] = number
            continue
        for j in range(number):
            creator[indptr[c] + j] = row[j]
            u0, _u1, _u2, _u3 = draw4(seed, WORLD, c, 0, row[j], _BACK)
            mutual[indptr[c] + j] = 1 if u0 < back[row[j]] else 0
