"""Brands that answer one another."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.counterfactual.best_response import best_response, best_responses, profits
from simulation.errors import InputError
from simulation.recording.outcomes import outcomes
from simulation.strategies.named import named


@pytest.fixture(scope="module")
def start(tiny: Any) -> Any:
    """A market of two brands that many would buy from if they knew them."""
    market = tiny.market(
        market={"consumers": 200, "people": 2e5, "days": 21},
        brands={"awareness": [0.1], "budget": 2e3, "rival_budget": 2e3, "campaign_days": 14},
        consumers={"persuasion": {"awareness": 0.5}},
    )
    market.run_burn_in()
    return market


def test_the_best_response_is_the_candidate_with_the_largest_profit(start: Any) -> None:
    tried = best_response(start, 1, ["none", "none"], ["none", "broadcast", "paid_social"])
    alone = {name: profits(start, ["none", name])[1] for name in tried}
    assert tried == alone
    assert next(iter(tried)) == max(alone, key=lambda name: alone[name]) != "none"


def test_best_responses_come_to_rest_where_nobody_gains_by_changing(start: Any) -> None:
    rest = best_responses(start, ["none", "broadcast"], rounds=4)
    assert rest.settled
    for brand in range(2):
        tried = best_response(start, brand, rest.strategies, ["none", "broadcast"])
        assert tried[rest.strategies[brand]] == max(tried.values())
    assert len(rest.path) == 2 * rest.rounds


def test_a_game_that_begins_in_the_burn_in_is_played_to_the_campaigns_end(tiny: Any) -> None:
    """The days of the burn-in that are left are lived too, or profits would be those of a shorter campaign."""
    market = tiny.market(
        market={"consumers": 200, "people": 2e5, "days": 21, "burn_in": 9},
        brands={"awareness": [0.1], "budget": 2e3, "rival_budget": 2e3, "campaign_days": 14},
        consumers={"persuasion": {"awareness": 0.5}},
    )
    market.run_for(2)
    later = market.fork("broadcast", rivals=[named("none")])
    later.run_burn_in()
    later.run_for(21)
    assert profits(market, ["broadcast", "none"]) == [outcomes(later, brand)["profit"] for brand in range(2)]


def test_what_makes_no_game_is_refused_in_one_line(start: Any) -> None:
    with pytest.raises(InputError, match="brand: got 2, takes 0 to 1"):
        best_response(start, 2, ["none", "none"], ["none"])
    with pytest.raises(InputError, match="strategies: got 1, takes 2"):
        profits(start, ["none"])
    with pytest.raises(InputError, match="strategy: got 'brodcast', takes .*broadcast"):
        profits(start, ["none", "brodcast"])
    with pytest.raises(InputError, match="candidates: got none"):
        best_responses(start, [])
    with pytest.raises(InputError, match="rounds: got 0"):
        best_responses(start, ["none"], rounds=0)
