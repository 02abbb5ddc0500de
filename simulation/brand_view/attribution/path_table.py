"""The table of paths, as numbers.

Two forms are taken, in a pandas or polars frame, a mapping of columns, or the path of a CSV or Parquet file.

*Path form*, one row for one path or for many alike:

- ``path``: the channels touched, first to last, ``a > b > c``, or a list of them (also as JSON); spaces around the
  separator do not count;
- ``conversions``: how many times the path ended in a conversion, >= 0 (fractions are allowed: weights);
- ``value`` (may be absent): money that those conversions brought, >= 0, in total for the row;
- ``nulls`` (may be absent): how many times the path ended without one, >= 0. Without this column a row whose
  conversions are 0 counts as one path that did not convert;
- ``times`` (may be absent): for every touch how many *days before the end of the path* it took place, in the order of
  the touches and with the same separator, ``5 > 2 > 0.5``: >= 0, never rising. Only rows that convert need them.

*Long form*, one row for one touch: ``person``, ``time`` (days, or dates), ``channel``, ``conversion`` (how many
conversions followed this touch at once) or ``value``: see :mod:`simulation.brand_view.attribution.long_paths`.

Names that other tools give these columns are taken, with a warning; other columns are ignored. An empty ``value`` or
``nulls`` is 0. Rows are counted from 1, a file's header not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.brand_view.attribution.long_paths import from_touches
from simulation.brand_view.attribution.paths import Floats, Integers, Paths
from simulation.brand_view.attribution.reading.column_names import NAMES, is_known, with_our_names
from simulation.brand_view.attribution.reading.path_files import read_file
from simulation.brand_view.attribution.wide_paths import from_rows
from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Floats", "Integers", "Paths", "read"]


def read(paths: Any, *, separator: str | None = None, dayfirst: bool | None = None) -> Paths:
    """Read a table of paths in either form; ``notes`` of the result list what was guessed.

    Args:
        paths: a pandas or polars frame, a mapping of columns, or the path of a ``.csv``, ``.tsv``, ``.txt`` (perhaps
            with ``.gz``, ``.bz2``, ``.zip``) or ``.parquet`` file; a :class:`Paths` is returned as it is.
        separator: what stands between two touches; if not given: an arrow (``>``, ``->``, ``=>``, an arrow sign), else
            a bar, a semicolon, a tab or a comma.
        dayfirst: whether 03/07/2026 is the third of July; if not given, a day above 12 must show it.

    Raises:
        InputError: a column is missing, a cell cannot be used (the row is named), or there are no rows.
    """
    if isinstance(paths, Paths):
        return paths
    if separator is not None and not separator.strip():
        raise InputError("separator: got an empty one; takes text such as '>'")
    notes: list[str] = []
    frame, where = _frame(paths, notes)
    near: list[str] = []
    frame, wide = with_our_names(frame, where, near)
    notes += [f"warning: {note}" for note in near]
    if unread := [name for name in frame.columns if name not in NAMES]:
        notes.append(f"columns that were not read: {', '.join(map(repr, unread[:8]))}{', ...' if unread[8:] else ''}")
    if wide and "path" in frame.columns:
        return from_rows(frame, where, separator, notes)
    if {"person", "time", "channel"} & set(frame.columns):
        return from_touches(frame, where, dayfirst, notes)
    raise InputError(f"{where}: no column 'path'{nearest('path', frame.columns)}; nor person, time, channel")


def _frame(paths: Any, notes: list[str]) -> tuple[pl.DataFrame, str]:
    """Return the columns that we use as a polars frame, and what to call it in a message."""
    import polars as pl

    if isinstance(paths, str | Path):
        return read_file(Path(paths), notes), str(paths)
    if isinstance(paths, pl.LazyFrame):
        paths = paths.collect()
    if isinstance(paths, pl.DataFrame):
        return paths, "paths"
    if not isinstance(paths, Mapping) and not (hasattr(paths, "columns") and hasattr(paths, "dtypes")):
        kind = type(paths).__name__
        raise InputError(f"paths: got {kind}; takes a pandas or polars frame, or the path of a CSV or Parquet file")
    columns = [str(name) for name in paths]
    twice = next((name for name in columns if is_known(name) and columns.count(name) > 1), None)
    if twice:
        raise InputError(f"paths: two columns are named '{twice}'")
    known: dict[str, pl.Series] = {}
    others = [name for name in dict.fromkeys(columns) if not is_known(name)]
    for name, label in zip(columns, paths, strict=True):
        if is_known(name):
            known[name] = _series(name, paths[label])
    if len({len(column) for column in known.values()}) > 1:
        raise InputError("paths: the columns are not equally long")
    frame = pl.DataFrame(known)
    # Unknown columns keep their names only, so that a message can say which one is near.
    return frame.with_columns(pl.lit(None).alias(name) for name in others), "paths"


def _series(name: str, column: Any) -> pl.Series:
    """Turn one column into a polars series; mixed columns become text, so that a bad cell can be named by its row."""
    import pandas as pd
    import polars as pl

    column = pd.Series(column)
    if column.dtype == object and any(isinstance(cell, list | tuple | np.ndarray) for cell in column):
        cells = [
            None if not isinstance(cell, list | tuple | np.ndarray) else [str(step) for step in cell] for cell in column
        ]
        return pl.Series(name, cells, dtype=pl.List(pl.String))
    if column.dtype == object or isinstance(column.dtype, pd.CategoricalDtype):
        return pl.Series(name, [None if pd.isna(cell) else str(cell) for cell in column], dtype=pl.String)
    return pl.Series(name, pl.from_pandas(column.reset_index(drop=True)))
