"""One seed: build each market, run its burn-in once, fork it into its arms, and write down what each came to.

The worlds of a seed share every random draw, so that two of them differ by what follows from their arms alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.dashboards import collect
from experiments.running.shards import write_shard
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from simulation.counterfactual.campaign import Worlds
    from simulation.counterfactual.uplift import Uplift
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
    """One seed of an experiment, as plain data that travels between processes.

    ``order`` is that of the arms' rows; ``board``, what a dashboard reads there; ``identity``, the digest that stands
    in the shard; ``scratch``, the folder in which columns lie that are larger than the memory.
    """

    seed: int
    markets: tuple[Market, ...]
    order: tuple[str, ...]
    shard: str
    engine: str = "compiled"
    threads: int | None = None
    picture: bool = False
    board: collect.Board | None = None
    identity: str = ""
    scratch: str | None = None


class Lived(NamedTuple):
    """An arm's world at the end, the baseline's of the same market, and that market when the campaign began.

    They are closed when the next arm is asked for, so that three stand in memory at most. ``worlds`` are there where a
    dashboard is read. The usual plan is an arm without a place in the order.
    """

    arm: str
    model: MarketModel
    without: MarketModel
    start: MarketModel
    worlds: Worlds | None = None


def run(trial: Trial, report: Callable[[float], None] = lambda share: None) -> None:
    """Run a trial and write its shard.

    Raises:
        InputError: if the scenario or a strategy cannot be used.
    """
    started = time.perf_counter()
    tables, meta = simulate(trial, report)
    keep(trial, tables, meta | {"wall_s": time.perf_counter() - started})


def keep(trial: Trial, tables: Mapping[str, pl.DataFrame], meta: Mapping[str, Any]) -> None:
    """Write a trial's shard, and before it that of its dashboard."""
    if trial.board is not None:
        read = {name: tables[name] for name in collect.TABLES}
        write_shard(Path(trial.board.shard), read, meta, trial.identity)
    own = {name: each for name, each in tables.items() if name not in collect.TABLES}
    write_shard(Path(trial.shard), own, meta, trial.identity)


