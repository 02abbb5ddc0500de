"""What makes a result hard to believe, before anything is said of it: each a sentence, with what to do about it.

A warning says that the numbers lie outside what field studies have seen, or below what a simulation of this size can
show; it does not say that they are wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.results.effects import added, level_half
from experiments.results.findings import Findings
from experiments.results.money import amount, one
from experiments.results.wording import listed, plain, quantity, several, unspent_of, with_unit


@dataclass(frozen=True)
class Band:
    """What field studies have seen of a quantity.

    Attributes:
        most: The largest value among them.
        seen: What they are, for the sentence.
        source: Where it is from.
    """

    most: float
    seen: str
    source: str


RETURN = Band(
    20.0,
    "the highest average of a field study is 20 to 1, of products given to nano creators and sales counted by codes",
    "Beichert, Bayerl, Goldenberg, Lanz 2024, Journal of Marketing 88(4): free products worth some 50 USD for sales of "
    "1,000 USD by nano creators, 1,000 USD of fees for 6,000 USD by macro creators (Harvard Business Review, September "
    "2024; 0.265 and 0.049 EUR of revenue per follower in the article)",
)
"""Revenue added for each unit of money spent."""
LIFT = Band(
    0.4,
    "over all advertising of established brands the long-run elasticity of sales lies below 0.4",
    "Sethuraman, Tellis, Briesch 2011, Journal of Marketing Research 48(3): 0.24 in the long run over 402 estimates; "
    "0.4 is the upper end of the band that this model is calibrated to (docs/validation.md, ad_elasticity)",
)
"""Share by which a campaign raises the sales of a brand that sells without it.

An elasticity below this says that the whole of a brand's advertising stands for no more than this share of its sales,
as far as it is the same for each budget.
"""
UNSPENT = 0.1
"""Share of a budget: a plan that leaves more of it is not the plan that was asked for (ours)."""
SEEN = 10
"""Purchases of simulated people that an effect should be made of (ours)."""
FAR = 0.1
"""Share by which a baseline may be off what is expected of it, where the caller names no other (ours)."""


@dataclass(frozen=True)
class Expected:
    """What the user knows of the market without the campaign: the value of an outcome, and how far off it may be."""

    value: float
    within: float = FAR


def warned(
    findings: Findings, *, people_each: float | None = None, expected: Mapping[str, Expected] | None = None
) -> Findings:
    """Return findings that carry their warnings, for the report, the terminal and whoever asks from Python."""
    return replace(findings, warnings=tuple(warnings_of(findings, people_each=people_each, expected=expected)))


def warnings_of(
    findings: Findings, *, people_each: float | None = None, expected: Mapping[str, Expected] | None = None
) -> list[str]:
    """Return what is implausible in a result, a sentence each; none: nothing that is looked for here.

    Args:
        findings: The outcomes.
        people_each: How many people one simulated person stands for; None: effects are not held against it.
        expected: What is known of the market without the campaign, by outcome (``purchases``, ``awareness``); None:
            the baseline is not held against anything.
    """
    return [
        *_unsold(findings),
        *_far_baseline(findings, expected or {}),
        *(_tiny(findings, people_each) if people_each is not None else ()),
        *_return(findings),
        *_lift(findings),
        *_unspent(findings),
        *_without_spread(findings),
    ]


def _unsold(findings: Findings) -> Iterator[str]:
    """Warn where nobody buys in any arm: nothing can differ then but what the plans cost."""
    if findings.values and all(_nothing(findings, arm) for arm in findings.arms):
        yield (
            "No purchase in any plan: the plans differ by their cost alone. Check the price "
            "(brands.price) against what people are used to (consumers.purchase.reference_price), or "
            "simulate more people (market.consumers)."
        )


def _nothing(findings: Findings, arm: str) -> bool:
    sold = findings.values[arm].get("purchases")
    return sold is not None and bool(np.isfinite(sold).any()) and float(np.nanmax(np.abs(sold))) == 0


def _far_baseline(findings: Findings, expected: Mapping[str, Expected]) -> Iterator[str]:
    """Warn where the market without a campaign is not the one that the user knows."""
    base = findings.without if findings.without in findings.values else findings.baseline
    if base not in findings.values:
        return
    for metric, theirs in expected.items():
        ours = findings.mean(base, metric)
        if not math.isfinite(ours) or abs(ours - theirs.value) <= theirs.within * abs(theirs.value):
            continue
        unit = findings.measures[metric].shown
        times = f", {ours / theirs.value:.2g} times yours" if theirs.value else ""
        here = with_unit(ours, unit, level_half(findings, metric))
        yield (
            f"With {plain(base)} the market has {here} {_named(metric, unit)}"
            f"where {with_unit(theirs.value, unit)} are expected{times}: what a plan adds to another market than yours "
            "says little of yours. Fit the market to your numbers first."
        )


def _named(metric: str, unit: str) -> str:
    return "" if unit == plain(metric) else f"{plain(metric)} "


def _tiny(findings: Findings, people_each: float) -> Iterator[str]:
    """Warn where a plan's effect is less than one purchase of one simulated person."""
    gains = {
        arm: _mean(added(findings, arm, "purchases")) for arm in findings.campaigns() if not _nothing(findings, arm)
    }
    tiny = {arm: gain for arm, gain in gains.items() if abs(gain) < people_each}
    if tiny:
        said = listed(
            f"{plain(arm)} ({quantity(gain, 'purchases', sign=True)} purchases)" for arm, gain in tiny.items()
        )
        least = min(map(abs, tiny.values()))
        more = f"some {math.ceil(SEEN * people_each / least):,} times as many" if least else "many more"
        yield (
            f"What is added by {said} is less than one simulated person, who stands for {amount(people_each)} people: "
            f"this size cannot show it. Simulate {more} people (market.consumers), or a larger budget."
        )


