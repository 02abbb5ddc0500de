"""All that the golden baseline reads and that is not public. When modules move, only this file changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulation import MarketModel, attribution
from simulation.brand_view.sensors import sense


def columns(model: MarketModel) -> Iterator[tuple[str, Any]]:
    """Yield all columns of state by name, such as ``consumers.trust``."""
    for table, held in model.tables._asdict().items():
        for name, column in held._asdict().items():
            yield f"{table}.{name}", column


def money(model: MarketModel) -> Iterator[tuple[str, int]]:
    """Yield each brand's money in cents. Refunds are the negative parts of its payments."""
    for row, name in enumerate(model.brand_names):
        ledger = model.journal.ledger(row)
        for kind in ("budget", "fees", "media", "hours", "fines"):
            yield f"{name}.{kind}", getattr(ledger, kind)
        yield f"{name}.refunds", -sum(min(cents, 0) for _, cents in model.journal.of_brand(row))


def events(model: MarketModel) -> Iterator[str]:
    """Yield the kind of each event, such as ``crisis: scandal``."""
    yield from (event.what for event in model.history.events)


def added(model: MarketModel, without: MarketModel) -> dict[str, float]:
    """Return the totals of the uplift of a model against its twin."""
    return model.uplift(without).total


def credit(model: MarketModel) -> Iterator[tuple[str, float]]:
    """Yield the purchases that last touch credits to each channel, sensor by sensor."""
    for sensor in ("links", "codes", "survey"):
        table = attribution.attribute(sense(model, sensor, "channel").paths, "last")
        for channel, purchases in zip(table["channel"], table["conversions"], strict=True):
            yield f"{sensor}.last.{channel}", float(purchases)
