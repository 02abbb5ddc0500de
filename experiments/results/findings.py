"""What a run found, in numbers: arms, paired contrasts, and what pairing saved. `summary.json` is made of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.results.money import USD, in_currency
from experiments.results.statistics import Difference, Interval, holm, interval, paired

if TYPE_CHECKING:
    import polars as pl

Array = NDArray[np.float64]
COMPARED = (
    "waste",
    "conversion",
    "loyalty",
    "engagement",
    "sentiment",
    "brand_trust",
    "creator_trust",
    "reach",
    "impressions",
    "frequency",
    "likes",
    "comments",
    "shares",
    "messages",
    "saves",
    "earned_media_value",
    "recommendations",
    "complaints",
    "call_outs",
    "cost",
    "awareness",
    "attitude",
    "purchases",
)
"""Metrics that a report compares between arms beside the headline: a word on one of them counts them all."""


@dataclass(frozen=True)
class Measure:
    """What is known of a metric.

    Attributes:
        unit: As in the model's registry; 1 for shares and indexes.
        better: Which direction is good: +1, -1, or 0 for neither.
        definition: What it means.
        percent: Whether it is a share that reads best in per cent.
    """

    unit: str
    better: int
    definition: str
    percent: bool = False

    @property
    def shown(self) -> str:
        """The unit that people read: a share is shown in per cent."""
        return "%" if self.percent else "" if self.unit == "1" else self.unit

    def in_currency(self, currency: str) -> Measure:
        """Return the same with money in a currency of another name."""
        unit, definition = (in_currency(text, currency) for text in (self.unit, self.definition))
        return replace(self, unit=unit, definition=definition)


EXPECTED = {"profit": "expected_profit", "purchases": "expected_purchases", "revenue": "expected_revenue"}
"""Outcomes of which there is a version without the chance of choosing."""


@dataclass(frozen=True)
class Findings:
    """Outcomes of all arms over the seeds that every arm has."""

    values: dict[str, dict[str, Array]]  # arm -> metric -> one value per seed, in the order of `seeds`
    measures: dict[str, Measure]
    seeds: list[int]
    baseline: str
    confidence: float = 0.95
    outcome: str = "profit"  # the headline: what arms are ranked by
    smallest: float | None = None  # the smallest difference in it that matters
    without: str = "none"  # the strategy of the worlds that truth is measured against
    currency: str = USD  # what money is called in
    markets: Mapping[str, int] = field(default_factory=dict)  # arm -> number of its market; empty: all share one
    warnings: tuple[str, ...] = ()  # what makes the answer implausible, before anything else is said

    def sharp(self, metric: str) -> str:
        """Return the outcome to speak of in place of a metric: the expected one, where every arm has it.

        Its mean over draws is the same, and the chance of each choice is not in it.
        """
        expected = EXPECTED.get(metric, metric)
        there = all(np.isfinite(each.get("expected_profit", np.zeros(0))).any() for each in self.values.values())
        return expected if there else metric

    @property
    def money(self) -> str:
        """The outcome that the answer speaks of: profit, as expected where every arm has that."""
        return self.sharp("profit")

    @property
    def arms(self) -> list[str]:
        """The arms, in the order asked for."""
        return list(self.values)

    @property
    def treated(self) -> list[str]:
        """The arms that are not the baseline."""
        return [arm for arm in self.arms if arm != self.baseline]

    def campaigns(self) -> list[str]:
        """Return the arms that are not the baseline, the best first, then the baseline if it spends money too."""
        spends = self.baseline in self.values and self.mean(self.baseline, "cost") > 0
        return [*self.ranked(), *([self.baseline] if spends else [])]

    def baseline_of(self, arm: str) -> list[str]:
        """Return the baseline, if it is an arm that this one can be held against.

        A baseline without a campaign is the same market only for arms that do not change the market.
        """
        there = self.baseline in self.values and arm != self.baseline
        return [self.baseline] if there and (self.baseline != self.without or not self.apart(arm)) else []

    def in_one_market(self, a: str, b: str) -> bool:
        """Say whether two arms live in the same market, or in two that are the same without a campaign.

        Arms that change what a brand pays for its managers' hours differ in their scenarios, and not in the world
        that truth is measured against.
        """
        if self.markets.get(a, 0) == self.markets.get(b, 0):
            return True
        first, second = (self._without_campaign(arm) for arm in (a, b))
        return first is not None and second is not None and np.allclose(first, second, equal_nan=True)

    def _without_campaign(self, arm: str) -> Array | None:
        """Return the headline in an arm's own market without a campaign; None where it is not known."""
        values, metric = self.values.get(arm, {}), self.money
        if metric not in values or (arm != self.without and f"incremental_{metric}" not in values):
            return None
        return values[metric] - (0 if arm == self.without else values[f"incremental_{metric}"])

    def apart(self, arm: str) -> bool:
        """Say whether an arm changes the market, so that the baseline among the arms is not its own."""
        return self.baseline in self.values and not self.in_one_market(arm, self.baseline)

    @cached_property
    def means(self) -> dict[str, dict[str, Interval]]:
        """Mean and interval of each metric in each arm."""
        return {
            arm: {metric: interval(values, self.confidence) for metric, values in metrics.items()}
            for arm, metrics in self.values.items()
        }

    def mean(self, arm: str, metric: str) -> float:
        """Return a metric's mean in an arm, NaN if the arm does not have it."""
        return self.means[arm][metric].mean if metric in self.means[arm] else math.nan

    def difference(self, a: str, b: str, metric: str) -> Difference:
        """Return the paired difference ``a - b``, its certainty corrected for all that is compared with it."""
        each = self._alone(a, b, metric)
        adjusted = self._adjusted(metric).get((metric, frozenset((a, b))), math.nan)
        return each if math.isnan(adjusted) else replace(each, adjusted=adjusted)

    def comparisons(self, metric: str) -> int:
        """Return how many comparisons are counted where the difference in a metric is said to be sure."""
        return sum(not math.isnan(each) for each in self._adjusted(metric).values())

    def undecided(self, metric: str) -> int:
        """Return how many of these are not told apart."""
        return sum(each >= 1 - self.confidence for each in self._adjusted(metric).values())

    def family(self, metric: str) -> tuple[str, ...]:
        """Return the metrics that are counted together.

        Every pair of arms is counted, since the arms that are spoken of are chosen by what came out. What arms are
        ranked by, and profit, were asked about before the run: they do not pay for the other metrics of the report. All
        that no report compares is one family more.
        """
        headline = tuple(dict.fromkeys((self.money, self.sharp(self.outcome))))
        if metric in headline:
            return headline
        if metric == "profit":  # the headline once more, with the chance of choices in it
            return (metric,)
        compared = tuple(each for each in COMPARED if each not in headline)
        if metric in compared:
            return compared
        return tuple(each for each in self.measures if each not in (*headline, *compared, "profit"))

    @cached_property
    def _corrected(self) -> dict[tuple[str, ...], dict[tuple[str, frozenset[str]], float]]:
        return {}

    def _adjusted(self, metric: str) -> dict[tuple[str, frozenset[str]], float]:
        """Return the corrected p value of each comparison of a metric's family.

        Arms that are the same in every seed, as in what they both do not do, are no comparison.
        """
        metrics = self.family(metric)
        if metrics not in self._corrected:
            tails = {
                (each, frozenset((a, b))): math.nan
                if difference.interval.mean == difference.interval.half == 0
                else difference.tail
                for each in metrics
                for a, b in self.pairs()
                for difference in (self._alone(a, b, each),)
            }
            self._corrected[metrics] = dict(zip(tails, holm(list(tails.values())), strict=True))
        return self._corrected[metrics]

    def _alone(self, a: str, b: str, metric: str) -> Difference:
        nothing = np.full(len(self.seeds), np.nan)
        return paired(self.values[a].get(metric, nothing), self.values[b].get(metric, nothing), self.confidence)

    def pairs(self) -> list[tuple[str, str]]:
        """Return each pair of arms once: the later-named against the earlier, so that the baseline comes second."""
        ordered = [arm for arm in self.arms if arm == self.baseline] + self.treated
        return [(later, earlier) for earlier, later in itertools.combinations(ordered, 2)]

    def telling_pairs(self) -> list[tuple[str, str]]:
        """Return the pairs that answer the question: the best arm against the next, then each against the baseline.

        An arm that changes the market is not held against the baseline of another market.
        """
        ranked = self.ranked()
        best = [(ranked[0], ranked[1])] if len(ranked) > 1 else []
        return best + [(arm, other) for arm in ranked for other in self.baseline_of(arm)]

    def ranked(self, metric: str | None = None) -> list[str]:
        """Return the arms that are not the baseline, the best in the headline (or in another metric) first."""
        metric = metric or self.sharp(self.outcome)
        sign = -1 if metric in self.measures and self.measures[metric].better < 0 else 1
        known = [arm for arm in self.treated if math.isfinite(self.mean(arm, metric))]
        return sorted(known, key=lambda arm: -sign * self.mean(arm, metric))


