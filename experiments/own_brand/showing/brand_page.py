"""The report of a brand of one's own: two pages for whoever decides, then everything that they rest on."""

from __future__ import annotations

from pathlib import Path

from experiments.own_brand.answering.found import Found
from experiments.own_brand.showing.tables import TABLES
from experiments.report.html import render
from experiments.report.pieces import Block, Figure, Paragraphs, Table, blocks, embedded, table

FIRST = ("plans", "hire", "drop", "beside_dashboard", "your_numbers")
"""Tables of the two pages for whoever decides; the others are the appendix."""


def page(found: Found, folder: Path) -> str:
    """Return the report as HTML.

    Args:
        found: What came out.
        folder: The run folder, whose figures stand in ``figures``.
    """
    made = {name: _table(name, found) for name in TABLES}
    first: list[tuple[str, list[Block]]] = [
        ("The plans", blocks(_figure(found, folder, "plans"), made["plans"], Paragraphs((found.costs,)))),
        ("Who to hire", blocks(made["hire"], made["drop"])),
        (
            "What others would say",
            blocks(Paragraphs(tuple(line for line in found.others if line)), made["beside_dashboard"]),
        ),
        ("More or less money", blocks(_figure(found, folder, "curves"), Paragraphs(tuple(found.budget_lines)))),
        ("Your numbers beside ours", blocks(made["your_numbers"], Paragraphs(tuple(found.notes)))),
    ]
    rest = [
        (TABLES[name].title, blocks(made[name]))
        for name in TABLES
        if name not in FIRST and made[name] is not None and made[name].rows  # type: ignore[union-attr]
    ]
    return render(
        "own_brand.html.j2",
        title=f"{found.brand.answers.name}: which plan",
        found=found,
        first=[(heading, content) for heading, content in first if content],
        rest=rest,
    )


def _table(name: str, found: Found) -> Table | None:
    made = TABLES[name]
    rows = made.texts(found)
    if not rows:
        return None
    return table(name, made.caption(found), made.head(found), rows)


def _figure(found: Found, folder: Path, name: str) -> Figure | None:
    drawing = next((each for each in found.drawings if each.name == name), None)
    if drawing is None:
        return None
    source = embedded(folder / "figures" / f"{name}.svg")
    return Figure(name, drawing.title, (), drawing.alt, source, drawing.caption)
