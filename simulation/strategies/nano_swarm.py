"""Nano swarm: as many nano creators as the budget and its managers can manage, few posts each."""

from __future__ import annotations

import numpy as np

from simulation.scenario.parameter import scenario_part
from simulation.state.columns import TIERS, Ints
from simulation.strategies.hiring import LEAD, Lead, Posts, Tier, from_pool, of_tier
from simulation.strategies.top_fit import TopFit
from simulation.strategies.view import View


@scenario_part
class NanoSwarm(TopFit):
    """Affinity top-k among nano creators. Managers' hours cost more than the fees, so the swarm is paid in hours.

    By hand it stays small: what its managers cannot brief in time is not hired, and the money goes to further posts or
    stays unspent. A platform or an agency makes room for more.
    Where a budget is more than all nano creators together can use, the smallest of the next tiers join.
    """

    tier: Tier = "nano"
    posts: Posts = 3
    lead: Lead = LEAD

    def rows(self, view: View) -> Ints:
        """Return the tier's creators in the order of their fit, then all larger ones, the smallest first.

        Of a roster all are asked, the smallest first.
        """
        if self.pool == "roster":
            rows = from_pool(view, self.tier, self.pool)
            return rows[np.argsort(view.followers[rows], kind="stable")]
        larger = np.flatnonzero(view.tier > TIERS.index(self.tier))
        swarm = of_tier(view, self.tier)
        larger = larger[np.argsort(view.followers[larger], kind="stable")]
        return np.concatenate([swarm, larger[~np.isin(larger, swarm)]])
