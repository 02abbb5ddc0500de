"""`task=dashboard`: what a dashboard says of a campaign, beside what truly happened, over several seeds."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.dashboards.credit_score import Scored, conclusion, score_of
from experiments.results import terminal
from experiments.results.statistics import interval
from experiments.running import executors, provenance, replicates, run_folder, warm_up
from experiments.running.work import Cluster
from simulation.brand_view.attribution.methods import METHODS
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import written_aside

if TYPE_CHECKING:
    import pandas as pd

    from experiments.command.command import Job
    from experiments.command.settings import Settings
    from simulation.evaluation.dashboard_score import Score

TABLES = ("channels", "methods")
BY = {"channels": ["sensor", "method", "channel"], "methods": ["sensor", "method"]}
BOUNDED = {"channels": ("true_money", "error"), "methods": ("credited", "true", "bias", "error", "misallocated")}
"""Columns that get an interval over seeds: ``<column>_low`` and ``<column>_high``; of ``money``: ``low``, ``high``."""


@dataclass(frozen=True)
class Item:
    """One seed to score, as plain data that travels between processes."""

    seed: int
    scenario: Mapping[str, Any]
    strategy: Mapping[str, Any]
    settings: Mapping[str, Any]
    engine: str
    threads: int | None


def score_seed(item: Item, report: Callable[[float], None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Score one seed's campaign; return its tables and what to remember of it."""
    import polars as pl

    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    started = time.perf_counter()
    scored = score_of(
        Scenario.from_dict(item.scenario),
        restore(item.strategy),
        item.seed,
        engine=item.engine,
        threads=item.threads,
        **item.settings,
    )
    score = scored.score
    tables = {name: pl.from_pandas(getattr(score, name)) for name in TABLES}
    meta = {"method": scored.method, "cost": score.cost, "forgotten": score.forgotten}
    return tables, meta | {"wall_s": time.perf_counter() - started}


def run(job: Job) -> int:
    """``nichecast task=dashboard strategy=full_funnel output.dir=...``: score the campaign, write, conclude.

    Writes ``channels`` and ``methods`` as CSV and Parquet (means and intervals over seeds), ``dashboard.png``,
    ``dashboard.svg``, ``config.yaml``, and each seed's own tables as shards; what is there is not run again.

    Returns:
        0, or 1 if seeds failed.

    Raises:
        InputError: The configuration or the folder cannot be used.
    """
    from experiments.figures import style

    task = checked(job.config["task"])
    with opened(job, task) as (folder, items):
        failed = _run(job.settings, folder, items)
        there = set(folder.finished())
        seeds = [item.seed for item in items if item.seed in there]
        for seed, error in failed.items():
            print(f"nichecast: seed {seed} failed: {error}")
        if not seeds:
            return 1
        scored = over_seeds(folder, seeds, task)
        for name in TABLES:
            frame = getattr(scored.score, name)
            with written_aside(folder.path / f"{name}.csv") as aside:
                frame.to_csv(aside, index=False)
            with written_aside(folder.path / f"{name}.parquet") as aside:
                frame.to_parquet(aside, index=False)
        with style.styled():
            style.save(scored.draw(), folder.path)
    shown = ["sensor", "method", "credited", "true", "error", "misallocated", "rank_correlation", "coverage"]
    print(scored.score.methods[shown].round(2).to_string(index=False))
    if scored.score.forgotten > 0:
        print(f"{scored.score.forgotten:.1%} of touches were forgotten: raise measurement.touches")
    print(scored.conclusion)
    print(f"written: {folder.path}/channels.csv, methods.csv (and .parquet), dashboard.png, dashboard.svg")
    return 1 if failed else 0


@contextmanager
def opened(job: Job, task: Mapping[str, Any]) -> Iterator[tuple[run_folder.RunFolder, list[Item]]]:
    """Hold the folder of a command; give it and the seeds."""
    from simulation.configure import scenario_of, strategy_of

    settings = job.settings
    replicates.make_ready(settings.executor)
    scenario, strategy = scenario_of(job.config).to_dict(), job.config["strategy"]
    strategy_of(job.config)
    identity = {
        **scenario,
        "strategy": strategy,
        "dashboard": dict(task),
        "code": provenance.code_version([strategy["_target_"]])[:16],
        "libraries": provenance.libraries(),
    }
    executor = settings.executor
    with run_folder.open_folder(settings.output.dir, "dashboard", job.config, identity) as folder:
        seeds = sorted({*settings.seeds, *folder.had})
        yield folder, [Item(seed, scenario, strategy, task, executor.engine, executor.threads) for seed in seeds]


