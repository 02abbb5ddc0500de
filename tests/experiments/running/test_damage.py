"""Damage to folders of results: the same command gives the same tables again, and names what it could not use."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import experiments
from experiments.command.command import job_of
from experiments.running import sequential
from experiments.running.arms import resolve
from experiments.running.run_folder import open_folder
from simulation.errors import InputError

pytestmark = pytest.mark.filterwarnings("always")
SEEDS = [1, 2, 3]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def garble(path: Path) -> None:
    path.write_bytes(b"this is no table and no JSON either\n" * 9)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def edit_table(path: Path) -> None:
    table = pl.read_parquet(path)
    name = next(name for name in reversed(table.columns) if table[name].dtype.is_float())
    table.with_columns(pl.col(name) + 1).write_parquet(path)


def edit_json(path: Path) -> None:
    content = json.loads(path.read_text())
    for name in ("seeds", "files", "sweep", "arms"):
        content.pop(name, None)
    path.write_text(json.dumps(content | {"edited": 1}))


def link(path: Path) -> None:
    """Put a link to the same content in its place, which somebody may change at any time."""
    elsewhere = path.parent.parent.parent / f"elsewhere of {path.stem}"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def pipe(path: Path) -> None:
    """Put a pipe in its place, from which nobody would ever read anything."""
    path.unlink()
    os.mkfifo(path)


def folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def at(pattern: str, damage: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return a damage to the first file of a folder that fits a pattern."""

    def do(folder: Path) -> None:
        damage(sorted(folder.glob(pattern))[0])

    do.__name__ = f"{damage.__name__} {pattern}"
    return do


def copied(pattern: str, name: str) -> Callable[[Path], None]:
    """Return a damage: a file or folder is there once more under another name."""

    def do(folder: Path) -> None:
        source = sorted(folder.glob(pattern))[0]
        (shutil.copytree if source.is_dir() else shutil.copy)(source, source.with_name(name))

    do.__name__ = f"copied {pattern}"
    return do


def foreign(pattern: str, other: str) -> Callable[[Path], None]:
    """Return a damage: what lies in the folder of another configuration takes the place of its own."""

    def do(folder: Path) -> None:
        mine, theirs = sorted(folder.glob(pattern))[0], sorted((folder.parent / other).glob(pattern))[0]
        remove(mine)
        (shutil.copytree if theirs.is_dir() else shutil.copy)(theirs, mine.with_name(theirs.name))

    do.__name__ = f"foreign {pattern}"
    return do


def stray(folder: Path) -> None:
    (folder / "shards" / "notes.txt").write_text("mine")


def left_behind(folder: Path) -> None:
    (folder / "shards" / ".seed-0000000001-ab12cd34-2147483646").mkdir()
    (folder / ".sweep.parquet-ab12cd34-2147483646").write_bytes(b"half")


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))}


def again(folder: Path, start: Callable[[Path], Any], recwarn: pytest.WarningsRecorder) -> str:
    """Start the command once more; return all that it said."""
    recwarn.clear()
    try:
        start(folder)
    except InputError as refused:
        return f"refused: {refused}"
    return "\n".join(str(warning.message) for warning in recwarn)


# Sweeps ---------------------------------------------------------------------------------------------------------------


def cube(values: Any, seed: int) -> dict[str, float]:
    return {"y": float(values["x"] ** 3 + seed)}


def sweep(folder: Path, levels: tuple[int, ...] = (1, 2, 5)) -> None:
    experiments.sweep(cube, parameters={"x": list(levels)}, design="grid", replicates=2, folder=folder)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("swept")
    sweep(place / "mine")
    experiments.sweep(cube, parameters={"x": [1, 2, 5]}, design="grid", replicates=3, folder=place / "mine")
    sweep(place / "other", (7, 8, 9))
    return place


ROWS = "shards/rows-*"
NAMED, SILENT = True, False
SWEEP_DAMAGES = [
    *((at(ROWS, damage), NAMED) for damage in (cut, empty, garble, flip, edit_table, link, pipe, folder_in_its_place)),
    (at(ROWS, remove), SILENT),
    (foreign(ROWS, "other"), NAMED),
    (copied(ROWS, "rows-p0000000-s0000000009-n1.parquet"), NAMED),
    (at("shards", remove), SILENT),
    *((at("identity.json", damage), NAMED) for damage in (cut, empty, garble, edit_json, pipe, remove)),
    *((at("sweep.parquet", damage), SILENT) for damage in (cut, edit_table, remove)),
    *((at("manifest.json", damage), SILENT) for damage in (garble, edit_json, remove)),
    (at("config.yaml", garble), SILENT),
    (stray, NAMED),
    (left_behind, SILENT),
]


