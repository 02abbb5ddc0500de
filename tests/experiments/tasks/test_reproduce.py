"""A folder is enough to get every number of it again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from experiments import app

TINY = [
    "market.consumers=300",
    "market.people=60000",
    "market.burn_in=2",
    "market.days=7",
    "brands.campaign_days=7",
    "brands.budget=3000",
    "executor=serial",
    "replicates=2",
]


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "sweep"
    ranges = "parameters={brands.control:[0.1,0.9]}"
    command = [
        *TINY,
        "task=sweep",
        "points=2",
        ranges,
        "arms={dear:{strategy:hyper_targeted,brands.hours_per_creator:9},none_:none}",
    ]
    assert app.main([*command, f"output.dir={folder}"]) == 0
    return folder


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "run"
    arms = "arms={dear:{strategy:hyper_targeted,brands.hours_per_creator:9},cheap:{strategy:hyper_targeted}}"
    assert app.main([*TINY, arms, f"output.dir={folder}"]) == 0
    return folder


def test_the_manifest_is_complete(ran):
    manifest = json.loads((ran / "manifest.json").read_text())
    assert {
        "config_hash",
        "code_version",
        "git_commit",
        "command",
        "seeds",
        "seed_scheme",
        "graph_hash",
        "executor",
        "machine",
        "versions",
        "task",
    } <= set(manifest)
    assert (ran / "config.yaml").is_file()
    differences = json.loads((ran / "arms.json").read_text())["differences"]
    assert differences == {
        "cheap": {"brands.hours_per_creator": [9.0, differences["cheap"]["brands.hours_per_creator"][1]]}
    }


def test_a_run_is_reproduced_from_its_folder_alone(ran, capsys):
    assert app.main(["task=reproduce", f"run={ran}", "executor=serial", "market.days=3"]) == 0
    assert f"Reproduced: 8 tables of {ran} are the same, every number of them" in capsys.readouterr().out


def test_a_sweep_is_reproduced_too(swept, capsys):
    assert app.main(["task=reproduce", f"run={swept}", "executor=serial"]) == 0
    assert f"Reproduced: 2 tables of {swept}" in capsys.readouterr().out
    assert app.main(["task=reproduce", f"run={swept}", "executor=serial", "runs=1"]) == 0


def test_a_number_that_is_not_the_same_is_named(ran, capsys):
    shard = ran / "shards" / "seed-0000000002" / "outcomes.parquet"
    before = shard.read_bytes()
    table = pl.read_parquet(shard)
    table.with_columns(value=pl.when(pl.col("metric") == "cost").then(1.5).otherwise(pl.col("value"))).write_parquet(
        shard
    )
    try:
        assert app.main(["task=reproduce", f"run={ran}", "executor=serial"]) == 1
    finally:
        shard.write_bytes(before)
    said = capsys.readouterr()
    assert "NOT reproduced: 1 of 8 tables differ" in said.out
    assert said.err.startswith("nichecast: seed 2, outcomes: row ")
    assert "value: 1.5 then, " in said.err


def test_what_is_no_finished_run_or_was_changed_is_refused(ran, tmp_path, capsys):
    assert app.main(["task=reproduce"]) == 2
    assert "run: got nothing, takes the folder of a run" in capsys.readouterr().err
    assert app.main(["task=reproduce", f"run={tmp_path}"]) == 2
    assert "takes the folder of a finished run" in capsys.readouterr().err
    for name in ("identity.json", "manifest.json"):
        (tmp_path / name).write_bytes((ran / name).read_bytes())
    identity = json.loads((tmp_path / "identity.json").read_text())
    identity["market"]["days"] = 8
    (tmp_path / "identity.json").write_text(json.dumps(identity))
    assert app.main(["task=reproduce", f"run={tmp_path}"]) == 2
    assert "is not the one that its manifest was written for" in capsys.readouterr().err


def test_another_version_of_the_code_is_named(ran, monkeypatch, capsys):
    from experiments.running import provenance

    monkeypatch.setattr(provenance, "code_version", lambda classes=(): "f" * 64)
    assert app.main(["task=reproduce", f"run={ran}", "executor=serial", "runs=1"]) == 0
    assert "The code is another one: " in capsys.readouterr().out


def test_other_versions_of_libraries_are_named(ran, monkeypatch, capsys):
    from experiments.running import provenance

    here = provenance.versions()
    monkeypatch.setattr(provenance, "versions", lambda: here | {"numba": "0.1", "python": "3.99.0"})
    assert app.main(["task=reproduce", f"run={ran}", "executor=serial", "runs=1"]) == 0
    said = capsys.readouterr().out
    assert f"Versions: python {here['python']} then, 3.99.0 now, numba {here['numba']} then, 0.1 now." in said


def changed_manifest(ran, place, **changes):
    """The folder of a run once more, its manifest changed by somebody who knows how it is sealed."""
    from simulation.files.safe_writing import read_json, write_json

    shutil.copytree(ran, place)
    write_json(place / "manifest.json", read_json(ran / "manifest.json", sealed=True) | changes, seal=True)
    return place


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seeds": []}, "whose manifest.json names no seeds to compare"),
        ({"seeds": None}, "whose manifest.json names no seeds to compare"),
        ({"seeds": [0]}, "whose manifest.json names 0, which is no seed of it"),
        ({"seeds": ["../1"]}, "whose manifest.json names '../1', which is no seed of it"),
        ({"seeds": [2**40]}, "which is no seed of it"),
        ({"config_hash": "f" * 64}, "is not the one that its manifest was written for"),
    ],
)
def test_a_manifest_with_nothing_to_compare_or_unknown_seeds_is_refused(ran, tmp_path, capsys, changes, said):
    folder = changed_manifest(ran, tmp_path / "run", **changes)
    assert app.main(["task=reproduce", f"run={folder}", "executor=serial"]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1


def test_a_manifest_that_was_edited_is_refused(ran, tmp_path, capsys):
    shutil.copytree(ran, tmp_path / "run")
    path = tmp_path / "run" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seeds": [1]}))
    assert app.main(["task=reproduce", f"run={tmp_path}/run", "executor=serial"]) == 2
    assert "manifest.json: was changed since it was written" in capsys.readouterr().err


def test_a_seed_that_the_folder_does_not_have_is_not_reproduced(ran, tmp_path, capsys):
    folder = changed_manifest(ran, tmp_path / "run", seeds=[1, 3])
    assert app.main(["task=reproduce", f"run={folder}", "executor=serial"]) == 1
    assert "seed 3: " in capsys.readouterr().err


def test_a_merged_table_that_was_edited_is_named(ran, tmp_path, capsys):
    shutil.copytree(ran, tmp_path / "run")
    path = tmp_path / "run" / "outcomes.parquet"
    pl.read_parquet(path).with_columns(value=pl.lit(1.0)).write_parquet(path)
    assert app.main(["task=reproduce", f"run={tmp_path}/run", "executor=serial", "runs=1"]) == 1
    assert "outcomes.parquet: was changed since it was written" in capsys.readouterr().err


def test_a_class_that_a_folder_names_is_not_imported(ran, tmp_path, monkeypatch, capsys):
    from simulation.files.safe_writing import digest

    monkeypatch.chdir(tmp_path)
    (tmp_path / "harm_of_folder.py").write_text(
        "open('mark', 'w').close()\nfrom simulation.strategies import Strategy\nclass Harm(Strategy):\n    pass\n"
    )
    identity = json.loads((ran / "identity.json").read_text())
    identity["strategies"]["dear"] = {"_target_": "harm_of_folder.Harm"}
    folder = changed_manifest(ran, tmp_path / "run", config_hash=digest(identity))
    (folder / "identity.json").write_text(json.dumps(identity))
    assert app.main(["task=reproduce", f"run={folder}", "executor=serial"]) == 2
    assert "names the class 'harm_of_folder.Harm', which is not run because a file says so" in capsys.readouterr().err
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("content", ["[" * 100_000, "[]", "", "{", '{"a": 1}'])
@pytest.mark.parametrize("name", ["identity.json", "manifest.json"])
def test_a_file_of_a_folder_that_is_no_such_file_is_refused(ran, tmp_path, capsys, name, content):
    shutil.copytree(ran, tmp_path / "run")
    (tmp_path / "run" / name).write_text(content)
    assert app.main(["task=reproduce", f"run={tmp_path}/run", "executor=serial"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_run_with_a_class_of_ones_own_is_reproduced_with_the_config_folder_that_names_it(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan_to_reproduce.py").write_text(
        "from simulation.strategies import AdvertBuy, Plan, Strategy\n"
        "class Third(Strategy):\n"
        "    def plan(self, view):\n"
        "        return Plan(adverts=[AdvertBuy(1_000, view.unspent // 3)] if view.week == 0 else [])\n"
    )
    (tmp_path / "mine" / "strategy").mkdir(parents=True)
    (tmp_path / "mine" / "strategy" / "third.yaml").write_text("_target_: plan_to_reproduce.Third\n")
    own, again = ["--config-dir", "mine"], ["task=reproduce", "run=run", "executor=serial"]
    assert app.main([*own, *TINY, "arms=[third]", "output.dir=run"]) == 0
    alone = subprocess.run(  # in a process that has not imported the class
        [sys.executable, "-m", "experiments.app", *again],
        env=os.environ | {"PYTHONPATH": str(Path(app.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert alone.returncode == 2, alone.stdout
    assert "plan_to_reproduce.Third" in alone.stderr
    assert "--config-dir" in alone.stderr
    capsys.readouterr()
    assert app.main([*own, *again]) == 0
    assert "tables of run are the same, every number of them" in capsys.readouterr().out
