"""What a plan bought in one world, as the rows of a ``plan.csv``: it can be edited, run again and handed in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from simulation.state.columns import STUDIED
from simulation.state.journal import NOBODY, Purpose

if TYPE_CHECKING:
    from simulation.counterfactual.campaign import Worlds

HEADER = ("week", "channel", "handle", "spend", "posts", "label")
Row = tuple[int, str, str, float | None, int | None, str]


def rows_of(lived: Worlds) -> list[Row]:
    """Return the rows under :data:`HEADER`, by week: spend on channels, posts of the creators of the roster.

    Posts of a contract are spread over its weeks. Hours of conversation have no row in a plan, and the market's own
    creators, who have no handle, have none either.
    """
    weeks = -(-lived.start.scenario.brands.campaign_days // 7)
    spend: dict[tuple[int, str], int] = defaultdict(int)
    for bought, plan in lived.plans.items():
        for buy in plan.adverts:
            first = bought * 7 if buy.first_day is None else buy.first_day
            for week, share in _over_weeks(first, buy.days, weeks):
                spend[week, buy.channel] += int(buy.cost * share)
    rows: list[Row] = [(week, channel, "", cents / 100, None, "") for (week, channel), cents in spend.items() if cents]
    return sorted([*rows, *_posts(lived, weeks)], key=lambda row: (row[0], row[1] == "", row[1], row[2]))


def _over_weeks(first: int, days: int | None, weeks: int) -> list[tuple[int, float]]:
    """Return the weeks, from 1, of a run of days, with the share of the run that lies in each."""
    last = 7 * weeks if days is None else min(first + days, 7 * weeks)
    found = []
    for week in range(first // 7, -(-last // 7)):
        inside = min(last, 7 * week + 7) - max(first, 7 * week)
        found.append((week + 1, inside / max(last - first, 1)))
    return found


def _posts(lived: Worlds, weeks: int) -> list[Row]:
    model = lived.whole
    handles: Any = model.scenario.creators.roster.handles
    paid: dict[tuple[int, int], int] = defaultdict(int)
    for entry, cents in model.journal.of_brand(STUDIED):
        if entry.purpose is Purpose.FEE and entry.creator != NOBODY and cents > 0:
            paid[entry.day // 7, entry.creator] += cents
    rows: list[Row] = []
    for bought, plan in lived.plans.items():
        for offer in plan.offers:
            cents = paid.get((bought, offer.creator), 0)
            number = min(offer.posts, round(cents / offer.fee)) if offer.fee > 0 else 0
            if number < 1 or offer.creator >= len(handles):
                continue
            over = [week for week, _ in _over_weeks(bought * 7, offer.days, weeks)]
            each = [number * (k + 1) // len(over) - number * k // len(over) for k in range(len(over))]
            label = "yes" if offer.label else ""
            rows += [
                (week, "", str(handles[offer.creator]), None, posts, label)
                for week, posts in zip(over, each, strict=True)
                if posts
            ]
    return rows
