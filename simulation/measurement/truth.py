"""Truth: two worlds that differ in one decision, subtracted person by person. Computed, never estimated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

if TYPE_CHECKING:
    from simulation.model import MarketModel


@dataclasses.dataclass(frozen=True, eq=False)
class Uplift:
    """What a decision changed for each simulated consumer, over the measured days.

    Attributes:
        purchases: int32[C], purchases of the brand more (or fewer) than without.
        revenue: float64[C], USD, all the people that the consumer stands for.
        profit: float64[C], USD, margin on that revenue, before the campaign's cost.
        trust: float32[C], trust in the brand.
        cost: USD that the decision cost more than the other.
    """

    purchases: NDArray[np.int32]
    revenue: NDArray[np.float64]
    profit: NDArray[np.float64]
    trust: NDArray[np.float32]
    cost: float

    @property
    def total(self) -> dict[str, float]:
        """Sums over people: revenue, margin, profit (margin less cost), and mean change of trust."""
        margin = float(self.profit.sum())
        return {
            "purchases": float(self.purchases.sum()),
            "revenue": float(self.revenue.sum()),
            "margin": margin,
            "profit": margin - self.cost,
            "trust": float(self.trust.mean(dtype=np.float64)),
        }


def uplift(with_: MarketModel, without: MarketModel, brand: int = 0) -> Uplift:
    """Return what ``with_`` has more than ``without``, its twin: person by person.

    Raises:
        InputError: The two are not twins: another seed, another world, or another day.
    """
    for name in ("seed", "graph_hash", "day"):
        mine, other = getattr(with_, name), getattr(without, name)
        if mine != other:
            raise InputError(f"uplift: got {name} {mine} against {other}, takes two worlds with the same {name}")
    difference = with_.consumers.purchases[:, brand].astype(np.int32) - without.consumers.purchases[:, brand]
    price, margin = with_.scenario.per_brand("price")[brand], with_.scenario.per_brand("margin")[brand]
    revenue = difference * (price * with_.people_per_consumer)
    return Uplift(
        purchases=difference,
        revenue=revenue,
        profit=revenue * margin,
        trust=with_.consumers.trust[:, brand] - without.consumers.trust[:, brand],
        cost=(with_.brands[brand].ledger.cost - without.brands[brand].ledger.cost) / 100,
    )
