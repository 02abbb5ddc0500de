"""A campaign that is planned in the lab: what the page asks for, as the command that answers it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.command.settings import as_override, path_override
from experiments.lab.campaign.brand_form import IN_THE_LAB, folder_name
from experiments.own_brand.answering.chosen_plans import PARTS, watch_command
from experiments.own_brand.answering.plans import plans_of
from experiments.own_brand.brand import Brand
from simulation.errors import InputError, cut, not_one_of
from simulation.files.safe_writing import digest

MOST_PLANS = 4
EFFORTS: Mapping[str, tuple[str, ...]] = {
    "quick": (
        *("worlds.number=4", "effort.worlds=4", "effort.closer=2", "effort.creators=6"),
        *("market.consumers=3000",),
    ),
    "usual": ("worlds.number=10", "effort.worlds=10", "effort.closer=3", "effort.creators=20", "market.consumers=8000"),
    "thorough": (),
}
"""How much is run: for a class, for a first look, and as the command does without a word."""


@dataclass(frozen=True)
class Asked:
    """A campaign that the page asks for.

    Attributes:
        brand: Its name.
        plans: Those asked for by name, without the best split, which nobody knows before a run.
        overrides: All of the command's.
        folder: Where its run folder will be.
    """

    brand: str
    plans: tuple[str, ...]
    overrides: tuple[str, ...]
    folder: Path

    def commands(self, brand: Path, best: str) -> dict[str, str]:
        """Return what a terminal takes to answer again, and to watch a plan: the best one, where it has a name."""
        again = ["nichecast", f"brand={path_override(brand)}"]
        watched = {"again": shlex.join(again)}
        if best in self.plans:
            watched["watch"] = watch_command(self.overrides, best, self.folder)
        return watched


def asked(brand: Brand, folder: Path, given: Mapping[str, Any]) -> Asked:
    """Return the command that answers for a brand as the page wants it.

    Args:
        brand: As it was read from the folder.
        folder: Where it lies.
        given: Plans by name, splits of one's own, effort and seed.

    Raises:
        InputError: One of them is none that the page offers.
    """
    plans, splits = given.get("plans", []), given.get("splits", [])
    effort, seed = given.get("effort", "quick"), given.get("seed", 1)
    if not isinstance(plans, list) or not all(isinstance(name, str) for name in plans):
        raise InputError("plans: takes a list of names")
    if not isinstance(splits, list) or not all(isinstance(shares, Mapping) for shares in splits):
        raise InputError("splits: takes a list of shares by part")
    number = len(set(plans)) + len(splits)
    if not 1 <= number <= MOST_PLANS:
        raise InputError(f"plans: got {number}, takes 1 to {MOST_PLANS}")
    if not isinstance(effort, str) or effort not in EFFORTS:
        raise not_one_of("effort", cut(str(effort), 40), EFFORTS)
    if type(seed) is not int or not 0 <= seed <= 10**6:
        raise InputError(f"seed: got '{cut(str(seed), 20)}', takes a whole number from 0 to 1,000,000")
    known = [plan.name for plan in plans_of(brand).plans][1:]
    for name in plans:
        if name not in (*known, "best split found"):
            raise not_one_of("plans", cut(name, 40), (*known, "best split found"))
    own = {_split_name(k, len(splits)): _shares(shares) for k, shares in enumerate(splits)}
    for name, shares in own.items():
        if not 0 < (together := sum(shares.values())) <= 1 + 1e-9:
            raise InputError(f"{name}: got shares of {together:.0%} together, takes more than 0 % to 100 %")
    overrides = [f"brand={as_override(str(folder))}", f"seed={seed}", *EFFORTS[effort]]
    overrides.append(f"effort.plans={as_override(sorted(set(plans)))}")
    if own:
        overrides.append(f"effort.splits={as_override(own)}")
    name = f"{folder_name(brand.answers.name)}-{digest([brand.digest, *overrides])[:10]}"
    where = IN_THE_LAB / "answers" / name
    named = tuple(sorted(set(plans) & set(known)))
    return Asked(brand.answers.name, named, (*overrides, f"output.dir={as_override(str(where))}"), where)


def _split_name(k: int, number: int) -> str:
    return "your split" if number == 1 else f"your split {k + 1}"


def _shares(given: Mapping[Any, Any]) -> dict[str, float]:
    for part, share in given.items():
        if part not in PARTS:
            raise not_one_of("splits", cut(str(part), 40), PARTS)
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise InputError(f"splits.{part}: got '{cut(str(share), 20)}', takes a share from 0 to 1")
    return {str(part): float(share) for part, share in given.items() if share > 0}
