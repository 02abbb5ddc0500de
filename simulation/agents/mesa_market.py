"""The market as Mesa sees it: Mesa's clock, and agents for rows."""

from __future__ import annotations

import math
from typing import Any

import mesa
import numpy as np
from mesa.time import EventGenerator, Priority
from mesa.time import Schedule as MesaSchedule

from simulation.agents.brand import Brand
from simulation.agents.consumer import Consumer
from simulation.agents.creator import Creator
from simulation.errors import InputError, shown
from simulation.market_base import Market


class MesaMarket(mesa.Model, Market):
    """A market that is a Mesa model.

    Attributes:
        brands: The brands' agents, in the order of their rows.
        creator_agents: The creators' agents, in the order of their rows.
    """

    brands: list[Brand]
    creator_agents: list[Creator]
    _consumers: dict[int, Consumer]

    scenario = Market.scenario  # Mesa gives every model a scenario of its own kind, which is not used

    def make_agents(self) -> None:
        """Make the agents of brands and creators; of consumers only if the engine runs agents."""
        self._consumers = {}
        self.brands = [Brand(self, b) for b in range(self.brand_count)]
        self.creator_agents = [Creator(self, i) for i in range(len(self.creators.tier))]
        if self.engine.name == "agents":
            self.consumer_agents()

    def set_clock(self, day: int) -> None:
        """Set the day, and Mesa's own clock with it."""
        self.day = day
        self.steps = day
        self.time = float(day)
        stepping: EventGenerator = self._default_schedule
        stepping.stop()
        self._default_schedule: EventGenerator = EventGenerator(
            self, self._do_step, MesaSchedule(interval=1.0, start=day + 1.0), priority=Priority.HIGH
        ).start()

    def run_for(self, duration: float | int) -> None:
        """Live that many days; none of 0 days.

        Raises:
            InputError: It is no number of days.
        """
        given: object = duration
        if isinstance(given, bool) or not isinstance(given, int | float | np.number) or not 0 <= duration < math.inf:
            raise InputError(f"run_for: got {shown(duration)}, takes a number of days, 0 or more")
        if duration > 0:
            mesa.Model.run_for(self, duration)

    def consumer(self, row: int) -> Consumer:
        """Return the agent of one consumer; it is made, and joins ``model.agents``, when it is first asked for."""
        if not 0 <= row < len(self.consumers.niche):
            raise InputError(f"consumer: got {row}, takes 0 to {len(self.consumers.niche) - 1}")
        if row not in self._consumers:
            self._consumers[row] = Consumer(self, row)
        return self._consumers[row]

    def consumer_agents(self) -> mesa.agentset.AbstractAgentSet[Consumer]:
        """Make the agents of all consumers and return Mesa's set of them. For small markets: each takes about 1 kB."""
        for row in range(len(self.consumers.niche)):
            self.consumer(row)
        return self.agents_by_type[Consumer]

    def do_for_agents(self, kind: Any, name: str) -> None:
        """Let all agents of a kind do the method of that name, if there are any."""
        if kind in self.agents_by_type:
            self.agents_by_type[kind].do(name)

    def _release(self) -> None:
        """Close what Mesa's data sets have put on the agents' classes, which outlive the model."""
        self.data_registry.close()
        super()._release()
