"""Commands about a brand that would do nothing, or not what they say, are refused before anything is run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.own_brand.answering.answer import watched
from experiments.own_brand.answering.chosen_plans import chosen
from experiments.own_brand.answering.plans import BEST, NOTHING, plans_of
from experiments.own_brand.reading.folder import read_brand

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
