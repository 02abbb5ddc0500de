"""The path form: one row for one path, ``a > b > c``, or for many alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.attribution.paths import (
    Floats,
    Integers,
    Paths,
    encode,
    need,
    numbers,
    refuse_value_without_conversion,
)
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def from_rows(frame: pl.DataFrame, where: str, separator: str) -> Paths:
    """Turn rows of paths into arrays; raise ``InputError`` naming the row that cannot be used."""
    need(frame, ("path", "conversions"), where)
    conversions = numbers(frame, "conversions", where, empty=None)
    value = numbers(frame, "value", where) if "value" in frame.columns else None
    refuse_value_without_conversion(conversions, value, where)
    nulls = numbers(frame, "nulls", where) if "nulls" in frame.columns else np.where(conversions == 0, 1.0, 0.0)

    first, steps = _steps(frame, "path", separator)
    if (steps == "").any():
        row = int(np.searchsorted(first, int((steps == "").arg_max() or 0), side="right")) - 1
        text = str(frame["path"][row] or "").strip()
        what = f"'{text}' has an empty step" if text else "path is empty"
        raise InputError(f"{where}, row {row + 1}: {what}; takes channels such as 'a {separator} b'")
    channels, touch = encode(steps)
    days = _days(frame, where, separator, first, conversions) if "times" in frame.columns else None
    return Paths(channels, first, touch, conversions, nulls, value, days)


def _steps(frame: pl.DataFrame, name: str, separator: str) -> tuple[Integers, pl.Series]:
    """Split a column of text: where each row's steps begin, and all steps without the spaces around them."""
    import polars as pl

    text = frame[name].cast(pl.String).fill_null("")
    lists = text.str.split(separator)
    first = np.concatenate([[0], np.cumsum(lists.list.len().to_numpy(), dtype=np.int64)])
    return first, lists.explode(empty_as_null=False, keep_nulls=False).str.strip_chars()


def _days(frame: pl.DataFrame, where: str, separator: str, first: Integers, conversions: Floats) -> Floats:
    """Read ``times``: NaN in rows that leave them empty, which only rows without conversions may."""
    import polars as pl

    begins, steps = _steps(frame, "times", separator)
    touches, given = np.diff(first), np.diff(begins)
    absent = np.zeros(frame.height, dtype=bool)
    absent[given == 1] = (steps.gather(begins[:-1][given == 1]) == "").to_numpy()
    wrong = (given != touches) & ~(absent & (conversions == 0)) | (absent & (conversions > 0))
    if wrong.any():
        row = int(wrong.argmax())
        found = "no" if absent[row] else given[row]
        raise InputError(f"{where}, row {row + 1}: {found} times for {touches[row]} touches; takes one for each touch")
    days = np.full(first[-1], np.nan)
    cells = np.repeat(~absent, given)
    read = steps.cast(pl.Float64, strict=False).to_numpy()[cells]
    owner = np.repeat(np.arange(frame.height), given)[cells]
    bad = ~(np.isfinite(read) & (read >= 0))
    if bad.any():
        row = int(owner[bad.argmax()])
        raise InputError(f"{where}, row {row + 1}: times are '{frame['times'][row]}'; takes days >= 0 for each touch")
    days[np.repeat(~absent, touches)] = read
    rising = (np.diff(read) > 0) & (owner[1:] == owner[:-1])
    if rising.any():
        row = int(owner[1:][rising.argmax()])
        raise InputError(
            f"{where}, row {row + 1}: times '{frame['times'][row]}' rise; they are days before the path's end, "
            "first touch first"
        )
    return days
