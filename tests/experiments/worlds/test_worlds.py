"""Plausible worlds: what ships can be read, what the command says stays, and the report says how many agree."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.running.arms import resolve
from experiments.sweeps.space import Space
from experiments.worlds.plausible import left_alone, path_of, say_what_is_left_alone, worlds_of
from simulation.configure import compose, scenario_of
from simulation.errors import InputError
from simulation.scenario import Scenario

SMALL = ["market.consumers=150", "creators.number=40", "market.days=28", "market.burn_in=7", "brands.campaign_days=14"]


def set_of(tmp_path: Any, text: str) -> str:
    path = tmp_path / "set.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_set_that_ships_can_be_read_and_each_world_is_one_that_the_schema_takes() -> None:
    points, own = worlds_of("plausible", 1000, Scenario().to_dict())
    assert own == []
    assert len(points) >= 20
    assert len(set(map(str, points.rows))) == len(points)
    for k in range(len(points)):
        Scenario().with_values(points.at(k))


def test_what_the_command_changes_stays(tmp_path: Any) -> None:
    file = set_of(tmp_path, "consumers.talk.hear,brands.awareness\n0.3,0.6\n0.4,0.7\n")
    launch = scenario_of(compose(["brands=launch"])).to_dict()
    points, own = worlds_of(file, 10, launch)
    assert (points.names, points.rows, own) == (("consumers.talk.hear",), ((0.3,), (0.4,)), ["brands.awareness"])
    points, own = worlds_of(file, 1, Scenario().to_dict())
    assert points.at(0) == {"consumers.talk.hear": 0.3, "brands.awareness": [0.6]}


def test_what_a_set_of_ones_own_leaves_the_same_is_said(tmp_path: Any, capsys: Any) -> None:
    shipped = pl.read_csv(path_of("plausible"))
    varied = [name for name in shipped.columns if shipped[name].n_unique() > 1]
    assert 0 < len(varied) < len(shipped.columns)  # some columns are there for an earlier market's sake
    file = set_of(tmp_path, shipped.select(name for name in varied if name != "graph.friend_homophily").write_csv())
    assert left_alone(file) == ["graph.friend_homophily"]
    say_what_is_left_alone(file)
    assert capsys.readouterr().err == (
        f"nichecast: worlds.file: '{file}' has no column for 1 of the parameters that differ between the worlds that"
        " ship (graph.friend_homophily): these are the same in all of its worlds\n"
    )
    for whole in ("plausible", None, str(path_of("plausible"))):
        say_what_is_left_alone(whole)
    assert capsys.readouterr().err == ""
    few = set_of(tmp_path, "consumers.talk.hear\n0.3\n")
    say_what_is_left_alone(few)
    assert f"for {len(varied) - 1} of the" in capsys.readouterr().err


def test_what_an_arm_changes_stays_in_every_world() -> None:
    arms = "arms={quiet:[strategy=hyper_targeted,consumers.talk.hear=0],loud:[strategy=hyper_targeted]}"
    design = Space(resolve(job_of([*SMALL, arms]))).at({"consumers.talk.hear": 0.4, "consumers.talk.retell": 0.2})
    found = {arm.name: Scenario.from_dict(arm.scenario).consumers.talk for arm in design.arms}
    assert {name: (talk.hear, talk.retell) for name, talk in found.items()} == {"quiet": (0.0, 0.2), "loud": (0.4, 0.2)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("consumers.talk.heer\n0.3\n", "column consumers.talk.heer: no such parameter (did you mean"),
        ("consumers.talk.hear\n1.3\n", "row 1, column consumers.talk.hear"),
        ("consumers.talk.hear\n", "takes a header"),
    ],
)
def test_a_set_that_cannot_be_used_is_refused(text: str, said: str, tmp_path: Any) -> None:
    with pytest.raises(InputError) as refused:
        worlds_of(set_of(tmp_path, text), 10, Scenario().to_dict())
    assert said in str(refused.value)
    assert str(refused.value).startswith("worlds.file: ")
    assert "set.csv" in str(refused.value)


def test_a_set_that_is_not_there_is_refused_before_anything_is_run(tmp_path: Any, capsys: Any) -> None:
    assert app.main([*SMALL, "worlds.file=nowhere.csv", f"output.dir={tmp_path / 'run'}"]) == 2
    assert capsys.readouterr().err.startswith("nichecast: worlds.file: cannot read 'nowhere.csv'")
    assert not (tmp_path / "run").exists()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: Any) -> Any:
    """A comparison with two worlds of its own."""
    folder = tmp_path_factory.mktemp("worlds")
    file = set_of(folder, "consumers.talk.hear,brands.awareness\n0.3,0.6\n0.4,0.7\n")
    command = [*SMALL, f"worlds.file={file}", "replicates=2", "worlds.seeds=2", "executor=serial"]
    assert app.main([*command, f"output.dir={folder / 'run'}"]) == 0
    return folder / "run", command


def test_the_arms_are_run_in_every_world_and_the_answer_says_in_how_many_it_holds(lived: Any) -> None:
    folder, _ = lived
    (inside,) = folder.glob("worlds-*")
    table = pl.read_parquet(inside / "sweep.parquet")
    assert table.height == 2 * 2 * 3  # worlds, seeds, arms
    assert sorted(set(table["consumers.talk.hear"].to_list())) == [0.3, 0.4]
    first = json.loads((folder / "summary.json").read_text())["worlds"][0]
    assert first["worlds"] == 2
    means = table.group_by("point", "arm").agg(pl.col("expected_profit").mean())
    by_hand = [
        means.filter((pl.col("point") == k) & (pl.col("arm") == first["first"]))["expected_profit"][0]
        - means.filter((pl.col("point") == k) & (pl.col("arm") == first["other"]))["expected_profit"][0]
        for k in range(2)
    ]
    assert first["differences"] == pytest.approx(by_hand)
    assert first["holds"] == sum(each > 0 for each in by_hand)
    page = (folder / "report.html").read_text()
    assert f"In {first['holds']} of 2 plausible worlds" in page


def test_worlds_that_were_run_are_not_run_again(lived: Any, monkeypatch: Any) -> None:
    folder, command = lived
    from experiments.sweeps.study import MarketRuns

    def never(*_: Any) -> Any:
        raise AssertionError("run again")

    monkeypatch.setattr(MarketRuns, "__call__", never)
    assert app.main([*command, f"output.dir={folder}"]) == 0


def test_another_number_of_worlds_in_the_same_folder_is_run_beside_the_first(lived: Any) -> None:
    folder, command = lived
    assert app.main([*command, "worlds.number=1", "worlds.seeds=1", f"output.dir={folder}"]) == 0
    assert json.loads((folder / "summary.json").read_text())["worlds"][0]["worlds"] == 1
    assert len(list(folder.glob("worlds-*"))) == 2


def test_with_none_there_is_one_world_only(tmp_path: Any) -> None:
    design = resolve(job_of([*SMALL, "worlds=none"]))
    assert len(design.names) == 3
    assert job_of([*SMALL, "worlds=none"]).settings.worlds.file is None
    assert path_of("plausible").name == "plausible.csv"
