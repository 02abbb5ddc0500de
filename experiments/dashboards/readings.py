"""What dashboards credit plans with beside the truth, over seeds, in numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.dashboards.collect import CLOSE, CLOSING, WHOLE
from experiments.results.effects import added, finest
from experiments.results.money import USD
from experiments.results.statistics import Difference, Interval, holm, interval, paired
from experiments.results.wording import (
    as_shown,
    with_unit,
)

if TYPE_CHECKING:
    import polars as pl

    from experiments.results.findings import Findings

Array = NDArray[np.float64]
SENSOR, METHOD = "links", "last"
"""What most dashboards show, and what the sentences are about."""
NONE = "direct"


@dataclass(frozen=True)
class Readings:
    """The merged tables of :mod:`experiments.dashboards.collect`; arrays follow the seeds that a plan has.

    Attributes:
        credit: arm, seed, sensor, method, channel, money.
        truth: arm, seed, part, money, cost.
        arms: The arms that bought something, the one that truly earns most first.
        usual: The usual plan, if it was lived and is no arm.
        confidence: Of intervals.
        found: The run's findings, so that its arms are told apart in the same words everywhere.

    What is said of dashboards is counted as one: the error of every plan, every pair of arms by what they are credited
    with, and of plans with search and retargeting the error of these and of their share (:func:`statistics.holm`).
    """

    credit: pl.DataFrame
    truth: pl.DataFrame
    arms: tuple[str, ...]
    usual: str | None = None
    confidence: float = 0.95
    found: Findings | None = None

    @property
    def plans(self) -> tuple[str, ...]:
        """The arms, then the usual plan."""
        return (*self.arms, *([] if self.usual is None else [self.usual]))

    @cached_property
    def _credited(self) -> Mapping[tuple[str, str, str], Mapping[str, Mapping[int, float]]]:
        found: dict[tuple[str, str, str], dict[str, dict[int, float]]] = {}
        for arm, seed, sensor, method, channel, money in self.credit.iter_rows():
            found.setdefault((arm, sensor, method), {}).setdefault(channel, {})[seed] = money
        return found

    @cached_property
    def _true(self) -> Mapping[tuple[str, str], Mapping[int, tuple[float, float]]]:
        found: dict[tuple[str, str], dict[int, tuple[float, float]]] = {}
        for arm, seed, part, money, cost in self.truth.iter_rows():
            found.setdefault((arm, part), {})[seed] = (money, cost)
        return found

    def seeds(self, plan: str, part: str = WHOLE) -> list[int]:
        """Return the seeds on which it is known what a plan, or a part of it, truly added."""
        return sorted(self._true.get((plan, part), {}))

    def true(self, plan: str, part: str = WHOLE, of: str = WHOLE) -> Array:
        """Return the margin that a part truly added, USD in each seed that knows the part ``of``."""
        return np.array([self._true[plan, part][seed][0] for seed in self.seeds(plan, of)])

    def cost(self, plan: str, of: str = WHOLE) -> Array:
        """Return what the plan cost, USD in each seed that knows the part ``of``."""
        return np.array([self._true[plan, WHOLE][seed][1] for seed in self.seeds(plan, of)])

    def credited(
        self,
        plan: str,
        method: str = METHOD,
        sensor: str = SENSOR,
        channels: Iterable[str] | None = None,
        of: str = WHOLE,
    ) -> Array:
        """Return the margin credited to some channels (None: to all), USD in each seed that knows the part ``of``."""
        by_channel = self._credited.get((plan, sensor, method), {})
        chosen = [channel for channel in by_channel if channel != NONE]
        chosen = chosen if channels is None else [channel for channel in chosen if channel in set(channels)]
        return np.array([sum(by_channel[c].get(seed, 0.0) for c in chosen) for seed in self.seeds(plan, of)])

    def channels(self, plan: str) -> list[str]:
        """Return the channels of a plan that some sensor recorded."""
        found = {c for (arm, _, _), each in self._credited.items() if arm == plan for c in each if c != NONE}
        return sorted(found)

    @cached_property
    def methods(self) -> list[tuple[str, str]]:
        """Sensor and method of each reading, in order."""
        return list(dict.fromkeys((sensor, method) for _, sensor, method in self._credited))

    def parts(self, plan: str) -> list[str]:
        """Return the parts whose true effect is known."""
        return [part for arm, part in self._true if arm == plan and part != WHOLE]

    def interval(self, values: Array) -> Interval:
        """Return mean and interval over seeds."""
        return interval(values, self.confidence)

    @property
    def currency(self) -> str:
        """What money is called in."""
        return USD if self.found is None else self.found.currency

    @cached_property
    def half(self) -> float:
        """The half width by which all money of plans, and of their parts, is rounded: in sentences, tables, figures."""
        each = [self.credited(plan) for plan in self.plans] + [self.true(plan) for plan in self.plans]
        each += [self.credited(plan) - self.true(plan) for plan in self.plans]
        for plan in self.plans:
            if CLOSE in self.parts(plan):
                credit, true = self.credited(plan, channels=CLOSING, of=CLOSE), self.true(plan, CLOSE, of=CLOSE)
                each += [credit, true, credit - true]
        return finest(self.interval(values).half for values in each)

    def money(self, values: Array) -> str:
        """Return the mean of some money with its currency."""
        return with_unit(self.interval(values).mean, self.currency, self.half)

    def off(self, credit: Array, true: Array) -> float:
        """Return by how much a credit is above what is true, as the two are shown side by side."""
        said, is_so = (as_shown(self.interval(each).mean, self.currency, self.half) for each in (credit, true))
        return said - is_so

    def expected(self, plan: str) -> Array | None:
        """Return the margin that an arm is expected to add, as the report's answer has it; None where it is not known.

        What a dashboard credits is counted on the purchases that were made, and so is what is true of it; the answer is
        about the purchases to expect, which have the same mean over draws and less chance.
        """
        if self.found is None or plan not in self.found.values or self.found.money == "profit":
            return None
        values = added(self.found, plan, "margin")
        return values if np.isfinite(values).any() else None

    def error(self, plan: str) -> Difference:
        """Return what the last touch credits a plan with, less what it truly added: paired by seed."""
        return self._counted(("error", plan), paired(self.credited(plan), self.true(plan), self.confidence))

    def closing_error(self, plan: str) -> Difference:
        """Return the same for search and retargeting, in the seeds that know what these added."""
        return self._counted(("closing", plan), self._closing(plan))

    def closing_share(self, plan: str) -> Difference | None:
        """Return their share of the credit less their share of what the plan added; None where one is no share."""
        each = self._closing_share(plan)
        return None if each is None else self._counted(("share", plan), each)

    def _closing(self, plan: str) -> Difference:
        credit = self.credited(plan, channels=CLOSING, of=CLOSE)
        return paired(credit, self.true(plan, CLOSE, of=CLOSE), self.confidence)

    def _closing_share(self, plan: str) -> Difference | None:
        whole, added = self.credited(plan, of=CLOSE), self.true(plan, of=CLOSE)
        if not ((whole > 0).all() and (added > 0).all()):
            return None
        credit, true = self.credited(plan, channels=CLOSING, of=CLOSE), self.true(plan, CLOSE, of=CLOSE)
        return paired(credit / whole, true / added, self.confidence)

    def _counted(self, which: tuple[str, ...], each: Difference) -> Difference:
        """Return a difference with the certainty that it has among all that is said of dashboards."""
        adjusted = self._adjusted.get(which, math.nan)
        return each if math.isnan(adjusted) else replace(each, adjusted=adjusted)

    @cached_property
    def _adjusted(self) -> Mapping[tuple[str, ...], float]:
        every: dict[tuple[str, ...], Difference | None] = {}
        for plan in self.plans:
            every["error", plan] = paired(self.credited(plan), self.true(plan), self.confidence)
            if CLOSE in self.parts(plan):
                every["closing", plan] = self._closing(plan)
                every["share", plan] = self._closing_share(plan)
        for a, b in combinations(self.arms, 2):
            every["said", *sorted((a, b))] = self._between(a, b, self.said)
        tails = {which: each.tail for which, each in every.items() if each is not None}
        return dict(zip(tails, holm(list(tails.values())), strict=True))

    @cached_property
    def said(self) -> Mapping[str, Array]:
        """What the dashboard says that each arm earned: credited margin less cost, USD by seed."""
        return {arm: self.credited(arm) - self.cost(arm) for arm in self.arms}

    def _between(self, a: str, b: str, values: Mapping[str, Array]) -> Difference:
        both = [seed for seed in self.seeds(a) if seed in self.seeds(b)]
        first, second = ([values[arm][self.seeds(arm).index(seed)] for seed in both] for arm in (a, b))
        return paired(first, second, self.confidence)

    def duel(self) -> tuple[str, str, Difference, Difference] | None:
        """Return who leads by the dashboard, who is next, by how much it says so, and what is true of the two."""
        if len(self.arms) < 2:
            return None
        ranked = sorted(self.arms, key=lambda arm: -float(self.said[arm].mean()))
        picked, best = ranked[0], self.arms[0]
        other = best if picked != best else ranked[1]
        said = self._counted(("said", *sorted((picked, other))), self._between(picked, other, self.said))
        return picked, other, said, self._truly(picked, other)

    def _truly(self, a: str, b: str) -> Difference:
        """Return what one arm truly earns more than another.

        That is the difference of the report's headline, where it is known; else all pairs are counted.
        """
        if self.found is not None and self.found.money != "profit":
            whole = self.found.difference(a, b, self.found.money)
            if whole.interval.number:
                return whole
        true = {arm: self.true(arm) - self.cost(arm) for arm in self.arms}
        each, pairs = self._between(a, b, true), math.comb(len(self.arms), 2)
        if self.found is not None:
            whole = self.found.difference(a, b, "profit")
            there, here = whole.interval, each.interval
            if there.number == here.number and math.isclose(there.mean, here.mean, rel_tol=1e-6, abs_tol=0.1):
                return replace(each, adjusted=whole.doubt)
        return replace(each, adjusted=min(1.0, each.tail * pairs))


def readings(tables: Mapping[str, pl.DataFrame], findings: Findings) -> Readings | None:
    """Return what was read; None where nothing was."""
    credit, truth = tables.get("credit"), tables.get("truth")
    if credit is None or truth is None or truth.is_empty():
        return None
    bought = truth["arm"].unique(maintain_order=True).to_list()
    usual = next((arm for arm in bought if arm not in findings.values), None)
    arms = tuple(arm for arm in findings.ranked(findings.money) if arm in bought)
    return Readings(credit, truth, arms, usual, findings.confidence, findings) if arms or usual else None
