"""Which dashboards are read in which seed, where their tables lie in the run folder, and all of them in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import digest, file_digest
from experiments.dashboards import collect
from experiments.dashboards.collect import TABLES, Board
from experiments.running.provenance import code_version
from experiments.running.run_folder import written_aside

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


def merged(found: Mapping[int, Board], target: Path) -> dict[str, pl.DataFrame]:
    """Put what was read into one file per table; return the tables."""
    import polars as pl

    there = [path for board in found.values() if (path := Path(board.shard)).is_dir()]
    if not there:
        return {}
    tables = {}
    for name in TABLES:
        tables[name] = pl.concat([pl.read_parquet(shard / f"{name}.parquet") for shard in there])
        with written_aside(target / f"{name}.parquet") as aside:
            tables[name].write_parquet(aside)
    return tables
