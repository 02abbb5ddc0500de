"""Broadcast: advertisements to everybody alike, as on television."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.media import BroadcastCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class Broadcast(Strategy):
    """Spends the whole budget on impressions at one price."""

    cpm: BroadcastCpm = 20.0

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week; what is bought is spread over the campaign."""
        if view.week > 0 or view.unspent == 0:
            return Plan()
        return Plan(adverts=(AdvertBuy.worth(view.unspent, self.cpm),))
