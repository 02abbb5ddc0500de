"""Who is hired: creators of the market, or only those whom the brand knows by name."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies.cheapest_reach import CheapestReach
from simulation.strategies.named import BUILT_IN, named, restore
from simulation.strategies.top_fit import TopFit

POOLED = [name for name in BUILT_IN if hasattr(named(name), "pool")]
HANDLES = ["@anna", "@ben", "@cy", "@dee"]
FEES = [40.0, 50.0, 60.0, 2_000.0]
PARTS = {
    "market": {"consumers": 100, "people": 1e6, "days": 30, "burn_in": 0},
    "creators": {"number": 20, "roster": {"handles": HANDLES, "followers": [2e3, 3e3, 4e3, 8e5], "fee": FEES}},
    "brands": {"campaign_days": 28, "budget": 60_000.0},
}


def market(tiny: Any, strategy: Any = "none", handles: list[str] = HANDLES) -> MarketModel:
    parts = {**PARTS, "creators": PARTS["creators"] if handles else {"number": 20}}
    made: MarketModel = tiny.market(strategy, **parts)
    return made


def test_every_strategy_that_hires_of_a_tier_can_hire_from_the_roster() -> None:
    hiring = {name for name in BUILT_IN if hasattr(named(name), "tier")}
    assert hiring - set(POOLED) == {"celebrity", "macro", "small_then_big", "big_then_small"}
    assert len(POOLED) > 10


@pytest.mark.parametrize("name", POOLED)
def test_only_creators_of_the_roster_are_hired_of_whatever_tier(tiny: Any, name: str) -> None:
    chosen = restore({"_target_": BUILT_IN[name], "pool": "roster"})
    model = market(tiny, chosen)
    model.run_for(28)
    hired = set(model.journal.paid_creators(0))
    assert hired <= {0, 1, 2, 3}
    assert hired or name in ("adaptive", "budget_loop"), "which may choose other channels"


@pytest.mark.parametrize("name", POOLED)
def test_a_roster_without_anybody_is_refused_before_the_first_day(tiny: Any, name: str) -> None:
    if name in ("adaptive", "budget_loop"):
        pytest.skip("may not come to hire in its first week")
    with pytest.raises(InputError, match=r"^strategy.pool: got roster, but creators.roster.handles is empty; takes"):
        market(tiny, restore({"_target_": BUILT_IN[name], "pool": "roster"}), handles=[])


def test_what_is_no_pool_is_refused() -> None:
    with pytest.raises(InputError, match="strategy.pool: got 'rooster', takes 'market' or 'roster'"):
        restore({"_target_": BUILT_IN["top_fit"], "pool": "rooster"})


def test_a_strategy_sees_handles_and_rows(tiny: Any) -> None:
    view = market(tiny).view()
    assert (view.handles, view.roster.tolist()) == (tuple(HANDLES), [0, 1, 2, 3])
    assert view.quotes[:4].tolist() == [4_000, 5_000, 6_000, 200_000]
    nobody = market(tiny, handles=[]).view()
    assert (nobody.handles, nobody.roster.tolist()) == ((), [])


def test_top_fit_asks_the_roster_in_the_order_of_fit(tiny: Any) -> None:
    view = market(tiny).view()
    view = dataclasses.replace(view, fit=np.where(np.arange(20) < 4, [0.2, 0.9, 0.5, 0.1] * 5, 1.0).astype(np.float32))
    assert TopFit(pool="roster").rows(view).tolist() == [1, 2, 0, 3]


def test_cheapest_reach_is_the_price_of_posts_and_hours_for_each_person_who_sees_one(tiny: Any) -> None:
    """Two posts; 100 cents of hours. The first reaches 1,000 (1 - (1/2)^2) = 750 for 300 cents: 0.4 each.

    The second reaches 4,000 (1 - 0.9^2) = 760 for 100 + 2 * 90: 0.37; the third 100 people, all of them, for 110: 1.1;
    the fourth nobody. By fit the order would be the other way round.
    """
    view = dataclasses.replace(
        market(tiny).view(),
        followers=np.array([1_000.0, 4_000.0, 100.0, 500.0] + [1e6] * 16),
        impressions=np.array([500.0, 400.0, 100.0, 0.0] + [1e6] * 16),
        quotes=np.array([100, 90, 5, 1] + [1] * 16),
        fit=np.array([0.2, 0.1, 0.3, 0.4] + [1.0] * 16, np.float32),
        management=100,
        commission=0.0,
    )
    assert CheapestReach(pool="roster", posts=2).rows(view).tolist() == [1, 0, 2, 3]
