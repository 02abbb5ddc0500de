"""A creator as a Mesa agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simulation.behaviour.content import publish
from simulation.columns import TIERS
from simulation.jit import interpreted

if TYPE_CHECKING:
    from simulation.model import MarketModel


class Creator(mesa.Agent):
    """One creator: publishes, and accepts or declines offers."""

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

    def accepts(self, fee: int) -> bool:
        """Say whether an offer of ``fee`` cents per post is taken: if it is the quote or more."""
        return fee >= self.quote
