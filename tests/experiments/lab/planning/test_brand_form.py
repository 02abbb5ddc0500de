"""A brand from the page: the questions of the command, refused beside their fields; nothing is taken for a path."""

import base64
import shlex

import pytest

from experiments.command.command import job_of
from experiments.lab.campaign import brand_form
from experiments.lab.campaign.brand_form import brand_of_path, form_of, problems, read_form, save, shown
from experiments.lab.campaign.campaign_work import EFFORTS, asked
from simulation.errors import InputError

ANSWERS = {
    "price": "24.90 EUR",
    "people": "800,000",
    "sold": "9600 units by 2100 customers in 26 weeks",
    "budget": "20000",
}


def file(name, text):
    return {"name": name, "data": base64.b64encode(text.encode()).decode()}


def test_answers_are_checked_beside_one_another_and_each_refusal_is_one_line():
    found = problems(form_of({"answers": {**ANSWERS, "people": "1000", "margin": "lots", "weeks": "0"}}))
    assert set(found) == {"margin", "weeks", "sold"}
    assert all("\n" not in line for line in found.values())
    assert problems(form_of({"answers": {"price": "10"}})).keys() == {"people", "sold", "budget"}
    assert problems(form_of({"answers": ANSWERS})) == {}


def test_a_table_of_sales_stands_for_what_was_sold():
    answers = {key: text for key, text in ANSWERS.items() if key != "sold"}
    assert "sold" in problems(form_of({"answers": answers}))
    with_sales = form_of({"answers": answers, "files": {"sales": file("x.csv", "week,units\n2026-01-05,10\n")}})
    assert problems(with_sales) == {}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (None, "^form: got no mapping"),
        ({"folder": "/etc"}, "^form: got 'folder', takes"),
        ({"answers": {"_target_": "os.system"}}, "^form: got '_target_', takes one of name"),
        ({"answers": {"price": ["1"]}}, "^price: takes one line"),
        ({"answers": {"price": "1\nbudget: 9"}}, "^price: takes one line"),
        ({"answers": {"price": "1" * 500}}, "^price: takes one line"),
        ({"files": {"../../x": file("x.csv", "")}}, "^files: got '../../x', takes one of roster"),
        (
            {"files": {"roster": file("x.exe", "")}},
            r"^roster: got 'x\.exe', takes a file that ends with \.csv, \.tsv, \.xlsx",
        ),
        ({"files": {"roster": {"name": "x.csv", "data": "%%%"}}}, "^roster: got a file that did not arrive whole"),
        ({"files": {"roster": file("x.csv", "x" * (brand_form.LARGEST_FILE + 1))}}, "^roster: has .* takes at most"),
    ],
)
def test_what_is_no_form_is_refused_in_a_line(given, line):
    with pytest.raises(InputError, match=line):
        form_of(given)


def test_a_file_is_kept_under_a_name_of_ours_and_the_same_form_in_the_same_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = {
        "answers": {**ANSWERS, "name": "../..//Über <b>Mut</b>"},
        "files": {"roster": file("../../evil.CSV", "handle,followers,fee\n@a,5000,100\n")},
    }
    folder = save(form_of(given))
    assert folder.resolve().is_relative_to(tmp_path / "outputs" / "lab" / "brands")
    assert sorted(each.name for each in folder.iterdir()) == ["brand.yaml", "roster.csv"]
    assert save(form_of(given)) == folder
    assert save(form_of({**given, "files": {}})) != folder
    brand = brand_of_path(str(folder))
    assert brand.answers.name == "../..//Über <b>Mut</b>"
    assert [each.handle for each in brand.roster] == ["a"]


def test_a_row_that_cannot_be_read_is_refused_with_file_and_row():
    form = form_of({"answers": ANSWERS, "files": {"roster": file("r.csv", "handle,followers,fee\n@a,many,100\n")}})
    with pytest.raises(InputError, match=r"^roster\.csv, row 2, column followers: got 'many'"):
        read_form(form)


@pytest.mark.parametrize("path", ["", None, "no_such_brand", "a\0b", "${oc.env:HOME}", "x" * 2000])
def test_a_path_that_is_none_is_refused(path):
    with pytest.raises(InputError, match=r"^(folder|brand): "):
        brand_of_path(path)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"plans": []}, "^plans: got 0, takes 1 to 4"),
        ({"plans": ["as now", "paid social", "roster by fit", "roster by value", "best split found"]}, "^plans: got 5"),
        ({"plans": ["_target_=os.system"]}, "^plans: got '_target_=os.system', takes one of"),
        ({"plans": ["as now"], "effort": "all"}, "^effort: got 'all'"),
        ({"plans": ["as now"], "seed": True}, "^seed: got 'True'"),
        ({"splits": [{"television": 1}]}, "^splits: got 'television', takes one of creators"),
        ({"splits": [{"search": "1"}]}, "^splits.search: got '1'"),
        ({"splits": "all"}, "^splits: takes a list"),
        ({"plans": ["as now"], "effort": ["quick"]}, r"^effort: got '\['quick'\]', takes one of quick"),
        ({"splits": [{"search": 0}]}, "^your split: got shares of 0% together"),
        ({"splits": [{"search": 1}, {"search": 0.6, "creators": 0.6}]}, "^your split 2: got shares of 120% together"),
    ],
)
def test_plans_that_the_page_does_not_offer_are_refused(given, line):
    brand = brand_of_path("city_gym")
    with pytest.raises(InputError, match=line):
        asked(brand, brand.folder, given)


@pytest.mark.parametrize("effort", EFFORTS)
def test_what_the_page_asks_for_is_a_command_that_can_be_composed(effort):
    brand = brand_of_path("city_gym")
    plans = [plan["name"] for plan in shown(brand)["plans"]][:3]
    wanted = asked(brand, brand.folder, {"plans": plans, "splits": [{"creators": 0.5, "search": 0}], "effort": effort})
    settings = job_of(wanted.overrides).settings
    assert settings.effort.plans == sorted(plans)
    assert settings.effort.splits == {"your split": {"creators": 0.5}}
    assert settings.brand == str(brand.folder)


def test_the_commands_that_the_page_shows_can_be_typed():
    brand = brand_of_path("city_gym")
    wanted = asked(brand, brand.folder, {"plans": ["paid social", "best split found"]})
    for best, shown_too in (("paid social", True), ("best split found", False)):
        commands = wanted.commands(brand.folder, best)
        assert ("watch" in commands) == shown_too, "what nobody knows before a run cannot be lived by its name"
        for command in commands.values():
            words = shlex.split(command)
            assert words[0] == "nichecast"
            assert job_of(words[1:]).settings.brand == str(brand.folder)
    watched = job_of(shlex.split(wanted.commands(brand.folder, "paid social")["watch"])[1:]).settings
    assert (watched.task.name, watched.effort.plans, watched.output.dir) == (
        "replay",
        ["paid_social"],
        str(wanted.folder),
    )
    odd = wanted.commands(brand.folder.parent / "two words", "no campaign")["again"]
    assert job_of(shlex.split(odd)[1:]).settings.brand.endswith("two words")
