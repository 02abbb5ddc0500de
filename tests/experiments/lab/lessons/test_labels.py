"""Lesson 3: hidden adverts gain nothing soon and cost liking later, from the model's own mechanisms."""

import numpy as np
import pytest

from experiments.lab.lessons import labels
from experiments.lab.lessons.labels import CLEAR, LABELS, START, live_it
from experiments.lab.recorder import HIDDEN_ADVERT, LABELLED_ADVERT
from simulation.scenario.scenario import names

SEEDS = range(2, 8)


@pytest.fixture(scope="module")
def lived():
    return {seed: live_it(LABELS.with_choices({}), seed) for seed in SEEDS}


def trust_kept(worlds):
    return [each.figures["trust_labelled"] - each.figures["trust_hidden"] for each in worlds]


def test_labels_end_ahead_in_liking(lived):
    """On the page's own seed and in the mean; in no world does hiding end ahead in liking."""
    assert lived[7].outcome == "labelled"
    ahead = [each.figures["late_labelled"] - each.figures["late_hidden"] for each in lived.values()]
    assert np.mean(ahead) > 2 * CLEAR
    assert "hidden" not in {each.outcome for each in lived.values()}


def test_trust_is_kept_on_the_whole_because_a_breach_costs_more(lived, monkeypatch):
    """In the mean; in a single world the labels may have cost as much."""
    kept = trust_kept(lived.values())
    monkeypatch.setattr(labels, "START", (*START, "consumers.trust.betrayal=0"))
    weighing_alike = trust_kept(live_it(LABELS.with_choices({}), seed) for seed in SEEDS)
    assert np.mean(kept) > max(CLEAR / 2, np.mean(weighing_alike))


@pytest.mark.parametrize("seed", SEEDS)
def test_hiding_gains_nothing_soon_and_the_gap_grows(lived, seed):
    figures = lived[seed].figures
    soon = figures["soon_labelled"] - figures["soon_hidden"]
    assert -CLEAR / 2 < soon < figures["late_labelled"] - figures["late_hidden"]


def test_the_two_worlds_differ_in_the_label_alone(lived):
    for run, own, other in zip(
        lived[3].runs, (LABELLED_ADVERT, HIDDEN_ADVERT), (HIDDEN_ADVERT, LABELLED_ADVERT), strict=True
    ):
        kinds = run.recorder.arrays()[0]["event_kind"]
        assert (kinds == own).sum() == 40
        assert (kinds == other).sum() == 0


def test_people_who_see_adverts_more_easily_punish_hiding_more(lived):
    trained = live_it(LABELS.with_choices({"skill": "trained"}), 3)
    assert trained.figures["gap"] > 2 * lived[3].figures["gap"]


def test_the_parameters_that_the_page_states_are_the_model_s(lived):
    assert {item.split("=")[0] for item in START} <= set(names())
    rule = lived[3].runs[0].model.scenario.consumers.recognition
    assert (rule.label, rule.base) == (2.5, -3.4)
    values = lived[3].equation[-1]
    assert 0.4 < values["labelled"] < 0.6, "the lesson says: about half"
    assert values["hidden"] < values["labelled"] / 4, "and: far less often"
