"""The table of paths, as numbers.

Two forms are taken, in a pandas or polars frame, a mapping of columns, or the path of a CSV or Parquet file.

*Path form*, one row for one path or for many alike:

- ``path``: the channels touched, first to last, ``a > b > c``; spaces around the separator do not count;
- ``conversions``: how many times the path ended in a conversion, >= 0 (fractions are allowed: weights);
- ``value`` (may be absent): money that those conversions brought, >= 0, in total for the row;
- ``nulls`` (may be absent): how many times the path ended without one, >= 0. Without this column a row whose
  conversions are 0 counts as one path that did not convert;
- ``times`` (may be absent): for every touch how many *days before the end of the path* it took place, in the order of
  the touches and with the same separator, ``5 > 2 > 0.5``: >= 0, never rising. Only rows that convert need them.

*Long form*, one row for one touch: ``person``, ``time`` (days, or dates), ``channel``, and perhaps ``conversion`` (how
many conversions followed this touch at once) and ``value``: see :mod:`simulation.brand_view.attribution.long_paths`.

Other columns are ignored. An empty ``value`` or ``nulls`` is 0. Rows are counted from 1, a file's header not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.brand_view.attribution.long_paths import from_touches
from simulation.brand_view.attribution.paths import Floats, Integers, Paths
from simulation.brand_view.attribution.wide_paths import from_rows
from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Floats", "Integers", "Paths", "read"]

NAMES = ("path", "conversions", "value", "nulls", "times", "person", "time", "channel", "conversion")


def read(paths: Any, *, separator: str = ">") -> Paths:
    """Read a table of paths in either form.

    Args: paths: a pandas or polars frame, a mapping of columns, the path of a ``.csv``, ``.csv.gz`` or ``.parquet``
        file; a
            :class:`Paths` is returned as it is.
        separator: what stands between two touches.

    Raises:
        InputError: a column is missing, a cell cannot be used (the row is named), or there are no rows.
    """
    if isinstance(paths, Paths):
        return paths
    if not separator.strip():
        raise InputError("separator: got an empty one; takes text such as '>'")
    frame, where = _frame(paths)
    if "path" in frame.columns:
        return from_rows(frame, where, separator.strip())
    if {"person", "time", "channel"} & set(frame.columns):
        return from_touches(frame, where)
    raise InputError(f"{where}: no column 'path'{nearest('path', frame.columns)}; nor person, time, channel")


def _frame(paths: Any) -> tuple[pl.DataFrame, str]:
    """Return the columns that we use as a polars frame, and what to call it in a message."""
    import polars as pl

    if isinstance(paths, str | Path):
        return _file(Path(paths)), str(paths)
    if isinstance(paths, pl.LazyFrame):
        paths = paths.collect()
    if isinstance(paths, pl.DataFrame):
        return paths, "paths"
    if not isinstance(paths, Mapping) and not (hasattr(paths, "columns") and hasattr(paths, "dtypes")):
        kind = type(paths).__name__
        raise InputError(f"paths: got {kind}; takes a pandas or polars frame, or the path of a CSV or Parquet file")
    columns = [str(name) for name in paths]
    twice = next((name for name in NAMES if columns.count(name) > 1), None)
    if twice:
        raise InputError(f"paths: two columns are named '{twice}'")
    known: dict[str, pl.Series] = {}
    others = [name for name in columns if name not in NAMES]
    for name in columns:
        if name in NAMES:
            known[name] = _series(name, paths[name])
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
    if column.dtype == object or isinstance(column.dtype, pd.CategoricalDtype):
        return pl.Series(name, [None if pd.isna(cell) else str(cell) for cell in column], dtype=pl.String)
    return pl.Series(name, pl.from_pandas(column.reset_index(drop=True)))


def _file(path: Path) -> pl.DataFrame:
    import polars as pl

    if not path.is_file():
        raise InputError(f"paths: no file '{path}'")
    ending = path.name.lower()
    try:
        if ending.endswith((".csv", ".csv.gz")):
            return pl.read_csv(path, infer_schema=False)  # all text: a bad cell is then named by its row
        if ending.endswith((".parquet", ".pq")):
            return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"paths: cannot read '{path}': {str(error).strip().splitlines()[0]}") from error
    raise InputError(f"paths: '{path.name}' is of no known kind; takes .csv, .csv.gz or .parquet")