def findings(
    outcomes: pl.DataFrame,
    arms: Sequence[str],
    baseline: str,
    measures: Mapping[str, Measure],
    confidence: float,
    outcome: str = "profit",
    smallest: float | None = None,
    without: str = "none",
    currency: str = USD,
    markets: Mapping[str, int] | None = None,
) -> Findings:
    """Arrange the outcomes table (arm, seed, metric, value) by arm, metric and seed.

    Args:
        outcomes: The table.
        arms: Its arms, in the order to show.
        baseline: The arm that others are held against.
        measures: What is known of the metrics.
        confidence: Of all intervals.
        outcome: What arms are ranked by.
        smallest: The smallest difference in it that matters.
        without: The strategy of the worlds that truth is measured against.
        currency: A code (EUR) or a sign (€): what the model calls USD is shown in it, and nothing is converted.
        markets: Number of each arm's market; None: all live in the same.
    """
    import polars as pl

    seeds = sorted(outcomes["seed"].unique().to_list())
    place = {seed: i for i, seed in enumerate(seeds)}
    values: dict[str, dict[str, Array]] = {}
    for arm in arms:
        values[arm] = {}
        for (metric,), rows in outcomes.filter(pl.col("arm") == arm).group_by("metric", maintain_order=True):
            column = np.full(len(seeds), np.nan)
            column[[place[seed] for seed in rows["seed"]]] = rows["value"].fill_null(np.nan).to_numpy()
            values[arm][str(metric)] = column
    known = {
        metric: measures.get(metric, Measure("", 0, "")).in_currency(currency)
        for arm in values.values()
        for metric in arm
    }
    return Findings(
        values, known, seeds, baseline, confidence, outcome, smallest, without, currency, dict(markets or {})
    )


