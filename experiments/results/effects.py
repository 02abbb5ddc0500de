"""What an arm added, seed by seed, and with how many digits a report shows it: the same in each sentence and table."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from experiments.results.findings import Findings
from experiments.results.statistics import Difference, interval, paired

Array = NDArray[np.float64]
PAID = ("cost", "impressions", "reach")
"""Steps from money to money that are zero without a campaign."""


def added(findings: Findings, arm: str, metric: str) -> Array:
    """Return what an arm added to a metric in each seed, NaN where that is not known.

    Truth comes first: the same world without the campaign. Where the run has none for a metric, the arm is held against
    the baseline, if that spends nothing and lives in the same market. ``margin`` is profit before what the campaign
    cost more.
    """
    if metric == "margin":
        return added(findings, arm, "profit") + findings.values[arm].get(
            "incremental_cost", added(findings, arm, "cost")
        )
    metric = findings.sharp(metric)
    unknown = np.full(len(findings.seeds), np.nan)
    own = findings.values[arm].get(metric, unknown)
    if metric in PAID:
        return own
    truth = findings.values[arm].get(f"incremental_{metric}")
    if truth is not None:
        return truth
    without = findings.values.get(findings.baseline, {})
    spent = without.get("cost", np.zeros(1))
    known = not np.any(spent > 0) and findings.in_one_market(arm, findings.baseline)
    return own - without.get(metric, unknown) if known else unknown


def against_nothing(findings: Findings, arm: str, metric: str) -> Difference:
    """Return what an arm added to a metric in its own market, with as many comparisons counted as elsewhere."""
    values = added(findings, arm, metric)
    each = paired(values, np.zeros(values.size), findings.confidence)
    adjusted = min(1.0, each.tail * max(findings.comparisons(metric), 1))  # Bonferroni: these are no pairs of arms
    return Difference(each.interval, each.tail, each.pairing, each.pairing_bounds, adjusted, findings.confidence)


def finest(halves: Iterable[float]) -> float:
    """Return the smallest half width of intervals: what is shown side by side is rounded alike, by it; NaN for none."""
    return min((half for half in halves if math.isfinite(half) and half > 0), default=math.nan)


def level_half(findings: Findings, metric: str) -> float:
    """Return the half width by which the arms' means of a metric are rounded, wherever they are shown."""
    return finest(each[metric].half for each in findings.means.values() if metric in each)


def change_half(findings: Findings, metric: str) -> float:
    """Return the half width by which differences in a metric, and what arms added to it, are rounded everywhere."""
    metric = metric if metric == "margin" else findings.sharp(metric)
    halves = [interval(added(findings, arm, metric), findings.confidence).half for arm in findings.campaigns()]
    if metric != "margin":
        halves += [findings.difference(a, b, metric).interval.half for a, b in findings.telling_pairs()]
    return finest(halves)
