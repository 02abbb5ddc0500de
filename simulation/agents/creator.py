"""A creator as a Mesa agent."""

from __future__ import annotations

from typing import Any

import mesa

from simulation.behaviour.content import publish
from simulation.behaviour.creator_decisions import reconsider
from simulation.compute.compiling import interpreted
from simulation.market.contracts import accepted_posts
from simulation.market_base import Market
from simulation.state.columns import TIERS


class Creator(mesa.Agent):
    """One creator: publishes, weighs offers, and thinks again once a week."""

    model: Market

    def __init__(self, model: Any, row: int) -> None:
        """Make the handle on ``row``."""
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        """Name the creator by row and tier."""
        return f"<Creator {self.row} {self.tier}>"

    @property
    def tier(self) -> str:
        """Tier by followers."""
        return TIERS[self.model.creators.tier[self.row]]

    @property
    def niche(self) -> str:
        """Name of the niche."""
        return str(self.model.scenario.market.niches[self.model.creators.niche[self.row]])

    @property
    def followers(self) -> float:
        """People who follow now."""
        return float(self.model.creators.audience[self.row]) * self.model.people_per_consumer

    @property
    def quote(self) -> int:
        """Cents asked for a sponsored post."""
        return int(self.model.quotes[self.row])

    def publish(self) -> None:
        """Fill today's slots."""
        interpreted(publish)(self.row, *self.model.day_context)

    def reconsider(self) -> None:
        """Once a week: labels, brands, how much to sell, whether to go on."""
        interpreted(reconsider)(self.row, *self.model.day_context)

    def posts_to_take(self, brand: int, fee: int, posts: int, days: int, control: float) -> int:
        """Return how many posts of an offer are taken; with decisions off all, if the fee is the quote or more.

        Args:
            brand: The brand's row.
            fee: Cents per post.
            posts: How many are offered.
            days: Length of the contract.
            control: How tightly the brief scripts a post, 0..1.
        """
        return accepted_posts(self.model, self.row, brand, fee, posts, days, control)
