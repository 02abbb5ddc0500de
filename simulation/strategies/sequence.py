"""Two halves: small creators in one half of the campaign, a big one, or as few as it takes, in the other."""

from __future__ import annotations

from typing import ClassVar

from simulation.scenario.parameter import scenario_part
from simulation.strategies.hiring import (
    LEAD,
    BigTier,
    Label,
    Lead,
    Posts,
    Tier,
    check_tier,
    cost_of,
    fill,
    fill_few,
    of_largest_tier,
    of_tier,
    offers,
    room_in_round,
)
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class Sequence(Strategy):
    """Half of the budget in each half of the campaign; the second half also gets what the first left over.

    Each half hires no more creators than its managers can brief in time; what they cannot use stays unspent.
    """

    small_first: ClassVar[bool] = True

    tier: Tier = "micro"
    posts: Posts = 8
    big: BigTier = "macro"
    lead: Lead = LEAD
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse tiers that do not exist."""
        check_tier(self.tier)
        check_tier(self.big, "strategy.big")

    def plan(self, view: View) -> Plan:
        """Hire twice: in the first week, and in the week in which the second half begins.

        A campaign of one week has one plan only: both halves then run side by side.
        """
        weeks = -(-view.campaign_days // 7)
        turn = weeks // 2
        if weeks == 1:
            first = self._hire(view, self.small_first, view.unspent // 2)
            left = view.unspent - cost_of(view, first)
            return Plan(offers=first + self._hire(view, not self.small_first, left, taken=first))
        if view.week == 0:
            return Plan(offers=self._hire(view, self.small_first, view.unspent // 2, days=7 * turn))
        if view.week == turn:
            return Plan(offers=self._hire(view, not self.small_first, view.unspent))
        return Plan()

    def _hire(
        self, view: View, small: bool, budget: int, days: int | None = None, taken: tuple[Offer, ...] = ()
    ) -> tuple[Offer, ...]:
        """Return the offers of one half: creators who have none yet in this plan."""
        rows = of_tier(view, self.tier) if small else of_largest_tier(view, self.big)
        known = {offer.creator for offer in taken}
        free = [int(i) for i in rows if int(i) not in known]
        room = room_in_round(view, self.lead, view.days_left if days is None else days)
        room = None if room is None else max(room - len(taken), 0)
        bought = fill(view, free, budget, self.posts, room, days) if small else fill_few(view, free, budget, days, room)
        return offers(view, bought, self.label, days)
