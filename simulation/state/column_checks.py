"""What every column of a market must look like before compiled code sees it: its type, its shape, its range.

Compiled loops look nothing up twice: a row that is not there is read from memory that is somebody else's. So what comes
from a file is held against this table first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from simulation.errors import InputError
from simulation.state.columns import (
    BRAND_COUNTS,
    CHANNELS,
    COLUMN_NAMES,
    CREATOR_COUNTS,
    EXPOSED,
    NOT_YET,
    OTHER,
    PURCHASED,
    STUDIED_POSTS,
    TESTABLE,
    TIERS,
    Tables,
    tables_of,
)

type Size = str | int
"""A number of rows, or the name of one: see :func:`sizes_of`."""
MOST_CREATORS_OF_TWO_BYTES = 2**16
FORMATS = 5
"""Of posts: `platform.FORMATS`, which is of the scenario."""


class Column(NamedTuple):
    """What one column must look like.

    Attributes:
        kind: Its type; several where it depends on how many rows another table has.
        shape: Its sizes, by name or number.
        low: Least value; None: any.
        high: Greatest value, a number, or the name of a size that it must stay below.
    """

    kind: tuple[str, ...]
    shape: tuple[Size, ...]
    low: float | None = None
    high: Size | None = None


_PERSON = "weight rate activity receptivity price_sensitivity knowledge load"
_PERSON_BRAND = "salience resting heard attitude trust loyalty adstock recent expected"
_CREATOR = (
    "breadth integrity craft disclosure posting visibility closeness leaving sold load labels bought reply praise scorn"
    " scandal"
)
_CREATOR_WIDE = "followers asked worth before usual impressions engagements"
_CONTRACT = "control service interactive anger"
_POST = "quality fit control"
_BRAND = "price quality appeal reputation found strays response machine session advice crisis apology standing"


def _column(kind: str, *shape: Size, low: float | None = None, high: Size | None = None) -> Column:
    return Column(tuple(kind.split("|")), shape, low, high)


def _several(table: str, names: str, column: Column) -> dict[str, Column]:
    return {f"{table}.{name}": column for name in names.split()}


def _flag(*shape: Size) -> Column:
    return _column("uint8", *shape, low=0, high=1)


COLUMNS: dict[str, Column] = {
    "consumers.niche": _column("uint8", "C", low=0, high="K"),
    "consumers.second": _column("uint8", "C", low=0, high="K"),
    **_several("consumers", _PERSON, _column("float32", "C")),
    **_several("consumers", "attention room", _column("uint8", "C")),
    **_several("consumers", "aware knew", _flag("C", "B")),
    **_several("consumers", _PERSON_BRAND, _column("float32", "C", "B")),
    **_several("consumers", "exposures purchases", _column("uint16", "C", "B")),
    "consumers.visited": _column("int16", "C", "B"),
    "subscriptions.renews": _column("int16", "R"),
    "follows.start": _column("int32|int64", "C+1", low=0, high="E+1"),
    "follows.creator": _column("uint16|int32", "E", low=0, high="I"),
    "follows.tie": _column("uint8", "E", low=0, high=3),
    **_several("follows", "alpha beta", _column("float32", "E")),
    "friends.start": _column("int32|int64", "C+1", low=0, high="F+1"),
    "friends.friend": _column("int32", "F", low=0, high="C"),
    "creators.niche": _column("uint8", "I", low=0, high="K"),
    "creators.tier": _column("uint8", "I", low=0, high=len(TIERS) - 1),
    **_several("creators", _CREATOR, _column("float32", "I")),
    **_several("creators", _CREATOR_WIDE, _column("float64", "I")),
    "creators.audience": _column("int64", "I", low=0, high="C+1"),
    "creators.fit": _column("float32", "I", "B"),
    "creators.there": _flag("I"),
    "contracts.posts": _column("int32", "B", "I", low=0),
    "contracts.first": _column("int32", "B", "I", low=0),
    "contracts.length": _column("int32", "B", "I", low=1),
    "contracts.published": _column("int32", "B", "I", low=0),
    "contracts.left": _column("int32", "B", "I", low=0),
    "contracts.fee": _column("int64", "B", "I", low=0),
    **_several("contracts", "label uses", _flag("B", "I")),
    **_several("contracts", _CONTRACT, _column("float32", "B", "I")),
    "content.number": _column("uint8", "I", low=0, high="S+1"),
    "content.brand": _column("int8", "I", "S", low=OTHER, high="B"),
    "content.format": _column("uint8", "I", "S", low=0, high=FORMATS - 1),
    **_several("content", "label uses", _flag("I", "S")),
    **_several("content", _POST, _column("float32", "I", "S")),
    **_several("brands", _BRAND, _column("float32", "B")),
    **_several("brands", "known backlog", _column("float64", "B")),
    "brands.niche": _column("uint8", "B", low=0, high="K"),
    "brands.adverts": _column("float32", len(CHANNELS), "B"),
    **_several("brands", "tagged guilty settled", _flag("B")),
    "brands.affinity": _column("float32", "K", "B"),
    "brands.similarity": _column("float32", "K", "K"),
    **_several("brands", "turn broke", _column("int32", "B")),
    "brands.answer": _column("uint8", "B", low=0, high=EXPOSED),
    "brands.news": _flag(2),
    **_several("mail", "brand yesterday_brand", _column("int8", "C", low=-1, high="B")),
    **_several("mail", "creator yesterday_creator", _column("int16|int32", "C", low=-1, high="I")),
    **_several("mail", "valence yesterday_valence", _column("float32", "C")),
    "mail.waiting": _flag("C"),
    "mail.asked": _column("int8", "C", low=-1, high="B+1"),
    "mail.edge": _column("int32|int64", "C", low=0, high="E or 1"),
    "mail.unanswered": _column("int16", "C", "B", low=NOT_YET, high="day+1"),
    "touches.source": _column("int32", "C", "T", low=PURCHASED, high="I"),
    "touches.day": _column("int16", "C", "T"),
    "touches.noted": _column("uint32", "C if T"),
    "touches.adverts": _column("uint8", "C if T", low=0, high=2 ** len(CHANNELS) - 1),
    "touches.bought": _column("uint16", "C if T"),
    "touches.today": _column("int16", 1),
    "holdout.withheld": _column("uint8", "H", low=0, high=2 ** len(TESTABLE) - 1),
    "holdout.met": _column("uint16", "H", len(TESTABLE)),
    "holdout.tested": _column("uint8", 1, low=0, high=2 ** len(TESTABLE) - 1),
    "holdout.before": _column("uint16", "H2"),
    "journal.budgets": _column("int64", "B", low=0),
    "journal.entries": _column("int64", "entries", 10),
    "history.days": _column("int64", "days"),
    "history.brand": _column("int64", "days", "B", BRAND_COUNTS, low=0),
    "history.deals": _column("float64", "deals", 7),
    "history.events": _column("float64", "events", 4),
    "history.event_names": _column("str", "events"),
    "log.tier": _column("int64", "logged", len(TIERS), CREATOR_COUNTS),
    "log.niche": _column("int64", "logged", "K", CREATOR_COUNTS),
    "log.creator_days": _column("int64", "active", 2 + CREATOR_COUNTS - STUDIED_POSTS),
    "log.waits": _column("int64", "logged", 2, "B", "ages of log", low=0),
    "log.creator": _column("int64", "I", CREATOR_COUNTS),
    "log.customers": _column("uint8", "customers"),
    "log.census_days": _column("int64", "asked"),
    **_several("log.census", "trust follows", _column("float64", "asked", len(TIERS))),
    **_several(
        "log.census",
        "aware brand_trust attitude brand_trust_aware attitude_aware loyalty",
        _column("float64", "asked", "B"),
    ),
    **_several("log.census", "load knowledge", _column("float64", "asked")),
    "shifts.line": _column("int64", "B", "ages", low=0),
}
"""Every column of a checkpoint."""
MAY_BE_UNKNOWN = "log.census."
"""Numbers that are not finite stand for what nobody could be asked; in these columns alone."""
SIZED = {
    "C": ("consumers.niche", 0),
    "I": ("creators.niche", 0),
    "S": ("content.brand", 1),
    "E": ("follows.creator", 0),
    "F": ("friends.friend", 0),
    "T": ("touches.source", 1),
    "R": ("subscriptions.renews", 0),
    "H": ("holdout.withheld", 0),
    "H2": ("holdout.before", 0),
    "entries": ("journal.entries", 0),
    "days": ("history.days", 0),
    "deals": ("history.deals", 0),
    "events": ("history.events", 0),
    "logged": ("log.tier", 0),
    "active": ("log.creator_days", 0),
    "ages of log": ("log.waits", 3),
    "customers": ("log.customers", 0),
    "asked": ("log.census_days", 0),
    "ages": ("shifts.line", 1),
}
"""Which column, and which side of it, has each size that no parameter gives."""
assert set(COLUMN_NAMES) <= set(COLUMNS), "a new column needs a line here"


def empty_tables() -> Tables:
    """Return tables of the columns' types, the smaller one where there are two, with nobody and no brand in them."""
    columns = {}
    for name in COLUMN_NAMES:
        column = COLUMNS[name]
        columns[name] = np.zeros([size if isinstance(size, int) else 0 for size in column.shape], column.kind[0])
    return tables_of(columns)


