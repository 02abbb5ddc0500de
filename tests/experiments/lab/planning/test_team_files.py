"""Teams' plans: what is read, and that whatever else a file says is refused with its file and row."""

import shutil
from pathlib import Path

import pytest

from experiments.lab.contest.team_files import MOST_BYTES, read_team, read_teams, refuse_impossible
from experiments.own_brand.fitting.market_of import market_of
from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError

SAMPLES = Path(__file__).parents[4] / "docs" / "samples" / "plans"
HEAD = "team,week,channel,handle,spend,posts,label\n"


@pytest.fixture(scope="module")
def gym():
    return read_brand("city_gym")


def team(tmp_path, gym, name, text):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_team(file, gym)


def test_the_samples_are_plans_of_four_teams_within_the_budget(gym):
    teams = read_teams(SAMPLES, gym)
    assert [each.name for each in teams] == ["Foxes", "Hedgehogs", "Ravens", "The Owls"]
    owls = teams[-1]
    assert owls.cost == 10 * (2 * 120 + 180 + 350) + 5 * 90
    assert owls.plan.does == "35 posts of 3 creators and 3,500 EUR of paid social."
    assert teams[1].split == (("creators", 0.6), ("paid_social", 0.3))


def test_what_is_kept_of_a_plan_is_read_as_the_same_plan(gym, tmp_path):
    for each in read_teams(SAMPLES, gym):
        again = team(tmp_path, gym, f"kept{each.ending}", each.content())
        assert (again.name, again.cost, again.plan.strategy) == (each.name, each.cost, each.plan.strategy)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.csv", HEAD + "A,1,paid_social,,9001,,\n", r"^a\.csv: costs 9,001.00 EUR, takes at most the budget"),
        ("a.csv", HEAD + "A,1,,nobody.here,,2,\n", r"^a\.csv, row 2, column handle: got 'nobody.here', takes"),
        ("a.csv", HEAD + "A,11,search,,5,,\n", r"^a\.csv, row 2, column week: got '11', takes a week of the campaign"),
        ("a.csv", HEAD + "A,1,creators,,5,,\n", r"^a\.csv, row 2: got creators, takes a creator's handle"),
        ("a.csv", HEAD + "A,1,search,,5,,\nB,2,search,,5,,\n", r"^a\.csv, row 3: got the team 'B', takes one team"),
        ("a.csv", HEAD + "=cmd|x,1,search,,5,,\n", r"^a\.csv, team: got '=cmd\|x', takes a name"),
        ("a.csv", HEAD + "No campaign,1,search,,5,,\n", r"^a\.csv, team: got 'No campaign', which is what all"),
        ("a.csv", "week,channel,spend,_target_\n1,search,5,os.system\n", r"^a\.csv, column 4: got '_target_', takes"),
        ("a.csv", HEAD + "A,1,search,,-5,,\n", r"^a\.csv, row 2, column spend: got '-5'"),
        ("a.csv", b"\x00\x01\x02\xff", r"^a\.csv"),
        ("a.csv", "x" * (MOST_BYTES + 1), r"^a\.csv: has .* bytes, takes at most"),
        ("a.py", "import os", r"^a\.py: is no plan"),
        ("a.yaml", "team: A\nsplit: {creators: 60 %, search: 60 %}\n", r"^a\.yaml: split: got shares of 120 %"),
        (
            "a.yaml",
            "team: A\nsplit: {television: 60 %}\n",
            r"^a\.yaml, line 2: got 'television', takes one of creators",
        ),
        ("a.yaml", "team: A\nstrategy: {_target_: os.system}\n", r"^a\.yaml, line 2: got 'strategy', takes"),
        ("a.yaml", "team: A\nsplit: !!python/object/apply:os.system [ls]\n", r"^a\.yaml: got no split"),
        ("a.yaml", "team: A\nsplit: {search: much}\n", r"^a\.yaml, line 2, search: got 'much', takes a share"),
        ("a.yaml", "team: A\n", r"^a\.yaml: got no split"),
        ("a.yaml", "team: [A]\nsplit: {search: 1}\n", r"^a\.yaml, line 1, team: got '?\['A'\]'?, takes a name"),
        ("a.yaml", "split: {search: 1}\nteam: {a: b}\n", r"^a\.yaml, line 2, team: got '?\{a: 'b'\}'?, takes a name"),
        ("a.yaml", "team: !!python/object/apply:os.system [ls]\nsplit: {search: 1}\n", r"^a\.yaml, line 1, team: got"),
    ],
)
def test_whatever_is_no_plan_is_refused_with_its_file_and_row(gym, tmp_path, name, text, line):
    with pytest.raises(InputError, match=line) as refused:
        team(tmp_path, gym, name, text)
    assert "\n" not in str(refused.value)
    assert "skip_bad" not in str(refused.value)


def test_a_name_with_tags_stays_a_name(gym, tmp_path):
    hostile = "x<script>alert(1)</script>"
    assert team(tmp_path, gym, "a.csv", HEAD + f"{hostile},1,search,,5,,\n").name == hostile


def test_two_teams_of_one_name_are_refused(gym, tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(HEAD + "A,1,search,,5,,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^two\.csv: got the team 'A', which one\.csv has, too"):
        read_teams(tmp_path, gym)


def test_a_folder_without_plans_is_refused(gym, tmp_path):
    with pytest.raises(InputError, match="has no plan"):
        read_teams(tmp_path, gym)
    with pytest.raises(InputError, match="there is no folder"):
        read_teams(tmp_path / "none", gym)


def test_a_file_without_a_team_s_name_has_its_own(gym, tmp_path):
    assert team(tmp_path, gym, "night_owls.csv", "week,channel,spend\n1,search,5\n").name == "night owls"


def test_more_posts_than_a_creator_can_make_are_refused_before_anything_is_run(gym, tmp_path):
    many = team(tmp_path, gym, "many.csv", HEAD + "A,1,,laufmit.lena,,60,\n")
    with pytest.raises(InputError, match=r"^many\.csv: got 60 of laufmit\.lena .* takes at most"):
        refuse_impossible(many, gym, market_of(gym))
    shutil.rmtree(tmp_path)
