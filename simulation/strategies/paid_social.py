"""Paid social: advertisements in the feed, bought for people of the brand's niche."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.media import PaidSocialCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class PaidSocial(Strategy):
    """Spends the whole budget on a segment that is only as good as its data (``platform.segment_accuracy``)."""

    cpm: PaidSocialCpm = 8.5

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week; what is bought is spread over the campaign."""
        if view.week > 0 or view.unspent == 0:
            return Plan()
        return Plan(adverts=(AdvertBuy.worth(view.unspent, self.cpm, "paid_social"),))
