"""A small market in which much happens, and a campaign with creators of two tiers and advertisements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulation.model import MarketModel
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

LIVELY: dict[str, dict[str, Any]] = {
    "consumers": {
        "traits": {"purchase_interval": 2.0, "category_share": 0.9, "attention": 8.0},
        "talk": {"hear": 0.8, "recommend": 0.8, "call_out": 0.5},
        "persuasion": {"awareness": 0.6, "gain": 0.5},
        "engagement": {"unfollow": 0.05, "unfollow_sponsored": 0.1},
        "purchase": {"adstock": 6.0},
    },
    "platform": {"visibility": 0.9, "share": 0.3},
    "market": {"consumers": 200, "people": 2e6, "days": 10, "burn_in": 3},
    "brands": {"campaign_days": 8, "awareness": [0.2], "loyal": [0.1]},
}


class Mixed(Strategy):
    """Four creators and advertisements in the first week, a fifth creator in the second."""

    def plan(self, view: View) -> Plan:
        rows, posts = (range(4), 6) if view.week == 0 else (range(4, 5), 2)
        offers = tuple(Offer(i, posts, int(view.quotes[i]) + i) for i in rows)
        return Plan(offers, (AdvertBuy(1.5e6, 300_001),) if view.week == 0 else ())


def merge(*parts: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            made[name] = merge(made.get(name, {}), value) if isinstance(value, dict) else value
    return made


@pytest.fixture(scope="session")
def lively(tiny: Any) -> Callable[..., MarketModel]:
    """Return what makes the lively market, on the campaign's first day, with some values changed."""

    def make(engine: str = "compiled", seed: int = 3, **parts: Any) -> MarketModel:
        market: MarketModel = tiny.market(
            Mixed(), seed=seed, engine=engine, **merge(LIVELY, {"brands": {"budget": 1e6}}, parts)
        )
        market.run_burn_in()
        return market

    return make


@pytest.fixture
def start(lively: Callable[..., MarketModel]) -> MarketModel:
    """The lively market on the campaign's first day."""
    return lively()


@pytest.fixture
def campaign(start: MarketModel) -> MarketModel:
    """The lively market after the campaign."""
    model = start.fork()
    model.run_for(10)
    return model


@pytest.fixture
def baseline(start: MarketModel) -> MarketModel:
    """Its twin without one."""
    model = start.fork("none")
    model.run_for(10)
    return model
