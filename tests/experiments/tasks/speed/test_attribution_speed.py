"""The table of attribution's times: every method is there, and hands out all."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import app
from experiments.tasks.speed import attribution_speed
from simulation.brand_view import attribution


def test_paths_are_as_long_and_convert_as_often_as_they_say() -> None:
    table = attribution_speed.made(20_000, "zipf")
    assert table.length.max() <= attribution_speed.LONGEST
    assert table.length.mean() == pytest.approx(attribution_speed.MEAN, rel=0.05)
    assert table.conversions.mean() == pytest.approx(attribution_speed.CONVERSIONS, rel=0.1)
    assert (table.conversions + table.nulls == 1).all()
    counts = np.bincount(table.touch, minlength=len(table.channels))
    assert counts[0] > 1.5 * counts[1] > 0
    even = attribution_speed.made(20_000, "uniform")
    assert np.bincount(even.touch).max() < 60


def test_every_method_is_timed_and_hands_out_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution_speed, "CHANNELS", 50)
    monkeypatch.setattr(attribution_speed, "METHODS", ("last", "markov:2"))
    said: list[str] = []
    found = attribution_speed.measure(500, lambda work, *arguments: work(*arguments), said.append)
    assert [(row["popularity"], row["method"]) for row in found["methods"]] == [
        (popularity, method) for popularity in ("zipf", "uniform") for method in ("last", "markov:2")
    ]
    assert all(row["left_over"] < 1e-9 for row in found["methods"])
    assert len(said) == 6


def test_the_table_holds_all_methods() -> None:
    assert {method.partition(":")[0] for method in attribution_speed.METHODS} == set(attribution.METHODS)


def test_a_benchmark_of_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["task=benchmark", "task.sizes=[]"]) == 2
    assert "none only with paths" in capsys.readouterr().err
