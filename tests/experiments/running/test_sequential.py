"""Replicates are added until the interval is narrow enough; the rule sees widths only and keeps its coverage."""

import json
import math
from itertools import chain

import numpy as np
import polars as pl
import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.command.settings import Replicates
from experiments.results import statistics
from experiments.running import sequential
from experiments.running.arms import resolve
from experiments.running.run_folder import open_folder

DEVIATION = 10.0


def values_of(seed):
    """What the two arms come to in a world: it brings a hundred to both, and ten to their difference."""
    rng = np.random.default_rng(seed)
    world, own = rng.normal(0, 100), rng.normal(5, DEVIATION)
    return {"none": world, "broadcast": world + own}


@pytest.fixture
def made_up(monkeypatch):
    """Replicates that cost nothing; returns the seeds that were run, call by call."""
    calls = []

    def simulate(settings, folder, design, seeds, *_):
        there = set(folder.finished())
        missing = [seed for seed in seeds if seed not in there]
        calls.append(missing)
        for seed in missing:
            if seed == 4 and settings.outcome == "waste":
                continue
            rows = [(arm, seed, settings.outcome, value) for arm, value in values_of(seed).items()]
            table = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
            folder.write(seed, {"outcomes": table}, {})
        return {4: {"error": "no"}} if settings.outcome == "waste" and 4 in seeds else {}

    monkeypatch.setattr(sequential, "simulate", simulate)
    return calls


def replicate(folder, *overrides):
    job = job_of(["arms=[none,broadcast]", *overrides])
    design = resolve(job)
    with open_folder(str(folder), "run", job.config, {}) as opened:
        return sequential.replicate(job.settings, opened, design)


def test_without_a_precision_the_number_is_what_was_asked_for(made_up, tmp_path):
    tried = replicate(tmp_path, "replicates=6")
    assert tried.finished == [1, 2, 3, 4, 5, 6]
    assert tried.lines() == []
    assert made_up == [[1, 2, 3, 4, 5, 6]]


def test_replicates_are_added_until_the_interval_is_narrow_enough(made_up, tmp_path):
    tried = replicate(tmp_path, "replicates.precision=8")
    difference = [values_of(seed)["broadcast"] - values_of(seed)["none"] for seed in tried.finished]
    each = statistics.interval(difference)
    assert each.high - each.low == pytest.approx(list(tried.widths.values())[-1])
    assert each.high - each.low <= 8
    assert [width <= 8 for width in tried.widths.values()] == [False] * (len(tried.widths) - 1) + [True]
    assert tried.reached
    assert "the first number looked at where it was narrow enough" in tried.lines()[0]
    # Not many more than that takes: the width is 2 t s / sqrt(n).
    assert len(tried.finished) < 1.5 * (2 * 2 * np.std(difference, ddof=1) / 8) ** 2


def test_the_cap_is_said_to_be_a_cap(made_up, tmp_path):
    tried = replicate(tmp_path, "replicates.precision=0.1", "replicates.max=20")
    assert len(tried.finished) == 20
    assert tried.reached is False
    assert "the cap, and NOT narrow enough" in tried.lines()[0]


def test_seeds_that_are_there_are_not_run_again_and_change_nothing(made_up, tmp_path):
    replicate(tmp_path, "replicates=30")
    (before,) = made_up
    tried = replicate(tmp_path, "replicates.precision=8")
    fresh = replicate(tmp_path / "fresh", "replicates.precision=8")
    assert tried == fresh
    assert not set(before) & set(chain(*made_up[1 : 1 + len(tried.widths)]))


def test_a_replicate_that_fails_counts_as_tried_and_is_not_tried_for_ever(made_up, tmp_path):
    tried = replicate(tmp_path, "replicates.precision=8", "outcome=waste")
    assert tried.failed == {4: {"error": "no"}}
    assert 4 in tried.seeds
    assert 4 not in tried.finished
    assert tried.reached


def test_the_number_of_seeds_at_most_doubles_and_never_passes_the_cap():
    counts = Replicates(precision=1.0, minimum=8, max=100)
    assert sequential.next_number(8, 8, 50.0, counts) == 16
    assert sequential.next_number(64, 64, 50.0, counts) == 100
    assert sequential.next_number(100, 100, 50.0, counts) == 100
    assert sequential.next_number(8, 8, 1.0, counts) == 8
    assert sequential.next_number(8, 1, math.inf, counts) == 16
    assert sequential.next_number(30, 30, 1.001, counts) == 31


def test_stopping_by_width_keeps_nearly_the_nominal_coverage():
    """Of 95 % intervals at which the rule stops, more than 93 % hold the true difference."""
    rng = np.random.default_rng(11)
    counts = Replicates(precision=8.0, minimum=8, max=200)
    covered = []
    for _ in range(3000):
        draws = rng.normal(5, DEVIATION, counts.max)
        number = counts.minimum
        while True:
            each = statistics.interval(draws[:number])
            more = sequential.next_number(number, number, each.high - each.low, counts)
            if more == number:
                break
            number = more
        covered.append(each.low <= 5 <= each.high)
    assert np.mean(covered) > 0.93


def test_the_summary_of_a_run_says_why_it_stopped_and_what_pairing_saved(tmp_path, capsys):
    tiny = ["market.consumers=500", "market.people=100000", "market.burn_in=7", "market.days=28", "executor=serial"]
    tiny += ["brands.campaign_days=14", "brands.budget=3000", "arms=[none,broadcast]", f"output.dir={tmp_path}"]
    assert app.main([*tiny, "replicates.precision=1e9", "replicates.minimum=3", "smallest=500"]) == 0
    said = capsys.readouterr().out
    assert "broadcast differs from" in said.lower()
    assert "Looks saw widths only" in " ".join(said.split())
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["replicates"]["reached"] is True
    assert summary["replicates"]["number"] == 3
    assert list(summary["replicates"]["widths"]) == ["3"]
    ratio = summary["replicates"]["variance_ratio"]["broadcast"]
    low, high = summary["replicates"]["variance_ratio_interval"]["broadcast"]
    assert 0.5 <= low < ratio < high
    (pair,) = summary["pairing"]
    assert (pair["independent_seeds_per_paired_seed"], pair["low"], pair["high"]) == (ratio, low, high)
    assert summary["smallest"] == 500
    assert summary["differences"]["broadcast"]["strategy._target_"][1].endswith("Broadcast")
