"""Full funnel: creators and broadcast to be known, paid social in between, search and retargeting near the purchase."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.hiring import Most, cost_of, fill, from_pool, goes_on, offers, room_for_creators
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.split import Split
from simulation.strategies.view import View


@scenario_part
class FullFunnel(Split):
    """Everything at once over the whole campaign: the usual plan of a brand that reads a dashboard."""

    creators: Most = None

    def plan(self, view: View) -> Plan:
        """Buy in the first week; retargeting gets what is left over. What cannot be shown is refunded.

        What creators decline goes to retargeting in the next weeks.
        """
        if not goes_on(view):
            return Plan()
        money, first = view.unspent, view.week == 0
        share = self.creators_share if first else 0.0
        room = room_for_creators(view, self.creators, self.lead)
        bought = fill(view, from_pool(view, self.tier, self.pool), int(money * share), self.posts, room)
        hired = offers(view, bought, self.label)
        shares = (self.broadcast_share, self.paid_social_share, self.search_share) if first else ()
        buys = [
            AdvertBuy.worth(int(money * share), cpm, channel)
            for (channel, cpm), share in zip(self.prices.items(), shares, strict=False)
        ]
        left = money - cost_of(view, hired) - sum(buy.cost for buy in buys)
        buys.append(AdvertBuy.worth(left, self.retargeting_cpm, "retargeting"))
        return Plan(offers=hired, adverts=tuple(buy for buy in buys if buy.cost > 0))
