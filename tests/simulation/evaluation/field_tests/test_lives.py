"""Lives: who buys when, while content is withheld as planned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.evaluation.field_tests.lives import Lives
from simulation.model import MarketModel
from simulation.state.columns import STUDIED
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

PEOPLE = 12
TESTED = 31
REGION = np.arange(PEOPLE) % 3


class Air(Strategy):
    """Broadcast alone, an impression for each person and day."""

    def plan(self, view: View) -> Plan:
        return Plan() if view.week else Plan(adverts=(AdvertBuy(1e5 * 12, 1, "broadcast"),))


def market(tiny: Any, burn_in: int = 5) -> MarketModel:
    """Twelve people who buy the studied brand about every second day, without a platform or friends."""
    made: MarketModel = tiny.market(
        Air(),
        market={"consumers": PEOPLE, "people": 1.2e6, "burn_in": burn_in, "days": 3},
        creators={"number": 2, "posting_rate": 0.0},
        brands={"names": ["A"], "niches": ["coffee"], "campaign_days": 3, "awareness": [1.0], "appeal": [1.0]},
        consumers={"traits": {"purchase_interval": 1.5, "category_share": 1.0}},
        graph={"follows": 0.0, "friends": 0.0},
    )
    return made


def sales_of(model: MarketModel, day: int) -> np.ndarray:
    """Step a market's day, and return who bought."""
    before = model.consumers.purchases[:, STUDIED].astype(int) * (model.campaign_day != 0)
    model.step()
    del day
    return np.asarray(model.consumers.purchases[:, STUDIED].astype(int) - before)


@pytest.mark.parametrize("before", [0, 2, 5, 9])
def test_the_days_before_the_campaign_are_taken_down_as_far_as_there_are_any(tiny: Any, before: int) -> None:
    market_, straight = market(tiny), market(tiny)
    lives = Lives(market_, TESTED, before, REGION)
    bought = np.array([sales_of(straight, day) for day in range(5)])[5 - min(before, 5) :]
    assert market_.day == 0
    assert lives.start.campaign_day == 0
    assert lives.people == PEOPLE
    assert lives.bought.tolist() == bought.sum(axis=0, dtype=int).tolist()
    by_region = [[row[r == REGION].sum() for r in range(3)] for row in bought]
    assert lives.before.tolist() == by_region
    assert before == 0 or lives.before.sum() > 0


def test_a_life_has_the_measured_days_and_who_met_the_campaign(tiny: Any) -> None:
    """The campaign's first day sets the counts to nothing, so that what was bought before does not count."""
    lives, straight = Lives(market(tiny), TESTED, 0, REGION), market(tiny)
    straight.run_burn_in()
    assert straight.consumers.purchases[:, STUDIED].any()
    bought = np.array([sales_of(straight, day) for day in range(3)])
    assert lives.shown.purchases.tolist() == bought.sum(axis=0).tolist()
    assert lives.shown.sales.tolist() == [[row[r == REGION].sum() for r in range(3)] for row in bought]
    assert lives.shown.met.tolist() == (straight.consumers.exposures[:, STUDIED] > 0).tolist()
    assert lives.shown.met.any()
    assert lives.withheld.met.tolist() == lives.shown.met.tolist(), "met or would have"
    assert lives.shown is lives.shown
    assert lives.withheld is lives.withheld


def test_unless_it_is_asked_for_nothing_before_the_campaign_is_taken_down(tiny: Any) -> None:
    lives = Lives(market(tiny), TESTED)
    assert lives.before.shape == (0, 1)
    assert not lives.bought.any()


def test_without_regions_all_are_in_one(tiny: Any) -> None:
    assert Lives(market(tiny), TESTED, 2).before.shape == (2, 1)


def test_content_is_withheld_from_whom_and_when_a_plan_says(tiny: Any) -> None:
    lives, seen = Lives(market(tiny), TESTED), []

    def plan(day: int) -> Any:
        seen.append(day)
        return (np.arange(PEOPLE) < 4 * day).astype(np.uint8)

    life = lives.live(plan)
    assert seen == [0, 1, 2]
    assert life.purchases.sum() == life.sales.sum() > 0
    assert lives.withheld.purchases.sum() != lives.shown.purchases.sum() or lives.shown.met.any()


def test_what_is_withheld_reaches_nobody_and_the_rest_does(tiny: Any) -> None:
    lives = Lives(market(tiny), TESTED)
    twins: list[MarketModel] = []
    fork = lives.start.fork

    def fork_and_keep(*given: Any, **named: Any) -> MarketModel:
        twin = fork(*given, **named)
        twin.close = lambda: None  # type: ignore[method-assign]  # to be looked at after the test is run
        twins.append(twin)
        return twin

    lives.start.fork = fork_and_keep  # type: ignore[method-assign]
    lives.live(lambda day: (np.arange(PEOPLE) < 6).astype(np.uint8))
    (twin,) = twins
    assert twin.tables.holdout.withheld.tolist() == [TESTED] * 6 + [0] * 6
    assert twin.tables.holdout.tested.tolist() == [TESTED]
    assert not twin.consumers.exposures[:6, STUDIED].any()
    assert twin.consumers.exposures[6:, STUDIED].any()


@pytest.mark.parametrize(("day", "refused"), [(5, False), (6, True)])
def test_a_market_whose_campaign_has_begun_is_refused(tiny: Any, day: int, refused: bool) -> None:
    model = market(tiny)
    model.run_for(day)
    if refused:
        with pytest.raises(InputError, match="field test: got a market on campaign day 1"):
            Lives(model, TESTED)
    else:
        assert Lives(model, TESTED).before.shape == (0, 1)


def test_closed_lives_close_their_twin_and_leave_the_market_open(tiny: Any) -> None:
    model = market(tiny)
    lives = Lives(model, TESTED)
    start = lives.start
    assert not start.closed
    lives.close()
    assert start.closed
    assert not model.closed
