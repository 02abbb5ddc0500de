"""A creator as a Mesa agent."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.state.columns import TIERS


def test_a_creator_knows_its_tier_niche_audience_and_price(tiny: Any) -> None:
    market = tiny.market()
    for agent in market.creator_agents:
        assert agent.tier == TIERS[market.creators.tier[agent.row]]
        assert agent.niche == market.scenario.market.niches[market.creators.niche[agent.row]]
        assert agent.followers == market.creators.audience[agent.row] * market.people_per_consumer
        assert agent.quote == market.quotes[agent.row]
        assert repr(agent) == f"<Creator {agent.row} {agent.tier}>"
    assert {agent.tier for agent in market.creator_agents} == set(TIERS)


def test_a_creator_who_does_not_decide_takes_its_quote_and_nothing_below(tiny: Any) -> None:
    agent = tiny.market(creators={"dealing": {"enabled": False}}).creator_agents[0]
    taken = [agent.posts_to_take(0, agent.quote + more, 5, 10, 1.0) for more in (-1, 0, 1)]
    assert taken == [0, 5, 5]


def test_a_creator_publishes_what_the_compiled_loop_publishes(tiny: Any) -> None:
    by_agents, compiled = (tiny.market(creators={"posting_rate": 2.5, "most_posts": 4}) for _ in range(2))
    for agent in by_agents.creator_agents:
        agent.publish()
    compiled.run_phase(next(phase for phase in compiled.schedule if phase.name == "publish"))
    assert tiny.differences(by_agents, compiled) == []
    assert by_agents.tables.content.number.sum() > 0


@pytest.mark.parametrize("engine", ["compiled", "agents"])
def test_followers_won_and_lost_show_in_the_audience(tiny: Any, engine: str) -> None:
    market = tiny.market(
        engine=engine,
        consumers={"engagement": {"unfollow": 0.5}, "talk": {"hear": 1.0, "discovery": 1.0}},
        platform={"share": 1.0},
    )
    before = market.creators.audience.copy()
    market.run_for(5)
    active = [
        sum(agent.row in someone.follows for someone in market.consumer_agents()) for agent in market.creator_agents
    ]
    assert market.creators.audience.tolist() == active
    assert (market.creators.audience != before).any()
