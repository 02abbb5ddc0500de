"""The run folder: what was asked, what came out, and a shard for each finished seed.

The folder is locked before anything is written into it. What its numbers depend on is written once, as
``identity.json``; its digest stands in every shard, and is compared when shards are read. A run that was interrupted
finds the shards of its finished seeds and goes on; one that is repeated finds them all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command import plain_data
from experiments.running import shards
from experiments.running.folder_claim import claim, refuse_links
from experiments.running.folder_lock import held, unwritable
from experiments.running.shards import Shard
from simulation.files import safe_writing
from simulation.files.safe_writing import DamagedError, write_json, write_text, written_aside

if TYPE_CHECKING:
    import polars as pl

TABLES = ("outcomes", "series", "uplift", "nodes", "links")
"""The tables of a shard; the last two, the picture's graph, are in the first seed's only."""

NOT_RESULTS = ("executor", "output", "task", "experiment")
"""Groups of the config that do not change any number."""
_SEED = re.compile(r"seed-(\d{10})")


@dataclass(frozen=True)
class RunFolder:
    """One run's folder.

    Attributes:
        path: Where it is.
        identity: All that its numbers depend on.
        had: The seeds that it had when the command began, whether or not their shards can still be used.
    """

    path: Path
    identity: dict[str, Any]
    had: tuple[int, ...] = ()
    _good: set[int] = field(default_factory=set, compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """What stands in every shard for the identity."""
        return safe_writing.digest(self.identity)

    def shard(self, seed: int) -> Path:
        """Return where a seed's results lie."""
        return self.path / "shards" / f"seed-{seed:010d}"

    def read(self, seed: int) -> Shard:
        """Return a seed's results, checked.

        Raises:
            DamagedError: They cannot be used.
        """
        return shards.read_shard(self.shard(seed), self.digest)

    def write(self, seed: int, tables: Mapping[str, pl.DataFrame], meta: Mapping[str, Any]) -> None:
        """Write a seed's results."""
        shards.write_shard(self.shard(seed), tables, meta, self.digest)

    def finished(self) -> list[int]:
        """Return the seeds whose results are there and can be used, in order."""
        there = seeds_in(self.path)
        for seed in there - self._good:
            with suppress(DamagedError):  # the next start names it; until then it counts as not run
                self.read(seed)
                self._good.add(seed)
        return sorted(there & self._good)

    def meta(self, seed: int) -> dict[str, Any]:
        """Return what a shard says about itself: wall time, graph hash."""
        return self.read(seed).meta

    def has(self, name: str) -> bool:
        """Say whether a merged table is there."""
        return (self.path / f"{name}.parquet").is_file()

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the merged tables."""
        path = self.path / f"{name}.parquet"
        return shards.parquet(path, safe_writing.read_bytes(path))

    def merge(self, seeds: list[int]) -> None:
        """Put the shards of these seeds into one file per table, ordered by seed and then as each seed wrote them.

        Raises:
            DamagedError: A shard cannot be used, or belongs to another configuration.
        """
        import polars as pl

        for name in TABLES:
            parts = [shard.table(name) for seed in seeds if (shard := self.read(seed)).has(name)]
            if parts:
                with written_aside(self.path / f"{name}.parquet") as aside:
                    pl.concat(parts).write_parquet(aside)

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a JSON file; what is not a finite number becomes null."""
        write_json(self.path / name, content)

    def write_manifest(self, content: Mapping[str, Any], tables: Sequence[str]) -> None:
        """Write the manifest, with a checksum of its own and of each of these tables that is there."""
        sums = {name: plain_data.file_digest(self.path / name) for name in tables if (self.path / name).is_file()}
        write_json(self.path / "manifest.json", {**content, "tables": sums}, seal=True)

    def write_text(self, name: str, content: str) -> None:
        """Write a text file."""
        write_text(self.path / name, content)


def seeds_in(path: Path) -> set[int]:
    """Return the seeds that have a shard in a run folder, whatever is in it."""
    return {int(named[1]) for each in (path / "shards").glob("seed-*") if (named := _SEED.fullmatch(each.name))}


def manifest_in(path: Path) -> dict[str, Any]:
    """Return what a finished run's manifest says; one that has checksums must be as it was written.

    Raises:
        DamagedError: It is not there, cannot be read, or was changed.
    """
    found = safe_writing.read_json(path / "manifest.json")
    if "tables" in found or safe_writing.CHECKSUM in found:  # older ones have neither
        return safe_writing.read_json(path / "manifest.json", sealed=True)
    return found


@contextmanager
def open_folder(
    given: str | None, label: str, config: Mapping[str, Any], identity: Mapping[str, Any]
) -> Iterator[RunFolder]:
    """Make or find the run folder, and hold it: no other command writes there as long as this lasts.

    Shards that cannot be used are named and moved aside, so that they are run again.

    Args:
        given: What the user asked for (``output.dir``), or None for the default name.
        label: First part of the default name.
        config: The resolved config, kept in the folder.
        identity: All that the numbers depend on.

    Raises:
        InputError: The folder cannot be written, belongs to another configuration, or another command is at work there.
    """
    plain = safe_writing.finite(json.loads(json.dumps(identity)))
    if given is None:
        safe_writing.refuse_path("experiment.name", label)
    path = Path(given).expanduser() if given else Path("outputs") / f"{label}-{safe_writing.digest(plain)[:8]}"
    with held(path):
        refuse_links(path)
        had = seeds_in(path) | _manifest_seeds(path)
        try:
            claim(path, plain)
            (path / "shards").mkdir(exist_ok=True)
            for each in (path, *(each for each in path.iterdir() if each.is_dir())):
                safe_writing.clear_left(each)
            folder = RunFolder(path, plain, tuple(sorted(had)))
            _move_unusable(folder)
            folder.write_text("config.yaml", as_yaml(config))
        except OSError as error:
            raise unwritable(path, error) from None
        yield folder


def as_yaml(config: Mapping[str, Any]) -> str:
    """Return plain data as YAML, in the order it has."""
    import yaml

    return str(yaml.safe_dump(dict(config), sort_keys=False, allow_unicode=True, width=100))


def _move_unusable(folder: RunFolder) -> None:
    """Name and move aside what is no whole shard of this configuration."""
    for path in sorted((folder.path / "shards").iterdir()):
        if path.name.startswith("."):
            continue
        try:
            if _SEED.fullmatch(path.name):
                shards.read_shard(path, folder.digest)
            else:
                shards.read_batch(path, folder.digest)
        except DamagedError as damaged:
            shards.move_away(path, damaged.within(path))
        else:
            if named := _SEED.fullmatch(path.name):
                folder._good.add(int(named[1]))


def _manifest_seeds(path: Path) -> set[int]:
    """Return the seeds that the manifest names, if it is as it was written."""
    with suppress(DamagedError):
        seeds = safe_writing.read_json(path / "manifest.json", sealed=True).get("seeds")
        if isinstance(seeds, list) and all(type(seed) is int for seed in seeds):
            return set(seeds)
    return set()
