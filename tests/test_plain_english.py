"""Pages, docstrings and reports in plain English: no phrase that takes two readings, no sentence without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("simulation", "experiments", "configs", "docs")
MADE = ("metrics.md", "parameters.md", "phases.md", "references.md", "model.md")  # from the code, whose texts are held
LONGEST = 45  # words between two stops: full stop, question mark, colon, semicolon
DIALECT = (
    r"hears such",
    r"\b[Cc]hances? that",
    r"so manieth",
    r"from behind",
    r"data frames in the end",
    r"wears a little",
    r"would (not )?have told",
    r"(that|which) were met",
    r"advertisements? met\b",
    r"\bimpressions? (that )?met\b",
    r"\bpass(es)? over (it|news)\b",
    r"\band its like\b",
    r"\bis (the|a) matter of\b",
)
"""Patterns of an English that takes two readings; the words for each thing stand in CONTRIBUTING.md."""


def pages() -> list[Path]:
    """Return the pages that are written by hand."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if page.name not in MADE]


def texts() -> dict[str, str]:
    """Return every text that somebody reads: pages, code with its docstrings, configs, templates."""
    files = [p for name in FOLDERS for kind in ("py", "md", "yaml", "j2") for p in (ROOT / name).rglob(f"*.{kind}")]
    assert len(files) > 300
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in [*files, *pages(), ROOT / "CHANGELOG.md", ROOT / "CITATION.cff"]
    }


@pytest.mark.parametrize("phrase", DIALECT)
def test_no_text_has_a_phrase_that_takes_two_readings(phrase: str) -> None:
    pattern = re.compile(phrase.replace(" ", r"\s+"))
    assert [name for name, text in texts().items() if pattern.search(text)] == []


def sentences(page: str) -> Iterator[str]:
    """Yield what stands between two stops in the prose of a page: no code, no tables, no headings."""
    prose = re.sub(r"```.*?```", "\n\n", page, flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)", prose):
        if paragraph.strip() and not paragraph.lstrip().startswith(("|", "#")):
            line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(paragraph.split()))
            yield from re.split(r"(?<=[.!?;:])\s+", re.sub(r"`[^`]*`", "`code`", line).replace("**", ""))


def test_sentences_are_told_apart() -> None:
    page = "# A heading\n\nOne, **two** [three](four.md). `five six`: seven;\neight?\n\n- nine\n- ten\n\n| a | b |\n\n```sh\nx\n```"
    assert list(sentences(page)) == ["One, two three.", "`code`:", "seven;", "eight?", "- nine", "- ten"]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_a_sentence_that_must_be_read_twice(page: Path) -> None:
    found = list(sentences(page.read_text("utf-8")))
    assert found
    assert [sentence for sentence in found if len(sentence.split()) > LONGEST] == []
