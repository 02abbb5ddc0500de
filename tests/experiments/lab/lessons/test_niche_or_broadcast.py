"""Lesson 8: two plans that cost the same, each held against spending nothing."""

import numpy as np
import pytest

from experiments.lab.lessons.niche_or_broadcast import BUDGET, NICHE_OR_BROADCAST, live_it, outcome_of

SEEDS = range(3, 7)


def lived_with(seeds, **choices):
    return {seed: live_it(NICHE_OR_BROADCAST.with_choices(choices), seed) for seed in seeds}


@pytest.fixture(scope="module")
def lived():
    return lived_with(SEEDS)


@pytest.fixture(scope="module")
def new():
    return lived_with(SEEDS[:2], brand="new")


def mean(lived, figure):
    return float(np.mean([each.figures[figure] for each in lived.values()]))


def test_both_plans_cost_the_same(lived):
    for each in lived.values():
        assert each.figures["niche_spent"] == pytest.approx(each.figures["broadcast_spent"], rel=0.1)
        assert each.figures["broadcast_spent"] <= BUDGET["small"]


def test_television_reaches_far_more_people_and_adds_not_many_more_purchases(lived):
    assert mean(lived, "broadcast_reached") > 2 * mean(lived, "niche_reached")
    assert mean(lived, "broadcast_sold") < 2 * mean(lived, "niche_sold")


def test_what_was_earned_is_the_margin_of_added_purchases_less_the_cost(lived):
    for each in lived.values():
        for name in ("niche", "broadcast"):
            margin = each.equation[-1]["m"] * each.figures[f"{name}_sold"]
            assert each.figures[name] == pytest.approx(margin - each.figures[f"{name}_spent"], abs=2)


def test_a_new_product_gains_more_from_both_plans(lived, new):
    for name in ("niche", "broadcast"):
        assert mean(new, f"{name}_sold") > 1.5 * mean(lived, f"{name}_sold")


@pytest.mark.parametrize(
    ("niche", "broadcast", "outcome"),
    [(3.0, 2.0, "niche"), (-1.0, 2.0, "broadcast"), (-1.0, -2.0, "neither"), (0.0, -2.0, "neither")],
)
def test_the_outcome_is_the_plan_that_earned_more_or_neither(niche, broadcast, outcome):
    assert outcome_of({"niche": np.array([9.0, niche]), "broadcast": np.array([9.0, broadcast])}) == outcome


def test_outcomes_are_those_of_the_figures(lived, new):
    for each in (*lived.values(), *new.values()):
        best = max(("niche", "broadcast"), key=lambda name: each.figures[name])
        assert each.outcome == (best if each.figures[best] > 0 else "neither") or each.figures["apart"] < 1
