"""Worlds of a fit that are fitted again, with what has changed in them since: messages of another strength."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from experiments.own_brand.fitting.fitted import Fitted, Remaining
from experiments.own_brand.fitting.memory import MEMORY, REMEMBERED
from experiments.own_brand.fitting.sought import Targets
from experiments.own_brand.fitting.summary import beside, fits, miss, nearest
from experiments.own_brand.fitting.todays_spend import MOVED, own_value
from experiments.own_brand.fitting.trade import MEMORIES
from experiments.own_brand.fitting.unknowns import SALES, SUBSCRIBERS

OWN = (*MOVED.values(), *REMEMBERED)
"""Parameters of the studied brand that are fitted again."""
BOUNDS = {MOVED[SALES]: (-math.inf, math.inf), MEMORY: MEMORIES}
"""Of those that are not shares."""
Rows = Sequence[Mapping[str, Any]]


def moved(fitted: Fitted, rows: Rows) -> Fitted:
    """Return the fit with what a :class:`SpendFit` found for its worlds; a world without a row stays as it is.

    Args:
        fitted: The worlds that were fitted again.
        rows: A row for each of them that did not fail, with its number in ``point``.
    """
    found = {int(row["point"]): row for row in rows}
    names = (*fitted.names, *(name for name in OWN if name not in fitted.names))
    table = []
    for world in range(len(fitted.rows)):
        values = fitted.overrides(world)
        for name in OWN:
            if world in found:
                own = float(found[world][name])
                values[name] = [own, *values[name][1:]] if isinstance(values[name], list) else own
        table.append(tuple(values[name] for name in names))
    return replace(fitted, names=names, rows=tuple(table))


def refitted(fitted: Fitted, rows: Rows, targets: Targets) -> Fitted:
    """Return the fit with these worlds instead, and the brand's numbers beside theirs: all that is said is of them.

    Worlds that cannot show the brand's numbers any more are left out, and said; where none can, the nearest stay.
    """
    good = [row for row in rows if fits(_with_appeal(row), targets)]
    notes, tried = list(fitted.notes), len(fitted.rows)
    if good and len(good) < tried:
        notes.append(
            f"{tried - len(good)} of {tried} worlds cannot show these numbers with messages as strong as the evidence"
            " says, and are left out"
        )
    none = not good
    if none:
        good = sorted(rows, key=lambda row: miss(row, targets))[: max(1, len(rows) // 3)]
        notes.append(
            "no world can show these numbers with messages as strong as the evidence says: check units and spend in"
            f" sales.csv; {nearest(len(good))}"
        )
    good = sorted(good, key=lambda row: int(row["point"]))
    kept = moved(fitted, good)
    return replace(
        kept,
        rows=tuple(kept.rows[int(row["point"])] for row in good),
        sales=float(np.mean([row["sales"] for row in good])),
        known=float(np.mean([row["aware"] for row in good])),
        beside=tuple(beside(good, targets)),
        remaining=tuple(_ranged(each, good) for each in fitted.remaining),
        notes=tuple(notes),
        messages=tuple(kept.messages[int(row["point"])] for row in good) if kept.messages else (),
        nearest=none,
    )


def between(weak: Fitted, strong: Fitted, worlds: Sequence[int], shares: Sequence[float]) -> Rows:
    """Return rows that lie between two fits of the same worlds: where to begin when something between them is fitted.

    Args:
        weak: One fit.
        strong: The other.
        worlds: Which of their worlds each row is of.
        shares: Of the way from ``weak`` to ``strong``; below 0 and above 1 it goes on beyond them.
    """
    rows = []
    for point, (world, share) in enumerate(zip(worlds, shares, strict=True)):
        low, high = weak.overrides(world), strong.overrides(world)
        own = {}
        for name in OWN:
            start, end = own_value(low[name]), own_value(high[name])
            least, most = BOUNDS.get(name, (1e-6, 1 - 1e-6))
            own[name] = min(max(start + share * (end - start), least), most)
        rows.append({"point": point, **own})
    return rows


def _with_appeal(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "trade_appeal": row[MOVED[SALES]]}


def _ranged(each: Remaining, rows: Rows) -> Remaining:
    """Return what is left of a parameter's range, in per cent where it is a share."""
    if each.parameter not in OWN or each.parameter == MOVED[SUBSCRIBERS]:
        return each
    scale = 1.0 if each.parameter in BOUNDS else 100.0
    values = [scale * float(row[each.parameter]) for row in rows]
    return replace(each, low=min(values), high=max(values))
