"""Full funnel: creators and broadcast to be known, paid social in between, search and retargeting near the purchase."""

from __future__ import annotations

from typing import Annotated

from simulation.errors import InputError
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.base import AdvertBuy, Plan, Strategy, View
from simulation.strategies.choosing import Label, Most, Posts, Tier, check_tier, cost_of, fill, of_tier, offers
from simulation.strategies.media import BroadcastCpm, PaidSocialCpm, RetargetingCpm, SearchCpm

Share = Annotated[float, parameter("1", "Share of the budget.", OURS, ge=0, le=1)]


@scenario_part
class FullFunnel(Strategy):
    """Everything at once over the whole campaign: the usual plan of a brand that reads a dashboard."""

    creators_share: Share = 0.4
    broadcast_share: Share = 0.2
    paid_social_share: Share = 0.2
    search_share: Share = 0.1
    tier: Tier = "micro"
    posts: Posts = 8
    creators: Most = None
    label: Label = False
    broadcast_cpm: BroadcastCpm = 20.0
    paid_social_cpm: PaidSocialCpm = 8.5
    search_cpm: SearchCpm = 40.0
    retargeting_cpm: RetargetingCpm = 15.0

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist, and shares of more than everything."""
        check_tier(self.tier)
        total = self.creators_share + self.broadcast_share + self.paid_social_share + self.search_share
        if total > 1 + 1e-9:
            raise InputError(f"strategy.creators_share and the other shares: got a sum of {total:g}, takes at most 1")

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week; retargeting gets what is left over. What cannot be shown is refunded."""
        if view.week > 0:
            return Plan()
        money = view.unspent
        bought = fill(view, of_tier(view, self.tier), int(money * self.creators_share), self.posts, self.creators)
        made = offers(view, bought, self.label)
        buys = [
            AdvertBuy.worth(int(money * share), cpm, channel)
            for channel, share, cpm in (
                ("broadcast", self.broadcast_share, self.broadcast_cpm),
                ("paid_social", self.paid_social_share, self.paid_social_cpm),
                ("search", self.search_share, self.search_cpm),
            )
        ]
        left = money - cost_of(view, made) - sum(buy.cost for buy in buys)
        buys.append(AdvertBuy.worth(left, self.retargeting_cpm, "retargeting"))
        return Plan(offers=made, adverts=tuple(buy for buy in buys if buy.cost > 0))
