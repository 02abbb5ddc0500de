"""Kills at random moments: the same command, started again, ends with the tables of one that was left alone.

One process has everything imported and forks each start, so that a kill falls into the work and not into imports.
``NICHECAST_KILLS=20`` tries more of them, ``NICHECAST_KILL_SEED=7`` others.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import experiments

KILLS = int(os.environ.get("NICHECAST_KILLS", "4"))
SEED = int(os.environ.get("NICHECAST_KILL_SEED", "1"))
TINY = [
    *("market.consumers=300", "market.people=60000", "market.burn_in=2", "market.days=14"),
    *("brands.campaign_days=7", "brands.budget=3000", "executor=serial", "dashboard.enabled=false"),
]
RANGES = "parameters={consumers.trust.asymmetry:[1,6],brands.control:[0.1,0.9]}"
COMMANDS = {
    "sweep": [*TINY, "task=sweep", "points=6", RANGES, "arms=[none,hyper_targeted]", "replicates=2"],
    "run": [*TINY, "arms=[none,hyper_targeted]", "replicates=4"],
    "optimise": [*TINY, "task=optimise", RANGES, "arms=[hyper_targeted]", "replicates=2", "budget=12", "finalists=1"],
    "whatifs": [*TINY, "task=whatifs", "task.names=[tier_contest]", "size=quick", "replicates=2"],
}
TABLES = (
    "*.parquet",
    "finalists.csv",
    "candidates.csv",
    "verdict.json",
    "ablation/*.parquet",
    "*/*.parquet",
    "*/verdict.json",
)
LIVED = ("wall_s",)
"""What a verdict says of the time that it took."""
DRIVER = """
import json, os, random, shutil, signal, sys, time
import experiments.app, experiments.comparing.run, experiments.sweeps.optimise, experiments.whatifs.whatifs
import simulation.model, simulation.configure
commands, place, kills, seed = json.loads(sys.stdin.read())
draw = random.Random(seed)

def start(command, folder):
    child = os.fork()
    if child:
        return child
    os.setsid()
    quiet = os.open(os.path.join(place, "said.txt"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    status = 99
    try:
        status = experiments.app.main([*command, "output.dir=" + os.path.join(place, folder)])
    finally:
        os._exit(status)

for name, command in commands.items():
    for folder in ("-warm", "-undisturbed"):  # the first run of all compiles, which says nothing of how long it takes
        began = time.monotonic()
        _, status = os.waitpid(start(command, name + folder), 0)
        took = time.monotonic() - began
    print(name, "undisturbed", os.waitstatus_to_exitcode(status), flush=True)
    killed = 0
    for _ in range(20 * kills):
        if killed == kills:
            break
        child = start(command, name)
        time.sleep(draw.uniform(0.02, 1) * took)
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
        _, status = os.waitpid(child, 0)
        print(name, "killed", os.waitstatus_to_exitcode(status), flush=True)
        killed += os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        if os.waitstatus_to_exitcode(status) == 0:  # the kill came too late: what is whole shows nothing
            shutil.rmtree(os.path.join(place, name))
            took *= 0.7
    _, status = os.waitpid(start(command, name), 0)
    print(name, "whole", os.waitstatus_to_exitcode(status), flush=True)
"""


def tables(folder: Path) -> dict[str, object]:
    """Return every table that a command leaves, by its place; of verdicts all but the time that they took."""
    found: dict[str, object] = {}
    for pattern in TABLES:
        for path in sorted(folder.glob(pattern)):
            if path.suffix == ".json":
                said = json.loads(path.read_text())
                found[str(path.relative_to(folder))] = {name: said[name] for name in said if name not in LIVED}
            else:
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes can be forked here")
@pytest.mark.parametrize("task", COMMANDS)
def test_a_command_that_is_killed_at_random_moments_ends_with_the_tables_of_an_undisturbed_one(
    tmp_path: Path, task: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", DRIVER],
        input=json.dumps([{task: COMMANDS[task]}, str(tmp_path), KILLS, SEED]),
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(experiments.__file__).parents[1])},
        timeout=3600,
    )
    said = (tmp_path / "said.txt").read_text()
    lines = done.stdout.splitlines()
    assert lines[0] == f"{task} undisturbed 0", said + done.stderr
    assert lines[-1] == f"{task} whole 0", said
    assert lines.count(f"{task} killed -9") == KILLS, said  # what came too late was tried again
    assert not set(lines) - {f"{task} {how}" for how in ("undisturbed 0", "killed 0", "killed -9", "whole 0")}, said
    undisturbed = tables(tmp_path / f"{task}-undisturbed")
    assert undisturbed
    assert tables(tmp_path / task) == undisturbed
