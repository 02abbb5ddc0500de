"""Twins: the same world, the same state, the same draws, and one decision changed from now on."""

from __future__ import annotations

import abc
import copy
from typing import Any

from simulation.counterfactual.changes import check_fork
from simulation.counterfactual.origin import Origin
from simulation.engine.schedule import Schedule
from simulation.market.planning import rehearse
from simulation.recording.log import RecordedMarket
from simulation.scenario import Scenario
from simulation.state.columns import STUDIED, copy_tables
from simulation.state.journal import cents
from simulation.strategies.named import named
from simulation.strategies.strategy import Strategy
from simulation.world.build import World


class Forkable(RecordedMarket):
    """A market that can be forked: it also knows where it comes from, and has a schedule and a clock to set."""

    origin: Origin
    schedule: Schedule

    @abc.abstractmethod
    def set_clock(self, day: int) -> None:
        """Set the day."""

    @abc.abstractmethod
    def consumer(self, row: int) -> Any:
        """Return the agent of one consumer."""


def fork[M: Forkable](
    market: M, strategy: str | Strategy | None, scenario: Scenario | None, rivals: list[Strategy] | None
) -> M:
    """Return a twin; see :meth:`simulation.model.MarketModel.fork`."""
    if isinstance(strategy, str):
        strategy = named(strategy)
    scenario = market.scenario if scenario is None else scenario
    changed = check_fork(market.scenario, scenario, market.campaign_day)
    if rivals is None and "brands.rivals" not in changed:
        rivals = copy.deepcopy(market.strategies[1:])
    world = World(copy_tables(market.tables), market.people_per_consumer, market.graph_hash, market.notes)
    kind: Any = type(market)
    twin: M = kind(
        scenario,
        copy.deepcopy(market.strategy) if strategy is None else strategy,
        market.seed,
        market.engine.name,
        market.engine.threads,
        world,
        rivals,
        rehearsed=False,
    )
    twin.schedule = Schedule([copy.copy(phase) for phase in market.schedule])
    twin.set_clock(market.day)
    twin.origin = market.origin.going_on(market.day, twin.scenario, twin.strategies)
    twin.journal, twin.history, twin.log = market.journal.copy(), market.history.copy(), market.log.copy()
    for b, budget in enumerate([scenario.brands.budget] + [scenario.brands.rival_budget] * (market.brand_count - 1)):
        name = "brands.budget" if b == STUDIED else "brands.rival_budget"
        if name in changed:
            twin.journal.set_budget(b, cents(budget), f"fork: {name}")
    for column in ("price", "quality", "appeal"):
        if f"brands.{column}" in changed:
            getattr(twin.tables.brands, column)[:] = scenario.per_brand(column)
    twin.flights, twin.shifts = market.flights.copy(), market.shifts.copy()
    for counts, copied in zip(market.tally, twin.tally, strict=True):
        copied[:] = counts
    with twin.closed_on_error():
        rehearse(twin)
    return twin
