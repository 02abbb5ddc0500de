"""What other tasks left in the folder: a dashboard's figures against the truth, and what the answer depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.report.context import Context

if TYPE_CHECKING:
    import polars as pl


def dashboard(context: Context) -> str:
    """Compare what the brand's sensors and methods would have said with the truth."""
    return ""


def sensitivity(context: Context) -> str:
    """Rank the assumptions by how far the answer moves with them."""
    return ""


def strongest(table: pl.DataFrame) -> str:
    """Name the assumption that the answer depends on most."""
    return ""
