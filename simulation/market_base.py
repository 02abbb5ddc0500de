"""What every part of the model may use of a market in the middle of its life.

Rooms below :mod:`simulation.model` take a :class:`Market`, never the model itself. So imports run one way, and the log,
which only the experimenter reads, is not even there to be read.
"""

from __future__ import annotations

import abc
from typing import Any, Protocol, Self

import numpy as np

from simulation.closable import Closable
from simulation.engine.engine import Engine
from simulation.scenario import Scenario
from simulation.scenario.coefficients import Rules
from simulation.state.columns import STUDIED, Consumers, Creators, Ints, Now, Tables, Tally
from simulation.state.commitments import Flights, Shifts
from simulation.state.history import History
from simulation.state.journal import Journal, Ledger
from simulation.world.build import quotes_of


class Planner(Protocol):
    """A strategy, as far as the market knows it."""

    @property
    def name(self) -> str:
        """The name in messages."""

    def plan(self, view: Any) -> Any:
        """Return what to buy this week."""


class Market(Closable, abc.ABC):
    """A market that lives day by day.

    Attributes:
        seed: The run's key; equal seeds and scenarios give equal bits.
        key: The same, as draws take it.
        day: Days lived so far, the burn-in included.
        tables: All columns.
        tally: Today's counts.
        rules: The parameters that behaviours read.
        engine: What runs behaviours over rows.
        people_per_consumer: How many people a simulated consumer stands for.
        graph_hash: sha256 of the social graph.
        notes: What building the world has to say, such as how a graph was read.
        strategies: Every brand's strategy, the studied brand's first.
        flights: Advertising that runs or is yet to run.
        shifts: Hours of conversation that run or are yet to run.
        journal: All money.
        history: Daily counts by brand, offers, events.
    """

    seed: int
    key: np.uint64
    day: int
    tables: Tables
    tally: Tally
    rules: Rules
    engine: Engine
    people_per_consumer: float
    graph_hash: str
    notes: tuple[str, ...]
    strategies: list[Any]
    flights: Flights
    shifts: Shifts
    journal: Journal
    history: History
    _market: Scenario

    @property
    def scenario(self) -> Scenario:
        """All parameters of this market. Mesa gives every model a scenario of its own kind, which is not used."""
        return self._market

    @scenario.setter
    def scenario(self, value: Any) -> None:
        self._mesa_scenario = value

    @property
    def campaign_day(self) -> int:
        """Day counted from the campaign's first one; negative in the burn-in."""
        return self.day - self.scenario.market.burn_in

    @property
    def day_context(self) -> tuple[Now, Tables, Rules, Tally]:
        """What a behaviour reads and writes today."""
        return Now(self.key, self.day), self.tables, self.rules, self.tally

    @property
    def brand_names(self) -> list[str]:
        """The brands' names, the studied one's first."""
        return self.scenario.brands.names

    @property
    def brand_count(self) -> int:
        """How many brands there are."""
        return len(self.brand_names)

    @property
    def consumers(self) -> Consumers:
        """The consumers' columns."""
        return self.tables.consumers

    @property
    def creators(self) -> Creators:
        """The creators' columns."""
        return self.tables.creators

    @property
    def quotes(self) -> Ints:
        """Cents that each creator asks for a sponsored post today, int64[I]."""
        return quotes_of(self.creators)

    @property
    def strategy(self) -> Any:
        """The studied brand's strategy."""
        return self.strategies[STUDIED]

    @strategy.setter
    def strategy(self, value: Any) -> None:
        self.strategies[STUDIED] = value

    @property
    def ledger(self) -> Ledger:
        """The studied brand's money so far."""
        return self.journal.ledger(STUDIED)

    def _release(self) -> None:
        """Let the engine's threads go."""
        self.engine.close()

    @abc.abstractmethod
    def view(self, brand: int = 0) -> Any:
        """Return what a brand's strategy sees today."""

    @abc.abstractmethod
    def fork(self, strategy: Any = None, scenario: Scenario | None = None, rivals: list[Any] | None = None) -> Self:
        """Return a twin: same world, same state, same draws, and one decision changed from now on."""

    @abc.abstractmethod
    def live_on_from_planning(self, days: int) -> None:
        """Live the rest of a day, from its plans on, and further days."""

    @abc.abstractmethod
    def run_for(self, duration: float | int) -> None:
        """Live that many days."""

    @abc.abstractmethod
    def step(self) -> None:
        """Live one day."""
