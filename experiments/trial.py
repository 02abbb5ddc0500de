"""One seed: build the world, run the burn-in once, fork it into the arms, and write down what each came to.

The worlds of a seed share every random draw, so that what differs between two of them follows from their strategies.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.store import write_shard

if TYPE_CHECKING:
    import polars as pl

    from simulation.measurement.truth import Uplift
    from simulation.model import MarketModel

CHUNK = 7
"""Days between two reports of progress."""

QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
TRUST_EDGES = np.round(np.linspace(-1, 1, 201), 2)
"""Edges of the histogram of trust changes; an even number of cells, so that no change lies on an edge of its own."""


@dataclass(frozen=True)
class Trial:
    """One seed of an experiment, as plain data that travels between processes.

    ``strategies`` holds the strategy config of each world, the baseline's first; ``arms`` are those that are reported.
    """

    seed: int
    config: Mapping[str, Any]
    strategies: Mapping[str, Mapping[str, Any]]
    baseline: str
    arms: tuple[str, ...]
    shard: str
    engine: str = "compiled"
    threads: int | None = None
    picture: bool = False


def run(trial: Trial, report: Callable[[float], None] = lambda share: None) -> None:
    """Run a trial and write its shard.

    Raises:
        InputError: if the scenario or a strategy cannot be used.
    """
    started = time.perf_counter()
    tables, meta = simulate(trial, report)
    write_shard(Path(trial.shard), tables, meta | {"wall_s": time.perf_counter() - started})


def simulate(
    trial: Trial, report: Callable[[float], None] = lambda share: None
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Run a trial and return its tables and what to remember of it."""
    import polars as pl

    from simulation.jit import set_threads
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    set_threads(trial.threads)
    scenario = Scenario.from_dict(trial.config)
    strategies = {name: restore(config) for name, config in trial.strategies.items()}
    market = scenario.market
    steps = market.burn_in + market.days * len(strategies)
    done = 0

    def advance(model: MarketModel, days: int) -> None:
        nonlocal done
        for first in range(0, days, CHUNK):
            model.run_for(min(CHUNK, days - first))
            done += min(CHUNK, days - first)
            report(done / steps)

    burnt_in = MarketModel(
        scenario, strategies[trial.baseline], seed=trial.seed, engine=trial.engine, threads=trial.threads
    )
    advance(burnt_in, market.burn_in)
    rows: dict[str, list[pl.DataFrame]] = {"outcomes": [], "series": [], "uplift": [], "nodes": [], "links": []}
    without: MarketModel | None = None
    for name, strategy in strategies.items():
        model = burnt_in.fork(strategy=strategy)
        advance(model, market.days)
        if name == trial.baseline:
            without = model
        assert without is not None, "the baseline is the first world"
        if name in trial.arms:
            for table, frame in _tables(model, without, picture=trial.picture).items():
                rows[table].append(frame.with_columns(pl.lit(name).alias("arm"), pl.lit(trial.seed).alias("seed")))
    tables = {table: pl.concat(frames) for table, frames in rows.items() if frames}
    return tables, {"graph_hash": burnt_in.graph_hash, "notes": list(burnt_in.notes)}


def _tables(model: MarketModel, without: MarketModel, *, picture: bool) -> dict[str, pl.DataFrame]:
    """Return an arm's rows in each table."""
    import polars as pl

    from simulation.measurement.truth import uplift

    truth = uplift(model, without)
    values = model.outcomes() | added(truth, model.people_per_consumer) | stages(model)
    tables = {
        "outcomes": pl.DataFrame({"metric": list(values), "value": list(values.values())}),
        "series": _series(model),
        "uplift": person_level(truth),
    }
    if picture:
        tables |= _sample(model)
    return tables


def added(truth: Uplift, people_per_consumer: float) -> dict[str, float]:
    """Return what the campaign added, over all people."""
    total = truth.total
    return {
        "incremental_purchases": float(truth.purchases.sum()) * people_per_consumer,
        "incremental_revenue": float(total["revenue"]),
        "incremental_profit": float(total["profit"]),
    }


def stages(model: MarketModel) -> dict[str, float]:
    """Return the stages of the funnel that the outcomes do not have, in people (reactions: in acts)."""
    people = model.people_per_consumer
    bought, met = model.consumers.purchases[:, 0], model.consumers.exposures[:, 0] > 0
    outcomes, metrics = model.outcomes(), model.metrics
    return {
        "reactions": sum(float(outcomes[kind]) for kind in ("likes", "comments", "shares", "messages", "saves")),
        "newly_aware": float(metrics.loc[metrics.index >= 0, "newly_aware"].sum()),
        "reached_buyers": float(np.count_nonzero(met & (bought > 0))) * people,
        "buyers": float(np.count_nonzero(bought > 0)) * people,
        "repeat_buyers": float(np.count_nonzero(bought > 1)) * people,
    }


def _sample(model: MarketModel) -> dict[str, pl.DataFrame]:
    """Return the people and friendships of the picture."""
    import polars as pl

    from simulation.measurement.sample import friends_sample

    sample = friends_sample(model)
    a, b = sample.friendships.T
    return {
        "nodes": pl.DataFrame(
            {
                "node": np.arange(len(sample.consumers)),
                "group": sample.niche.astype(np.int64),
                "trust": sample.trust.astype(np.float64),
                "aware": sample.aware,
            }
        ),
        "links": pl.DataFrame({"a": a, "b": b}),
    }


def _series(model: MarketModel) -> pl.DataFrame:
    """Return the daily metrics as rows (day, metric, value); days without a census have no row."""
    import polars as pl

    metrics = model.metrics
    days = metrics.index.to_numpy()
    frames = []
    for metric in metrics.columns:
        column = metrics[metric].to_numpy(np.float64)
        there = np.isfinite(column)
        frames.append(
            pl.DataFrame({"day": days[there].astype(np.int32), "value": column[there]}).with_columns(
                metric=pl.lit(metric)
            )
        )
    return pl.concat(frames).select("day", "metric", "value")


def person_level(truth: Uplift) -> pl.DataFrame:
    """Summarise what the campaign did to each person, as rows (quantity, kind, at, value).

    ``count``: how many consumers have this many incremental purchases, or a trust change in the cell whose lower edge
    is ``at``; ``quantile``: the quantiles; ``share``: consumers with less (-1), the same (0) or more (+1); ``mean``.
    """
    import polars as pl

    rows: list[tuple[str, str, float, float]] = []
    for quantity, values in (("purchases", truth.purchases), ("trust", truth.trust), ("profit", truth.profit)):
        column = np.asarray(values, np.float64)
        rows.append((quantity, "mean", 0.0, float(column.mean())))
        rows += [
            (quantity, "quantile", q, float(v)) for q, v in zip(QUANTILES, np.quantile(column, QUANTILES), strict=True)
        ]
        rows += [(quantity, "share", float(s), float(np.mean(np.sign(column) == s))) for s in (-1, 0, 1)]
        if quantity == "purchases":
            at, counts = np.unique(column, return_counts=True)
            rows += [(quantity, "count", float(a), float(c)) for a, c in zip(at, counts, strict=True)]
        elif quantity == "trust":
            changed = column[column != 0]
            counts, _ = np.histogram(changed, TRUST_EDGES)
            rows += [
                (quantity, "count", float(a), float(c)) for a, c in zip(TRUST_EDGES[:-1], counts, strict=True) if c
            ]
    return pl.DataFrame(rows, schema=["quantity", "kind", "at", "value"], orient="row")
