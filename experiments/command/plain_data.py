"""Plain data, nested: dotted names, differences, changed values; and the hash of a file."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flat(config: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested plain data as one mapping of dotted names."""
    rows: dict[str, Any] = {}
    for name, value in config.items():
        if isinstance(value, Mapping) and value:
            rows |= flat(value, f"{prefix}{name}.")
        else:
            rows[f"{prefix}{name}"] = value
    return rows


def differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the dotted names whose values differ, with both values (None where a name is absent).

    A value that is no number (NaN) is the same as another: whoever checks it says what is wrong with it.
    """
    first, second = flat(a), flat(b)
    names = [*first, *(name for name in second if name not in first)]
    pairs = {name: (first.get(name), second.get(name)) for name in names}
    return {name: (one, other) for name, (one, other) in pairs.items() if one != other and repr(one) != repr(other)}


def with_values(config: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a nested config with some values changed; where it has one value per brand, all brands get the same."""
    made: dict[str, Any] = copy.deepcopy(dict(config)) if values else dict(config)
    for name, value in values.items():
        *path, last = name.split(".")
        at = made
        for part in path:
            at = at[part]
        at[last] = [value] if isinstance(at[last], list) and not isinstance(value, list) else value
    return made
