"""The page on the phases of the day: made from what they declare, never typed.

``python -m experiments.tasks.phases_page --write`` makes it again; ``--check`` says whether it is what phases declare.
"""

from __future__ import annotations

import sys

from experiments.tasks import generated_pages
from simulation.engine.schedule import STATE, Phase, by_table
from simulation.standard_day import standard_day
from simulation.state.columns import COLUMN_NAMES

PAGE = generated_pages.DOCS / "phases.md"
HEAD = """# Phases of the day

What each phase reads and writes, then which phases write and read each column. This page is made from
`simulation/phase_columns.py` by `make docs`; do not edit it. Tests watch all columns while each phase runs, and allow
no other read or write. `simulation/state/columns.py` says what each column holds.

The length of a column is not a read, and adding to a count of the tally is only a write. The reads of `reckon` include
what it asks people on census days, those of `plan` all that a strategy can see through its view.
"""
OTHER = "Beside columns, as attributes of the model"


def page() -> str:
    """Return the whole page as Markdown."""
    phases = standard_day().phases
    parts = [HEAD, "## Phase by phase\n", *(_phase(phase) for phase in phases), "## Column by column\n"]
    for table in by_table(COLUMN_NAMES):
        parts.append(f"### {table}\n")
        parts.append(_table("column", [name for name in COLUMN_NAMES if name.startswith(f"{table}.")], phases))
    return "\n".join([*parts, f"### {OTHER}\n", _table("state", list(STATE), phases)])


def _phase(phase: Phase) -> str:
    rows = []
    reads, writes = by_table(phase.reads or ()), by_table(phase.writes or ())
    for table in {**reads, **writes}:
        rows.append((table, ", ".join(reads.get(table, ["-"])), ", ".join(writes.get(table, ["-"]))))
    who = "the market as a whole" if phase.by == "market" else phase.by
    head = f"### {phase.name}\n\nBy {who}. {phase.what[0].upper()}{phase.what[1:]}.\n\n"
    return head + generated_pages.table(("table", "reads", "writes"), rows)


def _table(kind: str, names: list[str], phases: list[Phase]) -> str:
    rows = []
    for name in names:
        written = [phase.name for phase in phases if name in (phase.writes or ())]
        read = [phase.name for phase in phases if name in (phase.reads or ())]
        what = f"`{name}`: {STATE[name]}" if name in STATE else f"`{name}`"
        rows.append((what, ", ".join(written) or "none: set once, with the world", ", ".join(read) or "none"))
    return generated_pages.table((kind, "written by", "read by"), rows)


if __name__ == "__main__":
    sys.exit(generated_pages.main(sys.argv[1:], PAGE, page))
