"""The log, by hand: who counts as a customer when the campaign begins."""

from __future__ import annotations

from typing import Any

from simulation.recording.log import Log
from simulation.state.columns import STUDIED


def test_a_customer_has_a_habit_of_the_brand_or_bought_it_in_the_burn_in(tiny: Any) -> None:
    """Person 1 has the habit, person 2 bought, person 3 both; person 4 bought another brand."""
    market, log = tiny.market(), Log(2, 8, 4)
    assert not log.was_customer(60).any()
    people = market.consumers
    people.loyalty[:], people.purchases[:] = 0.0, 0
    people.loyalty[[1, 3], STUDIED], people.purchases[[2, 3], STUDIED], people.purchases[4, 1] = 0.25, 1, 1
    log.begin_campaign(market)
    assert log.was_customer(60).nonzero()[0].tolist() == [1, 2, 3]
