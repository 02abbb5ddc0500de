"""Truth: two worlds that differ in one decision, subtracted person by person. Computed, never estimated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.scenario.changes import DECISIONS, changes

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
        """Sums: purchases by simulated consumers; revenue, margin, profit (margin less cost) of people; mean trust."""
        margin = float(self.profit.sum())
        return {
            "purchases": float(self.purchases.sum()),
            "revenue": float(self.revenue.sum()),
            "margin": margin,
            "profit": margin - self.cost,
            "trust": float(self.trust.mean(dtype=np.float64)),
        }

    @classmethod
    def between(
        cls,
        purchases: tuple[NDArray[np.uint16], NDArray[np.uint16]],
        trust: tuple[NDArray[np.float32], NDArray[np.float32]],
        cost: tuple[int, int],
        price: tuple[float, float],
        margin: tuple[float, float],
    ) -> Uplift:
        """Subtract the second of each pair from the first.

        Args:
            purchases: uint16[C] each.
            trust: float32[C] each.
            cost: Cents each.
            price: USD that the people of one simulated consumer pay together, in each.
            margin: Share of the price, in each.
        """
        difference = purchases[0].astype(np.int32) - purchases[1]
        sold = purchases[1].astype(np.float64)  # anyway, at another price perhaps
        revenue = difference.astype(np.float64) * price[0] + sold * (price[0] - price[1])
        profit = revenue * margin[0] + sold * price[1] * (margin[0] - margin[1])
        return cls(difference, revenue, profit, trust[0] - trust[1], (cost[0] - cost[1]) / 100)


def uplift(with_: MarketModel, without: MarketModel, brand: int = 0) -> Uplift:
    """Return what ``with_`` has more than ``without``, its twin: person by person.

    The two differ in what brands decide (strategies, :data:`simulation.scenario.changes.DECISIONS`), and perhaps in how
    they are measured.

    Raises:
        InputError: The two are not twins: another seed, another world, another day, or other rules of the market.
    """
    for name in ("seed", "graph_hash", "day"):
        mine, other = getattr(with_, name), getattr(without, name)
        if mine != other:
            raise InputError(f"uplift: got {name} {mine} against {other}, takes two worlds with the same {name}")
    for name, (other, mine) in changes(without.scenario, with_.scenario).items():
        if name not in DECISIONS and not name.startswith("measurement."):
            raise InputError(
                f"uplift: got {name} {mine} against {other}, takes two worlds that differ in decisions of brands only"
            )
    consumers, its = with_.consumers, without.consumers
    people = with_.people_per_consumer
    prices, margins = ([m.scenario.per_brand(name)[brand] for m in (with_, without)] for name in ("price", "margin"))
    return Uplift.between(
        purchases=(consumers.purchases[:, brand], its.purchases[:, brand]),
        trust=(consumers.trust[:, brand], its.trust[:, brand]),
        cost=(with_.brands[brand].cost, without.brands[brand].cost),
        price=(float(prices[0]) * people, float(prices[1]) * people),
        margin=(float(margins[0]), float(margins[1])),
    )
