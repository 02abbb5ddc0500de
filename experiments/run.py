"""The main job: the arms at equal cost over paired seeds, a table in the terminal, and a run folder with a report."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments import executors, provenance, store, table
from experiments.job import Job
from experiments.replicates import PRELOAD, simulate
from simulation.errors import InputError

PARTS = ("market", "graph", "consumers", "creators", "brands", "platform", "measurement")
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
    if job.settings.executor.name == "processes":
        executors.start_server(PRELOAD)
    scenario, strategies = resolve(job)
    identity = identify(job, scenario, strategies)
    label = job.settings.experiment.name or job.settings.task.name
    folder = store.open_folder(job.settings.output.dir, label, job.config, identity)
    failed = simulate(job.settings, folder, scenario, strategies)
    finished = [seed for seed in job.settings.seeds if seed in set(folder.finished())]
    folder.write_json("failed.json", {str(seed): each for seed, each in failed.items()})
    if finished:
        from experiments.outputs import write

        found = write(job, folder, finished, failed, scenario, strategies, started)
        table.show(found, folder.meta(finished[0])["notes"])
    if failed:
        seed, first = next(iter(failed.items()))
        number = f"{len(failed)} of {len(job.settings.seeds)} replicates failed"
        where = folder.path / "failed.json"
        print(f"nichecast: {number}; seed {seed}: {first['error']} (tracebacks in {where})", file=sys.stderr)
    if finished:
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
