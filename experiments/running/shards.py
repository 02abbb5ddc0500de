"""Shards: the results of one seed, or of a few runs of a sweep, whole or not there, with a checksum of every file.

Every shard holds the digest of the identity that it belongs to: numbers of another configuration, or of an older start
with another one, are never taken for this one's. What cannot be used is named, moved aside, and run again.
"""

from __future__ import annotations

import io
import re
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.files.safe_writing import (
    DamagedError,
    aside_of,
    checksum,
    finite,
    flush,
    read_bytes,
    read_json,
    write_json,
    written_aside,
)

if TYPE_CHECKING:
    import polars as pl

META = "meta.json"
UNUSABLE = "unusable"
"""Folder beside a folder of shards, where those lie that cannot be used."""
IDENTITY = "identity"
_BATCH = re.compile(r"(rows|failed)-p\d+-s\d+-n(\d+)-([0-9a-f]{32})\.parquet")


@dataclass(frozen=True)
class Shard:
    """One seed's shard, read and checked: what it says about itself, and its tables' files."""

    path: Path
    meta: dict[str, Any]
    files: dict[str, bytes]

    def has(self, name: str) -> bool:
        """Say whether a table is there."""
        return f"{name}.parquet" in self.files

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the tables."""
        return parquet(self.path / f"{name}.parquet", self.files[f"{name}.parquet"])


def write_shard(target: Path, tables: Mapping[str, pl.DataFrame], meta: Mapping[str, Any], identity: str) -> None:
    """Write a seed's tables into a folder aside, then rename it; a good one that is there already stays.

    Args:
        target: The shard's folder.
        tables: By name.
        meta: What to remember beside them, as plain data.
        identity: Digest of all that the numbers depend on.
    """
    aside = aside_of(target)
    try:
        aside.mkdir(parents=True)
        for name, table in tables.items():
            table.write_parquet(aside / f"{name}.parquet")
            flush(aside / f"{name}.parquet")
        files = {f"{name}.parquet": checksum((aside / f"{name}.parquet").read_bytes()) for name in tables}
        about = {**finite(meta), IDENTITY: identity, "shard": target.name, "files": files}
        write_json(aside / META, about, seal=True)
        flush(aside)
        if target.exists() or target.is_symlink():
            try:
                read_shard(target, identity)
            except DamagedError as damaged:
                move_away(target, damaged.within(target))
            else:  # another process was quicker, with the same bits
                return
        aside.rename(target)
        flush(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_shard(path: Path, identity: str | None) -> Shard:
    """Return a shard, every file of it checked.

    Args:
        path: The shard's folder.
        identity: The digest that it must have; None: any.

    Raises:
        DamagedError: It was cut, changed, copied from elsewhere, or a file of it is missing.
    """
    if path.is_symlink():
        raise DamagedError(path, "is a link")
    if not path.is_dir():
        raise DamagedError(path, "is no folder" if path.exists() else "is not there")
    meta = read_json(path / META, sealed=True)
    files = meta.get("files")
    if not isinstance(files, dict) or IDENTITY not in meta:
        raise DamagedError(path / META, "does not say what belongs to it")
    if meta.get("shard") != path.name:
        raise DamagedError(path, f"was written as {meta.get('shard')}")
    if identity is not None and meta[IDENTITY] != identity:
        raise DamagedError(path, "holds results of another configuration")
    contents = {}
    for name, said in files.items():
        content = read_bytes(path / Path(name).name)
        if checksum(content) != said:
            raise DamagedError(path / name, "was changed since it was written")
        contents[name] = content
    return Shard(path, meta, contents)


def write_batch(folder: Path, name: str, rows: list[dict[str, Any]], identity: str) -> None:
    """Write rows of a sweep as one file; its checksum is part of its name, the identity's digest of its content."""
    import polars as pl

    write_batch_table(folder, name, pl.DataFrame(rows, infer_schema_length=None), identity)


def write_batch_table(folder: Path, name: str, table: pl.DataFrame, identity: str) -> Path:
    """Write a table as :func:`write_batch` writes rows; return the file."""
    content = io.BytesIO()
    table.write_parquet(content, metadata={IDENTITY: identity})
    written = content.getvalue()
    target = folder / f"{name}-{checksum(written)[:32]}.parquet"
    with written_aside(target) as aside:
        aside.write_bytes(written)
    return target


def rows_in(path: Path) -> int:
    """Return how many rows a sweep's shard has, as its name says; 0 where it is no shard's."""
    named = _BATCH.fullmatch(path.name)
    return int(named[2]) if named else 0


def read_batch(path: Path, identity: str | None) -> pl.DataFrame:
    """Return the rows of a sweep's shard, checked.

    Raises:
        DamagedError: It was cut, changed, or copied from elsewhere.
    """
    import polars as pl

    named = _BATCH.fullmatch(path.name)
    if named is None:
        raise DamagedError(path, "is no shard of a sweep")
    content = read_bytes(path)
    if checksum(content)[:32] != named[3]:
        raise DamagedError(path, "was cut or changed since it was written")
    rows = parquet(path, content)
    if identity is not None and pl.read_parquet_metadata(io.BytesIO(content)).get(IDENTITY) != identity:
        raise DamagedError(path, "holds results of another configuration")
    return rows


def identity_of(path: Path) -> str:
    """Return the identity's digest of a sweep's shard.

    Raises:
        DamagedError: The shard cannot be used.
    """
    import polars as pl

    read_batch(path, None)
    return str(pl.read_parquet_metadata(path).get(IDENTITY))


def parquet(path: Path, content: bytes) -> pl.DataFrame:
    """Return the table that a Parquet file's content holds.

    Raises:
        DamagedError: It holds none.
    """
    import polars as pl

    try:
        return pl.read_parquet(io.BytesIO(content))
    except Exception as error:  # polars raises what it likes over bytes that are no table
        raise DamagedError(path, f"holds no table ({type(error).__name__})") from None


def move_away(path: Path, why: str) -> None:
    """Name what cannot be used, and move it into a folder beside its own: nothing that somebody may want is deleted."""
    place = path.parent.parent / UNUSABLE
    place.mkdir(exist_ok=True)
    names = (path.name if number == 1 else f"{path.name} ({number})" for number in range(1, 10**6))
    target = next(place / name for name in names if not (place / name).exists())
    path.rename(target)
    warnings.warn(
        f"{path}: {why}; it lies in {target.parent} now, and what it held is run again", RuntimeWarning, stacklevel=2
    )
