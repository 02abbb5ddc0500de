"""Field tests of one's own weigh the worlds: those in which the tested spend adds what the test saw count more.

Each test is run as it was: so much on the channel over so many days, against no campaign. A world in which that adds m
purchases gets the weight ``exp(-((m - lift) / e)^2 / 2)``, with ``e^2`` the test's squared standard error plus that of
m, which a sample of simulated people shows: the normal likelihood of the test (importance weights on the worlds that
the fit left).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.own_brand.answering.brand_runs import CHANCE, PlanRuns
from experiments.own_brand.answering.plans import CPM, CREATORS, NOTHING, BrandPlan, mix, plain_channel, strategy
from experiments.own_brand.brand import LiftTest
from experiments.results.money import amount
from experiments.sweeps.space import Space
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.own_brand.answering.bench import Bench

UNKNOWN_ERROR = 0.3
"""Standard error of a test whose own is not told, as a share of its lift (ours: most field tests are no better; Lewis,
Rao 2015 find them far worse)."""
FAR = float(np.exp(-(3.0**2) / 2))
"""Likelihood of a world that is three standard errors from a test."""


@dataclasses.dataclass(frozen=True)
class Weighed:
    """What a field test did to the worlds.

    Attributes:
        test: The test.
        before: What its spend adds in the worlds before they were weighed: mean, standard deviation.
        after: The same by the new weights.
    """

    test: LiftTest
    before: tuple[float, float]
    after: tuple[float, float]


def weighed(bench: Bench) -> tuple[Bench, list[str]]:
    """Return the bench with its worlds weighed by the brand's field tests, and what is to be said of it."""
    tests = [test for test in bench.brand.tests if test.channel == CREATORS or test.channel in CPM]
    if not tests:
        return bench, []
    runs = [_added(bench, k, test) for k, test in enumerate(tests)]
    added = [purchases for purchases, _ in runs]
    before = np.asarray(bench.fitted.weights, np.float64)
    likely = [likelihood(*run, test) for run, test in zip(runs, tests, strict=True)]
    after = before * np.prod(likely, axis=0)
    if after.sum() <= 0:
        return bench, [
            "No world agrees with the field tests: their weights stay as they were. Check units and dates in tests.csv."
        ]
    after = after / after.sum()
    found = [Weighed(test, spread(row, before), spread(row, after)) for row, test in zip(added, tests, strict=True)]
    fitted = dataclasses.replace(bench.fitted, weights=tuple(float(each) for each in after))
    said = lines(found, after)
    if any(row.max() < FAR for row in likely):
        said.append("No world comes within three standard errors of a field test: check units and dates in tests.csv.")
    return dataclasses.replace(bench, fitted=fitted), said


def likelihood(added: Float64s, chance: Float64s, test: LiftTest) -> Float64s:
    """Return how likely the test's result is in each world, 1 where the world adds just as much.

    Args:
        added: Purchases that the tested spend adds, one a world.
        chance: The standard error of these, as simulated people are a sample.
        test: The test.
    """
    own = UNKNOWN_ERROR * abs(test.lift) if test.standard_error is None else test.standard_error
    error = np.hypot(own, chance)
    found: Float64s = np.exp(-(((added - test.lift) / error) ** 2) / 2)
    return found


def spread(values: Float64s, weights: Float64s) -> tuple[float, float]:
    """Return weighted mean and standard deviation."""
    share = weights / weights.sum()
    mean = float(values @ share)
    return mean, float(np.sqrt(((values - mean) ** 2) @ share))


def lines(found: Sequence[Weighed], weights: Float64s) -> list[str]:
    """Say what each test saw, what the worlds said before and say now, and how many worlds still count."""
    said = []
    for each in found:
        (mean, deviation), (now, left) = each.before, each.after
        said.append(
            f"Field test of {plain_channel(each.test.channel)}: it saw {amount(each.test.lift)} purchases; the worlds"
            f" said {amount(mean)} ± {amount(deviation)}, and by their new weights say {amount(now)} ± {amount(left)}."
        )
    count = 1 / float((weights**2).sum())
    return [*said, f"The field tests leave about {amount(count)} of {len(weights)} worlds."]


def _added(bench: Bench, number: int, test: LiftTest) -> tuple[Float64s, Float64s]:
    """Return the purchases that a test's spend adds over its days in every world of the fit, and their errors."""
    import polars as pl

    days = max((test.end - test.start).days + 1, 1)
    changes = {"brands.budget": test.spend, "brands.campaign_days": days, "market.days": days}
    share = {test.channel: 1.0}
    plans = [BrandPlan(NOTHING, "", strategy("none")), BrandPlan("tested", "", mix(bench.brand, **share))]
    design = bench.design(plans, changes)
    every = len(bench.fitted.rows)
    table = bench.table(f"test-{number + 1}", design, PlanRuns(Space(design), dashboard=False), every, 1)
    rows = table.filter(pl.col("arm") == "tested").sort("point")
    found, chance = np.full(every, np.nan), np.full(every, np.nan)
    found[bench.likeliest(every)] = rows["incremental_expected_purchases"].to_numpy()
    chance[bench.likeliest(every)] = rows[CHANCE].to_numpy()
    return found, chance
