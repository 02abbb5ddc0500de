"""Lesson 1: followers' trust falls fast and comes back slowly, from the model's own mechanisms."""

import numpy as np
import pytest

from experiments.lab.lessons.evenings import followers_trust_by_day
from experiments.lab.lessons.slow_trust import (
    MONTH,
    POSTS_BEFORE,
    SLOW_TRUST,
    START,
    WEEK,
    day_after_posts,
    live_it,
)
from experiments.lab.recorder import HONEST_POST
from simulation.scenario.scenario import names

SEEDS = range(1, 15)
USUAL = SLOW_TRUST.with_choices({})


@pytest.fixture(scope="module")
def lived():
    return {seed: live_it(USUAL, seed) for seed in SEEDS}


def regained(each):
    """Return the share of the fall that is back after a month."""
    lie, day = followers_trust_by_day(each.runs[1]), each.figures["day"]
    low = lie[day : day + MONTH + 1].min()
    return (lie[day + MONTH] - low) / (lie[day] - low)


@pytest.mark.parametrize("seed", SEEDS)
def test_trust_falls_within_a_week_and_is_not_half_way_back_after_a_month(lived, seed):
    honest, lie = (followers_trust_by_day(run) for run in lived[seed].runs)
    day = lived[seed].figures["day"]
    np.testing.assert_array_equal(honest[: day + 1], lie[: day + 1])
    before = lie[day]
    assert before - lie[day + WEEK] >= 0.15
    assert regained(lived[seed]) < 0.5
    assert lived[seed].outcome == "slow"
    assert honest[day + MONTH] > before, "without the lie trust goes on rising"


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_honest_posts_build_less_than_one_lie_takes(lived, seed):
    figures, run = lived[seed].figures, lived[seed].runs[0]
    arrays, _ = run.recorder.arrays()
    posts = (arrays["event_kind"] == HONEST_POST) & (arrays["event_day"] < figures["day"])
    assert posts.sum() >= POSTS_BEFORE
    assert day_after_posts(run, POSTS_BEFORE) == figures["day"]
    assert 0 < figures["built"] < figures["fell"]


def test_a_lie_of_which_few_hear_costs_little():
    few = live_it({**USUAL, "reach": "few"}, 3)
    assert few.outcome == "unseen"


def test_the_parameters_that_the_page_states_are_the_model_s(lived):
    assert {item.split("=")[0] for item in START} <= set(names())
    model = lived[3].runs[0].model
    assert len(model.consumers.niche) == 60
    assert model.scenario.crises.verdict == 3
    assert model.scenario.consumers.trust.asymmetry == 2, "the lesson says: twice as much"
    assert model.scenario.consumers.trust.memory**8 == pytest.approx(0.51, abs=0.005), "and: after eight, about half"
