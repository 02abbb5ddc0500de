"""The log: what the experimenter keeps of each day, and, on census days, what people thought.

Reads the state, writes none of it; no part of the model reads it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.engine.census import (
    ATTITUDE_AWARE,
    ATTITUDE_KNEW,
    AWARE,
    BRAND_SUMS,
    KNEW,
    LOYALTY,
    TRUST_AWARE,
    TRUST_KNEW,
    blocks_of,
    count_block,
    in_order,
)
from simulation.market_base import Market
from simulation.state.columns import CREATOR_COUNTS, STUDIED, STUDIED_POSTS, TIERS

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


@compiled
def _add_creators(counts, tier, niche, sums):  # type: ignore[no-untyped-def]
    """Add each creator's counts to ``sums[tiers, niches, CREATOR_COUNTS]``; compiled in all engines, as no model's."""
    for i in range(np.uint64(counts.shape[0])):
        of_tier, of_niche = np.uint64(tier[i]), np.uint64(niche[i])
        for k in range(np.uint64(counts.shape[1])):
            sums[of_tier, of_niche, k] += counts[i, k]


class RecordedMarket(Market):
    """A market with what the experimenter keeps of it. The market itself reads none of it."""

    log: Log


class Log:
    """All days so far."""

    def __init__(self, brands: int, creators: int, niches: int) -> None:
        """Begin empty."""
        self.brands = brands
        self.creators = creators
        self.niches = niches
        self.tier: list[NDArray[np.int64]] = []  # [tiers, CREATOR_COUNTS] each day
        self.niche: list[NDArray[np.int64]] = []  # [niches, CREATOR_COUNTS] each day
        # If measurement.creators_daily: a row (day, creator, the columns from STUDIED_POSTS on) for each creator who
        # published for the studied brand, or whose posts for it were seen, one array a measured day.
        self.creator_days: list[NDArray[np.int64]] = []
        self.waits: list[NDArray[np.int64]] = []  # each day's shape (2, B, ages): see conversation_hours.work_off
        self.creator = np.zeros((creators, CREATOR_COUNTS), np.int64)  # summed over the measured days
        self.customers = np.zeros(0, np.uint8)  # bits: who had bought the studied brand before the campaign
        self.census: dict[int, Census] = {}

    def copy(self) -> Log:
        """Return a log that can go on by itself."""
        twin = Log(self.brands, self.creators, self.niches)
        twin.tier, twin.niche, twin.waits = list(self.tier), list(self.niche), list(self.waits)
        twin.creator, twin.creator_days = self.creator.copy(), list(self.creator_days)
        twin.customers, twin.census = self.customers, dict(self.census)
        return twin

    def begin_campaign(self, market: Market) -> None:
        """Note who is a customer already: who has a habit of the studied brand, or bought it in the burn-in."""
        consumers = market.consumers
        self.customers = np.packbits((consumers.loyalty[:, STUDIED] > 0) | (consumers.purchases[:, STUDIED] > 0))

    def was_customer(self, rows: int) -> NDArray[np.bool_]:
        """Return who had bought the studied brand before the campaign, bool[rows]; nobody before it has begun."""
        if not len(self.customers):  # numpy pads an empty array with whatever lay there
            return np.zeros(rows, np.bool_)
        return np.unpackbits(self.customers, count=rows).astype(np.bool_)

    def take_census(self, market: Market) -> Census:
        """Ask everybody. Sums are made in blocks of people of a fixed size, so threads and engines agree."""
        rows = len(market.consumers.niche)
        blocks = blocks_of(rows)
        tiers = np.zeros((blocks, len(TIERS), 2))
        brands = np.zeros((blocks, self.brands, BRAND_SUMS))
        people = np.zeros((blocks, 3))
        market.engine.count_people(count_block, rows, market.tables, tiers, brands, people)
        tier, brand, person = (in_order(sums) for sums in (tiers, brands, people))
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

    def close_day(self, market: Market, waits: NDArray[np.int64]) -> None:
        """Keep the day, and on census days what people think.

        Args:
            market: In the evening.
            waits: What ``conversation_hours.work_off`` gave today.
        """
        by_both = np.zeros((len(TIERS), self.niches, CREATOR_COUNTS), np.int64)
        counts, creators = np.asarray(market.tally.creator), market.creators
        _add_creators(counts, np.asarray(creators.tier), np.asarray(creators.niche), by_both)
        self.tier.append(by_both.sum(axis=1))
        self.niche.append(by_both.sum(axis=0))
        self.waits.append(waits)
        calendar, day = market.scenario.market, market.campaign_day
        if day >= 0:
            self.creator += market.tally.creator
            if market.scenario.measurement.creators_daily:
                self.creator_days.append(self._active_creators(market))
        if market.day % calendar.census_days == 0 or day == calendar.days - 1:
            self.census[day] = self.take_census(market)

    def _active_creators(self, market: Market) -> NDArray[np.int64]:
        counts = market.tally.creator[:, STUDIED_POSTS:]
        active = np.flatnonzero(counts.any(axis=1))
        return np.column_stack([np.full(len(active), market.campaign_day), active, counts[active]])

    def by_creator_and_day(self) -> NDArray[np.int64]:
        """Return a row (day, creator, the columns from STUDIED_POSTS on) for each creator and day that was kept."""
        none = np.zeros((0, 2 + CREATOR_COUNTS - STUDIED_POSTS), np.int64)
        return np.concatenate([none, *self.creator_days])

    def waiting(self) -> NDArray[np.int64]:
        """Return what ``conversation_hours.work_off`` gave, day by day, int64[days, 2, B, ages]."""
        ages = max((day.shape[2] for day in self.waits), default=1)
        table = np.zeros((len(self.waits), 2, self.brands, ages), np.int64)
        for k, day in enumerate(self.waits):
            table[k, :, :, : day.shape[2]] = day
        return table

    def arrays(self) -> dict[str, Any]:
        """Return the log as plain arrays, for a checkpoint."""
        return {
            "log.tier": np.array(self.tier, np.int64).reshape(len(self.tier), len(TIERS), CREATOR_COUNTS),
            "log.niche": np.array(self.niche, np.int64).reshape(len(self.niche), self.niches, CREATOR_COUNTS),
            "log.creator_days": self.by_creator_and_day(),
            "log.waits": self.waiting(),
            "log.creator": self.creator,
            "log.customers": self.customers,
            "log.census_days": np.array(list(self.census), np.int64),
            **{
                f"log.census.{name}": np.array([getattr(census, name) for census in self.census.values()], np.float64)
                for name in Census._fields
            },
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> Log:
        """Read what :meth:`arrays` gave."""
        log = cls(arrays["log.waits"].shape[2], len(arrays["log.creator"]), arrays["log.niche"].shape[1])
        log.tier, log.niche, log.waits = (list(arrays[f"log.{name}"]) for name in ("tier", "niche", "waits"))
        log.creator_days = [arrays["log.creator_days"]]
        log.creator, log.customers = arrays["log.creator"], arrays["log.customers"]
        for k, day in enumerate(arrays["log.census_days"]):
            values: Any = [arrays[f"log.census.{name}"][k] for name in Census._fields]
            log.census[int(day)] = Census(*values[:-2], *map(float, values[-2:]))
        return log
