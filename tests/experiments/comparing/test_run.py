"""The main job on a tiny market, from the command to the folder."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.comparing import drawing
from experiments.results.outcome_catalogue import measures
from experiments.running import provenance, replicates
from experiments.running.arms import resolve
from experiments.running.provenance import identify
from experiments.running.run_folder import TABLES, open_folder
from experiments.running.work import Outcome
from simulation.errors import InputError
from simulation.files.safe_writing import digest

TINY = [
    "market.consumers=500",
    "market.people=100000",
    "market.burn_in=7",
    "market.days=28",
    "brands.campaign_days=14",
    "brands.budget=3000",
    "executor=serial",
    "executor.threads=1",
    "replicates=2",
]


def replicate(folder, *overrides):
    """Run the seeds of a command without its outputs, and merge them."""
    job = job_of([*TINY, *overrides])
    design = resolve(job)
    with open_folder(str(folder), "run", job.config, identify(job, design)) as opened:
        failed = replicates.simulate(job.settings, opened, design)
        opened.merge(opened.finished())
    return opened, failed


def rows(folder, table, arm):
    return folder.table(table).filter(pl.col("arm") == arm)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    return replicate(tmp_path_factory.mktemp("undisturbed"))[0]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a whole run, by the command."""
    folder = tmp_path_factory.mktemp("runs") / "out"
    assert app.main([*TINY, f"output.dir={folder}"]) == 0
    return folder


def same_tables(a, b):
    return all(
        (a.path / f"{name}.parquet").read_bytes() == (b.path / f"{name}.parquet").read_bytes() for name in TABLES
    )


def test_a_run_leaves_its_folder(finished):
    made = {path.relative_to(finished).as_posix() for path in finished.rglob("*") if path.is_file()}
    assert made >= {"config.yaml", "manifest.json", "summary.json", "report.html"}
    assert made >= {f"{name}.parquet" for name in TABLES}
    for figure in ("trust_by_tier", "person_level_uplift", "market_map", "funnel"):
        assert made >= {f"figures/{figure}.png", f"figures/{figure}.svg"}
    assert not [name for name in made if "/." in name or name.startswith(".")]


def test_the_summary_tells_arms_contrasts_and_where_they_come_from(finished):
    summary = json.loads((finished / "summary.json").read_text())
    assert summary["task"] == "run"
    assert summary["seeds"] == [1, 2]
    assert list(summary["arms"]) == ["none", "broadcast", "hyper_targeted"]
    assert summary["wall_s"] > 0
    assert summary["versions"]["numpy"]
    added = summary["arms"]["hyper_targeted"]["incremental_profit"]["mean"]
    contrast = next(
        each
        for each in summary["contrasts"]
        if (each["a"], each["b"], each["metric"]) == ("hyper_targeted", "none", "profit")
    )
    assert contrast["difference"] == pytest.approx(added, abs=0.01)


def test_the_manifest_names_the_config_the_code_the_graphs_and_the_machine(finished):
    manifest = json.loads((finished / "manifest.json").read_text())
    identity = json.loads((finished / "identity.json").read_text())
    assert manifest["config_hash"] == digest(identity)
    assert manifest["code_version"] == identity["code"]
    assert set(manifest["graph_hash"]) == {"1", "2"}
    assert manifest["machine"]["cores"] >= 1
    assert "Philox" in manifest["seed_scheme"]


