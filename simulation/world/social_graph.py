"""The social graph of a scenario, generated or read, in the form that the world is built on."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.compute.draws import component
from simulation.compute.scratch import empty
from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.generate.audience_sizes import follower_counts, tier_of
from simulation.graph.generate.follows import Follows, follow_back, follow_graph
from simulation.graph.generate.friends import friend_graph
from simulation.graph.reading.as_market import from_friendships
from simulation.graph.reading.reader import read
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed
from simulation.scenario.graph import Graph as Rule
from simulation.state.columns import ACTIVE, MUTUAL, Float32s, Float64s, Ints
from simulation.world.known_creators import roster_niches, roster_rows

_NICHES, _LATENT, _BACK = 11, 12, 13
_RUN = 2**22  # edges that are worked on at once
_OPTION = re.compile(r"(?<![\w.])(columns|directed|format|header|reverse|separator)=")


class SocialGraph(NamedTuple):
    """Who there is and who knows whom: C consumers in the order of their niches, I creators, E follows."""

    niche: Ints  # uint8[C]
    second: Ints  # uint8[C]
    weight: Float32s  # [C]
    creator_niche: Ints  # uint8[I]
    followers: Float64s  # [I]: people
    tier: Ints  # uint8[I]
    audience: Ints  # int64[I]: simulated consumers who follow
    start: Ints  # int64[C + 1]
    creator: Ints  # [E]
    tie: Ints  # uint8[E]
    friends: Graph
    hash: str
    notes: tuple[str, ...]
    size: Float64s | None = None  # [I]: people who follow, wherever they live; None: all of them live in the market
    bought: Float32s | None = None  # [I]: shares of bought followers; None: drawn from what creators are like


def social_graph(scenario: Scenario, seed: int, similarity: Float32s) -> SocialGraph:
    """Generate or read the graph that the scenario asks for.

    Raises:
        InputError: The file cannot be read, or the graph is too small for its creators.
    """
    if scenario.graph.source == "edge_list":
        return _read(scenario, seed)
    return _generate(scenario, seed, similarity)


def _generate(scenario: Scenario, seed: int, similarity: Float32s) -> SocialGraph:
    """Draw who there is and who knows whom.

    First niches are equally likely, or as ``market.niche_shares`` has them; the second one comes with the similarity to
    the first as its weight, the weight of the first is uniform in 1/2..1. Creators' niches are equally frequent; their
    breadth is ``breadth_slope log10(F / 1000)`` in 0..1, F followers in people. Whom one follows goes with the square
    of similarity. Of all follow edges the share ``latent_share / (1 + latent_share)`` is latent. A roster's creators
    are the first; they keep their followers, and the others share what is left of the follows.
    """
    consumers, rule = scenario.market.consumers, scenario.creators
    number = (
        creators_needed(rule, scenario.market.people, scenario.graph.follows) if rule.number is None else rule.number
    )
    if consumers < number:
        raise InputError(
            f"market.consumers: got {consumers}, takes at least the number of creators, {number}"
            " (creators.number sets it)"
        )
    rng = component(seed, _NICHES)
    kinds = len(scenario.market.niches)
    # Sorted by niche: friends are near in niche, so their rows are near in memory.
    if shares := scenario.market.niche_shares:
        niche = np.sort(rng.choice(kinds, consumers, p=np.array(shares) / sum(shares)).astype(np.uint8))
    else:
        niche = np.sort(rng.integers(0, kinds, consumers, dtype=np.uint8))
    second = _second_niches(rng, niche, similarity)
    weight = rng.uniform(0.5, 1.0, consumers).astype(np.float32)
    people_per_consumer = scenario.market.people / consumers
    others = follower_counts(
        number - len(rule.roster.handles),
        seed,
        rule.followers_mu,
        rule.followers_sigma,
        rule.followers_low,
        rule.followers_high * scenario.market.people,
    )
    creator_niche = (rng.permutation(number) % kinds).astype(np.uint8)
    roster = roster_rows(scenario, seed, others) if rule.roster.handles else None
    size = others if roster is None else np.concatenate([roster.size, others])
    roster_niches(scenario, creator_niche)
    breadth = np.clip(rule.breadth_slope * np.log10(size / 1_000.0), 0, 1)
    latent = scenario.graph.latent_share
    follows = follow_graph(
        size / people_per_consumer,
        creator_niche,
        breadth,
        niche,
        second,
        weight,
        similarity.astype(np.float64) ** 2,  # whom one follows is pickier than what one also likes
        homophily=scenario.graph.follow_homophily,
        mean_follows=scenario.graph.follows * (1 + latent),
        seed=seed,
        people_per_consumer=people_per_consumer,
        known=() if roster is None else roster.living / people_per_consumer * (1 + latent),
    )
    active = _active(follows.m, latent, seed)
    try:
        friends = friend_graph(consumers, scenario.graph.friends, niche, scenario.graph.friend_homophily, seed)
    except InputError as error:  # so dense a graph of so few people
        raise InputError(str(error).replace("mean_degree", "graph.friends")) from None
    living = others if roster is None else np.concatenate([roster.living, others])
    notes = ("graph: generated", *(() if roster is None else roster.notes))
    graph = _social(niche, second, weight, creator_niche, living, follows, active, follows.mutual, friends, notes)
    if roster is None:
        return graph
    return graph._replace(size=size, bought=roster.bought, tier=tier_of(size))


def _second_niches(rng: np.random.Generator, niche: NDArray[np.uint8], similarity: Float32s) -> NDArray[np.uint8]:
    """Draw each consumer's second niche with the similarity to the first as its weight."""
    second = np.empty_like(niche)
    kinds = len(similarity)
    for k in range(kinds):
        rows = niche == k
        weight = similarity[k].astype(np.float64)
        weight[k] = 0.0
        if weight.sum() == 0:  # one niche only, or none that is similar
            second[rows] = k
        else:
            second[rows] = rng.choice(kinds, int(rows.sum()), p=weight / weight.sum())
    return second


