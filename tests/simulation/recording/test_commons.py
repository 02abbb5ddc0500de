"""What brands do to one another: counted from what each of them has, and nothing where nobody does anything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.recording.commons import commons
from simulation.recording.outcomes import outcomes

SMALL = [
    "market.consumers=1500", "market.people=150000", "market.burn_in=7", "market.days=28", "brands.campaign_days=28",
    "brands.budget=20000", "brands.rival_budget=20000",
]  # fmt: skip


def lived(*overrides: str) -> Any:
    model = sim.build([*SMALL, *overrides], seed=3, threads=1)
    model.run_for(35)
    return model


def test_all_profit_is_the_sum_of_every_brands_own() -> None:
    model = lived("strategy=hyper_targeted", "brands.rivals=[broadcast]")
    assert commons(model)["all_profit"] == pytest.approx(sum(outcomes(model, b)["profit"] for b in range(4)))


def test_reach_is_shared_with_whoever_else_reaches_people() -> None:
    alone = lived("strategy=hyper_targeted")
    assert commons(alone)["shared_reach"] == 0
    among = lived("strategy=hyper_targeted", "brands.rivals=[broadcast]")
    met = among.consumers.exposures > 0
    assert commons(among)["shared_reach"] == pytest.approx(met[met[:, 0], 1:].any(axis=1).mean())
    assert commons(among)["shared_reach"] > 0.5
    assert np.isnan(commons(lived())["shared_reach"])


def test_prices_that_never_move_lag_by_as_much_as_worth_has_changed() -> None:
    model = lived("creators.dealing.enabled=false")
    model.creators.asked[:] = model.creators.worth
    before = commons(model)["price_gap"]
    model.creators.asked[:] *= 1.1
    assert commons(model)["price_gap"] == pytest.approx(1.1 * (1 + before) - 1)
