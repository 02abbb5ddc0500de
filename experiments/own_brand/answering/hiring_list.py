"""Who to hire: what each creator of a plan added, with what remains of doubt, and whom to drop first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from experiments.own_brand.answering.outlook import EIGHT_OF_TEN
from experiments.results.money import share

if TYPE_CHECKING:
    import polars as pl

DROPPED = 10
"""At most so many are named to drop."""
CLOSE_FIT, LITTLE_FIT, MUCH_OVERLAP = 0.7, 0.3, 0.3


@dataclass(frozen=True)
class Hire:
    """One creator of a plan, over the worlds.

    Attributes:
        handle: Who.
        posts: Sponsored posts, middle of the worlds.
        fees: For all of them.
        cost: Fees and managers' hours.
        added: Profit with the creator less profit without: the mean over worlds, and what eight of ten lie between.
        low: See ``added``.
        high: See ``added``.
        pays: In how many worlds this is above 0.
        worlds: Of how many.
        impressions: Seen, in people.
        overlap: Mean share of the smaller audience that this creator shares with another one of the plan.
        fit: Of the creator's content to the brand, 0..1; None: the roster does not say what it is about.
        why: In words.
    """

    handle: str
    posts: float
    fees: float
    cost: float
    added: float
    low: float
    high: float
    pays: int
    worlds: int
    impressions: float
    overlap: float
    fit: float | None
    why: str

    @property
    def keep(self) -> bool:
        """Whether the creator pays in the mean over worlds, by which plans are ranked, too."""
        return self.added > 0


def hires(table: pl.DataFrame, unknown: Mapping[str, str] = MappingProxyType({})) -> list[Hire]:
    """Return the creators of a plan, those who add most profit first.

    Args:
        table: Rows of :class:`brand_runs.CreatorRuns`: a world, seed and creator each.
        unknown: Handles of creators of whose fit nothing is to be said, and why: the market drew their niche.
    """
    import polars as pl

    if not len(table):
        return []
    worlds = table["point"].n_unique()
    found = []
    for (handle,), rows in table.group_by("arm", maintain_order=True):
        # A world in which the creator was not hired says nothing about it.
        each = rows.group_by("point").agg(pl.col("added_profit").mean())["added_profit"].to_numpy()
        low, high = np.quantile(each, EIGHT_OF_TEN)

        def mid(name: str, rows: pl.DataFrame = rows) -> float:
            return float(rows[name].median())  # type: ignore[arg-type]

        paid = int(np.count_nonzero(each > 0))
        fit = None if handle in unknown else mid("fit")
        price = mid("cost") / mid("impressions") if mid("impressions") > 0 else float("inf")
        found.append(
            Hire(
                str(handle),
                mid("posts"),
                mid("fees"),
                mid("cost"),
                float(each.mean()),
                float(low),
                float(high),
                paid,
                len(each),
                mid("impressions"),
                mid("overlap"),
                fit,
                _why(fit, unknown.get(str(handle), ""), mid("overlap"), price, table, len(each), worlds),
            )
        )
    return sorted(found, key=lambda hire: -hire.added)


def to_drop(found: Sequence[Hire]) -> list[Hire]:
    """Return whom to drop first: those who do not pay in the mean over worlds, the worst first."""
    losing = [hire for hire in found if not hire.keep]
    return sorted(losing, key=lambda hire: hire.added)[:DROPPED]


def _why(
    fit: float | None,
    unknown: str,
    overlap: float,
    own: float,
    table: pl.DataFrame,
    here: int,
    worlds: int,
) -> str:
    """Say in words what speaks for and against a creator; ``own`` is what a person who sees a post costs."""
    said = []
    if fit is None:
        said.append(unknown)
    elif fit >= CLOSE_FIT:
        said.append(f"close to the brand ({share(fit)} fit)")
    elif fit < LITTLE_FIT:
        said.append(f"far from the brand ({share(fit)} fit)")
    whole = float(table["cost"].sum()) / max(float(table["impressions"].sum()), 1.0)
    if own < 0.8 * whole:
        said.append("cheap for what is seen")
    elif own > 1.25 * whole:
        said.append("dear for what is seen" if np.isfinite(own) else "nothing was seen")
    if overlap >= MUCH_OVERLAP:
        said.append(f"shares {share(overlap)} of its audience with another of the plan")
    if here < worlds:
        said.append(f"hired in {here} of {worlds} worlds")
    return "; ".join(said) or "average in fit and price"
