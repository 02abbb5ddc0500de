"""Broadcast: advertisements to everybody alike, as on television."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import parameter, scenario_part
from simulation.strategies.base import AdvertBuy, Plan, Strategy, View


@scenario_part
class Broadcast(Strategy):
    """Spends the whole budget on impressions at one price."""

    cpm: Annotated[
        float,
        parameter(
            "USD per 1,000 impressions",
            "Price of impressions on everybody alike.",
            "facts.md prices: television 15 to 35",
            gt=0,
        ),
    ] = 20.0

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week; what is bought is spread over the campaign."""
        if view.week > 0 or view.unspent == 0:
            return Plan()
        return Plan(adverts=(AdvertBuy(impressions=view.unspent / 100 / self.cpm * 1_000, cost=view.unspent),))
