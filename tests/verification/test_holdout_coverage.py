"""A holdout without interference is unbiased: over 400 worlds its 95 % intervals hold the truth about 95 times in 100."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.evaluation.field_tests import run_test
from simulation.evaluation.field_tests.run_test import Result
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

WORLDS = 400


class Air(Strategy):
    """Broadcast alone: airtime is not paced, so that what some are not shown is not shown to others instead."""

    def plan(self, view: View) -> Plan:
        return Plan() if view.week else Plan(adverts=(AdvertBuy(6e6, 300_000),))


def one(tiny: Any, seed: int, test: str, hear: float, **brands: Any) -> Result:
    """Return a test in a market in which everybody knows the brand: those who learn of it would start from its reputation."""
    market = tiny.market(
        Air(),
        seed,
        market={"consumers": 800, "people": 8e5, "burn_in": 4, "days": 21, "census_days": 365},
        brands={"campaign_days": 20, "budget": 10_000.0, "awareness": [1.0], "loyal": [0.1], **brands},
        consumers={
            "traits": {"purchase_interval": 6.0, "category_share": 0.7},
            "persuasion": {"awareness": 0.05},
            "talk": {"hear": hear, "mention": 0.2, "retell": 0.5},
        },
    )
    return run_test(market, test=test)


@pytest.mark.slow
@pytest.mark.parametrize("test", ["holdout", "ghost_ads"])
def test_without_interference_a_holdout_is_unbiased(tiny: Any, test: str) -> None:
    found = [one(tiny, seed, test, hear=0.0) for seed in range(WORLDS)]
    assert {result.interference for result in found} == {0.0}
    bias = np.array([result.bias for result in found])
    covered = float(np.mean([result.covers for result in found]))
    mean, error = bias.mean(), bias.std(ddof=1) / np.sqrt(WORLDS)
    effect = np.mean([result.truth for result in found])
    claimed = np.mean([result.standard_error for result in found])
    print(f"\n{test}: coverage {covered:.4f}, bias {mean:.0f} +- {error:.0f} of an effect of {effect:.0f}; ", end="")
    print(f"standard error {claimed:.0f} claimed, {bias.std(ddof=1):.0f} found; power {found[0].power:.2f}")
    assert effect > 0
    assert abs(mean) < 3 * error
    assert 0.93 <= covered <= 0.97
