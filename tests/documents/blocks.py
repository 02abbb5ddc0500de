"""The fenced blocks of the documents, and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
LANGUAGES = ("sh", "powershell", "python", "yaml", "text")
"""What a fence may name. A ``text`` block is output: it is not run."""
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`((?:nichecast|make) [^`]+)`")


@dataclass(frozen=True)
class Block:
    """One fenced block: its page, the line of its fence (from 1), the language that the fence names, and its text."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        """Page and line, as an editor finds it."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Command:
    """One command of a shell block: its words, and where it stands."""

    block: Block
    text: str

    @property
    def words(self) -> list[str]:
        """The command as a shell splits it, without its comment."""
        return shlex.split(self.text, comments=True)

    @property
    def arguments(self) -> list[str] | None:
        """What ``nichecast`` is given; None: another program."""
        program, *rest = self.words
        if program.endswith("nichecast"):
            return rest
        if program == "make" and rest[0] in ("run", "benchmark"):
            given = [word.removeprefix("ARGS=") for word in rest[1:] if word.startswith("ARGS=")]
            task = ["task=benchmark"] if rest[0] == "benchmark" else []
            return [*task, *(shlex.split(given[0]) if given else [])]
        return None

    @property
    def key(self) -> str:
        """What tables name the command by: one space between words, no comment; all ways to call ``nichecast`` alike."""
        words = self.words if self.arguments is None else ["nichecast", *self.arguments]
        return " ".join(words)


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2])


def every_block(language: str) -> list[Block]:
    """Return all blocks of a language, page by page."""
    return [block for page in PAGES for block in blocks(page) if block.language == language]


def commands_of(block: Block) -> list[Command]:
    """Return the commands of a shell block: a line each, or several lines joined by backslashes."""
    lines = block.text.replace("\\\n", " ").splitlines()
    return [Command(block, line) for line in lines if line.strip() and not line.startswith("#")]


def every_command() -> list[Command]:
    """Return all commands of all shell blocks, page by page."""
    return [command for block in every_block("sh") for command in commands_of(block)]


def inline_commands() -> list[tuple[Path, str]]:
    """Return the commands that stand in sentences, in single backticks, with their page."""
    found = []
    for page in PAGES:
        plain = FENCE.sub("", page.read_text(encoding="utf-8"))
        found += [(page, " ".join(match.split())) for match in INLINE.findall(plain)]
    return found
