"""`task=reproduce run=FOLDER`: run a folder's runs again and compare every number.

What is run is what the folder keeps (`identity.json`: all parameters and strategies, resolved), not what config files
say today. What differs in code, versions or machine is named beside the result.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command import plain_data
from experiments.command.command import Job
from experiments.command.settings import LARGEST_SEED, Dashboard
from experiments.running import provenance, replicates, run_folder, shards
from experiments.running.arms import Design
from experiments.running.folder_claim import refuse_links
from simulation.errors import InputError
from simulation.files.safe_writing import DamagedError, checksum, digest, read_bytes, read_json
from simulation.strategies.declared import refuse_undeclared

if TYPE_CHECKING:
    import polars as pl

SHOWN = 3
"""Differences that are printed."""


@dataclass(frozen=True)
class Kept:
    """What a run's folder says of itself."""

    path: Path
    identity: dict[str, Any]
    manifest: dict[str, Any]

    @property
    def is_sweep(self) -> bool:
        """Whether it holds points."""
        return "sweep" in self.identity


def run(job: Job) -> int:
    """Reproduce; 0 if every number is the same, 1 if not."""
    kept = read(job.config.get("run"))
    number = job.config.get("runs")
    if number is not None and (type(number) is not int or number < 1):
        raise InputError(f"runs: got {number!r}, takes a whole number from 1 on, or null for all")
    for line in changed(kept):
        print(line)
    replicates.make_ready(job.settings.executor)
    design = Design.from_identity(kept.identity)
    with tempfile.TemporaryDirectory(prefix="nichecast-") as temporary:
        version = provenance.code_version(design.classes)[:16]
        folder = run_folder.RunFolder(Path(temporary), kept.identity | {"code": version})
        (folder.path / "shards").mkdir()
        compared, different = (_sweep if kept.is_sweep else _seeds)(job, kept, design, folder, number)
    different += damaged_tables(kept)
    if not compared and not different:
        raise InputError(f"run: got '{kept.path}', which names no {'points' if kept.is_sweep else 'seeds'} to compare")
    if different:
        for line in different[:SHOWN]:
            print(f"nichecast: {line}", file=sys.stderr)
        more = f" ({len(different) - SHOWN} more)" if len(different) > SHOWN else ""
        print(f"NOT reproduced: {len(different)} of {compared} tables differ{more}")
        return 1
    print(f"Reproduced: {compared} tables of {kept.path} are the same, every number of them")
    return 0


def read(folder: Any) -> Kept:
    """Return what a folder keeps.

    Raises:
        InputError: if it is not a run's folder, was changed, or its graph's file is another one now.
    """
    if not folder:
        raise InputError("run: got nothing, takes the folder of a run: task=reproduce run=outputs/run-1a2b3c4d")
    path = Path(str(folder)).expanduser()
    try:
        identity = read_json(path / "identity.json")
        manifest = run_folder.manifest_in(path)
        classes = Design.from_identity(identity).classes
    except DamagedError as damaged:
        raise InputError(f"run: got '{path}', takes the folder of a finished run ({damaged})") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"run: got '{path}', takes the folder of a finished run (with identity.json)") from None
    refuse_links(path)
    for target in classes:
        refuse_undeclared(target, f"run: got '{path}', whose identity.json")
    if digest(identity) != manifest.get("config_hash"):
        raise InputError(f"run: got '{path}', whose identity.json is not the one that its manifest was written for")
    for name, said in identity.get("graph_files", {}).items():
        if not Path(name).is_file():
            raise InputError(f"graph.path: no such file '{name}', from which the run was made")
        if plain_data.file_digest(Path(name))[:16] != said:
            raise InputError(f"graph.path: '{name}' is not the file that the run was made from")
    return Kept(path, identity, manifest)


def changed(kept: Kept) -> list[str]:
    """Return in a line each what is not as it was: the code, versions, the machine."""
    design = Design.from_identity(kept.identity)
    lines = []
    if (code := provenance.code_version(design.classes)[:16]) != kept.identity["code"]:
        lines.append(f"The code is another one: {kept.identity['code']} then, {code} now.")
    versions = plain_data.differences(kept.manifest.get("versions", {}), provenance.versions())
    if versions:
        lines.append("Versions: " + ", ".join(f"{name} {a} then, {b} now" for name, (a, b) in versions.items()) + ".")
    machine = plain_data.differences(kept.manifest.get("machine", {}), provenance.machine())
    if machine:
        lines.append("Another machine: " + ", ".join(f"{name} {a} then, {b} now" for name, (a, b) in machine.items()))
    return lines


