"""Everything runs where the system does not tell on which processors a process may run: macOS, Windows."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from experiments import app
from simulation.compute.processors import usable_processors
from simulation.engine.engine import Engine

TINY = [
    "market.consumers=200",
    "market.people=40000",
    "market.burn_in=1",
    "market.days=4",
    "brands.campaign_days=3",
    "brands.budget=3000",
]
JOB = [*TINY, "arms=[broadcast,none]", "replicates=2", "executor=serial"]


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without ``os.sched_getaffinity``; Python's own function then counts the machine's processors."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "process_cpu_count", lambda: os.cpu_count(), raising=False)


def test_processors_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3, 5, 7}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert usable_processors() == Engine().threads == 3


@pytest.mark.parametrize(("there", "expected"), [(6, 6), (None, 1)])
def test_without_that_they_are_the_machines(
    untold: None, monkeypatch: pytest.MonkeyPatch, there: int | None, expected: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: there)
    assert usable_processors() == Engine().threads == expected


def test_a_market_is_built_and_lives_there(untold: None) -> None:
    model = sim.build(TINY, seed=1)
    model.run_for(2)
    assert model.day == 2


def test_the_main_job_runs_there(untold: None, tmp_path: Path, capsys: Any) -> None:
    assert app.main([*JOB, f"output.dir={tmp_path / 'run'}"]) == 0, capsys.readouterr().err
    assert (tmp_path / "run" / "report.html").is_file()


def test_it_runs_where_the_terminal_has_no_sign_for_a_minus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    assert app.main([*JOB, f"output.dir={tmp_path / 'run'}"]) == 0
    sys.stdout.flush()
    lines = written.getvalue().decode("cp1252")
    assert "Report: " in lines
    assert "?" in lines
