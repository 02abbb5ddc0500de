"""What was bought and is still to come, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.state.columns import BROADCAST, SEARCH
from simulation.state.commitments import Flight, Flights, Shift, Shifts


def flight(channel: int = SEARCH, impressions: float = 1_200.0, **about: Any) -> Flight:
    """A flight of brand 1 on days 2 to 5."""
    return Flight(
        **{"brand": 1, "channel": channel, "first": 2, "days": 4, "cost": 1_001, **about}, impressions=impressions
    )


def shift(first: int = 2) -> Shift:
    return Shift(brand=1, first=first, days=4, replies=1.0, sessions=2.0, advice=3.0, automation=0.5)


@pytest.mark.parametrize(("day", "runs"), [(1, False), (2, True), (5, True), (6, False)])
def test_flights_and_shifts_run_from_their_first_day_for_as_many_as_were_bought(day: int, runs: bool) -> None:
    assert flight().runs(day) == shift().runs(day) == runs


@pytest.mark.parametrize(
    ("delivered", "day", "quota"),
    [(0.0, 2, 300.0), (0.0, 5, 1200.0), (600.0, 4, 300.0), (1_100.0, 5, 100.0), (1_300.0, 3, 0.0)],
)
def test_what_is_owed_is_spread_over_the_days_left(delivered: float, day: int, quota: float) -> None:
    assert flight(delivered=delivered).quota(day) == quota


@pytest.mark.parametrize(
    ("impressions", "delivered", "refund"),
    [
        (1_200.0, 0.0, 1_001),
        (1_200.0, 300.0, 750),  # 3/4 of 1,001 cents, rounded down
        (1_200.0, 1_199.5, 0),
        (1_200.0, 1_300.0, 0),
        (0.0, 0.0, 1_001),  # nothing was bought
        (0.5, 0.25, 500),
    ],
)
def test_what_was_not_delivered_is_refunded(impressions: float, delivered: float, refund: int) -> None:
    assert flight(impressions=impressions, delivered=delivered).refund == refund


def test_flights_go_on_by_themselves_in_a_copy() -> None:
    flights = Flights([flight()])
    twin = flights.copy()
    twin.flights[0].delivered = 5.0
    twin.flights.append(flight())
    whole = {"brand": 1, "channel": 2, "first": 2, "days": 4, "impressions": 1_200.0, "cost": 1_001, "delivered": 0.0}
    assert flights.to_list() == [whole]
    assert twin.to_list() == [{**whole, "delivered": 5.0}, whole]
    assert Flights().to_list() == []


def test_a_days_flights_are_found_by_brand_and_channel_airtime_apart() -> None:
    air, first, second, other, later = (
        flight(BROADCAST),
        flight(),
        flight(days=1),
        flight(brand=0),
        flight(first=3),
    )
    flights = Flights([air, first, second, other, later])
    assert flights.running(2, airtime=True) == {(1, BROADCAST): [air]}
    assert flights.running(2, airtime=False) == {(1, SEARCH): [first, second], (0, SEARCH): [other]}
    assert flights.running(6, airtime=False) == {(1, SEARCH): [later]}


def test_a_flight_ends_in_the_evening_of_its_last_day() -> None:
    air, search, longer = flight(BROADCAST), flight(), flight(days=5)
    flights = Flights([air, search, longer])
    assert flights.ending(5) == [search], "airtime is never refunded"
    assert flights.ending(4) == []
    flights.drop_ended(4)
    assert flights.flights == [air, search, longer]
    flights.drop_ended(5)
    assert flights.flights == [longer]
    flights.drop_ended(9)
    assert flights.flights == []


def test_shifts_and_those_who_wait_go_on_by_themselves_in_a_copy() -> None:
    shifts = Shifts(2, [shift()])
    assert shifts.line.shape == (2, 0)
    shifts.line = np.ones((2, 3))
    twin = shifts.copy()
    twin.line[0, 0] = 9.0
    twin.shifts.append(shift(first=3))
    assert shifts.line.tolist() == [[1.0] * 3] * 2
    whole = {"brand": 1, "first": 2, "days": 4, "replies": 1.0, "sessions": 2.0, "advice": 3.0, "automation": 0.5}
    assert shifts.to_list() == [whole]
    assert twin.to_list() == [whole, {**whole, "first": 3}]