def _run(settings: Settings, folder: run_folder.RunFolder, items: Sequence[Item]) -> dict[int, str]:
    """Run the seeds that are not there; return errors by seed."""
    there = set(folder.finished())
    missing = [item for item in items if item.seed not in there]
    if not missing:
        return {}
    consumers = missing[0].scenario["market"]["consumers"]
    workers, threads = replicates.plan(settings.executor, len(missing), consumers)
    executor, cluster = settings.executor, None
    if executor.name == "ray":
        kinds = (str(missing[0].strategy["_target_"]),)
        cluster = Cluster(executor.address, executor.workers, folder.identity["code"], kinds)
    failed = {}
    with terminal.progress("dashboard", len(items), len(items) - len(missing)) as bar:
        for outcome in executors.execute(
            score_seed,
            [dataclasses.replace(item, threads=threads) for item in missing],
            workers=workers,
            threads=threads or 1,
            preload=warm_up.PRELOAD,
            prepare=warm_up.compile_share,
            cluster=cluster,
        ):
            bar.update(outcome.item.seed, 1)
            if outcome.error is None:
                folder.write(outcome.item.seed, *outcome.value)
            else:
                failed[outcome.item.seed] = outcome.error
    return failed


def over_seeds(folder: run_folder.RunFolder, seeds: Sequence[int], task: Mapping[str, Any]) -> Scored:
    """Return the score over seeds: means, with intervals where there are two seeds or more."""
    import pandas as pd

    from simulation.evaluation.dashboard_score import Score

    shards = [folder.read(seed) for seed in seeds]
    metas = [shard.meta for shard in shards]
    frames: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        each = [shard.table(name).to_pandas().assign(seed=seed) for seed, shard in zip(seeds, shards, strict=True)]
        frames[name] = averaged(pd.concat(each, ignore_index=True), name, float(task["confidence"]))
    cost = sum(meta["cost"] for meta in metas) / len(metas)
    score: Score = Score(
        frames["channels"], frames["methods"], task["truth"], cost, max(meta["forgotten"] for meta in metas)
    )
    label, sensor = metas[0]["method"], task["sensor"]
    return Scored(score, label, sensor, conclusion(score, label, sensor), tuple(seeds))


def averaged(rows: pd.DataFrame, name: str, confidence: float) -> pd.DataFrame:
    """Return the mean of each column over seeds, and intervals of those in `BOUNDED`; one seed stays as it is.

    Args:
        rows: One of the tables of a score with a column ``seed``.
        name: Which.
        confidence: Of the intervals.

    Returns:
        A row for each sensor, method (and channel), in the order of the first seed; ``seeds``, how many know it.
    """
    if name == "methods":
        rows = rows.assign(bias=rows["credited"] - rows["true"])
    keys = BY[name]
    if name == "channels":  # a channel that only some seeds credit got nothing in the others
        rows = _completed(rows)
    found = rows.drop(columns="seed").groupby(keys, sort=False).mean().reset_index()
    groups = rows.groupby(keys, sort=False)
    found["seeds"] = groups["seed"].nunique().to_numpy()
    if rows["seed"].nunique() < 2:
        return found
    for column in BOUNDED[name] if name == "methods" else ("money", *BOUNDED[name]):
        each = [interval(group[column].to_numpy(), confidence) for _, group in groups]
        prefix = "" if column == "money" else f"{column}_"
        found[f"{prefix}low"], found[f"{prefix}high"] = [one.low for one in each], [one.high for one in each]
    return found


def _completed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give every seed a row for every channel that any seed has."""
    import pandas as pd

    keys = rows[BY["channels"]].drop_duplicates()
    seeds = rows[["seed"]].drop_duplicates()
    whole = keys.merge(seeds, how="cross").merge(rows, how="left", on=[*BY["channels"], "seed"])
    numbers = [column for column in whole.columns if column not in (*BY["channels"], "seed")]
    absent = whole["money"].isna()
    whole.loc[absent, numbers] = 0.0
    return pd.DataFrame(whole)


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the task's own parameters as :func:`experiments.dashboards.credit_score.score_of` takes them.

    Raises:
        InputError: naming the parameter that cannot be used.
    """
    settings = {name: value for name, value in given.items() if name != "name"}
    for name in ("sensors", "methods"):
        listed = settings.get(name)
        if isinstance(listed, str):
            settings[name] = [listed]
        elif not isinstance(listed, Sequence) or not listed:
            raise InputError(f"task.{name}: got {listed!r}, takes a list of one or more")
    for method in settings["methods"]:
        if (plain := str(method).partition(":")[0]) not in METHODS:  # its setting is checked where it is used
            raise not_one_of("task.methods", plain, METHODS)
    for name, kind, words in (("resamples", int, "a whole number"), ("confidence", float, "a number")):
        value = settings.get(name)
        if isinstance(value, bool) or not isinstance(value, kind):
            raise InputError(f"task.{name}: got {value!r}, takes {words}")
    return settings
