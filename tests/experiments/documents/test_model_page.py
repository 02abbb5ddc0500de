"""The model's page: nothing of the model is missing on it, and what it says of parameters is what the code reads."""

import ast
import re

import pytest

from experiments.documents import model_page, references_page, submodels
from experiments.documents.docstrings import Described, as_markdown, module_of
from experiments.documents.reads import parameters_of
from experiments.tasks import generated_pages
from simulation.standard_day import standard_day
from simulation.state.columns import COLUMN_NAMES


@pytest.mark.parametrize("made", [model_page, references_page])
def test_the_pages_in_the_documentation_are_what_the_code_says(made):
    assert generated_pages.main(["--check"], made.PAGE, made.page) == 0


def test_typed_text_stays_and_a_made_part_that_was_edited_is_found(tmp_path, monkeypatch):
    text = model_page.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr(model_page, "PAGE", tmp_path / "model.md")
    model_page.PAGE.write_text(text.replace("## 1. Purpose", "## 1. My purpose").replace("**`persuade`**", "**`p`**"))
    assert model_page.page() == text.replace("## 1. Purpose", "## 1. My purpose")
    model_page.PAGE.write_text(text.replace("<!-- made: state -->", ""))
    with pytest.raises(ValueError, match="takes each of"):
        model_page.page()


def test_a_mechanism_that_is_not_listed_is_found(monkeypatch):
    assert submodels.missing() == set()
    monkeypatch.setitem(submodels.DAY, "shop", ("behaviour.purchase", "behaviour.subscription"))
    assert submodels.missing() == {"behaviour.choice"}
    with pytest.raises(ValueError, match=r"behaviour\.choice"):
        submodels.submodels()


def test_every_column_and_phase_stands_on_the_page():
    state, overview = model_page.state(), model_page.overview()
    for name in COLUMN_NAMES:
        table, _, column = name.partition(".")
        section = state.split(f"#### {table.capitalize()}\n")[1].split("####")[0]
        assert f"| `{column}` |" in section, name
    assert re.findall(r"\| \d+ \| `(\w+)`", overview) == [phase.name for phase in standard_day()]


def test_every_function_of_a_behaviour_says_what_it_does():
    silent = [
        f"{module.name}.{node.name}"
        for module in submodels.all_modules()
        if ".behaviour." in module.name
        for node in module.code.body
        if isinstance(node, ast.FunctionDef) and not ast.get_docstring(node)
    ]
    assert silent == []


def test_parameters_that_nothing_on_the_page_reads_belong_to_calendar_money_and_sensors():
    of_files = {f"graph.{name}" for name in ("directed", "format", "columns", "separator", "header", "reverse")}
    parts = {name.partition(".")[0] for name in submodels.unread() if name not in of_files}
    assert parts <= {"market", "measurement", "brands"}
    assert not [name for name in submodels.unread() if name.startswith("brands.management")]


def test_what_a_function_reads_is_found_through_aliases_tuples_and_lists_of_brands():
    code = """
def f(market: Market, rules: Rules, talk: TalkRules, scenario: Scenario):
    rule, other = market.scenario.crises, 3
    p = rules.feed
    return rule.reach + p.trust_tilt + talk.hear + rules.fading.salience + sum(scenario.per_brand("price")) + other.x
"""
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert set(parameters_of(Described("f", "", function))) == {
        "crises.reach",
        "platform.trust_tilt",
        "consumers.talk.hear",
        "consumers.salience.half_life",
        "brands.price",
    }


def test_the_page_names_the_parameters_of_an_equation():
    persuade = next(f for f in module_of("simulation.behaviour.persuasion").functions if f.name == "persuade")
    assert parameters_of(persuade) == [f"consumers.persuasion.{name}" for name in ("gain", "peak", "wear_half_life")]


def test_docstrings_become_markdown():
    text = (
        "First.\n\nSee :func:`~a.b.hear`.\n\nArgs:\n    x: One.\n\nReturns:\n    What is left.\n\nRaises:\n    E: no."
    )
    assert as_markdown(text) == "First.\n\nSee `hear`.\n\nWhat is left."
