"""What a finished run leaves in its folder: merged tables, manifest, summary, figures and report."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from experiments import report
from experiments.command.command import Job
from experiments.comparing import kept_report
from experiments.dashboards import sentences
from experiments.dashboards.readings import readings
from experiments.report.measured import rise_of, tables_in
from experiments.report.pieces import Head
from experiments.results.agreement import agreements, summary_of
from experiments.results.findings import Findings, findings, summarise
from experiments.results.heartbeat import waiting
from experiments.results.money import USD
from experiments.results.outcome_catalogue import measures
from experiments.results.plausibility import Expected, warned
from experiments.results.wording import answer
from experiments.running import dashboard_shards, provenance
from experiments.running.arms import Design
from experiments.running.run_folder import TABLES, RunFolder
from experiments.running.sequential import Tried
from simulation.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl


@waiting("tables, figures and report")
def write(
    job: Job,
    folder: RunFolder,
    design: Design,
    tried: Tried,
    started: float,
    *,
    head: Callable[[Findings], Head | None] = lambda found: None,
    worlds: pl.DataFrame | None = None,
    currency: str = USD,
    expected: Mapping[str, Expected] | None = None,
    **more: Any,
) -> Findings:
    """Write everything but the shards and return the findings, with their warnings.

    Args:
        job: The command.
        folder: The run folder.
        design: The arms, resolved.
        tried: The replicates: which are finished, which failed, why no more were run.
        started: When the command began, by `time.perf_counter`.
        head: Makes what the report puts before its answer: the verdict of a what-if.
        worlds: The arms' outcomes in the plausible worlds.
        currency: A code or sign for what the model calls USD; nothing is converted.
        expected: What is known of the market without a campaign, by outcome; None: it is not held against anything.
        more: What the summary says besides.
    """
    settings = job.settings
    folder.merge(tried.finished)
    found = findings(
        folder.table("outcomes"),
        settings.arms,
        settings.against or settings.baseline,
        measures(),
        settings.replicates.confidence,
        outcome=settings.outcome,
        smallest=settings.smallest,
        without=settings.baseline,
        currency=currency,
        markets={arm: number for number, market in enumerate(design.markets) for arm in market.arms},
    )
    tables = {name: folder.table(name) for name in ("series", "uplift", "nodes", "links") if folder.has(name)}
    tables |= tables_in(folder.path)
    tables |= dashboard_shards.merged(dashboard_shards.boards(settings, folder, design, tried.finished), folder)
    found = warned(found, people_each=_people_each(tables, design.scenario), expected=expected)
    if worlds is not None:
        tables["worlds"] = worlds
    tables["rise"] = rise_of(tables["series"], design.scenario["brands"]["campaign_days"])
    manifest = manifest_of(job, folder, tried.finished, tried.failed)
    folder.write_manifest(manifest, [f"{name}.parquet" for name in TABLES])
    context = report.Context(
        found,
        (),
        folder.path,
        config=design.scenario,
        defaults=Scenario().to_dict(),
        strategies=design.strategies,
        manifest=manifest,
        question=settings.experiment.question,
        tables=tables,
        head=head(found),
    )
    _make_report(folder, context)
    read = readings(tables, found)
    summary = summarise(
        found,
        task=settings.task.name,
        answer=answer(found),
        wall_s=time.perf_counter() - started,
        versions=provenance.versions(),
        experiment=settings.experiment.name,
        config_hash=manifest["config_hash"],
        code_version=manifest["code_version"],
        failed={str(seed): each["error"] for seed, each in tried.failed.items()},
        outcome=settings.outcome,
        smallest=settings.smallest,
        without=settings.baseline,
        differences=design.to_dict()["differences"],
        replicates=tried.to_dict(found, settings.reference),
        worlds=summary_of(agreements(worlds, found)),
        dashboard=None if read is None else sentences.summary(read),
        **more,
    )
    folder.write_json("summary.json", summary)
    return found


def _make_report(folder: RunFolder, context: report.Context) -> None:
    """Draw the figures and write report and tables, unless the folder holds those that would come out."""
    parts = {
        each.name: getattr(context, each.name) for each in fields(context) if each.name not in ("folder", "tables")
    }
    key = kept_report.key_of(parts, context.tables)
    if kept_report.is_kept(folder.path, key):
        return
    from experiments.comparing import drawing

    drawings = drawing.draw(context.found, context.tables, folder.path / "figures")
    made = report.made(replace(context, drawings=drawings))
    folder.write_text("report.html", made.html)
    _write_tables(folder, made.tables)
    kept_report.keep(folder.path, key)


def _people_each(tables: Mapping[str, pl.DataFrame], scenario: Mapping[str, Any]) -> float:
    """Return how many people a simulated person stands for: a graph of one's own has as many as it has."""
    import polars as pl

    counted = tables["uplift"].filter((pl.col("quantity") == "purchases") & (pl.col("kind") == "count"))
    simulated = counted.group_by("arm", "seed").agg(pl.col("value").sum())["value"].max()
    market = scenario["market"]
    return float(market["people"]) / float(simulated or market["consumers"])  # type: ignore[arg-type]


def _write_tables(folder: RunFolder, tables: Mapping[str, str]) -> None:
    """Write the report's tables as CSV, and remove those of an earlier report."""
    place = folder.path / "tables"
    place.mkdir(exist_ok=True)
    for old in place.glob("*.csv"):
        if old.stem not in tables:
            old.unlink()
    for name, text in tables.items():
        folder.write_text(f"tables/{name}.csv", text)


def manifest_of(
    job: Job, folder: RunFolder, seeds: Sequence[int], failed: Mapping[int, Mapping[str, str]]
) -> dict[str, Any]:
    """Return where the results come from and what it took."""
    metas = [folder.meta(seed) for seed in seeds]
    graphs = sorted({str(meta["graph_hash"]) for meta in metas})
    return {
        **provenance.manifest(job, folder.identity),
        "seeds": list(seeds),
        "failed": {str(seed): dict(each) for seed, each in failed.items()},
        "graph": metas[0]["notes"],
        "graph_hash": metas[0]["graph_hash"]
        if len(graphs) == 1
        else {str(seed): meta["graph_hash"] for seed, meta in zip(seeds, metas, strict=True)},
        "seconds_per_seed": {str(seed): round(meta["wall_s"], 2) for seed, meta in zip(seeds, metas, strict=True)},
    }
