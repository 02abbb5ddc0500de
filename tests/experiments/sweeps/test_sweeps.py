"""A sweep's rows are the same whatever ran them, however often it was stopped, and whatever else failed."""

import json
import os
import signal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import experiments
from experiments import app
from experiments.command.command import job_of
from experiments.running import executors, shards
from experiments.running.arms import resolve
from experiments.sweeps import points, run_store, runner, study
from experiments.sweeps.api import sweep
from experiments.sweeps.space import Parameter, Space
from experiments.sweeps.sweep_task import Checks, points_of
from simulation.errors import InputError

TINY = [
    "market.consumers=300",
    "market.people=60000",
    "market.burn_in=3",
    "market.days=14",
    "brands.campaign_days=7",
    "brands.budget=3000",
]
RANGES = "parameters={consumers.trust.asymmetry:[1,6],brands.control:[0.1,0.9]}"
SWEEP = [*TINY, "task=sweep", "points=3", RANGES, "arms=[none,hyper_targeted]", "replicates=2", "executor=serial"]


def parabola(values, seed):
    if values["x"] == 13:
        raise ValueError("thirteen\nis refused")
    if values["x"] == 99 and Path(values["mark"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return {"y": values["x"] ** 2 + seed, "twice": 2 * values["x"]}


def runs_in(folder):
    """How many runs have rows in a sweep's folder."""
    rows = [pl.read_parquet(path).select("point", "seed") for path in (folder / "shards").glob("rows-*.parquet")]
    return pl.concat(rows).n_unique() if rows else 0


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweeps") / "out"
    assert app.main([*SWEEP, f"output.dir={folder}"]) == 0
    return folder


def test_there_is_a_row_for_each_point_seed_and_arm_in_this_order(swept):
    rows = pl.read_parquet(swept / "sweep.parquet")
    keys = [(p, s, a) for p in range(3) for s in (1, 2) for a in ("none", "hyper_targeted")]
    assert rows.select("point", "seed", "arm").rows() == keys
    assert rows.group_by("point").agg(pl.col("brands.control").n_unique())["brands.control"].max() == 1
    assert rows["version"].unique().to_list() == [json.loads((swept / "manifest.json").read_text())["code_version"]]
    assert rows.filter(arm="hyper_targeted")["cost"].max() > 0
    assert {"profit", "incremental_profit", "buyers", "waste"} < set(rows.columns)


def test_a_parameter_of_a_sweep_does_what_the_same_override_does(swept, tmp_path):
    rows = pl.read_parquet(swept / "sweep.parquet").filter(point=1, seed=1)
    chosen = [f"{name}={rows[name][0]!r}" for name in ("consumers.trust.asymmetry", "brands.control")]
    found = experiments.compare(
        [*TINY, *chosen, "executor=serial"], arms=["none", "hyper_targeted"], replicates=1, folder=tmp_path
    )
    assert found.outcomes.loc[("hyper_targeted", 1), "profit"] == rows.filter(arm="hyper_targeted")["profit"][0]


def test_more_seeds_join_those_that_are_there_and_processes_give_the_same_bits(swept, tmp_path):
    command = [*SWEEP, f"output.dir={tmp_path}"]
    assert app.main([*command, "replicates=1"]) == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").iterdir()}
    assert app.main([*command, "executor=processes", "executor.workers=2"]) == 0
    assert before.items() <= {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").iterdir()}.items()
    assert (tmp_path / "sweep.parquet").read_bytes() == (swept / "sweep.parquet").read_bytes()


@pytest.fixture(scope="module")
def checks():
    return Checks.of(Space(resolve(job_of(SWEEP))))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"parameters": {"consumers.trust.asymetry": [1, 6]}},
            "no such parameter (did you mean 'consumers.trust.asymm",
        ),
        ({"parameters": {"brands.control": [0, 7]}}, "parameters.brands.control: got 7, takes a number less than"),
        ({"parameters": {"brands.control": [0.5]}}, "takes a range [low, high]"),
        ({"parameters": {"brands.control": 0.5}}, "takes a list such as [1, 6]"),
        ({"parameters": {"brands.control": [0, 1, "log"]}}, "takes a low end above 0 with log"),
        ({"parameters": {"market.consumers": [100.5, 200]}}, "takes whole numbers"),
        ({"parameters": {"strategy.hours": [1, 2]}}, "parameters.strategy.hours: no such parameter"),
        ({"design": "sobol", "points": 3}, "takes a power of two such as 2 or 4"),
        ({"design": "grit"}, "design: got 'grit', takes one of grid, lhs, sobol, csv"),
        ({"design": "csv"}, "csv: got nothing, takes a file"),
        ({"points": 0}, "points: got 0, takes a whole number"),
        ({"parameters": None}, "parameters: got none, takes some"),
        ({"design": "grid", "parameters": {"brands.control": [0.5, 7]}}, "row 2, column brands.control: got 7, takes"),
    ],
)
def test_what_makes_no_points_is_refused(options, said, checks):
    asked = {"design": "lhs", "points": 4, "parameters": {"brands.control": [0, 1]}} | options
    with pytest.raises(InputError) as refused:
        points_of(asked, checks, 1)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["outcome=proffit"], "outcome: got 'proffit', takes a metric (did you mean 'profit'?)"),
        (["arms={tight:{brands.control:0.9},loose:{}}"], "arm 'tight' sets it too"),
        (["executor=ray", "executor.address=127.0.0.1:9"], "executor.address: got '127.0.0.1:9', takes host:port"),
        (["points=0"], "points: got 0, takes a whole number"),
    ],
)
def test_bad_input_is_refused_in_one_line_before_anything_is_written(overrides, said, tmp_path, capsys):
    assert app.main([*SWEEP, *overrides, f"output.dir={tmp_path}/out"]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("brands.control\n0.2\n7\n", "row 2, column brands.control: got 7, takes a number less than or equal to 1"),
        ("brands.control\n0.2\nmuch\n", "row 2, column brands.control: got 'much', takes a number"),
        ("brands.control,brands.control\n1,2\n", "column brands.control: is there twice"),
        ("brands.contrl\n1\n", "column brands.contrl: no such parameter (did you mean 'brands.control'?)"),
        ("brands.control\n0.1,0.2\n", "row 1: got 2 values, takes 1, one per column"),
        (
            "market.people,market.consumers\n200000,300000\n",
            "row 1: market.people: got 200000, takes at least market.c",
        ),
        ("brands.control\n", "takes a header with names of parameters and a row for each point"),
    ],
)
def test_a_file_of_points_is_refused_by_row_and_column(text, said, tmp_path, checks):
    (tmp_path / "points.csv").write_text(text)
    with pytest.raises(InputError) as refused:
        points_of({"design": "csv", "csv": f"{tmp_path}/points.csv"}, checks, 1)
    assert f"{tmp_path}/points.csv" in str(refused.value)
    assert said in str(refused.value)


