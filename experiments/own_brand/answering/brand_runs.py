"""What is run for a brand: all its plans in one world, and the best plan once more without each creator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.dashboards.collect import Board
from experiments.own_brand.answering.plan_rows import Row, rows_of
from experiments.running.one_seed import Lived, Trial, outcomes, worlds
from experiments.sweeps.space import Space
from simulation.state.columns import STUDIED

if TYPE_CHECKING:
    from experiments.running.arms import Design
    from experiments.sweeps.points import Points
    from experiments.sweeps.runner import Rows
    from simulation.counterfactual.campaign import Worlds

TOUCHES = 64
"""Entries kept per person where a dashboard is read."""
CHANCE = "incremental_expected_purchases_error"
"""Standard error of the purchases that a plan adds in a world, by the number of simulated people."""
CREDITED = "dashboard_margin"
"""Margin that a last-touch dashboard credits to a plan, in the brand's currency."""


@dataclass(frozen=True)
class PlanRuns:
    """Runs of all plans: a row a plan, with its outcomes and what a dashboard credits it with."""

    space: Space
    dashboard: bool = True

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Run all plans in one world with one seed; they share the weeks before the campaign."""
        from simulation.counterfactual.uplift import uplift

        rows = {}
        board = Board("", TOUCHES) if self.dashboard else None
        design = self.space.at(values)
        for lived in worlds(Trial(seed, design.markets, tuple(design.names), "", board=board, threads=1)):
            truth = uplift(lived.model, lived.without)
            found = outcomes(lived.model, truth, lived.start, lived.without)
            row: dict[str, Any] = {"arm": lived.arm, **{name: float(value) for name, value in found.items()}}
            row["people_per_consumer"] = lived.model.people_per_consumer
            row["hours"] = row["creators_hired"] * design.scenario["brands"]["hours_per_creator"]
            row["days"] = float(lived.model.scenario.market.days)
            row[CHANCE] = chance_of_added(lived)
            row["base_new_buyers"] = float(lived.without.outcomes()["new_buyers"])
            row[CREDITED] = credited(lived)
            rows[lived.arm] = row
        return [rows[name] for name in design.names]


def chance_of_added(lived: Lived) -> float:
    """Return the standard error of the purchases that a plan adds: the simulated people are a sample of all."""
    added = lived.model.consumers.expected[:, STUDIED] - lived.without.consumers.expected[:, STUDIED]
    return float(lived.model.people_per_consumer * np.sqrt(len(added)) * np.std(added, dtype=np.float64))


def credited(lived: Lived) -> float:
    """Return the margin that a last-touch dashboard by links credits a plan with; 0 where nothing was spent."""
    if lived.worlds is None or lived.model.ledger.cost == 0:
        return 0.0
    from simulation.brand_view.attribution.methods import attribute
    from simulation.brand_view.sensors import sense

    table = attribute(sense(lived.worlds.whole, "links", "channel").paths, "last")
    ours = ~table["channel"].isin(["direct", "(none)"])
    return float(table.loc[ours, "conversions"].sum()) * lived.worlds.price * lived.worlds.margin


@dataclass(frozen=True)
class CreatorRuns:
    """Runs of one plan without each of its creators in turn: a row a creator."""

    space: Space
    plan: str
    most: int = 60

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Return what each creator of the plan was paid, posted, and added, in people and money."""
        with _plan_lived(self.space, self.plan, values, seed) as lived:
            return list(_creators(lived, self.most))


def bought(design: Design, points: Points, seed: int) -> list[Row]:
    """Return the rows of a ``plan.csv`` of what the second arm buys at the first of some points."""
    values = dict(zip(points.names, points.rows[0], strict=True))
    with _plan_lived(Space(design), list(design.names)[1], values, seed) as lived:
        return rows_of(lived)


@contextmanager
def _plan_lived(space: Space, plan: str, values: Mapping[str, Any], seed: int) -> Iterator[Worlds]:
    """Live a plan alone, after the weeks that it shares with all plans: nothing else of its world is asked for."""
    from simulation.compute.compiling import set_threads
    from simulation.counterfactual.campaign import Worlds
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    set_threads(1)
    market = next(each for each in space.at(values).markets if plan in each.arms)
    scenario = Scenario.from_dict(market.scenario)
    with MarketModel(scenario, restore(market.baseline), seed=seed, threads=1) as before:
        before.run_burn_in()
        with before.fork(strategy=restore(market.arms[plan])) as start, Worlds(start) as lived:
            yield lived


def _creators(lived: Worlds, most: int) -> Iterator[dict[str, Any]]:
    from simulation.counterfactual.campaign import Part
    from simulation.recording.by_creator import audience_overlap, by_creator

    model = lived.whole
    table = by_creator(model)
    hired = sorted(lived.creators, key=lambda i: -float(table["spend"][i]))[:most]
    overlap = audience_overlap(model, hired) if len(hired) > 1 else None
    whole, people = lived.without(()), lived.start.people_per_consumer
    for k, i in enumerate(hired):
        lacking = lived.without((Part(str(i), frozenset({i})),))
        added = (whole.expected - lacking.expected) * people
        cost = (whole.cost - lacking.cost) / 100
        others = 0.0 if overlap is None else float(overlap[k].sum() - overlap[k, k]) / (len(hired) - 1)
        yield {
            "arm": _handle(model, i),
            "row": i,
            "tier": str(table["tier"][i]),
            "niche": str(table["niche"][i]),
            "fit": float(model.creators.fit[i, 0]),
            "followers": float(model.creators.followers[i]),
            "posts": float(table["posts"][i]),
            "fees": float(table["fees"][i]),
            "cost": cost,
            "impressions": float(table["impressions"][i]),
            "added_purchases": added,
            "added_profit": added * lived.price * lived.margin - cost,
            "overlap": others,
        }


def _handle(model: Any, row: int) -> str:
    handles = model.scenario.creators.roster.handles
    return str(handles[row]) if row < len(handles) else f"creator {row}"
