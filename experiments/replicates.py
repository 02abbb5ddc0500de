"""The replicates of a run: which are missing, how many at a time, what became of them."""

from __future__ import annotations

from importlib import import_module
from threading import Thread
from typing import Any

from experiments import executors, provenance, table, warm
from experiments.settings import Executor, Settings
from experiments.store import RunFolder
from experiments.trial import Trial
from experiments.trial import run as run_trial

BYTES_PER_CONSUMER = 900
"""Peak of a replicate, measured with ten follows, ten friends and four brands: three worlds that share their graphs,
one after the burn-in, the baseline at the end, and one arm."""
BYTES_PER_PROCESS = 250 * 2**20
PRELOAD = ("simulation.model", "simulation.strategies.named", "experiments.trial")
"""What worker processes need, imported once for all of them."""
REPORT_LIBRARIES = (
    "polars",
    "scipy.special",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
)


def simulate(
    settings: Settings, folder: RunFolder, scenario: dict[str, Any], strategies: dict[str, Any]
) -> dict[int, dict[str, str]]:
    """Run the seeds whose results are not there; return the errors of those that failed.

    Raises:
        InputError: if a replicate finds that the input cannot be used.
        KeyboardInterrupt: with a line that says what is kept.
    """
    there = set(folder.finished())
    missing = [seed for seed in settings.seeds if seed not in there]
    if not missing:
        return {}
    workers, threads = plan(settings.executor, len(missing), scenario["market"]["consumers"])
    trials = [
        Trial(
            seed=seed,
            config=scenario,
            strategies=strategies,
            baseline=settings.baseline,
            arms=tuple(settings.arms),
            shard=str(folder.shard(seed)),
            engine=settings.executor.engine,
            threads=threads,
            picture=seed == settings.seeds[0],
        )
        for seed in missing
    ]
    Thread(target=lambda: [import_module(name) for name in REPORT_LIBRARIES], daemon=True).start()  # while others work
    failed: dict[int, dict[str, str]] = {}
    with table.progress(_title(settings.arms), len(settings.seeds), len(settings.seeds) - len(missing)) as bar:
        try:
            for outcome in executors.execute(
                run_trial,
                trials,
                workers=workers,
                threads=threads or 1,
                progress=lambda trial, share: bar.update(trial.seed, share),
                preload=PRELOAD,
                prepare=warm.compile_share,
            ):
                if outcome.error is None:
                    bar.update(outcome.item.seed, 1)
                else:
                    failed[outcome.item.seed] = {"error": outcome.error, "trace": outcome.trace}
        except KeyboardInterrupt:
            kept = len(set(settings.seeds) & set(folder.finished()))
            raise KeyboardInterrupt(
                f"interrupted; {kept} of {len(settings.seeds)} seeds are kept in {folder.path}, and the same command "
                "goes on from there"
            ) from None
    return failed


def plan(executor: Executor, seeds: int, consumers: int) -> tuple[int | None, int | None]:
    """Return how many processes (None: this one only) and how many threads in each (None: all).

    Fewer processes than cores where memory is short; a single one then uses all cores by threads.
    """
    if executor.name == "serial":
        return None, executor.threads
    cores = executors.cores()
    workers = executor.workers
    if workers is None:
        room = provenance.available_memory() // (consumers * BYTES_PER_CONSUMER + BYTES_PER_PROCESS)
        workers = max(1, min(cores, room))
    workers = min(workers, seeds)
    return workers, executor.threads or max(1, cores // workers)


def _title(arms: list[str]) -> str:
    shown = arms if len(arms) <= 3 else [*arms[:2], f"{len(arms) - 2} more"]
    return " | ".join(shown)
