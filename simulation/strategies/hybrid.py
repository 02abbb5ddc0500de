"""Hybrid: a share of the budget on small creators, the rest, or another share, on broadcast."""

from __future__ import annotations

from typing import Annotated

from simulation.errors import InputError
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.hiring import (
    LEAD,
    Label,
    Lead,
    Most,
    Pool,
    Posts,
    Tier,
    check_tier,
    cost_of,
    fill,
    from_pool,
    goes_on,
    hire,
    offers,
    room_for_creators,
)
from simulation.strategies.media import BroadcastCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class Hybrid(Strategy):
    """Creators as :class:`TopFit` chooses them, no more than can be briefed, and broadcast, side by side.

    With ``media`` given the two do not depend on each other: what creators leave over is kept.
    """

    share: Annotated[float, parameter("1", "Share of the budget for creators.", OURS, ge=0, le=1)] = 0.5
    media: Annotated[
        float | None,
        parameter("1", "Share of the budget for broadcast; null: all that creators leave over.", OURS, ge=0, le=1),
    ] = None
    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Posts = 8
    creators: Most = None
    lead: Lead = LEAD
    label: Label = False
    cpm: BroadcastCpm = 20.0

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist, and shares of more than there is.

        Raises:
            InputError: For either.
        """
        check_tier(self.tier)
        if self.media is not None and self.share + self.media > 1 + 1e-9:
            raise InputError(f"strategy.media: got {self.media:g} beside share={self.share:g}, takes at most the rest")

    def plan(self, view: View) -> Plan:
        """Hire and buy in the first week, and use in the next ones what creators did not take.

        Broadcast gets it, or with ``media`` given other creators do, as :class:`TopFit` asks them.
        """
        if not goes_on(view):
            return Plan()
        if self.media is not None:
            return self._apart(view, int(view.budget * self.media))
        share = self.share if view.week == 0 else 0.0
        room = room_for_creators(view, self.creators, self.lead)
        bought = fill(view, from_pool(view, self.tier, self.pool), int(view.unspent * share), self.posts, room)
        hired = offers(view, bought, self.label)
        left = view.unspent - cost_of(view, hired)
        return Plan(offers=hired, adverts=(AdvertBuy.worth(left, self.cpm),) if left > 0 else ())

    def _apart(self, view: View, media: int) -> Plan:
        """Return the plan of a week if neither share takes from the other, with cents for broadcast in the first."""
        first = view.week == 0
        reserve = view.budget - int(view.budget * self.share) - (0 if first else media)
        rows, money = from_pool(view, self.tier, self.pool), view.unspent - reserve
        hired = hire(view, rows, money, self.posts, self.creators, self.label, self.lead)
        return Plan(offers=hired, adverts=(AdvertBuy.worth(media, self.cpm),) if first and media > 0 else ())
