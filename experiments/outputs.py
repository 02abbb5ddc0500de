"""What a finished run leaves in its folder: merged tables, manifest, summary, figures and report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from experiments import figures, provenance, report
from experiments.job import Job
from experiments.store import RunFolder
from experiments.summary import Findings, Measure, findings, summarise
from experiments.wording import answer
from simulation.scenario import Scenario


def write(
    job: Job,
    folder: RunFolder,
    seeds: Sequence[int],
    failed: Mapping[int, Mapping[str, str]],
    scenario: Mapping[str, Any],
    strategies: Mapping[str, Mapping[str, Any]],
    started: float,
) -> Findings:
    """Write everything but the shards and return the findings.

    Args:
        job: The command.
        folder: The run folder.
        seeds: The seeds that are finished.
        failed: Errors by seed.
        scenario: The scenario's resolved config.
        strategies: The strategy config of each world.
        started: When the command began, by `time.perf_counter`.
    """
    settings = job.settings
    folder.merge(list(seeds))
    found = findings(
        folder.table("outcomes"), settings.arms, settings.baseline, measures(), settings.replicates.confidence
    )
    tables = {name: folder.table(name) for name in ("series", "uplift", "nodes", "links") if folder.has(name)}
    drawings = figures.draw(found, tables, folder.path / "figures")
    manifest = manifest_of(job, folder, seeds, failed)
    folder.write_json("manifest.json", manifest)
    context = report.Context(
        found,
        drawings,
        folder.path,
        config=scenario,
        defaults=Scenario().to_dict(),
        strategies={arm: strategies[arm] for arm in settings.arms},
        manifest=manifest,
        question=settings.experiment.question,
    )
    folder.write_text("report.html", report.page(context))
    summary = summarise(
        found,
        task=settings.task.name,
        answer=answer(found),
        wall_s=time.perf_counter() - started,
        versions=provenance.versions(),
        experiment=settings.experiment.name,
        config_hash=manifest["config_hash"],
        code_version=manifest["code_version"],
        failed={str(seed): each["error"] for seed, each in failed.items()},
    )
    folder.write_json("summary.json", summary)
    return found


def measures() -> dict[str, Measure]:
    """Return what is known of each metric, those of the truth included."""
    from simulation.measurement.metrics import OUTCOMES

    known = {
        name: Measure(metric.unit, DIRECTION[metric.better], metric.definition, name in PERCENT)
        for name, metric in OUTCOMES.items()
    }
    truth = {
        f"incremental_{name}": Measure(
            known[name].unit,
            1,
            f"What the campaign added to {name}: the world with it less the world without it, person by person.",
        )
        for name in ("profit", "revenue", "purchases")
    }
    return known | truth | STAGES


DIRECTION = {"higher": 1, "lower": -1, "neither": 0}
PERCENT = ("waste", "conversion", "penetration", "loyalty", "engagement", "awareness", "feed_load")
"""Metrics that are shares, and read best in per cent."""
STAGES = {
    "reactions": Measure("reactions", 1, "Likes, comments, shares, messages and saves on the brand's sponsored posts."),
    "newly_aware": Measure("people", 1, "People who came to know the brand on the measured days."),
    "reached_buyers": Measure("people", 1, "People who met the campaign and bought the brand on the measured days."),
    "buyers": Measure("people", 1, "People who bought the brand on the measured days."),
    "repeat_buyers": Measure("people", 1, "People who bought the brand at least twice on the measured days."),
}


def manifest_of(
    job: Job, folder: RunFolder, seeds: Sequence[int], failed: Mapping[int, Mapping[str, str]]
) -> dict[str, Any]:
    """Return where the results come from and what it took."""
    metas = [folder.meta(seed) for seed in seeds]
    graphs = sorted({str(meta["graph_hash"]) for meta in metas})
    return {
        "config_hash": provenance.digest(folder.identity),
        "code_version": folder.identity["code"],
        "git_commit": provenance.commit(),
        "command": ["nichecast", *job.overrides],
        "seeds": list(seeds),
        "seed_scheme": provenance.SEEDS,
        "failed": {str(seed): dict(each) for seed, each in failed.items()},
        "graph": metas[0]["notes"],
        "graph_hash": graphs[0]
        if len(graphs) == 1
        else {str(seed): meta["graph_hash"] for seed, meta in zip(seeds, metas, strict=True)},
        "seconds_per_seed": {str(seed): round(meta["wall_s"], 2) for seed, meta in zip(seeds, metas, strict=True)},
        "executor": job.config.get("executor", {}),
        "machine": provenance.machine(),
        "versions": provenance.versions(),
    }
