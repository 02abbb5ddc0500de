"""Commands about a brand that would do nothing, or not what they say, are refused before anything is run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.own_brand.answering import bench
from experiments.own_brand.answering.answer import watched
from experiments.own_brand.answering.bench import known_identity
from experiments.own_brand.answering.chosen_plans import chosen
from experiments.own_brand.answering.plans import BEST, NOTHING, plans_of
from experiments.own_brand.reading.folder import read_brand
from simulation.files.safe_writing import write_json

REFUSED = [
    ("arms=[none]", "arms: does nothing beside brand=city_gym"),
    ("replicates=3", "replicates: does nothing beside brand=city_gym"),
    ("strategy=mix", "strategy: does nothing beside brand=city_gym"),
    ("experiment=mirage", "experiment: does nothing beside brand=city_gym"),
    ("task=sweep", "brand: got 'city_gym', but task=sweep takes none; takes task=new, fit, contest, replay or none"),
    ("effort.worlds=1", "effort.worlds: got 1, takes a number greater than or equal to 2"),
    ("effort.bounds={tv:[0,1]}", "effort.bounds: got 'tv', takes one of creators, broadcast, paid_social, search"),
]


@pytest.mark.parametrize(("override", "message"), REFUSED)
def test_it_is_refused_in_a_line_and_leaves_nothing(
    override: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert app.main(["brand=city_gym", override]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_another_brand_or_effort_is_refused_before_anything_is_fitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    job = job_of(["brand=city_gym"])
    mine = known_identity(job, read_brand("city_gym"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "summary.json").write_text("{}")
    for other in ({"brand": "another"}, {"effort": {**mine["effort"], "worlds": 3}}):
        write_json(tmp_path / "out" / "identity.json", {**mine, "fit": "f", "plans": [], **other})
        assert app.main(["brand=city_gym", "output.dir=out"]) == 2
        said = capsys.readouterr().err
        assert "output.dir: got 'out', which holds results of another configuration; different: " in said
        assert not (tmp_path / "outputs").exists()


def test_runs_of_another_effort_seed_or_program_are_other_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    brand = read_brand("city_gym")

    def of(*overrides: str) -> dict[str, object]:
        return known_identity(job_of(["brand=city_gym", *overrides]), brand)

    mine = of()
    assert of("effort.seeds=3") == mine, "seeds are added to the same runs"
    for other in ("effort.worlds=5", "effort.closer=5", "effort.creators=3", "effort.bounds={search:[0,0]}", "seed=2"):
        assert of(other) != mine, other
    monkeypatch.setattr(bench, "code_version", lambda: "another version of the program")
    assert of() != mine


def test_a_report_says_the_command_that_shows_its_best_plan_with_a_name() -> None:
    job = job_of(["brand=city_gym", "effort.plans=[paid_social,best_split]", "effort.worlds=4", "output.dir=out"])
    brand = read_brand("city_gym")
    command = watched(job, brand, [BEST, NOTHING, "roster by fit", "paid social"], Path("my out"))
    said = shlex.split(command)
    assert said[:2] == ["nichecast", "task=replay"]
    assert said[-1] == "output.dir='my out'"
    shown = job_of(said[2:]).settings
    assert (shown.brand, shown.effort.worlds) == ("city_gym", 4)
    assert [plan.name for plan in chosen(brand, plans_of(brand), shown.effort.plans, None)[0].plans] == [
        NOTHING,
        "roster by fit",
    ]


def test_a_report_whose_plans_have_no_name_says_no_command() -> None:
    job = job_of(["brand=city_gym"])
    assert watched(job, read_brand("city_gym"), [BEST, NOTHING], Path("out")) == ""