def unseen_return(value: float) -> bool:
    """Say whether a return is beyond what field studies saw, in the digits in which both are shown."""
    return value > RETURN.most and amount(value) != amount(RETURN.most)


def too_high(said: str, currency: str) -> str:
    """Say of plans, with the return of each, that no field study has seen so much."""
    return (
        f"Sales added for each {one(currency)} spent are higher than any field study has seen: {said}; {RETURN.seen}."
    )


def too_steep(said: str) -> str:
    """Say of plans, with the rise of each, that advertising has not been seen to raise sales so much."""
    return f"Sales rise more than advertising has been seen to raise them: {said}; {LIFT.seen}."


def not_spent(said: str) -> str:
    """Say of plans, with what each left, that they could not spend their money."""
    return f"Budget that could not be spent: {said}. More of what the plan buys did not pay or could not be had."


def _return(findings: Findings) -> Iterator[str]:
    """Warn where a plan returns more than any field study has seen."""
    returns = {}
    for arm in findings.campaigns():
        gain, cost = _mean(added(findings, arm, "revenue")), _mean(added(findings, arm, "cost"))
        if cost > 0 and unseen_return(gain / cost):
            returns[arm] = gain / cost
    if returns:
        said = listed(f"{plain(arm)} ({amount(each)})" for arm, each in returns.items())
        yield (
            f"{too_high(said, findings.currency)} Check costs (fees, hours, wage), the price, and how many people the"
            " market has."
        )


def _lift(findings: Findings) -> Iterator[str]:
    """Warn where a plan raises sales more than advertising has been seen to; a launch has no sales to raise."""
    lifts = {}
    for arm in findings.campaigns():
        gain = _mean(added(findings, arm, "purchases"))
        own = _mean(findings.values[arm].get(findings.sharp("purchases"), np.array([math.nan])))
        if own - gain > 0 and gain / (own - gain) > LIFT.most:
            lifts[arm] = gain / (own - gain)
    if lifts:
        said = listed(f"{plain(arm)} ({100 * each:,.0f} %)" for arm, each in lifts.items())
        yield (
            f"{too_steep(said)} Check the budget "
            "against the brand's sales without a campaign, and how many people know the brand (brands.awareness)."
        )


def _unspent(findings: Findings) -> Iterator[str]:
    """Warn where a plan could not spend its money: it is another plan than the one asked for."""
    left = {}
    for arm in findings.campaigns():
        money, budget = unspent_of(findings, arm)
        if money > UNSPENT * budget:
            left[arm] = (
                f"{with_unit(money, findings.currency, level_half(findings, 'unspent'))}, {100 * money / budget:.0f} %"
            )
    if left:
        said = listed(f"{plain(arm)} ({each})" for arm, each in left.items())
        yield (
            f"{not_spent(said)} "
            "Compare at the budget that can be spent (brands.budget), or let the plan buy more (more creators, other "
            "tiers, more channels)."
        )


def _without_spread(findings: Findings) -> Iterator[str]:
    """Warn where a difference is the same in every seed: that is no certainty, there is just no chance in it."""
    same = [
        f"{plain(a)} against {plain(b)}"
        for a, b in findings.telling_pairs()
        for each in (findings.difference(a, b, findings.money).interval,)
        if each.number > 1 and each.half == 0 and each.mean != 0
    ]
    if same:
        yield (
            f"No spread over {several(len(findings.seeds), 'seed')} ({listed(same)}): the same difference in each seed "
            "is no certainty. It says that chance plays no part here. Look at what differs (cost alone?), and run "
            "more seeds and plausible worlds (replicates, worlds.number)."
        )


def _mean(values: NDArray[np.float64]) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else math.nan
