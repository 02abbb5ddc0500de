"""What a dashboard credits each plan with beside what it truly added, read in the worlds that the replicates live.

To keep touches changes nothing that people do, so the sensors are put up in the very worlds that the report is about.
Only two things ask for worlds more: the usual plan of a brand that reads a dashboard, which is lived beside the arms,
and what a part of a plan added, which is the world with it less the world without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from simulation.counterfactual.campaign import Part, Worlds
    from simulation.model import MarketModel

TABLES = ("credit", "truth")
"""What is kept of a seed; the columns are in `SCHEMAS`."""
CLOSING = ("search", "retargeting")
"""The channels that reach people near their purchase."""
CLOSE = "search and retargeting"
WHOLE = "campaign"


@dataclass(frozen=True)
class Board:
    """What is read in one seed, as plain data that travels between processes.

    Attributes:
        shard: Where its tables go.
        touches: Entries kept per consumer.
        parts: How a plan is cut to see what its parts added: ``closing`` or ``channel``; None: not in this seed.
        usual: Name and strategy of the usual plan, where it is lived.
    """

    shard: str
    touches: int
    parts: str | None = None
    usual: tuple[str, Mapping[str, Any]] | None = None


SCHEMAS: dict[str, dict[str, Any]] = {
    "credit": {"arm": str, "seed": int, "sensor": str, "method": str, "channel": str, "money": float},
    "truth": {"arm": str, "seed": int, "part": str, "money": float, "cost": float},
}


def together(read: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Put the tables of several plans under one another; empty ones where there are none."""
    import polars as pl

    return {name: pl.concat([pl.DataFrame(schema=SCHEMAS[name]), *(each[name] for each in read)]) for name in TABLES}


def keep_touches(model: MarketModel, kept: int) -> None:
    """Let a market that keeps no touches keep some from now on."""
    from simulation.world.build import empty_touches

    if len(model.tables.touches.noted) == 0:
        model.tables = model.tables._replace(touches=empty_touches(len(model.consumers.niche), kept))


def read(arm: str, seed: int, worlds: Worlds, parts: str | None) -> dict[str, pl.DataFrame]:
    """Return the rows of one plan in one world.

    Args:
        arm: The plan's name.
        seed: The world's.
        worlds: The campaign's worlds; the whole one kept touches.
        parts: As `Board.parts`.
    """
    import polars as pl

    credit = [(arm, seed, *row) for row in _credited(worlds)]
    truth = [(arm, seed, *row) for row in _added(worlds, parts)]
    return {
        "credit": pl.DataFrame(credit, schema=SCHEMAS["credit"], orient="row"),
        "truth": pl.DataFrame(truth, schema=SCHEMAS["truth"], orient="row"),
    }


def _credited(worlds: Worlds) -> Iterator[tuple[str, str, str, float]]:
    """Yield the margin, USD, that each method credits each channel with."""
    from simulation.brand_view.attribution.methods import METHODS, attribute
    from simulation.brand_view.sensors import SENSORS, sense
    from simulation.evaluation.dashboard_score import TAGGED

    per_purchase = worlds.price * worlds.margin
    for sensor in SENSORS:
        paths = sense(worlds.whole, sensor, "channel").paths
        for method in ("last",) if sensor in TAGGED else METHODS:
            table = attribute(paths, method)
            for channel, purchases in zip(table["channel"], table["conversions"], strict=True):
                yield sensor, method, str(channel), float(purchases) * per_purchase


def _added(worlds: Worlds, parts: str | None) -> Iterator[tuple[str, float, float]]:
    """Yield what the campaign, and each part of it, truly added: margin and cost, USD."""
    whole = worlds.campaign
    cut = [] if parts is None else cut_by(worlds, parts)
    for part in (whole, *cut):
        apart = worlds.uplift(part)
        yield part.name, float(apart.total["margin"]), apart.cost


def cut_by(worlds: Worlds, parts: str) -> list[Part]:
    """Return the parts of a campaign; one that is all of it is left out.

    ``closing`` has one: search and retargeting together, which do the same work, so that each alone looks useless.
    """
    from simulation.counterfactual.campaign import Part

    whole = worlds.campaign
    if parts == "channel":
        cut = worlds.parts("channel")
    else:
        closing = frozenset(worlds.channels).intersection(CLOSING)
        cut = [Part(CLOSE, channels=closing)] if closing else []
    return [part for part in cut if (part.creators, part.channels) != (whole.creators, whole.channels)]
