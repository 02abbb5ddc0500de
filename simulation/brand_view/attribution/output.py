"""The table by channel: closed on the totals, and written as CSV and Parquet.

**Rounding closure.** Credits are floating-point sums, and miss the total by some units in the last place. They are
scaled by total / (their exact sum), and what is still missing then, one rounding, goes to the channel with the largest
credit, so that their exact sum (``math.fsum``) is the total to the last digit or so. A miss of more than 1e-9 of the
total is no rounding, and is an error of the program.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.attribution.path_table import Floats, Paths
from simulation.files.safe_writing import written_aside

if TYPE_CHECKING:
    import pandas as pd

LARGEST_MISS = 1e-9


def closed(credit: Floats, total: float) -> Floats:
    """Return the credits with their sum brought to the total."""
    credited = math.fsum(credit)
    if abs(credited - total) > LARGEST_MISS * max(total, float(np.abs(credit).sum())):
        raise ArithmeticError(f"the credits add up to {credited!r}, not to {total!r}")
    if credited == 0:
        return credit
    credit = credit * (total / credited)
    credit[int(np.abs(credit).argmax())] += total - math.fsum(credit)
    return credit


def tabled(
    paths: Paths,
    conversions: Floats,
    value: Floats | None,
    error: Floats | None = None,
    value_error: Floats | None = None,
) -> pd.DataFrame:
    """Return the table that :func:`simulation.brand_view.attribution.attribute` documents."""
    import pandas as pd

    nothing = np.full(len(paths.channels), np.nan)
    total = math.fsum(paths.conversions)
    conversions = closed(conversions, total)
    columns = {
        "channel": list(paths.channels),
        "conversions": conversions,
        "value": nothing if value is None or paths.value is None else closed(value, math.fsum(paths.value)),
        "share": conversions / total if total > 0 else np.zeros(len(conversions)),
        "standard_error": nothing if error is None else error,
    }
    if value_error is not None:
        columns["value_standard_error"] = value_error
    return pd.DataFrame(columns)


def concatenated(tables: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Put the tables of several methods below one another, ``method`` first."""
    import pandas as pd

    columns = max((table.columns for _, table in tables), key=len)
    return pd.concat(
        [table.reindex(columns=columns).assign(method=label) for label, table in tables], ignore_index=True
    )[["method", *columns]]


def write(table: pd.DataFrame, folder: str | Path, name: str = "attribution") -> tuple[Path, Path]:
    """Write a table as ``folder/name.csv`` and ``folder/name.parquet``; the folder is made. Return both paths.

    Numbers in the CSV file read back as the same bits.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    with written_aside(csv) as aside:
        table.to_csv(aside, index=False)
    with written_aside(parquet) as aside:
        table.to_parquet(aside, index=False)
    return csv, parquet
