"""Hybrid: a share of the budget on small creators, the rest on broadcast."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.base import AdvertBuy, Plan, Strategy, View
from simulation.strategies.choosing import Label, Most, Posts, Tier, check_tier, cost_of, fill, goes_on, of_tier, offers
from simulation.strategies.media import BroadcastCpm


@scenario_part
class Hybrid(Strategy):
    """Creators as :class:`HyperTargeted` chooses them, and broadcast, side by side over the whole campaign."""

    share: Annotated[float, parameter("1", "Share of the budget for creators.", OURS, ge=0, le=1)] = 0.5
    tier: Tier = "micro"
    posts: Posts = 8
    creators: Most = None
    label: Label = False
    cpm: BroadcastCpm = 20.0

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        check_tier(self.tier)

    def plan(self, view: View) -> Plan:
        """Choose in the first week; broadcast gets all that the creators leave over, then and in the next weeks."""
        if not goes_on(view):
            return Plan()
        share = self.share if view.week == 0 else 0.0
        bought = fill(view, of_tier(view, self.tier), int(view.unspent * share), self.posts, self.creators)
        made = offers(view, bought, self.label)
        left = view.unspent - cost_of(view, made)
        return Plan(offers=made, adverts=(AdvertBuy.worth(left, self.cpm),) if left > 0 else ())
