"""Friends of buyers buy more often, also where nobody talks: what looks like influence is partly likeness."""

import numpy as np
import pytest

import simulation as sim
from simulation.recording.friend_influence import influence_estimates, relative_risk


def test_the_relative_risk_of_one_stratum_is_a_plain_ratio():
    exposed = np.array([True] * 10 + [False] * 20)
    happened = np.array([True] * 4 + [False] * 6 + [True] * 2 + [False] * 18)
    assert relative_risk(happened, exposed, np.zeros(30, np.int64)) == pytest.approx((4 / 10) / (2 / 20))


def test_a_risk_that_differs_between_strata_alone_is_no_influence_once_they_are_matched():
    rng = np.random.default_rng(1)
    strata = np.repeat([0, 1], 50_000)
    exposed = rng.uniform(size=100_000) < np.where(strata == 0, 0.8, 0.1)
    happened = rng.uniform(size=100_000) < np.where(strata == 0, 0.3, 0.05)
    assert relative_risk(happened, exposed, np.zeros(100_000, np.int64)) > 2.5
    assert relative_risk(happened, exposed, strata) == pytest.approx(1, abs=0.05)


def test_where_nobody_bought_the_estimate_is_undefined():
    nobody = np.zeros(5, bool)
    assert np.isnan(relative_risk(nobody, np.array([True, False, True, False, True]), np.zeros(5, np.int64)))


@pytest.mark.parametrize("homophily", [0.0, 1.0])
def test_without_any_talk_likeness_of_friends_looks_like_influence(homophily):
    model = sim.build(
        ["market.consumers=6000", "market.burn_in=0", "market.days=60", "brands.campaign_days=60", "consumers.talk.hear=0",
         f"graph.friend_homophily={homophily}", "consumers.traits.purchase_interval=10",
         "consumers.purchase.affinity=4", "brands.appeal=[-4]"],
        seed=3,
        threads=1,
    )  # fmt: skip
    model.run_for(60)
    found = influence_estimates(model)
    if homophily:
        assert found["naive_influence"] > 0.3
        assert abs(found["matched_influence"]) < found["naive_influence"] / 2
    else:
        assert abs(found["naive_influence"]) < 0.2
