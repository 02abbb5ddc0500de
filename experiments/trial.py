"""One seed: build each market, run its burn-in once, fork it into its arms, and write down what each came to.

The worlds of a seed share every random draw, so that two of them differ by what follows from their arms alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
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
class Market:
    """One market's scenario, the strategy that its truth is measured against, and the strategy of each of its arms."""

    scenario: Mapping[str, Any]
    baseline: Mapping[str, Any]
    arms: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Trial:
    """One seed of an experiment, as plain data that travels between processes. ``order`` is that of the arms' rows."""

    seed: int
    markets: tuple[Market, ...]
    order: tuple[str, ...]
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

    found: dict[str, dict[str, pl.DataFrame]] = {}
    graphs: dict[str, str] = {}
    notes: dict[str, None] = {}
    for arm, model, without, start in worlds(trial, report):
        found[arm] = _tables(model, without, start, picture=trial.picture)
        graphs[arm] = model.graph_hash
        notes |= dict.fromkeys(model.notes)
        del model, without, start  # or the next world would be a fourth in memory
    tables = {
        table: pl.concat(
            found[arm][table].with_columns(pl.lit(arm).alias("arm"), pl.lit(trial.seed).alias("seed"))
            for arm in trial.order
        )
        for table in found[trial.order[0]]
    }
    same = len(set(graphs.values())) == 1
    return tables, {"graph_hash": graphs[trial.order[0]] if same else graphs, "notes": list(notes)}


def worlds(
    trial: Trial, report: Callable[[float], None] = lambda share: None
) -> Iterator[tuple[str, MarketModel, MarketModel, MarketModel]]:
    """Run a trial; yield each arm's name, its world at the end, the baseline's world, and their market at the start."""
    from simulation.jit import set_threads
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    set_threads(trial.threads)
    scenarios = [Scenario.from_dict(market.scenario) for market in trial.markets]
    lives = [len({_same(config) for config in (market.baseline, *market.arms.values())}) for market in trial.markets]
    steps = sum(each.market.burn_in + each.market.days * n for each, n in zip(scenarios, lives, strict=True))
    done = 0

    def advance(model: MarketModel, days: int) -> None:
        nonlocal done
        for first in range(0, days, CHUNK):
            model.run_for(min(CHUNK, days - first))
            done += min(CHUNK, days - first)
            report(done / steps)

    for market, scenario in zip(trial.markets, scenarios, strict=True):
        burnt_in = MarketModel(
            scenario, restore(market.baseline), seed=trial.seed, engine=trial.engine, threads=trial.threads
        )
        advance(burnt_in, scenario.market.burn_in)
        without = burnt_in.fork(strategy=restore(market.baseline))
        advance(without, scenario.market.days)
        for arm, strategy in market.arms.items():
            if _same(strategy) == _same(market.baseline):
                yield arm, without, without, burnt_in
                continue
            model = burnt_in.fork(strategy=restore(strategy))
            advance(model, scenario.market.days)
            yield arm, model, without, burnt_in
            del model
        del burnt_in, without


def _same(strategy: Mapping[str, Any]) -> str:
    """Return what two equal strategy configs have in common."""
    return json.dumps(strategy, sort_keys=True)


def _tables(model: MarketModel, without: MarketModel, start: MarketModel, *, picture: bool) -> dict[str, pl.DataFrame]:
    """Return an arm's rows in each table."""
    import polars as pl

    from simulation.measurement.truth import uplift

    truth = uplift(model, without)
    values = outcomes(model, truth, start)
    tables = {
        "outcomes": pl.DataFrame({"metric": list(values), "value": list(values.values())}),
        "series": _series(model),
        "uplift": person_level(truth),
    }
    if picture:
        tables |= _sample(model)
    return tables


def outcomes(model: MarketModel, truth: Uplift, start: MarketModel | None = None) -> dict[str, float]:
    """Return all outcomes of a world: its own, what the campaign added, the stages of the funnel, the market's."""
    from simulation.measurement.commons import commons
    from simulation.measurement.creator_ranks import code_ranks

    own = model.outcomes() | added(truth, model.people_per_consumer)
    return own | stages(model) | commons(model) | code_ranks(model, truth, start)


def rows(trial: Trial) -> list[dict[str, Any]]:
    """Run a trial and return the outcomes of each arm, without series and people: what a sweep keeps."""
    from simulation.measurement.truth import uplift

    found = {}
    for arm, model, without, start in worlds(trial):
        values = {name: float(value) for name, value in outcomes(model, uplift(model, without), start).items()}
        found[arm] = {"arm": arm, **values, "graph": model.graph_hash[:16]}
        del model, without, start
    return [found[arm] for arm in trial.order]


def added(truth: Uplift, people_per_consumer: float) -> dict[str, float]:
    """Return what the campaign added, over all people."""
    total = truth.total
    return {
        "incremental_purchases": float(truth.purchases.sum()) * people_per_consumer,
        "incremental_revenue": float(total["revenue"]),
        "incremental_profit": float(total["profit"]),
    }


def stages(model: MarketModel) -> dict[str, float]:
    """Return the stages of the funnel that the outcomes do not have, in people (reactions: in acts), and its mirage."""
    from simulation.measurement.contagion import influence_estimates
    from simulation.measurement.exits import exits

    people = model.people_per_consumer
    bought, met = model.consumers.purchases[:, 0], model.consumers.exposures[:, 0] > 0
    outcomes, metrics = model.outcomes(), model.metrics
    return {
        "reactions": sum(float(outcomes[kind]) for kind in ("likes", "comments", "shares", "messages", "saves")),
        "newly_aware": float(metrics.loc[metrics.index >= 0, "newly_aware"].sum()),
        "reached_buyers": float(np.count_nonzero(met & (bought > 0))) * people,
        "buyers": float(np.count_nonzero(bought > 0)) * people,
        "repeat_buyers": float(np.count_nonzero(bought > 1)) * people,
        **influence_estimates(model),
        **exits(model),
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
