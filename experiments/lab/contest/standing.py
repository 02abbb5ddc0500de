"""Who is where in a contest: by what each plan truly added, with intervals and ties, and by what a dashboard says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.results.statistics import interval, paired

if TYPE_CHECKING:
    import polars as pl

    from experiments.lab.contest.team_files import Team


@dataclass(frozen=True)
class Place:
    """A team's place. Money is profit in the brand's currency; intervals are over the worlds.

    Attributes:
        team: Its name.
        does: What its plan buys.
        rank: By the truth; teams that cannot be told apart share one.
        added: Profit that the plan truly added, mean over the worlds.
        low: Lower end of its interval.
        high: Upper end of it.
        behind: Mean difference to the first of those who share the rank; 0 for that one.
        behind_low: Lower end of its interval.
        behind_high: Upper end of it.
        firsts: Worlds in which the team is ahead of all others; a tie at the top counts for nobody.
        dashboard_rank: By the dashboard.
        dashboard: Profit as a last-touch dashboard has it, mean over the worlds.
        cost: Spent, mean over the worlds.
        unspent: Left of the budget.
        purchases: Purchases truly added, mean over the worlds.
    """

    team: str
    does: str
    rank: int
    added: float
    low: float
    high: float
    behind: float
    behind_low: float
    behind_high: float
    firsts: int
    dashboard_rank: int
    dashboard: float
    cost: float
    unspent: float
    purchases: float


def places(table: pl.DataFrame, teams: Sequence[Team], budget: float, confidence: float = 0.95) -> list[Place]:
    """Return the teams' places, the first first.

    A team shares the rank of the first above it that it cannot be told apart from: the interval of their difference,
    world by world, holds 0. Several seeds of a world are averaged first, as they are no worlds of their own.

    Args:
        table: Rows of all plans: point, seed, arm and measures.
        teams: Their plans are the arms.
        budget: The same for all.
        confidence: Of the intervals.
    """
    values = {team.name: _by_world(table, team.name) for team in teams}
    added = {name: each["added_profit"] for name, each in values.items()}
    order = sorted(added, key=lambda name: (-float(added[name].mean()), name.casefold()))
    by_dashboard = sorted(values, key=lambda name: (-float(values[name]["dashboard_profit"].mean()), name.casefold()))
    firsts = _firsts(added)
    found: list[Place] = []
    leader, rank = "", 0
    for number, name in enumerate(order, 1):
        apart = paired(added[leader], added[name], confidence) if leader else None
        if apart is None or apart.interval.low > 0 or (apart.told and apart.interval.mean > 0):
            leader, rank, apart = name, number, None
        own, each = interval(added[name], confidence), values[name]
        cost = float(each["cost"].mean())
        found.append(
            Place(
                name,
                next(team.plan.does for team in teams if team.name == name),
                rank,
                own.mean,
                own.low,
                own.high,
                apart.interval.mean if apart else 0.0,
                apart.interval.low if apart else 0.0,
                apart.interval.high if apart else 0.0,
                firsts[name],
                by_dashboard.index(name) + 1,
                float(each["dashboard_profit"].mean()),
                cost,
                max(budget - cost, 0.0),
                float(each["added_units"].mean()),
            )
        )
    return found


def _by_world(table: pl.DataFrame, arm: str) -> dict[str, np.ndarray]:
    import polars as pl

    names = ("added_profit", "dashboard_profit", "cost", "added_units")
    rows = table.filter(pl.col("arm") == arm).group_by("point").agg(pl.col(*names).mean()).sort("point")
    return {name: rows[name].to_numpy().astype(np.float64) for name in names}


def _firsts(added: dict[str, np.ndarray]) -> dict[str, int]:
    """Return in how many worlds each is ahead of all others."""
    names = list(added)
    stacked = np.stack([added[name] for name in names])
    best = stacked == stacked.max(axis=0)
    alone = best & (best.sum(axis=0) == 1)
    return dict(zip(names, alone.sum(axis=1).tolist(), strict=True))


def sentences(found: Sequence[Place], worlds: int, currency: str) -> list[str]:
    """Say who won, who shares a place, and what the dashboard would have said."""
    from experiments.results.money import amount
    from experiments.results.wording import listed

    first = [each for each in found if each.rank == 1]
    top = first[0]
    said = []
    if len(first) > 1:
        said.append(
            f"{listed([each.team for each in first])} share the first place: over {worlds} worlds they cannot be told"
            " apart."
        )
    else:
        said.append(
            f"First: {top.team}. The plan adds {amount(top.added, currency, sign=True)} of profit in the mean of"
            f" {worlds} worlds."
        )
    if top.added <= 0:
        said.append("No plan pays for itself: doing nothing would have been better than each of them.")
    picked = min(found, key=lambda each: each.dashboard_rank)
    said.append(
        f"A last-touch dashboard puts {picked.team} first, with {amount(picked.dashboard, currency, sign=True)}. Its"
        f" plan truly adds {amount(picked.added, currency, sign=True)}, place {picked.rank}."
    )
    most = max(found, key=lambda each: misplaced(each, found))
    if misplaced(most, found):
        said.append(
            f"The dashboard is most wrong about {most.team}: place {most.dashboard_rank} there, {most.rank} in truth."
        )
    return said


def misplaced(place: Place, found: Sequence[Place]) -> int:
    """Return how many places a dashboard's is from those that a team shares: three first ones share 1, 2 and 3."""
    shared = sum(each.rank == place.rank for each in found)
    return max(place.rank - place.dashboard_rank, place.dashboard_rank - (place.rank + shared - 1), 0)


def as_data(found: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the places as plain data; an interval of one world is null."""
    return [{name: _plain(value) for name, value in vars(each).items()} for each in found]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not np.isfinite(value) else value
