"""Which assumptions the answer depends on most: a table of sensitivity, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

INDICES = ("ST", "mu_star", "delta", "S1")
"""Columns of a table of sensitivity, the most telling first."""
MEANING = {
    "ST": "share of the variance that goes with it",
    "mu_star": "mean absolute change over its range",
    "delta": "delta index",
    "S1": "first-order share of the variance",
}
Ranked = tuple[str, str, list[tuple[str, float, float | None, float | None]]]


def ranking(rows: pl.DataFrame) -> Ranked | None:
    """Return the last quantity of a table of sensitivity (a difference, if there is one), its index, and parameters."""
    import polars as pl

    index = next((name for name in INDICES if name in rows.columns), None)
    if index is None or "parameter" not in rows.columns or rows.is_empty():
        return None
    last = str(rows["quantity"].to_list()[-1]) if "quantity" in rows.columns else "the answer"
    if "quantity" in rows.columns:
        rows = rows.filter(pl.col("quantity") == last)
    rows = rows.sort(index, descending=True, nulls_last=True)
    bounds = f"{index}_low" in rows.columns and f"{index}_high" in rows.columns
    ranked = [
        (
            str(row["parameter"]),
            float(row[index]),
            float(row[f"{index}_low"]) if bounds else None,
            float(row[f"{index}_high"]) if bounds else None,
        )
        for row in rows.iter_rows(named=True)
        if row[index] is not None
    ]
    return (last, index, ranked) if ranked else None
