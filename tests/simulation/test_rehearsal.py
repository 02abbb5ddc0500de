"""First plans are rehearsed: one that cannot be paid is refused before a day is lived, and nothing else is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

LONG: dict[str, Any] = {"market": {"burn_in": 3, "days": 30}, "brands": {"campaign_days": 28}}
BUDGET = 50_000_00


class Counts(Strategy):
    """Buys nothing, and counts over all copies: the week, the days left and the days of sales known of each plan that was asked for."""

    asked: ClassVar[list[tuple[int, int, int]]] = []

    def plan(self, view: View) -> Plan:
        self.asked.append((view.week, view.days_left, len(view.sales)))
        return Plan()


class Extravagant(Strategy):
    """Wants more than there is, in one week."""

    def __init__(self, week: int = 0) -> None:
        self.week = week

    def plan(self, view: View) -> Plan:
        return Plan(adverts=(AdvertBuy(1.0, BUDGET + 1),)) if view.week == self.week else Plan()


class LooksAhead(Strategy):
    """Asks in every week what its plan will add."""

    def __init__(self) -> None:
        self.said: list[dict[str, float]] = []

    def plan(self, view: View) -> Plan:
        plan = Plan(adverts=(AdvertBuy(1e5, 10_000, days=1),)) if view.week == 0 else Plan()
        self.said.append(view.oracle(plan, 2))
        return plan


@pytest.fixture(autouse=True)
def _forget() -> None:
    Counts.asked.clear()


def test_a_first_plan_that_cannot_be_paid_is_refused_before_a_day_is_lived(tiny: Any, tmp_path: Path) -> None:
    market = tiny.market(**LONG)
    for day in (0, 2, 3):
        if day > market.day:
            market.run_for(day - market.day)
        with pytest.raises(InputError, match=r"strategy Extravagant: got a plan for 50,000.01 USD, takes at most"):
            market.fork(Extravagant())
    with pytest.raises(InputError, match=r"strategy Extravagant: got a plan for"):
        tiny.market(Extravagant(), **LONG)


def test_the_rehearsal_plans_on_what_is_known_that_day(tiny: Any) -> None:
    market = tiny.market(**LONG)
    market.run_for(2)
    market.fork(Counts())
    assert Counts.asked == [(0, 28, 2)]


def test_a_market_that_is_forked_or_read_within_the_campaign_plans_nothing(tiny: Any, tmp_path: Path) -> None:
    market = tiny.market(Counts(), **LONG)
    market.run_for(3 + 9)
    Counts.asked.clear()
    twin = market.fork()
    market.save(tmp_path / "market.npz")
    loaded = MarketModel.load(tmp_path / "market.npz")
    assert Counts.asked == []
    for model in (twin, loaded):
        model.run_for(6)
    assert Counts.asked == [(2, 14, 17)] * 2


def test_a_plan_for_a_week_that_has_been_is_not_held_against_a_fork(tiny: Any) -> None:
    market = tiny.market(**LONG)
    market.run_for(3 + 9)
    assert market.fork(Extravagant(week=0)).day == 12
    with pytest.raises(InputError, match=r"strategy Extravagant: got a plan for"):
        market.fork(Extravagant(week=2)).run_for(10)


def test_who_looks_ahead_in_the_first_week_lives_no_world_for_the_rehearsal(
    tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forks: list[int] = []
    fork = MarketModel.fork
    monkeypatch.setattr(
        MarketModel, "fork", lambda model, *args, **keys: (forks.append(model.day), fork(model, *args, **keys))[1]
    )
    market = tiny.market(LooksAhead(), **LONG)
    assert forks == []
    market.run_for(4)
    assert len(market.strategy.said) == 1
    assert set(forks) == {3}
