"""Truth: two worlds that differ in one decision, subtracted person by person. Computed, never estimated."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from simulation.counterfactual.changes import DECISIONS, changes
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
        trust: float32[C], trust in the brand of people who know it in both worlds; 0 for all others.
        known: bool[C], who knows the brand in both worlds.
        newly_aware: int8[C], 1 for people who know the brand only with the decision, -1 only without it.
        cost: USD that the decision cost more than the other.
        people: How many people each simulated consumer stands for.
    """

    purchases: NDArray[np.int32]
    revenue: NDArray[np.float64]
    profit: NDArray[np.float64]
    trust: NDArray[np.float32]
    known: NDArray[np.bool_]
    newly_aware: NDArray[np.int8]
    cost: float
    people: float

    @property
    def total(self) -> dict[str, float]:
        """Sums over people: purchases, newly aware; revenue, margin, profit (margin less cost) in USD.

        Trust is the mean change of people who know the brand in both worlds, NaN if nobody does.
        """
        margin = float(self.profit.sum())
        known = self.trust[self.known]
        return {
            "purchases": float(self.purchases.sum()) * self.people,
            "revenue": float(self.revenue.sum()),
            "margin": margin,
            "profit": margin - self.cost,
            "trust": float(known.mean(dtype=np.float64)) if known.size else float("nan"),
            "newly_aware": float(self.newly_aware.sum(dtype=np.int64)) * self.people,
        }

    @classmethod
    def between(
        cls,
        purchases: tuple[NDArray[np.uint16], NDArray[np.uint16]],
        trust: tuple[NDArray[np.float32], NDArray[np.float32]],
        aware: tuple[NDArray[np.uint8], NDArray[np.uint8]],
        cost: tuple[int, int],
        price: tuple[float, float],
        margin: tuple[float, float],
        people: float,
    ) -> Uplift:
        """Subtract the second of each pair from the first.

        Trust begins with awareness: a person who knows the brand in one world only has no trust in it in the other, so
        that there is nothing to subtract.

        Args:
            purchases: uint16[C] each.
            trust: float32[C] each.
            aware: uint8[C] each, 0 where a person does not know the brand.
            cost: Cents each.
            price: USD for a purchase, in each.
            margin: Share of the price, in each.
            people: How many people each simulated consumer stands for.
        """
        difference = purchases[0].astype(np.int32) - purchases[1]
        anyway = purchases[1].astype(np.float64) * people  # at another price, perhaps
        revenue = difference.astype(np.float64) * (price[0] * people) + anyway * (price[0] - price[1])
        with_, without = (column != 0 for column in aware)
        known = with_ & without
        return cls(
            purchases=difference,
            revenue=revenue,
            profit=revenue * margin[0] + anyway * price[1] * (margin[0] - margin[1]),
            trust=np.where(known, trust[0] - trust[1], np.float32(0)),
            known=known,
            newly_aware=with_.astype(np.int8) - without,
            cost=(cost[0] - cost[1]) / 100,
            people=people,
        )


def uplift(with_: RecordedMarket, without: RecordedMarket, brand: int = 0) -> Uplift:
    """Return what ``with_`` has more than ``without``, its twin: person by person.

    The two differ in what brands decide (strategies, :data:`simulation.counterfactual.changes.DECISIONS`), and perhaps
    in how they are measured.

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
    consumers, twins = with_.consumers, without.consumers
    prices, margins = ([m.scenario.per_brand(name)[brand] for m in (with_, without)] for name in ("price", "margin"))
    return Uplift.between(
        purchases=(consumers.purchases[:, brand], twins.purchases[:, brand]),
        trust=(consumers.trust[:, brand], twins.trust[:, brand]),
        aware=(consumers.aware[:, brand], twins.aware[:, brand]),
        cost=(with_.journal.ledger(brand).cost, without.journal.ledger(brand).cost),
        price=(float(prices[0]), float(prices[1])),
        margin=(float(margins[0]), float(margins[1])),
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