def test_a_command_refuses_a_file_of_points_in_one_line(tmp_path, capsys):
    (tmp_path / "points.csv").write_text("brands.control\n0.2\n7\n")
    command = [*SWEEP, "design=csv", f"csv={tmp_path}/points.csv", f"output.dir={tmp_path}/out"]
    assert app.main(command) == 2
    said = f"nichecast: csv: {tmp_path}/points.csv: row 2, column brands.control: got 7, takes a number less than or equal to 1\n"
    assert capsys.readouterr().err == said


def test_a_folder_of_another_sweep_is_refused(swept, capsys):
    assert app.main([*SWEEP, "points=4", f"output.dir={swept}"]) == 2
    assert "which holds results of another configuration; different: sweep.points (3 there, 4 here)" in (
        capsys.readouterr().err
    )


def test_a_folder_in_which_a_command_is_at_work_is_refused(swept, capsys):
    from experiments.running.folder_lock import locked

    with locked(swept):
        assert app.main([*SWEEP, f"output.dir={swept}"]) == 2
    assert "in which another command is at work" in capsys.readouterr().err
    assert app.main([*SWEEP, f"output.dir={swept}"]) == 0


def test_a_grid_has_every_combination():
    made = points.grid({"a": [1, 2], "b": ["x", "y", "z"]})
    assert made.rows == ((1, "x"), (1, "y"), (1, "z"), (2, "x"), (2, "y"), (2, "z"))
    assert made.at(4) == {"a": 2, "b": "y"}


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range():
    made = points.latin_hypercube([Parameter("a", 0, 10), Parameter("b", 1, 1000, log=True)], 10, seed=3)
    assert sorted(int(row[0]) for row in made.rows) == list(range(10))
    assert made == points.latin_hypercube([Parameter("a", 0, 10), Parameter("b", 1, 1000, log=True)], 10, seed=3)
    assert sum(row[1] < 31.7 for row in made.rows) == 5


