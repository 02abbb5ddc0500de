"""The set of plausible worlds: rows of parameters that calibration found to agree with the scorecard's fit rows."""

from __future__ import annotations

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
