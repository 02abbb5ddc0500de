"""Measuring worlds in worker processes. What is in the folder is not measured again: a stopped command goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.terminal import counter
from experiments.running import executors, warm_up
from experiments.running.replicates import make_ready, plan
from experiments.validation import parts
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job

BYTES = 4_000
"""Peak memory for each consumer, of the worlds that one measurement keeps at a time; measured with 8,000."""


def measured(
    job: Job,
    measure: Callable[..., dict[str, float]],
    items: Sequence[Mapping[str, Any]],
    folder: Path,
    what: str,
    consumers: int | None = None,
) -> list[dict[str, float]]:
    """Return what each item's worlds show, in the order of the items.

    Args:
        job: The command.
        measure: A function of a module, called with an item.
        items: Plain data: ``seed``, a ``scenario`` unless ``consumers`` is given, a ``group`` where one item measures
            a part of what there is to measure, and all else that the numbers depend on.
        folder: Where measurements are kept, one file each, in ``parts/``.
        what: What is counted in the terminal.
        consumers: Those of the largest world; None: those of the first item's ``scenario``.

    Raises:
        InputError: An item failed, or a file was removed meanwhile.
    """
    places = [(place(folder, item), parts.key_of(item)) for item in items]
    missing = [item for item, kept in zip(items, places, strict=True) if parts.kept(*kept) is None]
    if missing:
        make_ready(job.settings.executor)
        size = missing[0]["scenario"]["market"]["consumers"] if consumers is None else consumers
        workers, threads = plan(job.settings.executor, len(missing), size, BYTES)
        outcomes = executors.execute(
            measure,
            missing,
            workers=workers,
            threads=threads or 1,
            preload=warm_up.PRELOAD,
            prepare=warm_up.compile_share,
        )
        with counter(f"{len(missing)} {what}", len(missing)) as bar:
            for done, outcome in enumerate(outcomes, start=1):
                item = outcome.item
                if outcome.error is not None:
                    group = f"{item['group']}, " if "group" in item else ""
                    raise InputError(f"task={job.settings.task.name}: {group}seed {item['seed']}: {outcome.error}")
                parts.keep(place(folder, item), parts.key_of(item), outcome.value)
                bar(done)
    found = []
    for path, key in places:
        values = parts.kept(path, key)
        if values is None:
            raise InputError(f"{path}: was removed while the command was at work")
        found.append(values)
    return found


def place(folder: Path, item: Mapping[str, Any]) -> Path:
    """Return the file in which an item's measurement is kept."""
    group = f"{item['group']}-" if "group" in item else ""
    return folder / "parts" / f"{group}{item['seed']}-{parts.key_of(item)}.json"
