"""How many processes and threads, and what is compiled beforehand."""

import os
import subprocess
import sys

import pytest

from experiments.command.settings import Executor
from experiments.running import replicates
from experiments.running.replicates import plan

GIB = 2**30


@pytest.mark.parametrize(
    ("executor", "cores", "memory", "seeds", "consumers", "expected"),
    [
        (Executor(), 8, 64 * GIB, 20, 50_000, (8, 1)),
        (Executor(), 8, 64 * GIB, 2, 50_000, (2, 4)),
        (Executor(), 8, 30 * GIB, 20, 10_000_000, (2, 4)),
        (Executor(), 8, 1 * GIB, 20, 10_000_000, (1, 8)),
        (Executor(workers=3), 8, 1 * GIB, 20, 10_000_000, (3, 2)),
        (Executor(workers=3, threads=1), 8, 64 * GIB, 20, 50_000, (3, 1)),
        (Executor(name="serial"), 8, 64 * GIB, 20, 50_000, (None, None)),
        (Executor(name="serial", threads=2), 8, 64 * GIB, 20, 50_000, (None, 2)),
    ],
)
def test_cores_are_used_as_far_as_seeds_and_memory_go(monkeypatch, executor, cores, memory, seeds, consumers, expected):
    monkeypatch.setattr(replicates, "usable_processors", lambda: cores)
    monkeypatch.setattr(replicates, "available_memory", lambda: memory)
    assert plan(executor, seeds, consumers) == expected


@pytest.mark.parametrize(
    ("memory", "disk", "expected"),
    [(64, 64, (2, 4)), (4, 64, (1, 8)), (64, 16, (1, 8)), (1, 1, (1, 8)), (24, 200, (4, 2))],
)
def test_with_a_scratch_folder_memory_and_disk_say_how_many(monkeypatch, memory, disk, expected):
    """A replicate of 20 million has 25 GiB of files, and 5 GiB of memory beside them."""
    monkeypatch.setattr(replicates, "usable_processors", lambda: 8)
    monkeypatch.setattr(replicates, "available_memory", lambda: memory * GIB)
    monkeypatch.setattr(replicates, "free_scratch", lambda folder: disk * GIB)
    assert plan(Executor(), 4 if disk == 200 else 2, 20_000_000, scratch="folder") == expected


@pytest.mark.slow
def test_two_processes_compile_everything_between_them_and_once(tmp_path):
    """From an empty cache: both processes end warm, and a third has nothing left to compile."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    share = "from experiments.running.warm_up import compile_share, is_warm; compile_share({}); assert is_warm()"
    both = [subprocess.Popen([sys.executable, "-c", share.format(i)], env=environment) for i in range(2)]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbc")}
    assert kept
    again = (
        "from simulation.model import MarketModel; from simulation.scenario import Scenario;"
        "from simulation.strategies.named import named;"
        "small = Scenario.from_dict({'market': {'consumers': 700, 'people': 70000.0}});"
        "MarketModel(small, named('none'), 3).run_for(8)"
    )
    subprocess.run([sys.executable, "-c", again], env=environment, check=True, timeout=120)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbc")} == kept
