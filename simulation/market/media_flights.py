"""Flights: runs of advertising that are bought, paced day by day, and paid for as far as they are delivered.

Broadcast is airtime: bought for a number of impressions, shown evenly, never refunded. The other channels are sold by
the impression. Each day the impressions still owed are spread over the days that are left and over the people who are
eligible now, at most ``platform.frequency_cap`` each; what could not be shown is owed later, and on the flight's last
day what is still owed is refunded. So a brand pays for what was shown, never more than it agreed to, and budget = fees
+ media + hours + unspent holds on every day. (Draws may show a few impressions more than were bought; they are free.)
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.recording.log import Payment
from simulation.state.columns import BROADCAST, BROADCAST_IMPRESSIONS, PAID_SOCIAL, RETARGETING, SEARCH

if TYPE_CHECKING:
    from simulation.model import MarketModel

FINE = 2**20
"""Purchase rates are summed as whole multiples of 1 / FINE, so that the order of summing cannot matter."""


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

    def _running(self, day: int, airtime: bool) -> dict[tuple[int, int], list[Flight]]:
        """Return today's flights by brand and channel: airtime, or what is sold by the impression."""
        found: dict[tuple[int, int], list[Flight]] = {}
        for flight in self.flights:
            if flight.runs(day) and (flight.channel == BROADCAST) == airtime:
                found.setdefault((flight.brand, flight.channel), []).append(flight)
        return found

    def pace(self, model: MarketModel) -> None:
        """Set today's rates: what behaviours read in ``Brands.adverts`` and ``Brands.strays``."""
        tables, day, people = model.tables, model.day, model.people_per_consumer
        rates, strays = tables.brands.adverts, tables.brands.strays
        rates.fill(0)
        strays.fill(0)
        everybody = len(tables.consumers.niche) * people
        for (b, channel), flights in self._running(day, airtime=True).items():
            for flight in flights:
                rates[channel, b] += np.float32(flight.impressions / everybody / flight.days)
        platform = model.scenario.platform
        for (b, channel), flights in self._running(day, airtime=False).items():
            wanted = sum(flight.quota(day) for flight in flights) / people  # impressions, in simulated consumers
            if channel == PAID_SOCIAL:
                aimed = platform.segment_accuracy * per_head(wanted, eligible(model, b, channel))
                astray = (1 - platform.segment_accuracy) * per_head(wanted, float(len(tables.consumers.niche)))
                too_many = max((aimed + astray) / platform.frequency_cap, 1.0)
                rates[channel, b], strays[b] = np.float32(aimed / too_many), np.float32(astray / too_many)
            else:
                if channel == RETARGETING and wanted > 0:
                    tables.brands.tagged[b] = 1
                rate = per_head(wanted, eligible(model, b, channel))
                rates[channel, b] = np.float32(min(rate, platform.frequency_cap))

    def settle(self, model: MarketModel) -> None:
        """Close the day: write down what was delivered, and refund what the flights that end today still owe."""
        day = model.day
        for (b, channel), flights in self._running(day, airtime=False).items():
            shown = float(model.tally.brand[b, BROADCAST_IMPRESSIONS + channel]) * model.people_per_consumer
            quotas = [flight.quota(day) for flight in flights]
            total = sum(quotas)
            for flight, quota in zip(flights, quotas, strict=True):
                flight.delivered += shown * (quota / total) if total > 0 else 0.0
        for flight in self.flights:
            if flight.channel != BROADCAST and flight.first + flight.days - 1 == day:
                back = flight.refund
                model.brands[flight.brand].ledger.refund(media=back)
                if back:
                    first, today = flight.first - (day - model.campaign_day), model.campaign_day
                    model.log.payments.append(
                        Payment(today, flight.brand, -1 - flight.channel, 0, -back, 0, first, flight.days)
                    )
        self.flights = [flight for flight in self.flights if flight.first + flight.days - 1 > day]


def per_head(impressions: float, heads: float) -> float:
    """Return impressions per head; none where there is nobody to show them to."""
    return impressions / heads if heads > 0 else 0.0


def eligible(model: MarketModel, b: int, channel: int) -> float:
    """Return how many simulated consumers a channel can be shown to today.

    Paid social: the brand's niche. Search: purchase occasions to expect among those who know the brand. Retargeting:
    who visited its site lately and has not bought since the campaign began (``behaviour.site_visits.is_retargeted``).
    """
    consumers, brands = model.tables.consumers, model.tables.brands
    if channel == PAID_SOCIAL:
        return float(np.count_nonzero(consumers.niche == brands.niche[b]))
    if channel == SEARCH:
        rates = consumers.rate[consumers.aware[:, b] != 0]
        return float(np.rint(rates * np.float32(FINE)).astype(np.int64).sum()) / FINE
    recent = consumers.visited[:, b] > model.day - model.scenario.platform.retargeting_window
    return float(np.count_nonzero(recent & (consumers.purchases[:, b] == 0)))
