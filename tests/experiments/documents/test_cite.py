"""What a run rests on: sources taken apart, parameters that act, and the task that prints them."""

import json

import pytest

from experiments import app
from experiments.documents import references_page
from experiments.documents.cite import as_text, rests_on
from experiments.documents.in_use import MECHANISMS, in_use, mechanisms_on, owns
from experiments.documents.sources import PRIORS, source_of, source_of_default
from experiments.documents.works import WORKS, cited_in
from simulation.scenario import Scenario
from simulation.scenario.parameter import entries
from simulation.scenario.scenario import names


@pytest.mark.parametrize(
    ("said", "standing", "facts", "works"),
    [
        ("ours", "ours", (), ()),
        ("Oliver 1980 (expectation disconfirmation)", "form", (), ("Oliver 1980",)),
        ("Guadagni, Little 1983: 0.8 to 0.9", "cited", (), ("Guadagni 1983",)),
        ("Josang, Ismail 2002 (form); value ours", "form", (), ("Josang 2002",)),
        (
            "calibrated to facts.md ad_elasticity",
            "calibrated",
            ("ad_elasticity",),
            ("Sethuraman 2011", "Henningsen 2011"),
        ),
        ("facts.md prices, scaling_exponents", "cited", ("prices", "scaling_exponents"), ("Beichert 2024",)),
        ("model.md, orders of magnitude", "ours", (), ()),
        ("ours: Guadagni, Little 1983 count purchases only, which is 0", "ours", (), ("Guadagni 1983",)),
    ],
)
def test_a_source_is_taken_apart(said, standing, facts, works):
    found = source_of(said)
    assert (found.standing, found.facts, found.works) == (standing, facts, works)


def test_a_fact_resolves_to_its_publications():
    assert source_of("facts.md betrayal_clock").works == ("Slovic 1993", "Kim 2004")
    assert source_of("facts.md prices").others == ("prices: trade rate cards",)


def test_a_default_that_was_calibrated_says_so_with_its_range_and_lies_in_it():
    found = source_of_default("consumers.talk.hear", "facts.md cascade_depth")
    assert found.standing == "calibrated"
    assert "within 0.1 to 0.5" in found.said
    assert source_of_default("consumers.talk.retold", "ours") == source_of("ours")
    defaults = {entry.name: entry.default for entry in entries(Scenario)}
    for name, prior in PRIORS.items():
        value = defaults[name][0] if isinstance(defaults[name], list) else defaults[name]
        assert prior.low <= value <= prior.high, name


def test_citations_are_found_in_all_their_forms():
    text = "Gordon et al. 2019, 2022; Kwak et al. (2010) found; You, Vadakkepatt, Joshi 2015; Salmon, Moraes 2011, x"
    assert cited_in(text) == ["Gordon 2019", "Gordon 2022", "Kwak 2010", "You 2015", "Salmon 2011"]


def test_every_source_of_a_parameter_names_facts_pages_and_sections_that_exist():
    page = (references_page.PAGE.parent / "model.md").read_text(encoding="utf-8").lower()
    for entry in entries(Scenario):
        said = entry.source
        assert "shared" not in said
        assert "design.md" not in said
        if "facts.md" in said:
            listed = said.split("facts.md ")[1].split(" (")[0].split(":")[0].split(" slope")[0].split(" counts")[0]
            assert source_of(said).facts == tuple(name.strip() for name in listed.replace(" and ", ", ").split(",")), (
                said
            )
        if "model.md" in said:
            section = said.split("model.md, ")[1].split(":")[0].split(" (")[0].lower()
            assert any(line.startswith("#") and line.lstrip("# ") == section for line in page.splitlines()), said


def test_every_publication_that_the_code_names_is_listed():
    assert references_page.unlisted() == []
    named = references_page.named()
    assert [key for key in WORKS if key not in named and key not in ("Grimm 2020", "Salmon 2011")] == []


def test_switches_of_mechanisms_are_parameters_and_every_mechanism_owns_some():
    for mechanism in MECHANISMS:
        assert set(mechanism.switches) <= set(names())
        assert any(owns(mechanism, name) for name in names()) or mechanism.parameters == mechanism.switches
        for name in mechanism.parameters:
            assert any(known.startswith(name) for known in names()), name


def test_parameters_of_a_mechanism_that_is_off_are_not_in_use():
    on = Scenario().with_values({"crises.enabled": True, "consumers.salience.resting": 0.5})
    off = on.with_values(
        {"crises.enabled": False, "consumers.salience.resting": 1.0, "consumers.salience.lasting": 1.0}
    )
    gone = {entry.name for entry in in_use(on)} - {entry.name for entry in in_use(off)}
    assert {"crises.reach", "consumers.salience.half_life"} <= gone
    assert "crises.enabled" not in gone
    assert "consumers.salience.resting" not in gone
    assert mechanisms_on(on).keys() - mechanisms_on(off).keys() >= {"crises", "salience that fades"}


def test_counts_are_those_of_the_rows_and_values_that_were_changed_are_said():
    found = rests_on(Scenario().with_values({"consumers.talk.hear": 0.123}), ["broadcast"], with_sensors=False)
    assert sum(found["counts"].values()) == len(found["parameters"])
    assert "consumers.talk.hear" in found["changed"]
    assert not any(row["name"].startswith("measurement.") for row in found["parameters"])
    assert any(row["name"] == "strategy broadcast: cpm" for row in found["parameters"])
    choice = next(each for each in found["publications"] if each["work"] == "McFadden 1974")
    assert "choice" in choice["mechanisms"]
    text = as_text(found)
    assert f"Ours ({found['counts']['ours']})" in text
    assert max(map(len, text.splitlines())) <= 110


def test_the_task_prints_and_writes_what_a_run_rests_on(tmp_path, capsys):
    file = tmp_path / "rests.json"
    assert app.main(["task=cite", f"task.json={file}", "crises=none"]) == 0
    said = capsys.readouterr().out
    found = json.loads(file.read_text(encoding="utf-8"))
    assert said.startswith(f"This run rests on {len(found['parameters'])} parameters")
    assert not any(row["name"] == "crises.reach" for row in found["parameters"])
    assert app.main(["task=cite", "task.json=3"]) == 2
    assert capsys.readouterr().err == "nichecast: task.json: got 3, takes a file, or null for none\n"
    assert app.main(["task=cite", f"task.json={tmp_path}/no/such/folder/x.json"]) == 2
    assert capsys.readouterr().err.startswith("nichecast: task.json: cannot write")
