"""What cannot fit is refused before anything is made: memory by replicate, disk by all of them."""

import shutil
from collections import namedtuple

import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.running import room
from experiments.running.arms import resolve
from experiments.running.replicates import Made
from experiments.running.run_folder import RunFolder

GIB = 2**30


@pytest.mark.parametrize("consumers", [20_000_000, 200_000_000])
def test_a_market_of_which_no_replicate_fits_is_refused_and_leaves_nothing(consumers, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(room, "available_memory", lambda: 8 * GIB)
    assert app.main([f"market.consumers={consumers}", "market.people=1e9"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"nichecast: market.consumers: got {consumers:,}, of which one replicate takes ")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_results_that_the_disk_cannot_hold_are_refused(monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(GIB, 0, GIB))
    job = job_of(["replicates=1000000"])
    with pytest.raises(room.InputError, match=r"replicates: got 1,000,000, whose results take .* GiB; 1 GiB are free"):
        resolve(job)


def test_how_long_a_run_takes_is_said_of_a_long_one_only():
    short, long = job_of(["market.consumers=1000"]), job_of(["replicates=20000", "executor.workers=2"])
    assert room.how_long(short.settings, resolve(short).markets) is None
    said = room.how_long(long.settings, resolve(long).markets)
    assert " h " in said
    assert "on 2 processors" in said


def test_a_million_replicates_are_made_one_by_one(tmp_path):
    """A list of a million of them took minutes before the first began."""
    made = []
    items = Made(range(1, 1_000_001), lambda seed: made.append(seed) or seed)
    assert len(items) == 1_000_000
    assert (items[0], items[999_999], list(items[3:5])) == (1, 1_000_000, [4, 5])
    assert made == [1, 1_000_000, 4, 5]


def test_boards_of_a_million_seeds_are_made_when_they_are_asked_for(tmp_path):
    from experiments.running.dashboard_shards import boards

    job = job_of(["seed=5"])
    found = boards(job.settings, RunFolder(tmp_path, {}), resolve(job), range(5, 1_000_005))
    assert len(found) == 1_000_000
    assert (5 in found, 4 in found) == (True, False)
    first, late = found[5], found[5 + job.settings.dashboard.replicates]
    assert (first.usual is None, late.usual is None) == (False, True)
    assert first.shard != late.shard
