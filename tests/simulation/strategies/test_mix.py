"""A mix: shares of the budget that do not touch each other."""

from __future__ import annotations

import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.recording.by_creator import by_channel
from simulation.strategies.named import BUILT_IN, restore

SMALL = ["market.consumers=2000", "market.burn_in=7", "market.days=35", "brands.campaign_days=28"]


def spent(*overrides: str) -> dict[str, float]:
    """Return what a mix paid by channel; refunds are taken off."""
    model = sim.build([*SMALL, "strategy=mix", *overrides], seed=3)
    model.run_burn_in()
    model.run_for(35)
    return dict(by_channel(model)["spend"])


def test_each_part_pays_no_more_than_its_share() -> None:
    paid = spent("strategy.creators_share=0.3", "strategy.broadcast_share=0.5", "strategy.paid_social_share=0.1")
    assert 0 < paid["creators"] <= 75_000
    assert paid["broadcast"] == 125_000
    assert 0 < paid["paid_social"] <= 25_000
    assert paid["search"] == paid["retargeting"] == 0


def test_what_one_part_leaves_goes_to_no_other() -> None:
    alone = spent("strategy.creators_share=0.3", "strategy.paid_social_share=0")
    beside = spent("strategy.creators_share=0.3", "strategy.paid_social_share=0", "strategy.broadcast_share=0.1")
    assert alone["broadcast"] == 0
    assert beside["broadcast"] == 25_000
    assert beside["creators"] == pytest.approx(alone["creators"], rel=0.2), "the same money for creators"


def test_no_share_no_spend() -> None:
    paid = spent("strategy.creators_share=0", "strategy.paid_social_share=0")
    assert sum(paid.values()) == 0


def test_shares_above_everything_are_refused() -> None:
    with pytest.raises(InputError, match=r"strategy.creators_share.*got a sum of 1.1, takes at most 1"):
        restore({"_target_": BUILT_IN["mix"], "creators_share": 0.6, "paid_social_share": 0.5})
