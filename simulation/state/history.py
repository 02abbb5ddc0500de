"""The market's own history: what was counted for each brand each day, offers and their answers, and events.

Brands and the market act on it (last week's sales, who has had an offer). What only the experimenter reads is kept
apart, in :mod:`simulation.recording`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.columns import BRAND_COUNTS, BROADCAST_IMPRESSIONS, CHANNELS, PURCHASES


class Deal(NamedTuple):
    """An offer and what the creator said to it."""

    day: int  # of the campaign
    brand: int
    creator: int
    posts: int  # offered
    taken: int  # 0: declined
    fee: int  # cents per post
    control: float


class Event(NamedTuple):
    """Something that happened to a brand or a creator (-1: to none)."""

    day: int  # of the campaign
    what: str
    brand: int
    creator: int
    size: float


class History:
    """All days so far.

    Attributes:
        brands: How many there are.
        days: Days of the campaign that are closed, in order; negative in the burn-in.
        brand: Each closed day's counts, int64[B, BRAND_COUNTS], in simulated consumers.
        deals: Offers, in order.
        events: What happened, in order.
    """

    def __init__(self, brands: int) -> None:
        """Begin empty."""
        self.brands = brands
        self.days: list[int] = []
        self.brand: list[NDArray[np.int64]] = []
        self.deals: list[Deal] = []
        self.events: list[Event] = []

    def copy(self) -> History:
        """Return a history that can go on by itself."""
        twin = History(self.brands)
        twin.days, twin.brand = list(self.days), list(self.brand)
        twin.deals, twin.events = list(self.deals), list(self.events)
        return twin

    def close_day(self, day: int, counts: NDArray[np.int64]) -> None:
        """Keep a day's counts, int64[B, BRAND_COUNTS]."""
        self.days.append(day)
        self.brand.append(counts.copy())

    def note(self, day: int, what: str, brand: int, creator: int, size: float) -> None:
        """Keep something that happened."""
        self.events.append(Event(day, what, brand, creator, size))

    def offered(self, brand: int) -> frozenset[int]:
        """Return the creators who have had an offer from a brand, whatever they said."""
        return frozenset(deal.creator for deal in self.deals if deal.brand == brand)

    def hired(self, brand: int) -> frozenset[int]:
        """Return the creators who have taken an offer from a brand."""
        return frozenset(deal.creator for deal in self.deals if deal.brand == brand and deal.taken)

    def daily(self, brand: int, count: int) -> NDArray[np.int64]:
        """Return one of a brand's counts day by day, int64[days], in simulated consumers."""
        return np.array([counts[brand, count] for counts in self.brand], np.int64)

    def purchases(self, brand: int) -> NDArray[np.int64]:
        """Return the simulated purchases of a brand, day by day."""
        return self.daily(brand, PURCHASES)

    def delivered(self, brand: int, days: int = 7) -> NDArray[np.int64]:
        """Return a brand's simulated impressions over the last days, by channel, int64[channels]."""
        total = np.zeros(len(CHANNELS), np.int64)
        for counts in self.brand[-days:]:
            total += counts[brand, BROADCAST_IMPRESSIONS : BROADCAST_IMPRESSIONS + len(CHANNELS)]
        return total

    def measured(self, brand: int) -> NDArray[np.int64]:
        """Return a brand's counts summed over the measured days, int64[BRAND_COUNTS]."""
        total = np.zeros(BRAND_COUNTS, np.int64)
        for day, counts in zip(self.days, self.brand, strict=True):
            if day >= 0:
                total += counts[brand]
        return total

    def arrays(self) -> dict[str, Any]:
        """Return the history as plain arrays, for a checkpoint."""
        shape = (len(self.days), self.brands, BRAND_COUNTS)
        happened = [(event.day, event.brand, event.creator, event.size) for event in self.events]
        return {
            "history.days": np.array(self.days, np.int64),
            "history.brand": np.array(self.brand, np.int64).reshape(shape),
            "history.deals": np.array(self.deals, np.float64).reshape(-1, len(Deal._fields)),
            "history.events": np.array(happened, np.float64).reshape(-1, 4),
            "history.event_names": np.array([event.what for event in self.events], np.str_),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> History:
        """Read what :meth:`arrays` gave."""
        history = cls(arrays["history.brand"].shape[1])
        history.days = [int(day) for day in arrays["history.days"]]
        history.brand = list(arrays["history.brand"])
        history.deals = [Deal(*map(int, row[:-1]), float(row[-1])) for row in arrays["history.deals"]]  # type: ignore[call-arg]
        history.events = [
            Event(int(row[0]), str(what), int(row[1]), int(row[2]), float(row[3]))
            for row, what in zip(arrays["history.events"], arrays["history.event_names"], strict=True)
        ]
        return history
