"""Attribution of any path table from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.results.heartbeat import waiting
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job


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
    with waiting("attribute"):
        table = attribution.attribute_all(str(source), methods=chosen)
    try:
        csv, parquet = attribution.write(table, folder)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    print(table.pivot(index="channel", columns="method", values="conversions").round(4).to_string(max_rows=40))
    print(f"written: {csv}, {parquet}")
    return 0
