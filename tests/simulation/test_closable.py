"""A closed model's memory is free at once; it refuses further use, and what was read from it before stays as it was."""

from __future__ import annotations

import dataclasses
import threading
import weakref
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

import simulation as sim
from simulation.closable import Closable
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies import AdvertBuy, Plan, Strategy, View
from tests.models_in_memory import Memory

REFUSAL = "model: got one that is closed, takes an open one; what was read from it before stays valid"
SMALL = ["market=classroom", "market.consumers=300", "market.burn_in=2", "market.days=9", "brands.campaign_days=8"]


class TooDear(Strategy):
    """Wants more money than there is, in the first week."""

    def plan(self, view: View) -> Plan:
        return Plan(adverts=(AdvertBuy(1.0, view.budget + 1),))


class Thing(Closable):
    """Holds something, and counts how often that was released."""

    kind = "thing"

    def __init__(self, released: list[int]) -> None:
        self.held, self.released = {"more": 1}, released

    def _release(self) -> None:
        self.released.append(len(self.held))


def test_what_is_closed_lets_go_once_and_refuses_in_one_plain_line() -> None:
    released: list[int] = []
    thing = Thing(released)
    assert not thing.closed
    thing.close()
    thing.close()
    assert thing.closed
    assert released == [1]
    with pytest.raises(InputError, match=r"^thing: got one that is closed, takes an open one; [a-z ]+$"):
        _ = thing.held
    with pytest.raises(InputError, match="thing: got one that is closed"), thing:
        pytest.fail("a closed thing was opened again")


def test_a_name_that_was_never_there_is_missing_as_ever() -> None:
    thing = Thing([])
    for _ in range(2):
        with pytest.raises(AttributeError, match="'Thing' object has no attribute 'hold'"):
            _ = thing.hold  # type: ignore[attr-defined]
        thing.close()


def test_an_error_inside_a_property_is_not_taken_for_a_missing_name() -> None:
    class Odd(Thing):
        @property
        def deep(self) -> Any:
            return self.held.nothing  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="'dict' object has no attribute 'nothing'"):
        _ = Odd([]).deep


def test_only_an_error_closes_what_is_closed_on_errors() -> None:
    kept, lost = Thing([]), Thing([])
    with kept.closed_on_error() as same:
        assert same is kept
    with pytest.raises(KeyError), lost.closed_on_error():
        raise KeyError
    assert (kept.closed, lost.closed) == (False, True)


@pytest.mark.parametrize("engine", ["compiled", "interpreted", "agents"])
def test_a_closed_models_columns_are_free_though_agents_and_views_are_held(
    memory: Memory, tiny: Any, engine: str
) -> None:
    model = tiny.market("hyper_targeted", engine=engine, threads=2)
    model.run_for(4)
    held = [
        model,
        model.view(),
        model.consumer(3),
        *model.brands,
        *model.creator_agents,
        model.schedule,
        model.scenario,
    ]
    assert len(memory.left) == 1
    model.close()
    assert memory.left == []
    assert all(part is not None for part in held)


def test_the_model_itself_is_free_when_nobody_holds_it(memory: Memory, tiny: Any) -> None:
    model = tiny.market("hyper_targeted")
    model.run_for(3)
    gone = weakref.ref(model)
    model.close()
    del model
    assert gone() is None
    assert memory.left == []


def test_build_and_forks_are_closed_at_the_end_of_a_with_and_by_an_error_in_it(memory: Memory) -> None:
    with sim.build(SMALL, seed=3, threads=1) as model:
        model.run_burn_in()
        with model.fork("broadcast") as twin:
            twin.run_for(2)
            assert len(memory.left) == 2
        assert len(memory.left) == 1
        assert not model.closed
        with pytest.raises(KeyError), model.fork("broadcast") as twin:
            raise KeyError
        assert len(memory.left) == 1
    assert memory.made == 3
    assert memory.left == []


def test_a_model_that_was_loaded_can_be_closed(memory: Memory, tiny: Any, tmp_path: Path) -> None:
    with tiny.market("broadcast") as model:
        model.save(tmp_path / "model.npz")
    with MarketModel.load(tmp_path / "model.npz", threads=1) as again:
        again.run_for(2)
    assert (memory.made, memory.left) == (2, [])


def test_closing_a_fork_leaves_its_market_as_it_is(tiny: Any) -> None:
    alone, forked = tiny.market("broadcast"), tiny.market("broadcast")
    for model in (alone, forked):
        model.run_burn_in()
    with forked.fork("none") as twin:
        twin.run_for(3)
    alone.run_for(4)
    forked.run_for(4)
    assert tiny.differences(alone, forked) == []


def test_a_fork_lives_on_without_its_market(tiny: Any) -> None:
    with tiny.market("broadcast") as first, tiny.market("broadcast") as second:
        first.run_burn_in()
        second.run_burn_in()
        orphan, twin = first.fork(), second.fork()
        first.close()
        orphan.run_for(4)
        twin.run_for(4)
        assert tiny.differences(orphan, twin) == []


