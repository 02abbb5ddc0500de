"""More and less money: the response curve of each part, and the best split of the budget by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.own_brand.answering.brand_runs import PlanRuns
from experiments.own_brand.answering.curves import LEVELS, Curve, best_split
from experiments.own_brand.answering.plans import BEST, BrandPlan, least_spend
from experiments.own_brand.mixes import CREATORS, mix, plain_channel, strategy
from experiments.results.money import amount
from experiments.results.wording import several
from experiments.sweeps.space import Space
from simulation.errors import InputError, not_one_of

if TYPE_CHECKING:
    from experiments.own_brand.answering.bench import Bench
    from experiments.own_brand.answering.outlook import Outlook
    from experiments.own_brand.brand import Brand

NOTHING_PAYS = "nothing pays"
PARTS = (CREATORS, "broadcast", "paid_social", "search")


def curves(bench: Bench, worlds: Sequence[int]) -> list[Curve]:
    """Run each part alone at a quarter, half, all and twice of the budget in these worlds."""
    import polars as pl

    brand, budget = bench.brand, bench.brand.answers.budget
    least = least_of(brand)
    parts = [part for part in PARTS if least[part] <= budget * LEVELS[-1] * 2]
    asked = {f"{part} {level:g}": (part, level) for part in parts for level in LEVELS}
    nothing = BrandPlan("none", "", strategy("none"))
    arms = [nothing, *(BrandPlan(name, "", mix(brand, **{part: level})) for name, (part, level) in asked.items())]
    design = bench.design(arms, {"brands.budget": 2 * budget})
    table = bench.table("curves", design, PlanRuns(Space(design), dashboard=False), worlds, 1)
    found = []
    for part in parts:
        rows = [table.filter(pl.col("arm") == f"{part} {level:g}").sort("point") for level in LEVELS]
        spent = np.array([float(each["cost"].median()) for each in rows])  # type: ignore[arg-type]
        added = np.stack(
            [(each["incremental_expected_profit"] + each["incremental_cost"]).to_numpy() for each in rows], axis=1
        )
        found.append(Curve(part, np.array(LEVELS) * 2 * budget, spent, added))
    return found


def bounds_of(given: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float]]:
    """Return the bounds of shares that a command asks for.

    Raises:
        InputError: There is no such part, or a bound is no range of shares.
    """
    found = {}
    for part, ends in given.items():
        if part not in PARTS:
            raise not_one_of("effort.bounds", part, PARTS)
        if len(ends) != 2 or not 0 <= ends[0] <= ends[1] <= 1:
            raise InputError(f"effort.bounds.{part}: got {list(ends)}, takes two shares such as [0, 0.5]")
        found[part] = (float(ends[0]), float(ends[1]))
    if sum(low for low, _ in found.values()) > 1 + 1e-9:
        raise InputError("effort.bounds: got least shares of more than 1 together, takes at most 1")
    return found


def least_of(brand: Brand) -> dict[str, float]:
    """Return the least money that each part takes."""
    return {part: least_spend(brand, part) for part in PARTS}


def split(brand: Brand, found: Sequence[Curve], bounds: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return the best split of the budget by the curves; empty if nothing pays."""
    least = least_of(brand)
    shares = best_split(found, brand.answers.budget, bounds, least)
    return {part: share for part, share in shares.items() if share > 0}


def lines(
    found: Sequence[Curve],
    shares: Mapping[str, float],
    now: Mapping[str, float],
    budget: float,
    currency: str,
    least: Mapping[str, float] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> list[str]:
    """Say what the next unit of money brings in each part, and what half and twice of the budget would.

    Args:
        found: The curves.
        shares: The best split found.
        now: Money spent on each part now; empty: not known, and the best split takes its place.
        budget: For the campaign.
        currency: Of all money.
        least: Least money of a part, if anything is spent on it.
        bounds: Least and greatest share of a part, as asked for.
    """
    said = []
    for curve in found:
        today = now.get(curve.part, 0.0) if now else shares.get(curve.part, 0.0) * budget
        step = budget / 8
        whose = "today's split of" if now else "the best split's"
        where = f"at {whose} {amount(today, currency)}" if today > 0 else "at its first money"
        brings = curve.marginal(today, step)
        verdict = "; more of it pays" if brings > 1 else "; more of it does not pay"
        if amount(brings) == amount(1.0):
            verdict = ", which is what it costs"
        if today >= curve.most:
            most = (
                f"no more than {amount(curve.most, currency)} can be spent on it" if curve.most else "none can be had"
            )
            said.append(f"{plain_channel(curve.part).capitalize()}: {most}.")
            continue
        said.append(
            f"{plain_channel(curve.part).capitalize()}: {where} the next {currency} brings {amount(brings)} of"
            f" margin{verdict}."
        )
    if found:
        parts = [_by_curves(found, budget * factor, least or {}, bounds or {}) for factor in (1.0, 0.5, 2.0)]
        (whole, how), (half, half_how), (twice, twice_how) = parts
        if all(split == NOTHING_PAYS for _, split in parts):
            said.append(
                "By the curves, each part taken alone and in the mean over worlds, nothing pays: not with half or twice"
                " the budget either."
            )
            return said
        said.append(
            f"By the curves, each part taken alone and in the mean over worlds, the budget adds"
            f" {amount(whole, currency, sign=True)} of profit ({how}), half of it"
            f" {amount(half, currency, sign=True)} ({half_how}), twice {amount(twice, currency, sign=True)}"
            f" ({twice_how})."
        )
    return said


def as_run(outlook: Outlook, found: Sequence[Curve], currency: str) -> list[str]:
    """Say what the best split found added as a plan of its own, which may be far from what the curves say of it."""
    if BEST not in outlook.plans or not found:
        return []
    added = amount(outlook.mean(BEST, "added_profit"), currency, sign=True)
    return [
        f"Run as a plan in {several(outlook.worlds, 'world')}, the split of the budget adds {added} of profit: parts"
        f" share people, and the curves are of {len(found[0].added)} of these worlds."
    ]


def _by_curves(
    found: Sequence[Curve], money: float, least: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]
) -> tuple[float, str]:
    """Return what the best split of so much money adds by the curves, and the split in words."""
    shares = best_split(found, money, bounds, least)
    gain = sum(c.margin(shares[c.part] * money) - c.paid(shares[c.part] * money) for c in found)
    words = [f"{100 * share:.0f} % {plain_channel(part)}" for part, share in shares.items() if share > 0]
    left = 1 - sum(shares.values())
    if words and left > 0.005:
        words.append(f"{100 * left:.0f} % kept")
    return gain, ", ".join(words) or NOTHING_PAYS
