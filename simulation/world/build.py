"""Building a world: who lives in it, whom they follow, what they know, before the first day.

numpy's generators are used here and nowhere else, one per component, so that a change to one component leaves the draws
of the others alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.compute.draws import beta_around, component
from simulation.compute.scratch import empty, kept, zeros
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.state.columns import (
    CHANNELS,
    NEVER,
    NOT_YET,
    Brands,
    Content,
    Contracts,
    Creators,
    Float32s,
    Float64s,
    Follows,
    Friends,
    Ints,
    Mail,
    Tables,
    Touches,
    no_test,
)
from simulation.world.bought_followers import bought_shares, integrity_of
from simulation.world.known_creators import known_prices, known_visibility
from simulation.world.people import consumers_of, found_again, subscriptions_of
from simulation.world.size import MOST_OF_TWO_BYTES, refuse_what_cannot_fit
from simulation.world.social_graph import SocialGraph, social_graph

PRICES = 4
"""Component of the world: the spawn key of its generator. The graph and the other modules have their own."""
EDGES_AT_ONCE = 2**22
"""Follows whose beginning is worked out at once."""


class World(NamedTuple):
    """A world before its first day."""

    tables: Tables
    people_per_consumer: float
    graph_hash: str
    notes: tuple[str, ...]

    @property
    def quotes(self) -> Ints:
        """Cents that each creator asks for a sponsored post, int64[I]."""
        return quotes_of(self.tables.creators)


def quotes_of(creators: Creators) -> Ints:
    """Return the cents that each creator asks for a sponsored post, at least 1, int64[I]."""
    return np.maximum(np.rint(creators.asked), 1).astype(np.int64)


def similarity(scenario: Scenario) -> Float32s:
    """Return the K x K similarity of niches: 1 with itself, less with related and unrelated ones."""
    market = scenario.market
    place = {name: k for k, name in enumerate(market.niches)}
    table = np.full((len(place), len(place)), market.unrelated_similarity, np.float32)
    for pair in market.related:
        a, b = (place[name] for name in pair.split("+"))
        table[a, b] = table[b, a] = market.related_similarity
    np.fill_diagonal(table, 1)
    return table


def build_world(scenario: Scenario, seed: int) -> World:
    """Build the world that a scenario describes.

    Raises:
        InputError: The graph cannot be read, there are fewer consumers than creators, or the memory is too small.
    """
    refuse_what_cannot_fit(scenario)
    alike = similarity(scenario)
    graph = social_graph(scenario, seed, alike)
    consumers, creators = len(graph.niche), len(graph.creator_niche)
    if consumers < creators:  # a graph that was read
        raise InputError(
            f"market.consumers: got {consumers}, takes at least the number of creators, {creators}"
            " (creators.number sets it)"
        )
    place = {name: k for k, name in enumerate(scenario.market.niches)}
    brand_niches = np.array([place[name] for name in scenario.per_brand("niches")])
    affinity = np.ascontiguousarray(alike[:, brand_niches])
    drawn = _creators(scenario, seed, graph, affinity)
    count = len(scenario.brands.names)
    slots = scenario.creators.most_posts
    row_of_creator = np.int16 if creators <= MOST_OF_TWO_BYTES else np.int32
    people = consumers_of(scenario, seed, graph, affinity)
    tables = Tables(
        consumers=people,
        follows=_follows(scenario, graph, drawn.integrity),
        friends=Friends(_narrow(graph.friends.indptr), graph.friends.indices),
        creators=drawn,
        contracts=empty_contracts(count, creators),
        content=Content(
            number=np.zeros(creators, np.uint8),
            brand=np.zeros((creators, slots), np.int8),
            format=np.zeros((creators, slots), np.uint8),
            quality=np.zeros((creators, slots), np.float32),
            fit=np.zeros((creators, slots), np.float32),
            control=np.zeros((creators, slots), np.float32),
            label=np.zeros((creators, slots), np.uint8),
            uses=np.zeros((creators, slots), np.uint8),
        ),
        brands=Brands(
            price=np.array(scenario.per_brand("price"), np.float32),
            quality=np.array(scenario.per_brand("quality"), np.float32),
            appeal=np.array(scenario.per_brand("appeal"), np.float32),
            reputation=np.array(scenario.per_brand("trust"), np.float32),
            known=np.zeros(count),
            found=found_again(scenario, people),
            niche=brand_niches.astype(np.uint8),
            adverts=np.zeros((len(CHANNELS), count), np.float32),
            tagged=np.zeros(count, np.uint8),
            strays=np.zeros(count, np.float32),
            affinity=affinity,
            similarity=alike,
            turn=np.full(count, NOT_YET, np.int32),
            response=np.zeros(count, np.float32),
            machine=np.zeros(count, np.float32),
            session=np.zeros(count, np.float32),
            advice=np.zeros(count, np.float32),
            crisis=np.zeros(count, np.float32),
            apology=np.zeros(count, np.float32),
            standing=np.array(scenario.per_brand("trust"), np.float32),
            broke=np.full(count, NEVER, np.int32),
            guilty=np.zeros(count, np.uint8),
            answer=np.zeros(count, np.uint8),
            news=np.zeros(2, np.uint8),
            backlog=np.zeros(count, np.float64),
            settled=np.zeros(count, np.uint8),
        ),
        mail=Mail(
            brand=kept(np.full(consumers, -1, np.int8)),
            creator=kept(np.full(consumers, -1, row_of_creator)),
            valence=zeros(consumers, np.float32),
            yesterday_brand=kept(np.full(consumers, -1, np.int8)),
            yesterday_creator=kept(np.full(consumers, -1, row_of_creator)),
            yesterday_valence=zeros(consumers, np.float32),
            waiting=zeros(consumers, np.uint8),
            asked=zeros(consumers, np.int8),
            edge=zeros(consumers, np.int32 if len(graph.creator) < NEVER else np.int64),
            unanswered=kept(np.full((consumers, len(scenario.brands.names)), NOT_YET, np.int16)),
        ),
        touches=empty_touches(consumers, scenario.measurement.touches),
        subscriptions=subscriptions_of(scenario, seed, people),
        holdout=no_test(),
    )
    return World(
        tables=tables,
        people_per_consumer=scenario.market.people / consumers,
        graph_hash=graph.hash,
        notes=graph.notes,
    )


def _narrow(start: Ints) -> Ints:
    """Return where rows start, in four bytes each where that is enough."""
    return kept(start.astype(np.int32) if start[-1] < NEVER else start)


def empty_contracts(brands: int, creators: int) -> Contracts:
    """Return a table of contracts with none in it."""
    shape = (brands, creators)
    return Contracts(
        posts=np.zeros(shape, np.int32),
        first=np.zeros(shape, np.int32),
        length=np.ones(shape, np.int32),
        control=np.zeros(shape, np.float32),
        label=np.zeros(shape, np.uint8),
        uses=np.zeros(shape, np.uint8),
        fee=np.zeros(shape, np.int64),
        published=np.zeros(shape, np.int32),
        service=np.ones(shape, np.float32),
        interactive=np.zeros(shape, np.float32),
        anger=np.zeros(shape, np.float32),
        left=np.full(shape, NEVER, np.int32),
    )


def empty_touches(consumers: int, entries: int) -> Touches:
    """Return rings of ``entries`` places, all empty: 6 bytes an entry and 7 more a consumer, none when off."""
    return Touches(
        source=zeros((consumers, entries), np.int32),
        day=zeros((consumers, entries), np.int16),
        noted=zeros(consumers if entries else 0, np.uint32),
        adverts=zeros(consumers if entries else 0, np.uint8),
        bought=zeros(consumers if entries else 0, np.uint16),
        today=np.zeros(1, np.int16),
    )


def _follows(scenario: Scenario, graph: SocialGraph, integrity: Float32s) -> Follows:
    """Return the follow edges with the trust that they begin with, as evidence: ``alpha = T n``, ``beta = (1 - T) n``.

    n is ``start_evidence``, and ``T = start + record (r - start)`` with ``r = s / (s + asymmetry (1 - s))`` cut to
    0.01..0.99, s the creator's integrity: the trust that it earns among people who read long enough.
    """
    trust = scenario.consumers.trust
    start: Float64s = np.full(len(integrity), trust.start)
    if trust.record > 0:
        earned = integrity / np.maximum(integrity + trust.asymmetry * (1 - integrity.astype(np.float64)), 1e-9)
        start += trust.record * (np.clip(earned, 0.01, 0.99) - trust.start)
    return Follows(
        start=_narrow(graph.start),
        creator=graph.creator,
        tie=graph.tie,
        alpha=_of_edges((start * trust.start_evidence).astype(np.float32), graph.creator),
        beta=_of_edges(((1 - start) * trust.start_evidence).astype(np.float32), graph.creator),
    )


def _of_edges(values: Float32s, creator: Ints) -> Float32s:
    """Return ``values[creator]``, run by run: numpy makes rows of eight bytes of those of two."""
    of_edges: Float32s = empty(len(creator), np.float32)
    for first in range(0, len(creator), EDGES_AT_ONCE):
        run = slice(first, first + EDGES_AT_ONCE)
        of_edges[run] = values[creator[run]]
    return of_edges


def _creators(scenario: Scenario, seed: int, graph: SocialGraph, affinity: Float32s) -> Creators:
    """Return the creators at the start. F is followers in people, wherever they live, ``d = log10(F / 1000)`` a decade.

    Breadth is ``breadth_slope d`` in 0..1, visibility ``rho0 (F / 10,000)^-visibility_decline``, closeness
    ``(F / 10,000)^-closeness``, leaving ``(F / 10,000)^unfollow_elasticity``. Integrity and craft are Beta, posts a day
    ``posting_rate`` times a lognormal of mean 1 and log-spread 1/2. Fit to a brand is
    ``(1 - breadth) A[k, b] + breadth times the mean of A[., b]``, k the creator's niche.
    """
    rule, n = scenario.creators, len(graph.creator_niche)
    size = graph.followers if graph.size is None else graph.size
    decades = np.log10(size / 1_000.0)
    breadth = np.clip(rule.breadth_slope * decades, 0, 1).astype(np.float32)
    reach = scenario.platform.visibility * (size / 10_000.0) ** -scenario.platform.visibility_decline
    everything = affinity.mean(axis=0)
    integrity, rng = integrity_of(scenario, seed, n)
    craft = beta_around(rng, rule.craft_mean, rule.craft_concentration, n)
    disclosure = _habits(rng, rule.disclosure_share, n)
    posting = (rule.posting_rate * rng.lognormal(-0.125, 0.5, n)).astype(np.float32)
    visibility = known_visibility(scenario, np.clip(reach, 0, 1).astype(np.float32))
    bought = bought_shares(scenario, seed, integrity, decades) if graph.bought is None else graph.bought
    asked = known_prices(scenario, _prices(scenario, seed, size / (1 - bought.astype(np.float64)), visibility))
    return Creators(
        niche=graph.creator_niche,
        tier=graph.tier,
        followers=graph.followers,
        audience=graph.audience,
        breadth=breadth,
        integrity=integrity,
        craft=craft,
        disclosure=disclosure,
        posting=posting,
        visibility=visibility,
        closeness=((size / 10_000.0) ** -scenario.consumers.noticing.closeness).astype(np.float32),
        leaving=((size / 10_000.0) ** rule.unfollow_elasticity).astype(np.float32),
        fit=((1 - breadth[:, None]) * affinity[graph.creator_niche] + breadth[:, None] * everything[None, :]).astype(
            np.float32
        ),
        there=np.ones(n, np.uint8),
        asked=asked,
        worth=asked.copy(),
        before=graph.followers / (1 - bought.astype(np.float64)),
        usual=np.zeros(n, np.float64),
        impressions=np.zeros(n, np.float64),
        engagements=np.zeros(n, np.float64),
        sold=np.full(n, rule.other_sponsors, np.float32),
        load=np.full(n, rule.other_sponsors, np.float32),
        labels=disclosure.copy(),
        bought=bought,
        reply=np.zeros(n, np.float32),
        praise=np.zeros(n, np.float32),
        scorn=np.zeros(n, np.float32),
        scandal=np.zeros(n, np.float32),
    )


def _habits(rng: np.random.Generator, mean: float, n: int) -> Float32s:
    """Disclosure habits: most creators nearly always or nearly never label (Beta with concentration 1)."""
    if mean in (0.0, 1.0):
        return np.full(n, mean, np.float32)
    return beta_around(rng, mean, 1.0, n)


def _prices(scenario: Scenario, seed: int, followers: Float64s, visibility: Float32s) -> Float64s:
    """Price of a sponsored post in cents: impressions to expect at the tier's CPM, times lognormal spread.

    ``100 F visibility / 1000 cpm (F / 10,000)^cpm_elasticity X``, X lognormal of mean 1 and log-spread
    ``price_spread``. Followers F are those that the public counts: bought ones raise the price.
    """
    rule = scenario.creators
    cpm = rule.cpm * (followers / 10_000.0) ** rule.cpm_elasticity
    impressions = followers * visibility.astype(np.float64)
    spread = component(seed, PRICES).lognormal(-(rule.price_spread**2) / 2, rule.price_spread, len(cpm))
    cents: Float64s = impressions / 1_000.0 * cpm * spread * 100.0
    return np.maximum(cents, 1.0)
