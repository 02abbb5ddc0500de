"""The oracle says what the days to come say, and leaves the market as it is."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from simulation.counterfactual.look_ahead import leave_out
from simulation.errors import InputError
from simulation.state.columns import CHANNELS, PURCHASES, STUDIED, TESTABLE
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


def everything(view: View, first: int) -> Plan:
    offers = tuple(Offer(i, 4, int(view.quotes[i]), days=7) for i in range(first, first + 3))
    return Plan(offers, tuple(AdvertBuy(2e5, 100_000, channel, days=7) for channel in CHANNELS))


class Asks(Strategy):
    """Buys twice; asks the oracle about the second plan, and may leave a part of it out."""

    def __init__(self, asks: bool = True, without: str = "") -> None:
        self.asks, self.without, self.said = asks, without, dict[str, float]()

    def plan(self, view: View) -> Plan:
        if view.week > 1:
            return Plan()
        plan = everything(view, 3 * view.week)
        if view.week == 1 and self.asks:
            self.said = view.oracle(plan, 6)
        return leave_out(plan, self.without) if view.week == 1 else plan


def live(tiny: Any, strategy: Strategy) -> Any:
    model = tiny.market(
        strategy,
        seed=2,
        market={"consumers": 400, "people": 4e6, "days": 14, "burn_in": 2},
        brands={"budget": 4e6, "campaign_days": 14, "awareness": [0.4]},
        consumers={"persuasion": {"awareness": 0.6, "gain": 0.5}, "talk": {"hear": 0.8, "recommend": 0.8}},
        creators={"dealing": {"enabled": True}},
    )
    model.run_for(2 + 13)
    return model


def bought(model: Any) -> float:
    return float(
        sum(int(counts[STUDIED, PURCHASES]) for counts in model.history.brand[-6:]) * model.people_per_consumer
    )


def test_it_says_what_leaving_a_channel_out_comes_to(tiny: Any) -> None:
    asks = Asks()
    whole = live(tiny, asks)
    assert set(asks.said) == set(TESTABLE)
    for channel in TESTABLE:
        assert asks.said[channel] == bought(whole) - bought(live(tiny, Asks(False, channel))), channel
    assert any(asks.said.values())


def test_asking_changes_nothing(tiny: Any) -> None:
    assert tiny.differences(live(tiny, Asks()), live(tiny, Asks(False))) == []


def test_a_channel_that_a_plan_does_not_use_adds_nothing(tiny: Any) -> None:
    class Little(Asks):
        def plan(self, view: View) -> Plan:
            if view.week == 1:
                self.said = view.oracle(Plan(adverts=(AdvertBuy(2e6, 100_000, days=7),)), 6)
            return Plan()

    little = Little()
    live(tiny, little)
    assert {channel for channel, amount in little.said.items() if amount} <= {"broadcast"}


def test_nobody_else_may_ask_and_nobody_before_the_campaign(tiny: Any) -> None:
    model = tiny.market("none")
    with pytest.raises(InputError, match="oracle: asked on campaign day -2"):
        model.view().oracle(Plan(), 3)
    model.run_burn_in()
    with pytest.raises(InputError, match="oracle: got brand Birch"):
        model.view(1).oracle(Plan(), 3)


def test_a_plan_without_its_offers_keeps_the_rest() -> None:
    plan = Plan((Offer(0, 1, 1),), (AdvertBuy(1.0, 1), AdvertBuy(1.0, 1, "search")))
    assert leave_out(plan, "creators") == dataclasses.replace(plan, offers=())
    assert [buy.channel for buy in leave_out(plan, "search").adverts] == ["broadcast"]