def test_whole_numbers_are_drawn_alike_often_up_to_both_ends():
    made = points.sobol([Parameter("n", 2, 5, whole=True)], 64, seed=1)
    assert {n: [row[0] for row in made.rows].count(n) for n in range(2, 6)} == {2: 16, 3: 16, 4: 16, 5: 16}


def test_a_run_that_fails_is_kept_with_its_error_and_does_not_stop_the_others(tmp_path):
    found = experiments.sweep(
        parabola, parameters={"x": [1, 13, 3]}, design="grid", replicates=2, folder=tmp_path, workers=2
    )
    assert found["y"].tolist() == [2, 3, 10, 11]
    assert found["point"].tolist() == [0, 0, 2, 2]
    assert found.attrs["failed"] == [
        {"point": 1, "seed": seed, "error": "ValueError: thirteen is refused"} for seed in (1, 2)
    ]
    assert "in parabola" in pl.read_parquet(tmp_path / "failed.parquet")["trace"][0]


def test_a_run_that_takes_its_process_with_it_costs_nobody_else_and_is_run_again_at_the_next_start(tmp_path):
    mark = tmp_path / "mark"
    mark.touch()
    many = {"x": [*range(40, 60), 99, *range(60, 80)], "mark": [str(mark)]}

    def go():
        return experiments.sweep(parabola, parameters=many, design="grid", folder=tmp_path / "out", workers=2)

    found = go()
    assert len(found) == 40
    assert found.attrs["failed"] == [
        {"point": 20, "seed": 1, "error": "its process died 2 times (signal 9)"},
    ]
    mark.unlink()
    whole = go()
    assert whole.attrs["failed"] == []
    assert not (tmp_path / "out" / "failed.parquet").exists()
    undisturbed = experiments.sweep(parabola, parameters=many, design="grid")
    assert_frame_equal(pl.from_pandas(whole), pl.from_pandas(undisturbed))


def test_a_full_disk_keeps_what_is_finished_and_says_so_in_one_line(tmp_path, monkeypatch):
    real, written = shards.written_aside, []

    def full(target):
        if len(written) > 2 and target.parent.name == "shards":
            raise OSError(28, "No space left on device")
        written.append(target)
        return real(target)

    monkeypatch.setattr(shards, "written_aside", full)
    many = {"x": list(range(100, 300))}
    with pytest.raises(InputError, match=r"cannot write into .* any more \(No space left on device\)"):
        experiments.sweep(parabola, parameters=many, design="grid", folder=tmp_path)
    kept = runs_in(tmp_path)
    assert 0 < kept < 200
    monkeypatch.setattr(shards, "written_aside", real)
    assert experiments.sweep(parabola, parameters=many, design="grid", folder=tmp_path)["x"].tolist() == many["x"]


@pytest.mark.slow
def test_an_interrupt_says_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "SECONDS_KEPT", 0.0)

    def stop(values, seed):
        if values["x"] == 150:
            raise KeyboardInterrupt
        return values["x"]

    with pytest.raises(KeyboardInterrupt, match=r"interrupted; 150 of 200 runs are kept in .* goes on from there"):
        experiments.sweep(stop, parameters={"x": list(range(200))}, design="grid", folder=tmp_path)


def test_a_function_that_processes_cannot_import_is_refused():
    with pytest.raises(InputError, match="workers: got 2 for a function that other processes cannot import"):
        experiments.sweep(lambda values, seed: 1.0, parameters={"x": [1]}, design="grid", workers=2)


def test_batches_shrink_towards_the_end_and_hold_every_run_once():
    made = points.grid({"x": list(range(100))})
    missing = [(point, seed) for point in range(100) for seed in (1, 2)]
    batches = runner.Runs(made, missing, workers=2, most=64)
    sizes = [len(batch.runs) for batch in batches]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 25
    assert sizes[-1] == 1
    assert [(point, seed) for batch in batches for point, seed, _ in batch.runs] == missing


