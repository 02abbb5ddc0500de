"""The day as a list of named phases that can be read, timed and added to."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

from simulation.errors import InputError, not_one_of


@dataclasses.dataclass
class Phase:
    """One step of the day.

    Attributes:
        name: Also the name of the agents' method.
        by: Who acts: every consumer, every creator, every brand, or the market as a whole.
        act: For consumers and creators the compiled loop; else a function of the market.
        what: One line on what happens.
        seconds: Wall time spent so far.
        days: How often it ran.
    """

    name: str
    by: Literal["consumers", "creators", "brands", "market"]
    act: Callable[..., Any]
    what: str
    seconds: float = 0.0
    days: int = 0


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
        """Return the day as a table."""
        total = sum(phase.seconds for phase in self.phases) or 1.0
        lines = [f"{'phase':<18}{'by':<11}{'ms/day':>9}{'share':>7}  what"]
        for phase in self.phases:
            each = phase.seconds / phase.days * 1000 if phase.days else 0.0
            lines.append(f"{phase.name:<18}{phase.by:<11}{each:>9.3f}{phase.seconds / total:>7.0%}  {phase.what}")
        return "\n".join(lines)
