"""Tables for tools from outside: a weekly marketing mix and a panel of people, each with the truth beside."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.counterfactual.uplift import uplift
from simulation.recording.log import RecordedMarket
from simulation.state import columns as c
from simulation.state.journal import NOBODY

if TYPE_CHECKING:
    import polars as pl


WEEK = 7
FIRST_DAY = datetime.date(2024, 1, 1)
"""A Monday; the simulation itself knows no calendar."""


def weekly_mix(
    model: RecordedMarket,
    without: RecordedMarket,
    lacking: Mapping[str, NDArray[np.int64]] | None = None,
    first_day: datetime.date = FIRST_DAY,
) -> pl.DataFrame:
    """Return one row for each week of the measured days, for a tool of marketing-mix modelling to be tried on.

    Columns: ``week`` from 0; ``date`` of its first day; ``days`` in it, 7 but perhaps in the last; ``spend`` and its
    parts ``spend_<channel>``, ``spend_<tier>`` (fees and hours) and ``spend_conversation`` (people who talk, a
    platform), USD; ``impressions_<channel>`` and ``impressions_<tier>``; ``engagements``; ``purchases``; ``revenue``;
    and the truth, which no tool may see: ``incremental_purchases`` and ``incremental_revenue``, the week's difference
    from the world without the campaign. Counts are in people.

    A payment is spread evenly over the days that it is for, as posts and advertisements are, so that weeks sum to what
    was paid, to the cent. A refund is taken off on the days of the flight that it was for.

    Args:
        model: The market with the campaign.
        without: Its twin.
        lacking: Simulated purchases by day (:attr:`worlds.World.daily`) of worlds that lack one part each, by the
            part's name: adds ``incremental_purchases_<name>``.
        first_day: Date that the campaign's first day gets.

    Raises:
        InputError: The two are not twins.
    """
    import polars as pl

    uplift(model, without)  # refuses what are not twins
    log, people = model.log, model.people_per_consumer
    first = model.history.days.index(0)
    weeks = np.arange(len(model.history.days) - first) // WEEK

    def weekly(daily: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.zeros(int(weeks[-1]) + 1, np.int64)
        np.add.at(total, weeks, daily)
        return total

    spend = {name: weekly(cents) / 100 for name, cents in _spend(model, len(weeks)).items()}
    brand, tier = np.array(model.history.brand[first:])[:, c.STUDIED], np.array(log.tier[first:])
    price = float(model.scenario.per_brand("price")[c.STUDIED])
    bought = model.history.purchases(c.STUDIED)[first:]
    added = weekly(bought - without.history.purchases(c.STUDIED)[first:]) * people
    return pl.DataFrame(
        {
            "week": np.arange(int(weeks[-1]) + 1),
            "date": [first_day + datetime.timedelta(days=WEEK * week) for week in range(int(weeks[-1]) + 1)],
            "days": np.bincount(weeks),
            **spend,
            **{
                f"impressions_{name}": weekly(brand[:, c.BROADCAST_IMPRESSIONS + k]) * people
                for k, name in enumerate(c.CHANNELS)
            },
            **{f"impressions_{t}": weekly(tier[:, k, c.STUDIED_SEEN]) * people for k, t in enumerate(c.TIERS)},
            "engagements": weekly(tier[:, :, c.STUDIED_ENGAGED].sum(axis=1)) * people,
            "purchases": weekly(bought) * people,
            "revenue": weekly(bought) * people * price,
            "incremental_purchases": added,
            "incremental_revenue": added * price,
            **{
                f"incremental_purchases_{name}": weekly(bought - daily[first:]) * people
                for name, daily in (lacking or {}).items()
            },
        }
    )


def _spend(model: RecordedMarket, days: int) -> dict[str, NDArray[np.int64]]:
    """Return cents by day, in all and by channel and tier; each payment is split so that no cent is lost."""
    end = min(model.scenario.brands.campaign_days, days)
    parts = {f"spend_{name}": np.zeros(days, np.int64) for name in (*c.CHANNELS, *c.TIERS, "conversation")}
    for entry, paid in model.journal.of_brand(c.STUDIED):
        tier = None if entry.creator == NOBODY else c.TIERS[model.creators.tier[entry.creator]]
        name = tier or entry.channel or "conversation"
        first = entry.day if entry.first < 0 else entry.first
        last = min(first + entry.days, end) if entry.days else end
        if first >= last:  # paid for days that are no longer measured
            first, last = days - 1, days
        shares = np.arange(last - first + 1) * paid // (last - first)
        parts[f"spend_{name}"][first:last] += np.diff(shares)
    return {"spend": np.sum(list(parts.values()), axis=0), **parts}


def people_panel(model: RecordedMarket, without: RecordedMarket) -> pl.DataFrame:
    """Return one row for each simulated consumer, the truth beside.

    Columns: ``consumer``; ``niche``; ``buyer``, who ever buys in the category; ``aware``; ``exposures`` and
    ``purchases`` since the campaign began; ``trust`` in the brand at the end; ``uplift_purchases`` and
    ``uplift_trust``, what the campaign changed for this very person (trust of people who know the brand in both worlds,
    0 for others); ``newly_aware``, 1 for people who know the brand only with the campaign, -1 only without it.

    Raises:
        InputError: The two are not twins.
    """
    import polars as pl

    truth, consumers = uplift(model, without), model.consumers
    niches = np.array(model.scenario.market.niches)
    return pl.DataFrame(
        {
            "consumer": np.arange(len(consumers.niche)),
            "niche": pl.Series(niches[consumers.niche].astype(str)).cast(pl.Categorical),
            "buyer": consumers.rate > 0,
            "aware": consumers.aware[:, c.STUDIED] > 0,
            "exposures": consumers.exposures[:, c.STUDIED],
            "purchases": consumers.purchases[:, c.STUDIED],
            "trust": consumers.trust[:, c.STUDIED],
            "uplift_purchases": truth.purchases,
            "uplift_trust": truth.trust,
            "newly_aware": truth.newly_aware,
        }
    )
