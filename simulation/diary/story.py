"""A story that can be printed."""

from __future__ import annotations

import dataclasses
import textwrap
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
        """Return the story as text for a terminal of 80 columns."""
        lines = [_wrapped(line) for line in self.about]
        if self.entries:
            lines += [
                "",
                "day   * only because of the campaign" if any(e.due for e in self.entries) else "day",
            ]
            lines += [_told(entry, "*" if entry.due else " ") for entry in self.entries]
        else:
            lines += ["", "nothing worth telling happened"]
        if self.missing:
            lines += ["", "without the campaign instead:"]
            lines += [_told(entry, " ") for entry in self.missing]
        return "\n".join([*lines, "", *map(_wrapped, self.end)])


def _told(entry: Entry, mark: str) -> str:
    return _wrapped(f"{entry.day:>4} {mark} {entry.what}", after=7)


def _wrapped(line: str, after: int = 2) -> str:
    """Return a line, broken between words where it is longer than 80 characters."""
    start = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line.strip(), 80, initial_indent=start, subsequent_indent=start * (after == 2) + " " * after)
