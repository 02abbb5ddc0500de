"""Whether a run fits: memory, disk and time are estimated before anything is made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.heartbeat import clock
from simulation.compute.memory import available_memory
from simulation.compute.processors import usable_processors
from simulation.compute.scratch import free_scratch
from simulation.errors import InputError
from simulation.world.size import bytes_of_worlds, bytes_while_built, gigabytes, refuse_beyond

if TYPE_CHECKING:
    from experiments.command.settings import Settings
    from experiments.running.one_seed import Market
    from simulation.scenario import Scenario

WORLDS = 3
"""Worlds that a replicate holds at most, which share their graph: after the burn-in, without a campaign, and an arm."""
WORKED_OUT = 260
"""Bytes of memory for each consumer in which a replicate works out what a campaign changed for each person, measured:
228 with four brands and 236 to 261 with one."""
SCRATCH = "executor.scratch"
SECONDS_PER_CONSUMER_DAY = 4e-7
"""On one processor (docs/benchmark.md)."""
BYTES_PER_ARM = 3_000
BYTES_PER_ARM_AND_DAY = 30
"""Of a seed's tables, compressed: 10 kB for three arms of 28 days in a small market, more where more happens."""
LONG = 600.0
"""Seconds: of a longer run it is said beforehand how long it takes."""


def refuse_what_cannot_fit(settings: Settings, markets: Sequence[Market], scenarios: Sequence[Scenario]) -> None:
    """Refuse markets of which not one replicate fits into memory or scratch folder, or whose results fit on no disk.

    Args:
        settings: Of the command.
        markets: The different markets, each with its arms.
        scenarios: Of each arm, validated.

    Raises:
        InputError: naming the parameter, what it takes, and what there is.
    """
    elsewhere = settings.executor.name == "ray" and settings.executor.address is not None
    if not elsewhere:
        _refuse_beyond_this_machine(settings.executor.scratch, scenarios)
    seeds, size, (folder, free) = seeds_of(settings), disk(settings, markets), free_disk(settings)
    if size > free:
        raise InputError(
            f"replicates: got {seeds:,}, whose results take {gigabytes(size)}; {gigabytes(free)} are free in"
            f" '{folder}'; takes at most {int(seeds * free / size):,}"
        )


def _refuse_beyond_this_machine(folder: str | None, scenarios: Sequence[Scenario]) -> None:
    """Refuse a market of which not one replicate fits into this machine."""
    free = 0 if folder is None else free_scratch(folder, SCRATCH)
    left, one = available_memory(), "of which one replicate"
    for scenario in scenarios:
        if scenario.graph.source != "generated":
            continue
        files = in_files(scenario)
        if folder is None:
            hint = f", or more with {SCRATCH}=FOLDER, on a disk"
            refuse_beyond(left, files + WORKED_OUT, scenario, f"{one} takes", hint=hint)
        else:
            refuse_beyond(free, files, scenario, f"{one} takes", f"of the disk at '{folder}'")
            refuse_beyond(left, beside_files(scenario), scenario, f"{one}, beside its files, takes")


def beside_files(scenario: Scenario) -> float:
    """Return the bytes of memory that a replicate takes for each consumer where its columns lie in a scratch folder."""
    return max(bytes_while_built(scenario), WORKED_OUT)


def in_files(scenario: Scenario) -> float:
    """Return the bytes of a replicate's columns for each consumer: of three worlds that share their graph's shape."""
    return bytes_of_worlds(scenario, WORLDS)


def how_long(settings: Settings, markets: Sequence[Market]) -> str | None:
    """Return a line on how long a run takes, about; None for a short one."""
    if settings.replicates.precision is not None or settings.executor.engine != "compiled":
        return None
    processors = 1 if settings.executor.name == "serial" else settings.executor.workers or usable_processors()
    seconds = settings.replicates.number * cpu_seconds(markets) / processors
    if seconds < LONG:
        return None
    return (
        f"this takes {clock(seconds)} or more on {processors} processors; if it is stopped, what is finished is kept,"
        " and the same command goes on"
    )


def seeds_of(settings: Settings) -> int:
    """Return the number of replicates, with a precision the least number."""
    return settings.replicates.number if settings.replicates.precision is None else settings.replicates.minimum


def cpu_seconds(markets: Sequence[Market]) -> float:
    """Return the seconds of one processor that the days of one seed take, about: a burn-in, then each arm's days."""
    consumer_days = 0.0
    for market in markets:
        burn_in, days = _days(market.scenario)
        worlds = len({repr(each) for each in (market.baseline, *market.arms.values())})
        consumer_days += market.scenario["market"]["consumers"] * (burn_in + days * worlds)
    return consumer_days * SECONDS_PER_CONSUMER_DAY


def disk(settings: Settings, markets: Sequence[Market]) -> int:
    """Return the bytes that all seeds' tables take on the disk, about."""
    return seeds_of(settings) * sum(
        len(market.arms) * (BYTES_PER_ARM + BYTES_PER_ARM_AND_DAY * _days(market.scenario)[1]) for market in markets
    )


def free_disk(settings: Settings) -> tuple[Path, int]:
    """Return the folder that is there where results go, and the bytes that are free in it."""
    folder = _existing(Path(settings.output.dir or "outputs").expanduser())
    return folder, shutil.disk_usage(folder).free


def _days(scenario: Mapping[str, Any]) -> tuple[int, int]:
    return scenario["market"]["burn_in"], scenario["market"]["days"]


def _existing(path: Path) -> Path:
    """Return the nearest folder above that is there."""
    return next((each for each in (path, *path.absolute().parents) if each.is_dir()), Path())
