"""Lesson 6: friends of buyers buy more often where nobody hears a word, because friends are alike."""

import numpy as np
import pytest

from experiments.lab.lessons.mirage import DAYS, DRAWN, FIRST, LARGE, MIRAGE, SEEN, START, live_it
from simulation.scenario.scenario import names

SEEDS = range(3, 7)


def lived_with(**choices):
    return {seed: live_it(MIRAGE.with_choices(choices), seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def lived():
    return lived_with()


def mean(lived, figure):
    return float(np.mean([each.figures[figure] for each in lived.values()])) / 100


def test_an_analyst_finds_much_influence_where_there_is_none(lived):
    for each in lived.values():
        assert each.figures["silent"] == 1
        assert each.figures["naive"] > 100 * SEEN
        assert each.figures["matched"] < each.figures["naive"] / 2
    assert mean(lived, "naive") > LARGE
    assert abs(mean(lived, "matched")) < LARGE / 2


def test_nobody_hears_a_word_in_the_world_that_is_drawn(lived):
    for each in lived.values():
        (drawn,) = each.runs
        assert len(drawn.model.consumers.niche) == DRAWN
        assert not drawn.model.consumers.heard.any()
        assert not drawn.model.consumers.exposures.any()


def test_where_friends_are_not_alike_the_mirage_is_gone(lived):
    mixed = lived_with(alike="none")
    assert abs(mean(mixed, "naive")) < mean(lived, "naive") / 2
    assert mean(mixed, "naive") < LARGE


def test_with_talk_more_is_left_among_people_who_are_alike(lived):
    assert mean(lived_with(talk="usual"), "matched") > mean(lived, "matched")


def test_the_chart_begins_once_there_are_buyers_to_compare(lived):
    (naive, _matched) = lived[3].charts[0]["lines"]
    assert naive["values"][:FIRST] == [None] * FIRST
    assert len(naive["values"]) == DAYS + 1
    assert naive["values"][-1] == pytest.approx(lived[3].figures["naive"], abs=0.51)
    assert lived[3].told()["equation"][0]["N"] is None


def test_the_parameters_that_the_page_states_are_the_model_s():
    groups = {"crises", "brands", "strategy"}
    assert {item.split("=")[0] for item in START} - groups <= set(names())
