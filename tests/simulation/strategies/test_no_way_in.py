"""Nothing that a strategy holds leads into the model: a walk over all that can be reached from a view."""

from __future__ import annotations

import functools
import types
import weakref
from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
import pytest

from simulation.brand_view.question import about
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import STUDIED, Tables
from simulation.state.journal import Ledger
from simulation.strategies import AdvertBuy, Offer, Plan, Strategy, View

INSIDE = (MarketModel, mesa.Agent, Ledger, Tables)
ATOMS = (str, bytes, bytearray, int, float, complex, bool, type(None), np.generic, np.dtype, types.ModuleType)


def steps(thing: Any) -> Iterator[Any]:
    """Everything that is one step away from an object: attributes, slots, items, closures, arguments, defaults."""
    if isinstance(thing, dict | types.MappingProxyType):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif isinstance(thing, np.ndarray):
        yield thing.base
        if thing.dtype == object:
            yield from thing.flat
    elif isinstance(thing, weakref.ref):
        yield thing()
    elif isinstance(thing, functools.partial):
        yield from (thing.func, thing.args, thing.keywords)
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, types.FunctionType):
        yield from (thing.__defaults__, thing.__kwdefaults__, thing.__dict__)
        yield from (cell.cell_contents for cell in thing.__closure__ or ())
    elif isinstance(thing, property):
        yield from (thing.fget, thing.fset, thing.fdel)
    yield getattr(thing, "__self__", None)
    yield getattr(thing, "__wrapped__", None)
    if type(thing).__module__ not in ("builtins", "numpy", "functools", "weakref"):
        kind = thing if isinstance(thing, type) else type(thing)
        yield from getattr(thing, "__dict__", {}).values()
        yield from (getattr(thing, name, None) for base in kind.__mro__ for name in getattr(base, "__slots__", ()))
        for name in dir(thing):
            if not name.startswith("__"):
                try:
                    yield getattr(thing, name)
                except InputError:  # a property that asks, and is refused
                    continue
        yield from (vars(base) for base in kind.__mro__ if base.__module__ not in ("builtins", "abc", "typing"))


def walk(start: Any) -> list[Any]:
    """Everything that can be reached."""
    found: dict[int, Any] = {}
    waiting = [start]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, ATOMS) or id(thing) in found:
            continue
        found[id(thing)] = thing
        if not isinstance(thing, INSIDE):
            waiting.extend(steps(thing))
    return list(found.values())


def inside(things: list[Any], model: MarketModel) -> list[str]:
    """Name what belongs to the model's inside: the model, its agents and tables, and any memory of its columns."""
    columns = {f"{kind}.{name}": column for kind in Tables._fields for name, column in named(model, kind)}
    found = []
    for thing in things:
        if isinstance(thing, INSIDE) or any(thing is part for part in model.tables):
            found.append(type(thing).__name__)
        elif isinstance(thing, np.ndarray):
            found += [name for name, column in columns.items() if np.may_share_memory(column, thing)]
    return found


def named(model: MarketModel, kind: str) -> Iterator[tuple[str, np.ndarray]]:
    table = getattr(model.tables, kind)
    yield from zip(table._fields, table, strict=True)


class Slotted:
    __slots__ = ("_hidden",)

    def __init__(self, hidden: Any) -> None:
        self._hidden = hidden

    def method(self) -> None:
        """Do nothing."""


class Shared:
    hidden: Any = None


class Stub:
    """In the model's place, for the names of the ways."""

    consumers = types.SimpleNamespace(trust=np.zeros(9))


def planted(model: Any) -> dict[str, Any]:
    """Ways in, each of which the walk has to find."""
    shared = type("Owner", (Shared,), {"hidden": model})

    def closing(x: int) -> Any:
        return model if x else None

    def defaulting(x: Any = model) -> Any:
        return x

    def keyed(*, x: Any = model) -> Any:
        return x

    return {
        "partial": functools.partial(print, model),
        "partial's keyword": functools.partial(print, end=model),
        "closure": closing,
        "closure of a closure": lambda: closing(1),
        "default": defaulting,
        "keyword default": keyed,
        "bound method": Slotted(model).method,
        "bound method of a container": [model].append,
        "slot": Slotted(model),
        "attribute": types.SimpleNamespace(a={"b": [(model,)]}),
        "class": shared(),
        "property": type("Asks", (), {"x": property(lambda self: model)})(),
        "weak reference": weakref.ref(model),
        "view of a column": model.consumers.trust[3:5],
        "array of objects": np.array([model, None], dtype=object),
        "set": frozenset({Slotted(model)}),
    }


@pytest.mark.parametrize("way", sorted(planted(Stub())))
def test_the_walk_finds_every_way_in(tiny: Any, way: str) -> None:
    model = tiny.market()
    assert inside(walk({"view": planted(model)[way]}), model) != []


class Keeps(Strategy):
    """Buys something of everything, asks whatever can be asked, and keeps all views and answers."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.found: list[str] = []

    def plan(self, view: View) -> Plan:
        """Look around."""
        plan = Plan(
            tuple(Offer(i, 2, int(view.quotes[i])) for i in np.flatnonzero(view.available)[:2].tolist()),
            (AdvertBuy(1e5, 1_000, "paid_social"),),
        )
        answers = [view.audiences.followers(0), view.audiences.overlap(0, 1), view.audiences.interest(view.fit)]
        answers += [view.records.journeys(0), view.oracle(plan, 2)]
        self.kept.append((view, answers))
        return plan if view.week == 0 else Plan()


def test_nothing_that_a_strategy_has_seen_and_been_told_leads_into_the_model(tiny: Any) -> None:
    model = tiny.market(
        Keeps(),
        market={"days": 12},
        brands={"campaign_days": 12, "budget": 2e5},
        measurement={"touches": 20},
        creators={"dealing": {"enabled": True}},
    )
    model.run_for(2 + 8)
    kept = model.strategy.kept
    assert len(kept) == 2
    for thing in (kept, model.view(STUDIED), model.view(1)):
        reached = walk(thing)
        assert len(reached) > 50
        assert inside(reached, model) == []


def test_no_private_number_of_a_consumer_is_among_them(tiny: Any) -> None:
    model = tiny.market("none")
    model.run_for(4)
    view = model.view()
    view.audiences.overlap(0, 1)
    arrays = [thing for thing in walk(view) if isinstance(thing, np.ndarray)]
    assert len(arrays) > 8
    latent = model.tables.follows.tie
    assert not any(seen.size == latent.size and np.array_equal(seen, latent) for seen in arrays)
    assert not any(len(model.consumers.niche) in seen.shape for seen in arrays)


def test_a_view_of_another_day_answers_nothing(tiny: Any) -> None:
    model = tiny.market("none", measurement={"touches": 5})
    model.run_for(3)
    view = model.view()
    asked_in_time = view.available
    model.run_for(1)
    assert view.available is asked_in_time
    for ask in (
        lambda: view.audiences.followers(0),
        lambda: view.records.journeys(0),
        lambda: view.oracle(Plan(), 1),
    ):
        with pytest.raises(
            InputError, match=r"view: asked a question of day 3 on day 4, takes questions on its own day"
        ):
            ask()


def test_a_view_whose_market_is_gone_says_so() -> None:
    class Market:
        day = 3

    market = Market()
    question = about(market, lambda now: now.day)  # type: ignore[arg-type, attr-defined]
    assert question() == 3
    del market
    with pytest.raises(InputError, match=r"view: asked a question of a market that is gone"):
        question()
