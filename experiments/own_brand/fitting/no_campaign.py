"""The brand's numbers in a world before any campaign: sales a week, buyers, repeat buyers, awareness, expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.recording.expected_sales import expected_by_person
from simulation.state.columns import NOT_YET, STUDIED, Float64s

if TYPE_CHECKING:
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.strategy import Strategy

WEEK = 7


@dataclass(frozen=True)
class Observed:
    """What a brand would see of itself, without the chance of single choices.

    Attributes:
        sales: Purchases to expect in each measured week.
        counted: Purchases in the weeks that the brand counts.
        buyers: Different people who buy in these weeks.
        repeat: Those of them who buy more than once.
        aware: Share of the people who know the brand when the campaign would begin.
        subscribers: People who subscribe to it then; 0 without a subscription.
        aware_end: Share who know the brand at the end.
        spent: What the brand paid a week.
        whole: Sales a week where ``sales`` lacks the first weeks: of all; None: it has them.
    """

    sales: tuple[float, ...]
    counted: float
    buyers: float
    repeat: float
    aware: float
    aware_end: float
    subscribers: float
    spent: float = 0.0
    whole: float | None = None

    @property
    def weekly(self) -> float:
        """Mean sales a week."""
        return float(np.mean(self.sales))

    @property
    def each(self) -> float:
        """Purchases of a buyer in the weeks that are counted."""
        return self.counted / self.buyers if self.buyers else 0.0


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

    Sales are expected purchases on the occasions that there are: those that every run of this world and seed reports.
    Who has not bought yet buys in a week with probability ``1 - e^-x``, x that person's purchases to expect in it:
    these sum to the buyers to expect, whatever a purchase changes. A subscriber pays on the day it is due.
    """
    people, days = model.people_per_consumer, model.scenario.market.days
    aware = float(model.consumers.aware[:, STUDIED].mean())
    subscribers = float(np.count_nonzero(model.tables.subscriptions.renews != NOT_YET)) * people
    sales, purchases, buyers, repeat = [], 0.0, 0.0, 0.0
    for first in range(0, days, WEEK):
        length = min(WEEK, days - first)
        daily = expected_by_person(model)[:, STUDIED]
        last = first + length >= days
        part = max(counted * WEEK - first, 0.0) if last else min(max(counted * WEEK - first, 0.0), float(WEEK))
        if part > 0:
            bought = model.consumers.purchases[:, STUDIED]
            bought = bought if first else np.zeros_like(bought)  # what the burn-in had is cleared on the first day
            once, twice = _first_and_second(_chances(model, daily, part), bought)
            purchases, buyers, repeat = purchases + float(daily.sum()) * part, buyers + once, repeat + twice
        before = _expected(model) if first else 0.0
        model.run_for(length)
        sales.append((_expected(model) - before) * people * WEEK / length)
    aware_end = float(model.consumers.aware[:, STUDIED].mean())
    spent = model.ledger.cost / 100 * WEEK / days
    buying = (purchases * people, buyers * people, repeat * people)
    return Observed(tuple(sales), *buying, aware, aware_end, subscribers, spent)


def told_by(seen: Observed, without: Observed) -> dict[str, float]:
    """Return a row of what a world shows, by the names of columns.

    Args:
        seen: While the brand does what it does now.
        without: While it does nothing; the same where it spends nothing now.
    """
    before, after = _halves(seen)
    return {
        "sales": seen.weekly,
        "counted": seen.counted,
        "buyers": seen.buyers,
        "repeat": seen.repeat,
        "subscribers": seen.subscribers,
        "aware": seen.aware,
        "spent": seen.spent,
        "aware_with": seen.aware_end,
        "builds_up": after / before - 1 if before else 0.0,
        **told_without(without),
    }


def told_without(without: Observed) -> dict[str, float]:
    """Return that part of such a row that is of a world in which the brand does nothing."""
    first, second = _halves(without)
    return {
        "without": without.weekly,
        "without_whole": without.weekly if without.whole is None else without.whole,
        "aware_end": without.aware_end,
        "first_half": first,
        "second_half": second,
    }


def _halves(seen: Observed) -> tuple[float, float]:
    """Return sales a week in the earlier half of the weeks and in the later one; a single week is both."""
    half = max(len(seen.sales) // 2, 1)
    return float(np.mean(seen.sales[:half])), float(np.mean(seen.sales[half:] or seen.sales))


def _expected(model: MarketModel) -> float:
    """Return the purchases to expect on the measured days so far."""
    return float(model.consumers.expected[:, STUDIED].sum(dtype=np.float64))


def _chances(model: MarketModel, daily: Float64s, days: float) -> tuple[Float64s, Float64s]:
    """Return the probabilities that each person buys once, and twice, within some days from today."""
    expected = daily * days
    none = np.exp(-expected)
    once, twice = 1 - none, 1 - none * (1 + expected)
    renews = model.tables.subscriptions.renews
    if len(renews):
        rule = model.scenario.brands.subscription
        subscribes = renews != NOT_YET
        left = days - (renews[subscribes] - model.day)
        stays = 1 - rule.cancel
        once[subscribes] = stays * (left > 0)
        twice[subscribes] = stays**2 * (left > rule.period)
    return once, twice


def _first_and_second(chances: tuple[Float64s, Float64s], bought: NDArray[np.uint16]) -> tuple[float, float]:
    """Return how many people are to be expected to buy for the first time, and for the second, while so much is sold.

    Args:
        chances: Of each person, that it buys once, and that it buys twice.
        bought: Purchases of each so far.
    """
    first, second = chances
    return float(first[bought == 0].sum()), float(second[bought == 0].sum() + first[bought == 1].sum())