@pytest.mark.parametrize("make", ["build", "fork", "load"])
def test_a_model_whose_first_plan_is_refused_stays_nowhere(
    memory: Memory, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: str
) -> None:
    if make == "build":
        with pytest.raises(InputError, match="TooDear"):
            tiny.market(TooDear())
        expected = 0
    elif make == "fork":
        model = tiny.market()
        with pytest.raises(InputError, match="TooDear"):
            model.fork(TooDear())
        expected = 1
    else:
        tiny.market().save(tmp_path / "model.npz")
        expected = len(memory.left)
        monkeypatch.setattr("simulation.checkpoint.restore", lambda _: TooDear())
        with pytest.raises(InputError, match="TooDear"):
            MarketModel.load(tmp_path / "model.npz")
    assert len(memory.left) == expected


USES = {
    "step": lambda model: model.step(),
    "run": lambda model: model.run_for(1),
    "burn in": lambda model: model.run_burn_in(),
    "metrics": lambda model: model.metrics,
    "outcomes": lambda model: model.outcomes(),
    "creators": lambda model: model.by_creator(),
    "columns": lambda model: model.consumers.trust,
    "money": lambda model: model.ledger,
    "day": lambda model: model.day,
    "time": lambda model: model.time,
    "clock": lambda model: model.set_clock(1),
    "scenario": lambda model: model.scenario,
    "strategy": lambda model: model.strategy,
    "schedule": lambda model: model.schedule,
    "agents": lambda model: model.agents,
    "consumer": lambda model: model.consumer(0),
    "view": lambda model: model.view(),
    "fork": lambda model: model.fork("none"),
    "save": lambda model: model.save("never.npz"),
    "uplift": lambda model: model.uplift(model),
    "with": lambda model: model.__enter__(),
}


@pytest.mark.parametrize("use", USES)
def test_a_closed_model_refuses_any_use_in_one_plain_line(tiny: Any, use: str) -> None:
    model = tiny.market("broadcast")
    model.run_for(1)
    model.close()
    with pytest.raises(InputError) as refused:
        USES[use](model)
    assert str(refused.value) == REFUSAL


def test_agents_views_and_twins_of_a_closed_model_refuse_too(tiny: Any) -> None:
    model = tiny.market("broadcast")
    twin, who, brand, view = model.fork("none"), model.consumer(2), model.brands[0], model.view()
    model.close()
    for use in (lambda: who.trust, lambda: brand.ledger, lambda: view.available, lambda: twin.uplift(model)):
        with pytest.raises(InputError) as refused:
            use()
        assert str(refused.value) == REFUSAL


def test_what_was_read_before_stays_valid(campaign: MarketModel, baseline: MarketModel) -> None:
    metrics, outcomes, creators = campaign.metrics, campaign.outcomes(), campaign.by_creator()
    truth, view, trust = campaign.uplift(baseline), campaign.view(), campaign.consumers.trust
    story, day = str(campaign.why(campaign.creator_agents[0])), str(campaign.schedule)
    kept = {
        "metrics": metrics.copy(),
        "creators": creators.copy(),
        "outcomes": dict(outcomes),
        "column": trust.copy(),
        "quotes": view.quotes.copy(),
        "total": truth.total,
        **{item.name: np.copy(getattr(truth, item.name)) for item in dataclasses.fields(truth)},
    }
    schedule = campaign.schedule
    campaign.close()
    baseline.close()
    assert metrics.equals(kept["metrics"])
    assert creators.equals(kept["creators"])
    assert list(outcomes) == list(kept["outcomes"])
    assert np.array_equal(list(outcomes.values()), list(kept["outcomes"].values()), equal_nan=True)
    assert np.array_equal(trust, kept["column"])
    assert np.array_equal(view.quotes, kept["quotes"])
    assert truth.total == kept["total"]
    for item in dataclasses.fields(truth):
        assert np.array_equal(getattr(truth, item.name), kept[item.name]), item.name
    assert truth.purchases.any()
    assert "Creator 0" in story
    assert str(schedule) == day


def test_what_was_read_keeps_no_column_in_memory(memory: Memory, campaign: MarketModel, baseline: MarketModel) -> None:
    kept = campaign.metrics, campaign.outcomes(), campaign.by_creator(), campaign.uplift(baseline), campaign.view()
    before = len(memory.left)
    campaign.close()
    baseline.close()
    assert len(memory.left) == before - 2
    assert len(kept) == 5


def test_the_engines_threads_end(tiny: Any) -> None:
    model = tiny.market(threads=2)
    before = threading.active_count()
    model.engine._on_threads(lambda part: None, 4)
    assert threading.active_count() > before
    model.close()
    assert threading.active_count() == before


def test_mesas_data_sets_let_go_of_the_agents_class(tiny: Any) -> None:
    """Mesa hangs a property on the class for each field of a data set in numpy, which would hold the set for good."""

    class Watched(mesa.Agent):  # type: ignore[type-arg]
        pass

    model = tiny.market()
    model.data_registry.track_agents_numpy(Watched, "mine", fields=["seen"])
    assert hasattr(Watched, "seen")
    model.close()
    assert not hasattr(Watched, "seen")
