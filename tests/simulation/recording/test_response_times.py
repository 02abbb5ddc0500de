"""One line for answers: people wait in it, the oldest first, hours against demand; response times come from it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.market.conversation_hours import serve
from simulation.model import MarketModel
from simulation.recording.series import response_times
from simulation.state import columns as c
from simulation.strategies.plan import Community, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class Answering(Strategy):
    """All creators in the first week; so many hours a week for answers, from a given week on."""

    def __init__(self, hours: float, start: int = 0) -> None:
        self.hours, self.start = hours, start

    def plan(self, view: View) -> Plan:
        offers = tuple(Offer(i, 8, int(view.quotes[i])) for i in range(len(view.quotes))) if view.week == 0 else ()
        return Plan(offers, community=(Community(self.hours),) if view.week == self.start else ())


def busy(tiny: Any, hours: float, start: int = 0, seed: int = 1, **conversation: Any) -> MarketModel:
    """A market in which people write a great deal, before its first day."""
    market: MarketModel = tiny.market(
        Answering(hours, start),
        seed,
        market={"consumers": 200, "people": 2e6, "days": 21, "burn_in": 2},
        brands={"budget": 1e12, "campaign_days": 21, "awareness": [0.5]},
        platform={"comment": 2.0, "message": 1.0},
        consumers={"traits": {"attention": 8.0}},
        conversation={"enabled": True, **conversation},
    )
    return market


def asked_and_answered(tiny: Any, hours: float, start: int = 0, days: int = 23, **conversation: Any) -> MarketModel:
    market = busy(tiny, hours, start, **conversation)
    market.run_for(days)
    return market


def test_the_oldest_are_answered_first() -> None:
    answered, left = serve(np.array([10.0, 5.0, 3.0]), 6.0)
    assert answered.tolist() == [0, 3, 3]
    assert left.tolist() == [10, 2, 0]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20), st.integers(0, 5000))
def test_as_many_are_answered_as_can_be_and_nobody_is_lost(waiting: list[int], able: int) -> None:
    answered, left = serve(np.array(waiting, np.float64), float(able))
    assert answered.sum() == min(able, sum(waiting))
    assert (answered + left).tolist() == waiting
    assert (answered >= 0).all()
    assert (left >= 0).all()
    if (waits := np.flatnonzero(left)).size:
        assert not answered[: waits.max()].any()


def test_the_mean_and_the_ninth_decile_are_of_the_answers() -> None:
    assert response_times(np.array([8.0, 1.0, 0.0, 1.0])) == (1.4, 2.0)
    assert np.isnan(response_times(np.zeros(3))).all()


def test_with_hours_in_plenty_everybody_is_answered_the_day_after(tiny: Any) -> None:
    market = asked_and_answered(tiny, 1e7)
    days = market.metrics.loc[0:]
    assert (days["asked"] > 0).sum() > 5
    assert days["answered"].tolist()[1:] == days["asked"].tolist()[:-1]
    assert set(days.loc[days["answered"] > 0, "response_time"]) == {1.0}
    assert days.loc[days["answered"] == 0, "response_time"].isna().all()
    assert market.outcomes()["response_time"] == market.outcomes()["response_time_p90"] == 1
    assert days["waiting"].tolist() == days["asked"].tolist()
    assert not days["closed"].any()


def test_fewer_hours_mean_longer_waits_and_fewer_answers(tiny: Any) -> None:
    full = asked_and_answered(tiny, 1e7).metrics.loc[0:, "asked"].sum()
    enough = full / 12 / 3  # hours a week in which all could be answered, were they spread evenly over three weeks
    found = [asked_and_answered(tiny, enough * share).outcomes() for share in (2.0, 1.0, 0.5)]
    times, rates = ([outcomes[name] for outcomes in found] for name in ("response_time", "response_rate"))
    assert 1 <= times[0] < times[1] < times[2] <= 14
    assert 1 >= rates[0] > rates[1] > rates[2] > 0


def test_without_hours_nobody_is_answered_and_what_is_old_is_closed(tiny: Any) -> None:
    market = asked_and_answered(tiny, 0.0, patience=3)
    days = market.metrics.loc[0:]
    assert days["response_time"].isna().all()
    assert np.isnan(market.outcomes()["response_time"])
    assert market.outcomes()["response_rate"] == 0
    assert days["waiting"].to_numpy() == pytest.approx(days["asked"].rolling(3, min_periods=1).sum().to_numpy())
    assert days["closed"].tolist() == [0, 0, 0, *days["asked"].tolist()[:-3]]
    assert days["closed"].any()


def test_who_began_late_answers_what_has_waited(tiny: Any) -> None:
    days = asked_and_answered(tiny, 1e7, start=1).metrics
    assert days.loc[0:6, "response_time"].isna().all()
    assert days.loc[7, "response_time"] > 2
    assert days.loc[7, "answered"] == days.loc[0:6, "asked"].sum() > 0
    assert days.loc[7, "waiting"] == days.loc[7, "asked"]


@settings(max_examples=12)
@given(hours=st.floats(0, 4e4), patience=st.integers(1, 20), start=st.integers(0, 2), seed=st.integers(0, 99))
def test_whoever_asked_was_answered_waits_or_gave_up_to_the_unit(
    tiny: Any, hours: float, patience: int, start: int, seed: int
) -> None:
    """One account: what is counted day by day is what stands in people's own rows."""
    market = busy(tiny, hours, start, seed, patience=patience)
    asked = answered = closed = np.zeros(2, np.int64)
    for _ in range(23):
        market.step()
        counts = market.tally.brand
        asked, answered, closed = (
            asked + counts[:, c.ASKED],
            answered + counts[:, c.ANSWERED],
            closed + counts[:, c.CLOSED],
        )
        since = market.tables.mail.unanswered
        waiting = (since != c.NOT_YET).sum(axis=0)
        assert (asked == answered + waiting + closed).all()
        in_line = market.log.waits[-1]
        assert in_line[0].sum(axis=1).tolist() == counts[:, c.ANSWERED].tolist()
        for b in range(2):
            ages = market.day - 1 - since[since[:, b] != c.NOT_YET, b].astype(int)
            assert np.bincount(ages, minlength=in_line.shape[2]).tolist() == in_line[1, b].tolist()
    assert asked[0] > 20


