"""Attribution of any path table from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command import screen
from experiments.results.terminal import frame_table
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job

MOST = 40
"""Channels that are printed; the files have all."""


def run(job: Job) -> int:
    """``nichecast task=attribute paths=FILE methods=[...] output.dir=...``: print the table; write CSV and Parquet.

    Raises:
        InputError: The file or a method cannot be used.
    """
    from simulation.brand_view import attribution

    source = job.config.get("paths")
    if not source:
        raise InputError("paths: got nothing, takes a CSV or Parquet file with columns path and conversions")
    methods = job.config.get("methods")
    chosen = [methods] if isinstance(methods, str) else list(methods or [])
    folder = Path(job.settings.output.dir or "outputs/attribute")
    table = attribution.attribute_all(str(source), methods=chosen)
    try:
        csv, parquet = attribution.write(table, folder)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    by_channel = table.pivot(index="channel", columns="method", values="conversions")
    order = by_channel.sum(axis=1).sort_values(ascending=False, kind="stable").index
    title = "Conversions" if len(order) <= MOST else f"Conversions; the {MOST} largest of {len(order):,} channels"
    frame_table(by_channel.loc[order[:MOST], table["method"].unique()].reset_index(), title)
    screen.say(f"written: {csv}, {parquet}")
    return 0
