"""Overlap-aware: small creators whose audiences overlap little, by what audience reports tell."""

from __future__ import annotations

import numpy as np

from simulation.scenario.parameter import scenario_part
from simulation.strategies.hiring import (
    LEAD,
    Lead,
    begin_posts,
    fill,
    from_pool,
    goes_on,
    not_yet,
    offers,
    room_for_creators,
    room_for_posts,
)
from simulation.strategies.plan import Plan
from simulation.strategies.top_fit import TopFit
from simulation.strategies.view import View


@scenario_part
class OverlapAware(TopFit):
    """Top fit within its managers' hours, but for expected unique attention.

    Greedy on ``sum_c v_c [1 - prod_i (1 - p_ic)]`` with CELF. ``p_ic`` is the probability that a follower sees one or
    more of a creator's posts at its usual visibility, times the creator's fit. ``v_c`` is how near an account is to the
    brand by whom it follows: all of it public.
    """

    lead: Lead = LEAD

    def plan(self, view: View) -> Plan:
        """Spend the whole budget in the first week, and what creators did not take in the next; see ``choosing``."""
        posts = min(begin_posts(view, self.posts), room_for_posts(view))
        if not goes_on(view) or posts < 1:
            return Plan()
        rows, more = (
            not_yet(view, from_pool(view, self.tier, self.pool)),
            room_for_creators(view, self.creators, self.lead),
        )
        if len(rows) == 0 or more == 0:
            return Plan()
        seen = np.clip(view.impressions[rows] / np.maximum(view.followers[rows], 1.0), 0.0, 1.0)
        chance = (1.0 - (1.0 - seen) ** posts) * np.clip(view.fit[rows].astype(np.float64), 0.0, 1.0)
        costs = view.hiring_costs(posts, view.quotes[rows]).astype(np.float64)
        chosen = view.audiences.choose(
            rows, chance, view.audiences.interest(view.fit), costs, float(view.unspent - view.setup), more
        )
        return Plan(offers=offers(view, fill(view, chosen, view.unspent, posts, more), self.label))
