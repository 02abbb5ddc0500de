"""Small markets, built in milliseconds."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any
from unittest.mock import patch

import numpy as np

from simulation.graph import Graph, from_edges
from simulation.graph.generate.audience_sizes import tier_of
from simulation.model import MarketModel
from simulation.recording.log import Census
from simulation.scenario import Scenario
from simulation.state.columns import ACTIVE, MUTUAL, TIERS, Now, Tables
from simulation.strategies.named import named
from simulation.strategies.strategy import Strategy
from simulation.world.build import World, build_world
from simulation.world.social_graph import SocialGraph

NICHES = ["coffee", "books", "fashion", "gaming"]
SMALL: dict[str, dict[str, Any]] = {
    "market": {
        "consumers": 60,
        "people": 6e5,
        "days": 6,
        "burn_in": 2,
        "census_days": 3,
        "niches": NICHES,
        "related": ["coffee+books"],
    },
    "creators": {
        "number": 8,
        "posting_rate": 1.0,
        "dealing": {"enabled": False},
        "fraud": {"enabled": False},
    },
    "conversation": {"enabled": False},
    "crises": {"enabled": False},
    "brands": {
        "names": ["Alder", "Birch"],
        "niches": ["coffee", "fashion"],
        "budget": 50_000.0,
        "campaign_days": 4,
        "hours_per_creator": 1.0,
        "management": {"capacity": None},
        "appeal": [0.0],
        "loyal": [0.1],
    },
    "consumers": {"traits": {"purchase_interval": 3.0, "category_share": 0.8}},
    "platform": {"visibility": 0.6},
}
"""What a small market has that the defaults have not: among other things, what can be switched off is. No test relies
on a default's value."""


def merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Lay nested values over one another, later ones on top."""
    made: dict[str, Any] = {}
    for layer in layers:
        for name, value in layer.items():
            made[name] = merged(made.get(name, {}), value) if isinstance(value, Mapping) else value
    return made


def random_friends(rng: np.random.Generator, consumers: int, each: float) -> Graph:
    """Return a random graph in which people have so many friends on average."""
    share = each / max(consumers - 1, 1)
    if consumers <= 1000:
        a, b = np.nonzero(np.triu(rng.random((consumers, consumers)) < share, 1))
    else:  # a square of that many draws would take gigabytes and seconds
        a, b = rng.integers(0, consumers, (2, rng.binomial(consumers * (consumers - 1) // 2, share)))
        a, b = np.unique(np.sort([a, b], axis=0)[:, a != b], axis=1)
    return from_edges(a, b, consumers, directed=False)


class Tiny:
    """Makes small markets. Its graphs are plainly random, so that a world takes a millisecond, not a quarter second."""

    def scenario(self, **parts: Mapping[str, Any]) -> Scenario:
        """A small scenario with some values changed: ``scenario(consumers={"talk": {"hear": 1.0}})``."""
        return Scenario.from_dict(merged(SMALL, parts))

    def graph(
        self,
        scenario: Scenario,
        seed: int = 0,
        follows: float = 4.0,
        friends: float | Graph = 4.0,
        latent: float = 0.2,
        tiers: Iterable[str] = TIERS,
    ) -> SocialGraph:
        """A random social graph, some people in it without a friend or a follow; creators take the tiers in turn."""
        rng = np.random.default_rng([seed, 7])
        consumers, kinds = scenario.market.consumers, len(scenario.market.niches)
        creators = scenario.creators.number or 8
        at = dict(zip(TIERS, (5e3, 5e4, 2e5, 7e5, 2e6), strict=True))
        among = list(tiers)
        followers = np.array([at[among[i % len(among)]] for i in range(creators)]) * rng.uniform(0.9, 1.1, creators)
        niche = np.sort(rng.integers(0, kinds, consumers, dtype=np.uint8))
        seen = rng.random((consumers, creators)) < min(1.0, follows / creators)
        creator = np.nonzero(seen)[1].astype(np.uint16)
        active = (rng.random(len(creator)) >= latent).astype(np.uint8)
        mutual = (rng.random(len(creator)) < 0.3).astype(np.uint8)
        if not isinstance(friends, Graph):
            friends = random_friends(rng, consumers, friends)
        return SocialGraph(
            niche=niche,
            second=rng.integers(0, kinds, consumers, dtype=np.uint8),
            weight=rng.uniform(0.5, 1.0, consumers).astype(np.float32),
            creator_niche=(np.arange(creators) % kinds).astype(np.uint8),
            followers=followers,
            tier=tier_of(followers),
            audience=np.bincount(creator, weights=active, minlength=creators).astype(np.int64),
            start=np.concatenate([[0], np.cumsum(seen.sum(axis=1))]).astype(np.int64),
            creator=creator,
            tie=active * ACTIVE + mutual * MUTUAL,
            friends=friends,
            hash=f"tiny {seed}",
            notes=("graph: random",),
        )

    def world(self, scenario: Scenario | None = None, seed: int = 1, **graph: Any) -> World:
        """A world on a random graph; ``graph`` goes to :meth:`graph`."""
        scenario = scenario or self.scenario()
        social = self.graph(scenario, seed, **graph)
        with patch("simulation.world.build.social_graph", lambda *_: social):
            return build_world(scenario, seed)

    def market(
        self,
        strategy: str | Strategy = "none",
        seed: int = 1,
        engine: str = "compiled",
        threads: int = 1,
        scenario: Scenario | None = None,
        world: World | None = None,
        graph: Mapping[str, Any] | None = None,
        **parts: Mapping[str, Any],
    ) -> MarketModel:
        """A market. A world that is handed over is copied, so that several markets may start from it."""
        scenario = scenario or self.scenario(**parts)
        world = self.world(scenario, seed, **(graph or {})) if world is None else copy.deepcopy(world)
        chosen = named(strategy) if isinstance(strategy, str) else strategy
        return MarketModel(scenario, chosen, seed, engine, threads, world)

    def differences(self, a: MarketModel, b: MarketModel) -> list[str]:
        """Name everything that is not the same in two markets, bit for bit: columns, counts, money, log, clock."""
        found = [
            f"{kind}.{name}"
            for kind, mine, its in zip(Tables._fields, a.tables, b.tables, strict=True)
            for name, x, y in zip(mine._fields, mine, its, strict=True)
            if not same(x, y)
        ]
        found += [
            f"tally.{name}" for name in a.tally._fields if not same(getattr(a.tally, name), getattr(b.tally, name))
        ]
        found += ["days"] * (a.history.days != b.history.days or (a.day, a.time, a.steps) != (b.day, b.time, b.steps))
        found += ["journal"] * (a.journal.entries != b.journal.entries)
        found += [f"log.{n}" for n in ("creator", "customers") if not same(getattr(a.log, n), getattr(b.log, n))]
        found += ["flights"] * (a.flights.to_list() != b.flights.to_list())
        found += [
            f"{name} counts of day {day}"
            for name, mine, its in (("brand", a.history.brand, b.history.brand), ("tier", a.log.tier, b.log.tier))
            for day, x, y in zip(a.history.days, mine, its, strict=False)
            if not same(x, y)
        ]
        found += [
            f"log.{name}" for name in ("creator", "customers") if not same(getattr(a.log, name), getattr(b.log, name))
        ]
        found += [name for name in ("deals", "events") if getattr(a.history, name) != getattr(b.history, name)]
        found += ["line of those who wait"] * (not same(a.shifts.line, b.shifts.line))
        found += ["shifts"] * (a.shifts.to_list() != b.shifts.to_list())
        if list(a.log.census) != list(b.log.census):
            return [*found, "days of the census"]
        for day, mine in a.log.census.items():
            its = b.log.census[day]
            found += [f"census.{n} of day {day}" for n in Census._fields if not same(getattr(mine, n), getattr(its, n))]
        return [*found, *["budgets"] * (a.journal.budgets != b.journal.budgets)]

    def now(self, day: int = 0, seed: int = 1) -> Now:
        """A moment, as behaviours take it."""
        return Now(np.uint64(seed), day)


def same(x: Any, y: Any) -> bool:
    """Say whether two arrays or numbers are the same, type and all; NaN is the same as NaN."""
    x, y = np.asarray(x), np.asarray(y)
    return x.dtype == y.dtype and x.shape == y.shape and x.tobytes() == y.tobytes()
