"""Whether a folder's figures, report and tables are those that would be made again: then they stay as they are."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import file_digest
from simulation.files.safe_writing import DamagedError, digest, read_json, write_json

if TYPE_CHECKING:
    import polars as pl

NAME = "report.json"
"""The file that says what the report was made of, and the checksum of each file that belongs to it."""
FILES = ("report.html", "figures/*", "tables/*.csv")
LIBRARIES = ("matplotlib", "altair", "vl-convert-python", "jinja2", "polars", "numpy", "scipy")


def key_of(parts: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> str:
    """Return a digest of all that a report is made of, the code and the libraries that make it included.

    Args:
        parts: Plain data, dataclasses and arrays, by name.
        tables: Tables by name.
    """
    contents = {name: _content(each) for name, each in tables.items()}
    return digest([_plain(parts), contents, _makers()])


def is_kept(folder: Path, key: str) -> bool:
    """Say whether what the folder holds was made of just this, and all of it is as it was written."""
    try:
        kept = read_json(folder / NAME, sealed=True)
    except DamagedError:
        return False
    files = kept.get("files")
    return kept.get("key") == key and isinstance(files, dict) and files == _sums(folder)


def keep(folder: Path, key: str) -> None:
    """Write down of what the files that are there now were made."""
    write_json(folder / NAME, {"key": key, "files": _sums(folder)}, seal=True)


def _sums(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in sorted(_files(folder))}


def _files(folder: Path) -> Iterator[Path]:
    return (path for pattern in FILES for path in folder.glob(pattern) if path.is_file())


def _makers() -> dict[str, str]:
    """Return a digest of each source and template of the experiments, and the versions of the libraries."""
    from importlib import metadata

    root = Path(__file__).parents[1]
    sources = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".j2", ".css"))
    made = {path.relative_to(root).as_posix(): file_digest(path) for path in sources}
    for name in LIBRARIES:
        try:
            made[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            made[name] = "not there"
    return made


def _content(table: pl.DataFrame) -> str:
    rows = table.hash_rows(seed=1).to_numpy()
    return hashlib.sha256(repr(table.schema).encode() + rows.tobytes()).hexdigest()


def _plain(part: Any) -> Any:
    """Return data that a digest can be made of, order and all: arrays as lists, dataclasses and mappings as pairs."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return [[field.name, _plain(getattr(part, field.name))] for field in dataclasses.fields(part)]
    if isinstance(part, Mapping):
        return [[_plain(name), _plain(value)] for name, value in part.items()]
    if hasattr(part, "tolist"):
        return _plain(part.tolist())
    if isinstance(part, Iterable) and not isinstance(part, str | bytes):
        return [_plain(each) for each in part]
    return part if part is None or isinstance(part, bool | int | str) else repr(part)
