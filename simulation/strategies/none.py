"""No marketing: the world against which every effect is measured."""

from __future__ import annotations

from simulation.strategies.base import Plan, Strategy, View


class NoMarketing(Strategy):
    """Buys nothing."""

    def plan(self, view: View) -> Plan:
        """Return an empty plan."""
        return Plan()
