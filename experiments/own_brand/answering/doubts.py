"""What speaks against believing an answer, each a sentence with what to do: shown before anything else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.own_brand.answering.amounts import amount, share
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.brand import Brand

HIGHEST_RETURN = 10.0
"""Margin for each unit of money spent, beyond which no field study that facts.md names has seen a campaign: an
advertising elasticity of 0.12 to 0.24 (Sethuraman, Tellis, Briesch 2011) at usual shares of revenue gives below 3; ten
leaves room for small accounts (Beichert et al. 2024)."""
LEFT = 0.2
"""Share of the budget that a plan may leave before it is said."""
UNLIKE = 0.05
"""How far base sales may be from the brand's own before it is said."""
UNEQUAL = 0.05
"""How far costs may differ for plans to be called plans at equal cost."""


def doubts(brand: Brand, outlook: Outlook) -> list[str]:
    """Return all that makes the answer doubtful; the default market raises none of it."""
    return list(_all(brand, outlook))


def _all(brand: Brand, outlook: Outlook) -> Iterator[str]:
    answers, currency = brand.answers, brand.answers.currency
    bought = {plan: outlook.mean(plan, "expected_purchases") for plan in outlook.plans}
    one = outlook.people_per_consumer
    if max(bought.values()) < one:
        yield (
            "Hardly anybody buys in any plan: fewer purchases than one simulated person makes. Check price, margin and "
            "sold in brand.yaml; a price far above what the market pays gives no sales."
        )
        return
    ranked = outlook.ranked()
    if len(ranked) > 1:
        gap = abs(outlook.mean(ranked[0], "added_units") - outlook.mean(ranked[1], "added_units"))
        if gap < one and outlook.goal in ("profit", "sales"):
            yield (
                f"{ranked[0]} and {ranked[1]} differ by {amount(gap)} purchases, less than the {amount(one)} people "
                "that one simulated person stands for: do not choose by it. More market.consumers tell them apart."
            )
    for plan in outlook.plans:
        if plan == NOTHING:
            continue
        cost, added = outlook.mean(plan, "cost"), outlook.mean(plan, "added_profit")
        if cost > 0 and (added + cost) / cost > HIGHEST_RETURN:
            yield (
                f"{plan} returns {amount((added + cost) / cost)} of margin for each {currency} spent; no field study "
                "has seen such a return. Check fees, followers and margin."
            )
        unspent = answers.budget - cost if answers.wages_included else outlook.mean(plan, "unspent")
        if unspent > LEFT * answers.budget:
            yield (
                f"{plan} spends {share(cost / answers.budget)} of the budget: there is no more to buy"
                " (creators decline, channels are full). Compare what it earns for what it costs."
            )
    if not answers.launch:
        theirs = answers.units / answers.weeks_counted
        ours = bought[NOTHING] / max(outlook_weeks(outlook), 1e-9)
        if abs(ours / theirs - 1) > UNLIKE:
            yield (
                f"Without a campaign the market sells {amount(ours)} a week, you say {amount(theirs)}. Run task=fit "
                "and look at your numbers beside ours."
            )
    if outlook.worlds > 1 and any(
        np.ptp(outlook.values[plan]["added_profit"]) == 0 and outlook.mean(plan, "cost") > 0 for plan in outlook.plans
    ):
        yield "A plan gives the same number in every world: that is no certainty, but a market that does not react."


def outlook_weeks(outlook: Outlook) -> float:
    """Return the weeks that outcomes are counted over."""
    days = outlook.values[outlook.plans[0]].get("days")
    return float(days.mean()) / 7 if days is not None else float("nan")


def cost_line(outlook: Outlook, currency: str) -> str:
    """Say that plans cost the same, or that they do not, whichever is so."""
    costs = {plan: outlook.span(plan, "cost").middle for plan in outlook.plans if plan != NOTHING}
    least, most = min(costs.values()), max(costs.values())
    if most == 0 or (most - least) / most <= UNEQUAL:
        return f"All plans cost about the same ({amount(most, currency)})."
    return (
        f"The plans do not cost the same: {amount(least, currency)} to {amount(most, currency)}. Profit counts what "
        "was spent; what was left over is not lost."
    )
