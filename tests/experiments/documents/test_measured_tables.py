"""Measured tables: pages hold what is kept, what is kept is what commands left, and single values are left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.documents import measured_tables as measured
from experiments.whatifs.gallery import FATES

CLAIMS = {
    "command": ["nichecast", "task=claims", "executor.workers=1"],
    "size": "quick",
    "consumers": 3000,
    "worlds": 20,
    "seeds": 1,
    "date": "2026-01-02",
    "claims": [
        {
            "name": "waste",
            "said": "Waste falls.",
            "how": "One plan against another.",
            "falsifier": "It does not.",
            "whatif": "dominance",
            "verdict": "supported",
            "holds": 19,
            "worlds": 20,
            "comparisons": [
                {"name": "less", "said": "less: 0.123456789", "formula": "waste(a) < 0", "holds": 19, "values": [1, 2]}
            ],
        }
    ],
}
WHATIFS = {
    "command": ["nichecast", "task=whatifs"],
    "size": "default",
    "date": "2026-01-02",
    "whatifs": [
        {"name": "mirage", "question": "?", "error": "no replicate finished"},
        {
            "name": "overlap",
            "question": "?",
            "error": "",
            "hypothesis": "falsified",
            "mechanism": "overlap",
            "without": "none",
            "claims": {"a_claim": "falsified"},
            "seeds": 20,
            "consumers": 20000,
        },
    ],
}
CHANNELS = (
    "sensor,method,channel,money,true_money,error_low,error_high\n"
    "links,last,paid_social,15912.3,70480,-73000,-37000\nlinks,markov,paid_social,1,1,1,1\nsurvey,last,paid_social,2,2,2,2\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A documentation of one page with every measured table, and nothing kept."""
    docs = tmp_path / "docs"
    docs.mkdir()
    monkeypatch.setattr(measured, "DOCS", docs)
    monkeypatch.setattr(measured, "ROOT", tmp_path)
    monkeypatch.setattr(measured, "KEPT", docs / "measured")
    (tmp_path / "README.md").write_text("Nothing measured here.\n")
    blocks = [f"<!-- measured: {name} -->\nold\n<!-- end of measured -->\n" for name in measured.TABLES]
    (docs / "page.md").write_text("before\n" + "".join(blocks) + "after\n")
    return tmp_path


def left(place: Path, file: str, content: Any) -> None:
    path = place / "out" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def test_the_pages_in_the_documentation_hold_what_is_kept() -> None:
    assert measured.main(["--check"]) == 0
    assert {path.name for path in measured.pages()} == {
        *("README.md", "claims.md", "whatifs.md", "measurement.md", "validation.md")
    }


def test_a_page_says_what_is_not_measured_yet(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measured.main(["--check"]) == 1
    assert "page.md is not what docs/measured says" in capsys.readouterr().err
    assert measured.main(["--write"]) == 0
    text = (place / "docs" / "page.md").read_text()
    assert text.count(measured.NOT_YET) == len(measured.TABLES)
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert measured.main(["--check"]) == 0


def test_what_commands_left_is_taken_and_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left(place, "claims/claims.json", CLAIMS)
    left(place, "whatifs/whatifs.json", WHATIFS)
    left(place, "dashboard/channels.csv", CHANNELS)
    left(place, "dashboard_perfect/channels.csv", CHANNELS.replace("15912.3", "731678"))
    assert measured.main(["--take", str(place / "out")]) == 0
    assert capsys.readouterr().out == "taken: claims, whatifs, dashboard, dashboard_perfect\n"
    text = (place / "docs" / "page.md").read_text()
    assert "| Waste falls. | supported | 19 of 20 |" in text
    assert "`nichecast task=claims` (quick size: 20 plausible worlds, 1 seed each, 3,000 simulated consumers" in text
    assert "Falsified if: it does not." in text
    assert (
        f"| `overlap` | falsified | a claim: falsified | {FATES['none']} (overlap off) | 20 seeds, 20,000 consumers |"
        in text
    )
    assert "| `mirage` | no replicate finished |" in text
    minus = "\N{MINUS SIGN}"
    assert f"| paid social | 70,500 | 15,900 | {minus}73,000 to {minus}37,000 | 731,700 |" in text
    kept = json.loads((place / "docs" / "measured" / "claims.json").read_text())
    assert "values" not in kept["claims"][0]["comparisons"][0]
    assert measured.main(["--check"]) == 0
    again = (place / "docs" / "measured" / "claims.json").read_text()
    assert measured.main(["--take", str(place / "nowhere")]) == 0
    assert (place / "docs" / "measured" / "claims.json").read_text() == again


def test_numbers_are_kept_with_the_digits_that_they_have() -> None:
    found = {"mean": 0.123456789, "ours": [1.0, 2.0], "rows": [{"ours": 3.21, "values": "words"}], "seeds": 4}
    assert measured.short(found) == {"mean": 0.123457, "rows": [{"ours": 3.21, "values": "words"}], "seeds": 4}


def test_nothing_else_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert measured.main(["--do"]) == 2
    assert "takes --take FOLDER" in capsys.readouterr().err
