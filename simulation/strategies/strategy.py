"""The plug for strategies: what a brand can know goes in, what it wants to buy comes out."""

from __future__ import annotations

import abc

from simulation.strategies.plan import Plan
from simulation.strategies.view import View


class Strategy(abc.ABC):
    """A marketing strategy. Subclass it, and name the class in a config: ``_target_: my_module.MyStrategy``."""

    @property
    def name(self) -> str:
        """The name in messages."""
        return type(self).__name__

    @abc.abstractmethod
    def plan(self, view: View) -> Plan:
        """Return what to buy this week; called once a week while the campaign lasts.

        What is no :class:`Plan`, or fails, ends the run with the class, its file and the line.
        """
