"""The parameter table of the documentation: made from the schema, never typed.

``python -m experiments.tasks.parameters --write`` makes it again; ``--check`` says whether it is as the schema is.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from experiments.command.settings import Settings
from experiments.tasks import generated_pages
from experiments.tasks.guesses_section import RANKING, Ranking, ranking_in, section
from simulation.evaluation.field_tests.design import Design
from simulation.scenario.parameter import Entry, entries
from simulation.scenario.scenario import Scenario
from simulation.strategies.named import BUILT_IN

if TYPE_CHECKING:
    from experiments.command.command import Job

PAGE = generated_pages.DOCS / "parameters.md"
HEAD = """# Parameters

Every parameter with its unit, range, default and source. This page is made from the schema by
`make docs`; do not edit it. The source "ours" means that no publication gives the value: sweep it.
A rank beside it says that the value matters for the headline, and how much against the others.
`facts.md NAME` is the row of that name in [References](references.md), and `model.md` is [The model](model.md).
Limits in square brackets are included, in round ones not.
"""
TITLES = {
    "market": "The market and its calendar",
    "graph": "The social graph",
    "consumers": "Consumers",
    "creators": "Creators",
    "brands": "Brands",
    "platform": "The platform",
    "regulation": "Rules on sponsored posts",
    "conversation": "Conversation",
    "crises": "Crises",
    "measurement": "What is measured of touches, and how well",
}


def page() -> str:
    """Return the whole page as Markdown."""
    rows = list(entries(Scenario))
    ranking = ranking_in(RANKING, rows)
    parts = [HEAD, section(ranking, rows)]
    for part, title in TITLES.items():
        parts.append(_table(f"{title} (`{part}`)", [row for row in rows if row.name.startswith(f"{part}.")], ranking))
    for name, target in BUILT_IN.items():
        module, _, kind = target.rpartition(".")
        found = getattr(import_module(module), kind)
        own = list(entries(found, "strategy.")) if hasattr(found, "__dataclass_fields__") else []
        if own:
            parts.append(_table(f"Strategy `{name}`", own))
    parts.append(_table("Field tests (`task=field_test`)", list(entries(Design, "task."))))
    parts.append(_table("Settings of an experiment", list(entries(Settings))))
    return "\n".join(parts)


def _table(title: str, rows: list[Entry], ranking: Ranking | None = None) -> str:
    cells = [
        (
            f"`{row.name}`",
            f"`{_plain(row.default)}`",
            row.unit or "-",
            row.limits or row.kind.replace(" | ", " or "),
            row.meaning,
            row.source + (ranking.mark(row.name) if ranking else ""),
        )
        for row in rows
    ]
    return f"## {title}\n\n" + generated_pages.table(
        ("parameter", "default", "unit", "range", "meaning", "source"), cells
    )


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    return str(value)


def run(job: Job) -> int:
    """Print the page: ``nichecast task=parameters``."""
    print(page())
    return 0


if __name__ == "__main__":
    sys.exit(generated_pages.main(sys.argv[1:], PAGE, page))
