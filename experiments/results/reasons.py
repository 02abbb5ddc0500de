"""Why the answer is as it is and what would change it, computed from a run's results.

With the baseline among the arms, what a campaign did is a difference from the same worlds without it. Margin is profit
before the campaign's cost. Ratios of two uncertain numbers have the interval of Fieller (1954, J. R. Stat. Soc. B 16).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.results.effects import PAID, added, change_half, level_half
from experiments.results.findings import EXPECTED, Findings
from experiments.results.money import one
from experiments.results.statistics import POWER, Interval, interval, paired, seeds_needed, t_quantile
from experiments.results.wording import capital, plain, with_unit

Array = NDArray[np.float64]

CHAIN = (
    ("cost", "spend"),
    ("impressions", "impressions"),
    ("reach", "people reached"),
    ("awareness", "awareness"),
    ("attitude", "attitude of those who knew the brand before"),
    ("brand_trust", "trust of those who knew the brand before"),
    ("purchases", "purchases"),
    ("margin", "margin"),
    ("profit", "profit"),
)
"""From money to money: the steps through which a campaign works, and their names.

Awareness is a step of its own: attitude and trust are of the people who knew the brand when the campaign began, so that
a change in them is never one of who is asked.
"""


@dataclass(frozen=True)
class Step:
    """What a campaign did at one step of the chain, against the baseline."""

    metric: str
    name: str
    unit: str
    better: int
    change: Interval
    told: bool
    half: float
    """Half the width of the interval that the step is rounded by, for all arms alike."""


def chain(findings: Findings, arm: str) -> Iterator[Step]:
    """Follow an arm's money; steps that are not known are left out."""
    for metric, name in CHAIN:
        values = added(findings, arm, metric)
        each = interval(values, findings.confidence)
        measure = findings.measures.get("profit" if metric == "margin" else metric)
        if measure is not None and each.number:
            better = 0 if metric in PAID else measure.better
            half = level_half(findings, metric) if metric in PAID else change_half(findings, metric)
            told = _told(findings, arm, metric, values)
            yield Step(metric, named(findings, name), measure.shown, better, each, told, half)


def _told(findings: Findings, arm: str, metric: str, values: Array) -> bool:
    """Say whether what an arm added can be told from nothing, with as much counted as elsewhere in the report.

    Where the world without the campaign is no arm of the run, all steps of all arms are counted (Bonferroni); so it is
    for margin, which is compared nowhere else.
    """
    metric = findings.sharp(metric)
    own, baseline = findings.values[arm].get(metric), findings.values.get(findings.baseline, {}).get(metric)
    if own is not None and baseline is not None and np.allclose(own - baseline, values, equal_nan=True):
        return findings.difference(arm, findings.baseline, metric).told
    alone = paired(values, np.zeros(values.size), findings.confidence)
    return alone.tail * len(CHAIN) * max(len(findings.ranked()), 1) < 1 - findings.confidence


def named(findings: Findings, metric: str) -> str:
    """Return what a metric that is spoken of is called: with ``expected`` before it where that is what is meant."""
    expected = findings.sharp("profit") != "profit" and metric in ("margin", *EXPECTED)
    return f"expected {metric}" if expected else metric


def parting(findings: Findings, a: str, b: str) -> str:
    """Say at which steps ``a`` and ``b`` part: people reached for the money, purchases per person, margin per purchase.

    The ratio of the two margins is the product of the steps' ratios and of the ratio of costs.
    """
    totals = [{m: float(np.nanmean(_known(added(findings, arm, m)))) for m in PARTS} for arm in (a, b)]
    if not all(total[m] > 0 for total in totals for m in PARTS):
        losing = [arm for arm, total in zip((a, b), totals, strict=True) if total["purchases"] <= 0 < total["reach"]]
        if losing:
            names = " and ".join(plain(arm) for arm in losing)
            return f"On average over the seeds, {names} added no purchases: what it changed in minds did not sell."
        return ""
    first, second = totals
    ratios = [
        (
            first["reach"] / first["cost"] / (second["reach"] / second["cost"]),
            "reaches",
            f"people per {one(findings.currency)}",
        ),
        (
            first["purchases"] / first["reach"] / (second["purchases"] / second["reach"]),
            "adds",
            "purchases per person reached",
        ),
    ]
    said = [f"{verb} {_times(ratio)} {what}" for ratio, verb, what in ratios]
    whole = first["purchases"] / first["cost"] / (second["purchases"] / second["cost"])
    said.append(f"together {_times(whole)} purchases per {one(findings.currency)}")
    return f"Where they part: against {plain(b)}, {plain(a)} {said[0]} and {said[1]}; {said[2]}."


PARTS = ("cost", "reach", "purchases", "margin")


def _known(values: Array) -> Array:
    return values if np.isfinite(values).any() else np.zeros(1)


def _times(ratio: float) -> str:
    if 0.95 < ratio < 1.05:
        return "about as many"
    return f"{ratio:.2g} times as many" if ratio > 1 else f"{ratio:.2f} times as many"