def graph_file(rule: Rule) -> Graph:
    """Read the graph that a scenario's part ``graph`` names, in the way that it says.

    Raises:
        InputError: The file cannot be read; options that help are named as parameters of the command.
    """
    try:
        graph = read(
            rule.path,
            rule.directed,
            rule.format or None,
            columns=list(rule.columns) or None,
            separator=rule.separator or None,
            header=rule.header,
            reverse=rule.reverse,
        )
    except InputError as error:
        raise InputError(as_parameters(str(error))) from None
    return graph


def as_parameters(text: str) -> str:
    """Return what the reading says with its options named as parameters of the command: ``graph.columns=``."""
    return _OPTION.sub(r"graph.\1=", text)


def _read(scenario: Scenario, seed: int) -> SocialGraph:
    """Read the graph of a file: the accounts with most followers are the creators, communities are the niches."""
    graph = graph_file(scenario.graph)
    rule = scenario.creators
    number: int | float = scenario.graph.creator_share if rule.number is None else rule.number
    market = from_friendships(graph, number, seed, niches=len(scenario.market.niches))
    people_per_consumer = scenario.market.people / len(market.primary)
    followers = np.maximum(market.followers * people_per_consumer, 1.0)
    active = np.ones(market.follows.m, np.uint8) if market.follows.active is None else market.follows.active
    back = market.follows.mutual
    if not back.any():
        # A friendship says nothing about who follows whom back: by audience, as in a generated graph.
        chance = follow_back(followers)[market.follows.creator]
        back = (component(seed, _BACK).random(len(chance), np.float32) < chance).astype(np.uint8)
    assert graph.report is not None
    notes = (
        f"graph: {scenario.graph.path}, {graph.n:,} nodes, {graph.edges:,} edges",
        *as_parameters(str(graph.report)).splitlines(),
        f"creators: the {len(market.creator_niche):,} accounts with most followers; friend ties: {market.ties};"
        f" niches: {market.niches} communities",
    )
    return _social(
        market.primary,
        market.secondary,
        market.weight,
        market.creator_niche,
        followers,
        market.follows,
        active,
        back,
        market.friends,
        notes,
    )


def _social(
    niche: Ints,
    second: Ints,
    weight: Float32s,
    creator_niche: Ints,
    followers: Float64s,
    follows: Follows,
    active: Ints,
    back: Ints,
    friends: Graph,
    notes: tuple[str, ...],
) -> SocialGraph:
    digest = hashlib.sha256()
    for column in (follows.indptr, follows.creator, active, friends.indptr, friends.indices):
        digest.update(np.ascontiguousarray(column).data)
    return SocialGraph(
        niche=niche,
        second=second,
        weight=weight,
        creator_niche=creator_niche,
        followers=followers,
        tier=tier_of(followers),
        audience=_audience(follows.creator, active, len(creator_niche)),
        start=follows.indptr,
        creator=follows.creator,
        tie=_tie(active, back),
        friends=friends,
        hash=digest.hexdigest(),
        notes=notes,
    )


def _active(follows: int, latent: float, seed: int) -> Ints:
    """Draw which follows are active, uint8[E], run by run; the others are latent."""
    active = np.ones(follows, np.uint8)
    if latent > 0:
        rng = component(seed, _LATENT)
        for first in range(0, follows, _RUN):
            run = active[first : first + _RUN]
            run[:] = rng.random(len(run), np.float32) >= latent / (1 + latent)
    return active


def _audience(creator: Ints, active: Ints, creators: int) -> Ints:
    """Return each creator's active follows, int64[creators].

    Run by run: numpy makes whole numbers of eight bytes of what it counts.
    """
    counted = np.zeros(creators, np.int64)
    for first in range(0, len(creator), _RUN):
        run = slice(first, first + _RUN)
        counted += np.bincount(creator[run][active[run] > 0], minlength=creators)
    return counted


def _tie(active: Ints, back: Ints) -> Ints:
    """Return the bits of each follow, uint8[E], run by run."""
    tie = empty(len(active), np.uint8)
    for first in range(0, len(active), _RUN):
        run = slice(first, first + _RUN)
        tie[run] = active[run] * ACTIVE + back[run].astype(np.uint8) * MUTUAL
    return tie