def sizes_of(arrays: Mapping[str, Any]) -> dict[str, int]:
    """Return the sizes that a file's header keeps: C consumers, I creators, E follow edges, F friend entries, ..."""
    return {size: int(arrays[name].shape[side]) for size, (name, side) in SIZED.items()}


def check(arrays: Mapping[str, Any], given: Mapping[str, Any], brands: int, niches: int, day: int) -> None:
    """Refuse columns that are not those of a market of these sizes.

    Args:
        arrays: Every column by name.
        given: What :func:`sizes_of` gave when they were written.
        brands: How many brands the scenario has.
        niches: How many niches.
        day: The market's day.

    Raises:
        InputError: naming the column, what it has, and what it takes.
    """
    sizes = _sizes(given, brands, niches, day)
    missing = next((name for name in COLUMNS if name not in arrays), None)
    if missing is not None:
        raise InputError(f"{missing}: is not there")
    unknown = next((name for name in arrays if name not in COLUMNS), None)
    if unknown is not None:
        raise InputError(f"{unknown}: is no column of a market")
    for name, column in COLUMNS.items():
        _check_column(name, column, arrays[name], sizes)
    for name in ("follows", "friends"):
        start, end = arrays[f"{name}.start"], sizes["E" if name == "follows" else "F"]
        if start[0] != 0 or start[-1] != end or (np.diff(start) < 0).any():
            raise InputError(f"{name}.start: takes numbers that rise from 0 to {end:,}")


