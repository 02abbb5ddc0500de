"""Counting the models whose columns are in memory, while Python's cyclic collector stands still."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

import simulation as sim
from simulation.model import MarketModel
from simulation.state.columns import GRAPH_COLUMNS, named_columns


class Memory:
    """Knows the columns of all models that were made since it began."""

    def __init__(self) -> None:
        self.columns: list[dict[str, weakref.ref[Any]]] = []

    def note(self, model: MarketModel) -> None:
        """Note the columns that belong to one model alone."""
        own = {name: column for name, column in named_columns(model.tables).items() if name not in GRAPH_COLUMNS}
        self.columns.append({name: weakref.ref(column) for name, column in own.items()})

    @property
    def made(self) -> int:
        """How many models were made."""
        return len(self.columns)

    @property
    def left(self) -> list[list[str]]:
        """The columns of each model that still has any."""
        there = [[name for name, column in own.items() if column() is not None] for own in self.columns]
        return [names for names in there if names]


@pytest.fixture(scope="session")
def all_compiled() -> None:
    """Call each loop once: while numba compiles one, its own cycles hold on to what the loop was called with."""
    small = ["market=classroom", "market.consumers=300", "market.burn_in=1", "market.days=2", "brands.campaign_days=2"]
    with sim.build([*small, "measurement.touches=1", "strategy=hyper_targeted"], threads=1) as model:
        model.run_for(3)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, all_compiled: None) -> Iterator[Memory]:
    """Return what knows the models made from here on, built and forked; nothing is freed but by counting references."""
    seen, build = Memory(), MarketModel.__init__

    def build_and_note(self: MarketModel, *args: Any, **kwargs: Any) -> None:
        try:
            build(self, *args, **kwargs)
        finally:  # one that was refused is closed already
            if "tables" in self.__dict__:
                seen.note(self)

    monkeypatch.setattr(MarketModel, "__init__", build_and_note)
    gc.collect()
    gc.disable()
    try:
        yield seen
    finally:
        gc.enable()
