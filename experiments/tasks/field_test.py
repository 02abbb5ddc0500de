"""A field test run in simulated markets, beside the truth."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.heartbeat import waiting
from experiments.running.folder_lock import held
from experiments.running.run_folder import as_yaml
from simulation.errors import InputError
from simulation.files.safe_writing import write_text, written_aside

if TYPE_CHECKING:
    import pandas as pd

    from experiments.command.command import Job
    from simulation.evaluation.field_tests import Design
    from simulation.scenario import Scenario
    from simulation.strategies.strategy import Strategy


def results_of(
    scenario: Scenario,
    strategy: Strategy,
    design: Design,
    seeds: list[int],
    engine: str = "compiled",
    threads: int | None = None,
    scratch: str | None = None,
) -> pd.DataFrame:
    """Run one test in a world for each seed: a row each, ``seed`` first, then as ``field_tests.RESULT``.

    Raises:
        InputError: The design does not fit the market.
    """
    import pandas as pd

    from simulation.evaluation.field_tests import run_test
    from simulation.model import MarketModel

    rows = []
    for seed in seeds:
        with MarketModel(scenario, strategy, seed, engine, threads, scratch=scratch) as market:
            rows.append({"seed": seed, **run_test(market, design).row()})
    return pd.DataFrame(rows)


def conclusion(table: pd.DataFrame, design: Design) -> str:
    """Say in a line what the tests found, what was true, and how often the interval held it."""
    said, true = table["money"].mean(), table["true_money"].mean()
    held, number = int(table["covers"].sum()), len(table)
    what = {"all": "the campaign", "creators": "the creators"}.get(design.channel, design.channel.replace("_", " "))
    name = design.test.replace("_", " ").capitalize()
    line = (
        f"{name} says that {what} added {said:,.0f} USD of margin; in truth {true:,.0f} USD"
        f" (mean of {number} world{'s' * (number != 1)}). The {design.confidence:.0%} interval held the truth in"
        f" {held} of {number}; such a test finds the effect with a probability of {table['power'].mean():.0%}."
    )
    apart = table["interference"].mean()
    if math.isfinite(apart) and apart != 0:
        share = apart / table["truth"].mean() if table["truth"].mean() else math.nan
        line += f" Interference alone moves the estimate by {apart:+,.0f} purchases ({share:+.0%} of the truth)."
    return line.replace("%", " %").replace("-", "\N{MINUS SIGN}")


def run(job: Job) -> int:
    """``nichecast task=field_test test=holdout strategy=... replicates=4 output.dir=...``: run, write, conclude.

    Writes ``field_test.csv``, ``field_test.parquet`` (a row a seed) and ``config.yaml``.

    Raises:
        InputError: The configuration or the folder cannot be used.
    """
    from simulation.configure import scenario_of, strategy_of
    from simulation.evaluation.field_tests import Design

    names = [item.name for item in dataclasses.fields(Design)]
    given: dict[str, Any] = {name: job.config["task"][name] for name in names if name in job.config["task"]}
    design = Design.from_dict({**given, **{name: job.config[name] for name in ("test",) if name in job.config}})
    folder = Path(job.settings.output.dir or f"outputs/{design.test}").expanduser()
    executor, seeds = job.settings.executor, job.settings.seeds
    scenario, strategy = scenario_of(job.config), strategy_of(job.config)
    try:
        with held(folder):  # before the worlds are run
            write_text(folder / "config.yaml", as_yaml(job.config))
            with waiting(f"field test: {len(job.settings.seeds)} seeds, three lives each"):
                where = executor.engine, executor.threads, executor.scratch
                table = results_of(scenario, strategy, design, seeds, *where)
            with written_aside(folder / "field_test.csv") as aside:
                table.to_csv(aside, index=False)
            with written_aside(folder / "field_test.parquet") as aside:
                table.to_parquet(aside, index=False)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    print(table.round(2).to_string(index=False))
    print(conclusion(table, design))
    print(f"written: {folder}/field_test.csv, field_test.parquet")
    return 0
