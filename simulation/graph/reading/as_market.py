"""Turn a real graph into a market: which nodes are creators, who follows them, who talks to whom, in what niche."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.compute.draws import WORLD, component, draw4
from simulation.errors import InputError
from simulation.graph.csr import Graph, from_edges
from simulation.graph.describe.communities import communities, merge_small
from simulation.graph.describe.measures import has_arc
from simulation.graph.generate.follows import Follows, number_type
from simulation.graph.reading.exchange import columns

_LATENT = 16  # draw of the decision WORLD; agent: consumer
_COMPONENT = 653
_SMALLEST = 0.01  # share of the nodes below which a community is no niche of its own


@dataclass(frozen=True, eq=False)
class MarketGraph:
    """A graph read as a market. Consumers are sorted by niche, so that equal primary niches are contiguous.

    Attributes:
        friends: undirected graph of the C consumers.
        follows: follow edges, with ``active``.
        consumer_nodes: int64[C], the node of the graph that each consumer is.
        creator_nodes: int64[I], the node that each creator is, most followed first.
        followers: int64[I], active followers among the consumers.
        primary: uint8[C], niche of each consumer.
        secondary: uint8[C], the niche that is most common among the ties outside the own one.
        weight: float32[C] in 0.5..1, weight of the primary niche.
        creator_niche: uint8[I].
        creator_breadth: float32[I] in 0..1, how evenly the creator's followers spread over the niches (entropy).
        niches: number of niches.
        ties: ``edges``, ``mutual arcs`` or ``all arcs``: what the friend graph was made of.
    """

    friends: Graph
    follows: Follows
    consumer_nodes: NDArray[np.int64]
    creator_nodes: NDArray[np.int64]
    followers: NDArray[np.int64]
    primary: NDArray[np.uint8]
    secondary: NDArray[np.uint8]
    weight: NDArray[np.float32]
    creator_niche: NDArray[np.uint8]
    creator_breadth: NDArray[np.float32]
    niches: int
    ties: str


def from_friendships(
    graph: Graph, creators: int | float = 0.02, seed: int = 0, *, niches: int = 12, reach: int = 3
) -> MarketGraph:
    """Draw creators, consumers and niches from a graph.

    The nodes with most neighbours (most followers, if the graph is directed: an arc ``u -> v`` says that ``u`` follows
    ``v``) are the creators, all others consumers. A consumer follows the creators next to it. Friends are consumers
    who are neighbours; in a directed graph those who follow each other, or, where fewer than half of the consumers
    have such a friend, all between whom there is an arc. Niches are communities (by modularity), small ones merged.

    A consumer with fewer than ``reach`` follows gets latent ones to the creators that most friends follow, and one
    who has neither gets a latent one within the niche, drawn by followers. A friend's share can wake a latent follow.

    Args:
        graph: any graph that was read.
        creators: their number, or their share of the nodes if below 1.
        seed: breaks ties and orders the search for communities.
        niches: most niches, at most 256.
        reach: follows, latent ones included, up to which latent ones are added.

    Raises:
        InputError: no edges, or a number of creators that leaves fewer consumers than creators.
    """
    if graph.m == 0:
        raise InputError("graph: got no edges, so nobody can be followed")
    count = max(1, round(creators * graph.n)) if isinstance(creators, float) and creators < 1 else int(creators)
    if count < 1 or 2 * count > graph.n:
        raise InputError(f"creators: got {creators}, takes 1..{graph.n // 2} for a graph of {graph.n} nodes")
    if not 1 <= niches <= 256:
        raise InputError(f"niches: got {niches}, takes 1..256")
    chosen = _most_followed(graph, count, seed)
    niche = merge_small(graph, communities(graph, seed), niches, _SMALLEST * graph.n).astype(np.uint8)
    plain = np.ones(graph.n, np.bool_)
    plain[chosen] = False
    people = np.flatnonzero(plain)
    people = people[np.argsort(niche[people], kind="stable")]
    number = np.empty(graph.n, np.int32)
    number[chosen] = np.arange(count)
    number[people] = np.arange(len(people))
    follows = _active_follows(graph, plain, number, len(people), count)
    friends, ties = _friends(graph, plain, number, len(people))
    kinds = int(niche.max()) + 1
    follows = _with_latent(friends, follows, niche[people], niche[chosen], reach, seed)
    secondary, weight = np.empty(len(people), np.uint8), np.empty(len(people), np.float32)
    _second_niche(friends.indptr, friends.indices, niche[people], kinds, secondary, weight)
    return MarketGraph(
        friends=friends,
        follows=follows,
        consumer_nodes=people,
        creator_nodes=chosen,
        followers=follows.followers,
        primary=niche[people],
        secondary=secondary,
        weight=weight,
        creator_niche=niche[chosen],
        creator_breadth=_breadth(follows, niche[people], kinds),
        niches=kinds,
        ties=ties,
    )


def _most_followed(graph: Graph, count: int, seed: int) -> NDArray[np.int64]:
    """Return the nodes of highest in-degree, equal ones in a drawn order."""
    draw = component(seed, _COMPONENT).random(graph.n)
    return np.lexsort((draw, -graph.in_degree))[:count]


def _active_follows(
    graph: Graph, plain: NDArray[np.bool_], number: NDArray[np.int32], consumers: int, creators: int
) -> Follows:
    source, target = columns(graph)
    follows = plain[source] & ~plain[target]
    consumer, creator = number[source[follows]], number[target[follows]]
    back = np.zeros(len(consumer), np.uint8)
    _follows_back(graph.indptr, graph.indices, source[follows], target[follows], back)
    order = np.lexsort((creator, consumer))
    indptr = np.zeros(consumers + 1, np.int64)
    np.cumsum(np.bincount(consumer, minlength=consumers), out=indptr[1:])
    return Follows(indptr, number_type(creator[order], creators), back[order], creators)


def _friends(graph: Graph, plain: NDArray[np.bool_], number: NDArray[np.int32], consumers: int) -> tuple[Graph, str]:
    source, target = columns(graph)
    between = plain[source] & plain[target]
    source, target = source[between], target[between]
    if not graph.directed:
        return from_edges(number[source], number[target], consumers, directed=False, mirrored=True), "edges"
    back = np.zeros(len(source), np.uint8)
    _follows_back(graph.indptr, graph.indices, source, target, back)
    mutual = back > 0
    if 2 * len(np.unique(source[mutual])) >= consumers:
        source, target = source[mutual], target[mutual]
        return from_edges(number[source], number[target], consumers, directed=False, mirrored=True), "mutual arcs"
    ties = from_edges(number[source], number[target], consumers, directed=False)
    return Graph(ties.indptr, ties.indices, directed=False), "all arcs"


def _with_latent(
    friends: Graph,
    follows: Follows,
    niche: NDArray[np.uint8],
    creator_niche: NDArray[np.uint8],
    reach: int,
    seed: int,
) -> Follows:
    """Add latent follows; rows stay sorted."""
    followers = follows.followers
    latent = np.full((follows.consumers, max(reach, 1)), -1, np.int32)
    order = np.argsort(creator_niche, kind="stable").astype(np.int32)
    kinds = max(int(niche.max()), int(creator_niche.max())) + 1
    begin = np.searchsorted(creator_niche[order], np.arange(kinds + 1))
    sums = np.append(0, np.cumsum(followers[order] + 1))
    _find_latent(
        np.uint64(seed % 2**32),
        friends.indptr,
        friends.indices,
        follows.indptr,
        follows.creator,
        followers,
        niche,
        order,
        begin,
        sums,
        reach,
        latent,
    )
    extra = latent >= 0
    consumer = np.repeat(np.arange(follows.consumers), np.diff(follows.indptr))
    owner = np.concatenate([consumer, np.nonzero(extra)[0]])
    creator = np.concatenate([follows.creator.astype(np.int32), latent[extra]])
    added = int(extra.sum())
    order = np.lexsort((creator, owner)).astype(np.int32)
    indptr = follows.indptr.copy()
    indptr[1:] += np.cumsum(extra.sum(axis=1))
    return Follows(
        indptr,
        number_type(creator[order], follows.creators),
        np.concatenate([follows.mutual, np.zeros(added, np.uint8)])[order],
        follows.creators,
        np.concatenate([np.ones(follows.m, np.uint8), np.zeros(added, np.uint8)])[order],
    )


def _breadth(follows: Follows, niche: NDArray[np.uint8], kinds: int) -> NDArray[np.float32]:
    """Return the entropy of each creator's followers over the niches, divided by its largest value."""
    if kinds < 2:
        return np.ones(follows.creators, np.float32)
    active = np.ones(follows.m, np.bool_) if follows.active is None else follows.active > 0
    consumer = np.repeat(np.arange(follows.consumers), np.diff(follows.indptr))[active]
    cell = follows.creator[active].astype(np.int64) * kinds + niche[consumer]
    table = np.bincount(cell, minlength=follows.creators * kinds).reshape(follows.creators, kinds)
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    return np.asarray(entropy / np.log(kinds), np.float32)


