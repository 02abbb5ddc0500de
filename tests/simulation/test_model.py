"""The market is a Mesa model: its agents, sets, clock and data collectors all work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet

from simulation.agents import Brand, Consumer, Creator
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies import Plan, Strategy, View


def test_brands_and_creators_always_exist_as_agents_and_consumers_when_they_are_asked_for(tiny: Any) -> None:
    market = tiny.market()
    assert isinstance(market, mesa.Model)
    assert {kind: len(found) for kind, found in market.agents_by_type.items()} == {Brand: 2, Creator: 8}
    someone = market.consumer(7)
    assert market.consumer(7) is someone
    assert len(market.agents_by_type[Consumer]) == 1
    everybody = market.consumer_agents()
    assert isinstance(everybody, AbstractAgentSet)
    assert [agent.row for agent in everybody.sort("row", ascending=True)] == list(range(60))
    assert len(market.agents) == 60 + 2 + 8
    assert market.consumer(7) is someone


def test_mesas_agent_sets_select_do_and_sum_over_agents(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(3)
    creators, people = market.agents_by_type[Creator], market.consumer_agents()
    micro = creators.select(lambda agent: agent.tier == "micro")
    assert [agent.row for agent in micro] == np.flatnonzero(market.creators.tier == 1).tolist()
    assert creators.agg("followers", sum) == pytest.approx(market.creators.audience.sum() * market.people_per_consumer)
    assert people.agg("load", np.mean) == pytest.approx(market.consumers.load.mean())
    before = market.consumers.adstock.copy()
    market.consumers.adstock[:] = before = before + 1
    people.select(lambda agent: agent.row < 5).do("forget")
    faded = (market.consumers.adstock < before).all(axis=1)
    assert faded.tolist() == [c < 5 for c in range(60)]


def test_mesas_data_collector_takes_model_and_agent_reporters(tiny: Any) -> None:
    market = tiny.market("broadcast")
    market.consumer(3)
    collector = mesa.DataCollector(
        model_reporters={"load": lambda model: float(model.consumers.load.mean()), "day": "day"},
        agenttype_reporters={Creator: {"followers": "followers"}, Consumer: {"attention": "attention"}},
    )
    for _ in range(4):
        market.step()
        collector.collect(market)
    frame = collector.get_model_vars_dataframe()
    assert frame["day"].tolist() == [1, 2, 3, 4]
    assert frame["load"].iloc[-1] == pytest.approx(float(market.consumers.load.mean()))
    creators = collector.get_agenttype_vars_dataframe(Creator)
    assert len(creators) == 4 * 8
    assert creators.xs(4, level="Step")["followers"].tolist() == [agent.followers for agent in market.creator_agents]
    people = collector.get_agenttype_vars_dataframe(Consumer)
    assert people["attention"].tolist() == [market.consumers.attention[3]] * 4


@pytest.mark.parametrize("engine", ["compiled", "interpreted", "agents"])
def test_mesas_clock_is_the_markets_day_also_after_a_fork_and_a_load(tiny: Any, tmp_path: Path, engine: str) -> None:
    def clocks(model: MarketModel) -> set[float]:
        return {model.day, model.time, model.steps, len(model.history.days)}

    market = tiny.market(engine=engine)
    market.step()
    market.run_for(2)
    assert clocks(market) == {3}
    twin = market.fork()
    market.save(tmp_path / "market.npz")
    loaded = MarketModel.load(tmp_path / "market.npz", engine)
    for model in (market, twin, loaded):
        assert clocks(model) == {3}
        model.step()
        assert clocks(model) == {4}
        model.run_for(3)
        assert clocks(model) == {7}
        model.run_until(9)
        assert clocks(model) == {9}


def test_events_of_ones_own_can_be_put_on_mesas_clock(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(1)
    twin = market.fork()
    seen: list[int] = []

    def note() -> None:  # Mesa holds it weakly
        seen.append(twin.day)

    twin.schedule_event(note, at=3.5)
    twin.run_for(5)
    assert seen == [3]


def test_the_burn_in_ends_on_the_campaigns_first_day(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 3})
    assert market.campaign_day == -3
    market.run_burn_in()
    assert (market.day, market.campaign_day) == (3, 0)
    market.run_burn_in()
    assert market.day == 3


class Diary(Strategy):
    """Buys nothing and writes down what it was shown."""

    def __init__(self) -> None:
        self.views: list[View] = []

    def plan(self, view: View) -> Plan:
        self.views.append(view)
        return Plan()


def test_a_strategy_plans_once_a_week_while_the_campaign_lasts(tiny: Any) -> None:
    market = tiny.market(Diary(), market={"burn_in": 3, "days": 40}, brands={"campaign_days": 20})
    assert market.strategy.views == [], "the rehearsal before the first day plans on a copy"
    market.run_for(43)
    assert [(view.week, view.days_left) for view in market.strategy.views] == [(0, 20), (1, 13), (2, 6)]
    assert [len(view.sales) for view in market.strategy.views] == [3, 10, 17]
    assert all(view.unspent == 50_000_00 for view in market.strategy.views)


def test_a_strategy_that_keeps_notes_keeps_them_apart_in_each_fork(tiny: Any) -> None:
    market = tiny.market(Diary(), market={"burn_in": 1, "days": 40}, brands={"campaign_days": 30})
    market.run_for(2)
    twin = market.fork()
    twin.run_for(14)
    assert (len(market.strategy.views), len(twin.strategy.views)) == (1, 3)


def test_a_fork_may_have_other_parameters_from_now_on(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 0})
    market.run_for(2)
    deaf = tiny.scenario(market={"burn_in": 0}, consumers={"talk": {"hear": 0.0}})
    twin = market.fork(scenario=deaf)
    market.run_for(3)
    twin.run_for(3)
    assert twin.scenario is deaf
    assert float(twin.rules.talk.hear) == 0.0
    assert tiny.differences(market, twin) != []


def test_a_fork_takes_a_strategy_by_its_name_and_tells_the_nearest_one(tiny: Any) -> None:
    market = tiny.market()
    assert type(market.fork("broadcast").strategy).__name__ == "Broadcast"
    with pytest.raises(InputError, match="did you mean 'broadcast'"):
        market.fork("broadcst")


def test_agents_see_the_columns_as_they_are_now(tiny: Any) -> None:
    market = tiny.market()
    someone = market.consumer(4)
    market.consumers.load[4] = 0.625
    assert someone.load == 0.625
    market.run_for(2)
    assert someone.load == market.consumers.load[4]


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "seven", None, True])
def test_a_seed_is_a_whole_number_of_32_bits(tiny: Any, seed: Any) -> None:
    scenario = tiny.scenario()
    world = tiny.world(scenario)
    with pytest.raises(InputError, match=r"seed: got .*, takes a whole number from 0 to 4294967295"):
        tiny.market(seed=seed, scenario=scenario, world=world)


@pytest.mark.parametrize("seed", [0, 2**32 - 1, np.int64(5)])
def test_seeds_from_end_to_end_of_the_range_run(tiny: Any, seed: Any) -> None:
    market = tiny.market(seed=seed, scenario=tiny.scenario(), world=tiny.world())
    market.run_for(3)
    assert market.seed == int(seed)


@pytest.mark.parametrize("row", [-1, 60])
def test_a_consumer_that_is_not_there_is_refused(tiny: Any, row: int) -> None:
    with pytest.raises(InputError, match=f"consumer: got {row}, takes 0 to 59"):
        tiny.market().consumer(row)


def test_the_model_says_where_its_graph_came_from_and_how_large_its_consumers_are(tiny: Any) -> None:
    market = tiny.market(market={"consumers": 50, "people": 2e5})
    assert market.people_per_consumer == 4000
    assert market.graph_hash
    assert market.notes
