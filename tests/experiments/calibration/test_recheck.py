"""The worlds that ship, measured again: those that agree stay, as they were, with the values that are on everywhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any

import pytest

from experiments import app
from experiments.calibration import calibrate, recheck, targets
from experiments.calibration.priors import FIXED, SPACE
from experiments.validation.fact import Band

BANDS = [Band("odds", 4.0, 10.0), Band("level", 0.0, 1.0)]
NAMES = [each.name for each in SPACE]


@pytest.fixture
def shipped(tmp_path: Any, monkeypatch: Any) -> list[dict[str, float]]:
    """Six worlds that differ in their first parameter, 3, 5, ... 13; what a world shows is that number."""
    worlds = [{name: float(3 + 2 * k if name == NAMES[0] else 0.5) for name in NAMES} for k in range(6)]
    path = tmp_path / "shipped.csv"
    lines = [",".join([*NAMES, "creators.fraud.size"])]  # a set that was found before something was fixed
    lines += [",".join(str(value) for value in [*world.values(), 0.7]) for world in worlds]
    path.write_text("\n".join(lines) + "\n")
    monkeypatch.setattr(recheck, "path_of", lambda file: path)
    monkeypatch.setattr(targets, "targets", lambda: BANDS)
    return worlds


def measured(job: Any, folder: Any, values: Sequence[dict[str, float]], seed: int) -> list[dict[str, float]]:
    noisy = [{"odds": 7.0 + 0.1 * (-1) ** k, "level": 0.5} for k, _ in enumerate(values)]
    return [
        {"odds": each[NAMES[0]], "level": 0.5} if each else noise for each, noise in zip(values, noisy, strict=True)
    ]


def test_worlds_that_still_agree_are_kept_and_nothing_else_is_touched(
    tmp_path: Any, shipped: list[dict[str, float]], monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setattr(calibrate, "_measured", measured)
    folder = tmp_path / "out"
    assert app.main(["task=calibrate", "task.recheck=true", "task.seeds=4", f"output.dir={folder}"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "6 worlds that ship were measured again; 3 still miss no band" in said
    assert "Bands missed: odds (3)." in said
    with (folder / "plausible.csv").open() as file:
        header, *rows = csv.reader(file)
    assert header == [*NAMES, *FIXED]
    worlds = [dict(zip(header, map(float, row), strict=True)) for row in rows]
    assert worlds == [{**world, **FIXED} for world in shipped if 4 < world[NAMES[0]] < 10]
    kept = json.loads((folder / "recheck.json").read_text())
    assert kept["kept"] == [False, True, True, True, False, False]
    assert not (folder / "calibration.json").exists()


def test_a_world_that_shows_nothing_of_a_band_does_not_agree(
    tmp_path: Any, shipped: list[dict[str, float]], monkeypatch: Any
) -> None:
    def blind(job: Any, folder: Any, values: Sequence[dict[str, float]], seed: int) -> list[dict[str, float]]:
        return [
            each | ({"level": float("nan")} if values[k].get(NAMES[0]) == 5.0 else {})
            for k, each in enumerate(measured(job, folder, values, seed))
        ]

    monkeypatch.setattr(calibrate, "_measured", blind)
    assert app.main(["task=calibrate", "task.recheck=true", "task.seeds=4", f"output.dir={tmp_path / 'out'}"]) == 0
    kept = json.loads((tmp_path / "out" / "recheck.json").read_text())
    assert kept["kept"] == [False, False, True, True, False, False]


def test_recheck_is_yes_or_no(tmp_path: Any, capsys: Any) -> None:
    assert app.main(["task=calibrate", "task.recheck=1", f"output.dir={tmp_path / 'new'}"]) == 2
    assert "task.recheck: got 1, takes true or false" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
