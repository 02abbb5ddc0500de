"""Measurements come in the order of their items, each is made once, and one that fails is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.command.command import job_of
from experiments.validation.measured_worlds import measured, place
from simulation.errors import InputError

MADE: list[tuple[int, str]] = []


def measure(item: dict[str, Any], say: Any = None) -> dict[str, float]:
    MADE.append((item["seed"], item.get("group", "")))
    if item["seed"] == 13:
        raise ValueError("thirteen is refused")
    return {"seed": float(item["seed"])}


def items(*seeds: int, **more: str) -> list[dict[str, Any]]:
    return [{"seed": seed, "scenario": {"market": {"consumers": 100}}, **more} for seed in seeds]


@pytest.fixture
def job() -> Any:
    MADE.clear()
    return job_of(["task=validate", "executor=serial"])


def test_what_is_kept_is_not_measured_again_and_all_is_in_order(job: Any, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    assert measured(job, measure, items(2), tmp_path, "worlds") == [{"seed": 2.0}]
    found = measured(job, measure, items(3, 2, 1), tmp_path, "worlds")
    assert [each["seed"] for each in found] == [3, 2, 1]
    assert measured(job, measure, items(2, group="prices"), tmp_path, "worlds") == [{"seed": 2.0}]
    assert MADE == [(2, ""), (3, ""), (1, ""), (2, "prices")]
    assert len(list((tmp_path / "parts").iterdir())) == 4


@pytest.mark.parametrize(("more", "named"), [({}, "seed 13"), ({"group": "prices"}, "prices, seed 13")])
def test_what_fails_is_named_and_what_is_finished_stays(
    job: Any, tmp_path: Path, more: dict[str, str], named: str
) -> None:
    (tmp_path / "parts").mkdir()
    with pytest.raises(InputError, match=f"^task=validate: {named}: .*thirteen is refused"):
        measured(job, measure, items(5, 13, 6, **more), tmp_path, "worlds")
    assert place(tmp_path, items(5, **more)[0]).is_file()


def test_a_file_that_goes_while_the_command_is_at_work_is_named(job: Any, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    gone = place(tmp_path, items(5)[0])

    def measure_and_remove(item: dict[str, Any], say: Any = None) -> dict[str, float]:
        gone.unlink(missing_ok=True)
        return {"seed": 1.0}

    with pytest.raises(InputError, match=f"{gone.name}: was removed while"):
        measured(job, measure_and_remove, items(5, 6), tmp_path, "worlds")
