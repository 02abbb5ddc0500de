"""Truth: two worlds that differ in one decision, subtracted person by person. Computed, never estimated."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.recording.customers import new_buyers
from simulation.recording.log import NAN, RecordedMarket


@dataclasses.dataclass(frozen=True, eq=False)
class Uplift:
    """What a decision changed for each simulated consumer, over the measured days.

    Columns count simulated consumers' purchases; money, and every sum, is that of the people whom they stand for.

    Attributes:
        purchases: int32[C], purchases of the brand more (or fewer) than without, of the consumer alone.
        revenue: float64[C], USD, all the people that the consumer stands for.
        profit: float64[C], USD, margin on that revenue, before the campaign's cost.
        trust: float32[C], trust in the brand.
        cost: USD that the decision cost more than the other.
        people: How many people each simulated consumer stands for.
    """

    purchases: NDArray[np.int32]
    revenue: NDArray[np.float64]
    profit: NDArray[np.float64]
    trust: NDArray[np.float32]
    cost: float
    people: float

    @property
    def total(self) -> dict[str, float]:
        """Sums over people: purchases; revenue, margin, profit (margin less cost) in USD; and trust's mean change."""
        margin = float(self.profit.sum())
        return {
            "purchases": float(self.purchases.sum()) * self.people,
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
        price: float,
        margin: float,
        people: float,
    ) -> Uplift:
        """Subtract the second of each pair from the first.

        Args:
            purchases: uint16[C] each.
            trust: float32[C] each.
            cost: Cents each.
            price: USD for a purchase.
            margin: Share of the price.
            people: How many people each simulated consumer stands for.
        """
        difference = purchases[0].astype(np.int32) - purchases[1]
        revenue = difference.astype(np.float64) * (price * people)
        return cls(difference, revenue, revenue * margin, trust[0] - trust[1], (cost[0] - cost[1]) / 100, people)


def uplift(with_: RecordedMarket, without: RecordedMarket, brand: int = 0) -> Uplift:
    """Return what ``with_`` has more than ``without``, its twin: person by person.

    Raises:
        InputError: The two are not twins: another seed, another world, or another day.
    """
    for name in ("seed", "graph_hash", "day"):
        mine, other = getattr(with_, name), getattr(without, name)
        if mine != other:
            raise InputError(f"uplift: got {name} {mine} against {other}, takes two worlds with the same {name}")
    mine, its = with_.consumers, without.consumers
    return Uplift.between(
        purchases=(mine.purchases[:, brand], its.purchases[:, brand]),
        trust=(mine.trust[:, brand], its.trust[:, brand]),
        cost=(with_.journal.ledger(brand).cost, without.journal.ledger(brand).cost),
        price=float(with_.scenario.per_brand("price")[brand]),
        margin=float(with_.scenario.per_brand("margin")[brand]),
        people=with_.people_per_consumer,
    )


def incremental_acquisition_cost(model: RecordedMarket, without: RecordedMarket) -> float:
    """Return USD per buyer who would not have bought in the twin without the campaign. NaN if none was won.

    The difference of cost over the difference of new buyers: the true acquisition cost.

    Raises:
        InputError: The two are not twins.
    """
    won = new_buyers(model) - new_buyers(without)
    return uplift(model, without).cost / won if won > 0 else NAN