def test_the_report_of_a_run_needs_nothing_else_and_describes_every_metric(finished):
    html = re.sub(r"<script.*?</script>", "", (finished / "report.html").read_text(), flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!data:)""", html)
    assert "nan" not in re.sub(r"base64,[^\"]+", "", html).lower().replace("nano", "")
    outcomes = pl.read_parquet(finished / "outcomes.parquet")
    assert set(outcomes["metric"].unique()) == set(measures())


def test_a_repeated_run_finds_its_results(finished, monkeypatch, capsys):
    def refuse(trial, report):
        raise AssertionError("nothing is left to run")

    monkeypatch.setattr(replicates, "run_trial", refuse)
    before = (finished / "summary.json").read_text()
    assert app.main([*TINY, f"output.dir={finished}"]) == 0
    after = json.loads((finished / "summary.json").read_text())
    assert after["arms"] == json.loads(before)["arms"]
    assert "Report:" in capsys.readouterr().out


def test_a_repeated_run_loads_no_compiler_and_starts_no_process(finished):
    in_processes = ["worlds=none", *(each for each in TINY if each != "executor=serial")]
    code = (
        "import sys; from multiprocessing import forkserver; from experiments import app;"
        f"status = app.main({[*in_processes, f'output.dir={finished}']!r});"
        "print('LOADED', 'numba' in sys.modules, forkserver._forkserver._forkserver_pid); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "LOADED False None" in done.stdout


def test_a_repeated_run_draws_only_what_is_not_as_it_was_written(finished, monkeypatch):
    drawn = []
    monkeypatch.setattr(drawing, "draw", lambda *arguments, draw=drawing.draw: drawn.append(1) or draw(*arguments))
    command = [*TINY, f"output.dir={finished}"]

    def again(*more):
        drawn.clear()
        before = (finished / "report.html").read_text()
        assert app.main([*command, *more]) == 0
        return bool(drawn), (finished / "report.html").read_text() == before

    again()  # the manifest in the report names the command
    assert again() == (False, True)
    picture, content = finished / "figures" / "funnel.png", (finished / "figures" / "funnel.png").read_bytes()
    picture.unlink()
    assert again() == (True, True)
    assert picture.read_bytes() == content
    (finished / "tables" / "money.csv").write_text("changed")
    assert again() == (True, True)
    assert again("smallest=100") == (True, False)
    assert again("smallest=100") == (False, True)


def test_another_configuration_does_not_mix_with_the_results_there(finished, capsys):
    assert app.main([*TINY, "market.days=29", f"output.dir={finished}"]) == 2
    said = capsys.readouterr().err
    assert "market.days (28 there, 29 here)" in said
    assert said.count("\n") == 1


def test_an_interrupted_run_keeps_what_is_finished_and_goes_on_to_the_same_bits(tmp_path, monkeypatch, undisturbed):
    real = replicates.run_trial

    def interrupted(trial, report):
        if trial.seed == 2:
            raise KeyboardInterrupt
        real(trial, report)

    monkeypatch.setattr(replicates, "run_trial", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"1 of 2 seeds are kept in .* goes on from there"):
        replicate(tmp_path)
    monkeypatch.setattr(replicates, "run_trial", real)
    resumed, _ = replicate(tmp_path)
    assert resumed.finished() == [1, 2]
    assert same_tables(resumed, undisturbed)


def test_processes_give_the_bits_of_a_serial_run(tmp_path, undisturbed):
    folder, failed = replicate(tmp_path, "executor=processes", "executor.workers=2")
    assert not failed
    assert same_tables(folder, undisturbed)


def test_an_arms_numbers_do_not_depend_on_the_other_arms(tmp_path, undisturbed):
    alone, _ = replicate(tmp_path / "alone", "arms=[hyper_targeted]")
    for table in ("outcomes", "series", "uplift"):
        assert rows(alone, table, "hyper_targeted").equals(rows(undisturbed, table, "hyper_targeted"))
    assert set(alone.table("outcomes")["arm"]) == {"hyper_targeted"}


def test_without_influence_a_campaign_adds_nothing_to_anybody(tmp_path):
    folder, _ = replicate(tmp_path, "consumers=no_influence", "replicates=1")
    uplift = folder.table("uplift").filter(pl.col("quantity") == "purchases")
    counts = uplift.filter(pl.col("kind") == "count")
    assert counts["at"].unique().to_list() == [0.0]
    assert counts["value"].unique().to_list() == [500.0]
    outcomes = folder.table("outcomes")
    cost = outcomes.filter(pl.col("metric") == "cost")["value"]
    added = outcomes.filter(pl.col("metric") == "incremental_profit")["value"]
    assert added.to_list() == (-cost).to_list()
    assert cost.max() > 0


def test_histograms_of_people_count_every_person_once(undisturbed):
    uplift = undisturbed.table("uplift")
    counts = uplift.filter(kind="count", quantity="purchases")
    per_arm = counts.group_by("arm", "seed").agg(pl.col("value").sum())
    assert per_arm["value"].unique().to_list() == [500.0]
    trust = uplift.filter(kind="count", quantity="trust").group_by("arm", "seed").agg(changed=pl.col("value").sum())
    same = uplift.filter(kind="share", quantity="trust", at=0.0).select("arm", "seed", same="value")
    both = trust.join(same, ["arm", "seed"])
    assert len(both) > 0
    assert ((both["changed"] + 500 * both["same"] - 500).abs() < 1e-6).all()


def test_a_replicate_that_fails_is_recorded_and_the_others_count(tmp_path, monkeypatch, capsys):
    real = replicates.run_trial

    def failing(trial, report):
        if trial.seed == 1:
            raise ArithmeticError("a bug in\nseed 1")
        real(trial, report)

    monkeypatch.setattr(replicates, "run_trial", failing)
    assert app.main([*TINY, "arms=[none,broadcast]", f"output.dir={tmp_path}"]) == 1
    said = capsys.readouterr()
    assert "1 of 2 replicates failed; seed 1: ArithmeticError: a bug in seed 1" in said.err
    assert "in failing" in json.loads((tmp_path / "failed.json").read_text())["1"]["trace"]
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["seeds"] == [2]
    assert list(summary["failed"]) == ["1"]
    assert summary["arms"]["broadcast"]["profit"]["low"] is None
    assert "1 replicate failed" in (tmp_path / "report.html").read_text()


def test_if_every_replicate_fails_there_is_no_report_and_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        replicates.executors, "execute", lambda work, items, **_: (Outcome(i, error="Bug: x") for i in items)
    )
    assert app.main([*TINY, f"output.dir={tmp_path}"]) == 1
    assert capsys.readouterr().err.startswith("nichecast: 2 of 2 replicates failed; seed 1: Bug: x (")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("overrides", "parts"),
    [
        (["market.consumer=9"], ["market.consumer", "market.consumers"]),
        (["market.days=0"], ["market.days", "0"]),
        (["arms=[none,brodcast]"], ["arms: got 'brodcast'", "broadcast"]),
        (["replicates=0"], ["replicates.number: got 0"]),
        (["graph=edge_list", "graph.path=no/such/file.csv"], ["graph.path", "no/such/file.csv"]),
        (["market.consumers=5", "creators.number=10"], ["market.consumers", "10"]),
        (["executor=proceses"], ["executor", "processes"]),
        (["experiment=quik"], ["experiment", "quick"]),
        (["task=rum"], ["task", "run"]),
        (["strategy=broadcast"], ["strategy: got 'broadcast'", "arms=[none,broadcast]"]),
    ],
)
def test_bad_input_is_refused_in_one_line_before_anything_is_written(overrides, parts, tmp_path, capsys):
    folder = tmp_path / "out"
    assert app.main([*TINY, *overrides, f"output.dir={folder}"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("nichecast: ")
    assert said.count("\n") == 1
    assert all(part in said for part in parts), said
    assert not folder.exists()


def test_an_output_folder_that_cannot_be_written_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert app.main([*TINY, f"output.dir={tmp_path}/file"]) == 2
    assert re.fullmatch(
        r"nichecast: output\.dir: got '.*file', takes a folder that can be written .*\n", capsys.readouterr().err
    )


def test_an_edge_list_with_a_bad_line_is_refused_by_file_and_line(tmp_path, capsys):
    path = tmp_path / "edges.csv"
    path.write_text("a,b\n1,2\n2,3\n3\n")
    assert app.main([*TINY, "graph=edge_list", f"graph.path={path}", f"output.dir={tmp_path}/out"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "edges.csv" in said
    assert "4" in said


def test_a_file_of_the_users_own_is_a_strategy_and_part_of_the_code_version(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "mine_of_test.py").write_text(
        "from simulation.strategies import AdvertBuy, Plan, Strategy\n"
        "class Mine(Strategy):\n"
        "    def plan(self, view):\n"
        "        return Plan() if view.week else Plan(adverts=(AdvertBuy(1000.0, 5000),))\n"
    )
    (tmp_path / "groups" / "strategy").mkdir(parents=True)
    (tmp_path / "groups" / "strategy" / "mine.yaml").write_text("# Mine.\n_target_: mine_of_test.Mine\n")
    job = job_of([*TINY, "arms=[none,mine]"], str(tmp_path / "groups"))
    design = resolve(job)
    before = identify(job, design)["code"]
    with (tmp_path / "mine_of_test.py").open("a") as file:
        file.write("# changed\n")
    assert identify(job, design)["code"] != before
    with open_folder(str(tmp_path / "out"), "run", job.config, {}) as folder:
        assert not replicates.simulate(job.settings, folder, design)
        folder.merge(folder.finished())
    media = rows(folder, "outcomes", "mine").filter(metric="media")["value"]
    assert media.to_list() == [50.0, 50.0]


@pytest.mark.slow(
    reason="two starts of Python and a report, 9 s; in this process the same is lived below and in test_reproduce"
)
def test_a_class_in_a_file_of_the_users_own_is_compared_with_ours_by_one_command(tmp_path):
    """From a folder of the user's: a file with a class, a folder with a config that names it, and the command."""
    (tmp_path / "my_plan_of_test.py").write_text(
        "from simulation.strategies import AdvertBuy, Plan, Strategy\n"
        "class HalfOnAir(Strategy):\n"
        "    def plan(self, view):\n"
        "        if view.week > 0:\n"
        "            return Plan()\n"
        "        return Plan(adverts=(AdvertBuy(impressions=10_000, cost=view.unspent // 2),))\n"
    )
    (tmp_path / "mine" / "strategy").mkdir(parents=True)
    (tmp_path / "mine" / "strategy" / "half_on_air.yaml").write_text("_target_: my_plan_of_test.HalfOnAir\n")
    more = ["executor=processes", "executor.workers=1", "worlds.file=null", "dashboard.enabled=false", "output.dir=out"]
    arms = "arms=[none,half_on_air,broadcast]"
    done = subprocess.run(
        [sys.executable, "-m", "experiments.app", "--config-dir", "mine", *TINY, *more, arms],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(app.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert list(summary["arms"]) == ["none", "half_on_air", "broadcast"]
    assert summary["arms"]["half_on_air"]["media"]["mean"] == 1500.0


def test_where_and_how_it_runs_does_not_change_the_identity():
    def identity(*overrides):
        job = job_of([*TINY, "arms=[none]", *overrides])
        return identify(job, resolve(job))

    assert identity() == identity("executor=processes", "executor.workers=3", "output.dir=elsewhere")
    assert identity() == identity("replicates=3")  # more seeds join those that are there
    assert identity() != identity("seed=2")
    assert identity() != identity("consumers.trust.asymmetry=3")


def test_the_identity_holds_the_versions_of_what_the_numbers_are_computed_with(tmp_path, monkeypatch):
    opened, failed = replicate(tmp_path / "a", "arms=[none]", "replicates=1")
    assert failed == {}
    assert set(opened.identity["libraries"]) == {"python", "numpy", "numba", "mesa"}
    others = opened.identity["libraries"] | {"numpy": "1.0"}
    monkeypatch.setattr(provenance, "libraries", lambda: others)
    with pytest.raises(InputError, match=r'different: libraries\.numpy \(".*" there, "1\.0" here\)'):
        replicate(tmp_path / "a", "arms=[none]", "replicates=2")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_run_that_is_stopped_from_outside_goes_on_to_the_same_bits(tmp_path, how):
    """Ctrl-C and SIGTERM end with status 130 and one line; a kill leaves no time for either; both leave whole shards only."""
    command = [sys.executable, "-m", "experiments.app", *TINY, "executor=processes", "replicates=6", "market.days=120"]
    started = subprocess.Popen(
        [*command, f"output.dir={tmp_path}/a"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    shards = tmp_path / "a" / "shards"
    for _ in range(1200):
        if shards.is_dir() and any(shards.glob("seed-*")):
            break
        time.sleep(0.05)
    started.send_signal(getattr(signal, how))
    _, said = started.communicate(timeout=60)
    kept = len(list(shards.glob("seed-*")))
    assert 1 <= kept < 6
    if how != "SIGKILL":
        assert started.returncode == 130
        assert re.fullmatch(rb"nichecast: interrupted; \d of 6 seeds are kept in .*\n", said)
    for name in ("a", "b"):
        subprocess.run([*command, f"output.dir={tmp_path}/{name}"], check=True, stdout=subprocess.DEVNULL, timeout=120)
    for table in TABLES:
        assert (tmp_path / "a" / f"{table}.parquet").read_bytes() == (tmp_path / "b" / f"{table}.parquet").read_bytes()
