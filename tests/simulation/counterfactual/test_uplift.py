"""Truth: two worlds that differ in one decision, subtracted person by person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.counterfactual.uplift import Uplift, uplift
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import NEWLY_AWARE


@pytest.fixture(scope="module")
def twins(tiny: Any) -> tuple[MarketModel, MarketModel]:
    """A market with a broadcast campaign and without."""
    market = tiny.market(
        market={"consumers": 300, "days": 10}, consumers={"persuasion": {"awareness": 0.8}}, brands={"awareness": [0.1]}
    )
    market.run_burn_in()
    with_, without = market.fork("broadcast"), market.fork("none")
    with_.run_for(10)
    without.run_for(10)
    return with_, without


def test_truth_is_the_difference_person_by_person(twins: tuple[MarketModel, MarketModel]) -> None:
    with_, without = twins
    truth = uplift(with_, without)
    gained = with_.consumers.purchases[:, 0].astype(int) - without.consumers.purchases[:, 0]
    assert truth.purchases.tolist() == gained.tolist()
    assert truth.purchases.any()
    price, margin = with_.scenario.per_brand("price")[0], with_.scenario.per_brand("margin")[0]
    assert truth.revenue == pytest.approx(gained * price * with_.people_per_consumer)
    assert truth.profit == pytest.approx(truth.revenue * margin)
    knew = (with_.consumers.aware[:, 0] != 0) & (without.consumers.aware[:, 0] != 0)
    moved = with_.consumers.trust[:, 0] - without.consumers.trust[:, 0]
    assert truth.trust.tolist() == np.where(knew, moved, 0).tolist()


def test_trust_changes_for_people_who_know_the_brand_in_both_worlds_and_the_newly_aware_stand_apart() -> None:
    """Five people, by hand: whom the campaign made aware had a trust of 0.5 in a brand that was nothing to them.

    ======  =============  ================  ======  ===========
    person  with           without           change  newly aware
    ======  =============  ================  ======  ===========
    0       knows it, 0.7  knows it, 0.75     -0.05            0
    1       knows it, 0.6  does not, 0.5       none           +1
    2       does not, 0.5  knows it, 0.6       none           -1
    3       does not, 0.5  does not, 0.5       none            0
    4       knows it, 0.6  knows it, 0.6          0            0
    ======  =============  ================  ======  ===========
    """
    truth = Uplift.between(
        purchases=(np.zeros(5, np.uint16), np.zeros(5, np.uint16)),
        trust=(np.array([0.7, 0.6, 0.5, 0.5, 0.6], np.float32), np.array([0.75, 0.5, 0.6, 0.5, 0.6], np.float32)),
        aware=(np.array([1, 1, 0, 0, 1], np.uint8), np.array([1, 0, 1, 0, 1], np.uint8)),
        cost=(0, 0),
        price=(30.0, 30.0),
        margin=(0.4, 0.4),
        people=10.0,
    )
    assert truth.trust == pytest.approx([-0.05, 0, 0, 0, 0], abs=1e-7)
    assert np.flatnonzero(truth.trust).tolist() == [0]
    assert truth.known.tolist() == [True, False, False, False, True]
    assert truth.newly_aware.tolist() == [0, 1, -1, 0, 0]
    assert truth.total["trust"] == pytest.approx(-0.025)  # of the two who know it in both
    assert truth.total["newly_aware"] == 0


def test_where_nobody_knows_the_brand_there_is_no_trust_to_change() -> None:
    nobody = np.zeros(3, np.uint8)
    truth = Uplift.between(
        purchases=(np.zeros(3, np.uint16), np.zeros(3, np.uint16)),
        trust=(np.full(3, 0.5, np.float32), np.full(3, 0.5, np.float32)),
        aware=(nobody, nobody),
        cost=(0, 0),
        price=(30.0, 30.0),
        margin=(0.4, 0.4),
        people=10.0,
    )
    assert np.isnan(truth.total["trust"])


def test_a_campaign_that_only_makes_a_brand_known_changes_nobodys_trust(tiny: Any) -> None:
    """No post moves trust, nobody talks, and nobody buys: whoever has a new trust in the brand came to know it."""
    market = tiny.market(
        market={"consumers": 300, "days": 10},
        brands={"awareness": [0.3], "loyal": [0.0]},
        consumers={
            "persuasion": {"awareness": 0.8},
            "talk": {"hear": 0.0},
            "trust": {"brand_gain": 0.0, "association": 0.0},
            "traits": {"category_share": 0.0},
        },
    )
    market.consumers.trust[market.consumers.aware[:, 0] != 0, 0] = 0.7  # so that reputation is not everybody's start
    market.run_burn_in()
    with_, without = market.fork("broadcast"), market.fork("none")
    with_.run_for(10)
    without.run_for(10)
    truth = uplift(with_, without)
    assert (with_.consumers.trust[:, 0] != without.consumers.trust[:, 0]).sum() > 50
    assert not truth.trust.any()
    gained = with_.history.measured(0)[NEWLY_AWARE] - without.history.measured(0)[NEWLY_AWARE]
    assert truth.newly_aware.sum() == gained > 50


def test_the_sums_of_truth_are_the_differences_of_the_outcomes(twins: tuple[MarketModel, MarketModel]) -> None:
    with_, without = twins
    total, one, other = uplift(with_, without).total, with_.outcomes(), without.outcomes()
    assert total["revenue"] == pytest.approx(one["revenue"] - other["revenue"])
    assert total["profit"] == pytest.approx(one["profit"] - other["profit"])
    assert total["margin"] - total["profit"] == pytest.approx(with_.ledger.cost / 100)
    assert with_.people_per_consumer > 1
    assert total["purchases"] == pytest.approx(one["purchases"] - other["purchases"])


def test_sums_count_what_the_people_do_whom_the_consumers_stand_for() -> None:
    """Three consumers who stand for 100 people each buy 1, 0 and -1 more, then one buys 2 more; a purchase is 3 USD."""
    truth = Uplift.between(
        purchases=(np.array([2, 0, 0, 2], np.uint16), np.array([1, 0, 1, 0], np.uint16)),
        trust=(np.zeros(4, np.float32), np.zeros(4, np.float32)),
        aware=(np.ones(4, np.uint8), np.array([1, 1, 0, 1], np.uint8)),
        cost=(5_000, 1_000),
        price=(3.0, 3.0),
        margin=(0.5, 0.5),
        people=100.0,
    )
    assert truth.purchases.tolist() == [1, 0, -1, 2]  # of each consumer
    assert truth.revenue.tolist() == [300.0, 0.0, -300.0, 600.0]  # of all the people each stands for
    assert truth.total["purchases"] == 200.0
    assert truth.total["newly_aware"] == 100.0
    assert truth.total["revenue"] == 3.0 * truth.total["purchases"]
    assert truth.total["margin"] == 300.0
    assert truth.total["profit"] == 300.0 - 40.0


def test_truth_the_other_way_round_is_its_negative_and_against_itself_nothing(
    twins: tuple[MarketModel, MarketModel],
) -> None:
    with_, without = twins
    there, back, itself = uplift(with_, without), uplift(without, with_), uplift(with_, with_)
    assert (there.purchases == -back.purchases).all()
    assert (there.trust == -back.trust).all()
    assert (there.newly_aware == -back.newly_aware).all()
    assert there.newly_aware.any()
    assert there.cost == -back.cost > 0
    assert not itself.purchases.any()
    assert itself.total["profit"] == 0


def test_another_brand_can_be_asked_about(twins: tuple[MarketModel, MarketModel]) -> None:
    with_, without = twins
    rival = uplift(with_, without, brand=1)
    gained = with_.consumers.purchases[:, 1].astype(int) - without.consumers.purchases[:, 1]
    assert rival.purchases.tolist() == gained.tolist()
    assert rival.cost == 0


def test_people_whom_nothing_reached_are_changed_by_others_or_not_at_all(tiny: Any) -> None:
    """Without talk, whom the campaign never met does exactly what he or she would have done."""
    market = tiny.market(
        graph={"follows": 3.0},
        market={"consumers": 300, "days": 12, "census_days": 365},
        brands={"campaign_days": 10, "budget": 3_000.0},
        consumers={"talk": {"hear": 0.0}, "persuasion": {"awareness": 0.8, "gain": 0.8}},
    )
    market.run_burn_in()
    with_, without = market.fork("hyper_targeted"), market.fork("none")
    with_.run_for(12)
    without.run_for(12)
    truth, met = uplift(with_, without), with_.consumers.exposures[:, 0] > 0
    assert 0 < met.sum() < len(met)
    assert not truth.purchases[~met].any()
    assert not truth.trust[~met].any()
    assert truth.trust[met].any()


def test_truth_takes_two_worlds_with_the_same_past(tiny: Any) -> None:
    market = tiny.market()
    later = market.fork()
    later.run_for(1)
    for other, what in ((tiny.market(seed=2, world=tiny.world()), "seed"), (later, "day")):
        with pytest.raises(InputError, match=f"uplift: got {what} .* takes two worlds with the same {what}"):
            uplift(other, market)
    stranger = tiny.market(world=tiny.world(seed=5))
    with pytest.raises(InputError, match="takes two worlds with the same graph_hash"):
        uplift(stranger, market)


def test_people_of_two_worlds_are_the_same_people(twins: tuple[MarketModel, MarketModel]) -> None:
    with_, without = twins
    for trait in ("niche", "second", "weight", "rate", "activity", "receptivity"):
        assert np.array_equal(getattr(with_.consumers, trait), getattr(without.consumers, trait))


def test_another_price_and_margin_count_on_what_would_have_been_bought_anyway() -> None:
    """A consumer of 10 people buys 3 at 12 USD and a margin of 1/2, instead of 2 at 10 USD and 2/5.

    Revenue 3 10 12 - 2 10 10 = 160; margin 360 / 2 - 200 2 / 5 = 100.
    """
    one = np.ones(1, np.uint8), np.ones(1, np.uint8)
    truth = Uplift.between(
        purchases=(np.array([3], np.uint16), np.array([2], np.uint16)),
        trust=(np.ones(1, np.float32), np.ones(1, np.float32)),
        aware=one,
        cost=(0, 0),
        price=(12.0, 10.0),
        margin=(0.5, 0.4),
        people=10.0,
    )
    assert truth.revenue == pytest.approx([160.0])
    assert truth.profit == pytest.approx([100.0])
