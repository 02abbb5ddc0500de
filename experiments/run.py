"""The main job: the arms at equal cost over paired seeds, a table in the terminal, and a run folder with a report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments import executors, provenance, store, table
from experiments.job import Job
from experiments.settings import Executor
from experiments.trial import Trial
from experiments.trial import run as run_trial
from simulation.errors import InputError

PARTS = ("market", "graph", "consumers", "creators", "brands", "platform")
"""The config groups that make a scenario."""


def run(job: Job) -> int:
    """Run what is not there yet, then write and print what all of it says.

    Returns:
        0, or 1 if replicates failed.

    Raises:
        InputError: if the input cannot be used; nothing has been run then.
        KeyboardInterrupt: with a line that says what is kept.
    """
    started = time.perf_counter()
    scenario, strategies = resolve(job)
    identity = identify(job, scenario, strategies)
    label = job.settings.experiment.name or job.settings.task.name
    folder = store.open_folder(job.settings.output.dir, label, job.config, identity)
    failed = simulate(job, folder, scenario, strategies)
    finished = [seed for seed in job.settings.seeds if seed in set(folder.finished())]
    if not finished:
        raise InputError(f"no replicate could be run; the first: {next(iter(failed.values()))['error']}")
    from experiments.outputs import write

    found = write(job, folder, finished, failed, scenario, strategies, started)
    table.show(found)
    print(f"Report: {folder.path / 'report.html'}")
    return 1 if failed else 0


def resolve(job: Job) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scenario's config and each world's strategy config, all validated."""
    from simulation.configure import compose_arm, scenario_of, strategy_of

    chosen = [item for item in job.overrides if item.split("=")[0].lstrip("+~") == "strategy"]
    if chosen:
        name = chosen[0].partition("=")[2]
        raise InputError(
            f"strategy: got '{name}', but this task compares arms; takes 'arms=[{job.settings.baseline},{name}]'"
        )
    scenario = scenario_of(job.config).to_dict()
    strategies = {}
    for name in job.settings.worlds:
        composed = compose_arm(list(job.overrides), name, job.config_dir)
        strategy_of(composed)  # refuses what it cannot take, before anything runs
        strategies[name] = composed["strategy"]
    return {part: scenario[part] for part in PARTS}, strategies


def identify(job: Job, scenario: Mapping[str, Any], strategies: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that the numbers depend on."""
    classes = [config["_target_"] for config in strategies.values() if "_target_" in config]
    identity = {
        **scenario,
        "strategies": dict(strategies),
        "arms": job.settings.arms,
        "baseline": job.settings.baseline,
        "seed": job.settings.seed,
        "replicates": job.settings.replicates.number,
        "code": provenance.code_version(classes)[:16],
    }
    path = Path(str(scenario["graph"].get("path") or ""))
    if scenario["graph"].get("source") == "edge_list":
        if not path.is_file():
            raise InputError(f"graph.path: no such file '{path}'")
        identity["graph_file"] = provenance.file_digest(path)[:16]
    return identity


def simulate(
    job: Job, folder: store.RunFolder, scenario: dict[str, Any], strategies: dict[str, Any]
) -> dict[int, dict[str, str]]:
    """Run the seeds whose results are not there; return the errors of those that failed."""
    settings = job.settings
    there = set(folder.finished())
    missing = [seed for seed in settings.seeds if seed not in there]
    workers, threads = plan(settings.executor, len(missing), scenario["market"]["consumers"], len(strategies))
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
    failed: dict[int, dict[str, str]] = {}
    found = len(settings.seeds) - len(missing)
    with table.progress(_title(settings.arms), len(settings.seeds), found) as bar:
        try:
            for outcome in executors.execute(
                run_trial,
                trials,
                workers=workers,
                threads=threads or 1,
                progress=lambda trial, share: bar.update(trial.seed, share),
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


def plan(executor: Executor, seeds: int, consumers: int, worlds: int) -> tuple[int | None, int | None]:
    """Return how many processes (None: this one only) and how many threads in each."""
    if executor.name == "serial" or seeds == 0:
        return None, executor.threads
    workers = executor.workers
    if workers is None:
        need = min(worlds, 4) * consumers * BYTES_PER_CONSUMER + BYTES_PER_PROCESS
        workers = max(1, min(executors.cores(), provenance.available_memory() // need))
    workers = min(workers, seeds)
    return workers, executor.threads or max(1, executors.cores() // workers if workers < executors.cores() else 1)


BYTES_PER_CONSUMER = 600
BYTES_PER_PROCESS = 400 * 2**20


def _title(arms: list[str]) -> str:
    shown = arms if len(arms) <= 3 else [*arms[:2], f"{len(arms) - 2} more"]
    return " | ".join(shown)
