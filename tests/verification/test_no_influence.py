"""With no influence at all, truth is exactly zero for every campaign, person by person."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from simulation.configure import compose
from simulation.counterfactual.uplift import uplift
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.strategies import AdvertBuy, Offer, Plan, Strategy, View
from simulation.strategies.booked import Booked
from simulation.strategies.named import BUILT_IN
from tests.examples import examples

CONFIG = "consumers=no_influence"
"""Together with ``conversation=none crises=none``, which small markets have anyway."""


@functools.cache
def switched_off() -> dict[str, Any]:
    """What the config turns off: where its values differ from the schema's."""
    with_, without = compose([CONFIG])["consumers"], Scenario().to_dict()["consumers"]
    return {
        part: {name: value for name, value in values.items() if value != without[part][name]}
        for part, values in with_.items()
        if values != without[part]
    }


class Everything(Strategy):
    """Buys posts of every creator, scripted and unlabelled, and floods everybody with advertisements."""

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        left, offers = view.unspent // 2, []
        for i in range(len(view.quotes)):
            cost = view.management + 3 * int(view.quotes[i])
            if cost <= left:
                offers.append(Offer(i, 3, int(view.quotes[i]), control=1.0))
                left -= cost
        people = float(view.followers.sum())
        return Plan(tuple(offers), (AdvertBuy(impressions=3 * people, cost=view.unspent // 4),))


LOUD = {
    "talk": {"retell": 1.0, "mention": 0.5, "recommend": 1.0, "call_out": 1.0, "influence": 1.0, "discovery": 1.0},
    "engagement": {"unfollow": 0.2, "unfollow_sponsored": 0.5},
    "trust": {"asymmetry": 6.0, "betrayal": 10.0, "satisfaction": 0.3},
    "recognition": {"base": 0.0, "learning": 0.5},
}
"""All else that a campaign could stir up, stirred up."""


def arms(tiny: Any, strategy: Any, **consumers: Any) -> tuple[MarketModel, MarketModel]:
    """The same market with the campaign and without."""
    market = tiny.market(
        brands={"budget": 500_000.0, "campaign_days": 10},
        market={"days": 20, "people": 1e6},
        consumers={
            "traits": {"purchase_interval": 2.0},
            **{part: {**consumers.get(part, {}), **switched_off().get(part, {})} for part in [*LOUD, *switched_off()]},
        },
        platform={"share": 0.3},
    )
    market.run_burn_in()
    with_, without = market.fork(strategy), market.fork("none")
    with_.run_for(20)
    without.run_for(20)
    return with_, without


BOOKED = Booked(channels=["broadcast", "paid_social"], channel_weeks=[1, 1], spend=[200.0, 200.0])
"""Of itself it buys nothing."""


@pytest.mark.parametrize(
    "strategy", [*(name for name in BUILT_IN if name not in ("none", "booked")), BOOKED, Everything()]
)
def test_a_campaign_that_influences_nobody_changes_nothing_for_anybody(tiny: Any, strategy: Any) -> None:
    with_, without = arms(tiny, strategy, **LOUD)
    assert with_.consumers.exposures[:, 0].any(), "the campaign reached nobody: zero would say nothing"
    for brand in range(2):
        truth = uplift(with_, without, brand)
        assert not truth.purchases.any()
        assert not truth.revenue.any()
        assert not truth.profit.any()
        assert not truth.trust.any()
    assert uplift(with_, without).total["profit"] == -with_.ledger.cost / 100 < 0


def test_the_same_campaign_with_influence_changes_what_people_buy(tiny: Any) -> None:
    market = tiny.market(
        brands={"budget": 500_000.0, "campaign_days": 10, "awareness": [0.1]},
        market={"days": 20, "people": 1e6},
        consumers={"persuasion": {"awareness": 0.5}},
    )
    market.run_burn_in()
    with_, without = market.fork(Everything()), market.fork("none")
    with_.run_for(20)
    without.run_for(20)
    assert uplift(with_, without).purchases.any()


@examples(20, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=st.data(), strategy=st.data(), seed=st.integers(0, 2**32 - 1))
def test_what_the_config_turns_off_suffices_whatever_all_else_is(
    tiny: Any, any_scenario: Any, any_strategy: Any, scenario: st.DataObject, strategy: st.DataObject, seed: int
) -> None:
    drawn = scenario.draw(any_scenario).to_dict()
    for part, values in switched_off().items():
        drawn["consumers"][part].update(values)
    drawn["conversation"]["enabled"] = drawn["crises"]["enabled"] = False
    market = tiny.market(seed=seed, scenario=Scenario.from_dict(drawn))
    market.run_burn_in()
    with_, without = market.fork(strategy.draw(any_strategy)), market.fork("none")
    with_.run_for(8)
    without.run_for(8)
    for brand in range(len(market.brands)):
        truth = uplift(with_, without, brand)
        assert not truth.purchases.any()
        assert not truth.trust.any()


@pytest.mark.parametrize(
    ("turned_on", "moved"),
    [
        ({"persuasion": {"awareness": 0.5}}, "aware"),
        ({"persuasion": {"gain": 0.5}}, "attitude"),
        ({"persuasion": {"covert": 0.5}}, "attitude"),
        ({"trust": {"association": 0.5}}, "trust"),
        ({"trust": {"brand_gain": 0.5}}, "trust"),
        ({"talk": {"hear": 0.9}}, "attitude"),
        ({"purchase": {"adstock": 20.0}}, "purchases"),
    ],
)
def test_each_switch_of_the_config_is_needed(tiny: Any, turned_on: Any, moved: str) -> None:
    """Turn one back on, and the campaign moves somebody."""
    ((part, values),) = turned_on.items()
    off = {name: value for name, value in switched_off()[part].items() if name not in values}
    assert off != switched_off()[part], "the config does not turn this off"
    consumers = {**LOUD, **switched_off(), part: {**LOUD.get(part, {}), **off, **values}}
    market = tiny.market(
        brands={"budget": 500_000.0, "campaign_days": 10, "awareness": [0.5]},
        market={"days": 20, "people": 1e6},
        consumers={"traits": {"purchase_interval": 2.0}, **consumers},
        platform={"share": 0.3},
    )
    market.run_burn_in()
    with_, without = market.fork(Everything()), market.fork("none")
    with_.run_for(20)
    without.run_for(20)
    assert not np.array_equal(getattr(with_.consumers, moved), getattr(without.consumers, moved))
