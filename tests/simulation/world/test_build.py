"""Building a world: who lives in it before the first day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import beta_around
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.world.build import build_world, similarity
from tests.plain_world import plain

MANY = {"consumers": 4000, "people": 1e6}


def people(tiny: Any, **parts: Any) -> Any:
    scenario = tiny.scenario(**{"market": MANY, **parts})
    return tiny.world(scenario, friends=0.0).tables


def test_niches_are_like_themselves_and_as_like_others_as_is_set(tiny: Any) -> None:
    alike = similarity(tiny.scenario(market={"related_similarity": 0.6, "unrelated_similarity": 0.2}))
    assert np.diag(alike).tolist() == [1.0] * 4
    assert alike[0, 1] == alike[1, 0] == np.float32(0.6)
    assert alike[0, 2] == np.float32(0.2)
    assert np.array_equal(alike, alike.T)


def test_people_have_first_niches_in_the_shares_that_are_set(tiny: Any) -> None:
    shares = [0.7, 0.3, 0.0, 0.0]
    scenario = tiny.scenario(market={**MANY, "niche_shares": shares})
    niche = build_world(scenario, 1).tables.consumers.niche
    assert float(np.mean(niche == 0)) == pytest.approx(0.7, abs=4.5 * np.sqrt(0.21 / 4000))
    assert bool(np.all(np.diff(niche.astype(int)) >= 0))


def test_shares_of_niches_that_are_no_whole_are_refused(tiny: Any) -> None:
    with pytest.raises(InputError, match=r"market.niche_shares: got 2 shares that sum to 0.9"):
        tiny.scenario(market={"niche_shares": [0.5, 0.4]})


def test_a_share_of_people_buys_at_gamma_rates_with_the_mean_that_is_set(tiny: Any) -> None:
    made = people(tiny, consumers={"traits": {"category_share": 0.4, "purchase_interval": 50.0, "purchase_shape": 2.0}})
    rate = made.consumers.rate.astype(np.float64)
    buyers = rate[rate > 0]
    assert len(buyers) / 4000 == pytest.approx(0.4, abs=4.5 * np.sqrt(0.24 / 4000))
    assert buyers.mean() == pytest.approx(1 / 50, abs=4.5 * 0.02 / np.sqrt(2 * len(buyers)))
    assert buyers.var() == pytest.approx(0.02**2 / 2, rel=0.2)


def test_traits_have_the_means_that_are_set(tiny: Any) -> None:
    traits = {
        "attention": 9.0,
        "activity_sigma": 0.5,
        "scepticism": 0.4,
        "receptivity": 0.3,
        "price_sensitivity_sigma": 0.2,
    }
    made = people(tiny, consumers={"traits": traits}).consumers
    error = 4.5 / np.sqrt(4000)
    assert made.attention.mean() == pytest.approx(9, abs=3 * error)
    assert made.activity.mean() == pytest.approx(1, abs=0.55 * error)
    assert made.knowledge.mean() == pytest.approx(0.4, abs=0.2 * error)
    assert made.receptivity.mean() == pytest.approx(0.3, abs=0.2 * error)
    assert made.receptivity.max() <= 0.6
    assert made.price_sensitivity.mean() == pytest.approx(1, abs=0.25 * error)
    assert made.attention.min() >= 1


def test_shares_of_people_know_each_brand_and_are_loyal_to_one_at_most(tiny: Any) -> None:
    parts = plain(
        brands={"awareness": [0.2, 0.7], "loyal": [0.3, 0.1], "habit": 0.75, "trust": [0.4, 0.6]},
        consumers={"traits": {"category_share": 1.0}},
    )
    made = people(tiny, **parts).consumers
    loyal = made.loyalty > 0
    error = 4.5 * np.sqrt(0.25 / 4000)
    assert loyal.mean(axis=0) == pytest.approx([0.3, 0.1], abs=error)
    assert loyal.sum(axis=1).max() == 1
    assert (made.aware[loyal] == 1).all()
    assert np.unique(made.loyalty).tolist() == [0.0, 0.75]
    assert made.aware.mean(axis=0) == pytest.approx([0.3 + 0.7 * 0.2, 0.1 + 0.9 * 0.7], abs=error)
    assert (made.trust == np.array([0.4, 0.6], np.float32)).all()


def test_nobody_is_loyal_who_never_buys(tiny: Any) -> None:
    made = people(tiny, consumers={"traits": {"category_share": 0.0}}).consumers
    assert not made.loyalty.any()
    assert not made.rate.any()


def test_all_trust_starts_with_the_evidence_that_is_set(tiny: Any) -> None:
    follows = people(tiny, **plain(consumers={"trust": {"start": 0.25, "start_evidence": 8.0}})).follows
    assert set(follows.alpha.tolist()) == {2.0}
    assert set(follows.beta.tolist()) == {6.0}


def test_a_larger_audience_sees_a_smaller_share_of_posts_and_costs_more_in_all(tiny: Any) -> None:
    scenario = tiny.scenario(
        platform={"visibility": 0.4, "visibility_decline": 0.3},
        creators={"price_spread": 0.0, "cpm": 10.0, "cpm_elasticity": 0.1, "breadth_slope": 0.3},
    )
    world = tiny.world(scenario)
    creators = world.tables.creators
    order = np.argsort(creators.followers)
    assert creators.visibility == pytest.approx(0.4 * (creators.followers / 1e4) ** -0.3, rel=1e-5)
    seen = creators.followers * creators.visibility
    assert world.quotes == pytest.approx(seen / 1000 * 10 * (creators.followers / 1e4) ** 0.1 * 100, rel=1e-3)
    assert (np.diff(world.quotes[order]) >= 0).all()
    assert (np.diff(creators.breadth[order]) >= 0).all()


def test_a_narrow_creator_fits_its_niche_and_a_broad_one_everything_alike(tiny: Any) -> None:
    narrow = tiny.world(tiny.scenario(creators={"breadth_slope": 0.0})).tables
    assert np.array_equal(narrow.creators.fit, narrow.brands.affinity[narrow.creators.niche])
    broad = tiny.world(tiny.scenario(creators={"breadth_slope": 1.0})).tables.creators
    large = broad.followers > 1e4
    assert np.ptp(broad.fit[large], axis=0) == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_creators_label_sponsored_posts_as_often_as_is_set_most_of_them_nearly_always_or_never(
    tiny: Any, share: float
) -> None:
    scenario = tiny.scenario(
        market={"consumers": 800, "people": 1e6}, creators={"number": 800, "disclosure_share": share}
    )
    habit = tiny.world(scenario, friends=0.0).tables.creators.disclosure
    assert habit.mean() == pytest.approx(share, abs=4.5 * np.sqrt(share * (1 - share) / 800))
    assert ((habit < 0.2) | (habit > 0.8)).mean() > 0.5


def test_beta_draws_have_the_mean_and_spread_that_are_set() -> None:
    drawn = beta_around(np.random.default_rng(1), 0.3, 6.0, 20_000)
    assert drawn.mean() == pytest.approx(0.3, abs=0.01)
    assert drawn.var() == pytest.approx(0.3 * 0.7 / 7, rel=0.05)


def test_a_change_in_one_component_leaves_the_draws_of_the_others_alone(tiny: Any) -> None:
    plain = tiny.world(tiny.scenario()).tables
    dearer = tiny.world(tiny.scenario(creators={"integrity_mean": 0.3, "price_spread": 1.0})).tables
    assert np.array_equal(plain.consumers.rate, dearer.consumers.rate)
    assert np.array_equal(plain.consumers.aware, dearer.consumers.aware)
    assert not np.array_equal(plain.creators.integrity, dearer.creators.integrity)


def test_worlds_of_one_seed_are_the_same_and_of_two_seeds_are_not(tiny: Any) -> None:
    scenario: Scenario = tiny.scenario(market={"people": 1e5})
    one, again, other = (build_world(scenario, seed) for seed in (3, 3, 4))
    assert one.graph_hash == again.graph_hash != other.graph_hash
    assert one.quotes.tolist() == again.quotes.tolist() != other.quotes.tolist()
    assert one.people_per_consumer == pytest.approx(1e5 / 60)
    for mine, its in zip(one.tables.consumers, again.tables.consumers, strict=True):
        assert np.array_equal(mine, its)
