"""The long form: one row for one touch of one person.

A person's rows are put in the order of their times (equal times keep the order of the rows). ``conversion`` (or
``conversions``) says how many conversions this touch was followed by at once, before any other touch. A conversion ends
the path: the next touch of the same person begins a new one, and what is left after the last conversion is a path that
did not convert. A row that converts may leave its channel empty: then it is the purchase itself, not a touch, and its
time is the path's end. A person who converts again without a new touch is credited to the touches before the earlier
conversion. With ``value`` but no ``conversion``, a value above 0 is one conversion; with neither, nothing says who
converted, and the table is refused.

``time`` is a number (days), a Unix time or a date; the days before the path's end are computed from it: see
:mod:`simulation.brand_view.attribution.reading.touch_dates`.
"""

from __future__ import annotations

import difflib
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
from simulation.brand_view.attribution.reading.touch_dates import days_of
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def from_touches(frame: pl.DataFrame, where: str, dayfirst: bool | None, notes: list[str]) -> Paths:
    """Turn rows of touches into paths; raise ``InputError`` naming the row that cannot be used.

    ``dayfirst`` says whether 03/07/2026 is the third of July; what was guessed is appended to ``notes``.
    """
    import polars as pl

    need(frame, ("person", "time", "channel"), where)
    if (missing := frame["person"].is_null()).any():
        raise InputError(f"{where}, row {int(missing.arg_max() or 0) + 1}: person is empty")
    if frame["person"].dtype == pl.String and (bare := frame["person"].str.strip_chars() == "").any():
        raise InputError(f"{where}, row {int(bare.arg_max() or 0) + 1}: person is empty")
    time = days_of(frame["time"], where, dayfirst, notes)
    person = frame["person"].rank("dense").to_numpy().astype(np.int64)
    order = np.lexsort((time, person))  # stable: equal times keep the order of the rows
    last = np.concatenate([person[order][1:] != person[order][:-1], [True]])
    value = numbers(frame, "value", where, notes) if "value" in frame.columns else None
    conversions = _conversions(frame, where, value, notes)
    refuse_value_without_conversion(conversions, value, where)
    _warn_of_flags(person, conversions, notes)

    channel = frame["channel"].cast(pl.String).str.strip_chars().fill_null("")
    touched = (channel != "").to_numpy()
    if (bad := ~touched & (conversions == 0)).any():
        raise InputError(f"{where}, row {int(bad.argmax()) + 1}: channel is empty, and the row does not convert")

    ends = (conversions[order] > 0) | last
    path = np.concatenate([[0], np.cumsum(ends)[:-1]])
    touches = np.bincount(path, weights=touched[order]).astype(np.int64)
    closing = order[ends]  # the row that ends each path
    converted, worth = conversions[closing], None if value is None else value[closing]
    if (bare := touches == 0).any():
        owner = _earlier(bare, person[closing], frame, closing, where)
        again = closing[bare]
        notes.append(
            f"warning: {len(again):,} conversions without a new touch (the first in row {int(again.min()) + 1}) were "
            "credited to the person's touches before the earlier conversion; leave such rows out if they do not count"
        )
        converted = np.bincount(owner, converted, len(owner))[~bare]
        worth = None if worth is None else np.bincount(owner, worth, len(owner))[~bare]
        closing, touches, path = closing[~bare], touches[~bare], (np.cumsum(~bare) - 1)[path]
    is_touch = touched[order]
    channels, touch = encode(channel.gather(order[is_touch]), notes)
    return Paths(
        channels,
        np.concatenate([[0], np.cumsum(touches)]),
        touch,
        converted,
        np.where(converted == 0, 1.0, 0.0),
        worth,
        time[closing][path[is_touch]] - time[order][is_touch],
        tuple(notes),
    )


def _warn_of_flags(person: np.ndarray, conversions: Floats, notes: list[str]) -> None:
    """Say so if whoever converts does so in each of their rows: the column may say who converted, not when."""
    rows, converting = np.bincount(person), np.bincount(person, conversions > 0)
    buyers = converting > 0
    if buyers.any() and (rows == converting)[buyers].all() and (rows[buyers] > 1).any():
        notes.append(
            f"warning: {np.count_nonzero(rows[buyers] > 1):,} people convert in each of their rows: each row was "
            "counted; if the column says who converted, leave it in the last row of each alone"
        )


def _earlier(bare: np.ndarray, person: np.ndarray, frame: pl.DataFrame, closing: np.ndarray, where: str) -> np.ndarray:
    """Return for each path the one that its conversions belong to: without a touch, the same person's path before."""
    place = np.arange(len(bare))
    owner = np.maximum.accumulate(np.where(bare, -1, place))
    lost = bare & ((owner < 0) | (person[np.maximum(owner, 0)] != person))
    if lost.any():
        row = int(closing[lost.argmax()])
        raise InputError(
            f"{where}, row {row + 1}: person '{frame['person'][row]}' converts with no touch before; "
            "name a channel such as 'direct', or leave the row out"
        )
    return owner


def _conversions(frame: pl.DataFrame, where: str, value: Floats | None, notes: list[str]) -> Floats:
    name = next((name for name in ("conversion", "conversions") if name in frame.columns), None)
    if name:
        return numbers(frame, name, where, notes)
    if value is None:
        close = difflib.get_close_matches("conversion", frame.columns, n=1, cutoff=0.75)
        near = f" (did you mean '{close[0]}'?)" if close else ""
        raise InputError(
            f"{where}: no column 'conversion'{near}, and no value: nothing says who "
            "converted; add one with 1 in the rows that a conversion followed (at each person's last touch, if all did)"
        )
    notes.append("conversions: each value above 0 is one conversion, as there is no column 'conversion'")
    return np.where(value > 0, 1.0, 0.0)
