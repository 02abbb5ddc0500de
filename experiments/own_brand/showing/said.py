"""The answer in the terminal, within 80 columns, and as plain data."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.own_brand.answering.found import Found, dropped
from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.mixes import plain_channel
from experiments.own_brand.showing.tables import TABLES
from experiments.results.money import amount, between

WIDEST = 100
GOAL_HEADS = {
    "added_units": "purchases, mean",
    "added_customers": "new customers, mean",
    "cost_per_customer": "a new customer costs",
}
"""Head of the terminal's last column where the goal is not profit."""


def show(found: Found) -> None:
    """Print the answer."""
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    for line in lines(found):
        print(textwrap.fill(line, width, subsequent_indent="  ") if line and not line.startswith(" ") else line)


def lines(found: Found) -> Iterator[str]:
    """Yield the answer line by line; those that begin with a space stand as they are."""
    yield found.answer
    for doubt in found.doubts:
        yield f"! {doubt}"
    yield from found.lines
    yield found.costs
    yield ""
    yield from _plans(found)
    best = [hire for hire in found.hires if hire.keep][:8]
    if best:
        yield ""
        who = "Who to hire" if found.hired_by == found.best else "If creators are hired, whom"
        yield f"{who} ({found.hired_by}); all of them in hire.csv:"
        for hire in best:
            added = amount(hire.added, found.currency, sign=True)
            posts = "post " if hire.posts == 1 else "posts"
            pays = f"pays in {hire.pays} of {hire.worlds}"
            yield f"  {hire.handle[:26]:<26} {amount(hire.posts):>4} {posts} {added:>16}  {pays}"
    if drop := dropped(found):
        yield drop
    for out in found.plans.left_out:
        yield f"Not compared: {out.name}. {out.why}"
    yield ""
    yield from (line for line in (*found.others, *found.budget_lines) if line)
    yield from found.notes


def _plans(found: Found) -> Iterator[str]:
    """Yield a row a plan, at most 80 columns wide."""
    goal = GOAL_HEADS.get(found.outlook.measure)
    head = goal or "in eight of ten worlds"
    yield f"  {'plan':<25} {'cost':>9} {f'profit, {found.currency}':>14} {head:>26}"
    for plan in found.outlook.ranked():
        if plan == NOTHING:
            yield f"  {plan:<25} {'0':>9} {'0':>14}"
            continue
        each, cost = found.outlook.span(plan, "added_profit"), found.outlook.mean(plan, "cost")
        range_ = between(each.low, each.high, sign=True)
        if goal:
            range_ = amount(found.outlook.mean(plan, found.outlook.measure), sign=found.outlook.measure[:5] == "added")
        name, *more = textwrap.wrap(plan, 25)
        yield f"  {name:<25} {amount(cost):>9} {amount(each.mean, sign=True):>14} {range_:>26}"
        yield from (f"    {part}" for part in more)


def split_words(split: Mapping[str, float]) -> str:
    """Return a split in words: ``60 % creators, 30 % paid social, 10 % kept``."""
    words = [f"{100 * share:.0f} % {plain_channel(part)}" for part, share in split.items()]
    left = 1 - sum(split.values())
    return ", ".join([*words, f"{100 * left:.0f} % kept"] if left > 0.005 else words)


def summary(found: Found) -> dict[str, Any]:
    """Return the answer as plain data."""
    rows: dict[str, Sequence[Any]] = {name: table.rows(found) for name, table in TABLES.items()}
    return {
        "task": "brand",
        "brand": found.brand.answers.name,
        "goal": found.outlook.goal,
        "currency": found.currency,
        "answer": found.answer,
        "doubts": list(found.doubts),
        "notes": list(found.notes),
        "worlds": found.outlook.worlds,
        "best": found.best,
        "hired_by": found.hired_by,
        "split": dict(found.split),
        "tables": {name: {"columns": TABLES[name].header(found), "rows": each} for name, each in rows.items()},
    }
