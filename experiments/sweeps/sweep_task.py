"""`task=sweep`: all arms at many points, each with several seeds; a table with a row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.command.command import Job
from experiments.results.outcome_catalogue import refuse_unknown
from experiments.running import replicates
from experiments.running.arms import resolve
from experiments.sweeps import points as makers
from experiments.sweeps.points import Points
from experiments.sweeps.space import Parameter, Space, levels_of, ranges_of
from experiments.sweeps.study import Swept, market_study
from simulation.errors import InputError, not_one_of

DESIGNS = ("grid", "lhs", "sobol", "csv")
OPTIONS = ("design", "parameters", "points", "csv")


def run(job: Job) -> int:
    """Run the sweep that the command asks for; say where its table lies."""
    return sweep(job).report()


def sweep(job: Job, quiet: bool = False) -> Swept:
    """Run the sweep that a command asks for.

    Raises:
        InputError: if the input cannot be used; nothing has been run then.
    """
    replicates.make_ready(job.settings.executor)
    design = resolve(job)
    refuse_unknown(job.settings.outcome)
    points = points_of(job.config, Checks.of(Space(design)), job.settings.seed)
    with market_study(job, design, {name: job.config.get(name) for name in OPTIONS}, quiet=quiet) as study:
        return study.run_all(points)


@dataclass(frozen=True)
class Checks:
    """How names and values of parameters are checked; a plain function takes all."""

    names: Callable[[Sequence[str]], None] = lambda names: None
    values: Callable[[Mapping[str, Any]], None] = lambda values: None
    whole: Callable[[Sequence[str]], Sequence[str]] = lambda names: ()
    start: Callable[[str], Any] = lambda name: 0.0

    @classmethod
    def of(cls, space: Space) -> Checks:
        """Check against the schema of the market and its strategies."""
        return cls(space.check_names, space.check, space.whole, space.start)


def points_of(options: Mapping[str, Any], checks: Checks, seed: int) -> Points:
    """Return the points that options ask for, every one of them checked.

    Raises:
        InputError: naming the parameter, or row and column of a file.
    """
    chosen = str(options.get("design"))
    if chosen not in DESIGNS:
        raise not_one_of("design", chosen, DESIGNS)
    if chosen == "csv":
        if not options.get("csv"):
            raise InputError("csv: got nothing, takes a file with names of parameters as its header when design=csv")
        return makers.read(Path(str(options["csv"])).expanduser(), checks.names, checks.values)
    levels = levels_of(options.get("parameters"))
    if chosen == "grid":
        checks.names(list(levels))
        points = makers.grid(levels)
        where = "parameters: "
    else:
        ranges = ranges_in(levels, checks)
        points = (makers.sobol if chosen == "sobol" else makers.latin_hypercube)(ranges, count_of(options), seed)
        where = f"{chosen}: "
    makers.check_rows(points, checks.values, where)
    return points


def ranges_in(levels: Mapping[str, Sequence[Any]], checks: Checks) -> list[Parameter]:
    """Return ranges whose ends the schema takes.

    Raises:
        InputError: naming the parameter.
    """
    checks.names(list(levels))
    ranges = ranges_of(levels, checks.whole(list(levels)))
    for each in ranges:
        start = checks.start(each.name)
        if isinstance(start, str | bool):
            raise InputError(f"parameters.{each.name}: takes no range but values (now {start!r}); use design=grid")
        for end in (each.low, each.high):
            try:
                checks.values({each.name: int(end) if each.whole else end})
            except InputError as error:
                raise InputError(f"parameters.{error}") from None
    return ranges


def count_of(options: Mapping[str, Any], name: str = "points", least: int = 1) -> int:
    """Return a whole number among the options.

    Raises:
        InputError: if it is none.
    """
    given = options.get(name)
    if type(given) is not int or not least <= given <= makers.MOST:
        raise InputError(f"{name}: got {given!r}, takes a whole number from {least} to {makers.MOST}")
    return given
