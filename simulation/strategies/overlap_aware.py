"""Overlap-aware: small creators whose audiences overlap little, by what audience reports tell."""

from __future__ import annotations

import numpy as np

from simulation.scenario.parameter import scenario_part
from simulation.strategies.base import Plan, View
from simulation.strategies.choosing import fill, of_tier, offers, room_for_posts
from simulation.strategies.hyper_targeted import HyperTargeted


@scenario_part
class OverlapAware(HyperTargeted):
    """Hyper-targeted, but for expected unique attention: greedy on ``sum_c v_c [1 - prod_i (1 - p_ic)]`` with CELF.

    ``p_ic`` is the chance that a follower sees one or more of a creator's posts at its usual visibility, times the
    creator's fit. ``v_c`` is how near an account is to the brand by whom it follows: all of it public.
    """

    def plan(self, view: View) -> Plan:
        """Choose once, in the first week, and spend the whole budget; see :func:`choosing.fill`."""
        posts = min(self.posts, room_for_posts(view))
        if view.week > 0 or posts < 1:
            return Plan()
        rows = of_tier(view, self.tier)
        seen = np.clip(view.impressions[rows] / np.maximum(view.followers[rows], 1.0), 0.0, 1.0)
        chance = (1.0 - (1.0 - seen) ** posts) * np.clip(view.fit[rows].astype(np.float64), 0.0, 1.0)
        costs = (view.management + posts * view.quotes[rows]).astype(np.float64)
        chosen = view.audiences.choose(
            rows, chance, view.audiences.interest(view.fit), costs, float(view.unspent), self.creators
        )
        return Plan(offers=offers(view, fill(view, chosen, view.unspent, self.posts, self.creators), self.label))
