"""Fines are a cost of the campaign wherever profit is told: in the outcomes, in the truth, in its parts."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.counterfactual.campaign import Worlds
from simulation.counterfactual.uplift import uplift


def test_truth_and_outcomes_agree_on_what_fines_cost(tiny: Any) -> None:
    market = tiny.market(
        "nano_swarm",
        creators={"disclosure_share": 0.0},
        regulation={"disclosure": "hashtag", "enforcement": 0.5, "fine": 0.0, "fine_share": 0.0, "brand_fine": 0.5},
        brands={"management": {"capacity": None}},
    )
    market.run_burn_in()
    worlds = Worlds(market)
    campaign, nothing = worlds.whole, market.fork("none")
    nothing.run_for(market.scenario.market.days)
    mine, its = campaign.outcomes(), nothing.outcomes()
    assert mine["fines"] > 0
    assert campaign.ledger.cost == campaign.ledger.spent + round(100 * mine["fines"])
    assert mine["cost"] == mine["fees"] + mine["media"] + mine["hours_cost"] + mine["fines"]
    margin = campaign.scenario.per_brand("margin")[0]
    assert mine["profit"] == pytest.approx(mine["revenue"] * margin - mine["cost"], rel=1e-12)
    assert uplift(campaign, nothing).total["profit"] == pytest.approx(mine["profit"] - its["profit"], rel=1e-6)
    assert worlds.without(()).cost == campaign.ledger.cost
