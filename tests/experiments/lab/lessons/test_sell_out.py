"""Lesson 2: what followers notice reaches friends who never followed, by talk alone."""

import numpy as np
import pytest

from experiments.lab.lessons.evenings import followers_trust_by_day, liking_by_day, may_follow
from experiments.lab.lessons.sell_out import AFTER, BEFORE, CLEAR, SELL_OUT, START, TURN, live_it
from experiments.lab.recorder import HIDDEN_ADVERT, LABELLED_ADVERT
from simulation.scenario.scenario import names

SEEDS = range(3, 9)


def lived_with(**choices):
    return {seed: live_it(SELL_OUT.with_choices(choices), seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def lived():
    return lived_with()


def mean(lived, figure):
    return float(np.mean([each.figures[figure] for each in lived.values()]))


def test_followers_lose_in_every_world_and_friends_lose_on_the_whole_but_less(lived):
    for each in lived.values():
        assert each.figures["followers_lost"] > 2 * CLEAR
    assert CLEAR < mean(lived, "friends_lost") < mean(lived, "followers_lost")
    assert sum(each.outcome == "less" for each in lived.values()) >= len(lived) / 2


def test_trust_in_the_creator_falls_too(lived):
    """In every world, though in some by little: who noticed little has little to resent."""
    ends = [[followers_trust_by_day(run)[-1] for run in each.runs] for each in lived.values()]
    fell = [honest - sold for honest, sold in ends]
    assert min(fell) > 0
    assert np.mean(fell) > 2 * CLEAR


def test_friends_neither_follow_nor_see_anything(lived):
    for each in lived.values():
        for run in each.runs:
            friends = ~may_follow(run)
            assert friends.sum() == each.figures["friends"] > 10
            assert not run.model.consumers.exposures[friends, 0].any()


def test_where_nobody_hears_friends_lose_exactly_nothing():
    for each in lived_with(talk="silent").values():
        honest, sold = (liking_by_day(run, ~may_follow(run)) for run in each.runs)
        np.testing.assert_array_equal(honest, sold)
        assert each.outcome == "none"
        assert each.figures["followers_lost"] > CLEAR


def test_where_people_speak_up_more_readily_friends_lose_more(lived):
    talkative = lived_with(talk="open")
    assert mean(talkative, "call_outs") > mean(lived, "call_outs")
    assert mean(talkative, "friends_lost") > mean(lived, "friends_lost")


def test_the_worlds_differ_in_the_adverts_after_the_turn_alone(lived):
    for each in lived.values():
        for run, kind in zip(each.runs, (LABELLED_ADVERT, HIDDEN_ADVERT), strict=True):
            arrays, _ = run.recorder.arrays()
            before = arrays["event_day"] < 7 * TURN
            assert (arrays["event_kind"][before] == LABELLED_ADVERT).sum() == BEFORE
            assert (arrays["event_kind"][~before] == kind).sum() == AFTER


def test_the_parameters_that_the_page_states_are_the_model_s(lived):
    assert {item.split("=")[0] for item in START} <= set(names())
    talk = lived[3].runs[0].model.scenario.consumers.talk
    values = lived[3].equation[-1]
    assert values["m"] == pytest.approx(talk.influence * talk.credibility, abs=0.001)
    assert values["c"] == pytest.approx(talk.call_out * talk.negativity * values["T"], abs=0.001)
    assert 2.5 < 0.1 / talk.call_out < 3.5, "the choice says: three times as readily"
