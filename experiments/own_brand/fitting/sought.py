"""What a brand knows of itself, as numbers that a fitted world must show, each with how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from experiments.own_brand.brand import Answers, Brand
from experiments.own_brand.fitting.market_of import MONTH
from simulation.errors import InputError

LONGEST = 52
"""Weeks of a sales table that count, the last ones: what was sold longer ago is another brand."""
MATCHED = 0.015
"""Share by which fitted sales may differ from the brand's in a world."""
AWARE_WITHIN = 0.005
"""Difference in the share who know the brand that is let pass."""
BUYERS_WITHIN = 0.06
"""Share by which customers, or purchases of each, may differ in a search: some thousand people tell no more."""
SUBSCRIBERS_WITHIN = 0.03
GROWTH = 0.008
"""Growth of awareness without a campaign, over the measured days: 0.8 points, at most a sixth of it for rare brands. A
brand that one person in twenty knows after years is not known to twice as many half a year later by itself."""
LAGS = 4
"""Weeks over which weekly sales are taken to depend on one another."""


@dataclass(frozen=True)
class Targets:
    """What the brand's folder tells; None where it does not.

    Attributes:
        sales: Purchases a week, with what is spent now; 0 at a launch.
        error: Standard error of these, from the weeks' differences.
        weeks: Weeks of the sales table that they are the mean of; 0: they are from the answers.
        buyers: Different people who buy in ``counted`` weeks.
        counted: Weeks in which these are counted.
        known: Share of the people who know the brand.
        period: Days that a payment of a subscription is for; 0: none is sold.
        notes: What does not go together, a sentence each.
    """

    sales: float
    error: float
    weeks: int
    buyers: float | None
    counted: float
    known: float | None
    period: int = 0
    notes: tuple[str, ...] = ()

    @property
    def launch(self) -> bool:
        """Whether nothing is sold yet."""
        return self.sales == 0

    @property
    def each(self) -> float | None:
        """Purchases of a customer in the weeks that are counted; None where customers are not counted."""
        return self.sales * self.counted / self.buyers if self.buyers else None

    @property
    def frequency(self) -> float | None:
        """The same, where it tells how much customers like to buy; None for a subscription, a matter of dues."""
        return None if self.period else self.each

    @property
    def subscribers(self) -> float | None:
        """People who subscribe: as many as pay in a period, if as many join as leave; None without subscription."""
        return self.sales * self.period / 7 if self.period and self.sales else None

    @property
    def steady(self) -> bool:
        """Whether awareness hardly grows by itself: that of a brand that somebody knows."""
        return self.known is None or self.known > 0

    def growth(self, aware: float) -> float:
        """Return how much awareness may grow by itself, as a share of all people.

        Args:
            aware: Share who know the brand, where ``known`` does not tell it.
        """
        return min(GROWTH, (self.known or aware) / 6)


def targets_of(brand: Brand) -> Targets:
    """Return what a brand's folder tells of it.

    Raises:
        InputError: Its numbers contradict one another.
    """
    answers, notes = brand.answers, []
    refuse_contradictions(answers)
    told = answers.units / answers.weeks_counted
    sales, error, weeks = told, math.sqrt(max(answers.units, 1.0)) / answers.weeks_counted, 0
    counted = () if brand.sales is None else brand.sales.units[brand.sales.recent(LONGEST)]
    if brand.sales is not None and len(counted) > 1 and sum(counted) > 0:
        units = np.array(counted, float)
        sales, error, weeks = float(units.mean()), error_of_mean(units), len(units)
        if told > 0 and abs(sales / told - 1) > 0.1:
            notes.append(
                f"brand.yaml says {told:,.0f} sales a week, sales.csv {sales:,.0f} over its last {weeks} weeks; the"
                " table is taken"
            )
    if answers.launch:
        sales, error = (0.0, 0.0) if not weeks else (sales, error)
    known = 0.0 if answers.known is None and sales == 0 else answers.known
    buyers = None if answers.buying == "one-off" or sales == 0 else answers.customers
    if buyers is not None and weeks and told > 0:
        taken = buyers * sales / told  # as many purchases each
        if abs(taken - buyers) >= 0.5:
            notes.append(
                f"brand.yaml says {buyers:,.0f} customers who bought {answers.units:,.0f}; at the sales of sales.csv"
                f" that is {taken:,.0f} customers in as many weeks, and these stand beside ours"
            )
        buyers = taken
    period = MONTH if answers.buying == "subscription" else 0
    return Targets(sales, error, weeks, buyers, answers.weeks_counted, known, period, tuple(notes))


def error_of_mean(weekly: np.ndarray) -> float:
    """Return the standard error of the mean of weekly sales, near weeks taken together (Newey, West 1987)."""
    number = len(weekly)
    around = weekly - weekly.mean()
    lags = min(LAGS, number - 1)
    variance = float(around @ around) / number
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * float(around[lag:] @ around[:-lag]) / number
    return math.sqrt(max(variance, 0.0) / max(number - 1, 1))


def refuse_contradictions(answers: Answers) -> None:
    """Refuse numbers of which both cannot be right.

    Raises:
        InputError: naming both.
    """
    customers, known = answers.customers, answers.known
    if customers is None or answers.launch:
        return
    if customers > answers.units:
        raise InputError(
            f"brand.yaml: customers: got {customers:,.0f} who bought {answers.units:,.0f} units, takes at most one"
            " customer a unit"
        )
    most = answers.people * (1 if known is None else known)
    if customers > most:
        what = f"people: {answers.people:,.0f}" if known is None else f"known: {100 * known:g} % of people, {most:,.0f}"
        raise InputError(f"brand.yaml: customers: got {customers:,.0f}, takes no more than know the brand ({what})")
