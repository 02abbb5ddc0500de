"""The budget loop: money follows the credit, by whatever method, and never exceeds the budget."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view.sensors import Journeys, sense
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies.budget_loop import METHODS, BudgetLoop, Floats, pour
from simulation.strategies.named import BUILT_IN, restore
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

SIZE: dict[str, dict[str, Any]] = {
    "market": {"consumers": 120, "people": 1.2e6, "days": 44, "burn_in": 3},
    "creators": {"number": 12},
    "brands": {"campaign_days": 42, "budget": 60_000.0, "awareness": [0.4]},
    "measurement": {"touches": 100, "consent": 1.0, "view": [1.0] * 5},
    "consumers": {"persuasion": {"awareness": 0.6, "gain": 0.5}},
}
QUARTER = 2


class Watched(BudgetLoop):
    """Keeps the shares and plans of each quarter; plain attributes would not be plain values of a checkpoint."""

    def shares(self, view: View) -> Floats:
        SEEN.setdefault(self.method, []).append(super().shares(view))
        return SEEN[self.method][-1]


SEEN: dict[str, list[Floats]] = {}


def market(tiny: Any, method: str, engine: str = "compiled", kind: type[BudgetLoop] = BudgetLoop) -> MarketModel:
    made: MarketModel = tiny.market(
        kind(method=method, weeks=QUARTER, tier="nano", posts=1, cell=0.15), engine=engine, seed=5, **SIZE
    )
    made.run_burn_in()
    return made


@pytest.mark.parametrize("method", METHODS)
def test_every_method_spends_no_more_than_the_budget_and_most_of_it(tiny: Any, method: str) -> None:
    model = market(tiny, method)
    model.run_for(44)
    assert 0.9 * 6_000_000 < model.ledger.cost <= 6_000_000
    by_quarter = model.view().spent[:, :5].clip(min=0).reshape(3, QUARTER, 5).sum(axis=1)
    assert (by_quarter[:, :4] > 0).all(), "each channel in each quarter"


def test_with_the_fixed_method_nothing_moves(tiny: Any) -> None:
    SEEN.clear()
    model = market(tiny, "fixed", kind=Watched)
    model.run_for(44)
    rows = np.array(SEEN["fixed"])
    assert len(rows) > 3
    assert (rows == rows[0]).all()
    assert rows[0] == pytest.approx([0.2, 0.2, 0.1, 0.1, 0.4])


@pytest.mark.parametrize("method", [method for method in METHODS if method != "fixed"])
def test_every_other_method_moves_the_shares_and_keeps_their_sum(tiny: Any, method: str) -> None:
    SEEN.clear()
    model = market(tiny, method, kind=Watched)
    model.run_for(44)
    rows = np.array(SEEN[method])
    assert np.abs(rows - rows[0]).max() > 0.01
    assert rows.sum(axis=1) == pytest.approx(1)


class Told(BudgetLoop):
    """Believes what it is told."""

    def _credit(self, view: View, held: Floats) -> Floats:
        return np.array(view.sales, float)


def shares_of(credit: list[float], held: list[int], **parameters: float) -> Floats:
    books = np.zeros((13, 6), np.int64)
    books[0, :5] = held
    view: Any = SimpleNamespace(week=13, spent=books, sales=credit)
    return Told(method="last", **parameters).shares(view)


amounts = st.lists(st.floats(0, 1e6), min_size=5, max_size=5)


@given(
    credit=amounts,
    held=st.lists(st.integers(0, 10**9), min_size=5, max_size=5).filter(any),
    pace=st.floats(0, 1),
    floor=st.floats(0, 0.2),
)
def test_shares_move_towards_the_credit_at_their_pace_and_never_below_the_floor(
    credit: list[float], held: list[int], pace: float, floor: float
) -> None:
    found, before = shares_of(credit, held, pace=pace, floor=floor), np.array(held) / sum(held)
    assert found.sum() == pytest.approx(1)
    if not sum(credit) > 0:
        assert found == pytest.approx(before), "where nothing is credited there is nothing to follow"
        return
    at_once = shares_of(credit, held, pace=1.0, floor=floor)
    assert found == pytest.approx(before + pace * (at_once - before), abs=1e-9)
    assert (at_once >= floor - 1e-9).all()
    assert at_once - floor == pytest.approx((1 - 5 * floor) * np.array(credit) / sum(credit), abs=1e-9)


@given(credit=amounts.filter(lambda credit: sum(credit) > 0), more=st.floats(1.1, 10), which=st.integers(0, 4))
def test_a_channel_that_is_credited_more_gets_no_smaller_share(credit: list[float], more: float, which: int) -> None:
    raised = list(credit)
    raised[which] *= more
    held = [1, 1, 1, 1, 1]
    assert shares_of(raised, held)[which] >= shares_of(credit, held)[which] - 1e-12


@given(
    money=st.integers(0, 10**9),
    shares=st.lists(st.floats(0, 1).map(lambda share: round(share, 3)), min_size=4, max_size=4),
    limits=st.lists(st.floats(0, 1e9) | st.just(np.inf), min_size=4, max_size=4),
)
def test_money_is_poured_by_shares_within_the_limits(money: int, shares: list[float], limits: list[float]) -> None:
    given_ = np.array(pour(money, np.array(shares), np.array(limits)))
    assert given_.sum() <= money
    assert (given_ <= np.array(limits)).all()
    assert (given_[np.array(shares) == 0] == 0).all()
    free = np.isinf(limits) & (np.array(shares) > 0)
    if free.any():
        assert given_.sum() >= money - 4, "where one channel can take anything, nothing is left over"
        level = given_[free] / np.array(shares)[free]
        assert level == pytest.approx(np.full(free.sum(), level[0]), abs=2 / np.array(shares)[free].min())


@pytest.mark.parametrize("method", ["last", "holdout", "truth"])
def test_a_twin_and_a_market_read_from_a_file_go_on_with_the_same_bits(tiny: Any, method: str, tmp_path: Path) -> None:
    model = market(tiny, method)
    model.run_for(20)
    twin = model.fork()
    model.save(tmp_path / "half.npz")
    read = MarketModel.load(tmp_path / "half.npz", threads=1)
    for each in (model, twin, read):
        each.run_for(24)
    assert tiny.differences(model, twin) == []
    assert tiny.differences(model, read) == []


@pytest.mark.parametrize("method", ["shapley", "holdout", "truth"])
def test_the_engines_agree_on_a_loop(tiny: Any, method: str) -> None:
    compiled, interpreted = (market(tiny, method, engine) for engine in ("compiled", "interpreted"))
    for each in (compiled, interpreted):
        each.run_for(16)
    assert tiny.differences(compiled, interpreted) == []


class Reader(Strategy):
    """Buys as a budget loop, and reads the quarter's journeys."""

    def __init__(self) -> None:
        self.inside, self.read = BudgetLoop(weeks=QUARTER, tier="nano", posts=1), dict[int, Journeys]()

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            self.read[view.week] = view.records.journeys(7 * view.week - 7)
        return self.inside.plan(view)


def test_a_strategy_sees_what_the_sensors_saw_by_the_morning_of_its_plan(tiny: Any) -> None:
    reader = Reader()
    model = tiny.market(reader, seed=5, **{**SIZE, "measurement": {"touches": 100}})
    model.run_burn_in()
    for week in range(1, 4):
        model.run_for(7 * week - model.campaign_day)
        expected = sense(model, "links", "channel", since=7 * week - 7)
        model.step()
        assert reader.read[week].frame().equals(expected.frame())
        assert len(expected.person) > 0


def test_attribution_needs_touches_and_says_so_before_a_day_is_lived(tiny: Any) -> None:
    with pytest.raises(InputError, match=r"measurement\.touches: got 0.*strategy\.method=last"):
        tiny.market(BudgetLoop(method="last"))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"method": "lst"}, "strategy.method.*last"),
        ({"prior": "first"}, "strategy.prior"),
        ({"creators_share": 0.7}, "takes at most 1"),
    ],
)
def test_what_makes_no_sense_is_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        restore({"_target_": BUILT_IN["budget_loop"], **parameters})