def test_as_many_are_answered_as_the_hours_allow_on_average(tiny: Any) -> None:
    """The oldest for certain, those of one day by lot: a number of people that is right on average, day by day."""
    hours, expected, variance, answered = 4e3, 0.0, 0.0, 0
    for seed in range(10):
        market = busy(tiny, hours, 0, seed)
        able = hours * 12 / 7 / market.people_per_consumer
        for _ in range(23):
            market.step()
            if market.campaign_day > 0:  # hours begin on day 0, when nobody waits
                before = market.log.waits[-2][1, 0]
                today, _ = serve(before, able)
                chance = today / np.maximum(before, 1)
                expected += float(today.sum())
                variance += float((before * chance * (1 - chance)).sum())
                answered += int(market.tally.brand[0, c.ANSWERED])
    assert variance > 10, "hours were never short: this says nothing"
    assert abs(answered - expected) < 4.5 * np.sqrt(variance)


def test_a_twin_with_less_patience_closes_what_is_too_old_at_once(tiny: Any) -> None:
    market = asked_and_answered(tiny, 0.0, days=10)
    scenario = market.scenario
    impatient = dataclasses.replace(scenario, conversation=dataclasses.replace(scenario.conversation, patience=3))
    twin = market.fork(scenario=impatient)
    before = (twin.tables.mail.unanswered[:, 0] != c.NOT_YET).sum()
    twin.run_for(2)
    since = twin.tables.mail.unanswered[:, 0]
    assert before > (since != c.NOT_YET).sum() > 0
    assert (twin.day - 1 - since[since != c.NOT_YET].astype(int) < 3).all()
    assert twin.log.waiting()[-1, 1, 0].sum() == (since != c.NOT_YET).sum()


def test_where_conversation_is_off_nothing_waits(tiny: Any) -> None:
    market = asked_and_answered(tiny, 1e4, enabled=False)
    assert not market.log.waiting().any()
    assert (market.tables.mail.unanswered == c.NOT_YET).all()
