"""Cells: a brand withholds one channel each from some people, by lot, while the campaign goes on for all others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.brand_view.touch_log import read_touches
from simulation.compute.draws import CELL, draw4
from simulation.counterfactual.replay import Without
from simulation.errors import InputError
from simulation.evaluation.field_tests.run_test import run_test
from simulation.state.columns import CHANNELS, POSTS, PURCHASED, STUDIED, TESTABLE
from simulation.strategies.plan import AdvertBuy, Cells, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


class SelfTesting(Strategy):
    """Everything at once, and cells as told in each week."""

    def __init__(self, *cells: Cells | None) -> None:
        self.cells = cells

    def plan(self, view: View) -> Plan:
        drawn = self.cells[view.week] if view.week < len(self.cells) else None
        if view.week:
            return Plan(cells=drawn)
        offers = tuple(Offer(i, 8, int(view.quotes[i])) for i in range(4))
        buys = tuple(AdvertBuy(3e6, 100_000, channel) for channel in CHANNELS)
        return Plan(offers, buys, cells=drawn)


def market(tiny: Any, strategy: Strategy, **parts: Any) -> Any:
    made = tiny.market(
        strategy,
        seed=4,
        platform={"visibility": 0.9, "frequency_cap": 10.0},
        brands={"budget": 4e6, "campaign_days": 14, "awareness": [0.8]},
        market={"consumers": 300, "people": 3e6, "days": 14},
        measurement={"touches": 60},
        **parts,
    )
    made.run_burn_in()
    return made


def test_each_cell_misses_its_own_channel_and_nothing_else(tiny: Any) -> None:
    model = market(tiny, SelfTesting(Cells(0.1)))
    model.run_for(14)
    log, withheld = read_touches(model), model.tables.holdout.withheld
    source = np.where(log.source >= 0, POSTS, np.where(log.source == PURCHASED, -1, -1 - log.source))
    for bit in range(len(TESTABLE)):
        cell = ((withheld >> bit) & 1) != 0
        assert 15 <= cell.sum() <= 50
        assert not (cell[log.person] & (source == bit)).any(), TESTABLE[bit]
        assert model.tables.holdout.met[cell, bit].any(), "counted all the same"
        for other in {*range(len(TESTABLE))} - {bit}:
            assert (cell[log.person] & (source == other)).any()
    assert np.isin(withheld, [0, 1, 2, 4, 8, 16]).all(), "one channel each"
    assert (withheld == 0).mean() == pytest.approx(0.5, abs=0.1)


def test_a_persons_cell_is_where_the_draw_of_the_day_falls(campaign: Any, carry_out: Any) -> None:
    """Below 0.25 search is withheld, from there to 0.5 creators' posts, and above nothing."""
    market = campaign(day=9)
    carry_out(market, cells=Cells(0.25, ("search", "creators")))
    draws = [float(draw4(market.key, CELL, c, 9, 0, 0)[0]) for c in range(60)]
    bits = 1 << TESTABLE.index("search"), 1 << TESTABLE.index("creators"), 0, 0
    assert market.tables.holdout.withheld.tolist() == [bits[int(u / 0.25)] for u in draws]


def test_cells_drawn_anew_are_other_people_and_note_what_was_bought(tiny: Any) -> None:
    model = market(tiny, SelfTesting(Cells(0.1), Cells(0.1, ("search",))))
    model.run_for(7)
    first = model.tables.holdout
    bought = model.consumers.purchases[:, STUDIED].copy()
    assert not first.before.any()
    model.run_for(2)
    second = model.tables.holdout
    assert np.array_equal(second.before, bought)
    assert bought.any()
    assert int(second.tested[0]) == 1 << TESTABLE.index("search")
    assert set(np.unique(second.withheld)) == {0, 1 << TESTABLE.index("search")}
    assert not np.array_equal(first.withheld & second.withheld, second.withheld)


def test_a_share_of_nobody_ends_the_experiment(tiny: Any) -> None:
    model = market(tiny, SelfTesting(Cells(0.1), Cells(0.0)))
    model.run_for(9)
    assert [column.size for column in model.tables.holdout] == [0, 0, 1, 0]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (Cells(0.2), "less than 1 together"),
        (Cells(-0.1), "takes 0 or more"),
        (Cells(0.1, ("serch",)), "did you mean 'search'"),
        (Cells(0.1, ("search", "search")), "each channel once"),
    ],
)
def test_cells_that_leave_no_control_are_refused_before_a_day_is_lived(tiny: Any, cells: Cells, message: str) -> None:
    with pytest.raises(InputError, match=message):
        tiny.market(SelfTesting(cells))


def test_no_other_brand_can_draw_cells(tiny: Any) -> None:
    from simulation.model import MarketModel
    from simulation.strategies.named import named

    scenario = tiny.scenario()
    with pytest.raises(InputError, match="cells: got brand Birch"):
        MarketModel(scenario, named("none"), 1, world=tiny.world(scenario), rivals=[SelfTesting(Cells(0.1))])


def test_a_field_test_of_a_campaign_that_tests_itself_is_refused(tiny: Any) -> None:
    with pytest.raises(InputError, match="field test: got a strategy that draws cells"):
        run_test(market(tiny, SelfTesting(Cells(0.1))), test="holdout")


def test_a_plan_carried_out_in_part_keeps_its_cells(tiny: Any) -> None:
    model = market(tiny, Without(SelfTesting(Cells(0.1)), channels=["search"]))
    model.run_for(2)
    assert len(model.tables.holdout.before) == 300
