"""Cheapest reach: creators in the order of what a person reached costs, whatever they speak of."""

from __future__ import annotations

import numpy as np

from simulation.scenario.parameter import scenario_part
from simulation.state.columns import Ints
from simulation.strategies.hiring import LEAD, Lead, begin_posts, from_pool
from simulation.strategies.top_fit import TopFit
from simulation.strategies.view import View


@scenario_part
class CheapestReach(TopFit):
    """Top fit within its managers' hours, but in the order of price per person reached, the cheapest first.

    The price of a creator is that of its posts and of managers' hours; of F followers ``F (1 - (1 - v)^posts)`` are
    reached, v the share who see a post. Audiences that overlap are counted twice, as a price list counts them.
    """

    lead: Lead = LEAD

    def rows(self, view: View) -> Ints:
        """Return the creators to ask, the cheapest first; ties in the order of fit."""
        rows, posts = from_pool(view, self.tier, self.pool), begin_posts(view, self.posts)
        followers = np.maximum(view.followers[rows], 1.0)
        seen = np.clip(view.impressions[rows] / followers, 0.0, 1.0)
        reached = followers * (1.0 - (1.0 - seen) ** posts)
        costs = view.hiring_costs(posts, view.quotes[rows])
        return rows[np.argsort(costs / np.maximum(reached, 1e-9), kind="stable")]
