"""The one path that all runs of a sweep go: batches to an executor, rows to shards, shards to a table.

A run is a point with a seed; it gives a row for each arm. A batch writes its rows aside and renames the file, every few
seconds and at its end, so that rows are whole or not there; what is there is not run again. Many small files are merged
into one. Neither this process nor a worker keeps rows in memory. The table's order is that of points, seeds and arms,
whatever ended first.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from experiments.running import executors, shards
from experiments.running.work import Cluster, Outcome, Prepare, one_line
from experiments.sweeps.points import Points
from experiments.sweeps.run_store import Store
from simulation.compute.processors import usable_processors
from simulation.errors import InputError

SECONDS_KEPT = 5.0
"""At most so many seconds of finished runs wait in a worker's memory to be written."""
LARGEST_BATCH = 64

Rows = list[dict[str, Any]]
"""One row an arm: ``arm`` and the outcomes."""


class Evaluate(Protocol):
    """What a run is: from a point's values and a seed to a row for each arm."""

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Run and return the rows."""


@dataclass(frozen=True)
class FunctionRuns:
    """Runs of a plain function ``f(values, seed)`` that returns a number, or a mapping of outcomes."""

    function: Callable[..., Any]

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Call it once."""
        outcomes = self.function(dict(values), seed)
        return [{"arm": "function", **(outcomes if isinstance(outcomes, Mapping) else {"value": float(outcomes)})}]


@dataclass(frozen=True)
class Plan:
    """What all batches of a sweep share. ``folder`` is None where a worker cannot write into it.

    ``identity`` is the digest that stands in every shard.
    """

    evaluate: Evaluate
    folder: Path | None
    version: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Batch:
    """Some runs, as plain data: point, seed and values of each."""

    runs: tuple[tuple[int, int, dict[str, Any]], ...]


@dataclass(frozen=True)
class Done:
    """What a batch did; the rows too, where it could not write them."""

    finished: int
    failed: int
    first: str = ""
    shards: tuple[tuple[str, Rows], ...] = ()


def run_batch(plan: Plan, batch: Batch, report: Callable[[float], None]) -> Done:
    """Run a batch. A run that fails leaves its error as a row and does not stop the others.

    Raises:
        InputError: if the folder cannot be written any more.
    """
    rows: Rows = []
    failures: Rows = []
    rows_of_runs: list[tuple[str, Rows]] = []
    finished = failed = 0
    last = time.monotonic()

    def put(kind: str, what: Rows) -> None:
        if what:
            name = f"{kind}-p{what[0]['point']:07d}-s{what[0]['seed']:010d}-n{len(what)}"
            if plan.folder is None:
                rows_of_runs.append((name, what[:]))
            else:
                write(plan.folder, name, what, plan.identity)
            what.clear()

    for number, (point, seed, values) in enumerate(batch.runs, start=1):
        try:
            outcomes = plan.evaluate(values, seed)
        except Exception as error:
            failed += 1
            failures.append(failure(point, seed, error))
        else:
            finished += 1
            rows += [{"point": point, "seed": seed, **values, **row, "version": plan.version} for row in outcomes]
        if time.monotonic() - last > SECONDS_KEPT or number == len(batch.runs):
            put("rows", rows)
            first = failures[0]["error"] if failures else ""
            put("failed", failures)
            last = time.monotonic()
            report(number / len(batch.runs))
    return Done(finished, failed, first, tuple(rows_of_runs))


def failure(point: int, seed: int, error: Exception | str) -> dict[str, Any]:
    """Return the row of a run that failed."""
    if isinstance(error, str):
        return {"point": point, "seed": seed, "error": error, "trace": ""}
    line = one_line(error)
    return {"point": point, "seed": seed, "error": line, "trace": "".join(traceback.format_exception(error))}


def write(folder: Path, name: str, rows: Rows, identity: str) -> None:
    """Write rows as one shard.

    Raises:
        InputError: if it cannot be written.
    """
    try:
        shards.write_batch(folder, name, rows, identity)
    except OSError as error:
        raise InputError(f"output.dir: cannot write into {folder} any more ({error.strerror or error})") from None


