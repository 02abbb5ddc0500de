"""Lesson 5: with as many adverts trust is lower on the way down, most where bad experience weighs more; then it is back."""

import numpy as np
import pytest

from experiments.lab.lessons.evenings import adverts_a_week, followers_trust_by_day
from experiments.lab.lessons.up_and_down import (
    CLEAR,
    PACE,
    PEAK,
    PERIOD,
    START,
    UP_AND_DOWN,
    live_it,
    measured,
    mirrored,
    outcome_of,
)
from simulation.scenario.scenario import names

SEEDS = range(3, 9)
FEW = range(3, 6)
"""Seeds for what another choice changes."""


def lived_with(seeds, **choices):
    return {seed: live_it(UP_AND_DOWN.with_choices(choices), seed) for seed in seeds}


@pytest.fixture(scope="module")
def lived():
    return lived_with(SEEDS)


def mean_gap(lived):
    return float(np.mean([lived[seed].figures["gap"] for seed in FEW]))


def test_trust_is_lower_on_the_way_down_and_most_of_it_comes_back(lived):
    for each in lived.values():
        assert each.figures["gap"] > CLEAR
        assert each.figures["down"] < each.figures["up"]
    assert sum(each.outcome == "later" for each in lived.values()) > len(lived) / 2
    assert np.mean([each.figures["back"] for each in lived.values()]) > 60


def test_trust_goes_on_falling_for_a_while_after_the_peak(lived):
    peak = 7 * PACE["fast"] // 2
    lowest = [int(np.nanargmin(followers_trust_by_day(each.runs[0]))) for each in lived.values()]
    assert np.mean(lowest) > peak
    assert sum(day > peak for day in lowest) > len(lowest) / 2


def test_the_gap_shrinks_where_bad_experience_weighs_no_more_but_a_part_stays(lived):
    equal = mean_gap(lived_with(FEW, weight="equal"))
    assert 0 < equal < mean_gap(lived) / 2


def test_labels_leave_less_of_a_gap(lived):
    assert mean_gap(lived_with(FEW, label="labelled")) < mean_gap(lived) / 2


def test_adverts_rise_and_fall_alike(lived):
    run = lived[3].runs[0]
    adverts, last = adverts_a_week(run), 7 * PACE["fast"]
    assert adverts.max() == pytest.approx(PEAK - PEAK * PERIOD / PACE["fast"], abs=1)
    np.testing.assert_allclose(adverts[7 : last + 1 : 7], adverts[7 : last + 1 : 7][::-1], atol=1)
    assert adverts[last + 7] == 0


def test_mirrored_holds_the_way_up_against_the_way_down():
    weeks = 4
    there_and_back = np.concatenate([np.arange(15.0), np.arange(13.0, -1, -1), np.zeros(7)])
    upwards = mirrored(there_and_back, weeks)
    np.testing.assert_array_equal(upwards[14:29], there_and_back[14:29])
    assert np.isnan(upwards[:14]).all()
    assert measured(1 - there_and_back / 20, weeks)["gap"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("gap", "back", "outcome"), [(0.0, 0, "same"), (0.1, 80, "later"), (0.1, 20, "stuck"), (-0.1, 20, "same")]
)
def test_the_outcome_follows_from_the_figures(gap, back, outcome):
    assert outcome_of({"gap": gap, "back": back}) == outcome


def test_the_parameters_that_the_page_states_are_the_model_s(lived):
    assert {item.split("=")[0] for item in START} <= set(names())
    trust, values = lived[3].runs[0].model.scenario.consumers.trust, lived[3].equation[-1]
    assert (values["g"], values["v"], values["w"], values["b"]) == (
        trust.memory,
        trust.gain,
        trust.asymmetry,
        trust.betrayal,
    )
