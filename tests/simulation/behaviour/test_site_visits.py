"""Visits: who looks at a brand's site, when, and what that means for retargeting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import OCCASION, draw4
from simulation.model import MarketModel
from simulation.state.columns import NOT_YET
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

CROWD = {"consumers": 2000, "people": 2e5, "burn_in": 0, "days": 30}


class Tagged(Strategy):
    """Buys next to no retargeting, so that the site is tagged and nobody is moved."""

    def plan(self, view: View) -> Plan:
        return Plan(adverts=(AdvertBuy(1e-6, 1, "retargeting"),)) if view.week == 0 else Plan()


def market(tiny: Any, strategy: Strategy, **parts: Any) -> MarketModel:
    made: MarketModel = tiny.market(strategy, market=CROWD, **parts)
    return made


@pytest.mark.parametrize("ahead", [0, 3])
def test_people_who_know_the_brand_visit_some_days_before_they_may_buy(tiny: Any, ahead: int) -> None:
    consumers = {"purchase": {"browsing": ahead, "window_shopping": 0.0}}
    model = market(tiny, Tagged(), consumers=consumers)
    knew = model.consumers.aware[:, 0] != 0
    rates = model.consumers.rate
    may_buy = np.array([draw4(model.key, OCCASION, c, ahead, 0, 0)[0] < rates[c] for c in range(len(rates))])
    model.step()
    visited = model.consumers.visited[:, 0] == 0
    assert visited.any()
    assert (visited <= (knew & may_buy)).all()
    assert (visited | (model.consumers.visited[:, 0] == NOT_YET)).all()


def test_nobody_is_noted_where_no_brand_ever_paid_for_retargeting(tiny: Any) -> None:
    model = market(tiny, "broadcast")
    model.run_for(10)
    assert (model.consumers.visited == NOT_YET).all()


def test_the_more_convinced_are_the_likelier_to_visit(tiny: Any) -> None:
    def visitors(appeal: float) -> int:
        model = market(tiny, Tagged(), brands={"appeal": [appeal]})
        model.run_for(10)
        return int(np.count_nonzero(model.consumers.visited[:, 0] != NOT_YET))

    assert 0 < visitors(-4.0) < visitors(0.0) < visitors(4.0)


def test_whom_retargeting_would_follow_buys_more_often_without_any_advertisement(tiny: Any) -> None:
    """Activity bias: a visitor is about to buy. Who compares the followed with others finds an effect where none is."""
    model = market(tiny, Tagged(), brands={"awareness": [0.7]})
    model.run_for(10)
    followed = model.consumers.visited[:, 0] != NOT_YET
    buyers = model.consumers.rate > 0
    before = model.consumers.purchases[:, 0].copy()
    model.run_for(4)
    bought = model.consumers.purchases[:, 0] > before
    assert model.consumers.exposures[:, 0].sum() == 0
    assert bought[followed].mean() > 2 * bought[~followed & buyers].mean()
