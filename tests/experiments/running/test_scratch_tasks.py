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