def simulate(
    trial: Trial, report: Callable[[float], None] = lambda share: None
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Run a trial and return its tables and what to remember of it."""
    import polars as pl

    tables_of: dict[str, dict[str, pl.DataFrame]] = {}
    graphs: dict[str, str] = {}
    notes: dict[str, None] = {}
    read: list[dict[str, pl.DataFrame]] = []
    for lived in worlds(trial, report):
        arm, model = lived.arm, lived.model
        if arm in trial.order:
            tables_of[arm] = _tables(model, lived.without, lived.start, picture=trial.picture)
            graphs[arm] = model.graph_hash
            notes |= dict.fromkeys(model.notes)
        if lived.worlds is not None and trial.board is not None and model.ledger.cost > 0:
            read.append(collect.read(arm, trial.seed, lived.worlds, trial.board.parts))
    tables = {
        table: pl.concat(
            tables_of[arm][table].with_columns(pl.lit(arm).alias("arm"), pl.lit(trial.seed).alias("seed"))
            for arm in trial.order
        )
        for table in tables_of[trial.order[0]]
    }
    if trial.board is not None:
        tables |= collect.together(read)
    same = len(set(graphs.values())) == 1
    return tables, {"graph_hash": graphs[trial.order[0]] if same else graphs, "notes": list(notes)}


def worlds(trial: Trial, report: Callable[[float], None] = lambda share: None) -> Iterator[Lived]:
    """Run a trial; yield each arm's world and the baseline's of the same market, last the usual plan's.

    What was yielded is closed when the next is asked for.
    """
    from simulation.compute.compiling import set_threads
    from simulation.counterfactual.campaign import Worlds
    from simulation.counterfactual.replay import Recorder
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    set_threads(trial.threads)
    board = trial.board
    scenarios = [Scenario.from_dict(market.scenario) for market in trial.markets]
    lives = [len({_same(config) for config in (market.baseline, *market.arms.values())}) for market in trial.markets]
    if board is not None and board.usual is not None:
        lives[0] += 1
    steps = sum(each.market.burn_in + each.market.days * n for each, n in zip(scenarios, lives, strict=True))
    done = 0

    def advance(model: MarketModel, days: int) -> None:
        nonlocal done
        for first in range(0, days, CHUNK):
            model.run_for(min(CHUNK, days - first))
            done += min(CHUNK, days - first)
            report(min(done / steps, 0.99))

    def live(arm: str, strategy: Mapping[str, Any], start: MarketModel, without: MarketModel) -> Iterator[Lived]:
        """Live an arm from the campaign's first day; for a dashboard keep touches and write its plans down."""
        days = start.scenario.market.days
        if board is None:
            with start.fork(strategy=restore(strategy)) as model:
                advance(model, days)
                yield Lived(arm, model, without, start)
            return
        recorder = Recorder(restore(strategy))
        with start.fork(strategy=recorder) as model:
            collect.keep_touches(model, board.touches)
            advance(model, days)
            with Worlds(start, model, recorder.plans) as worlds:
                if without.ledger.cost == 0:
                    worlds.keep((worlds.campaign,), without)
                yield Lived(arm, model, without, start, worlds)

    for number, (market, scenario) in enumerate(zip(trial.markets, scenarios, strict=True)):
        with MarketModel(
            scenario,
            restore(market.baseline),
            seed=trial.seed,
            engine=trial.engine,
            threads=trial.threads,
            scratch=trial.scratch,
        ) as burnt_in:
            advance(burnt_in, scenario.market.burn_in)
            with burnt_in.fork(strategy=restore(market.baseline)) as without:
                advance(without, scenario.market.days)
                for arm, strategy in market.arms.items():
                    if _same(strategy) == _same(market.baseline):
                        yield Lived(arm, without, without, burnt_in)
                    else:
                        yield from live(arm, strategy, burnt_in, without)
                if number == 0 and board is not None and board.usual is not None:
                    name, strategy = board.usual
                    if _same(strategy) not in map(_same, (market.baseline, *market.arms.values())):
                        with suppress(InputError):  # a market where it cannot be paid: the report says nothing of it
                            yield from live(name, strategy, burnt_in, without)


def _same(strategy: Mapping[str, Any]) -> str:
    """Return what two equal strategy configs have in common."""
    return json.dumps(strategy, sort_keys=True)


def _tables(model: MarketModel, without: MarketModel, start: MarketModel, *, picture: bool) -> dict[str, pl.DataFrame]:
    """Return an arm's rows in each table."""
    import polars as pl

    from simulation.counterfactual.uplift import uplift

    truth = uplift(model, without)
    values = outcomes(model, truth, start, without)
    tables = {
        "outcomes": pl.DataFrame({"metric": list(values), "value": list(values.values())}),
        "series": _series(model),
        "uplift": person_level(truth),
    }
    if picture:
        tables |= _sample(model)
    return tables


def outcomes(model: MarketModel, truth: Uplift, start: MarketModel, without: MarketModel) -> dict[str, float]:
    """Return all outcomes of a world: its own, what the campaign added, the stages of the funnel, the market's."""
    from simulation.evaluation.creator_ranks import code_ranks
    from simulation.recording.commons import commons

    own = model.outcomes() | added(truth)
    own |= expected_added(model, own["expected_purchases"] - without.outcomes()["expected_purchases"], truth.cost)
    return own | stages(model) | commons(model) | code_ranks(model, truth, start)


def rows(trial: Trial) -> list[dict[str, Any]]:
    """Run a trial and return the outcomes of each arm, without series and people: what a sweep keeps."""
    from simulation.counterfactual.uplift import uplift

    outcomes_of = {}
    for lived in worlds(trial):
        truth = uplift(lived.model, lived.without)
        values = {
            name: float(value) for name, value in outcomes(lived.model, truth, lived.start, lived.without).items()
        }
        outcomes_of[lived.arm] = {"arm": lived.arm, **values, "graph": lived.model.graph_hash[:16]}
    return [outcomes_of[arm] for arm in trial.order]


def added(truth: Uplift) -> dict[str, float]:
    """Return what the campaign added, over all people."""
    total = truth.total
    return {
        "incremental_purchases": float(total["purchases"]),
        "incremental_revenue": float(total["revenue"]),
        "incremental_profit": float(total["profit"]),
        "incremental_cost": truth.cost,
    }


def expected_added(model: MarketModel, purchases: float, cost: float) -> dict[str, float]:
    """Return what the campaign added without the chance of choices: so many expected purchases, at such a cost."""
    price, margin = (model.scenario.per_brand(name)[0] for name in ("price", "margin"))
    return {
        "incremental_expected_purchases": purchases,
        "incremental_expected_revenue": purchases * price,
        "incremental_expected_profit": purchases * price * margin - cost,
    }


def stages(model: MarketModel) -> dict[str, float]:
    """Return the stages of the funnel that the outcomes do not have, in people (reactions: in acts), and its mirage."""
    from simulation.recording.exits import exits
    from simulation.recording.friend_influence import influence_estimates

    people = model.people_per_consumer
    bought, met = model.consumers.purchases[:, 0], model.consumers.exposures[:, 0] > 0
    outcomes, metrics = model.outcomes(), model.metrics
    return {
        "reactions": sum(float(outcomes[kind]) for kind in ("likes", "comments", "shares", "messages", "saves")),
        "newly_aware": float(metrics.loc[metrics.index >= 0, "newly_aware"].sum()),
        **buyers(bought, met, people),
        **influence_estimates(model),
        **exits(model),
    }


def buyers(bought: NDArray[np.integer], met: NDArray[np.bool_], people: float) -> dict[str, float]:
    """Count buyers, and what those whom the campaign reached bought.

    Args:
        bought: [C], purchases of the brand by each simulated consumer on the measured days.
        met: [C], whom the campaign reached.
        people: How many people each consumer stands for.
    """
    return {
        "reached_buyers": float(np.count_nonzero(met & (bought > 0))) * people,
        "reached_purchases": float(bought[met].sum(dtype=np.int64)) * people,
        "buyers": float(np.count_nonzero(bought > 0)) * people,
        "repeat_buyers": float(np.count_nonzero(bought > 1)) * people,
    }


def _sample(model: MarketModel) -> dict[str, pl.DataFrame]:
    """Return the people and friendships of the picture."""
    import polars as pl

    from simulation.recording.graph_sample import friends_sample

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
    is ``at``; ``share``: of all consumers, those with less (-1), the same (0) or more (+1); ``quantile`` and ``mean``.
    Trust changes for people who know the brand in both worlds: quantiles and mean of ``trust`` are over them. Those of
    ``awareness`` who have more know the brand only with the campaign, those who have less only without it.
    """
    import polars as pl

    rows: list[tuple[str, str, float, float]] = []
    quantities = {
        "purchases": truth.purchases,
        "trust": truth.trust,
        "profit": truth.profit,
        "awareness": truth.newly_aware,
    }
    for quantity, values in quantities.items():
        column = np.asarray(values, np.float64)
        rows += [(quantity, "share", float(s), float(np.mean(np.sign(column) == s))) for s in (-1, 0, 1)]
        group = column[truth.known] if quantity == "trust" else column
        if quantity != "awareness" and group.size:
            rows.append((quantity, "mean", 0.0, float(group.mean())))
            rows += [
                (quantity, "quantile", q, float(v))
                for q, v in zip(QUANTILES, np.quantile(group, QUANTILES), strict=True)
            ]
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
