"""The plans that a command asks for: some of a brand's by their names, and splits of the budget of one's own."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from experiments.command.settings import path_override
from experiments.own_brand.answering.plans import BEST, NOTHING, BrandPlan, Plans, least_spend
from experiments.own_brand.brand import Brand
from experiments.own_brand.mixes import CREATORS, mix
from experiments.results.wording import listed
from simulation.errors import InputError, not_one_of
from simulation.state.columns import CHANNELS

PARTS = (CREATORS, *CHANNELS)
"""What a split divides the budget among."""
LONGEST_NAME = 40


def chosen(
    brand: Brand, plans: Plans, names: Sequence[str] | None, splits: Mapping[str, Mapping[str, float]] | None
) -> tuple[Plans, bool]:
    """Return the plans that are compared, no campaign first, and whether the best split is looked for.

    Args:
        brand: The brand.
        plans: All that it can choose from.
        names: Those that are asked for; None: all.
        splits: A name and the share of each part for every split of one's own.

    Raises:
        InputError: There is no plan of a name, it is one that is left out, or a split is none.
    """
    own = tuple(split_plan(brand, name, shares) for name, shares in (splits or {}).items())
    for plan in own:
        if plan.name in (*plans.names, BEST):
            raise InputError(f"effort.splits: got '{plan.name}', which is a plan's name, takes another")
    if names is None:
        return Plans((*plans.plans, *own), plans.left_out), True
    wanted = [name.strip().replace("_", " ") for name in names]
    out = {left.name: left.why for left in plans.left_out}
    for name in wanted:
        if name in out:
            raise InputError(f"effort.plans: got '{name}', which is not compared here: {out[name]}")
        if name not in (*plans.names, BEST):
            raise not_one_of("effort.plans", name, (*plans.names[1:], BEST))
    kept = tuple(plan for plan in plans.plans if plan.name == NOTHING or plan.name in wanted)
    if len(kept) + len(own) < 2 and BEST not in wanted:
        raise InputError("effort.plans: got none beside no campaign, takes at least one plan")
    return Plans((*kept, *own), ()), BEST in wanted


def split_plan(brand: Brand, name: str, shares: Mapping[str, float]) -> BrandPlan:
    """Return the plan that divides the budget as some shares say; what they leave is not spent.

    Raises:
        InputError: The name is too long, or the shares are none.
    """
    where = "effort.splits"
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise InputError(f"{where}: got a name of {len(name.strip())} letters, takes 1 to {LONGEST_NAME}")
    for part, share in shares.items():
        if part not in PARTS:
            raise not_one_of(f"{where}.{name}", part, PARTS)
        if not 0 <= share <= 1:
            raise InputError(f"{where}.{name}.{part}: got {share:g}, takes a share from 0 to 1")
    bought = {part: share for part, share in shares.items() if share > 0}
    whole = sum(bought.values())
    if not bought or whole > 1 + 1e-9:
        raise InputError(f"{where}.{name}: got shares of {100 * whole:.0f} % together, takes more than 0 % to 100 %")
    for part, share in bought.items():
        least, money = least_spend(brand, part), share * brand.answers.budget
        if money < least:
            raise InputError(
                f"{where}.{name}.{part}: got {money:,.0f} {brand.answers.currency}, takes at least {least:,.0f}"
            )
    words = [f"{100 * share:.0f} % {part.replace('_', ' ')}" for part, share in bought.items()]
    if whole < 1 - 1e-9:
        words.append(f"{100 * (1 - whole):.0f} % kept")
    return BrandPlan(name.strip(), f"{listed(words)}.", mix(brand, **bought), CREATORS in bought)


def watch_command(overrides: Sequence[str], plan: str, folder: Path) -> str:
    """Return the command that shows a plan day by day, in the first world of an answer.

    Args:
        overrides: Those of the answer's command: all but its plans and its folder say which world it is.
        plan: A plan that has its name before anything is run.
        folder: Where the replay is written.
    """
    others = ("effort.plans", "effort.splits", "output.")
    kept = [item for item in overrides if not item.lstrip("+~").startswith(others)]
    shown = f"effort.plans=[{plan.replace(' ', '_')}]"
    return shlex.join(["nichecast", "task=replay", *kept, shown, f"output.dir={path_override(folder)}"])
