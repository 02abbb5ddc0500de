"""One file that holds a whole market: all columns, the log, the money, the scenario. No pickles: data only."""

from __future__ import annotations

import dataclasses
import json
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from simulation.counterfactual.fork import Forkable
from simulation.errors import InputError
from simulation.files.safe_writing import written_aside
from simulation.market.planning import rehearse
from simulation.recording.log import Log, RecordedMarket
from simulation.scenario import Scenario
from simulation.state.column_checks import check, sizes_of
from simulation.state.columns import CHANNELS, named_columns, tables_of
from simulation.state.commitments import Flight, Flights, Shift, Shifts
from simulation.state.history import History
from simulation.state.journal import Journal, Purpose, Who
from simulation.strategies.declared import refuse_undeclared
from simulation.strategies.named import describe, restore
from simulation.world.build import World

FORMAT = 8
"""Raised whenever an older file could no longer be read."""
HEADER: dict[str, Any] = {
    "scenario": dict,
    "strategies": list,
    "seed": int,
    "day": int,
    "people_per_consumer": int | float,
    "graph_hash": str,
    "notes": list,
    "flights": list,
    "shifts": list,
    "sizes": dict,
}
"""What the header holds."""


def save(model: RecordedMarket, path: str | Path) -> None:
    """Write the model aside, then rename: an interrupted write leaves no half file.

    Raises:
        InputError: The file cannot be written, or the strategy could not be read again.
    """
    header: dict[str, Any] = {
        "format": FORMAT,
        "scenario": model.scenario.to_dict(),
        "strategies": [describe(strategy) for strategy in model.strategies],
        "seed": model.seed,
        "day": model.day,
        "people_per_consumer": model.people_per_consumer,
        "graph_hash": model.graph_hash,
        "notes": list(model.notes),
        "flights": model.flights.to_list(),
        "shifts": model.shifts.to_list(),
    }
    arrays: dict[str, Any] = {
        **named_columns(model.tables),
        **model.journal.arrays(),
        **model.history.arrays(),
        **model.log.arrays(),
        "shifts.line": model.shifts.line,
    }
    header["sizes"] = sizes_of(arrays)
    try:
        arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
        for strategy in header["strategies"]:
            restore(strategy)
    except (InputError, TypeError) as error:  # better refused now than found unreadable later
        raise InputError(
            f"checkpoint: strategy {model.strategy.name} cannot be written, takes a class that can be imported and made"
            f" anew from its attributes, plain values ({error})"
        ) from None
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as aside, aside.open("wb") as file:
            np.savez(file, **arrays)
    except OSError as error:
        raise InputError(f"checkpoint: cannot write {path}: {error.strerror or error}") from None


def load[M: Forkable](kind: type[M], path: str | Path, engine: str, threads: int | None) -> M:
    """Read a model of a kind; see :meth:`simulation.model.MarketModel.load`."""
    path = Path(path)
    header, arrays = _read(path)
    try:
        scenario = _checked(header, arrays)
        journal, history = Journal.from_arrays(arrays), History.from_arrays(arrays)
        flights = [_made(Flight, item, scenario, len(CHANNELS)) for item in header["flights"]]
        shifts = [_made(Shift, item, scenario) for item in header["shifts"]]
        for strategy in header["strategies"]:
            refuse_undeclared(str(strategy.get("_target_")), "its header")
        mine, *rivals = (restore(strategy) for strategy in header["strategies"])
    except InputError as error:
        raise InputError(f"checkpoint: {path} cannot be used: {error}") from None
    world = World(tables_of(arrays), header["people_per_consumer"], header["graph_hash"], tuple(header["notes"]))
    make: Any = kind
    model: M = make(scenario, mine, header["seed"], engine, threads, world, rivals, rehearsed=False)
    model.set_clock(header["day"])
    model.journal, model.history = journal, history
    model.log = Log.from_arrays(arrays)
    model.flights = Flights(flights)
    model.shifts = Shifts(model.brand_count, shifts)
    model.shifts.line = arrays["shifts.line"]
    with model.closed_on_error():
        rehearse(model)
    return model


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            stored = file.zip.infolist()
            if any(
                entry.compress_type != zipfile.ZIP_STORED for entry in stored
            ):  # a small file that unpacks to a large one
                raise ValueError
            arrays = {name: file[name] for name in file.files}
        header = json.loads(bytes(arrays.pop("header")))
    except OSError as error:
        raise InputError(f"checkpoint: cannot read {path}: {error.strerror or error}") from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, MemoryError, EOFError, zipfile.BadZipFile):
        raise InputError(f"checkpoint: {path} is not a checkpoint that model.save wrote") from None
    if not isinstance(header, dict):
        raise InputError(f"checkpoint: {path} is not a checkpoint that model.save wrote")
    if header.get("format") != FORMAT:
        raise InputError(f"checkpoint: {path} has format {header.get('format')}, takes format {FORMAT}")
    return header, arrays