class Runs(Sequence[Batch]):
    """The batches of the runs that are missing. Large ones first, so that all workers end at about the same time."""

    def __init__(self, points: Points, missing: Sequence[tuple[int, int]], workers: int, most: int) -> None:
        self._points, self._missing = points, missing
        self._starts = [0]
        while self._starts[-1] < len(missing):
            left = len(missing) - self._starts[-1]
            self._starts.append(self._starts[-1] + max(1, min(most, left // (4 * workers))))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: Any) -> Any:
        if not 0 <= index < len(self):
            raise IndexError(index)
        runs = self._missing[self._starts[index] : self._starts[index + 1]]
        return Batch(tuple((point, seed, self._points.at(point)) for point, seed in runs))


@dataclass(frozen=True)
class Where:
    """Where a sweep's runs go: None for this process, a number of processes, or a Ray cluster."""

    workers: int | None = None
    threads: int = 1
    cluster: Cluster | None = None
    preload: tuple[str, ...] = ()
    prepare: Prepare | None = None
    pools: list[executors.Pool] | None = None
    """Holds processes that stay from one call to the next, if it is a list."""

    def run(self, plan: Plan, batches: Sequence[Batch]) -> Iterator[Outcome]:
        """Run batches."""
        if not batches:
            return iter(())
        work = partial(run_batch, plan)
        if self.pools is None or self.workers is None or self.cluster is not None:
            return executors.execute(
                work,
                batches,
                workers=self.workers,
                threads=self.threads,
                preload=self.preload,
                prepare=self.prepare,
                cluster=self.cluster,
            )
        if not self.pools:
            self.pools.append(executors.Pool(work, self.prepare, self.threads, self.preload))
        return self.pools[0].run(batches, self.workers)

    def close(self) -> None:
        """End processes that stayed."""
        while self.pools:
            self.pools.pop().close()

    @property
    def at_once(self) -> int:
        """How many runs are at work at a time, as far as that is known."""
        return self.workers or (1 if self.cluster is None else 4 * usable_processors())


def execute(
    evaluate: Evaluate,
    points: Points,
    seeds: Sequence[int],
    store: Store,
    where: Where,
    *,
    version: str = "",
    progress: Callable[[int, int], None] = lambda finished, failed: None,
    only: Sequence[int] | None = None,
) -> tuple[int, int, str]:
    """Run what is missing of points times seeds.

    Args:
        evaluate: What a run is; for processes it must be found by its name.
        points: The points.
        seeds: The seeds; each is run at every point.
        store: Where the shards are.
        where: Where the runs go.
        version: The code's version, written into each row.
        progress: Called with the numbers of finished and failed runs.
        only: The points that are run, by number; None: all.

    Returns:
        How many runs have rows, how many failed, and the first failure's error.

    Raises:
        InputError: if the folder cannot be written any more, or no executor can be had.
        KeyboardInterrupt: with a line that says what is kept.
    """
    chosen = range(len(points)) if only is None else only
    all_runs = len(chosen) * len(seeds)
    try:
        for size in (LARGEST_BATCH, 1):  # a batch whose process died is run again one by one: most are innocent
            there = store.finished()
            missing = [run for run in _ordered(chosen, seeds) if run not in there]
            finished, failed, first, lost = all_runs - len(missing), 0, "", False
            plan = Plan(evaluate, None if where.cluster else store.folder, version, store.identity)
            runs = Runs(points, missing, where.at_once, size)
            for outcome in where.run(plan, runs):
                if outcome.error is None:
                    for name, rows in outcome.value.shards:
                        write(store.folder, name, rows, store.identity)
                    finished += outcome.value.finished
                    failed += outcome.value.failed
                    first = first or outcome.value.first
                elif size == 1:
                    write_failures(store, outcome.item, outcome.error)
                    failed += len(outcome.item.runs)
                    first = first or outcome.error
                else:
                    lost = True
                store.merge_small()
                progress(finished, failed)
            if not lost:
                break
        return finished, failed, first
    except KeyboardInterrupt:
        kept = len(store.finished())
        raise KeyboardInterrupt(
            f"interrupted; {kept} of {all_runs} runs are kept in {store.folder.parent}, and the same command goes on "
            "from there"
        ) from None


def write_failures(store: Store, batch: Batch, error: str) -> None:
    """Keep the error of runs that took their process with them."""
    point, seed, _ = batch.runs[0]
    rows = [failure(point, seed, error) for point, seed, _ in batch.runs]
    write(store.folder, f"failed-p{point:07d}-s{seed:010d}-n{len(rows)}", rows, store.identity)


def _ordered(points: Iterable[int], seeds: Sequence[int]) -> Iterator[tuple[int, int]]:
    for point in points:
        for seed in seeds:
            yield point, seed
