"""What the page says of a lesson can be filled in and is about parameters that exist, whatever comes out."""

import json
import math
import re

import pytest

from experiments.lab.lessons.catalogue import LESSONS
from experiments.lab.lessons.lesson import Lived
from experiments.lab.page import words
from simulation.scenario.scenario import names

BRACES = re.compile(r"\{(\w+)\}")


def texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [str(value)]


def braces(value):
    return {name for text in texts(value) for name in BRACES.findall(text)}


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    made = LESSONS[request.param]
    return words()["lessons"][request.param], made.live(made.with_choices({}), 1)


def test_every_figure_and_line_that_the_words_name_is_there(lesson):
    said, lived = lesson
    assert braces([said["result"], said["answers"]]) <= set(lived.figures)
    assert braces(said["equation"]) <= set(lived.equation[0])
    others = {name: value for name, value in said.items() if name not in ("result", "answers", "equation")}
    assert braces(others) == set(), "these are shown before there is a figure"
    assert lived.outcome in said["result"]
    assert {run.title for run in lived.runs} == set(said["titles"])
    for chart in lived.charts:
        assert isinstance(said[chart["title"]], str)
        assert isinstance(said[chart["unit"]], str)
        assert {line["label"] for line in chart["lines"]} <= set(said["lines"])
        assert {mark["text"] for mark in chart["marks"]} <= set(said["marks"])
    if lived.evidence:
        assert list(lived.evidence) == list(said["evidence"]["rows"])
        assert "truth" in lived.figures


def test_all_days_are_told_in_numbers_that_json_has(lesson):
    _, lived = lesson
    told = lived.told()
    assert json.loads(json.dumps(told, allow_nan=False)) == json.loads(json.dumps(told))
    assert len(lived.equation) == lived.runs[0].days + 1
    for chart in lived.charts:
        for line in chart["lines"]:
            assert len(line["values"]) == lived.runs[0].days + 1
            assert any(value is not None for value in line["values"])


def test_no_more_than_sixty_people_are_drawn_where_a_mechanism_is_taught(lesson):
    said, lived = lesson
    about_a_market = said["title"] in ("Can you measure it? You are the analyst", "Niche or broadcast? Bet your budget")
    for run in lived.runs:
        assert len(run.model.consumers.niche) <= (10_000 if about_a_market else 60)


def test_parameters_that_the_page_names_exist(lesson):
    said, _ = lesson
    named = set(re.findall(r"\b[a-z_]+\.[a-z_]+(?:\.[a-z_]+)*\b", said["parameters"]))
    assert named <= set(names()), sorted(named - set(names()))


def test_figures_that_are_no_numbers_become_null():
    told = Lived((), {"a": math.nan, "b": 2}, "x", (), [{"c": math.inf, "d": 1.5}]).told()
    assert told["figures"] == {"a": None, "b": 2}
    assert told["equation"] == [{"c": None, "d": 1.5}]


def test_lessons_stand_in_the_order_in_which_they_are_learned():
    assert list(LESSONS) == [
        "slow_trust",
        "sell_out",
        "labels",
        "commons",
        "up_and_down",
        "mirage",
        "measure",
        "niche_or_broadcast",
    ]
    assert list(words()["lessons"]) == list(LESSONS)
