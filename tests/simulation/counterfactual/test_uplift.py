"""Truth: two worlds that differ in one decision, subtracted person by person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.counterfactual.uplift import Uplift, uplift
from simulation.errors import InputError
from simulation.model import MarketModel


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
    assert truth.trust.tolist() == (with_.consumers.trust[:, 0] - without.consumers.trust[:, 0]).tolist()


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
        cost=(5_000, 1_000),
        price=3.0,
        margin=0.5,
        people=100.0,
    )
    assert truth.purchases.tolist() == [1, 0, -1, 2]  # of each consumer
    assert truth.revenue.tolist() == [300.0, 0.0, -300.0, 600.0]  # of all the people each stands for
    assert truth.total["purchases"] == 200.0
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
