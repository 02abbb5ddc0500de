"""A campaign of 28 days that begins on day 2, in a market of which nothing has been lived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulation.market.planning import buy
from simulation.model import MarketModel
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class Told(Strategy):
    """Plans what it is told, and counts how often it is asked."""

    def __init__(self, plan: Plan | None = None) -> None:
        """Take the first plan."""
        self.next = plan or Plan()
        self.asked = 0

    def plan(self, view: View) -> Plan:
        """Return what was told."""
        self.asked += 1
        return self.next


@pytest.fixture
def told() -> type[Told]:
    """Return the strategy that plans what it is told."""
    return Told


@pytest.fixture
def campaign(tiny: Any) -> Callable[..., MarketModel]:
    """Return what makes a market of 60 consumers of 10,000 people, three creators and two brands, on day 2.

    The creators ask 10, 20 and 30 USD a post and take every offer at that price. An hour costs 20 USD, a creator takes
    four of them.
    """

    def make(day: int = 2, **parts: Any) -> MarketModel:
        brands = {"campaign_days": 28, "budget": 10_000.0, "wage": 20.0, "control": 0.25, "hours_per_creator": 4.0}
        market: MarketModel = tiny.market(
            Told(),
            **{
                **parts,
                "market": {"days": 30, "burn_in": 2},
                "brands": {**brands, **parts.get("brands", {})},
                "creators": {"number": 3, "most_posts": 2, **parts.get("creators", {})},
            },
        )
        market.day = day
        market.creators.asked[:] = [1_000.0, 2_000.0, 3_000.0]
        return market

    return make


@pytest.fixture
def carry_out() -> Callable[..., None]:
    """Return what lets the studied brand plan something, and all brands buy."""

    def carry(market: MarketModel, *offers: Offer, **rest: Any) -> None:
        market.strategy.next = Plan(offers, **rest)
        buy(market)
        market.strategy.next = Plan()

    return carry
