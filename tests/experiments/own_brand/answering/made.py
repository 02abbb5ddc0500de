"""A small outlook made by hand: two plans beside no campaign, in three worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from experiments.own_brand.answering.outlook import Outlook, outlook_of
from experiments.own_brand.brand import Answers, Brand

PRICE, MARGIN = 20.0, 0.5
BUDGET = 1_000.0
PLANS = ("no campaign", "creators", "broadcast")


def brand(**changes: Any) -> Brand:
    """Return a brand whose market sells ten a week for ten weeks."""
    answers: dict[str, Any] = {
        "name": "Ours",
        "niches": ("coffee",),
        "currency": "EUR",
        "price": PRICE,
        "margin": MARGIN,
        "people": 10_000.0,
        "units": 100.0,
        "customers": None,
        "weeks_counted": 10.0,
        "known": 0.5,
        "buying": "repeat",
        "churn": None,
        "budget": BUDGET,
        "wages_included": True,
        "weeks": 10,
        "goal": "profit",
    }
    tables = {
        name: changes.pop(name)
        for name in list(changes)
        if name in ("roster", "sales", "plan", "prices", "tests", "audience")
    }
    return Brand(Path("ours"), Answers(**answers | changes), **tables)


def rows(
    added: Mapping[str, Sequence[float]], cost: Mapping[str, float], base: float = 100.0, customers: float = 0.1
) -> pl.DataFrame:
    """Return rows as runs leave them: purchases added by plan and world, cost by plan; ten weeks each."""
    made = []
    for plan, units in added.items():
        for point, each in enumerate(units):
            made.append(
                {
                    "point": point,
                    "seed": 1,
                    "arm": plan,
                    "expected_purchases": base + each,
                    "incremental_expected_purchases": each,
                    "incremental_expected_revenue": each * PRICE,
                    "incremental_expected_profit": each * PRICE * MARGIN - cost[plan],
                    "cost": cost[plan],
                    "new_buyers": 10.0 + customers * each,
                    "base_new_buyers": 10.0,
                    "dashboard_margin": 2.0 * each,
                    "people_per_consumer": 2.0,
                    "days": 70.0,
                    "hours": 14.0,
                }
            )
    return pl.DataFrame(made)


def outlook(
    creators: Sequence[float] = (150.0, 130.0, 90.0),
    broadcast: Sequence[float] = (120.0, 140.0, 80.0),
    cost: float = BUDGET,
    base: float = 100.0,
    **asked: Any,
) -> Outlook:
    """Return the outlook of these purchases added."""
    table = rows(
        {"no campaign": [0.0] * len(creators), "creators": creators, "broadcast": broadcast},
        {"no campaign": 0.0, "creators": cost, "broadcast": cost},
        base,
    )
    asked.setdefault("goal", "profit")
    return outlook_of(table, PLANS, **asked)
