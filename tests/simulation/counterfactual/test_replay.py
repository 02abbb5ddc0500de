"""Plans that are kept, repeated, and carried out in part."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.counterfactual.replay import PAID, Recorder, Replay, Without
from simulation.strategies.broadcast import Broadcast
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class Weekly(Strategy):
    """Spends a quarter of what it thinks is left on advertisements, and offers to one more creator, each week."""

    def __init__(self) -> None:
        self.saw: list[int] = []

    def plan(self, view: View) -> Plan:
        self.saw.append(view.unspent)
        offer = Offer(view.week, 2, int(view.quotes[view.week]))
        return Plan((offer,), (AdvertBuy(1000.0, view.unspent // 4),))


def run(tiny: Any, strategy: Strategy, days: int = 17) -> Any:
    market = tiny.market(
        strategy, seed=5, market={"days": 16, "burn_in": 1}, brands={"campaign_days": 15, "budget": 1e6}
    )
    market.run_for(days)
    return market


def test_a_recorded_strategy_plans_as_it_would_alone(tiny: Any) -> None:
    recorder = Recorder(Weekly())
    assert tiny.differences(run(tiny, recorder), run(tiny, Weekly())) == []
    assert sorted(recorder.plans) == [0, 1, 2]
    assert recorder.name == "Weekly"


@pytest.mark.parametrize("strategy", [Weekly(), Broadcast(), HyperTargeted(posts=2)])
def test_what_was_recorded_can_be_repeated_bit_for_bit(tiny: Any, strategy: Strategy) -> None:
    recorder = Recorder(strategy)
    first = run(tiny, recorder)
    assert first.ledger.cost > 0
    assert tiny.differences(first, run(tiny, Replay(recorder.plans))) == []


def test_with_nothing_left_out_nothing_changes(tiny: Any) -> None:
    assert tiny.differences(run(tiny, Without(Weekly())), run(tiny, Weekly())) == []


def test_with_everything_left_out_it_is_no_marketing(tiny: Any) -> None:
    market = run(tiny, Without(Weekly(), creators=range(8), channels=PAID))
    assert market.ledger.cost == 0
    assert tiny.differences(market, run(tiny, Replay({}))) == []


def test_money_of_what_is_left_out_is_not_spent_on_the_rest(tiny: Any) -> None:
    inside = Weekly()
    whole, lacking = run(tiny, Weekly()), run(tiny, Without(inside, creators=[0]))
    rest = [entry for entry in whole.journal.entries if entry.creator != 0]
    assert lacking.journal.entries == rest
    of_it = sum(cents for entry, cents in whole.journal.of_brand(0) if entry.creator == 0)
    assert lacking.ledger.cost == whole.ledger.cost - of_it
    assert inside.saw[-1] < lacking.ledger.budget


def test_without_advertisements_the_offers_stay_as_they_were(tiny: Any) -> None:
    whole, lacking = run(tiny, Weekly()), run(tiny, Without(Weekly(), channels=PAID))
    assert lacking.ledger.media == 0
    assert lacking.journal.entries == [entry for entry in whole.journal.entries if entry.channel is None]


def test_who_would_decline_holds_no_money_back(tiny: Any) -> None:
    class Mean(Strategy):
        def plan(self, view: View) -> Plan:
            return Plan((Offer(1, 1, 0),))

    strategy = Without(Mean(), creators=[1])
    run(tiny, strategy)
    assert strategy.withheld == 0
