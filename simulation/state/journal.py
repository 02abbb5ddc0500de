"""Money in whole cents, conserved: budget = fees + media + hours + unspent, always and exactly."""

from __future__ import annotations

import dataclasses

from simulation.errors import InputError


def cents(dollars: float) -> int:
    """Return an amount in whole cents."""
    return round(dollars * 100)


@dataclasses.dataclass
class Ledger:
    """What a brand has spent of its campaign budget, in cents."""

    budget: int
    fees: int = 0
    media: int = 0
    hours: int = 0

    @property
    def cost(self) -> int:
        """All that was spent."""
        return self.fees + self.media + self.hours

    @property
    def unspent(self) -> int:
        """What is left of the budget."""
        return self.budget - self.cost

    def pay(self, who: str, fees: int = 0, media: int = 0, hours: int = 0) -> None:
        """Spend on a plan, all of it or nothing.

        Raises:
            InputError: The plan costs more than is left, or something negative.
        """
        if min(fees, media, hours) < 0:
            raise InputError(f"strategy {who}: got a negative cost, takes 0 or more")
        if fees + media + hours > self.unspent:
            raise InputError(
                f"strategy {who}: got a plan for {(fees + media + hours) / 100:,.2f} USD, takes at most the"
                f" {self.unspent / 100:,.2f} USD that are left of brands.budget = {self.budget / 100:,.2f} USD"
            )
        self.fees += int(fees)
        self.media += int(media)
        self.hours += int(hours)

    def with_budget(self, budget: int, name: str = "brands.budget") -> Ledger:
        """Return a ledger that goes on from here with another budget.

        Args:
            budget: Cents of the whole budget, what is spent included.
            name: The parameter, for the message.

        Raises:
            InputError: More is spent already.
        """
        if budget < self.cost:
            raise InputError(
                f"{name}: got {budget / 100:,.2f} USD, takes at least the {self.cost / 100:,.2f} USD that are spent"
            )
        return dataclasses.replace(self, budget=budget)

    def refund(self, media: int = 0, fees: int = 0) -> None:
        """Take back what was paid for advertisements that could not be shown, or posts that were not made, in cents.

        Raises:
            InputError: It is negative or more than was paid.
        """
        for name, back, paid in (("media", media, self.media), ("fees", fees, self.fees)):
            if not 0 <= back <= paid:
                raise InputError(f"refund: got {back} cents, takes 0 to the {paid} that were paid for {name}")
        self.media -= media
        self.fees -= fees
