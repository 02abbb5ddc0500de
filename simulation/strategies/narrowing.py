"""Narrowing: a share of the impressions for people of the brand's niche, the rest for everybody."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.media import BroadcastCpm, PaidSocialCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class Narrowing(Strategy):
    """Splits the budget between advertisements for a segment and advertisements for everybody, both in one campaign.

    ``platform.segment_accuracy`` is the share of the segment's impressions that reach people who are in it. An
    impression on everybody does more and costs more, both by about the same factor (``consumers.persuasion.feed``):
    what is compared is whom the money reaches.
    """

    narrow: Annotated[float, parameter("1", "Share of the budget for the segment.", OURS, ge=0, le=1)] = 0.5
    cpm: PaidSocialCpm = 8.5
    broad_cpm: BroadcastCpm = 20.0

    def plan(self, view: View) -> Plan:
        """Buy both in the first week; what finds too few people is refunded and stays unspent."""
        if view.week > 0 or view.unspent == 0:
            return Plan()
        narrow = int(view.unspent * self.narrow)
        buys = (
            AdvertBuy.worth(narrow, self.cpm, "paid_social"),
            AdvertBuy.worth(view.unspent - narrow, self.broad_cpm),
        )
        return Plan(adverts=tuple(buy for buy in buys if buy.cost > 0))
