"""The run folder: what was asked, what came out, and a shard for each finished seed.

A shard is written aside and renamed, so that it is whole or not there. A run that was interrupted finds the shards of
its finished seeds and goes on; one that is repeated finds them all.
"""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.running import provenance
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl

TABLES = ("outcomes", "series", "uplift", "nodes", "links")
"""The tables of a shard; the last two, the picture's graph, are in the first seed's only."""

NOT_RESULTS = ("executor", "output", "task", "experiment")
"""Groups of the config that do not change any number."""


@dataclass(frozen=True)
class RunFolder:
    """One run's folder. ``identity`` is all that its numbers depend on."""

    path: Path
    identity: dict[str, Any]

    def shard(self, seed: int) -> Path:
        """Return where a seed's results lie."""
        return self.path / "shards" / f"seed-{seed:010d}"

    def finished(self) -> list[int]:
        """Return the seeds whose results are there, in order."""
        return sorted(int(path.name.removeprefix("seed-")) for path in (self.path / "shards").glob("seed-*"))

    def has_results(self) -> bool:
        """Say whether any run has left results here."""
        return any(not path.name.startswith(".") for path in (self.path / "shards").iterdir())

    def meta(self, seed: int) -> dict[str, Any]:
        """Return what a shard says about itself: wall time, graph hash."""
        loaded: dict[str, Any] = json.loads((self.shard(seed) / "meta.json").read_text(encoding="utf-8"))
        return loaded

    def has(self, name: str) -> bool:
        """Say whether a merged table is there."""
        return (self.path / f"{name}.parquet").is_file()

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the merged tables."""
        import polars as pl

        return pl.read_parquet(self.path / f"{name}.parquet")

    def merge(self, seeds: list[int]) -> None:
        """Put the shards of these seeds into one file per table, ordered by seed and then as each seed wrote them."""
        import polars as pl

        for name in TABLES:
            parts = [path for seed in seeds if (path := self.shard(seed) / f"{name}.parquet").is_file()]
            if parts:
                with written_aside(self.path / f"{name}.parquet") as aside:
                    pl.concat([pl.read_parquet(part) for part in parts]).write_parquet(aside)

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a JSON file; what is not a finite number becomes null."""
        write_json(self.path / name, content)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other commands out of the folder while one writes into it.

        Raises:
            InputError: if another command is at work here.
        """
        with locked(self.path):
            yield

    def write_text(self, name: str, content: str) -> None:
        """Write a text file."""
        with written_aside(self.path / name) as aside:
            aside.write_text(content, encoding="utf-8")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file aside and rename it; what is not a finite number becomes null."""
    with written_aside(path) as aside:
        text = json.dumps(_finite(content), indent=2, ensure_ascii=False, allow_nan=False)
        aside.write_text(text + "\n", encoding="utf-8")


def write_shard(target: Path, tables: Mapping[str, pl.DataFrame], meta: Mapping[str, Any]) -> None:
    """Write a seed's tables into a folder aside, then rename it."""
    aside = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        for name, table in tables.items():
            table.write_parquet(aside / f"{name}.parquet")
        (aside / "meta.json").write_text(json.dumps(_finite(meta), allow_nan=False), encoding="utf-8")
        if target.exists():  # another process was quicker, with the same bits
            return
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def open_folder(given: str | None, label: str, config: Mapping[str, Any], identity: dict[str, Any]) -> RunFolder:
    """Make or find the run folder and make sure that it can be written and holds no other configuration's results.

    Args:
        given: What the user asked for (``output.dir``), or None for the default name.
        label: First part of the default name.
        config: The resolved config, kept in the folder.
        identity: All that the numbers depend on.

    Raises:
        InputError: if the folder cannot be written or belongs to another configuration.
    """
    path = Path(given).expanduser() if given else Path("outputs") / f"{label}-{provenance.digest(identity)[:8]}"
    try:
        (path / "shards").mkdir(parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InputError(
            f"output.dir: got '{path}', takes a folder that can be written ({error.strerror or error})"
        ) from None
    folder = RunFolder(path, identity)
    _refuse_another(folder)
    _sweep(path / "shards")
    folder.write_json("identity.json", identity)
    folder.write_text("config.yaml", as_yaml(config))
    return folder


def as_yaml(config: Mapping[str, Any]) -> str:
    """Return plain data as YAML, in the order it has."""
    import yaml

    return str(yaml.safe_dump(dict(config), sort_keys=False, allow_unicode=True, width=100))


def _sweep(shards: Path) -> None:
    """Remove what a killed process left half written."""
    import psutil

    for left in shards.glob(".*-*"):
        process = left.name.rpartition("-")[2]
        if not (process.isdecimal() and psutil.pid_exists(int(process))):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _refuse_another(folder: RunFolder) -> None:
    try:
        there = json.loads((folder.path / "identity.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        if folder.has_results():
            raise InputError(
                f"output.dir: got '{folder.path}', which holds results of an unknown configuration"
            ) from None
        return
    except (OSError, ValueError):
        raise InputError(f"output.dir: got '{folder.path}', whose identity.json cannot be read") from None
    different = provenance.differences(there, folder.identity)
    if not different or not folder.has_results():
        return
    shown = [f"{name} ({_short(a)} there, {_short(b)} here)" for name, (a, b) in list(different.items())[:4]]
    more = f" and {len(different) - 4} more" if len(different) > 4 else ""
    raise InputError(
        f"output.dir: got '{folder.path}', which holds results of another configuration; different: "
        f"{', '.join(shown)}{more}; takes another folder"
    )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:36].rstrip() + ' ..."' if text.startswith('"') else text[:36] + " ..."


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a folder for one command. The system lets go of it when the process ends, however it ends.

    Raises:
        InputError: if another command holds it.
    """
    try:
        import fcntl
    except ImportError:  # no such locks on this system: two commands would overwrite each other with the same bits
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"output.dir: got '{path}', in which another command is at work; takes another folder, or patience"
            ) from None
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(handle)


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Give a path beside the target that is renamed onto it at the end, if all went well."""
    aside = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        yield aside
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
