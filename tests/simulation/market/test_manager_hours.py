"""Managers' time, by hand: how long briefings wait, and how well creators are looked after."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.market.manager_hours import capacity, queue, serve
from simulation.strategies.plan import Offer

START = 2


@pytest.mark.parametrize(("mode", "hours"), [("hand", 10.0), ("platform", 10.0), ("agency", None)])
def test_an_agency_has_hours_enough(campaign: Any, mode: str, hours: float | None) -> None:
    assert capacity(campaign(brands={"management": {"mode": mode, "capacity": 10.0}}).scenario) == hours


def test_briefings_queue_where_managers_have_too_few_hours(campaign: Any, carry_out: Any) -> None:
    """Ten hours a week; 16 hours a creator, half of them for briefing, the rest over 14 days: 4 hours a week.

    The second finds 8 hours of briefing before it and 10 - 4 hours a week, of which this week's do not wait; the third
    finds 16 hours and 2.5 a week, the least that is kept for briefing.
    """
    market = campaign(brands={"hours_per_creator": 16.0, "management": {"capacity": 10.0}})
    carry_out(market, *(Offer(i, 1, 3_000, days=14) for i in range(3)))
    waits = [0, int(7 * (8 - 6) / 6), int(7 * (16 - 2.5) / 2.5)]
    assert (market.tables.contracts.first[0] - START).tolist() == waits == [0, 2, 37]
    assert market.tables.brands.backlog.tolist() == [24.0, 0.0]


def test_the_first_weeks_briefings_do_not_wait(campaign: Any) -> None:
    """Three hours a week, and 1.5 for a briefing: the third finds as many as a week has, the fourth half a week more."""
    market = campaign(brands={"hours_per_creator": 3.0, "management": {"capacity": 3.0}})
    assert [queue(market, 0) for _ in range(4)] == [0, 0, 0, 3]


@pytest.mark.parametrize("mode", ["agency", "hand"])
def test_nothing_queues_where_there_are_hours_enough(campaign: Any, mode: str) -> None:
    market = campaign(brands={"management": {"mode": mode, "capacity": 1.0 if mode == "agency" else None}})
    assert [queue(market, 0) for _ in range(3)] == [0, 0, 0]
    assert not market.tables.brands.backlog.any()


@pytest.mark.parametrize(
    ("hours", "days", "backlog", "left", "service"),
    [
        # A live contract over `days` asks for 8 hours of upkeep over its weeks, at least one.
        pytest.param(10.0, 14, 0.0, 0.0, 1.0, id="4 hours of 10"),
        pytest.param(10.0, 14, 9.0, 3.0, 1.0, id="9 hours of briefing, 6 done; 4 + 3 are asked of 10"),
        pytest.param(10.0, 14, 30.0, 24.0, 10 / 28, id="24 are left, and all ask at once"),
        pytest.param(10.0, 3, 0.0, 0.0, 1.0, id="3 days: all 8 hours in a week"),
        pytest.param(6.0, 3, 0.0, 0.0, 6 / 8, id="8 hours of 6"),
        pytest.param(6.0, 3, 5.0, 3.5, 6 / 11.5, id="a quarter, 1.5, is kept for briefing"),
        pytest.param(0.25, 70, 0.0, 0.0, 0.25 / 0.8, id="0.8 hours of a quarter"),
        pytest.param(None, 3, 5.0, 5.0, 1.0, id="hours enough"),
    ],
)
def test_a_week_of_managers_work(
    campaign: Any, hours: float | None, days: int, backlog: float, left: float, service: float
) -> None:
    market = campaign(brands={"hours_per_creator": 16.0, "management": {"capacity": hours}})
    contracts = market.tables.contracts
    contracts.posts[0, 1], contracts.first[0, 1], contracts.length[0, 1] = 1, START, days
    contracts.posts[0, 0], contracts.length[0, 0] = 1, 1  # long over
    contracts.service[:], market.tables.brands.backlog[:] = 0.125, [backlog, 0.0]
    serve(market)
    assert market.tables.brands.backlog.tolist() == pytest.approx([left, 0.0])
    assert contracts.service[0] == pytest.approx(service)
    assert contracts.service[1] == pytest.approx(1.0)