def _seeds(
    job: Job, kept: Kept, design: Design, folder: run_folder.RunFolder, number: int | None
) -> tuple[int, list[str]]:
    """Run seeds again and compare their shards."""
    seeds = seeds_of(kept)[:number]
    settings = dataclasses.replace(
        job.settings,
        seed=kept.identity["seed"],
        arms=design.names,
        variants=None,
        dashboard=Dashboard(enabled=False),  # it is read from these numbers, and changes none
    )
    failed = replicates.simulate(settings, folder, design, seeds)
    then = run_folder.RunFolder(kept.path, kept.identity)
    compared, different = 0, [f"seed {seed}: {error['error']}" for seed, error in failed.items()]
    for seed in (seed for seed in seeds if seed not in failed):
        again = folder.read(seed)
        there = sorted(then.shard(seed).glob("*.parquet"))
        lost = again.files.keys() - {path.name for path in there}
        found = [f"seed {seed}: {then.shard(seed) / name}: is not there" for name in sorted(lost)]
        for path in there:
            compared += 1
            now = again.table(path.stem) if again.has(path.stem) else None
            try:
                difference = first_difference(shards.parquet(path, read_bytes(path)), now)
            except DamagedError as damaged:
                difference = str(damaged)
            found += [f"seed {seed}, {path.stem}: {difference}"] if difference else []
        if not found and "tables" in kept.manifest:  # older folders have no checksums
            try:
                then.read(seed)
            except DamagedError as damaged:
                found = [f"seed {seed}: {damaged}"]
        different += found
    return compared, different


def seeds_of(kept: Kept) -> list[int]:
    """Return the seeds that a manifest names.

    Raises:
        InputError: It names none, or what is no seed of this folder.
    """
    seeds = kept.manifest.get("seeds")
    if not isinstance(seeds, list) or not seeds:
        raise InputError(f"run: got '{kept.path}', whose manifest.json names no seeds to compare")
    first = kept.identity["seed"]
    for seed in seeds:
        if type(seed) is not int or not first <= seed <= LARGEST_SEED:
            raise InputError(f"run: got '{kept.path}', whose manifest.json names {seed!r}, which is no seed of it")
    return seeds


def damaged_tables(kept: Kept) -> list[str]:
    """Return in a line each the tables of a folder that are not as the run wrote them."""
    found = []
    for name, said in kept.manifest.get("tables", {}).items():
        try:
            if checksum(read_bytes(kept.path / Path(str(name)).name)) != said:
                found.append(f"{kept.path / name}: was changed since it was written")
        except DamagedError as damaged:
            found.append(str(damaged))
    return found


def _sweep(
    job: Job, kept: Kept, design: Design, folder: run_folder.RunFolder, number: int | None
) -> tuple[int, list[str]]:
    """Run points again and compare their rows."""
    import polars as pl

    from experiments.sweeps import runner
    from experiments.sweeps.points import Points
    from experiments.sweeps.run_store import Store
    from experiments.sweeps.space import Space
    from experiments.sweeps.study import MarketRuns, where_of

    path = kept.path / "sweep.parquet"
    try:
        there = shards.parquet(path, read_bytes(path))
        names = tuple(kept.manifest["parameters"])
        there.select("point", "seed", "version", *names)
    except (DamagedError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        why = error if isinstance(error, DamagedError) else "sweep.parquet is not the table of its manifest.json"
        raise InputError(f"run: got '{kept.path}', takes the folder of a finished sweep ({why})") from None
    unknown = sorted(set(seeds_of(kept)).symmetric_difference(there["seed"].to_list()))
    if unknown and not kept.manifest["runs"]["failed"]:
        raise InputError(f"run: got '{kept.path}', whose manifest.json and sweep.parquet differ in seed {unknown[0]}")
    places: Mapping[int, tuple[Any, ...]] = {
        row[0]: row[1:] for row in there.select("point", *names).unique(maintain_order=True).iter_rows()
    }
    chosen = list(places)[:number]
    points = Points(names, tuple(places.get(k, ()) for k in range(max(places, default=-1) + 1)))
    where = where_of(job.settings, design, folder.identity["code"], stay=True)
    executor = job.settings.executor
    evaluate = MarketRuns(Space(design), executor.engine, where.threads, executor.scratch)
    compared, different = 0, []
    store = Store.of(folder)
    try:
        for (seed,), rows in there.filter(pl.col("point").is_in(chosen)).group_by("seed", maintain_order=True):
            mine = rows["point"].unique(maintain_order=True).to_list()
            runner.execute(evaluate, points, [seed], store, where, version=folder.identity["code"], only=mine)
            again = store.table(points, [seed]).drop("version")
            compared += 1
            difference = first_difference(rows.drop("version"), again)
            different += [f"seed {seed}: {difference}"] if difference else []
    finally:
        where.close()
    return compared, different


def first_difference(then: pl.DataFrame, now: pl.DataFrame | None) -> str:
    """Say where two tables differ first; nothing if they are the same, bit for bit."""
    if now is None:
        return "is not there any more"
    if then.columns != now.columns or len(then) != len(now):
        return f"{len(then)} rows of {len(then.columns)} columns then, {len(now)} of {len(now.columns)} now"
    if then.equals(now):
        return ""
    for name in then.columns:
        for number, (a, b) in enumerate(zip(then[name], now[name], strict=True)):
            if a != b and not (a != a and b != b):
                return f"row {number + 1}, {name}: {a!r} then, {b!r} now"
    return f"types differ: {then.schema} then, {now.schema} now"
