"""No marketing: the world against which every effect is measured."""

from __future__ import annotations

from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class NoMarketing(Strategy):
    """Buys nothing."""

    def plan(self, view: View) -> Plan:
        """Return an empty plan."""
        return Plan()
