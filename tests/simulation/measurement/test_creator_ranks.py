"""Creators can be ranked by what they truly added where codes are perfect and much was added; else hardly."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.measurement.creator_ranks import code_ranks
from simulation.measurement.truth import uplift

LOUD = [
    "market.consumers=2000", "market.people=200000", "market.burn_in=7", "market.days=70", "brands.campaign_days=56",
    "brands.budget=40000", "consumers.traits.purchase_interval=10", "creators.disclosure_share=1",
    "creators.dealing.enabled=false",
]  # fmt: skip


def twins(*overrides: str) -> tuple[Any, Any]:
    world = sim.build([*LOUD, *overrides], seed=5, threads=1)
    world.run_burn_in()
    plan, none = world.fork(strategy="hyper_targeted"), world.fork(strategy="none")
    plan.run_for(70)
    none.run_for(70)
    return plan, uplift(plan, none)


def test_without_touches_kept_there_is_nothing_to_rank_by() -> None:
    assert np.isnan(code_ranks(*twins())["code_rank_correlation"])


@pytest.mark.parametrize("kept", [32, 128])
def test_the_correlation_is_one_of_ranks(kept: int) -> None:
    found = code_ranks(*twins(f"measurement.touches={kept}"))["code_rank_correlation"]
    assert -1 <= found <= 1


def test_where_nothing_was_added_there_is_no_rank() -> None:
    plan, truth = twins("measurement.touches=64")
    nothing = dataclasses.replace(truth, purchases=np.zeros_like(truth.purchases))
    assert np.isnan(code_ranks(plan, nothing)["code_rank_correlation"])