@compiled
def _follows_back(indptr, indices, source, target, back):  # type: ignore[no-untyped-def]
    for e in range(len(source)):
        back[e] = 1 if has_arc(indptr, indices, target[e], source[e]) else 0


@compiled
def _find_latent(  # type: ignore[no-untyped-def]
    seed, friend_ptr, friend, follow_ptr, creator, followers, niche, order, begin, sums, reach, latent
):
    times = np.zeros(len(followers), np.int32)
    seen = np.empty(len(followers), np.int32)
    for c in range(len(friend_ptr) - 1):
        missing = reach - (follow_ptr[c + 1] - follow_ptr[c])
        if missing > 0 or follow_ptr[c + 1] == follow_ptr[c]:
            latent_of(
                seed, c, friend_ptr, friend, follow_ptr, creator, followers, niche, order, begin, sums, missing,
                times, seen, latent[c],
            )  # fmt: skip


@compiled
def latent_of(  # type: ignore[no-untyped-def]
    seed, c, friend_ptr, friend, follow_ptr, creator, followers, niche, order, begin, sums, missing, times, seen, row
):
    """Write the creators that consumer ``c`` could discover into ``row``: those that most friends follow."""
    number = 0
    for k in range(friend_ptr[c], friend_ptr[c + 1]):
        f = friend[k]
        for j in range(follow_ptr[f], follow_ptr[f + 1]):
            i = np.int32(creator[j])
            if times[i] == 0:
                seen[number] = i
                number += 1
            times[i] += 1
    for j in range(follow_ptr[c], follow_ptr[c + 1]):
        times[creator[j]] = 0  # followed already
    for place in range(max(0, missing)):
        best = -1
        for k in range(number):
            i = seen[k]
            if times[i] > 0 and (
                best < 0
                or times[i] > times[best]
                or (
                    times[i] == times[best]
                    and (followers[i] > followers[best] or (followers[i] == followers[best] and i < best))
                )
            ):
                best = i
        if best < 0:
            break
        row[place] = best
        times[best] = 0
    for k in range(number):
        times[seen[k]] = 0
    if row[0] < 0 and follow_ptr[c] == follow_ptr[c + 1]:
        low, high = begin[niche[c]], begin[niche[c] + 1]
        if low == high:
            low, high = 0, len(order)  # a niche without a creator
        u0, u1, _u2, _u3 = draw4(seed, WORLD, c, 0, 0, _LATENT)
        at = sums[low] + (np.float64(u0) + np.float64(u1) * 2.0**-24) * (sums[high] - sums[low])
        while high - low > 1:
            middle = (low + high) // 2
            if sums[middle] <= at:
                low = middle
            else:
                high = middle
        row[0] = order[low]


@compiled
def _second_niche(friend_ptr, friend, niche, kinds, secondary, weight):  # type: ignore[no-untyped-def]
    count = np.zeros(kinds, np.int64)
    for c in range(len(niche)):
        count[:] = 0
        for k in range(friend_ptr[c], friend_ptr[c + 1]):
            count[niche[friend[k]]] += 1
        own = np.int64(niche[c])
        second = np.int64(own)
        most = np.int64(0)
        for k in range(kinds):
            if k != own and count[k] > most:
                most = count[k]
                second = np.int64(k)
        secondary[c] = second
        weight[c] = np.float32(max(0.5, (count[own] + 1.0) / (count[own] + most + 1.0)))