def _sizes(given: Mapping[str, Any], brands: int, niches: int, day: int) -> dict[str, int]:
    """Return all sizes by name; those of a header are checked first."""
    for name in SIZED:
        size = given.get(name)
        if type(size) is not int or not 0 <= size < 2**48:
            raise InputError(f"sizes.{name}: got {size!r}, takes a whole number")
    sizes: dict[str, int] = {name: given[name] for name in SIZED}
    consumers, entries = sizes["C"], sizes["T"]
    if min(consumers, sizes["I"], sizes["S"]) < 1:
        raise InputError("sizes: got a market without people, creators or slots for posts")
    for name, takes in (
        ("R", (0, consumers)),
        ("H", (0, consumers)),
        ("H2", (0, consumers)),
        ("customers", (0, -(-consumers // 8))),
        ("logged", (sizes["days"],)),
    ):
        if sizes[name] not in takes:
            raise InputError(f"sizes.{name}: got {sizes[name]}, takes {' or '.join(map(str, takes))}")
    return sizes | {
        "B": brands,
        "K": niches,
        "day+1": day + 1,
        "C if T": consumers if entries else 0,
        "E or 1": max(sizes["E"], 1),
        **{f"{name}+1": sizes[name] + 1 for name in ("C", "E", "F", "S")},
        "B+1": brands + 1,
    }


def _check_column(name: str, column: Column, values: Any, sizes: Mapping[str, int]) -> None:
    """Refuse one column.

    Raises:
        InputError: naming it.
    """
    kinds = column.kind
    if name == "follows.creator":
        kinds = ("uint16",) if sizes["I"] < MOST_CREATORS_OF_TWO_BYTES else ("int32",)
    elif name == "mail.edge":
        kinds = ("int32",) if sizes["E"] < 2**31 - 1 else ("int64",)
    is_text = values.dtype.kind == "U"
    if not (is_text if kinds == ("str",) else any(values.dtype == np.dtype(kind) for kind in kinds)):
        raise InputError(f"{name}: got {values.dtype}, takes {' or '.join(kinds)}")
    shape = tuple(sizes[size] if isinstance(size, str) else size for size in column.shape)
    if values.shape != shape and not (name.startswith(MAY_BE_UNKNOWN) and values.shape == (0,) == shape[:1]):
        raise InputError(f"{name}: got {_times(values.shape)} values, takes {_times(shape)}")
    if not values.flags.c_contiguous:
        raise InputError(f"{name}: got columns one after another, takes rows")
    if not values.size or values.dtype.kind == "U":
        return
    if values.dtype.kind == "f":
        if not name.startswith(MAY_BE_UNKNOWN) and not np.isfinite(values).all():
            raise InputError(f"{name}: got a number that is not finite")
        return
    low, high = int(values.min()), int(values.max())
    most = sizes[column.high] - 1 if isinstance(column.high, str) else column.high
    if column.low is not None and low < column.low:
        raise InputError(f"{name}: got {low}, takes {column.low:.0f} or more")
    if most is not None and high > most:
        raise InputError(f"{name}: got {high}, takes {most} or less")


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(f"{size:,}" for size in shape) or "no"
