"""The arguments of the Python functions, put as the command that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job

Variants = Sequence[str] | Mapping[str, Any]
"""Names of strategies; or name -> strategy, list of overrides, or mapping of parameters to values."""


def job_for(
    overrides: Sequence[str],
    arms: Variants | None,
    replicates: int | None,
    config_dir: str | Path | None,
    folder: str | Path | None,
    options: Mapping[str, Any] | None = None,
) -> Job:
    """Return the command that the arguments stand for."""
    from experiments.command.command import job_of
    from experiments.command.settings import as_override

    refuse_text(overrides)
    given = list(overrides)
    if isinstance(arms, Mapping):
        given += [f"arms={as_override(list(arms))}", f"++variants={as_override(dict(arms))}"]
    elif arms is not None:
        given.append(f"arms={as_override(list(arms))}")
    if replicates is not None:
        given.append(f"replicates.number={replicates}")
    if folder is not None:
        given.append(f"output.dir={as_override(str(folder))}")
    given += [f"{name}={as_override(value)}" for name, value in (options or {}).items()]
    return job_of(given, None if config_dir is None else str(config_dir))


def task_overrides(
    name: str, overrides: Sequence[str], seed: int | None, workers: int | None, outcome: str | None = None
) -> list[str]:
    """Return the overrides of a task, its seed, its processes and its outcome."""
    refuse_text(overrides)
    given = {"seed": seed, "executor.workers": workers, "outcome": outcome}
    return [*overrides, f"task={name}", *(f"{key}={value}" for key, value in given.items() if value is not None)]


def refuse_text(overrides: Sequence[str]) -> None:
    """Refuse one text where a list of overrides is expected: it would be taken letter by letter."""
    if isinstance(overrides, str):
        raise InputError(f"overrides: got the text {overrides!r}, takes a list such as ['market.consumers=1000']")
