"""A brand as a Mesa agent: plans weekly, contracts creators, pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from simulation.behaviour.creator_decisions import is_live
from simulation.compute.compiling import interpreted
from simulation.state.columns import FINED_POSTS, NEVER
from simulation.state.journal import Ledger, cents

if TYPE_CHECKING:
    from simulation.model import MarketModel


class Brand(mesa.Agent):
    """One brand. The first one's strategy is the decision that experiments vary."""

    model: MarketModel

    def __init__(self, model: MarketModel, row: int, budget: int) -> None:
        """Make the handle on ``row``, with a budget in cents."""
        super().__init__(model)
        self.row = row
        self.ledger = Ledger(budget)

    def __repr__(self) -> str:
        """Name the brand."""
        return f"<Brand {self.row} {self.name}>"

    @property
    def name(self) -> str:
        """The brand's name."""
        return self.model.scenario.brands.names[self.row]

    @property
    def reputation(self) -> float:
        """Mean trust of those who know the brand, at the last census."""
        return float(self.model.tables.brands.reputation[self.row])

    def has_contract(self, creator: int) -> bool:
        """Say whether a contract with a creator is still running."""
        return bool(interpreted(is_live)(self.row, creator, self.model.day, self.model.tables.contracts))

    @property
    def fines(self) -> int:
        """Cents of fines on the measured days so far, for posts without a label: they are paid beside the budget."""
        found = int(self.model.log.measured(self.row)[FINED_POSTS])
        return found * cents(self.model.scenario.regulation.brand_fine)

    @property
    def cost(self) -> int:
        """Cents that the campaign has cost the brand: what was spent of the budget, and fines."""
        return self.ledger.cost + self.fines

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
        """Contract a creator from today on, or ``late`` days later, instead of any contract there was.

        Whether the creator will truly use the product is decided here: the better the fit and the more authentic the
        creator, the likelier.
        """
        from simulation.compute.draws import POST, draw4

        contracts, day = self.model.tables.contracts, self.model.day
        place = (self.row, creator)
        creators = self.model.creators
        u, _, _, _ = draw4(self.model.key, POST, creator, day, self.row + 1, 65535)
        likely = self.model.scenario.creators.use_share * creators.integrity[creator] * creators.fit[creator, self.row]
        contracts.posts[place] = posts
        contracts.first[place] = day + late
        contracts.length[place] = days
        contracts.control[place] = np.float32(control)
        contracts.label[place] = label
        contracts.uses[place] = u < likely
        contracts.fee[place] = fee
        contracts.published[place] = 0
        contracts.interactive[place] = np.float32(interactive)
        contracts.anger[place] = 0
        contracts.left[place] = NEVER

    def would_label(self, fee: int) -> bool:
        """Say whether the brand insists on labels because of what its part of a fine would cost: its own compliance."""
        rule = self.model.scenario.regulation
        expected = rule.enforcement * rule.brand_fine
        return rule.disclosure != "none" and expected > rule.temptation * fee / 100

    def manager_hours(self) -> float:
        """Hours of the brand's own managers that one creator takes in a campaign."""
        return self.model.scenario.brands.manager_hours

    def capacity(self) -> float | None:
        """Hours a week that the brand's managers have; ``None``: as many as are needed, or an agency's."""
        management = self.model.scenario.brands.management
        return None if management.mode == "agency" else management.capacity

    def wage(self) -> int:
        """Cents of an hour."""
        return cents(self.model.scenario.brands.wage)

    def hours_cost(self) -> int:
        """Cents of managers' time that one creator takes in a campaign."""
        return cents(self.manager_hours() * self.model.scenario.brands.wage)
