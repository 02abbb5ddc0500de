"""Small markets, built in milliseconds, and scenarios drawn from all of the schema's ranges."""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from simulation.graph import Graph, from_edges
from simulation.graph.generate.audience_sizes import tier_of
from simulation.model import MarketModel
from simulation.recording.log import Census
from simulation.scenario import Scenario
from simulation.scenario.brands import Management
from simulation.scenario.consumers import Consumers
from simulation.scenario.conversation import Conversation
from simulation.scenario.creators import Creators
from simulation.scenario.crises import Crises
from simulation.scenario.platform import FORMATS, Platform
from simulation.scenario.regulation import Regulation
from simulation.state.columns import ACTIVE, CHANNELS, MUTUAL, TIERS, Now, Tables
from simulation.strategies.hiring import fill, offers
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.named import BUILT_IN, named
from simulation.strategies.plan import AdvertBuy, Community, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View
from simulation.world.build import World, build_world
from simulation.world.social_graph import SocialGraph
from tests.models_in_memory import all_compiled as all_compiled
from tests.models_in_memory import memory as memory

# The same examples on every machine and every day; the first call of a compiled function takes as long as it takes.
settings.register_profile("nichecast", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=1000)  # other examples every time
settings.register_profile(  # for mutants, see scripts/mutants: red is enough, nobody reads the smallest example
    "quick", deadline=None, derandomize=True, max_examples=10, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("nichecast")  # --hypothesis-profile=nightly loads another

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
            pairs = np.triu(rng.random((consumers, consumers)) < friends / max(consumers - 1, 1), 1)
            friends = from_edges(*np.nonzero(pairs), consumers, directed=False)
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


@pytest.fixture(scope="session")
def tiny() -> Tiny:
    """Return the maker of small markets."""
    return Tiny()


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the optional folder of real graphs, or skip."""
    folder = Path(os.environ.get("NICHECAST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not (folder / "graph_statistics.csv").is_file():
        pytest.skip("needs the optional data folder: ../shared/data, or NICHECAST_DATA")
    return folder


# Scenarios drawn at random --------------------------------------------------------------------------------------------

LIVELY: dict[str, dict[str, Any]] = {
    "traits": {"purchase_interval": 2.0, "interest_odds": 4.0, "category_share": 0.9, "attention": 6.0},
    "talk": {"hear": 0.7, "retell": 0.5, "mention": 0.2, "recommend": 0.8, "call_out": 0.8, "discovery": 0.6},
    "persuasion": {"awareness": 0.4, "brief": 1.0, "wear_half_life": 5.0},
    "salience": {"resting": 0.6, "lasting": 0.2, "half_life": 5.0},
    "noticing": {"post": 1.5, "trust": 0.8, "fit": 0.5, "interest": 0.5, "closeness": 0.2},
    "opinions": {"trust_concentration": 8.0, "attitude_mean": 0.1, "attitude_spread": 0.3, "users": 0.2},
    "purchase": {"heard": 0.6, "loyalty_outside": 0.2, "window_shopping": 0.1},
    "engagement": {"unfollow": 0.1, "unfollow_sponsored": 0.2},
    "creators": {"posting_rate": 1.0, "other_sponsors": 0.3, "most_posts": 3},
    "platform": {"visibility": 0.7, "share": 0.3, "comment": 1.0, "message": 0.2},
    "dealing": {
        "annoyance": 0.6,
        "quitting": 0.5,
        "bearable": 0.1,
        "price_lag": 1.0,
        "reservation": 0.0,
        "future": 1.0,
    },
    "fraud": {"accounts": 0.7, "bought": 0.3, "growth": 5.0},
    "conversation": {"threads": 0.7, "attendance": 0.2, "automation": 0.5, "noticed": 0.5, "patience": 2},
    "crises": {
        "scandal": 60.0,
        "failure": 60.0,
        "reach": 0.5,
        "publicity": 0.5,
        "cascade": 50.0,
        "monitoring": 1.0,
        "response_delay": 0,
    },
    "regulation": {"enforcement": 0.3},
    "management": {"capacity": 5.0},
}
"""Values at which much happens in a few days: drawn three times as often as values from anywhere in the range."""
GREATEST = 100.0
LEAST = 0.01
COSTLY = {"attention": 20, "most_posts": 5, "posting_rate": 2.0}
"""Upper limits for the time that an interpreted day takes."""


def ranges(part: type, busy: Mapping[str, Any], leave_out: Iterable[str] = ()) -> dict[str, st.SearchStrategy[Any]]:
    """Every plain number of a part of the scenario: mostly a lively value, else one from its whole range."""
    found: dict[str, st.SearchStrategy[Any]] = {}
    hints = get_type_hints(part, include_extras=True)
    for item in dataclasses.fields(part):
        hint = hints[item.name]
        if dataclasses.is_dataclass(hint):
            found[item.name] = st.fixed_dictionaries(ranges(hint, LIVELY.get(item.name, {})))  # type: ignore[arg-type]
            continue
        kind, *about = get_args(hint)
        if kind is bool:
            found[item.name] = st.sampled_from((True, True, True, False))
        if get_origin(kind) is Literal:
            found[item.name] = st.sampled_from(get_args(kind))
        if item.name.endswith("_day"):
            found[item.name] = st.none() | st.integers(0, 5)
        if kind not in (int, float) or item.name in leave_out:
            continue
        low, high = 0.0, float(COSTLY.get(item.name, GREATEST))
        for limit in next(a for a in about if isinstance(a, FieldInfo)).metadata:
            low = getattr(limit, "ge", low)
            low = max(getattr(limit, "gt", low), low) if not hasattr(limit, "gt") else limit.gt + LEAST
            high = min(getattr(limit, "le", high), high)
            high = min(limit.lt - LEAST, high) if hasattr(limit, "lt") else high
        anywhere = st.integers(int(low), int(high)) if kind is int else st.floats(low, high)
        default = getattr(part(), item.name)
        found[item.name] = mostly(st.just(busy.get(item.name, default)), anywhere)
    return found


def mostly[T](common: st.SearchStrategy[T], rare: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first three times as often as from the second."""
    return st.sampled_from((common, common, common, rare)).flatmap(lambda chosen: chosen)


share = st.floats(0, 1)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any small scenario: parameters of all parts, 1 to 4 brands, 1 to 4 niches, 30 to 300 consumers, 3 to 20 creators."""
    brands = draw(st.integers(1, 4))
    niches = NICHES[: draw(st.integers(1, len(NICHES)))]

    def per_brand(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=brands, max_size=brands))

    people = draw(st.sampled_from([3e4, 1e6, 1e7]))
    campaign = draw(st.integers(2, 5))
    parts = {part: draw(st.fixed_dictionaries(made)) for part, made in RANGES.items()}
    formats = draw(st.lists(st.integers(0, 5), min_size=len(FORMATS), max_size=len(FORMATS)).filter(any))
    return Scenario.from_dict(
        {
            **{name: part for name, part in parts.items() if name != "management"},
            "market": {
                # Most are small: an interpreted day of 300 people takes a good part of a second.
                "consumers": draw(mostly(st.integers(30, 60), st.integers(30, 300))),
                "people": people,
                "burn_in": draw(st.integers(0, 2)),
                "days": campaign + draw(st.integers(0, 1)),
                "census_days": draw(st.integers(1, 3)),
                "niches": niches,
                "related": ["coffee+books"] if len(niches) > 1 else [],
                "related_similarity": draw(share),
                "unrelated_similarity": draw(share),
            },
            "creators": {**parts["creators"], "number": draw(st.integers(3, 20))},
            "platform": {
                **parts["platform"],
                "format_share": [weight / sum(formats) for weight in formats],
                "format_engagement": draw(st.lists(st.floats(0, 10), min_size=len(FORMATS), max_size=len(FORMATS))),
            },
            "brands": {
                "names": [f"brand {b}" for b in range(brands)],
                "niches": per_brand(st.sampled_from(niches)),
                "price": per_brand(st.floats(1, 100)),
                "margin": per_brand(share),
                "quality": per_brand(share),
                "appeal": per_brand(st.floats(-5, 5)),
                "awareness": per_brand(share),
                "trust": per_brand(share),
                "loyal": [value / brands for value in per_brand(share)],
                "habit": draw(share),
                "budget": people * draw(mostly(st.just(0.1), st.floats(0, 0.3))),
                "campaign_days": campaign,
                "wage": draw(st.floats(0, 50)),
                "hours_per_creator": draw(st.floats(0, 5)),
                "control": draw(share),
                "management": parts["management"],
                "rivals": [draw(st.sampled_from(sorted(BUILT_IN)))],
                "rival_budget": people * draw(st.floats(0, 0.2)),
            },
            "measurement": {"touches": draw(st.sampled_from([0, 1, 3, 8]))},
        }
    )


RANGES = {
    "consumers": ranges(Consumers, {}),
    "creators": ranges(
        Creators,
        LIVELY["creators"],
        leave_out=("followers_mu", "followers_sigma", "followers_low", "followers_high"),
    ),
    "platform": ranges(Platform, LIVELY["platform"]),
    "management": ranges(Management, LIVELY["management"], leave_out=("platform_fee",)),
    **{
        name: ranges(part, LIVELY[name])
        for name, part in (("regulation", Regulation), ("conversation", Conversation), ("crises", Crises))
    },
}

targeted = st.builds(
    HyperTargeted,
    tier=st.sampled_from(TIERS),
    posts=st.integers(1, 10),
    creators=st.none() | st.integers(1, 5),
    label=st.booleans(),
)


class EveryChannel(Strategy):
    """Buys as many impressions per follow on every channel with half of the budget, talks with people, hires a few."""

    def __init__(self, rate: float) -> None:
        """Take impressions per follow and day."""
        self.rate = rate

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week."""
        impressions = self.rate * float(view.followers.sum()) * view.days_left
        buys = (AdvertBuy(impressions, view.unspent // 8, channel) for channel in CHANNELS)
        hours = min(view.unspent // 8 / max(view.wage, 1) / view.days_left * 7, 1e6) / 3
        talk = Community(hours, hours, hours, days=max(view.days_left - 1, 1))
        hired = offers(view, fill(view, np.argsort(view.quotes), view.unspent // 8, 4), label=False)
        return Plan(tuple(hired), tuple(buys), (talk,)) if view.week == 0 else Plan()


plans: st.SearchStrategy[Strategy] = (
    st.sampled_from(sorted(BUILT_IN)).map(named) | targeted | st.builds(EveryChannel, rate=st.floats(0.01, 0.5))
)
"""Any strategy that ships, one of them with any parameters; and advertisements on all channels at once."""


@pytest.fixture(scope="session")
def any_scenario() -> st.SearchStrategy[Scenario]:
    """Return where hypothesis draws scenarios from."""
    return scenarios()


@pytest.fixture(scope="session")
def any_strategy() -> st.SearchStrategy[Strategy]:
    """Return where hypothesis draws marketing strategies from."""
    return plans


@pytest.fixture(scope="session", autouse=True)
def one_world_unless_asked() -> Iterator[None]:
    """Spare comparisons the set of worlds that ships, twenty of them; what they add is tested with sets of a test's own."""
    from experiments.worlds import across

    real = across.run

    def run(job: Any, *rest: Any, **more: Any) -> Any:
        return None if job.settings.worlds.file == "plausible" else real(job, *rest, **more)

    with patch.object(across, "run", run):
        yield
