"""Whose a folder is: the one configuration whose results it holds, or a refusal that names what differs."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from experiments.command import plain_data
from experiments.running import shards
from simulation.errors import InputError
from simulation.files.safe_writing import DamagedError, digest, read_json, write_json

IDENTITY = "identity.json"
RESULTS = (
    *("manifest.json", "summary.json", "verdict.json", "report.html", "scorecard.json"),
    *("*.parquet", "*.csv", "parts/*", "shards/[!.]*"),
)
"""What a command leaves, as patterns: a folder with any of it is not taken over."""


WATCHED = ("shards", "unusable")
"""Folders whose links are named and moved aside one by one."""


def has_answer(folder: str | None) -> bool:
    """Say whether a finished run wrote its answer into a folder; not whether anything is left to run."""
    return folder is not None and (Path(folder).expanduser() / "summary.json").is_file()


def claim(path: Path, identity: dict[str, Any]) -> None:
    """Write what a folder's numbers depend on, once; a folder that belongs to another configuration is refused.

    An identity that was lost or changed is written again if the shards say that they are this configuration's.

    Raises:
        InputError: The folder holds results of another configuration, or of one that nobody knows.
    """
    mine = digest(identity)
    try:
        there = read_json(path / IDENTITY)
    except DamagedError as damaged:
        there, why = None, damaged.why
    if there is not None and digest(there) == mine:
        return
    results = RESULTS if there is not None else (*RESULTS, "config.yaml")  # whose it is, nobody can say
    if any(next(path.glob(pattern), None) for pattern in results):
        digests = set(_digests(path / "shards"))
        is_theirs = there is not None and (not digests or digest(there) in digests)
        if mine not in digests or is_theirs:
            raise _another(path, there, identity) if there is not None else _unknown(path, why)
        how = why if there is None else "is not what the shards were written for"
        warnings.warn(f"{path / IDENTITY}: {how}; it is written again", RuntimeWarning, stacklevel=2)
    write_json(path / IDENTITY, identity)


def refuse_another(given: str | None, known: Mapping[str, Any]) -> None:
    """Refuse a folder that belongs to another configuration by what is known of it before anything is run.

    Args:
        given: What the user asked for (``output.dir``).
        known: Part of the identity.

    Raises:
        InputError: The folder holds results of which some of this differs.
    """
    path = Path(given or "").expanduser()
    if not given or not any(next(path.glob(pattern), None) for pattern in RESULTS):
        return
    with suppress(DamagedError):
        there = read_json(path / IDENTITY)
        here = {**there, **json.loads(json.dumps(known))}
        if there != here:
            raise _another(path, there, here)


def refuse_links(path: Path) -> None:
    """Refuse a run folder with links in it: what is written there would lie, or overwrite something, elsewhere.

    Raises:
        InputError: naming the link.
    """
    for around, names, _ in os.walk(path):
        for name in sorted(names):
            if (place := Path(around) / name).is_symlink():
                where = place.relative_to(path)
                raise InputError(f"output.dir: got '{path}', in which '{where}' is a link; takes a folder of its own")
        names[:] = [name for name in names if name not in WATCHED]


def _digests(folder: Path) -> Iterator[str]:
    """Yield the identity's digest of every whole shard."""
    for path in folder.glob("[!.]*"):
        with suppress(DamagedError):
            if path.is_dir():
                yield str(shards.read_shard(path, None).meta[shards.IDENTITY])
            else:
                yield shards.identity_of(path)


def _unknown(path: Path, why: str) -> InputError:
    return InputError(
        f"output.dir: got '{path}', which holds results of an unknown configuration ({IDENTITY} {why}); takes another "
        "folder"
    )


def _another(path: Path, there: dict[str, Any], here: dict[str, Any]) -> InputError:
    different = plain_data.differences(there, here)
    shown = [f"{name} ({_short(a)} there, {_short(b)} here)" for name, (a, b) in list(different.items())[:4]]
    more = f" and {len(different) - 4} more" if len(different) > 4 else ""
    return InputError(
        f"output.dir: got '{path}', which holds results of another configuration; different: "
        f"{', '.join(shown)}{more}; takes another folder"
    )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:36].rstrip() + ' ..."' if text.startswith('"') else text[:36] + " ..."