def _checked(header: Mapping[str, Any], arrays: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a file whose header and columns fit one another.

    Raises:
        InputError: naming what does not.
    """
    for name, kind in HEADER.items():
        value = header.get(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise InputError(f"header.{name}: got {value!r:.60}, takes {getattr(kind, '__name__', 'a number')}")
    scenario = Scenario.from_dict(header["scenario"])
    brands, creators = len(scenario.brands.names), header["sizes"].get("I")
    calendar = scenario.market
    for name, value, low, high in (
        ("seed", header["seed"], 0, 2**32 - 1),
        ("day", header["day"], 0, calendar.burn_in + calendar.days),
        ("strategies", len(header["strategies"]), brands, brands),
        ("sizes.S", header["sizes"].get("S", -1), scenario.creators.most_posts, scenario.creators.most_posts),
    ):
        if not low <= value <= high:
            raise InputError(f"header.{name}: got {value}, takes {low} to {high}")
    people = header["people_per_consumer"]
    if not (math.isfinite(people) and people > 0):
        raise InputError(f"header.people_per_consumer: got {people}, takes a number above 0")
    for name, kind in (("notes", str), ("strategies", dict), ("flights", dict), ("shifts", dict)):
        if not all(isinstance(item, kind) for item in header[name]):
            raise InputError(f"header.{name}: takes a list of {kind.__name__}")
    check(arrays, header["sizes"], brands, len(calendar.niches), header["day"])
    _check_rows("history.deals", arrays["history.deals"], {1: (0, brands), 2: (0, creators)})
    _check_rows("history.events", arrays["history.events"], {1: (-1, brands), 2: (-1, creators)})
    _check_rows("log.creator_days", arrays["log.creator_days"], {1: (0, creators)})
    entries = arrays["journal.entries"]
    _check_rows(
        "journal.entries", entries, {1: (0, len(Who)), 3: (0, len(Who)), 5: (0, len(Purpose)), 7: (-1, creators)}
    )
    rows = {Who.BRAND: brands, Who.CREATOR: creators, Who.MEDIA: len(CHANNELS)}
    for who, row in ((1, 2), (3, 4)):
        for kind_of_party in Who:
            mine = entries[entries[:, who] == kind_of_party]
            _check_rows("journal.entries", mine, {row: (0, rows.get(kind_of_party, 1))})
    return scenario


def _check_rows(name: str, table: Any, columns: Mapping[int, tuple[int, int]]) -> None:
    """Refuse a table with a number that is no row of what it names: from ``low`` on, below ``high``."""
    for column, (low, high) in columns.items():
        wrong = (table[:, column] < low) | (table[:, column] >= high)
        if wrong.any():
            value = table[wrong.argmax(), column]
            raise InputError(f"{name}: got {value:.0f} in column {column}, takes {low} to {high - 1}")


def _made[T](kind: type[T], given: Mapping[str, Any], scenario: Scenario, channels: int = 1) -> T:
    """Return a flight or a shift from its plain data."""
    kinds = {item.name: item.type for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if set(given) != set(kinds):
        raise InputError(f"header: got {sorted(given)}, takes {', '.join(kinds)}")
    for name, value in given.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or (kinds[name] == "int" and not isinstance(value, int)):
            raise InputError(f"header.{name}: got {value!r:.60}, takes a number")
    for name, most in (("brand", len(scenario.brands.names)), ("channel", channels)):
        if not 0 <= given.get(name, 0) < most:
            raise InputError(f"header.{name}: got {given[name]}, takes 0 to {most - 1}")
    return kind(**given)
