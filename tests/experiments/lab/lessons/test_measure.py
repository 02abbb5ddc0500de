"""Lesson 7: what a brand counts is far from what its campaign caused."""

import numpy as np
import pytest

from experiments.lab.lessons.measure import EVIDENCE, FEW, MEASURE, live_it, widest_error

SEEDS = range(3, 7)


@pytest.fixture(scope="module")
def lived():
    return {seed: live_it(MEASURE.with_choices({}), seed) for seed in SEEDS}


def mean(lived, figure):
    return float(np.mean([each.figures[figure] for each in lived.values()]))


def test_fewer_of_the_reached_buyers_purchases_were_caused_than_a_brand_counts(lived):
    for each in lived.values():
        assert each.figures["truth"] < each.figures["reached_bought"] / 2
        assert each.figures["truth"] < each.figures["difference"]
    assert mean(lived, "share") < 100 * FEW
    assert mean(lived, "truth") > 0, "the campaign did something"


def test_truth_is_the_difference_of_two_worlds_with_the_same_people(lived):
    for each in lived.values():
        campaign, without = each.runs
        people = campaign.model.people_per_consumer
        bought = [int(run.model.consumers.purchases[:, 0].sum()) * people for run in (campaign, without)]
        assert each.figures["truth"] == round(bought[0] - bought[1])
        assert each.figures["sold"] == round(bought[0])
        assert not without.model.consumers.exposures[:, 0].any()
        assert without.model.ledger.cost == 0


def test_no_figure_of_the_brand_knows_the_world_without_the_campaign(lived):
    for each in lived.values():
        assert set(EVIDENCE) <= set(each.figures)
        assert "truth" not in EVIDENCE
        assert each.evidence == EVIDENCE


def test_a_small_campaign_is_within_the_error_of_a_fair_test_and_a_usual_one_is_not(lived):
    small = {seed: live_it(MEASURE.with_choices({"budget": "small"}), seed) for seed in SEEDS[:2]}
    assert mean(small, "truth") < mean(small, "test")
    assert mean(lived, "truth") > mean(lived, "test")


def test_the_error_of_a_fair_test_is_that_of_two_halves(lived):
    run = lived[3].runs[0]
    bought = run.model.consumers.purchases[:, 0].astype(float)
    people = len(bought) * run.model.people_per_consumer
    error = 1.96 * np.sqrt(bought.var() / (people / 2) * 2) * people
    assert widest_error(run) == pytest.approx(error, rel=0.01)
