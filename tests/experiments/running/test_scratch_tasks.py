"""Each command that takes a scratch folder builds its markets there, and writes what it writes without one."""

from pathlib import Path
from typing import Any

import pytest

from experiments import app
from simulation.compute import scratch

SMALL = [
    "market.consumers=1500",
    "market.people=1e6",
    "market.burn_in=7",
    "market.days=28",
    "brands.campaign_days=28",
    "executor=serial",
    "replicates=1",
    "worlds=none",
]


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (["arms=[none,hyper_targeted]", "dashboard.enabled=false"], "outcomes.parquet"),
        (["task=sweep", "parameters={brands.control:[0,1]}", "points=2", "arms=[none,broadcast]"], "sweep.parquet"),
        (["task=field_test", "strategy=broadcast"], "field_test.parquet"),
        (["task=export", "strategy=broadcast"], "panel.parquet"),
    ],
)
def test_columns_lie_in_the_folder_and_the_numbers_are_the_same(
    command: list[str], written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl

    made: list[Path] = []
    mapped = scratch._mapped

    def noted(shape: Any, kind: Any, folder: Path) -> Any:
        made.append(folder)
        return mapped(shape, kind, folder)

    monkeypatch.setattr(scratch, "LEAST", 1_500)
    monkeypatch.setattr(scratch, "_mapped", noted)
    folder = tmp_path / "scratch"
    folder.mkdir()
    assert app.main([*SMALL, *command, f"output.dir={tmp_path / 'here'}"]) == 0
    assert made == []
    assert app.main([*SMALL, *command, f"executor.scratch={folder}", f"output.dir={tmp_path / 'there'}"]) == 0
    assert set(made) == {folder}
    assert len(made) > 40, "the columns of a world and of its twins"
    here, there = (pl.read_parquet(tmp_path / run / written) for run in ("here", "there"))
    assert here.equals(there, null_equal=True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["task=why", "task=validate", "task=cite", "brand=city_gym"])
def test_a_task_that_would_not_use_the_folder_says_so(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main([command, f"executor.scratch={tmp_path}", f"output.dir={tmp_path / 'run'}"]) == 2
    said = f"nichecast: executor.scratch: does nothing beside {command}, whose worlds lie in memory\n"
    assert capsys.readouterr().err == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("task", ["run", "field_test", "export", "plan", "reproduce"])
def test_a_folder_that_is_not_there_is_named_before_anything_is_made(
    task: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    assert app.main([f"task={task}", f"executor.scratch={gone}", f"output.dir={tmp_path / 'run'}"]) == 2
    assert capsys.readouterr().err.startswith(f"nichecast: executor.scratch: got '{gone}'")
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_is_reproduced_with_its_columns_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[Path] = []
    mapped = scratch._mapped

    def noted(shape: Any, kind: Any, folder: Path) -> Any:
        made.append(folder)
        return mapped(shape, kind, folder)

    sweep, folder = tmp_path / "sweep", tmp_path / "scratch"
    folder.mkdir()
    swept = ["task=sweep", "parameters={brands.control:[0,1]}", "points=2", "arms=[none,broadcast]"]
    assert app.main([*SMALL, *swept, f"output.dir={sweep}"]) == 0
    monkeypatch.setattr(scratch, "LEAST", 1_500)
    monkeypatch.setattr(scratch, "_mapped", noted)
    again = ["task=reproduce", f"run={sweep}", "executor=serial", f"executor.scratch={folder}"]
    assert app.main(again) == 0
    assert set(made) == {folder}
    assert "Reproduced: " in capsys.readouterr().out
