"""Lesson 4: what others sell lowers trust in a creator who changes nothing, because full feeds make people watchful."""

import numpy as np
import pytest

from experiments.lab.lessons.commons import CLEAR, COMMONS, MINE, OTHERS, START, live_it
from experiments.lab.lessons.evenings import followers_trust_by_day
from experiments.lab.recorder import HIDDEN_ADVERT, LABELLED_ADVERT
from simulation.scenario.scenario import names

SEEDS = range(3, 9)
FEW = range(3, 6)
"""Seeds for what another choice changes."""


def lived_with(seeds, **choices):
    return {seed: live_it(COMMONS.with_choices(choices), seed) for seed in seeds}


@pytest.fixture(scope="module")
def lived():
    return lived_with(SEEDS)


def mean_gap(lived):
    return float(np.mean([each.figures["gap"] for each in lived.values()]))


def test_trust_in_who_changed_nothing_ends_lower(lived):
    for each in lived.values():
        assert each.figures["gap"] < 0
        assert each.figures["load_crowded"] > each.figures["load_alone"] + 0.1
        assert each.figures["seen_crowded"] > each.figures["seen_alone"]
    assert mean_gap(lived) < -CLEAR
    assert sum(each.outcome == "lower" for each in lived.values()) > len(lived) / 2


def test_she_did_the_same_in_both_worlds_and_the_others_labelled_every_advert(lived):
    for each in lived.values():
        for run, others in zip(each.runs, (0, OTHERS["many"]), strict=True):
            arrays, _ = run.recorder.arrays()
            kinds, who = arrays["event_kind"], arrays["event_who"]
            assert ((kinds == HIDDEN_ADVERT) & (who == 0)).sum() == MINE
            assert ((kinds == HIDDEN_ADVERT) & (who > 0)).sum() == 0
            assert ((kinds == LABELLED_ADVERT) & (who > 0)).sum() == 2 * others


def test_trust_in_the_others_falls_although_they_hide_nothing(lived):
    for each in lived.values():
        for creator in (1, 2):
            alone, crowded = (followers_trust_by_day(run, creator)[-1] for run in each.runs)
            assert crowded < alone - CLEAR


@pytest.mark.parametrize("change", [{"others": "some"}, {"mine": "labelled"}, {"weighed": "own"}])
def test_the_effect_shrinks_with_fewer_adverts_with_labels_and_without_a_shared_feed(lived, change):
    same_seeds = {seed: lived[seed] for seed in FEW}
    assert mean_gap(same_seeds) < mean_gap(lived_with(FEW, **change)) - CLEAR / 4


def test_the_parameters_that_the_page_states_are_the_model_s(lived):
    assert {item.split("=")[0] for item in START} <= set(names())
    model = lived[3].runs[0].model
    assert len(model.consumers.niche) == 60
    assert lived[3].equation[-1]["w"] == pytest.approx(model.scenario.consumers.recognition.load)
