"""Calls of compiled loops without the cost of numba's look at each argument, and the two tables that take turns.

A small market's day is mostly such cost: a dispatcher asks Python for the type of each handle at each call. The type
is a handle's own (``Handle.kind``), so the compiled entry is looked up once and called directly after that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.compute.compiler import numba
from simulation.compute.handle import Handle, is_table
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Now, Tables, Tally

KEPT = 2
"""Handles that are kept of each kind of tuple: yesterday's mail and today's take turns, so every day finds its own."""


class Calls:
    """What compiled loops are called with, and how."""

    def __init__(self) -> None:
        """Know no tables and no loops yet."""
        self._handles: dict[type, list[Handle]] = {}
        self._last: dict[type, tuple[Any, Handle]] = {}  # what was asked for last
        self._spares: dict[int, Handle] = {}
        self._entries: dict[Callable[..., None], tuple[tuple[Any, ...], Callable[..., None]]] = {}

    def handle(self, value: Any) -> Any:
        """Return the handle on a tuple of arrays; everything else as it is.

        A tuple of the same arrays and numbers as one of the last two has that one's handle.
        """
        last = self._last.get(type(value))
        if last is not None and last[0] is value:
            return last[1]
        handles = self._handles.get(type(value))
        if handles is None and not is_table(value):
            return value
        handle = next((one for one in handles or [] if _is_same(one.value, value)), None) or self._make(value, handles)
        self._last[type(value)] = value, handle
        return handle

    def _make(self, value: Any, handles: list[Handle] | None) -> Handle:
        new = Handle(value, handles[0] if handles else None)
        arrays = _arrays(value)  # an earlier tuple of other arrays is gone: nothing may keep its memory
        earlier = [handle for handle in handles or [] if _arrays(handle.value) == arrays]
        self._handles[type(value)] = [new, *earlier[: KEPT - 1]]
        return new

    def handle_of_spare(self, tally: Tally) -> Handle:
        """Return the handle on a tally of the engine's own: one more than take turns, so kept apart."""
        known = self._spares.get(id(tally))
        if known is None or known.value is not tally:
            known = self._spares[id(tally)] = Handle(tally)
        return known

    def entry(
        self, loop: Callable[..., None], now: Now, tables: Tables, rules: Rules, tally: Tally
    ) -> tuple[Callable[..., None], tuple[Any, ...]]:
        """Return a loop's compiled entry and what it takes after the first row and the last; compile it if need be."""
        handles = self.handle(tables), self.handle(rules), self.handle(tally)
        kinds = (type(now.seed), type(now.day), *(handle.kind for handle in handles))
        known = self._entries.get(loop)
        if known is None or known[0] != kinds:
            rows = numba.types.int64
            signature = (rows, rows, numba.typeof(now), *kinds[2:])
            known = self._entries[loop] = kinds, loop.compile(signature)  # type: ignore[attr-defined]
        return known[1], (now, *handles)


def _is_same(one: Any, other: Any) -> bool:
    """Say whether two tuples of a kind have the same objects in all fields, tuples in them looked into."""
    return all(
        mine is theirs or (isinstance(mine, tuple) and isinstance(theirs, tuple) and _is_same(mine, theirs))
        for mine, theirs in zip(one, other, strict=True)
    )


def _arrays(value: Any) -> list[int]:
    """Return which arrays there are in a tuple and in tuples in it, wherever they stand."""
    ids: list[int] = []
    for item in value:
        ids += _arrays(item) if isinstance(item, tuple) else [id(item)] if isinstance(item, np.ndarray) else []
    return sorted(ids)
