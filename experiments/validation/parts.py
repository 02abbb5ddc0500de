"""Measurements that are kept, one file each, so that an interrupted command goes on: whole and sealed, or not there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.running.shards import move_away
from simulation.files.safe_writing import DamagedError, read_json, write_json


def key_of(item: Mapping[str, Any]) -> str:
    """Return what tells a measurement from all others: a digest of all that its numbers depend on."""
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:16]


def keep(path: Path, key: str, values: Mapping[str, float]) -> None:
    """Keep what was measured."""
    # Numbers that are not finite are part of what was measured, and JSON has no place for them.
    texts = {name: repr(float(value)) for name, value in values.items()}
    write_json(path, {"key": key, "values": texts}, seal=True)


def kept(path: Path, key: str) -> dict[str, float] | None:
    """Return what was measured; None if it is not there, or cannot be used, which is named."""
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        part = read_json(path, sealed=True)
        if part["key"] != key:
            raise DamagedError(path, "was measured for something else")
        return {name: float(text) for name, text in part["values"].items()}
    except (DamagedError, KeyError, AttributeError, ValueError) as error:
        move_away(path, error.why if isinstance(error, DamagedError) else "holds no measurements")
        return None
