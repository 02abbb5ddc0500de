"""The set of plausible worlds: rows of parameters that calibration found to agree with the scorecard's fit rows."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.command.plain_data import flat
from experiments.sweeps.points import Points, read
from simulation.configure import config_folder
from simulation.errors import InputError, nearest
from simulation.scenario import Scenario

SHIPPED = "plausible"
"""Name of the set that ships: ``task=calibrate`` made it."""


def path_of(file: str) -> Path:
    """Return where a set lies: that which ships, or a file of one's own."""
    return config_folder() / "worlds" / "plausible.csv" if file == SHIPPED else Path(file).expanduser()


def worlds_of(file: str, number: int, scenario: Mapping[str, Any]) -> tuple[Points, list[str]]:
    """Return the first so many worlds of a set, without the columns that the command sets itself, and these columns.

    Args:
        file: ``plausible``, or a CSV file whose header names parameters.
        number: How many; more than there are takes all.
        scenario: The command's scenario, nested: where it differs from the defaults, it was asked for and stays.

    Raises:
        InputError: The file cannot be used, naming row and column.
    """
    path = path_of(file)
    points = read(path, check_names, check, "worlds.file")
    defaults, asked = flat(Scenario().to_dict()), flat(dict(scenario))
    kept = [name for name in points.names if asked[name] == defaults[name]]
    columns = [points.names.index(name) for name in kept]
    lists = [isinstance(defaults[name], list) for name in kept]  # one value for all brands
    rows = tuple(
        tuple([row[k]] if many else row[k] for k, many in zip(columns, lists, strict=True))
        for row in points.rows[:number]
    )
    return Points(tuple(kept), rows), [name for name in points.names if name not in kept]


def left_alone(file: str) -> list[str]:
    """Return the parameters that differ between the worlds that ship and have no column in a set of one's own.

    Raises:
        InputError: The file cannot be used, naming row and column.
    """
    if file == SHIPPED:
        return []
    shipped = read(path_of(SHIPPED), check_names, check, "worlds.file")
    own = set(read(path_of(file), check_names, check, "worlds.file").names)
    return [
        name
        for name, values in zip(shipped.names, zip(*shipped.rows, strict=True), strict=True)
        if name not in own and len(set(values)) > 1
    ]


def say_what_is_left_alone(file: str | None) -> None:
    """Print, on the terminal's error stream, what a set of one's own leaves the same in every world.

    Raises:
        InputError: The file cannot be used, naming row and column.
    """
    names = left_alone(file) if file is not None else []
    if names:
        some = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
        print(
            f"nichecast: worlds.file: '{file}' has no column for {len(names)} of the parameters that differ between the"
            f" worlds that ship ({some}): these are the same in all of its worlds",
            file=sys.stderr,
        )


def check_names(names: Sequence[str]) -> None:
    """Refuse columns that are no parameters of the market.

    Raises:
        InputError: naming the nearest.
    """
    known = flat(Scenario().to_dict())
    for name in names:
        if name not in known:
            raise InputError(f"{name}: no such parameter{nearest(name, known)}")


def check(values: Mapping[str, Any]) -> None:
    """Refuse values that the schema does not take.

    Raises:
        InputError: naming the parameter.
    """
    Scenario().with_values(values)
