"""The report of a brand of one's own: two pages for whoever decides, then everything that they rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from experiments.own_brand.answering.found import Found, dropped
from experiments.own_brand.showing.tables import TABLES
from experiments.report.html import render
from experiments.report.pieces import Block, Command, Figure, Paragraphs, Table, blocks, embedded, paragraphs, table
from experiments.results.money import amount
from experiments.results.wording import listed

FIRST = ("plans", "your_numbers")
"""Tables that stand on the two pages for whoever decides alone; the others are in the appendix, too or only there."""
MOST_HIRED = 10
"""Creators to hire on these pages; all of them are in the appendix."""
MOST_NAMED = 6
"""Creators whom the first sentences name."""
WATCH = (
    "The best plan that has a name can be watched day by day, with it and without it, in one of the worlds. A click on"
    " a person shows what that person saw and did. This command writes replay.html beside this report:"
)


def page(found: Found, folder: Path, watch: str = "") -> str:
    """Return the report as HTML.

    Args:
        found: What came out.
        folder: The run folder, whose figures stand in ``figures``.
        watch: The command that shows a plan day by day.
    """
    made = {name: _table(name, found) for name in TABLES}
    hire = made["hire"]
    first: list[tuple[str, list[Block]]] = [
        ("The plans", blocks(_figure(found, folder, "plans"), made["plans"], Paragraphs((found.costs,)))),
        ("Who to hire", blocks(_cut(hire), paragraphs((_more(hire), dropped(found))))),
        ("What others would say", blocks(paragraphs(found.others[1:]))),
        ("More or less money", blocks(_figure(found, folder, "curves"), paragraphs(found.budget_lines))),
        ("Your numbers beside ours", blocks(made["your_numbers"])),
    ]
    pictures = blocks(*(_figure(found, folder, name, again=True) for name in ("plans", "curves")))
    rest = [
        (TABLES[name].title, blocks(made[name]))
        for name in TABLES
        if name not in FIRST and made[name] is not None and made[name].rows  # type: ignore[union-attr]
    ]
    if hire is not None and len(hire.rows) <= MOST_HIRED:
        rest = [(title, content) for title, content in rest if content != [hire]]
    noted = paragraphs(found.notes)
    rest[:0] = [("What the fit says", blocks(noted))] if noted else []
    if watch:
        rest.append(("Watch it", blocks(paragraphs((WATCH,)), Command(watch))))
    return render(
        "own_brand.html.j2",
        title=f"{found.brand.answers.name}: which plan",
        found=found,
        lines=[line for line in (*found.lines[:1], _named(found), *found.others[:1], *found.lines[1:]) if line],
        pictures=pictures,
        first=[(heading, content) for heading, content in first if content],
        rest=rest,
    )


def _table(name: str, found: Found) -> Table | None:
    made = TABLES[name]
    rows = made.texts(found)
    if not rows:
        return None
    return table(name, made.caption(found), made.head(found), rows)


def _cut(made: Table | None) -> Table | None:
    """Return a table's first rows as one of its own."""
    if made is None or len(made.rows) <= MOST_HIRED:
        return made
    return replace(made, name=f"{made.name}_first", rows=made.rows[:MOST_HIRED])


def _more(made: Table | None) -> str:
    """Say how many creators who pay are not shown."""
    more = 0 if made is None else len(made.rows) - MOST_HIRED
    return f"{more} more {'pays' if more == 1 else 'pay'}: see the appendix and hire.csv." if more > 0 else ""


def _named(found: Found) -> str:
    """Say whom to hire in a sentence; the plan that hires may be another than the best one."""
    if not found.hires:
        return ""
    paying = [hire for hire in found.hires if hire.keep]
    start = "Hire" if found.hired_by == found.best else f"If creators are hired (best in {found.hired_by})"
    goal = found.brand.answers.goal
    beside = "" if goal == "profit" else f"; the goal is {goal}, not profit"
    if not paying:
        return f"{start}: none of those looked at brings more margin than it costs{beside}."
    named = [f"{hire.handle} ({amount(hire.added, found.currency, sign=True)})" for hire in paying[:MOST_NAMED]]
    more = len(paying) - len(named)
    each = "that each adds" if len(paying) > 1 else "added"
    return f"{start}: {listed([*named, f'{more} more'] if more else named)}, with the profit {each}{beside}."


def _figure(found: Found, folder: Path, name: str, again: bool = False) -> Figure | None:
    """Return a picture; ``again``: the copy that is printed in the appendix."""
    drawing = next((each for each in found.drawings if each.name == name), None)
    if drawing is None:
        return None
    source = embedded(folder / "figures" / f"{name}.svg")
    return Figure(f"{name}_printed" if again else name, drawing.title, (), drawing.alt, source, drawing.caption)
