"""A watch on the state of a market: which columns, and which state that is no column, each phase reads and writes.

While a phase runs, each column is replaced by a stand-in that records each read and each write by the column's name, so
nothing gets at the numbers unseen: numpy's own code can only take a read-only array from it. Compiled code cannot take
it at all, so a watched market runs in plain Python. A comparison of all state before and after each phase finds writes
past the stand-ins, and it is all that there is for compiled code.

Three things count as neither read nor write: the length of a column, the view of a part of it (what is done with the
part counts), and, for counts, reading a number only in order to add to it (``tally.brand[b, LIKES] += 1``).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np

from simulation.engine import schedule
from simulation.engine.schedule import Phase
from simulation.model import MarketModel
from simulation.state.columns import Tally, named_columns, tables_of

STATE = tuple(name for name in schedule.STATE if name != "tally")
"""What a market has beside columns and counts: looked at as wholes."""
ADDS = {"history": {"close_day", "note"}, "journal": {"post"}, "log": {"begin_campaign", "close_day"}}
"""Methods that add to such state and return nothing of it: calling one is no read."""


class Accesses:
    """What one phase did: names of what it read, and of what it wrote."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.writes: set[str] = set()


class WatchedColumn(np.lib.mixins.NDArrayOperatorsMixin):
    """Stands in for a column, or for a view of a part of one."""

    def __init__(self, column: np.ndarray, name: str, seen: Accesses) -> None:
        self.column, self.name, self.seen = column, name, seen

    # Looking at its form is no access.
    shape = property(lambda self: self.column.shape)
    size = property(lambda self: self.column.size)
    ndim = property(lambda self: self.column.ndim)
    dtype = property(lambda self: self.column.dtype)
    flags = property(lambda self: self.column.flags)

    def __len__(self) -> int:
        return len(self.column)

    def __getattr__(self, method: str) -> Any:
        """Return a method that computes something from all numbers: the only ones are those named here."""
        if method not in ("all", "any", "argmax", "astype", "copy", "max", "mean", "min", "sum", "tolist"):
            raise AttributeError(
                f"the watch on {self.name} does not know .{method}: teach it whether that reads or writes"
            )
        self.seen.reads.add(self.name)
        return getattr(self.column, method)

    def view(self) -> WatchedColumn:
        return type(self)(self.column.view(), self.name, self.seen)

    def reshape(self, *shape: int) -> WatchedColumn:
        return type(self)(self.column.reshape(*shape), self.name, self.seen)

    def fill(self, value: Any) -> None:
        self.seen.writes.add(self.name)
        self.column.fill(value)

    def __getitem__(self, key: Any) -> Any:
        part = self.column[key]
        if isinstance(part, np.ndarray) and (part.size == 0 or np.may_share_memory(part, self.column)):
            return type(self)(part, self.name, self.seen)
        self.seen.reads.add(self.name)
        return part

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(len(self)))

    def __setitem__(self, key: Any, value: Any) -> None:
        self.seen.writes.add(self.name)
        self.column[key] = value

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        self.seen.reads.add(self.name)
        numbers = np.array(self.column, dtype)
        numbers.flags.writeable = False
        return numbers

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: tuple[Any, ...] = (), **more: Any
    ) -> Any:
        for place, given in enumerate(inputs):
            if isinstance(given, WatchedColumn):
                given.seen.reads.add(given.name)
                if method == "at" and place == 0:
                    given.seen.writes.add(given.name)
        for given in out:
            if isinstance(given, WatchedColumn):
                given.seen.writes.add(given.name)
        more = {name: _plain(given) for name, given in more.items()}
        if out:
            more["out"] = tuple(_plain(given) for given in out)
        computed = getattr(ufunc, method)(*(_plain(given) for given in inputs), **more)
        return out[0] if len(out) == 1 else computed


class WatchedCounts(WatchedColumn):
    """Stands in for a table of counts, where adding to a number is a write and no read."""

    def __getitem__(self, key: Any) -> Any:
        part = self.column[key]
        return Count(self, key) if np.ndim(part) == 0 else super().__getitem__(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(value, Raised):
            value = value.number if value.counts is self and value.key == key else int(value)
        super().__setitem__(key, value)


class Count(np.lib.mixins.NDArrayOperatorsMixin):
    """One number of a table of counts. It is read as soon as anything but an addition is done with it."""

    def __init__(self, counts: WatchedCounts, key: Any) -> None:
        self.counts, self.key = counts, key

    def __add__(self, more: Any) -> Raised:
        return Raised(self.counts, self.key, self.counts.column[self.key] + more)

    def __iadd__(self, more: Any) -> Raised:
        return self + more

    def read(self) -> Any:
        """Return the number."""
        self.counts.seen.reads.add(self.counts.name)
        return self.counts.column[self.key]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **more: Any) -> Any:
        return getattr(ufunc, method)(*(x.read() if isinstance(x, Count) else x for x in inputs), **more)

    def __int__(self) -> int:
        return int(self.read())

    def __index__(self) -> int:
        return int(self.read())

    def __float__(self) -> float:
        return float(self.read())

    def __bool__(self) -> bool:
        return bool(self.read())


