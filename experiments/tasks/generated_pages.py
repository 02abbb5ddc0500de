"""Pages of the documentation that are made, never typed: written by ``--write``, compared by ``--check``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar would end a cell, so it is escaped."""
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def main(arguments: Sequence[str], page: Path, text: Callable[[], str]) -> int:
    """Write a page, or check that it is what its text says, and return the exit status."""
    if list(arguments) == ["--write"]:
        page.write_text(text(), encoding="utf-8")
        return 0
    if list(arguments) == ["--check"]:
        if page.is_file() and page.read_text(encoding="utf-8") == text():
            return 0
        print(f"docs/{page.name} is not what the code says: run `make docs`", file=sys.stderr)
        return 1
    print("takes --write or --check", file=sys.stderr)
    return 2
