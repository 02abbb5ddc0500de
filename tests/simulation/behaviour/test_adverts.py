"""Advertisements: who meets which channel, what that does to the feed, and that every cent is accounted for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.compute.draws import OCCASION, draw4
from simulation.engine.engine import ENGINES
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import (
    BROADCAST_IMPRESSIONS,
    CHANNELS,
    NOT_YET,
    PAID_SOCIAL_IMPRESSIONS,
    RETARGETING_IMPRESSIONS,
    SEARCH_IMPRESSIONS,
    SEEN,
)
from simulation.state.commitments import Flight
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View
from tests.examples import examples
from tests.plain_world import plain

CROWD = {"consumers": 300, "people": 3e4, "burn_in": 0, "days": 6}
"""A hundred people each, so that an impression is shown to one consumer in a hundred."""


class Buys(Strategy):
    """Buys what it is told to, on the campaign's first day."""

    def __init__(self, *buys: AdvertBuy) -> None:
        self.buys = buys

    def plan(self, view: View) -> Plan:
        return Plan(adverts=self.buys) if view.week == 0 else Plan()


def bought(channel: str, impressions: float = 1e5, cost: int = 100_000, **window: Any) -> Buys:
    return Buys(AdvertBuy(impressions, cost, channel, **window))


ALL = Buys(*(AdvertBuy(6e4, 500_000 + k, channel) for k, channel in enumerate(CHANNELS)))


def market(tiny: Any, strategy: Strategy, **arguments: Any) -> MarketModel:
    parts = {"market": CROWD, **arguments}
    parts["market"] = {**CROWD, **parts["market"]}
    made: MarketModel = tiny.market(strategy, **parts)
    return made


def shown(model: MarketModel, column: int, brand: int = 0) -> int:
    return int(model.history.measured(brand)[column])


def test_all_engines_give_the_same_bits_with_every_channel_on(tiny: Any) -> None:
    ran = [market(tiny, ALL, engine=name, market={"burn_in": 1}) for name in ENGINES]
    for model in ran:
        model.run_for(7)
    assert tiny.differences(ran[0], ran[1]) == []
    assert tiny.differences(ran[0], ran[2]) == []
    counts = ran[0].history.measured(0)[BROADCAST_IMPRESSIONS : BROADCAST_IMPRESSIONS + len(CHANNELS)]
    assert (counts > 0).all(), "a channel that nobody met: the comparison says nothing about it"


