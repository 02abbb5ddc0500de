"""What brands have bought and is still to come: flights of advertising, and hours of people who talk."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.state.columns import BROADCAST


@dataclasses.dataclass
class Flight:
    """One advertising buy in a brand's name.

    Attributes:
        brand: The brand's row.
        channel: Index into ``CHANNELS``.
        first: First day, as ``model.day`` counts.
        days: How many.
        impressions: Bought, in people.
        cost: Cents paid.
        delivered: Impressions shown so far, in people; not counted for broadcast.
    """

    brand: int
    channel: int
    first: int
    days: int
    impressions: float
    cost: int
    delivered: float = 0.0

    def runs(self, day: int) -> bool:
        """Say whether the flight is shown on a day."""
        return self.first <= day < self.first + self.days

    def quota(self, day: int) -> float:
        """Return the impressions to show on a day that it runs, in people."""
        return max(self.impressions - self.delivered, 0.0) / (self.first + self.days - day)

    @property
    def refund(self) -> int:
        """Cents for what was not delivered, rounded down."""
        owed = max(self.impressions - self.delivered, 0.0)
        return int(self.cost * (owed / self.impressions)) if self.impressions > 0 else self.cost


class Flights:
    """All flights that run or are yet to run, in the order of their purchase."""

    def __init__(self, flights: list[Flight] | None = None) -> None:
        """Take the flights."""
        self.flights: list[Flight] = flights or []

    def copy(self) -> Flights:
        """Return flights that can go on by themselves."""
        return Flights([dataclasses.replace(flight) for flight in self.flights])

    def to_list(self) -> list[dict[str, Any]]:
        """Return plain data, as ``Flight(**data)`` takes it."""
        return [dataclasses.asdict(flight) for flight in self.flights]

    def running(self, day: int, airtime: bool) -> dict[tuple[int, int], list[Flight]]:
        """Return a day's flights by brand and channel: airtime, or what is sold by the impression."""
        running: dict[tuple[int, int], list[Flight]] = {}
        for flight in self.flights:
            if flight.runs(day) and (flight.channel == BROADCAST) == airtime:
                running.setdefault((flight.brand, flight.channel), []).append(flight)
        return running

    def ending(self, day: int) -> list[Flight]:
        """Return the flights sold by the impression whose last day this is."""
        return [f for f in self.flights if f.channel != BROADCAST and f.first + f.days - 1 == day]

    def drop_ended(self, day: int) -> None:
        """Forget the flights that end on a day or earlier."""
        self.flights = [flight for flight in self.flights if flight.first + flight.days - 1 > day]


@dataclasses.dataclass(frozen=True)
class Shift:
    """A run of days on which a brand talks with people.

    Attributes:
        brand: The brand's row.
        first: First day, as ``model.day`` counts.
        days: How many.
        replies: Hours a week for answers to comments and messages.
        sessions: Hours a week for question-and-answer sessions.
        advice: Hours a week for personal recommendations.
        automation: Share of the answers that a machine writes.
    """

    brand: int
    first: int
    days: int
    replies: float
    sessions: float
    advice: float
    automation: float

    def runs(self, day: int) -> bool:
        """Say whether anybody is there on a day."""
        return self.first <= day < self.first + self.days


class Shifts:
    """All shifts that run or are yet to run, and the line of people who wait for an answer.

    Attributes:
        shifts: In the order of their purchase.
        line: float64[B, patience]: people who have waited 1, 2, ... days, this evening.
        able: Answers that today's hours allow, by brand, in people; made anew each morning.
    """

    def __init__(self, brands: int, shifts: list[Shift] | None = None) -> None:
        """Take the shifts; nobody waits."""
        self.shifts: list[Shift] = shifts or []
        self.line: NDArray[np.float64] = np.zeros((brands, 0))
        self.able: dict[int, float] = {}

    def copy(self) -> Shifts:
        """Return shifts that can go on by themselves."""
        twin = Shifts(len(self.line), list(self.shifts))
        twin.line = self.line.copy()
        return twin

    def to_list(self) -> list[dict[str, Any]]:
        """Return plain data, as ``Shift(**data)`` takes it."""
        return [dataclasses.asdict(shift) for shift in self.shifts]
