"""Attribution of any path table from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.heartbeat import waiting
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job


def _names(direct: Any) -> list[str] | None:
    """Return the names of channels that count as direct, or ``None`` for the usual ones."""
    return None if direct is None else [direct] if isinstance(direct, str) else [str(name) for name in direct]


def run(job: Job) -> int:
    """``nichecast task=attribute paths=FILE methods=[...] output.dir=...``: print the table; write CSV and Parquet.

    What was guessed when the file was read is printed first.

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
    separator, direct, dayfirst = (job.config.get(name) for name in ("separator", "direct", "dayfirst"))
    if dayfirst is not None and not isinstance(dayfirst, bool):
        raise InputError(f"dayfirst: got {dayfirst!r}, takes true or false")
    paths = attribution.read(str(source), separator=None if separator is None else str(separator), dayfirst=dayfirst)
    with waiting("attribute"):
        table = attribution.attribute_all(paths, methods=chosen, direct=_names(direct))
    for note in paths.notes:
        print(note if note.startswith("warning") else f"guessed: {note}")
    try:
        csv, parquet = attribution.write(table, folder)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    print(table.pivot(index="channel", columns="method", values="conversions").round(4).to_string(max_rows=40))
    print(f"written: {csv}, {parquet}")
    return 0
