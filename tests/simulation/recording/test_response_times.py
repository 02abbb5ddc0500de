"""How long answers take: a line of counts by age, the oldest first, hours against demand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
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


def asked_and_answered(tiny: Any, hours: float, start: int = 0, **conversation: Any) -> MarketModel:
    market: MarketModel = tiny.market(
        Answering(hours, start),
        market={"consumers": 200, "people": 2e6, "days": 21, "burn_in": 2},
        brands={"budget": 1e12, "campaign_days": 21, "awareness": [0.5]},
        platform={"comment": 2.0, "message": 1.0},
        consumers={"traits": {"attention": 8.0}},
        conversation={"enabled": True, **conversation},
    )
    market.run_for(23)
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
    assert set(days.loc[days["asked"] > 0, "response_time"]) == {1.0}
    assert days.loc[days["asked"] == 0, "response_time"].isna().all()
    assert market.outcomes()["response_time"] == market.outcomes()["response_time_p90"] == 1
    assert not days["waiting"].any()


def test_fewer_hours_mean_longer_waits(tiny: Any) -> None:
    full = asked_and_answered(tiny, 1e7).metrics.loc[0:, "asked"].sum()
    enough = full / 12 / 3  # hours a week in which all could be answered, were they spread evenly over three weeks
    times = [asked_and_answered(tiny, enough * share).outcomes()["response_time"] for share in (2.0, 1.0, 0.5)]
    assert 1 <= times[0] < times[1] < times[2] <= 14


def test_without_hours_nobody_is_answered_and_what_is_old_is_closed(tiny: Any) -> None:
    market = asked_and_answered(tiny, 0.0, patience=3)
    days = market.metrics.loc[0:]
    assert days["response_time"].isna().all()
    assert np.isnan(market.outcomes()["response_time"])
    assert days["waiting"].to_numpy() == pytest.approx(days["asked"].rolling(3, min_periods=1).sum().to_numpy())


def test_who_began_late_answers_what_has_waited(tiny: Any) -> None:
    days = asked_and_answered(tiny, 1e7, start=1).metrics
    assert days.loc[0:6, "response_time"].isna().all()
    assert days.loc[7, "response_time"] > 2
    assert days.loc[7, "waiting"] == 0


def test_the_line_changes_nothing_that_people_do(tiny: Any) -> None:
    long, short = (asked_and_answered(tiny, 2e3, patience=days) for days in (14, 2))
    assert tiny.differences(long, short) == ["line of those who wait"]
    assert long.outcomes()["response_time"] > short.outcomes()["response_time"] >= 1
    assert long.history.measured(0)[c.ANSWERED] == short.history.measured(0)[c.ANSWERED] > 0


def test_where_conversation_is_off_nothing_waits(tiny: Any) -> None:
    market = asked_and_answered(tiny, 1e4, enabled=False)
    assert not market.log.waiting().any()
