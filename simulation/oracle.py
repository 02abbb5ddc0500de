"""The oracle: what each channel of a plan will truly add, by living the days to come without it. No brand has one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from simulation.columns import PURCHASES, STUDIED, TESTABLE
from simulation.errors import InputError
from simulation.strategies.base import Plan
from simulation.strategies.parts import Replay

if TYPE_CHECKING:
    from simulation.model import MarketModel


class Oracle:
    """Twins of a market that is planning, lived ahead and thrown away. The market is left as it is."""

    def __init__(self, model: MarketModel, brand: int) -> None:
        """Take the market and the brand that asks."""
        self._model, self._brand = model, brand

    def added(self, plan: Plan, days: int) -> dict[str, float]:
        """Return the purchases, in people, that each channel of a plan adds on the next days: leave-one-out.

        The plan is carried out today and nothing is planned afterwards; then once more without each channel. All
        twins share every draw. Channels that the plan does not use add 0.

        Args:
            plan: Of today.
            days: How many, today included.

        Raises:
            InputError: Another brand than the studied one asks: there would be no end of oracles within oracles.
        """
        if self._brand != STUDIED:
            name = self._model.scenario.brands.names[self._brand]
            raise InputError(f"oracle: got brand {name}, takes the studied one")
        whole = self._sales(plan, days)
        return {
            channel: whole - self._sales(without, days) if without != plan else 0.0
            for channel, without in ((channel, leave_out(plan, channel)) for channel in TESTABLE)
        }

    def _sales(self, plan: Plan, days: int) -> float:
        model = self._model
        twin = model.fork(Replay({max(model.campaign_day, 0) // 7: plan}))
        twin.live_on_from_planning(days)
        return float(sum(int(counts[STUDIED, PURCHASES]) for counts in twin.log.brand[-days:])) * (
            model.people_per_consumer
        )


def leave_out(plan: Plan, channel: str) -> Plan:
    """Return a plan without a channel's advertisements, or, for ``creators``, without offers."""
    if channel == "creators":
        return dataclasses.replace(plan, offers=())
    return dataclasses.replace(plan, adverts=tuple(buy for buy in plan.adverts if buy.channel != channel))
