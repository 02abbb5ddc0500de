"""What came out over the plausible worlds: each plan's numbers, who is ahead, and in how many worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.brand import Goal
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    import polars as pl

EIGHT_OF_TEN = (0.1, 0.9)
GOALS: dict[Goal, tuple[str, int]] = {
    "profit": ("added_profit", 1),
    "sales": ("added_units", 1),
    "new customers": ("added_customers", 1),
    "cost per customer": ("cost_per_customer", -1),
}
"""What a goal is measured by, and whether more of it is better."""


class Span(NamedTuple):
    """A number over the worlds: their mean, and what eight of ten lie between."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Outlook:
    """All plans over all worlds.

    Attributes:
        plans: Names, in the order that they were run in; the first is to do nothing.
        values: Plan -> measure -> one number a world, mean over its seeds.
        chance: Plan -> measure -> standard error of these means by the seeds, the worlds' median; NaN with one seed.
        goal: What the brand wants.
        people_per_consumer: How many people one simulated person stands for.
        cost_cap: With the goal ``cost per customer``: the most that one may cost.
    """

    plans: tuple[str, ...]
    values: Mapping[str, Mapping[str, Float64s]]
    chance: Mapping[str, Mapping[str, float]]
    goal: Goal
    people_per_consumer: float
    cost_cap: float | None = None

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(next(iter(self.values[self.plans[0]].values())))

    def span(self, plan: str, measure: str) -> Span:
        """Return a plan's number over the worlds."""
        low, high = quantiles(self.values[plan][measure], EIGHT_OF_TEN)
        return Span(self.mean(plan, measure), low, high)

    def between(self, first: str, second: str, measure: str) -> Span:
        """Return the difference of two plans over the worlds, world by world."""
        difference = self.values[first][measure] - self.values[second][measure]
        return Span(mean_of(difference), *quantiles(difference, EIGHT_OF_TEN))

    def mean(self, plan: str, measure: str) -> float:
        """Return the mean over the worlds that have the number; NaN if none has.

        A new customer costs the mean cost for the mean number of them: worlds without any count, too.
        """
        if measure == "cost_per_customer":
            won = self.mean(plan, "added_customers")
            return self.mean(plan, "cost") / won if won > 0 and self.mean(plan, "cost") > 0 else float("nan")
        return mean_of(self.values[plan][measure])

    @property
    def measure(self) -> str:
        """What the goal is measured by; with a cap on the cost, it is new customers among the plans within it."""
        capped = self.goal == "cost per customer" and self.cost_cap is not None and self.within(self.ranked()[0])
        return "added_customers" if capped else GOALS[self.goal][0]

    @property
    def charted(self) -> str:
        """What figures show: the goal's measure, or customers for their cost, which has no size without any."""
        return "added_customers" if self.measure == "cost_per_customer" else self.measure

    def within(self, plan: str) -> bool:
        """Say whether a new customer costs no more than the cap; so it is where there is none."""
        return self.cost_cap is None or self.mean(plan, "cost_per_customer") <= self.cost_cap

    def ranked(self) -> list[str]:
        """Return the plans, the best for the goal first. With a cap on the cost, those within it, by customers, lead.

        To do nothing is a plan as any other; it has no cost per customer, and is last there.
        """
        measure, sign = GOALS[self.goal]

        def key(plan: str) -> tuple[float, ...]:
            value = sign * self.mean(plan, measure)
            value = value if np.isfinite(value) else -np.inf
            if self.goal == "cost per customer" and self.cost_cap is not None:
                within = self.within(plan)
                return (-float(within), -self.mean(plan, "added_customers") if within else -value)
            return (-value,)

        return sorted(self.plans, key=key)

    def contenders(self) -> list[str]:
        """Return the plans in the same order, without those that bought nothing; to do nothing is among them."""
        return [plan for plan in self.ranked() if plan == NOTHING or self.mean(plan, "cost") > 0]

    def rivals(self) -> list[str]:
        """Return the contenders after the best one that differ from it in some world; best first.

        The same creators may be hired by several plans: what is said of the lead is said of another plan.
        """
        best, *others = self.contenders()
        return [plan for plan in others if self.ahead(best, plan) or self.ahead(plan, best)]

    def ahead(self, first: str, second: str) -> int:
        """Return in how many worlds the first plan is ahead of the second for the goal. A tie is not ahead."""
        measure = self.measure
        sign = -1 if measure == "cost_per_customer" else 1
        a, b = self.values[first][measure], self.values[second][measure]
        if measure == "cost_per_customer":  # no customer at all costs more than any price
            a, b = (np.where(np.isfinite(each), each, np.inf) for each in (a, b))
        return int(np.count_nonzero(sign * a > sign * b))

    def paying(self, plan: str) -> int:
        """Return in how many worlds a plan adds profit, whatever the goal."""
        return int(np.count_nonzero(self.values[plan]["added_profit"] > 0))


def mean_of(column: Float64s) -> float:
    """Return the mean of the numbers that are known; NaN if none is."""
    known = column[np.isfinite(column)]
    return float(known.mean()) if len(known) else float("nan")


