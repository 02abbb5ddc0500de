"""The task: what it refuses, and that its waves end in worlds that agree."""

from __future__ import annotations

import csv
import json
import math
from typing import Any

import numpy as np
import pytest

from experiments import app
from experiments.calibration import calibrate, targets
from experiments.calibration.priors import FIXED, SPACE, share_of
from experiments.validation.fact import Band

BANDS = [Band("first", 0.2, 0.4), Band("second", 0.5, 0.8)]


def shown(values: dict[str, float]) -> dict[str, float]:
    first, second = (share_of(prior, values[prior.name]) for prior in SPACE[:2])
    return {"first": first, "second": second * second}


@pytest.fixture
def quick(monkeypatch: Any) -> list[int]:
    """Worlds that show at once what two parameters say; the sizes of what was measured."""
    asked: list[int] = []

    def measured(job: Any, folder: Any, values: list[dict[str, float]], seed: int) -> list[dict[str, float]]:
        asked.append(len(values))
        return [shown(each) for each in values]

    monkeypatch.setattr(calibrate, "_measured", measured)
    monkeypatch.setattr(targets, "targets", lambda: BANDS)
    return asked


def test_the_last_wave_agrees_and_is_kept(tmp_path: Any, quick: list[int], capsys: Any) -> None:
    arguments = [
        "task=calibrate",
        "task.points=64",
        "task.waves=1",
        "task.more=32",
        "task.worlds=10",
        "task.seeds=3",
        "task.recovered=2",
    ]
    assert app.main([*arguments, f"output.dir={tmp_path}"]) == 0
    assert quick == [64, 32, 3]  # two waves, then seeds of one world
    with (tmp_path / "plausible.csv").open() as file:
        header, *rows = csv.reader(file)
    assert header == [*(each.name for each in SPACE), *FIXED]
    assert 5 <= len(rows) <= 10
    for row in rows:
        values = dict(zip(header, map(float, row), strict=True))
        first, second = shown(values).values()
        assert 0.1 < first < 0.5
        assert 0.4 < second < 0.9
        assert {name: values[name] for name in FIXED} == FIXED
    kept = json.loads((tmp_path / "calibration.json").read_text())
    assert sum(run["kept"] for run in kept["runs"]) == len(rows)
    assert len(kept["recovery"]) == 2
    page = (tmp_path / "calibration.md").read_text()
    narrowed = page.split("narrow ")[1].split(". Of the others")[0]
    assert {SPACE[0].name, SPACE[1].name} <= set(narrowed.replace(",", "").split())
    assert int(narrowed.split()[0]) <= 8  # of 35 that say nothing some are narrow by chance
    assert f"{len(rows)} miss no band" in capsys.readouterr().out.replace("\n", " ")


def test_a_world_that_misses_a_band_by_more_than_chance_does_not_agree() -> None:
    x = np.random.default_rng(1).random((400, len(SPACE)))
    found = [{"first": a, "second": b * b} for a, b in x[:, :2]]
    runs = calibrate.Runs(x, [{}] * 400, found, [0] * 400)
    good = calibrate.agreeing(runs, BANDS, [0.0, 0.0])
    inside = [0.2 < each["first"] < 0.4 and 0.5 < each["second"] < 0.8 for each in found]
    assert good.tolist() == inside
    # With noise 0.2 a band reaches to sinh(0.4 + asinh(1)) = 1.66 of its half width around its middle.
    wider = calibrate.agreeing(runs, BANDS, [0.2, 0.0])
    reach = 0.1 * math.sinh(0.4 + math.asinh(1))
    assert wider.tolist() == [abs(e["first"] - 0.3) < reach and 0.5 < e["second"] < 0.8 for e in found]
    assert 0 < good.sum() < wider.sum()


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("task.points=1", "task.points: got 1, takes a whole number from 2"),
        ("task.waves=0", "task.waves: got 0"),
        ("task.more=x", "task.more: got 'x'"),
        ("task.points=100", "takes a power of two"),
    ],
)
def test_options_that_make_no_sense_are_refused(override: str, said: str, tmp_path: Any, capsys: Any) -> None:
    assert app.main(["task=calibrate", override, f"output.dir={tmp_path / 'new'}"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
