"""Same seed, same bits: whatever the engine, the threads, the order of agents, an interruption, or the neighbours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import collections, time
import simulation.columns as cc
SPENT = collections.Counter()

@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data(), seed=st.integers(0, 2**32 - 1))
def test_compiled_interpreted_and_agents_give_the_same_bits_in_any_market(
    tiny: Any, any_scenario: Any, any_strategy: Any, draw: st.DataObject, seed: int
) -> None:
    t = time.perf_counter()
    scenario, strategy = draw.draw(any_scenario), draw.draw(any_strategy)
    SPENT["draw"] += time.perf_counter() - t
    t = time.perf_counter()
    world = tiny.world(scenario, seed)
    SPENT["world"] += time.perf_counter() - t
    days = scenario.market.burn_in + scenario.market.days
    ran = []
    for engine in ("compiled", "interpreted", "agents"):
        t = time.perf_counter()
        market = tiny.market(strategy, seed, engine, scenario=scenario, world=world)
        market.run_for(days)
        ran.append(market)
        SPENT[engine] += time.perf_counter() - t
    SPENT["n"]+=1
    SPENT["cdays"]+=days*scenario.market.consumers
    for c in ("POST_IMPRESSIONS", "ADVERT_IMPRESSIONS", "PURCHASES", "CALL_OUTS", "HEARD_NEGATIVE","RECOMMENDATIONS"):
        import simulation.columns as cc
        SPENT[c] += any(b[:, getattr(cc,c)].sum()>0 for b in market.log.brand)
    SPENT["WON"] += any(b[:, cc.WON].sum()>0 for b in market.log.tier)
    SPENT["LOST"] += any(b[:, cc.LOST].sum()>0 for b in market.log.tier)
    assert tiny.differences(ran[0], ran[1]) == []
    assert tiny.differences(ran[0], ran[2]) == []

def test_x():
    print(SPENT)
