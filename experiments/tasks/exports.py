"""What other tools are tried on: the weekly marketing mix and the panel of people, written with the truth beside.

And what the brand itself can read: its metrics by creator, tier, niche, channel and day, and how audiences overlap.
"""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.heartbeat import waiting
from experiments.running.folder_lock import held
from experiments.running.run_folder import as_yaml
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import write_text, written_aside

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from experiments.command.command import Job
    from simulation.recording.log import RecordedMarket

FIRST_DAY = "2024-01-01"
"""A Monday: the date of the campaign's first day, if the command names no other."""
CUTS = ("channel", "tier", "niche")


def run(job: Job) -> int:
    """``nichecast task=export strategy=... output.dir=...``: write the tables of one world and say where.

    Writes ``mix.csv``, ``mix.parquet``, ``panel.parquet``, the tables of :func:`metrics_tables` as CSV, and
    ``config.yaml``, from the world of ``seed``.

    Raises:
        InputError: The configuration or the folder cannot be used.
    """
    folder = Path(job.settings.output.dir or "outputs/export").expanduser()
    first_day(job)
    try:
        with held(folder):  # before the worlds are run
            write_text(folder / "config.yaml", as_yaml(job.config))
            with waiting("export: two worlds or more"):
                whole, panel, metrics = tables(job)
            mix, constant = without_constants(whole)
            with written_aside(folder / "mix.csv") as aside:
                mix.write_csv(aside)
            for name, table in (("mix", mix), ("panel", panel)):
                with written_aside(folder / f"{name}.parquet") as aside:
                    table.write_parquet(aside)
            for name, frame in metrics.items():
                with written_aside(folder / f"{name}.csv") as aside:
                    frame.to_csv(aside)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    total = whole.select("spend", "purchases", "incremental_purchases").sum().row(0)
    print("{:,.2f} USD spent, {:,.0f} purchases, {:,.0f} of them because of it".format(*total))
    print(f"written: {folder}/mix.csv, mix.parquet ({mix.height} weeks), panel.parquet ({panel.height:,} consumers),")
    if constant:
        print(f"  left out of the mix, as they are the same in every week: {constant}")
    if whole["days"][-1] < 7:
        print(f"  the last week has {whole['days'][-1]} days: see the column days")
    print("  metrics by creator, tier, niche and channel (and by day), audience_overlap.csv")
    return 0


def first_day(job: Job) -> datetime.date:
    """Return the date that the campaign's first day gets.

    Raises:
        InputError: It is no date.
    """
    given = job.config["task"].get("first_day") or FIRST_DAY
    try:
        return datetime.date.fromisoformat(str(given))
    except ValueError:
        raise InputError(f"task.first_day: got {given!r}, takes a date such as {FIRST_DAY}") from None


def without_constants(mix: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Return the mix without columns of money, impressions and days that never change, and their names in words.

    A tool that fits a mix can tell nothing of them, and some stop at them.
    """
    names = [name for name in mix.columns if name.startswith(("spend_", "impressions_")) or name == "days"]
    same = [name for name in names if mix[name].n_unique() == 1]
    return mix.drop(same), ", ".join(f"{name} ({mix[name][0]:g})" for name in same)


OVERLAPPING = 100
"""Creators in the matrix of overlaps at most, those that cost most."""


def metrics_tables(model: RecordedMarket) -> dict[str, pd.DataFrame]:
    """Return the brand's metrics by creator, tier, niche and channel, by day too, and the overlap of paid audiences."""
    import pandas as pd

    from simulation.recording.by_creator import (
        DAILY_GROUPS,
        audience_overlap,
        by_channel,
        by_creator,
        by_group,
        daily_by,
    )

    creators = by_creator(model)
    paid = creators[creators["spend"] > 0].nlargest(OVERLAPPING, "spend").index
    overlap = pd.DataFrame(audience_overlap(model, paid.tolist()), index=paid, columns=paid)
    return {
        "by_creator": creators,
        "by_tier": by_group(creators, "tier"),
        "by_niche": by_group(creators, "niche"),
        "by_channel": by_channel(model),
        **{f"daily_by_{group}": daily_by(model, group).set_index("day") for group in DAILY_GROUPS},
        "audience_overlap": overlap,
    }


def tables(job: Job) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, pd.DataFrame]]:
    """Return the weekly mix and the panel of one seed: the strategy's world, the baseline's as the truth beside.

    The third are the :func:`metrics_tables` of the strategy's world.

    Raises:
        InputError: ``task.by`` is no cut of a campaign, or there is a baseline that buys something.
    """
    from simulation.configure import compose, scenario_of, strategy_of
    from simulation.counterfactual.campaign import Worlds
    from simulation.evaluation.panel import people_panel, weekly_mix
    from simulation.model import MarketModel

    by, settings = job.config["task"].get("by"), job.settings
    if by is not None and by not in CUTS:
        raise not_one_of("task.by", str(by), CUTS)
    if by is not None and settings.baseline != "none":
        raise InputError(f"baseline: got '{settings.baseline}' with task.by={by}, takes 'none'")
    job.config["measurement"]["creators_daily"] = True  # changes nothing but what is kept
    scenario, executor = scenario_of(job.config), settings.executor
    others = [override for override in job.overrides if not _chooses(override)]
    baseline = compose([*others, f"strategy={settings.baseline}"], job.config_dir)
    where: dict[str, Any] = {"engine": executor.engine, "threads": executor.threads, "scratch": executor.scratch}
    with (
        MarketModel(scenario, strategy_of(job.config), settings.seed, **where) as start,
        contextlib.ExitStack() as to_close,
    ):
        start.run_burn_in()
        without = to_close.enter_context(start.fork(strategy_of(baseline)))
        without.run_for(scenario.market.days)
        if by is None:
            lacking = None
            model: RecordedMarket = to_close.enter_context(start.fork())
            model.run_for(scenario.market.days)
        else:
            worlds = to_close.enter_context(Worlds(start))
            model, lacking = worlds.whole, {part.name: worlds.without((part,)).daily for part in worlds.parts(by)}
        return weekly_mix(model, without, lacking, first_day(job)), people_panel(model, without), metrics_tables(model)


def _chooses(override: str) -> bool:
    """Say whether an override is about the strategy, of which the baseline has another."""
    return override.lstrip("+~").startswith(("strategy=", "strategy."))
