"""Credit beside truth: where every method must be right, where none is, and that the score says so."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulation.brand_view.attribution import METHODS
from simulation.brand_view.bootstrap import _anew, _by_row
from simulation.brand_view.sensors import sense
from simulation.counterfactual.campaign import Worlds
from simulation.errors import InputError
from simulation.evaluation.dashboard_score import SCORE, Score, _row, score
from simulation.model import MarketModel
from simulation.state.columns import CHANNELS
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

EVERY = [*METHODS, "markov:2", "markov:3", "shapley:conversion_rate"]
PERFECT = {"touches": 250, "consent": 1.0, "view": [1.0] * 5, "lookback": 1e4, "view_lookback": 1e4}
NO_TALK = {"talk": {"hear": 0.0}}


class Only(Strategy):
    """One channel, or one creator."""

    def __init__(self, channel: str) -> None:
        self.channel = channel

    def plan(self, view: View) -> Plan:
        if view.week:
            return Plan()
        if self.channel == "creators":
            return Plan((Offer(1, 12, int(view.quotes[1])),))
        return Plan(adverts=(AdvertBuy(3e6, 300_000, self.channel),))


class Everything(Strategy):
    """Four creators and all channels."""

    def plan(self, view: View) -> Plan:
        if view.week:
            return Plan()
        offers = tuple(Offer(i, 4, int(view.quotes[i])) for i in range(4))
        return Plan(offers, tuple(AdvertBuy(4e5, 100_000, channel) for channel in CHANNELS))


def worlds_of(lively: Callable[..., MarketModel], strategy: Strategy, **parts: Any) -> Worlds:
    return Worlds(lively(**parts).fork(strategy))


@pytest.mark.parametrize("channel", ["broadcast", "paid_social", "creators"])
@pytest.mark.parametrize("truth", ["leave_one_out", "shapley"])
def test_perfect_sensors_one_channel_no_talk_and_an_unknown_brand_make_every_method_right(
    lively: Callable[..., MarketModel], channel: str, truth: Any
) -> None:
    """Nobody knows the brand at the start: whoever buys it was made aware by the channel, and touched by it."""
    worlds = worlds_of(
        lively,
        Only(channel),
        brands={"awareness": [0.0, 0.5], "loyal": [0.0, 0.1], "budget": 4e6},
        consumers=NO_TALK,
        measurement=PERFECT,
    )
    found = score(worlds, methods=EVERY, sensors=("links",), truth=truth, resamples=20)
    assert found.methods["true"].iloc[0] > 0
    assert found.forgotten == 0
    for method in EVERY:
        row = found.of(method).loc[channel]
        assert row["purchases"] == row["true_purchases"] > 0
        assert row["money"] == pytest.approx(row["true_money"], rel=1e-12)
        assert found.of(method).loc["direct", "true_purchases"] == 0
    assert found.methods["error"].to_numpy() == pytest.approx(np.zeros(len(EVERY)), abs=0.01)
    assert (found.methods["misallocated"] == 0).all()


@pytest.mark.parametrize(
    "change",
    [
        {"measurement": {"touches": 250}},  # sensors as companies have them
        {"brands": {"awareness": [0.5], "loyal": [0.1]}},  # people who would have bought anyway
        {"consumers": {"talk": {"hear": 0.9, "mention": 0.5}}},  # friends bring buyers whom the channel never met
    ],
    ids=["sensors", "known", "talk"],
)
def test_each_condition_of_that_is_needed(lively: Callable[..., MarketModel], change: dict[str, Any]) -> None:
    parts: dict[str, Any] = {
        "brands": {"awareness": [0.0, 0.5], "loyal": [0.0, 0.1], "budget": 4e6},
        "consumers": NO_TALK,
        "measurement": PERFECT,
    }
    parts |= {name: {**parts[name], **values} if name != "measurement" else values for name, values in change.items()}
    found = score(worlds_of(lively, Only("broadcast"), **parts), methods=EVERY, sensors=("links",), resamples=0)
    for method in EVERY:
        table = found.of(method)
        # One purchase is the smallest mistake that there is; with all conditions there is none, to the last digit.
        assert (table["purchases"] - table["true_purchases"]).abs().sum() >= 1, method


@pytest.fixture(scope="module")
def mixed(lively: Callable[..., MarketModel]) -> Score:
    worlds = worlds_of(lively, Everything(), brands={"awareness": [0.5], "budget": 4e6}, measurement=PERFECT)
    return score(worlds, methods=["first", "last", "markov"], truth="shapley", resamples=50)


def test_all_credit_is_all_that_was_sold(mixed: Score) -> None:
    for _, group in mixed.channels.groupby(["sensor", "method"]):
        assert group["purchases"].sum() == pytest.approx(mixed.of("last")["purchases"].sum())
        assert group["true_purchases"].sum() == pytest.approx(group["purchases"].sum())


def test_a_row_for_each_sensor_and_method(mixed: Score) -> None:
    labels = list(zip(mixed.methods["sensor"], mixed.methods["method"], strict=True))
    assert labels == [("links", m) for m in ("first", "last", "markov")] + [
        ("codes", "promo codes"),
        ("survey", "survey"),
    ]
    assert set(mixed.methods.columns) == {"sensor", "method", *SCORE}


def test_shares_add_up_and_leave_out_what_is_credited_to_none(mixed: Score) -> None:
    for _, group in mixed.channels.groupby(["sensor", "method"]):
        assert group["share"].sum() == pytest.approx(1)
        assert group["true_share"].sum() == pytest.approx(1)
        assert group.loc[group["channel"] == "direct", ["share", "true_share"]].isna().all(axis=None)


def test_the_score_is_computed_from_credit_and_truth(mixed: Score) -> None:
    row = mixed.methods.set_index("method").loc["last"]
    table = mixed.of("last").drop(index="direct")
    assert row["credited"] == pytest.approx(table["money"].sum())
    assert row["error"] == pytest.approx((table["money"] - table["true_money"]).abs().sum())
    moved = (table["share"] - table["true_share"]).clip(lower=0).sum()
    assert row["misallocated"] == pytest.approx(moved)
    assert row["misallocated_money"] == pytest.approx(moved * mixed.cost)
    assert row["rank_correlation"] == pytest.approx(table["money"].rank().corr(table["true_money"].rank()))
    inside = (table["low"] <= table["true_money"]) & (table["true_money"] <= table["high"])
    assert row["coverage"] == pytest.approx(inside.mean())


def test_a_method_that_credits_no_channel_wastes_the_whole_next_budget(mixed: Score) -> None:
    nothing = mixed.of("last").reset_index().assign(money=0.0, share=math.nan)
    assert _row(nothing, 1.0, 100.0)["misallocated_money"] == 100.0


def test_intervals_hold_the_credit_and_are_wider_at_higher_confidence(lively: Callable[..., MarketModel]) -> None:
    worlds = worlds_of(lively, Everything(), brands={"awareness": [0.5], "budget": 4e6}, measurement=PERFECT)
    narrow, wide = (
        score(worlds, methods=["linear"], sensors=("links",), resamples=80, confidence=level).of("linear")
        for level in (0.5, 0.99)
    )
    assert (wide["low"] <= wide["money"]).all()
    assert (wide["money"] <= wide["high"]).all()
    assert ((wide["high"] - wide["low"]) > (narrow["high"] - narrow["low"])).any()
    blind = dataclasses.replace(worlds.start.scenario.measurement, consent=0.0)  # credits no channel at all
    bare = score(worlds, methods=["linear"], sensors=("links",), resamples=0, measurement=blind)
    assert bare.channels["low"].isna().all()
    assert bare.methods["coverage"].isna().all()


def test_last_touch_overcredits_what_meets_people_who_were_about_to_buy(lively: Callable[..., MarketModel]) -> None:
    """Every touch is seen, and the truth is known: search and retargeting are given far more than they brought."""
    parts = {"brands": {"awareness": [0.7], "loyal": [0.3], "budget": 4e6}, "measurement": PERFECT}
    found = [
        score(Worlds(lively(seed=seed, **parts).fork(Everything())), sensors=("links",), methods=["last"], resamples=0)
        for seed in (1, 2, 3)
    ]
    for channel in ("search", "retargeting"):
        credited, true = (
            sum(float(each.of("last").loc[channel, name]) for each in found) for name in ("money", "true_money")
        )
        assert credited > 2 * max(true, 0.0), channel


@pytest.mark.parametrize("method", ["first", "last_non_direct", "position", "time_decay", "time_decay:2", "shapley"])
def test_crediting_each_journey_apart_gives_what_attributing_each_resample_does(
    lively: Callable[..., MarketModel], method: str
) -> None:
    model = lively(measurement={"touches": 100}, brands={"budget": 4e6, "awareness": [0.4]}).fork(Everything())
    model.run_for(10)
    journeys = sense(model, "links", "creator")
    assert _by_row(journeys, method, 200, 5) == pytest.approx(_anew(journeys, method, 200, 5), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        ({"truth": "shapely"}, "did you mean 'shapley'"),
        ({"resamples": -1}, "resamples, confidence: got -1"),
        ({"sensors": ("cookies",)}, "sensor: got 'cookies'"),
    ],
)
def test_what_cannot_be_scored_is_refused(lively: Callable[..., MarketModel], ask: Any, line: str) -> None:
    worlds = worlds_of(lively, Only("broadcast"), measurement={"touches": 9})
    with pytest.raises(InputError, match=line):
        score(worlds, **ask)
