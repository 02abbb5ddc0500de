"""Ramp: more and more sponsored posts by everybody, then fewer and fewer again."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.hiring import LEAD, Lead, room_in_round
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

PERIOD = 4
"""Weeks between two offers."""


@scenario_part
class Ramp(Strategy):
    """Buys posts of all creators alike, their number rising from none to a peak and falling again at the same pace.

    A forcing, not a plan that anybody would follow: it shows whether trust comes back the way it went. For posts of
    everybody it takes managers without a limit (``brands.management.capacity=null``); otherwise the first creators that
    they can brief are asked, in the order of the rows, which says nothing about them.
    """

    weeks: Annotated[
        int, parameter("weeks", "From the first post to the last; the peak is half-way.", OURS, ge=16, le=520)
    ] = 104
    peak: Annotated[int, parameter("posts", "Posts of each creator in four weeks, at the peak.", OURS, ge=1, le=80)] = (
        24
    )
    hold: Annotated[
        int,
        parameter("weeks", "Plateaus on top, half-way up, at the peak and half-way down.", OURS, ge=0, le=520),
    ] = 0
    generosity: Annotated[
        float, parameter("1", "What is paid, as a multiple of what a creator asks.", OURS, ge=1, le=100)
    ] = 2.0
    lead: Lead = LEAD

    def plan(self, view: View) -> Plan:
        """Offer every four weeks, each creator as many posts as the ramp has reached, until the money is gone."""
        if view.week % PERIOD or view.week >= self.weeks + 3 * self.hold:
            return Plan()
        middle = self._moved(view.week + PERIOD / 2) / self.weeks
        posts = round(self.peak * min(2 * middle, 2 - 2 * middle))
        days = min(7 * PERIOD, view.days_left)
        posts = min(posts, view.most_posts * days // view.days_left)
        if posts < 1:
            return Plan()
        room = room_in_round(view, self.lead, days)
        offers, left = list[Offer](), view.unspent - view.setup
        for i, quote in enumerate(view.quotes.tolist()):
            fee = int(self.generosity * quote)
            cost = view.hiring(posts, fee)
            if cost <= left and (room is None or len(offers) < room):
                offers.append(Offer(creator=i, posts=posts, fee=fee, days=days))
                left -= cost
        return Plan(offers=tuple(offers))

    def _moved(self, week: float) -> float:
        """Return how many weeks the number of posts has been on the move: the time without the plateaus."""
        for stop in (self.weeks / 4, self.weeks / 2, self.weeks * 3 / 4):
            if week <= stop:
                return week
            week = max(stop, week - self.hold)
        return week
