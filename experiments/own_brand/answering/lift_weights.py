"""Field tests of one's own weigh the worlds: those in which the tested spend adds what the test saw count more.

Each test is run as it was: so much on the channel over so many days, against no campaign. A world in which that adds m
purchases gets the weight ``exp(-((m - lift) / e)^2 / 2)``, with ``e^2`` the test's squared standard error plus that of
one simulated person: the normal likelihood of the test (importance weights on the worlds that the fit left).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.own_brand.answering.brand_runs import PlanRuns
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
    added = np.stack([_added(bench, k, test) for k, test in enumerate(tests)])
    people = float(bench.fitted.base["market.people"]) / float(bench.fitted.base["market.consumers"])
    before = np.asarray(bench.fitted.weights, np.float64)
    after = before * np.prod([likelihood(row, test, people) for row, test in zip(added, tests, strict=True)], axis=0)
    if after.sum() <= 0:
        said = (
            "No world agrees with the field tests: their weights stay as they were. Check units and dates in tests.csv."
        )
        return bench, [said]
    after = after / after.sum()
    found = [Weighed(test, spread(row, before), spread(row, after)) for row, test in zip(added, tests, strict=True)]
    fitted = dataclasses.replace(bench.fitted, weights=tuple(float(each) for each in after))
    return dataclasses.replace(bench, fitted=fitted), lines(found, after)


def likelihood(added: Float64s, test: LiftTest, people: float) -> Float64s:
    """Return how likely the test's result is in each world, 1 where the world adds just as much.

    Args:
        added: Purchases that the tested spend adds, one a world.
        test: The test.
        people: That one simulated person stands for.
    """
    own = UNKNOWN_ERROR * abs(test.lift) if test.standard_error is None else test.standard_error
    error = float(np.hypot(own, people))
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


def _added(bench: Bench, number: int, test: LiftTest) -> Float64s:
    """Return the purchases that a test's spend adds over its days in every world of the fit."""
    import polars as pl

    days = max((test.end - test.start).days + 1, 1)
    changes = {"brands.budget": test.spend, "brands.campaign_days": days, "market.days": days}
    share = {test.channel: 1.0}
    plans = [BrandPlan(NOTHING, "", strategy("none")), BrandPlan("tested", "", mix(bench.brand, **share))]
    design = bench.design(plans, changes)
    every = len(bench.fitted.rows)
    table = bench.table(f"test-{number + 1}", design, PlanRuns(Space(design), dashboard=False), every, 1)
    rows = table.filter(pl.col("arm") == "tested").sort("point")
    found = np.full(every, np.nan)
    found[bench.likeliest(every)] = rows["incremental_expected_purchases"].to_numpy()
    return found
