"""The shards of a sweep, and what they come to: which runs are there, their rows as one table, and the failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.running import shards
from simulation.files.safe_writing import DamagedError

if TYPE_CHECKING:
    import polars as pl

    from experiments.running.run_folder import RunFolder
    from experiments.sweeps.points import Points

KEYS = ("point", "seed")
MOST_FILES = 64
"""So many small shards of a kind are merged into one."""
LARGE = 4096
"""Rows of a shard that is merged no more."""


@dataclass(frozen=True)
class Store:
    """A folder of shards that this command holds, and the digest of the identity that they must have.

    A shard is checked once, when it is read first. One that cannot be used is named, moved aside, and run again.
    """

    folder: Path
    identity: str
    _runs: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, folder: RunFolder) -> Store:
        """Return the shards of a run folder."""
        return cls(folder.path / "shards", folder.digest)

    def finished(self) -> set[tuple[int, int]]:
        """Return the runs (point, seed) that have rows."""
        for path in self._paths("rows"):
            if path.name not in self._runs and (rows := self._read(path)) is not None:
                self._runs[path.name] = frozenset(rows.select(KEYS).iter_rows())
        return set().union(*self._runs.values())

    def merge_small(self) -> None:
        """Merge small shards where there are many, so that a long sweep leaves few files.

        The merged one is whole before those that it replaces go: a command that is killed in between leaves runs twice,
        with the same bits, and they count once.
        """
        import polars as pl

        for kind in ("rows", "failed"):
            small = [path for path in self._paths(kind) if shards.rows_in(path) < LARGE]
            if len(small) < MOST_FILES:
                continue
            read = {path: rows for path in small if (rows := self._read(path)) is not None}
            whole = pl.concat(read.values(), how="diagonal_relaxed")
            point, seed = whole.select(KEYS).row(0)
            name = f"{kind}-p{point:07d}-s{seed:010d}-n{len(whole)}"
            merged = shards.write_batch_table(self.folder, name, whole, self.identity)
            for path in read:
                self._runs.pop(path.name, None)
                if path != merged:
                    path.unlink(missing_ok=True)

    def complete_seeds(self, points: int) -> set[int]:
        """Return the seeds that have rows at each of so many points."""
        there: dict[int, set[int]] = {}
        for point, seed in self.finished():
            there.setdefault(seed, set()).add(point)
        return {seed for seed, found in there.items() if found >= set(range(points))}

    def table(self, points: Points, seeds: Sequence[int]) -> pl.DataFrame:
        """Return all rows of these points and seeds, ordered by point, seed and arm as each run wrote them."""
        import polars as pl

        frames = list(self._frames("rows"))
        if not frames:
            return pl.DataFrame(schema={"point": pl.Int64, "seed": pl.Int64, "arm": pl.String})
        whole = pl.concat(frames, how="diagonal_relaxed")
        whole = whole.filter((pl.col("point") < len(points)) & pl.col("seed").is_in(list(seeds)))
        # Two processes may have written the same run, with the same bits, after a kill.
        whole = whole.unique(["point", "seed", "arm"], keep="first", maintain_order=True)
        whole = whole.sort(KEYS, maintain_order=True)
        first = [*KEYS, "arm", *points.names]
        last = [name for name in ("graph", "version") if name in whole.columns]
        return whole.select(*first, *sorted(set(whole.columns) - {*first, *last}), *last)

    def failures(self, points: Points, seeds: Sequence[int]) -> pl.DataFrame:
        """Return the runs that failed and have no rows: point, seed, error, trace."""
        import polars as pl

        there = self.finished()
        schema = {"point": pl.Int64, "seed": pl.Int64, "error": pl.String, "trace": pl.String}
        whole = pl.concat([pl.DataFrame(schema=schema), *self._frames("failed")], how="vertical_relaxed")
        wanted = {(point, seed) for point in range(len(points)) for seed in seeds} - there
        mine = [run in wanted for run in whole.select(KEYS).iter_rows()]
        return whole.filter(pl.Series(mine, dtype=pl.Boolean)).unique(KEYS, keep="last").sort(KEYS)

    def _paths(self, kind: str) -> list[Path]:
        return sorted(self.folder.glob(f"{kind}-*.parquet"))

    def _frames(self, kind: str) -> Iterator[pl.DataFrame]:
        for path in self._paths(kind):
            if (rows := self._read(path)) is not None:
                yield rows

    def _read(self, path: Path) -> pl.DataFrame | None:
        """Return a shard's rows; None, and a word, if it cannot be used."""
        try:
            return shards.read_batch(path, self.identity)
        except DamagedError as damaged:
            self._runs.pop(path.name, None)
            shards.move_away(path, damaged.why)
            return None