def test_processes_stay_from_one_call_to_the_next_if_asked(tmp_path):
    with study.function_study(parabola, {}, [1], folder=str(tmp_path), workers=2) as made:
        made.run(points.grid({"x": [1, 2, 3]}))
        first = [worker.process.pid for worker in made.where.pools[0]._workers]
        assert made.run(points.grid({"x": [1, 2, 3, 4, 5]})).table()["y"].to_list() == [2, 5, 10, 17, 26]
        assert [worker.process.pid for worker in made.where.pools[0]._workers] == first
    assert made.where.pools == []


def test_a_script_without_a_guard_can_use_processes(tmp_path):
    """A worker must not run the user's script again to find the functions in it."""
    import subprocess
    import sys

    (tmp_path / "script.py").write_text(
        "print('once')\n"
        "from experiments.running.executors import execute\n"
        "import operator\n"
        "print(sorted(each.error for each in execute(operator.add, [1], workers=1)))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(executors.__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py"], capture_output=True, text=True, timeout=60, env=environment
    )
    assert done.stdout.splitlines()[0] == "once"
    assert done.stdout.count("once") == 1


@pytest.mark.slow
def test_a_sweep_that_is_killed_at_three_moments_ends_with_the_table_of_an_undisturbed_one(tmp_path):
    """SIGKILL of the command alone, as the system does it; its workers are left to find out by themselves."""
    import subprocess
    import sys
    import time

    def command(name):
        ours = [item for item in SWEEP if not item.startswith(("executor", "points"))]
        return [sys.executable, "-m", "experiments.app", *ours, "points=60", f"output.dir={tmp_path}/{name}"]

    environment = os.environ | {"PYTHONPATH": str(Path(executors.__file__).parents[2])}
    kept = []
    for moment in (0.15, 0.45, 0.75):
        started = subprocess.Popen(command("killed"), env=environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while time.monotonic() < until and runs_in(tmp_path / "killed") < moment * 120:
            time.sleep(0.1)
        started.kill()
        assert started.wait() == -signal.SIGKILL
        kept.append(runs_in(tmp_path / "killed"))
    assert 0 < kept[0] < kept[1] < kept[2] < 120
    for name in ("killed", "undisturbed"):
        subprocess.run(command(name), env=environment, check=True, stdout=subprocess.DEVNULL, timeout=200)
    tables = [pl.read_parquet(tmp_path / name / "sweep.parquet") for name in ("killed", "undisturbed")]
    assert len(tables[0]) == 240
    assert_frame_equal(*tables, check_exact=True)


def test_many_small_shards_are_merged_and_their_rows_are_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(run_store, "MOST_FILES", 5)
    monkeypatch.setattr(runner, "LARGEST_BATCH", 1)
    points = 23
    found = sweep(mixed, parameters={"x": [0, 1]}, points=points, folder=tmp_path / "few")
    assert len(list((tmp_path / "few" / "shards").iterdir())) < 5 + 5
    monkeypatch.setattr(run_store, "MOST_FILES", 10**6)
    many = sweep(mixed, parameters={"x": [0, 1]}, points=points, folder=tmp_path / "many")
    assert len(list((tmp_path / "many" / "shards").iterdir())) == points
    assert found.equals(many)
    assert (tmp_path / "few" / "sweep.parquet").read_bytes() == (tmp_path / "many" / "sweep.parquet").read_bytes()
    assert found.attrs["failed"][0]["error"] == many.attrs["failed"][0]["error"]


def test_a_sweep_that_is_killed_while_shards_are_merged_counts_each_run_once(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "LARGEST_BATCH", 1)
    monkeypatch.setattr(run_store, "MOST_FILES", 4)
    undisturbed = sweep(mixed, parameters={"x": [0, 1]}, points=9, folder=tmp_path / "whole")

    def killed(path, missing_ok=False, unlink=Path.unlink):
        if path.parent.name == "shards":
            raise KeyboardInterrupt
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep(mixed, parameters={"x": [0, 1]}, points=9, folder=tmp_path / "cut")
    again = sweep(mixed, parameters={"x": [0, 1]}, points=9, folder=tmp_path / "cut")
    assert again.equals(undisturbed)


def mixed(values, seed):
    """Return outcomes whose columns and kinds differ from run to run; some runs fail."""
    x = values["x"]
    if 0.4 < x < 0.5:
        raise ValueError("no such x")
    return {"value": x, "whole": 1 if x < 0.7 else 1.5} | ({"seldom": x} if x > 0.8 else {})
