"""What a task is given: the command as it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.settings import Settings, options


@dataclass(frozen=True)
class Job:
    """One command of the user, composed and validated. A task is a function of it that returns the exit status."""

    config: dict[str, Any]
    settings: Settings
    overrides: tuple[str, ...] = ()
    config_dir: str | None = None


def job_of(overrides: Sequence[str], config_dir: str | None = None) -> Job:
    """Compose the config of a command and validate its settings.

    Raises:
        InputError: if an override or a setting cannot be used.
    """
    from simulation.configure import compose

    config = compose(list(overrides), config_dir)
    settings = Settings.from_config(config, options("strategy", config_dir))
    return Job(config, settings, tuple(overrides), config_dir)
