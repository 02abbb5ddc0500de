"""A study: what is run, where, with which seeds, and the folder that keeps it. Every kind of sweep is made with one."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command import plain_data
from experiments.results.wording import several
from experiments.running import provenance, replicates, run_folder, warm_up
from experiments.running.arms import Design
from experiments.running.one_seed import Trial, rows
from experiments.running.provenance import identify
from experiments.sweeps import runner
from experiments.sweeps.points import Points
from experiments.sweeps.run_store import Store
from experiments.sweeps.space import Space
from simulation.errors import InputError
from simulation.files.safe_writing import written_aside

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.command import Job
    from experiments.command.settings import Settings


@dataclass(frozen=True)
class MarketRuns:
    """Runs of the market: from values and a seed to the outcomes of each arm."""

    space: Space
    engine: str = "compiled"
    threads: int | None = 1
    scratch: str | None = None

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> runner.Rows:
        """Run all arms at a point with one seed; they share their burn-in where their market is the same."""
        design = self.space.at(values)
        order = tuple(design.names)
        return rows(Trial(seed, design.markets, order, "", self.engine, self.threads, scratch=self.scratch))


@dataclass(frozen=True)
class Swept:
    """What a sweep left: its folder, its points and seeds, and how many runs failed."""

    folder: run_folder.RunFolder
    store: Store
    points: Points
    seeds: tuple[int, ...]
    finished: int
    failed: int
    first: str

    def table(self) -> pl.DataFrame:
        """Return the rows: one for each point, seed and arm."""
        return self.store.table(self.points, self.seeds)

    def failures(self) -> pl.DataFrame:
        """Return the runs that failed: point, seed, error, trace."""
        return self.store.failures(self.points, self.seeds)

    def report(self) -> int:
        """Say in the terminal what there is; return the exit status: 1 if runs failed."""
        where = self.folder.path / "sweep.parquet"
        size = f"{several(len(self.points), 'point')}, {several(len(self.seeds), 'seed')}"
        print(f"{several(self.finished, 'run')} ({size}) in {where}")
        if self.failed:
            where = self.folder.path / "failed.parquet"
            number = f"{self.failed} of {self.failed + self.finished} runs failed"
            print(f"nichecast: {number}; the first: {self.first} (all in {where})", file=sys.stderr)
        return 1 if self.failed else 0


@dataclass(frozen=True)
class Study:
    """See the module. ``about`` is what the manifest says of it, ``one`` the word for a point where people read it."""

    folder: run_folder.RunFolder
    evaluate: runner.Evaluate
    where: runner.Where
    seeds: tuple[int, ...]
    version: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    quiet: bool = False
    one: str = "point"

    @cached_property
    def store(self) -> Store:
        """The shards."""
        return Store.of(self.folder)

    def run_all(self, points: Points) -> Swept:
        """Run what is missing of points times seeds, and write the table.

        Seeds that the folder had at every point are part of it, whatever was asked for: no command leaves fewer.

        Raises:
            InputError: as :meth:`run`.
            KeyboardInterrupt: as :meth:`run`.
        """
        had = self.store.complete_seeds(len(points)).union(self.folder.had)
        return self.run(points, sorted(had.union(self.seeds)))

    def run(
        self,
        points: Points,
        seeds: Sequence[int] | None = None,
        only: Sequence[int] | None = None,
        keep: bool = True,
    ) -> Swept:
        """Run what is missing of points times seeds; write table, failures and manifest.

        Args:
            points: All of them.
            seeds: None: the study's.
            only: The points that are run; None: all.
            keep: Whether the table is written; a search writes it once, at its end.

        Raises:
            InputError: if the folder cannot be written any more, or no executor can be had.
            KeyboardInterrupt: with a line that says what is kept.
        """
        from experiments.results.terminal import counter

        started = time.perf_counter()
        chosen = self.seeds if seeds is None else tuple(seeds)
        number = len(points) if only is None else len(only)
        what = f"{several(number, self.one)}, {several(len(chosen), 'seed')}"
        with counter(what, number * len(chosen), self.quiet) as bar:
            finished, failed, first = runner.execute(
                self.evaluate,
                points,
                chosen,
                self.store,
                self.where,
                version=self.version,
                progress=lambda finished, failed: bar(finished + failed),
                only=only,
            )
        swept = Swept(self.folder, self.store, points, chosen, finished, failed, first)
        if keep:
            self._write(swept, time.perf_counter() - started)
        return swept

    def _write(self, swept: Swept, seconds: float) -> None:
        """Write the rows as one table in their order, the failures (or remove those that are no more), the manifest."""
        folder = self.folder.path
        with written_aside(folder / "sweep.parquet") as aside:
            swept.table().write_parquet(aside)
        failures = swept.failures()
        if len(failures):
            with written_aside(folder / "failed.parquet") as aside:
                failures.write_parquet(aside)
        else:
            (folder / "failed.parquet").unlink(missing_ok=True)
        self.folder.write_manifest(
            self.about
            | {
                "seeds": list(swept.seeds),
                "points": len(swept.points),
                "parameters": list(swept.points.names),
                "runs": {"finished": swept.finished, "failed": swept.failed},
                "seconds": round(seconds, 2),
            },
            ("sweep.parquet", "arms.json"),
        )


def where_of(settings: Settings, design: Design, version: str, stay: bool = False) -> runner.Where:
    """Return where the runs of a market go."""
    consumers = max(market.scenario["market"]["consumers"] for market in design.markets)
    scratch = settings.executor.scratch
    workers, threads = replicates.plan(settings.executor, sys.maxsize, consumers, scratch=scratch)
    ray = settings.executor.name == "ray"
    return runner.Where(
        workers,
        threads or 1,
        replicates.cluster_of(settings.executor, version, design) if ray else None,
        warm_up.PRELOAD,
        warm_up.compile_share,
        [] if stay else None,
    )


@contextmanager
def market_study(
    job: Job, design: Design, asked: Mapping[str, Any], *, label: str = "", quiet: bool = False, stay: bool = False
) -> Iterator[Study]:
    """Open the folder of a study of the market and hold it.

    Args:
        job: The command.
        design: The arms.
        asked: What else the folder's numbers depend on: how points are made.
        label: First part of the folder's default name.
        quiet: Whether to show no progress.
        stay: Whether worker processes stay from one call of `Study.run` to the next.

    Raises:
        InputError: if the folder cannot be written, holds another configuration's results, or is in use.
    """
    settings = job.settings
    identity = identify(job, design) | {"sweep": {name: value for name, value in asked.items() if name != "csv"}}
    if asked.get("csv"):
        identity["points_file"] = plain_data.file_digest(Path(str(asked["csv"])).expanduser())[:16]
    name = settings.experiment.name or label or settings.task.name
    where = where_of(settings, design, identity["code"], stay)
    evaluate = MarketRuns(Space(design), settings.executor.engine, where.threads, settings.executor.scratch)
    with run_folder.open_folder(settings.output.dir, name, job.config, identity) as folder:
        about = provenance.manifest(job, folder.identity) | {"sweep": dict(asked)}
        folder.write_json("arms.json", design.to_dict())
        try:
            yield Study(folder, evaluate, where, tuple(settings.seeds), identity["code"], about, quiet)
        finally:
            where.close()


@contextmanager
def function_study(
    function: Callable[..., Any],
    asked: Mapping[str, Any],
    seeds: Sequence[int],
    *,
    folder: str | None = None,
    workers: int | None = None,
) -> Iterator[Study]:
    """Open the folder of a study of a plain function ``f(values, seed)``, a temporary one if none is given.

    With ``workers``, processes call it; they must find it by its name, so that it has to stand in a module.

    Raises:
        InputError: as `market_study`.
    """
    if workers is not None and (function.__module__ == "__main__" or "<" in getattr(function, "__qualname__", "")):
        raise InputError(
            f"workers: got {workers} for a function that other processes cannot import, takes null, or a function that "
            "stands in a module of its own"
        )
    named = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__name__)}"
    identity = {"function": named, "sweep": dict(asked)}
    where = runner.Where(workers, 1, pools=[])
    with (
        tempfile.TemporaryDirectory(prefix="nichecast-") as temporary,
        run_folder.open_folder(folder or temporary, "sweep", dict(asked), identity) as opened,
    ):
        evaluate = runner.FunctionRuns(function)
        try:
            yield Study(opened, evaluate, where, tuple(seeds), about=dict(identity), quiet=True)
        finally:
            where.close()
