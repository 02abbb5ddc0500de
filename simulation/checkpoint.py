"""One file that holds a whole market: all columns, the log, the money, the scenario. No pickles: data only."""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from simulation.counterfactual.fork import Forkable
from simulation.errors import InputError
from simulation.market.planning import rehearse
from simulation.recording.log import Log, RecordedMarket
from simulation.scenario import Scenario
from simulation.state.columns import named_columns, tables_of
from simulation.state.commitments import Flight, Flights, Shift, Shifts
from simulation.state.history import History
from simulation.state.journal import Journal
from simulation.strategies.named import describe, restore
from simulation.world.build import World

FORMAT = 5
"""Raised whenever an older file could no longer be read."""


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
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            np.savez(file, **arrays)
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise InputError(f"checkpoint: cannot write {path}: {error.strerror or error}") from None


def load[M: Forkable](kind: type[M], path: str | Path, engine: str, threads: int | None) -> M:
    """Read a model of a kind; see :meth:`simulation.model.MarketModel.load`."""
    header, arrays = _read(Path(path))
    world = World(tables_of(arrays), header["people_per_consumer"], header["graph_hash"], tuple(header["notes"]))
    mine, *rivals = (restore(strategy) for strategy in header["strategies"])
    make: Any = kind
    scenario = Scenario.from_dict(header["scenario"])
    model: M = make(scenario, mine, header["seed"], engine, threads, world, rivals, rehearsed=False)
    model.set_clock(header["day"])
    model.journal, model.history = Journal.from_arrays(arrays), History.from_arrays(arrays)
    model.log = Log.from_arrays(arrays)
    model.flights = Flights([Flight(**flight) for flight in header["flights"]])
    model.shifts = Shifts(model.brand_count, [Shift(**shift) for shift in header["shifts"]])
    model.shifts.line = arrays["shifts.line"]
    with model.closed_on_error():
        rehearse(model)
    return model


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        header = json.loads(bytes(arrays["header"]))
    except OSError as error:
        raise InputError(f"checkpoint: cannot read {path}: {error.strerror or error}") from None
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, EOFError):
        raise InputError(f"checkpoint: {path} is not a checkpoint that model.save wrote") from None
    if header.get("format") != FORMAT:
        raise InputError(f"checkpoint: {path} has format {header.get('format')}, takes format {FORMAT}")
    return header, arrays
