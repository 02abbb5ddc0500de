"""The replicates of a run: which are missing, how many at a time, what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from experiments.command.settings import Executor, Settings
from experiments.results import terminal
from experiments.running import executors, warm_up
from experiments.running.arms import Design
from experiments.running.dashboard_shards import boards, is_read
from experiments.running.one_seed import Trial, keep
from experiments.running.one_seed import run as run_trial
from experiments.running.one_seed import simulate as simulate_trial
from experiments.running.run_folder import RunFolder
from experiments.running.work import Cluster
from simulation.compute.memory import available_memory
from simulation.compute.processors import usable_processors
from simulation.compute.scratch import free_scratch

BYTES_PER_CONSUMER = 1350
"""Peak of a replicate, measured with ten follows, ten friends and four brands: three worlds that share their graphs,
one after the burn-in, the baseline at the end, and one arm."""
BYTES_BESIDE_FILES = 260
"""Memory of a replicate for each consumer if its columns lie in a scratch folder, measured likewise."""
BYTES_PER_TOUCH = 7
"""Of an arm's ring, read for its dashboard."""
BYTES_PER_PROCESS = 250 * 2**20


def simulate(
    settings: Settings,
    folder: RunFolder,
    design: Design,
    seeds: Sequence[int] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[int, dict[str, str]]:
    """Run the seeds whose results are not there; return the errors of those that failed.

    Args:
        settings: Of the command.
        folder: Where results go.
        design: The arms.
        seeds: The replicates; None: those that the settings name.
        meanwhile: Called before the first replicate runs; not called where none is missing. What it starts goes on
            while worker processes work.

    Raises:
        InputError: if a replicate finds that the input cannot be used.
        KeyboardInterrupt: with a line that says what is kept.
    """
    there = set(folder.finished())
    seeds = settings.seeds if seeds is None else seeds
    read = boards(settings, folder, design, seeds)
    missing = [seed for seed in seeds if seed not in there or (seed in read and not is_read(read[seed], folder.digest))]
    if not missing:
        return {}
    consumers = max(market.scenario["market"]["consumers"] for market in design.markets)
    rings = BYTES_PER_TOUCH * settings.dashboard.touches if read else 0
    scratch = settings.executor.scratch
    workers, threads = plan(settings.executor, len(missing), consumers, BYTES_PER_CONSUMER + rings, scratch)
    ray = settings.executor.name == "ray"
    cluster = cluster_of(settings.executor, folder.identity["code"], design) if ray else None
    markets, order = design.markets, tuple(design.names)

    def trial(seed: int) -> Trial:
        return Trial(
            seed=seed,
            markets=markets,
            order=order,
            shard=str(folder.shard(seed)),
            engine=settings.executor.engine,
            threads=threads,
            picture=seed == settings.seed,
            board=read.get(seed),
            identity=folder.digest,
            scratch=settings.executor.scratch,
        )

    meanwhile()
    failed: dict[int, dict[str, str]] = {}
    with terminal.progress(_title(settings.arms), len(seeds), len(seeds) - len(missing)) as bar:
        try:
            for outcome in executors.execute(
                run_trial if cluster is None else simulate_trial,
                Made(missing, trial),
                workers=workers,
                threads=threads or 1,
                progress=lambda trial, share: bar.update(trial.seed, share),
                preload=warm_up.PRELOAD,
                prepare=warm_up.compile_share,
                cluster=cluster,
            ):
                if outcome.error is None:
                    if cluster is not None:
                        keep(outcome.item, *outcome.value)
                    bar.update(outcome.item.seed, 1)
                else:
                    failed[outcome.item.seed] = {"error": outcome.error, "trace": outcome.trace}
        except KeyboardInterrupt:
            kept = len(set(seeds) & set(folder.finished()))
            raise KeyboardInterrupt(
                f"interrupted; {kept} of {len(seeds)} seeds are kept in {folder.path}, and the same command "
                "goes on from there"
            ) from None
    return failed


class Made[T](Sequence[T]):
    """Items that are made of seeds when they are asked for: a million of them are not there at once."""

    def __init__(self, seeds: Sequence[int], make: Callable[[int], T]) -> None:
        """Take the seeds and what makes an item of one."""
        self._seeds, self._make = seeds, make

    def __len__(self) -> int:
        return len(self._seeds)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return Made(self._seeds[index], self._make)
        return self._make(self._seeds[index])


def plan(
    executor: Executor,
    seeds: int,
    consumers: int,
    each: int = BYTES_PER_CONSUMER,
    scratch: str | None = None,
) -> tuple[int | None, int | None]:
    """Return how many processes (None: this one only) and how many threads in each (None: all).

    Fewer processes than cores where memory, or the scratch folder of a task that uses it, is short (``each``: bytes
    that a consumer takes); a single one then uses all cores by threads.
    """
    if executor.name == "serial":
        return None, executor.threads
    if executor.name == "ray":
        return executor.workers, executor.threads or 1
    cores = usable_processors()
    workers = executor.workers
    if workers is None:
        in_memory = each if scratch is None else BYTES_BESIDE_FILES
        room = available_memory() // (consumers * in_memory + BYTES_PER_PROCESS)
        if scratch is not None:
            room = min(room, free_scratch(scratch) // (consumers * each))
        workers = max(1, min(cores, room))
    workers = min(workers, seeds)
    return workers, executor.threads or max(1, cores // workers)


def make_ready(executor: Executor, idle: bool = False) -> None:
    """Begin what an executor needs, so that it is there when the first run is.

    Args:
        executor: Of the command.
        idle: Whether nothing may be left to run: then processes are started when the first is needed.

    Raises:
        InputError: if no Ray cluster answers at the address.
    """
    if executor.name == "processes" and not idle:
        executors.start_server(warm_up.PRELOAD)
    if executor.name == "ray":
        from experiments.running.ray_cluster import check_address

        check_address(executor.address)


def cluster_of(executor: Executor, version: str, design: Design) -> Cluster:
    """Return the Ray cluster that the settings ask for."""
    return Cluster(executor.address, executor.workers, version, tuple(design.classes))


def _title(arms: list[str]) -> str:
    shown = arms if len(arms) <= 3 else [*arms[:2], f"{len(arms) - 2} more"]
    return " | ".join(shown)
