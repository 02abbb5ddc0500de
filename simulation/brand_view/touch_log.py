"""The log of touches: what the rings of ``Tables.touches`` kept, as one list by person and time."""

from __future__ import annotations

import dataclasses
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.market_base import Market
from simulation.state.columns import CHANNELS, PURCHASED, STUDIED, TIERS

type Integers = NDArray[np.int64]

type By = Literal["channel", "tier", "niche", "creator"]
BY = ("channel", "tier", "niche", "creator")
"""How creators are grouped into channels: all as one, by tier, by niche, or each for itself."""

DIRECT = "direct"
"""The channel of a purchase before which no touch was caught."""


@dataclasses.dataclass(frozen=True, eq=False)
class TouchLog:
    """T entries of C consumers; consumer c's are ``first[c]:first[c + 1]``, the oldest first.

    Attributes:
        first: int64[C + 1].
        person: int64[T].
        day: int64[T], of the campaign.
        source: int64[T]: a creator's row, ``-1 - channel``, or ``PURCHASED``.
        purchases: int64[C], on the measured days, entered or forgotten.
        forgotten: int64[C], entries that later ones have overwritten.
    """

    first: Integers
    person: Integers
    day: Integers
    source: Integers
    purchases: Integers
    forgotten: Integers

    @property
    def bought(self) -> Integers:
        """The entries that are purchases."""
        return np.flatnonzero(self.source == PURCHASED)

    @property
    def missing(self) -> Integers:
        """Purchases of each consumer that later entries have overwritten."""
        return self.purchases - np.bincount(self.person[self.bought], minlength=len(self.purchases))


def read_touches(model: Market) -> TouchLog:
    """Read the rings of a market.

    Raises:
        InputError: No touches were kept.
    """
    touches = model.tables.touches
    entries = touches.source.shape[1]
    if entries == 0:
        raise InputError("measurement.touches: got 0, takes the entries to keep per consumer, such as 128")
    noted = touches.noted.astype(np.int64)
    there = np.minimum(noted, entries)
    first = np.concatenate([[0], np.cumsum(there)])
    person = np.repeat(np.arange(len(noted)), there)
    place = (noted - there)[person] + np.arange(first[-1]) - first[person]
    return TouchLog(
        first=first,
        person=person,
        day=touches.day[person, place % entries].astype(np.int64) - model.scenario.market.burn_in,
        source=touches.source[person, place % entries].astype(np.int64),
        purchases=model.consumers.purchases[:, STUDIED].astype(np.int64),
        forgotten=noted - there,
    )


def named_channels(model: Market, source: Integers, by: By) -> tuple[tuple[str, ...], Integers]:
    """Return channel names, sorted, and each source's place among them; sources that are purchases are ``direct``.

    The names are those of :meth:`worlds.Worlds.parts` cut by the same word, so that credit and truth can be compared.
    """
    table, niches = model.creators, model.scenario.market.niches
    naming = {
        "channel": lambda i: "creators",
        "tier": lambda i: TIERS[table.tier[i]],
        "niche": lambda i: niches[table.niche[i]],
        "creator": lambda i: f"creator {i}",
    }[by]
    distinct, inverse = np.unique(source, return_inverse=True)
    labels = [
        DIRECT if s == PURCHASED else naming(int(s)) if s >= 0 else CHANNELS[-1 - int(s)] for s in distinct.tolist()
    ]
    names = tuple(sorted({*labels, DIRECT}))
    place = {name: k for k, name in enumerate(names)}
    return names, np.array([place[label] for label in labels], np.int64)[inverse] if len(labels) else inverse
