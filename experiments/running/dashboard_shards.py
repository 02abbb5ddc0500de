"""Which dashboards are read in which seed, where their tables lie in the run folder, and all of them in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def boards(settings: Settings, folder: RunFolder, design: Design, seeds: Sequence[int]) -> dict[int, Board]:
    """Return what is read in each seed; nothing where it is switched off, or the market too large."""
    asked = settings.dashboard
    if not asked.enabled or any(each.scenario["market"]["consumers"] > asked.consumers for each in design.markets):
        return {}
    closer: dict[str, Any] = {"parts": asked.parts, "usual": design.usual}
    if design.usual is not None:
        closer["code"] = code_version([design.usual[1].get("_target_", "")])
    common = {"touches": asked.touches, "read": file_digest(Path(collect.__file__))}
    found = {}
    for seed in seeds:
        apart = seed - settings.seed < asked.replicates
        key = digest(common | closer if apart else common)[:8]
        place = str(folder.path / "dashboard" / key / folder.shard(seed).name)
        found[seed] = Board(place, asked.touches, *((asked.parts, design.usual) if apart else ()))
    return found


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


def merged(found: Mapping[int, Board], folder: RunFolder) -> dict[str, pl.DataFrame]:
    """Put what was read into one file per table; return the tables.

    Raises:
        DamagedError: What was read in a seed cannot be used, or belongs to another configuration.
    """
    import polars as pl

    there = [read_shard(path, folder.digest) for board in found.values() if (path := Path(board.shard)).is_dir()]
    if not there:
        return {}
    tables, target = {}, folder.path / "dashboard"
    for name in TABLES:
        tables[name] = pl.concat([shard.table(name) for shard in there])
        with written_aside(target / f"{name}.parquet") as aside:
            tables[name].write_parquet(aside)
    return tables
