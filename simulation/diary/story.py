"""A story that can be printed."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple


class Entry(NamedTuple):
    """Something that happened on a day."""

    day: int  # of the campaign
    what: str
    due: bool  # whether it happened only because of the campaign


@dataclasses.dataclass(frozen=True)
class Diary:
    """A story that can be printed.

    Attributes:
        about: Who it is about, one line each.
        entries: What happened, day by day; ``due`` marks what would not have happened without the campaign.
        missing: What happened without the campaign and did not with it.
        end: How it stands now.
    """

    about: tuple[str, ...]
    entries: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    end: tuple[str, ...]

    def __str__(self) -> str:
        """Return the story as text for a terminal."""
        lines = list(self.about)
        if self.entries:
            lines += [
                "",
                "day   * only because of the campaign" if any(e.due for e in self.entries) else "day",
            ]
            lines += [f"{entry.day:>4} {'*' if entry.due else ' '} {entry.what}" for entry in self.entries]
        else:
            lines += ["", "nothing worth telling happened"]
        if self.missing:
            lines += ["", "without the campaign instead:"]
            lines += [f"{entry.day:>4}   {entry.what}" for entry in self.missing]
        return "\n".join([*lines, "", *self.end])