def quantiles(column: Float64s, levels: Sequence[float]) -> list[float]:
    """Return quantiles of the numbers that are known; NaN if none is."""
    known = column[np.isfinite(column)]
    return [float(each) for each in np.quantile(known, levels)] if len(known) else [float("nan")] * len(levels)


def outlook_of(table: pl.DataFrame, plans: Sequence[str], goal: Goal, cost_cap: float | None = None) -> Outlook:
    """Arrange the rows (point, seed, arm, outcomes) of all plans by plan, measure and world.

    Args:
        table: What :class:`brand_runs.PlanRuns` left.
        plans: Their names.
        goal: What the brand wants.
        cost_cap: The most that a new customer may cost.
    """
    import polars as pl

    table = with_measures(table)
    kept = [name for name in table.columns if table[name].dtype.is_numeric() and "." not in name]
    kept = [name for name in kept if name not in ("point", "seed")]
    values: dict[str, dict[str, Float64s]] = {}
    chance: dict[str, dict[str, float]] = {}
    for plan in plans:
        rows = (
            table.filter(pl.col("arm") == plan)
            .group_by("point")
            .agg(
                *(pl.col(name).fill_null(float("nan")).mean().alias(name) for name in kept),
                *(pl.col(name).std().alias(f"{name}:deviation") for name in kept),
                pl.len().alias("seeds"),
            )
            .sort("point")
        )
        values[plan] = {name: rows[name].cast(pl.Float64).to_numpy() for name in kept}
        seeds = rows["seeds"].to_numpy().astype(np.float64)
        chance[plan] = {}
        for name in kept:
            deviation = rows[f"{name}:deviation"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            known = np.isfinite(deviation)
            error = deviation[known] / np.sqrt(seeds[known])
            chance[plan][name] = float(np.median(error)) if known.any() else float("nan")
    people = float(table["people_per_consumer"].max() or 0.0)  # type: ignore[arg-type]
    return Outlook(tuple(plans), values, chance, goal, people, cost_cap)


def standing_for_all(table: pl.DataFrame, plans: Sequence[str], number: int) -> list[int]:
    """Return the points of so many worlds that stand for all, each for as many, by what plans add in them.

    Worlds are put in order by the profit that the plans add, mean over plans, and cut into as many parts of (nearly)
    one size. Of each part, the world nearest to the part's mean is taken: so the mean over those taken is near the
    mean over all, however few worlds make most of it.

    Args:
        table: Rows of all plans: point, seed, arm, outcomes.
        plans: Names of plans that spend; none: the first worlds are taken.
        number: How many; all worlds, if they are fewer.
    """
    import polars as pl

    if not plans:
        return sorted(table["point"].unique().to_list())[:number]
    added = (
        with_measures(table)
        .filter(pl.col("arm").is_in(list(plans)))
        .group_by("point")
        .agg(pl.col("added_profit").mean())
        .sort("added_profit", "point")
    )
    points, profit = added["point"].to_numpy(), added["added_profit"].to_numpy()
    parts = np.array_split(np.arange(len(points)), min(number, len(points)))
    return sorted(int(points[part[np.argmin(np.abs(profit[part] - profit[part].mean()))]]) for part in parts)


def with_plan(table: pl.DataFrame, more: pl.DataFrame, plan: str) -> pl.DataFrame:
    """Return the rows with those of a plan that was run afterwards, of the worlds and seeds in which both finished."""
    import polars as pl

    where = ["point", "seed"]
    added = more.filter(pl.col("arm") == plan).join(table.select(where).unique(), on=where, how="semi")
    return pl.concat([table.join(added.select(where), on=where, how="semi"), added.select(table.columns)])


def with_measures(table: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the goals' measures: what a plan added, without the chance of choices where there is a way.

    New customers are those who bought: they have no expectation that is exact, so that they vary more by chance.
    """
    import polars as pl

    customers = pl.col("new_buyers") - pl.col("base_new_buyers")
    return table.with_columns(
        pl.col("incremental_expected_profit").alias("added_profit"),
        pl.col("incremental_expected_purchases").alias("added_units"),
        pl.col("incremental_expected_revenue").alias("added_revenue"),
        customers.alias("added_customers"),
        pl.when(customers > 0).then(pl.col("cost") / customers).otherwise(float("nan")).alias("cost_per_customer"),
        (pl.col("dashboard_margin") - pl.col("cost")).alias("dashboard_profit"),
    )


def beats_nothing(outlook: Outlook) -> list[str]:
    """Return the plans that are ahead of doing nothing in most worlds, by profit, the best first."""
    nothing = NOTHING
    found = []
    for plan in outlook.ranked():
        if plan != nothing:
            added = outlook.values[plan]["added_profit"]
            if 2 * np.count_nonzero(added > 0) > outlook.worlds:
                found.append(plan)
    return found


def outlook_weeks(outlook: Outlook) -> float:
    """Return the weeks that outcomes are counted over."""
    days = outlook.values[outlook.plans[0]].get("days")
    return float(days.mean()) / 7 if days is not None else float("nan")
