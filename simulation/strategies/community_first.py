"""Community first: hours of talking with people before media, beside small creators whose posts ask for answers."""

from __future__ import annotations

import dataclasses
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
    from_pool,
    goes_on,
    hire,
)
from simulation.strategies.plan import Community, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

Share = Annotated[float, parameter("1", "Share of the hours for this.", OURS, ge=0, le=1)]


@scenario_part
class CommunityFirst(Strategy):
    """Half of the budget for hours of conversation, half for small creators with interactive posts."""

    talk: Annotated[
        float, parameter("1", "Share of the budget for replies, sessions and personal advice.", OURS, ge=0, le=1)
    ] = 0.5
    replies: Share = 0.4
    sessions: Share = 0.2
    interactive: Annotated[float, parameter("1", "Share of posts that ask for answers.", OURS, ge=0, le=1)] = 0.5
    automation: Annotated[
        float | None,
        parameter(
            "1", "Share of the answers that a machine writes; null: as conversation.automation.", OURS, ge=0, le=1
        ),
    ] = None
    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Posts = 8
    creators: Most = None
    lead: Lead = LEAD
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist, and shares of more than everything."""
        check_tier(self.tier)
        if self.replies + self.sessions > 1 + 1e-9:
            raise InputError(
                f"strategy.replies: got a sum of {self.replies + self.sessions:g} with strategy.sessions, takes at"
                " most 1 (advice gets the rest)"
            )

    def plan(self, view: View) -> Plan:
        """Hire people who talk for the whole campaign, then creators for what is left; later only creators."""
        if not goes_on(view):
            return Plan()
        shift = self._shift(view) if view.week == 0 and view.wage > 0 else None
        left = view.unspent - (shift.cost(view.wage, view.days_left) if shift else 0)
        asked = hire(
            view, from_pool(view, self.tier, self.pool), left, self.posts, self.creators, self.label, self.lead
        )
        hired = tuple(dataclasses.replace(offer, interactive=self.interactive) for offer in asked)
        return Plan(offers=hired, community=(shift,) if shift else ())

    def _shift(self, view: View) -> Community | None:
        """Return as many hours a week as the money pays for, in whole quarters of an hour: nothing is overspent."""
        hours = int(view.unspent * self.talk / view.wage / view.days_left * 7 * 4) / 4
        replies, sessions = int(hours * self.replies * 4) / 4, int(hours * self.sessions * 4) / 4
        if hours <= 0:
            return None
        return Community(replies, sessions, hours - replies - sessions, self.automation)
