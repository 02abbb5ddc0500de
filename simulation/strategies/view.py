"""What a strategy sees: public figures and the brand's own records."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.brand_view.records import Records
from simulation.strategies.audiences import Audiences
from simulation.strategies.plan import Plan

MANY = 2.0**31
"""More creators than any market has: what hours next to nothing allow is cut there."""


class HiringCost(NamedTuple):
    """What one creator costs, in cents."""

    fees: int
    commission: int  # the agency's
    managers: int  # hours of the brand's own managers

    @property
    def total(self) -> int:
        """All of it."""
        return self.fees + self.commission + self.managers


@dataclasses.dataclass(frozen=True)
class View:
    """All that a strategy sees: public figures and the brand's own records. No trust, no traits, no truth.

    But for ``oracle``, which no brand has: a strategy that asks it is a yardstick, and says so. What is a question is
    asked while planning, and leads nowhere (:mod:`simulation.brand_view.question`, which says what that is worth).

    Attributes:
        brand: The brand's row.
        week: Week of the campaign, from 0.
        days_left: Days until the campaign ends.
        unspent: Cents left of the budget.
        budget: Cents of the whole budget.
        followers: float64[I], public follower counts, in people; nobody can tell which of them were bought.
        engagement: float64[I], public engagements per impression lately, those that were bought included.
        tier: uint8[I], index into ``simulation.state.columns.TIERS``.
        fit: float32[I], how well each creator's content fits the brand, as anyone can see.
        quotes: int64[I], cents that a creator asks per sponsored post.
        impressions: float64[I], impressions that a post of each creator usually has, in people.
        management: Cents of managers' time that one creator takes in a campaign.
        commission: What an agency takes of every fee, as a share.
        setup: Cents that a platform costs, due with the first offer; 0 once it is paid.
        capacity: Hours a week that the brand's managers have; ``math.inf``: as many as are needed, or an agency's.
        hours_per_creator: Hours that one creator takes in a campaign.
        briefing: Share of these that the briefing takes, before the first post.
        wage: Cents of an hour of a manager, or of somebody who talks with people.
        offered: Creators who have had an offer in this campaign, whatever they said.
        most_posts: Sponsored posts that one creator can publish until the campaign ends.
        sales: int64[days], the brand's own purchases per day so far, in people.
        spent: int64[weeks so far, channels + 2], cents that the brand paid in each week of the campaign: by channel,
            for creators (last but one), for conversation and a platform (last); refunds are deducted when they come.
        asked: int64[days], people who asked the brand something under its posts, per day so far; people who wait for an
            answer already are not counted again.
        delivered: int64[channels], the brand's own advertisements shown on the last seven days, in people, in the order
            of ``simulation.state.columns.CHANNELS``.
        audiences: Reports on who follows whom in public, made when they are asked for.
        ask_creators: Makes :attr:`available`, when it is first asked for.
        records: What the brand's sensors and its own cells say; worked out when it is asked for, so ask while planning.
        oracle: ``oracle(plan, days)``: the purchases, in people, that each channel of a plan would add on the next
            days (:func:`simulation.counterfactual.look_ahead.added`). **No brand could know it**; for yardsticks that
            others are held against.
        hired: Creators who have taken an offer in this campaign.
        roster: int64[n], the rows of the creators whom the brand knows by name; see ``creators.roster``.
        handles: Their handles, in the order of :attr:`roster`.
    """

    brand: int
    week: int
    days_left: int
    unspent: int
    budget: int
    followers: NDArray[np.float64]
    engagement: NDArray[np.float64]
    tier: NDArray[np.uint8]
    fit: NDArray[np.float32]
    quotes: NDArray[np.int64]
    impressions: NDArray[np.float64]
    management: int
    commission: float
    setup: int
    capacity: float
    hours_per_creator: float
    briefing: float
    wage: int
    offered: frozenset[int]
    most_posts: int
    sales: NDArray[np.int64]
    spent: NDArray[np.int64]
    asked: NDArray[np.int64]
    delivered: NDArray[np.int64]
    audiences: Audiences
    ask_creators: Callable[[], NDArray[np.int64]]
    records: Records
    oracle: Callable[[Plan, int], dict[str, float]]
    hired: frozenset[int] = frozenset()
    roster: NDArray[np.int64] = dataclasses.field(default_factory=lambda: np.zeros(0, np.int64))
    handles: tuple[str, ...] = ()

    def can_brief(self, weeks: float, days: int | None = None) -> int | None:
        """Return how many creators the managers can brief in so many weeks while they look after them; ``None``: any.

        Each takes ``briefing`` of its hours in those weeks, and the rest evenly over its contract.

        Args:
            weeks: Weeks in which all are briefed; at most the length of the contracts.
            days: Length of the contracts; ``None``: the whole campaign.
        """
        if self.capacity == math.inf or self.hours_per_creator <= 0:
            return None
        length = (self.campaign_days if days is None else days) / 7
        a_week = self.briefing / min(weeks, length) + (1 - self.briefing) / length
        return int(min(self.capacity / (self.hours_per_creator * a_week), MANY))

    @functools.cached_property
    def available(self) -> NDArray[np.int64]:
        """Posts that each creator says it would take at its quote until the campaign ends, int64[I].

        With the brand's usual brief; 0 where it would take none.
        """
        return self.ask_creators()

    @property
    def campaign_days(self) -> int:
        """Length of the whole campaign: plans are made on the first day of a week."""
        return 7 * self.week + self.days_left

    def hiring_cost(self, posts: int, fee: int) -> HiringCost:
        """Return what one creator costs: fees, the agency's commission on them, and managers' time."""
        fees = posts * fee
        return HiringCost(int(fees), round(self.commission * posts * fee), self.management)

    def hiring(self, posts: int, fee: int) -> int:
        """Return what one creator costs in all, in cents."""
        return self.hiring_cost(posts, fee).total

    def hiring_costs(self, posts: ArrayLike, fees: ArrayLike) -> NDArray[np.int64]:
        """Return :meth:`hiring` of many at once, in cents; numbers of posts and fees broadcast."""
        posts, fees = np.asarray(posts, np.int64), np.asarray(fees, np.int64)
        commission = np.rint(self.commission * posts * fees).astype(np.int64)  # to even, as `round` does
        costs: NDArray[np.int64] = posts * fees + commission + self.management
        return costs

    def affordable_posts(self, left: int, fee: int) -> int:
        """Return how many posts of one creator an amount pays for, at least 0: :meth:`hiring_cost` the other way."""
        return max(0, int((left - self.management) / (fee * (1 + self.commission))))
