"""A brand as a Mesa agent: a handle on what one brand has, pays and is thought of."""

from __future__ import annotations

from typing import Any

import mesa

from simulation.market.contracts import has_contract, sign
from simulation.market_base import Market
from simulation.state.journal import Ledger
from simulation.strategies.plan import Offer


class Brand(mesa.Agent):
    """One brand. The first one's strategy is the decision that experiments vary."""

    model: Market

    def __init__(self, model: Any, row: int) -> None:
        """Make the handle on ``row``."""
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        """Name the brand."""
        return f"<Brand {self.row} {self.name}>"

    @property
    def name(self) -> str:
        """The brand's name."""
        return self.model.brand_names[self.row]

    @property
    def reputation(self) -> float:
        """Mean trust of those who know the brand, as it got about last."""
        return float(self.model.tables.brands.reputation[self.row])

    @property
    def ledger(self) -> Ledger:
        """The brand's money so far."""
        return self.model.journal.ledger(self.row)

    def has_contract(self, creator: int) -> bool:
        """Say whether a contract with a creator is still running."""
        return has_contract(self.model, self.row, creator)

    def contract(
        self,
        creator: int,
        posts: int,
        days: int,
        control: float,
        label: bool,
        fee: int = 0,
        interactive: float = 0.0,
        late: int = 0,
    ) -> None:
        """Contract a creator from today on, or ``late`` days later, whatever it says, and pay nothing for it.

        See :func:`simulation.market.contracts.sign`.
        """
        offer = Offer(creator, posts, fee, control, label, days, interactive)
        sign(self.model, self.row, offer, late)