def summarise(
    findings: Findings, *, task: str, answer: str, wall_s: float, versions: Mapping[str, str], **more: Any
) -> dict[str, Any]:
    """Return the content of `summary.json`; ``more`` is put beside what every summary has."""
    contrasts = [
        {"a": a, "b": b, "metric": metric, "difference": each.mean, "low": each.low, "high": each.high}
        for a, b in findings.pairs()
        for metric in findings.measures
        if metric in findings.values[a] and metric in findings.values[b]
        for each in (findings.difference(a, b, metric).interval,)
    ]
    return {
        "task": task,
        "answer": answer,
        "arms": {
            arm: {
                metric: {"mean": each.mean, "low": each.low, "high": each.high, "unit": findings.measures[metric].unit}
                for metric, each in metrics.items()
            }
            for arm, metrics in findings.means.items()
        },
        "contrasts": contrasts,
        "seeds": findings.seeds,
        "confidence": findings.confidence,
        "currency": findings.currency,
        "warnings": list(findings.warnings),
        "baseline": findings.baseline,
        "pairing": [
            {
                "a": a,
                "b": b,
                "metric": findings.sharp(findings.outcome),
                "independent_seeds_per_paired_seed": each.pairing,
                "low": each.pairing_bounds[0],
                "high": each.pairing_bounds[1],
            }
            for a, b in findings.pairs()
            for each in (findings.difference(a, b, findings.sharp(findings.outcome)),)
        ],
        "wall_s": round(wall_s, 2),
        "versions": dict(versions),
        **more,
    }
