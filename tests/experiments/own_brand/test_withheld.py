"""With one optional file withheld, the same plan wins, or the answer names the file that would settle it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from experiments import app
from experiments.own_brand.reading.folder import locate

SIZE = (
    *("market.consumers=4000", "worlds.number=12", "effort.worlds=12", "effort.closer=4", "effort.creators=4"),
    "market.burn_in=28",
)
CASES = [("city_gym", "sales.csv"), ("city_gym", "roster.csv"), ("espresso_machine", "prices.csv")]


def answered(folder: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Return the best plan, and all that is said."""
    assert app.main([f"brand={folder}", f"output.dir={out}", *SIZE]) == 0
    return json.loads((out / "summary.json").read_text())["best"], capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(("name", "file"), CASES)
def test_the_same_plan_wins_or_the_file_is_named(
    name: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    whole, less = tmp_path / "whole", tmp_path / "less"
    shutil.copytree(locate(name), whole)
    shutil.copytree(whole, less)
    (less / file).unlink()
    best, _ = answered(whole, tmp_path / "a", capsys)
    again, said = answered(less, tmp_path / "b", capsys)
    same = again.replace("creators", "roster") == best.replace("creators", "roster")
    assert same or file in said.replace("\n  ", " "), (best, again, said)
