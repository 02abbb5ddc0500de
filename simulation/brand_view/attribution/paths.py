"""Paths as arrays, and how columns become numbers, whichever form of table they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths as arrays: ``touch[first[i]:first[i + 1]]`` are the channels of path ``i``, first to last.

    ``channels`` are the names in sorted order, and ``touch`` counts in them. ``conversions``, ``value`` and ``nulls``
    have one number a path; ``days`` has one a touch: days before the path's end, NaN where unknown and not needed.
    ``notes`` say what was guessed when they were read; those that begin with ``warning:`` may be wrong.
    """

    channels: tuple[str, ...]
    first: Integers
    touch: Integers
    conversions: Floats
    nulls: Floats
    value: Floats | None = None
    days: Floats | None = None
    notes: tuple[str, ...] = ()

    @property
    def length(self) -> Integers:
        """Touches of each path."""
        return np.diff(self.first)

    @property
    def row(self) -> Integers:
        """The path that each touch belongs to."""
        return np.repeat(np.arange(len(self.conversions)), self.length)

    @property
    def weight(self) -> Floats:
        """How many journeys each path stands for."""
        return self.conversions + self.nulls


def need(frame: pl.DataFrame, names: tuple[str, ...], where: str) -> None:
    """Refuse a frame that lacks one of the columns."""
    for name in names:
        if name not in frame.columns:
            raise InputError(f"{where}: no column '{name}'{nearest(name, frame.columns)}")
    if frame.height == 0:
        raise InputError(f"{where}: no rows")


def numbers(
    frame: pl.DataFrame, name: str, where: str, notes: list[str] | None = None, *, empty: float | None = 0.0
) -> Floats:
    """Return a column as finite numbers >= 0; ``empty`` stands for an empty cell (``None``: refused)."""
    import polars as pl

    from simulation.brand_view.attribution.reading.path_cells import as_numbers

    column = frame[name]
    said: list[str] = []
    given, doubtful = as_numbers(column, name, said)
    if notes is not None:
        notes += said
    if column.dtype == pl.String and given.null_count():
        column = column.str.strip_chars().replace("", None)
    if doubtful.any():
        row = int(doubtful.arg_max() or 0)
        cell, said = str(column[row]), [note for note in notes or () if "columns are separated by" in note]
        # Where semicolons separate columns, points often separate thousands; tabs and bars say nothing of that.
        if said and ("," in cell or "';'" in said[0]):
            what = ("comma", "commas, or with a decimal point") if "," in cell else ("point", "points, or as 1.2040")
            raise InputError(
                f"{where}, row {row + 1}: {name} is '{cell.strip()}', which may be a thousand or a decimal {what[0]}; "
                f"write it without {what[1]}"
            )
    unreadable = given.is_null() & column.is_not_null()
    if unreadable.any():
        row = int(unreadable.arg_max() or 0)
        raise InputError(f"{where}, row {row + 1}: {name} is '{column[row]}'; takes a number >= 0")
    if empty is None and given.null_count():
        row = int(given.is_null().arg_max() or 0)
        raise InputError(f"{where}, row {row + 1}: {name} is empty; takes a number >= 0")
    values: Floats = given.fill_null(empty or 0.0).to_numpy().astype(np.float64)
    bad = ~np.isfinite(values) | (values < 0)
    if bad.any():
        row = int(bad.argmax())
        raise InputError(f"{where}, row {row + 1}: {name} is {values[row]:g}; takes a finite number >= 0")
    return values


def encode(names: pl.Series, notes: list[str] | None = None) -> tuple[tuple[str, ...], Integers]:
    """Return the sorted names, in one Unicode form, and for each entry its place among them."""
    import polars as pl

    from simulation.brand_view.attribution.reading.path_steps import one_form

    distinct = names.unique().sort().to_list()
    meant = one_form(distinct, [] if notes is None else notes)
    if any(name != form for name, form in meant.items()):
        names = names.replace_strict(meant, return_dtype=pl.String)
    channels = tuple(sorted(set(meant.values())))
    codes = names.cast(pl.Enum(channels)).to_physical().to_numpy()
    return channels, codes.astype(np.int64)


def refuse_value_without_conversion(conversions: Floats, value: Floats | None, where: str) -> None:
    """Money that no conversion brought cannot be handed out by a rule about conversions."""
    if value is not None and (bad := (value > 0) & (conversions == 0)).any():
        row = int(bad.argmax())
        raise InputError(f"{where}, row {row + 1}: value is {value[row]:g} but no conversion brought it")
