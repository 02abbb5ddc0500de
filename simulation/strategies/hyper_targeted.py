"""Hyper-targeted: many small creators, those first whose content is nearest to the brand."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from simulation.columns import TIERS
from simulation.errors import not_one_of
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.strategies.base import Offer, Plan, Strategy, View


@scenario_part
class HyperTargeted(Strategy):
    """Affinity top-k: fills the budget with creators of one tier in the order of their fit."""

    tier: Annotated[str, parameter("tier", "Tier of the creators: nano, micro, mid, macro or mega.", OURS)] = "micro"
    posts: Annotated[
        int, parameter("posts", "Posts per creator over the campaign, to begin with.", OURS, ge=1, le=1000)
    ] = 8
    creators: Annotated[
        int | None, parameter("creators", "Most creators; null: as many as the budget pays for.", OURS, ge=1)
    ] = None
    label: Annotated[bool, parameter("", "Whether the brand insists on disclosure.", OURS)] = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        if self.tier not in TIERS:
            raise not_one_of("strategy.tier", self.tier, TIERS)

    def plan(self, view: View) -> Plan:
        """Choose once, in the first week.

        Each creator costs fees for its posts and managers' hours. What then remains buys further posts of the best
        fitting ones, one each in turn, until less than the cheapest post is left or nobody has room for another.
        """
        if view.week > 0:
            return Plan()
        rows = np.flatnonzero(view.tier == TIERS.index(self.tier))
        # Ties in fit (a whole niche has about the same) go to the cheaper impression, then to the lower row.
        price = view.quotes[rows] / np.maximum(view.impressions[rows], 1.0)
        rows = rows[np.lexsort((rows, price, -np.round(view.fit[rows], 2)))]
        left, posts = view.unspent, dict[int, int]()
        begin_with = min(self.posts, view.most_posts)
        for i in rows.tolist():
            cost = view.management + begin_with * int(view.quotes[i])
            if cost <= left and (self.creators is None or len(posts) < self.creators):
                posts[i] = begin_with
                left -= cost
        bought = True
        while bought:
            bought = False
            for i in posts:
                if view.quotes[i] <= left and posts[i] < view.most_posts:
                    posts[i] += 1
                    left -= int(view.quotes[i])
                    bought = True
        return Plan(
            offers=tuple(Offer(creator=i, posts=n, fee=int(view.quotes[i]), label=self.label) for i, n in posts.items())
        )
