"""The strategies that what-ifs are made of do what their names say, within the budget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.recording.exits import exits
from simulation.strategies.named import restore
from simulation.strategies.narrowing import Narrowing
from simulation.strategies.picking import Picking
from simulation.strategies.plan import Plan
from simulation.strategies.ramp import Ramp
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

WIDE: dict[str, dict[str, Any]] = {
    "market": {"consumers": 120, "people": 1.2e6, "days": 120, "burn_in": 0},
    "creators": {"number": 20, "dealing": {"enabled": False}},
    "brands": {"campaign_days": 112, "budget": 60_000.0},
}


class Watched(Strategy):
    """Plans as another does and keeps what it saw and planned."""

    def __init__(self, inside: Strategy) -> None:
        self.inside, self.saw, self.made = inside, dict[int, View](), dict[int, Plan]()

    def plan(self, view: View) -> Plan:
        self.saw[view.week], self.made[view.week] = view, self.inside.plan(view)
        return self.made[view.week]


def run(tiny: Any, strategy: Strategy, **layers: Any) -> tuple[Any, Watched]:
    watched = Watched(strategy)
    parts = {part: {**values, **layers.get(part, {})} for part, values in WIDE.items()}
    model = tiny.market(watched, **parts)
    model.run_for(parts["market"]["days"])
    return model, watched


@pytest.mark.parametrize("narrow", [0.0, 0.25, 1.0])
def test_narrowing_splits_the_budget_as_it_is_told(tiny: Any, narrow: float) -> None:
    model, watched = run(tiny, Narrowing(narrow=narrow))
    bought = {buy.channel: buy.cost for buy in watched.made[0].adverts}
    assert sum(bought.values()) == watched.saw[0].unspent == 6_000_000
    assert bought.get("paid_social", 0) == pytest.approx(narrow * 6_000_000, abs=1)
    assert all(plan == Plan() for week, plan in watched.made.items() if week > 0)
    assert model.ledger.cost <= 6_000_000


@pytest.mark.parametrize("by", ["followers", "rate", "fit"])
def test_picking_hires_the_best_by_its_figure_in_every_round(tiny: Any, by: str) -> None:
    model, watched = run(tiny, Picking(by=by, rounds=4, tier="nano", posts=1), brands={"budget": 6_000.0})
    rounds = [week for week, plan in watched.made.items() if plan.offers]
    assert rounds == [0, 4, 8, 12]
    for week in rounds:
        view, hired = watched.saw[week], [offer.creator for offer in watched.made[week].offers]
        figure = {"followers": view.followers, "rate": view.engagement, "fit": view.fit}[by]
        same = np.flatnonzero(view.tier == view.tier[hired[0]])
        assert figure[hired[0]] >= figure[same].max() - 0.01
    assert model.ledger.cost <= 600_000


def test_a_figure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match=r"strategy\.by.*followers"):
        restore({"_target_": "simulation.strategies.picking.Picking", "by": "likes"})


def test_a_ramp_goes_up_and_comes_down_the_same_way(tiny: Any) -> None:
    layers = {"brands": {"budget": 1e8, "campaign_days": 112}}
    _, watched = run(tiny, Ramp(weeks=16, peak=8), **layers)
    posts = {week: plan.offers[0].posts for week, plan in watched.made.items() if plan.offers}
    assert posts == {0: 2, 4: 6, 8: 6, 12: 2}
    assert all(len(plan.offers) == 20 for week, plan in watched.made.items() if week in posts)


def test_a_ramp_holds_half_way_up_at_the_peak_and_half_way_down(tiny: Any) -> None:
    layers = {"brands": {"budget": 1e8, "campaign_days": 280}, "market": {"days": 280}}
    _, watched = run(tiny, Ramp(weeks=16, peak=8, hold=8), **layers)
    posts = {week: plan.offers[0].posts for week, plan in watched.made.items() if plan.offers}
    assert posts == {0: 2, 4: 4, 8: 4, 12: 6, 16: 8, 20: 8, 24: 6, 28: 4, 32: 4, 36: 2}
    assert [Ramp(weeks=16)._moved(week) for week in (0, 3.5, 9, 16)] == [0, 3.5, 9, 16]


def test_a_ramp_stops_where_the_money_does(tiny: Any) -> None:
    model, _ = run(tiny, Ramp(weeks=16, peak=8))
    assert 0 < model.ledger.cost <= 6_000_000


def test_who_leaves_is_compared_with_who_stays(tiny: Any) -> None:
    model, _ = run(tiny, Picking(by="fit", rounds=1, tier="nano", posts=1))
    assert np.isnan(exits(model)["exit_integrity"])
    hired = np.flatnonzero(model.tables.contracts.posts[0] > 0)
    assert len(hired) > 1
    model.tables.contracts.left[0, hired[0]] = model.tables.contracts.first[0, hired[0]] + 1
    integrity = model.creators.integrity.astype(np.float64)
    expected = integrity[hired[0]] - integrity[hired[1:]].mean()
    assert exits(model)["exit_integrity"] == pytest.approx(expected)
