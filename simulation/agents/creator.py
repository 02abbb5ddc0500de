"""A creator as a Mesa agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from simulation.behaviour.content import publish
from simulation.behaviour.creator_decisions import posts_to_take, reconsider
from simulation.compute.compiling import interpreted
from simulation.state.columns import TIERS

if TYPE_CHECKING:
    from simulation.model import MarketModel


class Creator(mesa.Agent):
    """One creator: publishes, weighs offers, and thinks again once a week."""

    model: MarketModel

    def __init__(self, model: MarketModel, row: int) -> None:
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
        if not self.model.scenario.creators.dealing.enabled:
            return posts if fee >= self.quote else 0
        taken = interpreted(posts_to_take)(
            self.row,
            brand,
            np.float32(fee),
            posts,
            days,
            np.float32(control),
            self.model.day,
            self.model.tables,
            self.model.rules,
        )
        return int(taken)
