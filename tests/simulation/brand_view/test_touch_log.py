"""The log of touches agrees with what was counted when it happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulation.brand_view.touch_log import named_channels, read_touches
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import CHANNELS, PURCHASED, STUDIED
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class Everything(Strategy):
    """All creators and all channels."""

    def plan(self, view: View) -> Plan:
        if view.week:
            return Plan()
        offers = tuple(Offer(i, 4, int(quote)) for i, quote in enumerate(view.quotes))
        return Plan(offers, tuple(AdvertBuy(1e6, 100_000, channel) for channel in CHANNELS))


@pytest.fixture(scope="module")
def market(lively: Callable[..., MarketModel]) -> MarketModel:
    start = lively(measurement={"touches": 200}, brands={"budget": 4e6, "awareness": [0.5]})
    model = start.fork(Everything())
    model.run_for(10)
    return model


def test_whoever_was_exposed_has_a_touch_and_nobody_else(market: MarketModel) -> None:
    log = read_touches(market)
    touched = np.bincount(log.person[log.source != PURCHASED], minlength=200)
    assert np.array_equal(touched > 0, market.consumers.exposures[:, STUDIED] > 0)
    assert (touched <= market.consumers.exposures[:, STUDIED]).all()
    assert not log.forgotten.any()


def test_every_purchase_is_an_entry(market: MarketModel) -> None:
    log = read_touches(market)
    assert np.array_equal(np.bincount(log.person[log.bought], minlength=200), market.consumers.purchases[:, STUDIED])
    assert np.array_equal(log.purchases, market.consumers.purchases[:, STUDIED])
    by_day = np.bincount(log.day[log.bought], minlength=10)
    assert by_day.tolist() == market.history.purchases(STUDIED)[-10:].tolist()


def test_every_channel_and_creator_that_was_seen_is_there(market: MarketModel) -> None:
    log, counts = read_touches(market), market.history.measured(STUDIED)
    for k, name in enumerate(CHANNELS):
        assert np.count_nonzero(log.source == -1 - k) > 0, name
    seen = market.by_creator()["impressions"].to_numpy() / market.people_per_consumer
    touched = np.bincount(log.source[log.source >= 0], minlength=len(seen))
    assert np.array_equal(seen > 0, touched > 0)
    assert (touched <= seen).all()
    assert counts.sum() > 0


def test_days_never_fall_and_lie_in_the_campaign(market: MarketModel) -> None:
    log = read_touches(market)
    same = log.person[1:] == log.person[:-1]
    assert (np.diff(log.day)[same] >= 0).all()
    assert log.day.min() >= 0
    assert log.day.max() <= 9


def test_small_rings_hold_the_newest_entries_of_large_ones(
    lively: Callable[..., MarketModel], market: MarketModel
) -> None:
    start = lively(measurement={"touches": 5}, brands={"budget": 4e6, "awareness": [0.5]})
    model = start.fork(Everything())
    model.run_for(10)
    large, small = read_touches(market), read_touches(model)
    assert small.forgotten.sum() > 100
    for c in range(200):
        mine, its = slice(*small.first[c : c + 2]), slice(*large.first[c : c + 2])
        number = mine.stop - mine.start
        assert number <= 5
        assert small.source[mine].tolist() == large.source[its].tolist()[-number:] or number == 0
        assert small.forgotten[c] == max(its.stop - its.start - 5, 0)


@pytest.mark.parametrize("by", ["channel", "tier", "niche", "creator"])
def test_channels_are_named_as_the_parts_of_the_truth_are(market: MarketModel, by: Any) -> None:
    log = read_touches(market)
    names, place = named_channels(market, log.source, by)
    assert list(names) == sorted(names)
    assert {names[k] for k in place[log.source == PURCHASED]} == {"direct"}
    for source, name in zip(log.source.tolist()[:500], np.array(names)[place][:500], strict=True):
        if source >= 0:
            tier, niche = market.by_creator().loc[source, ["tier", "niche"]]
            assert name == {"channel": "creators", "tier": tier, "niche": niche, "creator": f"creator {source}"}[by]


def test_a_market_that_kept_nothing_is_refused(campaign: MarketModel) -> None:
    with pytest.raises(InputError, match=r"measurement\.touches: got 0"):
        read_touches(campaign)
