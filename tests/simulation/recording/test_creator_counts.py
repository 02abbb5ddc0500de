"""What is counted by creator for the studied brand, and what was paid for whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.model import MarketModel
from simulation.state import columns as c
from simulation.state.journal import Purpose


def test_counts_by_creator_add_up_to_the_brands(campaign: MarketModel) -> None:
    brand, creators = campaign.history.measured(c.STUDIED), campaign.log.creator.sum(axis=0)
    assert creators[c.STUDIED_SEEN] == brand[c.POST_IMPRESSIONS] > 100
    assert creators[c.STUDIED_ENGAGED] == brand[[c.LIKES, c.COMMENTS, c.SHARES, c.MESSAGES, c.SAVES]].sum() > 10
    assert creators[c.STUDIED_LOST] == brand[c.UNFOLLOWS] > 5


def test_all_posts_that_fall_due_are_counted_once(campaign: MarketModel) -> None:
    assert campaign.log.creator[:, c.STUDIED_POSTS].tolist() == [6, 6, 6, 6, 2, 0, 0, 0]


def test_days_of_the_burn_in_are_not_counted(start: MarketModel, campaign: MarketModel) -> None:
    assert start.log.creator.sum() == 0
    measured = [tiers for day, tiers in zip(campaign.history.days, campaign.log.tier, strict=True) if day >= 0]
    assert np.sum(measured, axis=(0, 1)).tolist() == campaign.log.creator.sum(axis=0).tolist()


def test_posts_of_other_brands_count_for_nobody(start: MarketModel) -> None:
    market = start.fork("none")
    market.brands[1].contract(0, posts=10, days=5, control=0.5, label=True)
    market.run_for(5)
    assert market.history.measured(1)[c.POST_IMPRESSIONS] > 0
    assert market.log.creator[:, c.STUDIED_POSTS :].sum() == 0


def test_payments_are_the_ledger_to_the_cent(campaign: MarketModel) -> None:
    ledger, paid = campaign.ledger, list(campaign.journal.of_brand(c.STUDIED))
    assert sum(cents for entry, cents in paid if entry.purpose == Purpose.FEE) == ledger.fees > 0
    assert sum(cents for entry, cents in paid if entry.purpose == Purpose.MEDIA) == ledger.media == 300_001
    assert sum(cents for entry, cents in paid if entry.purpose == Purpose.MANAGERS) == ledger.hours > 0
    assert sum(cents for _, cents in paid) == ledger.cost
    assert [(entry.day, entry.creator) for entry, _ in paid if entry.purpose == Purpose.FEE][:5] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (0, 3),
        (7, 4),
    ]


def test_a_market_that_is_saved_and_read_goes_on_counting(tiny: Any, tmp_path: Path) -> None:
    straight = tiny.market("hyper_targeted", seed=2)
    straight.run_for(5)
    straight.save(tmp_path / "market.npz")
    straight.run_for(3)
    again = MarketModel.load(tmp_path / "market.npz", threads=1)
    again.run_for(3)
    assert straight.log.creator[:, c.STUDIED_SEEN].sum() > 0
    assert straight.journal.entries
    assert tiny.differences(straight, again) == []


def test_a_fork_goes_on_by_itself(tiny: Any, start: MarketModel) -> None:
    straight = start.fork()
    straight.run_for(10)
    half = start.fork()
    half.run_for(5)
    before, paid = half.log.creator.copy(), len(half.journal.entries)
    twin = half.fork()
    twin.run_for(5)
    assert half.log.creator.tolist() == before.tolist()
    assert len(half.journal.entries) == paid < len(twin.journal.entries)
    assert tiny.differences(straight, twin) == []


def test_customers_are_those_with_a_habit_or_a_purchase_before(start: MarketModel) -> None:
    rows = len(start.consumers.niche)
    assert not start.log.was_customer(rows).any(), "the campaign has not begun"
    expected = (start.consumers.loyalty[:, 0] > 0) | (start.consumers.purchases[:, 0] > 0)
    start.run_for(4)
    assert start.log.was_customer(rows).tolist() == expected.tolist()
    assert 0 < expected.sum() < rows


@pytest.mark.parametrize("engine", ["interpreted", "agents"])
def test_every_engine_counts_the_same(tiny: Any, lively: Callable[..., MarketModel], engine: str) -> None:
    ran = [lively(engine=name, market={"consumers": 60, "people": 6e5}) for name in ("compiled", engine)]
    for market in ran:
        market.run_for(4)
    assert ran[0].log.creator[:, c.STUDIED_SEEN].sum() > 0
    assert tiny.differences(*ran) == []
