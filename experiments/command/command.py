"""What a task is given: the command as it was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.command.settings import Settings, options
from simulation.errors import InputError


@dataclass(frozen=True)
class Job:
    """One command of the user, composed and validated. A task is a function of it that returns the exit status."""

    config: dict[str, Any]
    settings: Settings
    overrides: tuple[str, ...] = ()
    config_dir: str | None = None


def job_of(overrides: Sequence[str], config_dir: str | None = None, typed: bool = True) -> Job:
    """Compose the config of a command and validate its settings.

    Args:
        overrides: ``group=option`` and ``parameter=value``.
        config_dir: A folder with config groups of one's own.
        typed: Whether all overrides are what the user typed; some of a what-if come from its file.

    Raises:
        InputError: if an override or a setting cannot be used.
    """
    from simulation.configure import compose

    overrides = [spelled for item in overrides for spelled in _spelled_out(item)]
    config = compose(list(overrides), config_dir, typed)
    settings = Settings.from_config(config, options("strategy", config_dir))
    if settings.experiment.size == "quick" and settings.experiment.quick:
        overrides = [*settings.experiment.quick, *overrides]  # what the command says comes last
        config = compose(list(overrides), config_dir, typed=False)
        settings = Settings.from_config(config, options("strategy", config_dir))
    return Job(config, settings, tuple(overrides), config_dir)


def _spelled_out(override: str) -> list[str]:
    """Return ``arms={tight: [...]}`` as what it is short for: a list of names, and a variant for each."""
    key, _, value = override.partition("=")
    if key.strip() != "arms" or not value.lstrip().startswith("{"):
        return [override]
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    # Hydra takes no bare a=b inside a list.
    value = re.sub(r"(?<=[\[,])\s*([+~\w./@]+=[^,\[\]{}'\"]*)(?=[,\]])", r"'\1'", value)
    try:
        parsed = OverridesParser.create().parse_override(f"variants={value}").value()
    except HydraException as error:
        what = str(error).splitlines()[0]
        raise InputError(f"arms: got {value}, takes names, or name: overrides ({what})") from None
    assert isinstance(parsed, dict), "it begins with a brace"
    return [f"arms=[{','.join(map(str, parsed))}]", f"++variants={value}"]
