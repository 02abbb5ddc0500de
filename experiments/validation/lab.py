"""The laboratory of the scorecard: worlds of one seed, lived once and shared by the experiments that need them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from simulation.closable import Closable
from simulation.model import MarketModel
from simulation.recording.expected_sales import expected_sales
from simulation.scenario import Scenario
from simulation.state.columns import STUDIED, Float64s
from simulation.strategies.named import named
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

SHOCK = 0.1
"""How much more there is of what an elasticity is measured of."""


class Life(NamedTuple):
    """A world that was lived: the model at the end, and its daily series for the studied brand."""

    model: MarketModel
    sales: Float64s  # [days]: purchases to expect of people as they are that evening, in people
    engaged: Float64s  # [days]: reactions to the brand's sponsored posts, in people
    attitude: Float64s  # [days]: mean attitude of those who knew the brand at the start


class Lab(Closable):
    """Worlds of one scenario and seed. Burned-in worlds are kept, and handed out as forks.

    Closed, it closes all that it handed out.

    Attributes:
        scenario: The scenario that is scored.
        seed: The worlds' seed.
    """

    kind = "laboratory"

    def __init__(self, scenario: Scenario, seed: int) -> None:
        """Begin with no world."""
        self.scenario, self.seed = scenario, seed
        self._ready: dict[str, MarketModel] = {}
        self._lives: dict[str, Life] = {}
        self._forks: weakref.WeakSet[MarketModel] = weakref.WeakSet()

    def _release(self) -> None:
        for model in (*self._ready.values(), *self._forks):
            model.close()

    @property
    def campaign(self) -> int:
        """Days of the campaign."""
        return min(self.scenario.brands.campaign_days, self.scenario.market.days)

    def ready(self, values: Mapping[str, Any] | None = None) -> MarketModel:
        """Return a world without marketing at the end of its burn-in; ``values``: parameters that differ."""
        key = repr(sorted((values or {}).items()))
        if key not in self._ready:
            scenario = self.scenario.with_values(values) if values else self.scenario
            model = MarketModel(scenario, named("none"), self.seed, threads=1)  # processes run side by side
            model.run_burn_in()
            self._ready[key] = model
        return self._ready[key]

    def fork(self, strategy: str | Strategy, now: Mapping[str, Any] | None = None, **world: Any) -> MarketModel:
        """Return a fork of a ready world; ``now``: parameters that change with it, ``world``: keyword ``values``."""
        ready = self.ready(world.get("values"))
        model = ready.fork(strategy, ready.scenario.with_values(now) if now else None)
        self._forks.add(model)
        return model

    def live(
        self,
        strategy: str | Strategy,
        days: int | None = None,
        now: Mapping[str, Any] | None = None,
        values: Mapping[str, Any] | None = None,
        each_day: Callable[[MarketModel], None] | None = None,
    ) -> Life:
        """Live a fork for so many days (default: the measured ones) and return it; equal lives are lived once.

        Args:
            strategy: The studied brand's.
            days: How many.
            now: Parameters that change on the campaign's first day.
            values: Parameters of the world before it.
            each_day: Called after each day; such a life is not kept.
        """
        days = days or self.scenario.market.days
        key = repr((strategy, days, sorted((now or {}).items()), sorted((values or {}).items())))
        if each_day is None and key in self._lives:
            return self._lives[key]
        model = self.fork(strategy, now, values=values)
        life = lived(model, days, each_day)
        if each_day is None:
            self._lives[key] = life
        return life


def lived(model: MarketModel, days: int, each_day: Callable[[MarketModel], None] | None = None) -> Life:
    """Let a model live so many days and return its series."""
    from simulation.state.columns import COMMENTS, LIKES, MESSAGES, SAVES, SHARES

    people = model.people_per_consumer
    sales, engaged, attitude = np.zeros(days), np.zeros(days), np.zeros(days)
    for day in range(days):
        model.step()
        consumers = model.consumers
        sales[day] = expected_sales(model)[STUDIED]
        counts = model.tally.brand[STUDIED]
        engaged[day] = people * float(counts[[LIKES, COMMENTS, SHARES, MESSAGES, SAVES]].sum())
        knew = consumers.knew[:, STUDIED] != 0
        attitude[day] = float(consumers.attitude[knew, STUDIED].mean()) if knew.any() else 0.0
        if each_day is not None:
            each_day(model)
    return Life(model, sales, engaged, attitude)


def slope(x: Any, y: Any) -> float:
    """Return the slope of the least-squares line, NaN with fewer than three points that are finite."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    good = np.isfinite(x) & np.isfinite(y)
    return float(np.polyfit(x[good], y[good], 1)[0]) if good.sum() >= 3 else float("nan")


def ratio(a: float, b: float) -> float:
    """Return a / b, NaN if there is nothing below the line."""
    return float(a) / float(b) if b else float("nan")


class Roster(Strategy):
    """Hires these creators for so many posts each in the first week, at their quotes; for experiments on creators."""

    def __init__(self, rows: tuple[int, ...], posts: int, label: bool = False) -> None:
        """Take rows of creators."""
        self.rows, self.posts, self.label = rows, posts, label

    def __repr__(self) -> str:
        """Tell two rosters apart, so that equal lives are lived once."""
        return f"Roster({self.rows}, {self.posts}, {self.label})"

    def plan(self, view: View) -> Plan:
        """Offer once."""
        if view.week > 0:
            return Plan()
        room = np.full(len(view.quotes), view.most_posts)
        posts = {i: min(self.posts, int(room[i])) for i in self.rows}
        return Plan(tuple(Offer(i, n, int(view.quotes[i]), label=self.label) for i, n in posts.items() if n > 0))


FREE_HAND = {"brands.budget": 1e9, "brands.management.capacity": None, "creators.dealing.enabled": False}
"""Money and managers' time for any experiment, and creators who take any offer: what is measured is what posts do."""


def sample(model: MarketModel, tier: int, number: int) -> tuple[int, ...]:
    """Return so many creators of a tier with followers, spread evenly over their rows: niches fall as they fall."""
    rows = np.flatnonzero((model.creators.tier == tier) & (model.creators.audience > 0))
    picked = rows[np.linspace(0, len(rows) - 1, min(number, len(rows))).astype(np.int64)] if len(rows) else rows
    return tuple(dict.fromkeys(picked.tolist()))
