"""The day as a list of named phases that can be read, timed and added to."""

from __future__ import annotations

import dataclasses
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from simulation.errors import InputError, nearest, not_one_of
from simulation.state.columns import COLUMN_NAMES

WIDTH = 80
"""Of what is printed, in characters."""

STATE = {
    "tally": "today's counts, by brand and by creator",
    "journal": "all money",
    "history": "each day's counts by brand, offers and their answers, events",
    "flights": "advertising that is bought",
    "shifts": "hours of conversation that are bought, and people who wait for an answer",
    "strategies": "what strategies remember from week to week",
    "log": "what the experimenter keeps",
}
"""What a market has beside columns, and what each is."""


@dataclasses.dataclass
class Phase:
    """One step of the day.

    Attributes:
        name: Also the name of the agents' method.
        by: Who acts: every consumer, every creator, every brand, or the market as a whole.
        act: For consumers and creators the compiled loop; else a function of the market.
        what: One line on what happens.
        reads: Columns, such as ``consumers.trust``, and names of ``STATE``; ``None``: undeclared.
        writes: The same for what it writes. What a phase both reads and writes stands in both.
        seconds: Wall time spent so far.
        days: How often it ran.

    Raises:
        InputError: It declares a column that does not exist.
    """

    name: str
    by: Literal["consumers", "creators", "brands", "market"]
    act: Callable[..., Any]
    what: str
    reads: tuple[str, ...] | None = None
    writes: tuple[str, ...] | None = None
    seconds: float = 0.0
    days: int = 0

    def __post_init__(self) -> None:
        """Refuse names that are no column's."""
        valid = {*COLUMN_NAMES, *STATE}
        for name in (*(self.reads or ()), *(self.writes or ())):
            if name not in valid:
                raise InputError(
                    f"phase {self.name}: got column '{name}', takes a column of simulation.state.columns, such as"
                    f" consumers.trust, or one of {', '.join(STATE)}{nearest(name, valid)}"
                )


class Schedule:
    """The phases of a day, in order. ``print(model.schedule)`` shows them with the time that each took."""

    def __init__(self, phases: list[Phase]) -> None:
        """Take the phases in order."""
        self.phases = phases

    def __iter__(self) -> Iterator[Phase]:
        """Iterate over the phases."""
        return iter(self.phases)

    def __len__(self) -> int:
        """Return how many phases a day has."""
        return len(self.phases)

    @property
    def names(self) -> list[str]:
        """The names in order."""
        return [phase.name for phase in self.phases]

    def place(self, name: str) -> int:
        """Return the place of a phase.

        Raises:
            InputError: There is none of that name.
        """
        if name not in self.names:
            raise not_one_of("schedule phase", name, self.names)
        return self.names.index(name)

    def insert(self, phase: Phase, after: str) -> None:
        """Add a phase of one's own behind another.

        Raises:
            InputError: There is no phase ``after``, or one of the new name already.
        """
        if phase.name in self.names:
            raise InputError(f"schedule: got a second phase '{phase.name}', takes a new name")
        self.phases.insert(self.place(after) + 1, phase)

    def remove(self, name: str) -> Phase:
        """Take a phase out of the day and return it.

        Raises:
            InputError: There is none of that name.
        """
        return self.phases.pop(self.place(name))

    def run_day(self, run_phase: Callable[[Phase], None]) -> None:
        """Run all phases once, and note how long each took."""
        for phase in list(self.phases):
            begun = time.perf_counter()
            run_phase(phase)
            phase.seconds += time.perf_counter() - begun
            phase.days += 1

    def __str__(self) -> str:
        """Return the day as a table; :meth:`describe` lists what each phase reads and writes."""
        total = sum(phase.seconds for phase in self.phases) or 1.0
        wide = max((len(phase.name) for phase in self.phases), default=0) + 1
        lines = [f"{'phase':<{wide}}{'by':<10}{'ms/day':>8}{'share':>6}  what"]
        for phase in self.phases:
            milliseconds = phase.seconds / phase.days * 1000 if phase.days else 0.0
            figures = f"{phase.name:<{wide}}{phase.by:<10}{milliseconds:>8.3f}{phase.seconds / total:>6.0%}  "
            lines += _wrap(phase.what, figures, " " * len(figures))
        return "\n".join(lines)

    def describe(self) -> str:
        """Return what each phase reads and writes, table by table."""
        lines: list[str] = []
        for phase in self.phases:
            lines += _wrap(f"{phase.name} ({phase.by}): {phase.what}", "", "  ")
            lines += _access("  reads   ", phase.reads) + _access("  writes  ", phase.writes)
        return "\n".join(lines)


def by_table(names: Iterable[str]) -> dict[str, list[str]]:
    """Return columns by table, without the table's name: ``{"consumers": ["trust"], "other": ["tally"]}``."""
    tables: dict[str, list[str]] = {}
    for name in names:
        table, _, column = name.rpartition(".")
        tables.setdefault(table or "other", []).append(column)
    return tables


def _access(label: str, names: tuple[str, ...] | None) -> list[str]:
    """Return the lines on what a phase reads, or on what it writes."""
    if not names:
        return [label + ("undeclared" if names is None else "nothing")]
    lines: list[str] = []
    for table, columns in by_table(names).items():
        indent = " " * len(label)
        lines += _wrap(f"{table}: {', '.join(columns)}", indent if lines else label, indent + "  ")
    return lines


def _wrap(text: str, first: str, rest: str) -> list[str]:
    """Return the lines of a text behind what its first line begins with, and the others; at least one line."""
    lines = textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)
    return lines or [first.rstrip()]
