"""Creators can be ranked by what they truly added where codes are perfect and much was added; else hardly."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.counterfactual.replay import Recorder
from simulation.counterfactual.uplift import uplift
from simulation.counterfactual.uplift_parts import leave_one_out
from simulation.evaluation.creator_ranks import code_ranks, left_out
from simulation.strategies.named import named

LOUD = [
    "market.consumers=2000", "market.people=200000", "market.burn_in=7", "market.days=70", "brands.campaign_days=56",
    "brands.budget=40000", "consumers.traits.purchase_interval=10", "creators.disclosure_share=1",
    "creators.dealing.enabled=false",
]  # fmt: skip


def twins(*overrides: str) -> tuple[Any, Any]:
    world = sim.build([*LOUD, *overrides], seed=5, threads=1)
    world.run_burn_in()
    plan, none = world.fork(strategy="top_fit"), world.fork(strategy="none")
    plan.run_for(70)
    none.run_for(70)
    return plan, uplift(plan, none)


@pytest.fixture(scope="module")
def kept() -> tuple[Any, Any]:
    return twins("measurement.touches=64", "measurement.code_used=1", "measurement.code_leaked=0")


def test_without_touches_kept_there_is_nothing_to_rank_by() -> None:
    model = sim.build(["market.consumers=1500", "market.burn_in=0"], seed=1, threads=1)
    assert np.isnan(code_ranks(model, uplift(model, model.fork()))["code_rank_correlation"])


def test_the_correlation_is_one_of_ranks(kept: tuple[Any, Any]) -> None:
    assert -1 <= code_ranks(*kept)["code_rank_correlation"] <= 1


def test_codes_rank_well_what_codes_alone_decide(kept: tuple[Any, Any]) -> None:
    """Were every purchase added, codes that all use would rank creators well; not if other people had bought them."""
    plan, truth = kept
    bought = plan.consumers.purchases[:, 0].astype(truth.purchases.dtype)
    rng = np.random.default_rng(1)
    theirs, *others = (
        code_ranks(plan, dataclasses.replace(truth, purchases=purchases))["code_rank_correlation"]
        for purchases in (bought, *(rng.permutation(bought) for _ in range(5)))
    )
    assert theirs > max(*others, 0.5)


def test_where_nothing_was_added_there_is_no_rank(kept: tuple[Any, Any]) -> None:
    plan, truth = kept
    nothing = dataclasses.replace(truth, purchases=np.zeros_like(truth.purchases))
    assert np.isnan(code_ranks(plan, nothing)["code_rank_correlation"])


def test_left_out_one_by_one_creators_added_what_their_worlds_lack() -> None:
    few = ["market.consumers=1000", "brands.budget=8000", "measurement.touches=64", "measurement.leave_one_out=4"]
    start = sim.build([*LOUD, *few], seed=5, threads=1)
    start.run_burn_in()
    plan, none = start.fork(strategy="top_fit"), start.fork(strategy="none")
    plan.run_for(70)
    none.run_for(70)
    hired = set(plan.journal.paid_creators(0))
    every = left_out(plan, start, 1000)
    assert set(every) == hired
    exact = leave_one_out(start.fork(strategy="top_fit"), "creator")["purchases"] / plan.people_per_consumer
    assert {f"creator {i}": added for i, added in every.items()} == pytest.approx(exact.drop("campaign").to_dict())
    some = left_out(plan, start, 4)
    assert len(some) == 4
    assert some.items() <= every.items()
    audience = start.creators.audience
    assert {int(audience[i]) for i in some} >= {int(audience[list(hired)].min()), int(audience[list(hired)].max())}
    truth = uplift(plan, none)
    assert -1 <= code_ranks(plan, truth, start)["code_rank_correlation"] <= 1
    assert code_ranks(plan, truth, start) != code_ranks(plan, truth), "the sharing is another truth"


def test_a_campaign_whose_plans_were_written_down_is_not_lived_again() -> None:
    world = sim.build([*LOUD, "market.consumers=1500", "measurement.touches=64"], seed=5, threads=1)
    world.run_burn_in()
    start = world.fork()
    plain, written = world.fork(strategy="top_fit"), world.fork(strategy=Recorder(named("top_fit")))
    plain.run_for(70)
    written.run_for(70)
    assert left_out(written, start, 2) == left_out(plain, start, 2) != {}
