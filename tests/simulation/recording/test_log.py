"""The log: what was counted each day, and what people thought on census days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.recording.log import Census, Log
from simulation.state.columns import ACTIVE, BRAND_COUNTS, CREATOR_COUNTS, PURCHASES, SEEN, TIERS


def test_every_day_is_written_down_with_its_day_of_the_campaign(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 3})
    market.run_for(5)
    assert market.history.days == [-3, -2, -1, 0, 1]
    assert all(counts.shape == (2, BRAND_COUNTS) for counts in market.history.brand)
    assert all(counts.shape == (len(TIERS), CREATOR_COUNTS) for counts in market.log.tier)


def test_tiers_sum_to_what_all_creators_did(tiny: Any) -> None:
    market = tiny.market()
    for _ in range(3):
        market.step()
        assert market.log.tier[-1].sum(axis=0).tolist() == market.tally.creator.sum(axis=0).tolist()
        for tier in range(len(TIERS)):
            of_tier = market.creators.tier == tier
            assert market.log.tier[-1][tier, SEEN] == market.tally.creator[of_tier, SEEN].sum()


def test_a_day_is_kept_by_tier_and_by_niche(tiny: Any) -> None:
    market = tiny.market("broadcast")
    market.run_for(3)
    counts, creators = market.tally.creator, market.creators
    assert counts[:, SEEN].any()
    for kept, of in ((market.log.tier[-1], creators.tier), (market.log.niche[-1], creators.niche)):
        assert kept.tolist() == [counts[of == k].sum(axis=0).tolist() for k in range(len(kept))]


def test_people_are_asked_every_so_many_days_and_on_the_last_one(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 2, "days": 9, "census_days": 4})
    market.run_for(11)
    assert list(market.log.census) == [-2, 2, 6, 8]


def test_a_census_is_the_mean_over_people(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(4)
    census, people, follows = market.log.take_census(market), market.consumers, market.tables.follows
    buyers = people.rate > 0
    assert census.aware.tolist() == people.aware.sum(axis=0).tolist()
    for b in range(2):
        known = people.aware[:, b] > 0
        assert census.brand_trust_aware[b] == pytest.approx(people.trust[known, b].mean(), rel=1e-5)
        assert census.attitude_aware[b] == pytest.approx(people.attitude[known, b].mean(), abs=1e-6)
        assert census.loyalty[b] == pytest.approx(people.loyalty[buyers, b].mean(), rel=1e-5)
    assert census.load == pytest.approx(people.load.mean(), rel=1e-5)
    assert census.knowledge == pytest.approx(people.knowledge.mean(), rel=1e-5)
    active = (follows.tie & ACTIVE) != 0
    tier = market.creators.tier[follows.creator]
    trust = follows.alpha / (follows.alpha + follows.beta)
    for k in range(len(TIERS)):
        chosen = active & (tier == k)
        assert census.follows[k] == chosen.sum()
        assert census.trust[k] == pytest.approx(trust[chosen].mean(), rel=1e-5)


def test_from_the_campaigns_first_day_on_a_census_asks_those_who_knew_the_brand_then(tiny: Any) -> None:
    market = tiny.market("broadcast", market={"burn_in": 2, "days": 6}, consumers={"persuasion": {"awareness": 0.5}})
    people = market.consumers
    before = market.log.take_census(market)  # no campaign yet: those who know the brand this morning
    assert before.brand_trust.tolist() == before.brand_trust_aware.tolist()
    market.run_for(2)
    knew = people.aware.astype(bool)
    market.run_for(5)
    census = market.log.take_census(market)
    assert (people.knew.astype(bool) == knew).all()
    assert (people.aware.sum(axis=0) > knew.sum(axis=0)).any()
    for b in range(2):
        assert census.brand_trust[b] == pytest.approx(people.trust[knew[:, b], b].mean(), rel=1e-5)
        assert census.attitude[b] == pytest.approx(people.attitude[knew[:, b], b].mean(), abs=1e-6)


def test_where_there_is_nobody_to_ask_there_is_no_answer(tiny: Any) -> None:
    market = tiny.market(
        graph={"tiers": ["nano"]},
        brands={"awareness": [0.0], "loyal": [0.0]},
        consumers={"traits": {"category_share": 0.0}},
    )
    census = market.log.take_census(market)
    assert np.isnan(census.trust).tolist() == [False, True, True, True, True]
    assert np.isnan([*census.brand_trust, *census.brand_trust_aware, *census.attitude]).all()
    assert np.isnan(census.loyalty).all()


def test_a_log_goes_into_arrays_and_back(tiny: Any) -> None:
    market = tiny.market("broadcast")
    market.run_for(5)
    again = Log.from_arrays(market.log.arrays())
    assert np.array_equal(again.tier, market.log.tier)
    assert np.array_equal(again.niche, market.log.niche)
    assert np.array_equal(again.waiting(), market.log.waiting())
    assert list(again.census) == list(market.log.census)
    for day, census in market.log.census.items():
        for name in Census._fields:
            assert np.array_equal(getattr(again.census[day], name), getattr(census, name), equal_nan=True)


def test_an_empty_log_does_too(tiny: Any) -> None:
    again = Log.from_arrays(tiny.market().log.arrays())
    assert (again.tier, again.niche, again.census) == ([], [], {})


def test_a_copy_goes_on_by_itself(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(2)
    copy = market.log.copy()
    market.run_for(2)
    assert len(copy.tier) == len(copy.niche) == 2 < len(market.log.tier)


def test_measured_counts_leave_the_burn_in_out(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 5})
    market.run_for(9)
    counts = market.history.measured(1)
    assert counts.tolist() == sum(day[1] for day in market.history.brand[5:]).tolist()
    assert market.history.purchases(1).tolist() == [int(day[1, PURCHASES]) for day in market.history.brand]