def fieller(above: Array, below: Array, confidence: float) -> tuple[float, float, float]:
    """Return the ratio of two means over paired seeds with Fieller's interval; infinite where it has no bound.

    Args:
        above: Numerator in each seed.
        below: Denominator in each seed.
        confidence: Of the interval.

    Returns:
        Ratio, low, high: the values ``r`` for which the mean of ``above - r below`` may be zero.
    """
    both = np.isfinite(above) & np.isfinite(below)
    x, y = above[both], below[both]
    if x.size == 0 or y.mean() == 0:
        return math.nan, math.nan, math.nan
    ratio = float(x.mean() / y.mean())
    if x.size < 2:
        return ratio, math.nan, math.nan
    n = x.size
    scale = t_quantile(0.5 + confidence / 2, n - 1) ** 2 / n
    xx, yy, xy = (float(scale * v) for v in (np.var(x, ddof=1), np.var(y, ddof=1), np.cov(x, y)[0, 1]))
    a, b, c = float(y.mean()) ** 2 - yy, float(x.mean() * y.mean()) - xy, float(x.mean()) ** 2 - xx
    inside = b * b - a * c
    if a <= 0 or inside < 0:
        return ratio, -math.inf, math.inf
    root = math.sqrt(inside)
    return ratio, (b - root) / a, (b + root) / a


def changers(findings: Findings, margin: float | None = None) -> list[str]:
    """Return what would change the answer, a sentence each, as far as the run itself can tell.

    Args:
        findings: The outcomes.
        margin: The studied brand's margin, a share of the price.
    """
    ranked = findings.ranked()
    lines = []
    if len(ranked) > 1:
        lines += [_seeds(findings, ranked[0], ranked[1]), _order(findings, ranked[0], ranked[1])]
        lines.append(_level(findings, ranked[0], ranked[1]))
    elif ranked and findings.baseline in findings.arms:
        lines.append(_seeds(findings, ranked[0], findings.baseline))
    if ranked and margin:
        lines += [_margin(findings, arm, margin) for arm in ranked[:2]]
    return [line for line in lines if line]


def _seeds(findings: Findings, a: str, b: str) -> str:
    """Say how many seeds would tell a difference of the size seen, as words tell it, if these do not."""
    each = findings.difference(a, b, findings.money)
    if each.interval.number < 2:
        return "More seeds: one seed has no interval."
    if each.told or each.interval.half == 0 or each.interval.mean == 0:
        return ""
    number = each.interval.number
    error = each.interval.half / t_quantile(0.5 + findings.confidence / 2, number - 1)
    # What is told apart already does not count any more: Holm's correction is for the others.
    confidence = 1 - (1 - findings.confidence) / max(findings.undecided(findings.money), 1)
    needed = seeds_needed(each.interval.mean / (error * math.sqrt(number)), confidence)
    size = with_unit(abs(each.interval.mean), findings.currency, change_half(findings, findings.money))
    if needed <= number:  # only where hardly any confidence is asked for
        return ""
    if not math.isfinite(needed):
        return f"More seeds would hardly tell {plain(a)} from {plain(b)}: {size} is too little against the noise."
    return (
        f"More seeds: if {plain(a)} and {plain(b)} are truly {size} apart, about {_rounded_up(needed):,} seeds would "
        f"tell them apart with a power of {100 * POWER:.0f} %; {number} do not."
    )


def _rounded_up(number: float) -> int:
    """Return a number with its first two digits, rounded up."""
    step = int(10 ** max(0, math.floor(math.log10(number)) - 1))
    return math.ceil(number / step) * step


def _order(findings: Findings, a: str, b: str) -> str:
    """Say in how many seeds the order is the other way round."""
    first, second = findings.values[a][findings.money], findings.values[b][findings.money]
    both = np.isfinite(first) & np.isfinite(second)
    number, other = int(both.sum()), int((first[both] < second[both]).sum())
    if number < 2:
        return ""
    if other == 0:
        sure = findings.difference(a, b, findings.money).told
        rest = "" if sure else f", which {number} seeds may do by chance"
        return f"By seed: in all {number} seeds {plain(a)} earned more than {plain(b)}{rest}."
    return f"By seed: in {other} of {number} seeds {plain(b)} earned more than {plain(a)}."


def _level(findings: Findings, a: str, b: str) -> str:
    """Say how much cheaper the second-best would have to be to draw level, where it is behind and could be."""
    if not all("cost" in findings.values[arm] for arm in (a, b)):
        return ""
    difference = findings.difference(a, b, findings.money)
    gap, cost = difference.interval.mean, findings.mean(b, "cost")
    if not (difference.told and 0 < gap <= cost):
        return ""
    size = with_unit(gap, findings.currency, change_half(findings, findings.money))
    share = f"{100 * gap / cost:.0f} % of its cost"
    return f"{capital(plain(b))} would draw level if it sold as much for {size} less, {share}."


def _margin(findings: Findings, arm: str, margin: float) -> str:
    """Say at which margin a campaign pays for itself."""
    if findings.without != "none":  # the cost that the margin has to pay for is no campaign's
        return ""
    revenue = added(findings, arm, "revenue")
    cost = added(findings, arm, "cost")
    gain = interval(revenue, findings.confidence)
    if not gain.number or not np.nanmean(_known(cost)) > 0:
        return ""
    name = capital(plain(arm))
    if gain.mean <= 0:
        return f"{name} pays for itself at no margin: on average it added no sales."
    ratio, low, high = fieller(cost, revenue, findings.confidence)
    here = f"here it is {100 * margin:.3g} %"
    if ratio > 1:
        return f"{name} pays for itself at no margin below 100 % of the price; {here}."
    bounds = ""
    if math.isfinite(low):
        top = f"{100 * high:.0f}" if high <= 1 else "over 100"
        bounds = f" ({100 * findings.confidence:g} % interval {100 * max(low, 0):.0f} to {top} %)"
    elif gain.number > 1:
        bounds = " (the interval has no bound: its added sales may be nothing)"
    return f"{name} pays for itself at a margin of {100 * ratio:.0f} % of the price or more{bounds}; {here}."