class Raised(Count):
    """A count and what was added to it: back at its place it is a write, anywhere else what was read."""

    def __init__(self, counts: WatchedCounts, key: Any, number: Any) -> None:
        super().__init__(counts, key)
        self.number = number

    def __add__(self, more: Any) -> Raised:
        return Raised(self.counts, self.key, self.number + more)

    def read(self) -> Any:
        """Return the sum."""
        super().read()
        return self.number


class WatchedState:
    """Stands in for the journal and the like: asking it for anything is a read, setting an attribute a write."""

    def __init__(self, state: Any, name: str, seen: Accesses) -> None:
        self.__dict__.update(_state=state, _name=name, _seen=seen)

    def __getattr__(self, attribute: str) -> Any:
        if attribute not in ADDS.get(self._name, ()):
            self._seen.reads.add(self._name)
        return getattr(self._state, attribute)

    def __setattr__(self, attribute: str, value: Any) -> None:
        self._seen.writes.add(self._name)
        setattr(self._state, attribute, value)

    def __iter__(self) -> Iterator[Any]:
        self._seen.reads.add(self._name)
        return iter(self._state)

    def __getitem__(self, key: Any) -> Any:
        self._seen.reads.add(self._name)
        return self._state[key]

    def __len__(self) -> int:
        return len(self._state)


def _plain(given: Any) -> Any:
    """Return what a stand-in stands for, and anything else as it is."""
    if isinstance(given, WatchedColumn):
        return given.column
    return given._state if isinstance(given, WatchedState) else given


class Snapshot:
    """All state of a market at one moment."""

    def __init__(self, market: MarketModel) -> None:
        self.columns = named_columns(market.tables)
        self.bits = {name: column.tobytes() for name, column in self.columns.items()}
        self.bits["tally"] = b"".join(counts.tobytes() for counts in market.tally)
        self.bits |= {name: pickle.dumps(getattr(market, name)) for name in STATE}

    def changed(self, before: Snapshot) -> set[str]:
        """Name what was written since an earlier moment: other bits, or another array."""
        written = {name for name, bits in self.bits.items() if before.bits[name] != bits}
        return written | {name for name, column in self.columns.items() if before.columns[name] is not column}

    def handed_on(self, before: Snapshot) -> set[str]:
        """Name the columns whose arrays now stand elsewhere: that passes their numbers on, so it is a read."""
        homes = {id(column): name for name, column in before.columns.items() if column.size}
        return {homes[id(column)] for name, column in self.columns.items() if homes.get(id(column), name) != name}


class Watch:
    """Watches each phase of a market from now on; ``seen`` holds what each has read and written so far.

    A compiled market runs as it always does, and only what its phases changed is known.
    """

    def __init__(self, market: MarketModel) -> None:
        self.market = market
        self.seen: dict[str, Accesses] = {}
        self.last = Snapshot(market)
        self.run_phase = market.run_phase
        market.run_phase = self  # type: ignore[method-assign]

    def __call__(self, phase: Phase) -> None:
        """Run a phase: what a market calls instead of its own ``run_phase``."""
        market, seen = self.market, self.seen.setdefault(phase.name, Accesses())
        attributes = dict(vars(market))
        if market.engine.name != "compiled":
            self._put_stand_ins(seen)
        try:
            self.run_phase(phase)
        finally:
            self._take_stand_ins_away()
        now = Snapshot(market)
        seen.writes |= now.changed(self.last)
        seen.reads |= now.handed_on(self.last)
        self.last = now
        for name, value in vars(market).items():
            if name not in ("tables", "tally", *STATE) and attributes.get(name) is not value:
                seen.writes.add(f"market.{name}")

    def _put_stand_ins(self, seen: Accesses) -> None:
        market, columns = self.market, named_columns(self.market.tables)
        market.tables = tables_of({name: WatchedColumn(column, name, seen) for name, column in columns.items()})
        market.tally = Tally(*(WatchedCounts(counts, "tally", seen) for counts in market.tally))
        for name in STATE:
            setattr(market, name, WatchedState(getattr(market, name), name, seen))

    def _take_stand_ins_away(self) -> None:
        market, columns = self.market, named_columns(self.market.tables)
        market.tables = tables_of({name: _plain(column) for name, column in columns.items()})
        market.tally = Tally(*(_plain(counts) for counts in market.tally))
        for name in STATE:
            setattr(market, name, _plain(getattr(market, name)))
