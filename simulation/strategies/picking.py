"""Picking: creators chosen anew every quarter by one public figure."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from simulation.errors import not_one_of
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.state.columns import Ints
from simulation.strategies.hiring import (
    LEAD,
    Label,
    Lead,
    Pool,
    Posts,
    Tier,
    check_tier,
    fill,
    from_pool,
    offers,
    room_in_round,
)
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

FIGURES = ("followers", "rate", "fit")


@scenario_part
class Picking(Strategy):
    """Fills an equal part of the budget in each round with the creators of a tier who are best by one public figure.

    ``followers`` and ``rate`` (engagements per impression) count what was bought; ``fit`` cannot be bought. No round
    hires more creators than its managers can brief in time; what they cannot use stays unspent.
    """

    by: Annotated[str, parameter("", "The figure: followers, rate or fit.", OURS)] = "rate"
    rounds: Annotated[int, parameter("rounds", "How often creators are chosen.", OURS, ge=1, le=52)] = 4
    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Posts = 8
    lead: Lead = LEAD
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        check_tier(self.tier)
        if self.by not in FIGURES:
            raise not_one_of("strategy.by", self.by, FIGURES)

    def plan(self, view: View) -> Plan:
        """Choose in the first week of each round; the last round gets the days and the money that are left."""
        length = max(1, view.campaign_days // 7 // self.rounds)
        number = view.week // length
        if view.week % length or number >= self.rounds:
            return Plan()
        last = number == self.rounds - 1
        days = view.days_left if last else min(7 * length, view.days_left)
        money = view.unspent // (self.rounds - number)
        bought = fill(view, self._ranked(view), money, self.posts, room_in_round(view, self.lead, days), days)
        return Plan(offers=offers(view, bought, self.label, days))

    def _ranked(self, view: View) -> Ints:
        """Return the tier's rows, the best by the figure first; ties in the order of fit and price."""
        rows = from_pool(view, self.tier, self.pool)
        if self.by == "fit":
            return rows
        figure = view.followers if self.by == "followers" else view.engagement
        return rows[np.argsort(-figure[rows], kind="stable")]
