"""Which dashboards are read in which seed, where their tables lie in the run folder, and all of them in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import file_digest
from experiments.dashboards import collect
from experiments.dashboards.collect import TABLES, Board
from experiments.running.provenance import code_version
from experiments.running.shards import move_away, read_shard
from simulation.files.safe_writing import DamagedError, digest, written_aside

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.settings import Settings
    from experiments.running.arms import Design
    from experiments.running.run_folder import RunFolder


type _Keys = dict[bool, tuple[str, tuple[Any, ...]]]


class Boards(Mapping[int, Board]):
    """What is read in each seed; made when it is asked for, as there may be a million."""

    def __init__(self, folder: RunFolder, touches: int, seeds: Sequence[int], apart: range, keys: _Keys) -> None:
        """Take the seeds, those of them that are lived apart too, and each kind's key and what it is read by."""
        self._folder, self._touches, self._seeds, self._apart, self._keys = folder, touches, seeds, apart, keys
        self._known = frozenset(seeds)

    def __len__(self) -> int:
        return len(self._seeds)

    def __iter__(self) -> Iterator[int]:
        return iter(self._seeds)

    def __contains__(self, seed: object) -> bool:
        return seed in self._known

    def __getitem__(self, seed: int) -> Board:
        if seed not in self._known:
            raise KeyError(seed)
        key, how = self._keys[seed in self._apart]
        place = self._folder.path / "dashboard" / key / self._folder.shard(seed).name
        return Board(str(place), self._touches, *how)


def boards(settings: Settings, folder: RunFolder, design: Design, seeds: Sequence[int]) -> Mapping[int, Board]:
    """Return what is read in each seed; nothing where it is switched off, or the market too large."""
    asked = settings.dashboard
    if not asked.enabled or any(each.scenario["market"]["consumers"] > asked.consumers for each in design.markets):
        return {}
    closer: dict[str, Any] = {"parts": asked.parts, "usual": design.usual}
    if design.usual is not None:
        closer["code"] = code_version([design.usual[1].get("_target_", "")])
    common = {"touches": asked.touches, "read": file_digest(Path(collect.__file__))}
    keys: _Keys = {
        True: (digest(common | closer)[:8], (asked.parts, design.usual)),
        False: (digest(common)[:8], ()),
    }
    # Seeds count up from the first; one before it is lived apart too.
    apart = range(min(seeds, default=settings.seed), settings.seed + asked.replicates)
    return Boards(folder, asked.touches, list(dict.fromkeys(seeds)), apart, keys)


def is_read(board: Board, identity: str) -> bool:
    """Say whether a seed's dashboards are there; what cannot be used is named and moved aside."""
    path = Path(board.shard)
    if not (path.exists() or path.is_symlink()):
        return False
    try:
        read_shard(path, identity)
    except DamagedError as damaged:
        move_away(path, damaged.within(path))
        return False
    return True


def merged(boards: Mapping[int, Board], folder: RunFolder) -> dict[str, pl.DataFrame]:
    """Put what was read into one file per table; return the tables.

    Raises:
        DamagedError: What was read in a seed cannot be used, or belongs to another configuration.
    """
    import polars as pl

    there = [read_shard(path, folder.digest) for board in boards.values() if (path := Path(board.shard)).is_dir()]
    if not there:
        return {}
    tables, target = {}, folder.path / "dashboard"
    for name in TABLES:
        tables[name] = pl.concat([shard.table(name) for shard in there])
        with written_aside(target / f"{name}.parquet") as aside:
            tables[name].write_parquet(aside)
    return tables