@pytest.mark.parametrize(("damage", "named"), SWEEP_DAMAGES, ids=[each.__name__ for each, _ in SWEEP_DAMAGES])
def test_a_damaged_sweep_gives_the_same_table_again_and_names_what_it_could_not_use(
    swept: Path, tmp_path: Path, damage: Callable[[Path], None], named: bool, recwarn: pytest.WarningsRecorder
) -> None:
    shutil.copytree(swept, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "mine"
    before = tables(folder)
    damage(folder)
    said = again(folder, sweep, recwarn)
    assert tables(folder) == before, said
    assert bool(said) == named, said
    assert all(str(folder) in line for line in said.splitlines())
    assert again(folder, sweep, recwarn) == ""  # it is mended
    assert not (folder / ".sweep.parquet-ab12cd34-2147483646").exists()


def test_a_sweep_whose_shards_and_identity_are_lost_is_refused(
    swept: Path, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    shutil.copytree(swept, tmp_path, dirs_exist_ok=True)
    for name in ("shards", "identity.json"):
        remove(tmp_path / "mine" / name)
    said = again(tmp_path / "mine", sweep, recwarn)
    assert said.startswith("refused: output.dir: got '")
    assert "identity.json is not there" in said


@pytest.mark.parametrize("damage", [cut, empty, garble, flip, edit_table, remove], ids=lambda each: each.__name__)
def test_a_sweep_that_is_read_only_is_not_believed_when_its_table_was_changed(
    swept: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    from experiments.sweeps.sensitivity import samples_in

    shutil.copytree(swept, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mine" / "arms.json").write_text('{"reference": "function"}')
    damage(tmp_path / "mine" / "sweep.parquet")
    with pytest.raises(InputError, match=r"samples: got '.*mine', takes the folder of a finished sweep"):
        samples_in(tmp_path / "mine")


def test_no_start_leaves_fewer_seeds_than_there_were(swept: Path, tmp_path: Path) -> None:
    shutil.copytree(swept, tmp_path, dirs_exist_ok=True)
    before = tables(tmp_path / "mine")
    rows = experiments.sweep(cube, parameters={"x": [1, 2, 5]}, design="grid", replicates=1, folder=tmp_path / "mine")
    assert sorted(set(rows["seed"])) == SEEDS
    assert tables(tmp_path / "mine") == before


# Runs -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def command() -> tuple[Any, Any]:
    job = job_of(["arms=[none,broadcast]", "replicates=2"])
    return job, resolve(job)


@pytest.fixture
def start(command: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A run whose replicates cost nothing: what is there, what is run again and what is merged is as in any run."""
    job, design = command

    def simulate(settings: Any, folder: Any, design: Any, seeds: Any, *_: Any) -> dict[int, Any]:
        for seed in set(seeds) - set(folder.finished()):
            values = pl.DataFrame({"arm": ["none", "broadcast"], "metric": "profit", "value": [seed / 2, seed / 3]})
            days = pl.DataFrame({"day": [0, 1], "metric": "sales", "value": [float(seed), 2.0]})
            folder.write(seed, {"outcomes": values, "series": days}, {"wall_s": 1.0})
        return {}

    def run(path: Path, number: int = 2, identity: str = "mine") -> None:
        import dataclasses

        counts = dataclasses.replace(job.settings.replicates, number=number)
        settings = dataclasses.replace(job.settings, replicates=counts)
        monkeypatch.setattr(sequential, "simulate", simulate)
        with open_folder(str(path), "run", job.config, {"of": identity, "arms": design.names}) as folder:
            tried = sequential.replicate(settings, folder, design)
            folder.merge(tried.finished)
            folder.write_manifest({"seeds": tried.finished}, ["outcomes.parquet", "series.parquet"])

    return run


SEED = "shards/seed-0000000002"
RUN_DAMAGES = [
    *(
        (at(f"{SEED}/outcomes.parquet", damage), NAMED)
        for damage in (cut, empty, garble, flip, edit_table, link, pipe, remove)
    ),
    *((at(f"{SEED}/meta.json", damage), NAMED) for damage in (cut, empty, garble, edit_json, remove)),
    *((at(SEED, damage), how) for damage, how in ((remove, SILENT), (link, NAMED))),
    (foreign(SEED, "other"), NAMED),
    (copied(SEED, "seed-0000000007"), NAMED),
    (copied(SEED, "seed-two"), NAMED),
    *((at("identity.json", damage), NAMED) for damage in (cut, garble, edit_json, remove)),
    *((at("outcomes.parquet", damage), SILENT) for damage in (cut, edit_table, remove)),
    *((at("manifest.json", damage), SILENT) for damage in (garble, edit_json, remove)),
    (stray, NAMED),
    (left_behind, SILENT),
]


@pytest.mark.parametrize(("damage", "named"), RUN_DAMAGES, ids=[each.__name__ for each, _ in RUN_DAMAGES])
def test_a_damaged_run_gives_the_same_tables_again_and_names_what_it_could_not_use(
    start: Callable[..., None],
    tmp_path: Path,
    damage: Callable[[Path], None],
    named: bool,
    recwarn: pytest.WarningsRecorder,
) -> None:
    folder = tmp_path / "mine"
    start(folder, 3)
    start(tmp_path / "other", 3, "other")
    before = tables(folder)
    damage(folder)
    extra = 7 if "seed-0000000007" in str([path.name for path in (folder / "shards").iterdir()]) else None
    said = again(folder, start, recwarn)
    if extra is None:
        assert tables(folder) == before, said
    else:  # the copy is not believed, and its seed, which the folder seemed to have, is run
        assert pl.read_parquet(folder / "outcomes.parquet").filter(pl.col("value") == 3.5).height == 1
    assert bool(said) == named, said
    assert all(str(folder) in line for line in said.splitlines())
    assert again(folder, start, recwarn) == ""


def test_a_shard_that_is_damaged_while_the_command_is_at_work_is_named_and_not_merged(
    start: Callable[..., None], command: tuple[Any, Any], tmp_path: Path
) -> None:
    start(tmp_path / "mine")
    job, design = command
    with open_folder(str(tmp_path / "mine"), "run", job.config, {"of": "mine", "arms": design.names}) as folder:
        edit_table(folder.shard(2) / "outcomes.parquet")
        with pytest.raises(InputError, match=r"seed-0000000002/outcomes\.parquet: was changed since it was written"):
            folder.merge([1, 2])
