"""The brand's numbers in a world without the campaign: sales a week, buyers, repeat buyers, awareness, expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulation.recording.expected_sales import expected_by_person
from simulation.state.columns import STUDIED, Float64s

if TYPE_CHECKING:
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.strategy import Strategy

WEEK = 7


@dataclass(frozen=True)
class Observed:
    """What a brand would see of itself, without the chance of single purchases.

    Attributes:
        sales: Purchases to expect in each measured week.
        buyers: Different people who buy in the weeks that the brand counts.
        repeat: Those of them who buy more than once in these weeks.
        aware: Share of the people who know the brand when the campaign would begin.
        aware_end: The same at the end.
    """

    sales: tuple[float, ...]
    buyers: float
    repeat: float
    aware: float
    aware_end: float

    @property
    def weekly(self) -> float:
        """Mean sales a week."""
        return float(np.mean(self.sales))


def observe(scenario: Scenario, strategy: Strategy, seed: int, counted: float, threads: int | None = 1) -> Observed:
    """Live the burn-in and the measured days of a world, and return what the studied brand would see.

    Args:
        scenario: The market.
        strategy: What the brand does meanwhile: nothing, or what it has always done.
        seed: Of the world and of all draws.
        counted: Weeks in which buyers are counted, from the first measured day; beyond the measured days people go on
            as in the last week.
        threads: Of the compiled engine.
    """
    from simulation.model import MarketModel

    with MarketModel(scenario, strategy, seed=seed, threads=threads) as model:
        model.run_burn_in()
        return watch(model, counted)


def watch(model: MarketModel, counted: float) -> Observed:
    """Live the measured days of a model that stands at the campaign's first, and return what its brand would see.

    Each week everybody's expected purchases are summed. Who has not bought yet buys in a week with probability
    ``1 - e^-x``, x that person's expected purchases: these sum to the buyers to expect, whatever a purchase changes.
    """
    people, days = model.people_per_consumer, model.scenario.market.days
    aware = float(model.consumers.aware[:, STUDIED].mean())
    sales, buyers, repeat = [], 0.0, 0.0
    week = np.zeros(0)
    for first in range(0, days, WEEK):
        length = min(WEEK, days - first)
        daily = expected_by_person(model)[:, STUDIED]
        sales.append(float(daily.sum()) * WEEK * people)
        part = min(max(counted * WEEK - first, 0.0), float(length))
        if part > 0:
            once, twice = _first_and_second(daily * part, model.consumers.purchases[:, STUDIED])
            buyers, repeat = buyers + once, repeat + twice
        model.run_for(length)
        week = daily * WEEK
    left = counted - days / WEEK
    if left > 0:
        once, twice = _first_and_second(week * left, model.consumers.purchases[:, STUDIED])
        buyers, repeat = buyers + once, repeat + twice
    aware_end = float(model.consumers.aware[:, STUDIED].mean())
    return Observed(tuple(sales), buyers * people, repeat * people, aware, aware_end)


def _first_and_second(expected: Float64s, bought: np.ndarray) -> tuple[float, float]:
    """Return how many people are to be expected to buy for the first time, and for the second, while so much is sold.

    Args:
        expected: Purchases to expect of each person.
        bought: Purchases of each so far.
    """
    none = np.exp(-expected)
    first, second = 1 - none, 1 - none * (1 + expected)
    return float(first[bought == 0].sum()), float(second[bought == 0].sum() + first[bought == 1].sum())