def test_threads_do_not_change_the_bits_with_every_channel_on(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.engine.engine.BREAK_EVEN", 0)
    one, three = market(tiny, ALL, threads=1), market(tiny, ALL, threads=3)
    one.run_for(6)
    three.run_for(6)
    assert tiny.differences(one, three) == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_that_is_off_leaves_exactly_the_market_without_it(tiny: Any, channel: str) -> None:
    nothing, without = market(tiny, bought(channel, 0.0, 0)), market(tiny, Buys())
    nothing.run_for(6)
    without.run_for(6)
    assert tiny.differences(nothing, without) == []


@pytest.mark.parametrize("channel", CHANNELS[1:])
def test_another_channel_leaves_the_draws_of_broadcast_alone(tiny: Any, channel: str) -> None:
    broadcast = AdvertBuy(1e5, 1)
    alone, beside = market(tiny, Buys(broadcast)), market(tiny, Buys(broadcast, AdvertBuy(1e5, 1, channel)))
    alone.run_for(6)
    beside.run_for(6)
    assert shown(beside, BROADCAST_IMPRESSIONS) == shown(alone, BROADCAST_IMPRESSIONS) > 0
    assert tiny.differences(alone, beside) != []


def test_paid_social_with_perfect_data_meets_the_brands_niche_and_nobody_else(tiny: Any) -> None:
    model = market(tiny, bought("paid_social"), platform={"segment_accuracy": 1.0})
    model.run_for(4)
    met = model.consumers.exposures[:, 0] > 0
    assert met.any()
    assert (model.consumers.niche[met] == model.tables.brands.niche[0]).all()


def test_paid_social_with_worthless_data_meets_anybody(tiny: Any) -> None:
    model = market(tiny, bought("paid_social", 3e5), platform={"segment_accuracy": 0.0})
    model.run_for(4)
    inside = model.consumers.niche == model.tables.brands.niche[0]
    exposures = model.consumers.exposures[:, 0].astype(float)
    assert exposures[inside].mean() == pytest.approx(exposures[~inside].mean(), rel=0.1)
    assert exposures.mean() == pytest.approx(3e5 / 3e4, rel=0.05)


def test_segment_accuracy_is_the_share_that_meets_the_segment_beside_those_who_stray_into_it(tiny: Any) -> None:
    model = market(tiny, bought("paid_social", 3e5), platform={"segment_accuracy": 0.4, "frequency_cap": 100.0})
    model.run_for(4)
    inside = model.consumers.niche == model.tables.brands.niche[0]
    exposures = model.consumers.exposures[:, 0]
    found = exposures[inside].sum() / exposures.sum()
    assert found == pytest.approx(0.4 + 0.6 * inside.mean(), abs=0.02)


def test_an_advertisement_in_the_feed_loads_it_and_takes_a_posts_place(tiny: Any) -> None:
    busy = {"consumers": {"traits": {"attention": 1.0}}, "platform": {"visibility": 1.0, "segment_accuracy": 0.0}}
    with_, without = market(tiny, bought("paid_social", 6e4), **busy), market(tiny, Buys(), **busy)
    with_.step()
    without.step()
    met = with_.consumers.exposures[:, 0] > 0
    read = [int(model.tally.creator[:, SEEN].sum()) for model in (with_, without)]
    assert met.any()
    assert read[0] < read[1]
    full = met & (with_.consumers.exposures[:, 0] >= with_.consumers.attention)
    assert full.any()
    idle = full & (np.diff(with_.tables.follows.start) == 0)  # nobody followed: only the advertisement moves the load
    assert (with_.consumers.load[idle] > without.consumers.load[idle]).all()
    assert with_.consumers.load[met].mean() > without.consumers.load[met].mean()


def test_paid_social_never_takes_more_than_a_persons_attention(tiny: Any) -> None:
    model = market(
        tiny,
        bought("paid_social", 1e7),
        platform={"frequency_cap": 50.0},
        consumers={"traits": {"attention": 2.0}},
    )
    model.step()
    assert (model.consumers.exposures[:, 0] <= model.consumers.attention).all()
    assert (model.consumers.exposures[:, 0] == model.consumers.attention).any()


def test_broadcast_is_outside_the_feed_and_leaves_its_load_alone(tiny: Any) -> None:
    with_, without = market(tiny, bought("broadcast", 1e6)), market(tiny, Buys())
    with_.step()
    without.step()
    assert with_.consumers.exposures[:, 0].any()
    assert (with_.consumers.load == without.consumers.load).all()


def test_search_is_met_by_those_who_know_the_brand_on_the_day_they_may_buy(tiny: Any) -> None:
    parts = plain(platform={"frequency_cap": 1.0, "visibility": 0.0})
    model = market(tiny, bought("search", 1e7), **parts)  # a plain world: a known brand always comes to mind
    knew = model.consumers.aware[:, 0] != 0
    rows = range(len(knew))
    may_buy = np.array([draw4(model.key, OCCASION, c, 0, 0, 0)[0] < model.consumers.rate[c] for c in rows])
    model.step()
    assert (knew & may_buy).any()
    assert ((model.consumers.exposures[:, 0] > 0) == (knew & may_buy)).all()


def test_search_is_met_before_the_choice_and_moves_it(tiny: Any) -> None:
    persuasive = {"persuasion": {"advert_adstock": 10.0}, "purchase": {"adstock": 20.0, "adstock_half": 0.01}}
    searched = market(tiny, bought("search", 1e7), platform={"frequency_cap": 1.0}, consumers=persuasive)
    searched.step()
    met = searched.consumers.exposures[:, 0] > 0
    assert met.any()
    assert (searched.consumers.purchases[met, 0] == 1).all()


def test_retargeting_follows_recent_visitors_who_have_not_bought(tiny: Any) -> None:
    platform = {"frequency_cap": 1.0, "visibility": 0.0, "retargeting_window": 3}
    model = market(tiny, bought("retargeting", 1e7), platform=platform)
    model.run_for(2)
    consumers = model.consumers
    consumers.aware[:, 0] = 0  # nobody visits by themselves any more
    consumers.exposures[:] = 0
    consumers.purchases[:] = 0
    consumers.visited[:, 0] = NOT_YET
    consumers.visited[:100, 0] = 0  # within the window on day 2, out of it on day 3
    consumers.visited[100:200, 0] = model.day
    consumers.purchases[50:150, 0] = 1
    for name in ("listen", "shop"):
        model.schedule.remove(name)
    model.step()
    met = consumers.exposures[:, 0] > 0
    assert np.flatnonzero(met).tolist() == [*range(50), *range(150, 200)]
    consumers.exposures[:] = 0
    model.step()
    assert np.flatnonzero(consumers.exposures[:, 0]).tolist() == [*range(150, 200)]


def test_advertisements_run_on_the_days_they_were_bought_for(tiny: Any) -> None:
    for channel in ("broadcast", "paid_social"):
        model = market(tiny, bought(channel, first_day=1, days=2))
        model.run_for(6)
        assert [counts[0, BROADCAST_IMPRESSIONS + CHANNELS.index(channel)] > 0 for counts in model.history.brand] == [
            False,
            True,
            True,
            False,
            False,
            False,
        ]


def test_what_was_bought_is_spread_evenly(tiny: Any) -> None:
    model = market(tiny, bought("paid_social", 1.2e5))
    model.run_for(4)
    daily = np.array([counts[0, PAID_SOCIAL_IMPRESSIONS] for counts in model.history.brand])
    assert daily == pytest.approx(np.full(4, 300), rel=0.15)
    assert daily.sum() * 100 == pytest.approx(1.2e5, rel=0.02)


def test_retargeting_with_nobody_to_follow_is_refunded_to_the_cent(tiny: Any) -> None:
    model = market(tiny, bought("retargeting", cost=123_457), brands={"awareness": [0.0], "loyal": [0.0]})
    model.run_for(3)
    assert model.ledger.media == 123_457
    model.run_for(1)
    assert shown(model, RETARGETING_IMPRESSIONS) == 0
    assert model.ledger.media == 0
    assert model.ledger.unspent == model.ledger.budget


def test_impressions_above_the_frequency_cap_are_not_shown_and_not_paid(tiny: Any) -> None:
    platform = {"frequency_cap": 1.0, "segment_accuracy": 1.0}
    model = market(tiny, bought("paid_social", 1e6, 1_000_000), platform=platform)
    inside = int(np.count_nonzero(model.consumers.niche == model.tables.brands.niche[0]))
    model.run_for(4)
    assert shown(model, PAID_SOCIAL_IMPRESSIONS) == 4 * inside
    assert model.ledger.media == pytest.approx(1_000_000 * 4 * inside * 100 / 1e6, abs=1)


@pytest.mark.parametrize("accuracy", [1.0, 0.5])
def test_a_segment_that_is_empty_costs_only_what_went_astray(tiny: Any, accuracy: float) -> None:
    model = market(tiny, bought("paid_social", 1e5, 100_000), platform={"segment_accuracy": accuracy})
    model.consumers.niche[model.consumers.niche == model.tables.brands.niche[0]] = 1
    model.run_for(4)
    cost = shown(model, PAID_SOCIAL_IMPRESSIONS) * 100
    assert model.ledger.media == pytest.approx(cost, abs=1)
    assert (cost == 0) == (accuracy == 1.0)


amounts = st.tuples(
    st.sampled_from(CHANNELS), st.floats(0, 1e6), st.integers(0, 1_000_000), st.integers(0, 3), st.integers(1, 4)
)


@examples(20)
@given(buys=st.lists(amounts, max_size=4), cap=st.floats(0.1, 5), accuracy=st.floats(0, 1), seed=st.integers(0, 99))
def test_money_adds_up_on_every_day_whatever_is_bought(
    tiny: Any, buys: list[tuple[str, float, int, int, int]], cap: float, accuracy: float, seed: int
) -> None:
    plan = Buys(*(AdvertBuy(n, cost, ch, first, min(days, 4 - first)) for ch, n, cost, first, days in buys))
    model = market(
        tiny, plan, seed=seed, market={"consumers": 40}, platform={"frequency_cap": cap, "segment_accuracy": accuracy}
    )
    paid = sum(cost for _, _, cost, _, _ in buys)
    airtime = sum(cost for channel, _, cost, _, _ in buys if channel == "broadcast")
    for _ in range(6):
        model.step()
        ledger = model.ledger
        assert ledger.budget == ledger.fees + ledger.media + ledger.hours + ledger.unspent
        assert airtime <= ledger.media <= paid
        assert isinstance(ledger.media, int)
    assert model.flights.flights == []


def test_what_was_paid_is_the_share_that_was_shown() -> None:
    flight = Flight(brand=0, channel=2, first=0, days=7, impressions=1_000.0, cost=999)
    assert flight.refund == 999
    flight.delivered = 250.0
    assert flight.refund == 749  # rounded down, never more than was paid for what was not shown
    flight.delivered = 1_200.0
    assert flight.refund == 0


def test_what_could_not_be_shown_is_owed_on_the_days_left() -> None:
    flight = Flight(brand=0, channel=2, first=10, days=4, impressions=400.0, cost=100)
    assert flight.quota(10) == 100.0
    assert flight.quota(12) == 200.0
    flight.delivered = 390.0
    assert flight.quota(13) == 10.0


def test_a_twin_and_a_checkpoint_go_on_with_the_flights_that_run(tiny: Any, tmp_path: Any) -> None:
    from simulation.strategies.search_retargeting import SearchRetargeting

    model = market(tiny, SearchRetargeting())
    model.run_for(2)
    twin = model.fork()
    model.save(tmp_path / "market.npz")
    loaded = MarketModel.load(tmp_path / "market.npz")
    for each in (model, twin, loaded):
        each.run_for(4)
    assert shown(model, SEARCH_IMPRESSIONS) > 0
    assert tiny.differences(model, twin) == []
    assert tiny.differences(model, loaded) == []


def test_metrics_name_the_impressions_of_each_channel_and_their_sum(tiny: Any) -> None:
    model = market(tiny, ALL)
    model.run_for(6)
    frame = model.metrics
    channels = [frame[f"{channel}_impressions"] for channel in CHANNELS]
    assert all(column.sum() > 0 for column in channels)
    assert (sum(channels) == frame["advert_impressions"]).all()


@pytest.mark.parametrize(
    ("buy", "message"),
    [
        (AdvertBuy(1.0, 1, "paid_socal"), "channel: got 'paid_socal', takes one of broadcast, paid_social"),
        (AdvertBuy(float("nan"), 1, "search"), "got nan impressions, takes 0 or more"),
        (AdvertBuy(-1.0, 1, "search"), "got -1.0 impressions, takes 0 or more"),
        (
            AdvertBuy(1.0, 1, "search", first_day=4),
            "got first_day=4, takes a day of the campaign from today on: 0 to 3",
        ),
        (AdvertBuy(1.0, 1, "search", first_day=-1), "got first_day=-1"),
        (AdvertBuy(1.0, 1, "search", days=0), "got advertisements for 0 days, takes 1 to 4"),
        (AdvertBuy(1.0, 1, "search", first_day=2, days=3), "got advertisements for 3 days, takes 1 to 2"),
        (AdvertBuy(1.0, -1, "search"), "got a negative cost"),
        (AdvertBuy(1.0, 5_000_001, "search"), "takes at most the 50,000.00 USD"),
    ],
)
def test_a_buy_that_makes_no_sense_is_refused_in_one_line(tiny: Any, buy: AdvertBuy, message: str) -> None:
    with pytest.raises(InputError) as caught:
        market(tiny, Buys(buy))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("segment_accuracy", 1.1), ("segment_accuracy", -0.1), ("frequency_cap", 0.0)]
)
def test_parameters_of_advertising_out_of_range_are_refused_in_one_line(tiny: Any, name: str, value: float) -> None:
    with pytest.raises(InputError, match=f"^platform.{name}: got {value}, takes ") as caught:
        tiny.scenario(platform={name: value})
    assert "\n" not in str(caught.value)
