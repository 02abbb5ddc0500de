"""The log: what was counted each day, what was paid, and, on census days, what people thought.

Reads the state, writes none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.recording.census import (
    ATTITUDE_AWARE,
    ATTITUDE_KNEW,
    AWARE,
    BLOCK,
    BRAND_SUMS,
    KNEW,
    LOYALTY,
    TRUST_AWARE,
    TRUST_KNEW,
)
from simulation.state.columns import (
    BRAND_COUNTS,
    BROADCAST_IMPRESSIONS,
    CHANNELS,
    CREATOR_COUNTS,
    PURCHASES,
    STUDIED,
    STUDIED_POSTS,
    TIERS,
)

if TYPE_CHECKING:
    from simulation.model import MarketModel

NAN = float("nan")


class Census(NamedTuple):
    """Means over people on one day; NaN where there is nobody to ask."""

    trust: NDArray[np.float64]  # [tiers]: in creators, over follow edges
    follows: NDArray[np.float64]  # [tiers]: active edges
    aware: NDArray[np.float64]  # [B]: simulated consumers
    brand_trust: NDArray[np.float64]  # [B]: of those who knew the brand when the campaign began (Consumers.knew)
    attitude: NDArray[np.float64]  # [B]: of the same people
    brand_trust_aware: NDArray[np.float64]  # [B]: of all who know the brand on the day
    attitude_aware: NDArray[np.float64]  # [B]: of the same people
    loyalty: NDArray[np.float64]  # [B]: among the category's buyers
    load: float
    knowledge: float


OTHERS = -1 - len(CHANNELS)
"""``Payment.creator`` of what is paid for neither a creator nor a channel."""


class Payment(NamedTuple):
    """What a brand paid in one go, in cents: for a creator, or for advertisements (creator ``-1 - channel``).

    For people who talk, and for a platform: creator ``OTHERS``. A refund is a payment below 0.
    """

    day: int  # of the campaign
    brand: int
    creator: int
    fees: int
    media: int
    hours: int
    first: int = -1  # first day of the campaign that it pays for; -1: the day of the payment
    days: int = 0  # how many; 0: until the campaign ends

    @property
    def cost(self) -> int:
        """All of it."""
        return self.fees + self.media + self.hours


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


def _deal(row: list[float]) -> Deal:
    day, brand, creator, posts, taken, fee = (int(number) for number in row[:-1])
    return Deal(day, brand, creator, posts, taken, fee, row[-1])


class Log:
    """All days so far."""

    def __init__(self, brands: int, creators: int, niches: int) -> None:
        """Begin empty."""
        self.brands = brands
        self.creators = creators
        self.days: list[int] = []
        self.brand: list[NDArray[np.int64]] = []  # [B, BRAND_COUNTS] each
        self.tier: list[NDArray[np.int64]] = []  # [tiers, CREATOR_COUNTS] each
        self.niche: list[NDArray[np.int64]] = []  # [niches, CREATOR_COUNTS] each
        self.niches = niches
        # If measurement.creators_daily: a row (day, creator, the columns from STUDIED_POSTS on) for each creator who
        # published for the studied brand, or whose posts for it were seen, one array a measured day.
        self.creator_days: list[NDArray[np.int64]] = []
        self.waits: list[NDArray[np.int64]] = []  # each day's shape (2, B, ages): see community.Shifts.work_off
        self.creator = np.zeros((creators, CREATOR_COUNTS), np.int64)  # summed over the measured days
        self.payments: list[Payment] = []  # they sum to the ledgers, to the cent
        self.deals: list[Deal] = []
        self.events: list[Event] = []
        self.customers = np.zeros(0, np.uint8)  # bits: who had bought the studied brand before the campaign
        self.census: dict[int, Census] = {}

    def copy(self) -> Log:
        """Return a log that can go on by itself."""
        twin = Log(self.brands, self.creators, self.niches)
        twin.days, twin.brand, twin.tier = list(self.days), list(self.brand), list(self.tier)
        twin.creator, twin.payments, twin.customers = self.creator.copy(), list(self.payments), self.customers
        twin.census = dict(self.census)
        twin.niche, twin.creator_days, twin.waits = list(self.niche), list(self.creator_days), list(self.waits)
        twin.deals, twin.events = list(self.deals), list(self.events)
        return twin

    def note(self, day: int, what: str, brand: int, creator: int, size: float) -> None:
        """Write down something that happened."""
        self.events.append(Event(day, what, brand, creator, size))

    def begin_campaign(self, model: MarketModel) -> None:
        """Note who is a customer already: who has a habit of the studied brand, or bought it in the burn-in."""
        consumers = model.consumers
        self.customers = np.packbits((consumers.loyalty[:, STUDIED] > 0) | (consumers.purchases[:, STUDIED] > 0))

    def was_customer(self, rows: int) -> NDArray[np.bool_]:
        """Return who had bought the studied brand before the campaign, bool[rows]; nobody before it has begun."""
        if not len(self.customers):  # numpy pads an empty array with whatever lay there
            return np.zeros(rows, np.bool_)
        return np.unpackbits(self.customers, count=rows).astype(np.bool_)

    def take_census(self, model: MarketModel) -> Census:
        """Ask everybody. Sums are made in blocks of people of a fixed size, so threads and engines agree."""
        rows = len(model.consumers.niche)
        blocks = -(-rows // BLOCK)
        tiers = np.zeros((blocks, len(TIERS), 2))
        brands = np.zeros((blocks, self.brands, BRAND_SUMS))
        people = np.zeros((blocks, 3))
        model.engine.count_people(rows, model.tables, tiers, brands, people)
        # cumsum adds in order; numpy's sum would pair the blocks up by its own rules, which may change.
        tier, brand, person = (np.cumsum(sums, axis=0)[-1] for sums in (tiers, brands, people))
        with np.errstate(invalid="ignore", divide="ignore"):
            return Census(
                trust=tier[:, 0] / tier[:, 1],
                follows=tier[:, 1],
                aware=brand[:, AWARE],
                brand_trust=brand[:, TRUST_KNEW] / brand[:, KNEW],
                attitude=brand[:, ATTITUDE_KNEW] / brand[:, KNEW],
                brand_trust_aware=brand[:, TRUST_AWARE] / brand[:, AWARE],
                attitude_aware=brand[:, ATTITUDE_AWARE] / brand[:, AWARE],
                loyalty=brand[:, LOYALTY] / person[2],
                load=float(person[0] / rows),
                knowledge=float(person[1] / rows),
            )

    def close_day(self, model: MarketModel, census: Census | None) -> None:
        """Write the day down."""
        self.days.append(model.campaign_day)
        self.brand.append(model.tally.brand.copy())
        both = np.zeros((len(TIERS) * self.niches, CREATOR_COUNTS), np.int64)
        np.add.at(both, model.creators.tier.astype(np.int64) * self.niches + model.creators.niche, model.tally.creator)
        by_both = both.reshape(len(TIERS), self.niches, CREATOR_COUNTS)
        self.tier.append(by_both.sum(axis=1))
        self.niche.append(by_both.sum(axis=0))
        self.waits.append(model.shifts.work_off(model))
        if model.campaign_day >= 0:
            self.creator += model.tally.creator
            if model.scenario.measurement.creators_daily:
                self.creator_days.append(self._active_creators(model))
        if census is not None:
            self.census[model.campaign_day] = census

    def _active_creators(self, model: MarketModel) -> NDArray[np.int64]:
        counts = model.tally.creator[:, STUDIED_POSTS:]
        active = np.flatnonzero(counts.any(axis=1))
        return np.column_stack([np.full(len(active), model.campaign_day), active, counts[active]])

    def purchases(self, brand: int) -> NDArray[np.int64]:
        """Return the simulated purchases of a brand, day by day."""
        return np.array([counts[brand, PURCHASES] for counts in self.brand], np.int64)

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

    def by_creator_and_day(self) -> NDArray[np.int64]:
        """Return a row (day, creator, the columns from STUDIED_POSTS on) for each creator and day that was kept."""
        none = np.zeros((0, 2 + CREATOR_COUNTS - STUDIED_POSTS), np.int64)
        return np.concatenate([none, *self.creator_days])

    def waiting(self) -> NDArray[np.int64]:
        """Return what ``community.Shifts.work_off`` gave, day by day, int64[days, 2, B, ages]."""
        ages = max((day.shape[2] for day in self.waits), default=1)
        table = np.zeros((len(self.waits), 2, self.brands, ages), np.int64)
        for k, day in enumerate(self.waits):
            table[k, :, :, : day.shape[2]] = day
        return table

    def arrays(self) -> dict[str, Any]:
        """Return the log as plain arrays, for a checkpoint."""
        shape = (len(self.days), self.brands, BRAND_COUNTS)
        return {
            "log.days": np.array(self.days, np.int64),
            "log.brand": np.array(self.brand, np.int64).reshape(shape),
            "log.tier": np.array(self.tier, np.int64).reshape(len(self.days), len(TIERS), CREATOR_COUNTS),
            "log.niche": np.array(self.niche, np.int64).reshape(len(self.days), self.niches, CREATOR_COUNTS),
            "log.creator_days": self.by_creator_and_day(),
            "log.waits": self.waiting(),
            "log.creator": self.creator,
            "log.payments": np.array(self.payments, np.int64).reshape(-1, len(Payment._fields)),
            "log.customers": self.customers,
            "log.deals": np.array(self.deals, np.float64).reshape(-1, len(Deal._fields)),
            "log.events": np.array([(e.day, e.brand, e.creator, e.size) for e in self.events], np.float64).reshape(
                -1, 4
            ),
            "log.event_names": np.array([e.what for e in self.events], np.str_),
            "log.census_days": np.array(list(self.census), np.int64),
            **{
                f"log.census.{name}": np.array([getattr(census, name) for census in self.census.values()], np.float64)
                for name in Census._fields
            },
        }

    @classmethod
    def from_arrays(cls, brands: int, arrays: dict[str, Any]) -> Log:
        """Read what :meth:`arrays` gave."""
        log = cls(brands, len(arrays["log.creator"]), arrays["log.niche"].shape[1])
        log.days = [int(day) for day in arrays["log.days"]]
        log.brand = list(arrays["log.brand"])
        log.tier, log.niche, log.waits = (list(arrays[f"log.{name}"]) for name in ("tier", "niche", "waits"))
        log.creator_days = [arrays["log.creator_days"]]
        log.creator, log.customers = arrays["log.creator"], arrays["log.customers"]
        log.payments = [Payment(*map(int, row)) for row in arrays["log.payments"]]
        log.deals = [_deal(row.tolist()) for row in arrays["log.deals"]]
        log.events = [
            Event(int(row[0]), str(what), int(row[1]), int(row[2]), float(row[3]))
            for row, what in zip(arrays["log.events"], arrays["log.event_names"], strict=True)
        ]
        for k, day in enumerate(arrays["log.census_days"]):
            values: Any = [arrays[f"log.census.{name}"][k] for name in Census._fields]
            log.census[int(day)] = Census(*values[:-2], *map(float, values[-2:]))
        return log
