"""`task=plan` says what a run takes before it is run, by the bytes that a world's columns really have."""

import re

from experiments import app
from experiments.command.command import job_of
from experiments.running import room
from experiments.running.arms import resolve
from experiments.tasks.speed.size_plan import lines
from simulation.configure import scenario_of
from simulation.state.columns import memory
from simulation.world.build import build_world


def test_the_budget_by_column_is_what_a_world_has(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    job = job_of(["market.consumers=20000", "market.people=1e7", "measurement.touches=3"])
    scenario = scenario_of(job.config)
    said = lines(job, resolve(job), scenario)
    planned = int(next(line for line in said if line.startswith("all ")).split()[-1])
    taken = memory(build_world(scenario, 1).tables)
    people = sum(taken[table] for table in ("consumers", "mail", "follows", "friends", "touches"))
    assert abs(planned / (people / 20000) - 1) < 0.03


def test_the_plan_writes_nothing_and_names_processes_time_and_disk(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert app.main(["task=plan", "executor.workers=2", "replicates=4"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^processes: 2, \d+ threads? each; replicates: 4 of 3 arms$", said, re.MULTILINE)
    assert {line.split(":")[0] for line in said.splitlines() if ":" in line} == {"memory", "processes", "time", "disk"}
    assert list(tmp_path.iterdir()) == []


def test_the_plan_of_a_market_on_a_disk_says_what_lies_where(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert app.main(["task=plan", "market.people=1e7", "replicates=1", f"executor.scratch={tmp_path}"]) == 0
    said = {line.split(":")[0]: line for line in capsys.readouterr().out.splitlines() if ":" in line}
    assert re.fullmatch(r"memory: [\d.]+ GiB a replicate, [\d.]+ GiB in all; \d+ GiB are free", said["memory"])
    there = rf"scratch: [\d.]+ GiB a world, [\d.]+ GiB in all; [\d,.]+ GiB are free in '{tmp_path}'"
    assert re.fullmatch(there, said["scratch"])


def test_what_cannot_fit_is_refused_in_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(room, "available_memory", lambda: 22 * 2**30)
    assert app.main(["task=plan", "market.consumers=200000000", "market.people=1e9"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("nichecast: market.consumers: got 200,000,000, of which one replicate takes ")
    assert said.count("\n") == 1
