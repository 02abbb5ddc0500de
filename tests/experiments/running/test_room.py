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


def test_a_market_larger_than_the_memory_may_lie_on_a_disk(tmp_path, monkeypatch):
    large = ["market.consumers=20000000", "market.people=2e7"]
    monkeypatch.setattr(room, "available_memory", lambda: 8 * GIB)
    with pytest.raises(
        room.InputError, match=r"takes at most [\d,]+, or more with executor.scratch=FOLDER, on a disk$"
    ):
        resolve(job_of(large))
    monkeypatch.setattr(room, "free_scratch", lambda folder, name: 30 * GIB)
    there = [*large, f"executor.scratch={tmp_path}"]
    assert resolve(job_of(there)).names == ["none", "broadcast", "hyper_targeted"]
    monkeypatch.setattr(room, "free_scratch", lambda folder, name: 10 * GIB)
    said = rf"of which one replicate takes 21 GiB of the disk at '{tmp_path}'; 10 GiB are free there; takes at most"
    with pytest.raises(room.InputError, match=said):
        resolve(job_of(there))
    monkeypatch.setattr(room, "free_scratch", lambda folder, name: 30 * GIB)
    monkeypatch.setattr(room, "available_memory", lambda: 1 * GIB)
    with pytest.raises(
        room.InputError, match=r"of which one replicate, beside its files, takes 4.8 GiB of memory; 1 G"
    ):
        resolve(job_of(there))


def test_a_scratch_folder_that_is_not_there_is_refused_by_the_parameters_name(tmp_path, capsys):
    assert app.main([f"executor.scratch={tmp_path / 'nowhere'}", f"output.dir={tmp_path / 'run'}"]) == 2
    said = capsys.readouterr().err
    assert said == f"nichecast: executor.scratch: got '{tmp_path / 'nowhere'}', takes a folder that is there\n"
    assert list(tmp_path.iterdir()) == []


def test_a_seed_gives_the_same_tables_with_its_columns_in_files(tmp_path, monkeypatch):
    from dataclasses import replace

    from experiments.running import one_seed
    from simulation.compute import scratch

    design = resolve(
        job_of(["market.consumers=1500", "market.people=1e6", "market.days=14", "brands.campaign_days=14"])
    )
    trial = one_seed.Trial(1, design.markets, tuple(design.names), "")
    here, _ = one_seed.simulate(trial)
    made = []
    monkeypatch.setattr(scratch, "LEAST", 1_500)
    mapped = scratch._mapped
    monkeypatch.setattr(scratch, "_mapped", lambda *what: made.append(what) or mapped(*what))
    there, _ = one_seed.simulate(replace(trial, scratch=str(tmp_path)))
    assert len(made) > 50, "worlds and twins have files"
    assert here.keys() == there.keys()
    for name, table in here.items():
        assert table.equals(there[name], null_equal=True), name
    assert list(tmp_path.iterdir()) == []
