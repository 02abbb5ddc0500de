"""The points of a sweep: a grid, a Latin hypercube, a Sobol sequence, or the rows of a file."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.sweeps.space import Parameter
from simulation.errors import InputError

MOST = 1_000_000
"""Points of one sweep."""


@dataclass(frozen=True)
class Points:
    """Rows of values, in the order of ``names``."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, point: int) -> dict[str, Any]:
        """Return the values of one point by name."""
        return dict(zip(self.names, self.rows[point], strict=True))


def grid(levels: Mapping[str, Sequence[Any]]) -> Points:
    """Return every combination of the values given; the last parameter changes fastest."""
    rows = tuple(itertools.islice(itertools.product(*levels.values()), MOST + 1))
    if len(rows) > MOST:
        raise InputError(f"parameters: got a grid of more than {MOST:,} points, takes fewer values")
    return Points(tuple(levels), rows)


def latin_hypercube(parameters: Sequence[Parameter], number: int, seed: int) -> Points:
    """Return a Latin hypercube: each parameter's range is cut into ``number`` parts, and each part has one point."""
    from scipy.stats import qmc

    return spread(parameters, qmc.LatinHypercube(len(parameters), rng=seed).random(number).tolist())


def sobol(parameters: Sequence[Parameter], number: int, seed: int) -> Points:
    """Return the first points of a scrambled Sobol sequence.

    Raises:
        InputError: if ``number`` is no power of two, for which alone the sequence is balanced.
    """
    from scipy.stats import qmc

    if number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise InputError(f"points: got {number} with design=sobol, takes a power of two such as {below} or {2 * below}")
    shares = qmc.Sobol(len(parameters), rng=seed).random_base2(number.bit_length() - 1)
    return spread(parameters, shares.tolist())


def spread(parameters: Sequence[Parameter], shares: Sequence[Sequence[float]]) -> Points:
    """Return points from their places in the unit cube, float64[points][parameters]."""
    rows = tuple(tuple(each.at(u) for each, u in zip(parameters, row, strict=True)) for row in shares)
    return Points(tuple(each.name for each in parameters), rows)


def read(
    path: Path,
    check_names: Callable[[Sequence[str]], None] = lambda names: None,
    check: Callable[[Mapping[str, Any]], None] = lambda values: None,
    setting: str = "csv",
) -> Points:
    """Read a CSV file whose header names the parameters and whose rows are the points.

    Args:
        path: The file.
        check_names: Raises InputError if the header names what is no parameter.
        check: Raises InputError if values do not do.
        setting: What names the file on the command line.

    Raises:
        InputError: naming setting, file, row and column. Rows are counted from 1, the header left out.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = [line for line in csv.reader(file) if line]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{setting}: cannot read '{path}': {getattr(error, 'strerror', None) or error}") from None
    if len(lines) < 2:
        raise InputError(f"{setting}: got '{path}', takes a header with names of parameters and a row for each point")
    names = tuple(name.strip() for name in lines[0])
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{setting}: {path}: column {twice}: is there twice, takes each parameter once")
    try:
        check_names(names)
    except InputError as error:
        raise InputError(f"{setting}: {path}: column {str(error).removeprefix('parameters.')}") from None
    rows = []
    for number, line in enumerate(lines[1:], start=1):
        if len(line) != len(names):
            raise InputError(
                f"{setting}: {path}: row {number}: got {len(line)} values, takes {len(names)}, one per column"
            )
        rows.append(tuple(_value(text) for text in line))
    check_rows(Points(names, tuple(rows)), check, f"{setting}: {path}: ")
    return Points(names, tuple(rows))


def check_rows(points: Points, check: Callable[[Mapping[str, Any]], None], where: str = "") -> None:
    """Check every point.

    Raises:
        InputError: naming the row (from 1) and the column, or the row alone where values do not fit together.
    """
    for number in range(len(points)):
        try:
            check(points.at(number))
        except InputError as whole:
            for name, value in points.at(number).items():
                try:
                    check({name: value})
                except InputError as error:
                    if not (said := str(error)).startswith(name):
                        continue  # it does not fit what the row has elsewhere
                    said = said.removeprefix(name).removeprefix(".0").removeprefix(": ")
                    raise InputError(f"{where}row {number + 1}, column {name}: {said}") from None
            raise InputError(f"{where}row {number + 1}: {whole}") from None


def _value(text: str) -> Any:
    """Return what a cell holds: a number, true or false, nothing, or a word."""
    text = text.strip()
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return {"": None, "null": None, "true": True, "false": False}.get(text.lower(), text)
