"""The long form: one row for one touch of one person.

A person's rows are put in the order of their times (equal times keep the order of the rows). ``conversion`` (or
``conversions``) says how many conversions this touch was followed by at once, before any other touch. A conversion ends
the path: the next touch of the same person begins a new one, and what is left after the last conversion is a path that
did not convert. A row that converts may leave its channel empty: then it is the purchase itself, not a touch, and its
time is the path's end. With ``value`` but no ``conversion``, a value above 0 is one conversion; with neither, every
person is taken to have converted once, at the last touch.

``time`` is a number (days) or a date; the days before the path's end are computed from it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.attribution.paths import (
    Floats,
    Paths,
    encode,
    need,
    numbers,
    refuse_value_without_conversion,
)
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def from_touches(frame: pl.DataFrame, where: str) -> Paths:
    """Turn rows of touches into paths; raise ``InputError`` naming the row that cannot be used."""
    import polars as pl

    need(frame, ("person", "time", "channel"), where)
    if (missing := frame["person"].is_null()).any():
        raise InputError(f"{where}, row {int(missing.arg_max() or 0) + 1}: person is empty")
    time = _days(frame["time"], where)
    person = frame["person"].rank("dense").to_numpy().astype(np.int64)
    order = np.lexsort((time, person))  # stable: equal times keep the order of the rows
    last = np.concatenate([person[order][1:] != person[order][:-1], [True]])
    value = numbers(frame, "value", where) if "value" in frame.columns else None
    conversions = _conversions(frame, where, value, order, last)
    refuse_value_without_conversion(conversions, value, where)

    channel = frame["channel"].cast(pl.String).str.strip_chars().fill_null("")
    touched = (channel != "").to_numpy()
    if (bad := ~touched & (conversions == 0)).any():
        raise InputError(f"{where}, row {int(bad.argmax()) + 1}: channel is empty, and the row does not convert")

    ends = (conversions[order] > 0) | last
    path = np.concatenate([[0], np.cumsum(ends)[:-1]])
    touches = np.bincount(path, weights=touched[order]).astype(np.int64)
    closing = order[ends]  # the row that ends each path
    if (bare := touches == 0).any():
        row = int(closing[bare.argmax()])
        raise InputError(
            f"{where}, row {row + 1}: person '{frame['person'][row]}' converts with no touch before; "
            "name a channel such as 'direct', or leave the row out"
        )
    kept = touched[order]
    channels, touch = encode(channel.gather(order[kept]))
    converted = conversions[closing]
    return Paths(
        channels,
        np.concatenate([[0], np.cumsum(touches)]),
        touch,
        converted,
        np.where(converted == 0, 1.0, 0.0),
        None if value is None else value[closing],
        time[closing][path[kept]] - time[order][kept],
    )


def _conversions(frame: pl.DataFrame, where: str, value: Floats | None, order: np.ndarray, last: np.ndarray) -> Floats:
    name = next((name for name in ("conversion", "conversions") if name in frame.columns), None)
    if name:
        return numbers(frame, name, where)
    if value is not None:
        return np.where(value > 0, 1.0, 0.0)
    conversions = np.zeros(frame.height)
    conversions[order[last]] = 1.0
    return conversions


def _days(time: pl.Series, where: str) -> Floats:
    """Return times as days, from numbers, dates or text that is either."""
    import polars as pl

    read = time
    if time.dtype == pl.String:
        text = time.str.strip_chars()
        read = text.cast(pl.Float64, strict=False)
        if read.null_count():
            with contextlib.suppress(pl.exceptions.ComputeError):  # no date among them either: the row is named below
                read = text.str.to_datetime(strict=False, time_unit="us")
    if read.dtype.is_temporal():
        read = read.cast(pl.Datetime("us")).to_physical().cast(pl.Float64) / 86_400e6
    days: Floats = read.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    if (bad := ~np.isfinite(days)).any():
        row = int(bad.argmax())
        raise InputError(f"{where}, row {row + 1}: time is '{time[row]}'; takes a number of days, or a date")
    return days
