"""A fork honours what it changes of a scenario, and refuses by name what would act by half or not at all."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Iterator
from operator import attrgetter
from typing import Any, get_args, get_type_hints

import numpy as np
import pytest

from simulation.brand_view.sensors import SENSORS, sense
from simulation.counterfactual.changes import AT_BUILD, DECISIONS, FROM_NOW_ON, UNTIL_THE_CAMPAIGN, changes
from simulation.counterfactual.uplift import uplift
from simulation.errors import InputError
from simulation.evaluation.creator_ranks import code_ranks
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.scenario.parameter import entries
from simulation.scenario.scenario import names
from simulation.state.columns import PURCHASES, STUDIED
from simulation.world.build import build_world
from tests.simulation.busy_market import BUSY, ELSEWHERE, OTHERS, Busy

ENTRIES = {entry.name: entry for entry in entries(Scenario)}
SEED = 4


def other_value(name: str, value: Any) -> Any:
    """Another value of a parameter, well away from the one it has."""
    if name in OTHERS:
        return OTHERS[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        part, last = name.rpartition(".")[::2]
        hints = get_type_hints(type(attrgetter(part)(Scenario())), include_extras=True)
        options = get_args(get_args(hints[last])[0])
        return options[(options.index(value) + 1) % len(options)]
    if isinstance(value, list):
        return [other_value(name, each) for each in value]
    bounds = ENTRIES[name].bounds
    low, high = (bounds.low, bounds.high) if bounds else (0.0, 1.0)
    if isinstance(value, int):
        return value - 1 if value > max(low, 1) else value + 2
    if value == 0:
        return min(high, 1.0) / 2
    return value * 2 if value * 2 < high else value / 2


def scenario_for(tiny: Any, name: str) -> Scenario:
    """The busy scenario in which a parameter acts."""
    return busy(tiny, ELSEWHERE.get(name, {}))


def busy(tiny: Any, changed: dict[str, Any]) -> Scenario:
    def merge(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
        return a | {k: merge(a.get(k, {}), v) if isinstance(v, dict) else v for k, v in b.items()}

    made: Scenario = tiny.scenario(**merge(BUSY, changed))
    return made


def market(tiny: Any, scenario: Scenario) -> MarketModel:
    made: MarketModel = tiny.market(Busy(), seed=SEED, scenario=scenario)
    return made


@functools.cache
def as_it_was(tiny: Any, name: str) -> tuple[MarketModel, dict[str, Any]]:
    """The market that was not forked, at the end, and what can be read of it."""
    model = market(tiny, scenario_for(tiny, name))
    model.run_for(DAYS)
    return model, read(model)


DAYS = 2 + 16


def read(model: MarketModel) -> dict[str, Any]:
    """What is worked out from a market beside its columns and its log: outcomes, views, what sensors catch."""
    found: dict[str, Any] = dict(model.outcomes())
    for b in range(model.brand_count):
        view = model.view(b)
        found |= {
            f"view {b} {item.name}": getattr(view, item.name)
            for item in dataclasses.fields(view)
            if isinstance(getattr(view, item.name), int | float | np.ndarray | frozenset)
        }
    for sensor in SENSORS:
        found[sensor] = sense(model, sensor).frame().to_dict(as_series=False)
    return found


def same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    def equal(x: Any, y: Any) -> bool:
        return np.array_equal(x, y, equal_nan=True) if isinstance(x, np.ndarray | float) else x == y

    return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)


# The lists -----------------------------------------------------------------------------------------------------------


def test_every_parameter_stands_in_one_list() -> None:
    lists = (AT_BUILD, UNTIL_THE_CAMPAIGN, FROM_NOW_ON)
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert frozenset().union(*lists) == frozenset(names())
    assert DECISIONS <= FROM_NOW_ON | UNTIL_THE_CAMPAIGN


class Watched:
    """A scenario, or a part of it, that notes which parameters are read."""

    def __init__(self, part: Any, read: set[str], prefix: str = "") -> None:
        self.part, self.read_, self.prefix = part, read, prefix

    def __getattr__(self, name: str) -> Any:
        kind = getattr(type(self.part), name, None)
        if isinstance(kind, types.FunctionType):
            return types.MethodType(kind, self)
        value = getattr(self.part, name)
        if dataclasses.is_dataclass(value):
            return Watched(value, self.read_, f"{self.prefix}{name}.")
        self.read_.add(f"{self.prefix}{name}")
        return value


def test_what_building_a_world_reads_is_what_acts_only_then(tmp_path: Any) -> None:
    """Much of it is read only where it is on: everything that building knows is on here."""
    found: set[str] = set()
    (tmp_path / "edges.csv").write_text("\n".join(f"{i},{(i * 7 + k) % 90}" for i in range(90) for k in (1, 2, 3)))
    for graph in ({}, {"source": "edge_list", "path": str(tmp_path / "edges.csv")}):
        for number in (None, 5):
            scenario = Scenario.from_dict(
                {
                    "market": {"consumers": 400, "people": 4e5},
                    "creators": {"number": number, "fraud": BUSY["creators"]["fraud"]},
                    "consumers": {
                        "traits": {"interest_odds": 4.0},
                        "trust": {"record": 0.5},
                        "opinions": BUSY["consumers"]["opinions"],
                        "salience": {"forgotten": 90.0},
                    },
                    "graph": graph,
                    "brands": {"subscription": {"enabled": True}},
                }
            )
            if not graph:
                scenario = scenario.with_values({name: OTHERS[name] for name in OTHERS if "roster" in name})
            build_world(Watched(scenario, found), SEED)  # type: ignore[arg-type]
    columns = {"brands.price", "brands.quality", "brands.appeal"}  # a fork writes them anew
    assert found - columns <= AT_BUILD
    assert AT_BUILD - found == {"market.burn_in"}
    assert columns <= found


# What is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(AT_BUILD))
def test_what_acts_only_when_the_world_is_built_is_refused(tiny: Any, name: str) -> None:
    scenario = busy(tiny, {})
    changed = replaced(scenario, name.split("."), other_value(name, attrgetter(name)(scenario)))
    model = start(tiny)
    with pytest.raises(InputError, match=rf"^fork: {name}: acts only when the world is built; got .*, takes a world"):
        model.fork(scenario=changed)


def replaced(part: Any, path: list[str], value: Any) -> Any:
    """A scenario with one value changed, whether the others fit it or not."""
    first, *rest = path
    return dataclasses.replace(part, **{first: replaced(getattr(part, first), rest, value) if rest else value})


@functools.cache
def start(tiny: Any) -> MarketModel:
    """A market that nobody lets live."""
    return market(tiny, busy(tiny, {}))


@pytest.mark.parametrize("name", sorted(UNTIL_THE_CAMPAIGN))
def test_what_measured_days_are_counted_with_is_refused_once_there_are_any(tiny: Any, name: str) -> None:
    model = market(tiny, busy(tiny, {}))
    model.run_burn_in()
    changed = model.scenario.with_values({name: other_value(name, attrgetter(name)(model.scenario))})
    assert model.fork(scenario=changed).scenario is changed
    model.run_for(1)
    with pytest.raises(
        InputError, match=rf"^fork: {name}: .* got a change from .* on campaign day 1, takes one before"
    ):
        model.fork(scenario=changed)


def test_one_value_for_all_brands_is_no_change_of_the_same_for_each(tiny: Any) -> None:
    one, each = (
        tiny.scenario(brands={"price": price, "awareness": [0.5] * len(price)}) for price in ([30.0], [30.0] * 2)
    )
    assert changes(one, each) == {}
    dearer = tiny.scenario(brands={"price": [30.0, 31.0], "awareness": [0.5]})
    assert changes(one, dearer) == {"brands.price": ([30.0] * 2, [30.0, 31.0])}


# What is honoured ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FROM_NOW_ON | UNTIL_THE_CAMPAIGN))
def test_what_is_accepted_acts_as_if_the_world_had_been_built_with_it(tiny: Any, name: str) -> None:
    before = scenario_for(tiny, name)
    after = before.with_values({name: other_value(name, attrgetter(name)(before))})
    built, forked = market(tiny, after), market(tiny, before).fork(scenario=after)
    for model in (built, forked):
        model.run_for(DAYS)
    assert tiny.differences(built, forked) == []
    assert same(read(built), read(forked))
    whole, its = as_it_was(tiny, name if name in ELSEWHERE else "")
    if name == "measurement.leave_one_out":  # read by experiments alone
        first = market(tiny, before)
        first.run_burn_in()
        campaign, nothing = forked, first.fork("none")
        nothing.run_for(16)
        assert code_ranks(campaign, uplift(campaign, nothing), first) != code_ranks(
            whole, uplift(whole, nothing), first
        )
    elif name == "measurement.creators_daily":
        assert (len(forked.log.creator_days), len(whole.log.creator_days)) == (16, 0)
    else:
        assert tiny.differences(whole, forked) != [] or not same(its, read(forked)), f"{name} does not act"


def test_a_price_that_doubles_is_what_people_choose_by_and_what_they_pay(tiny: Any) -> None:
    model = market(tiny, busy(tiny, {}))
    model.run_burn_in()
    dear = model.fork(scenario=model.scenario.with_values({"brands.price": [60.0, 30.0]}))
    model.run_for(6)
    dear.run_for(6)
    bought = [int(m.history.measured(STUDIED)[PURCHASES]) for m in (model, dear)]
    assert 0 < bought[1] < 0.9 * bought[0]
    assert dear.outcomes()["revenue"] == pytest.approx(bought[1] * 60.0 * dear.people_per_consumer)


def test_a_budget_that_changes_is_what_there_is_to_spend(tiny: Any) -> None:
    model = market(tiny, busy(tiny, {}))
    model.run_for(4)
    spent = model.ledger.cost
    assert spent > 0
    richer = model.fork(scenario=model.scenario.with_values({"brands.budget": 8e5, "brands.rival_budget": 1e6}))
    assert (richer.ledger.budget, richer.ledger.cost, richer.view().budget) == (800_000_00, spent, 800_000_00)
    assert richer.brands[1].ledger.budget == 1_000_000_00
    assert model.ledger.budget == 200_000_00
    model.run_for(8)
    richer.run_for(8)
    assert richer.ledger.cost > model.ledger.cost
    with pytest.raises(InputError, match=r"fork: brands.budget: got 1.00 USD, takes at least the [\d,.]+ USD that are"):
        richer.fork(scenario=richer.scenario.with_values({"brands.budget": 1.0}))


def test_rivals_that_are_handed_over_count_for_more_than_those_that_the_scenario_names(tiny: Any) -> None:
    model = market(tiny, busy(tiny, {}))
    celebrity = model.scenario.with_values({"brands.rivals": ["celebrity"]})
    assert type(model.fork(scenario=celebrity).strategies[1]).__name__ == "Celebrity"
    assert isinstance(model.fork(scenario=celebrity, rivals=[Busy()]).strategies[1], Busy)


def test_columns_that_were_changed_by_hand_stay_as_they_are_where_their_parameter_does(tiny: Any) -> None:
    model = market(tiny, busy(tiny, {}))
    model.tables.brands.quality[:] = 0.25
    twin = model.fork(scenario=model.scenario.with_values({"brands.appeal": [0.5]}))
    assert twin.tables.brands.quality.tolist() == [0.25, 0.25]
    assert twin.tables.brands.appeal.tolist() == [0.5, 0.5]


def test_a_scenario_with_values_of_its_own_is_checked_like_any_other(tiny: Any) -> None:
    scenario = tiny.scenario()
    assert scenario.with_values({"brands.control": 0.9, "market.days": 5}).market.days == 5
    assert scenario.with_values({"brands.price": 12}).per_brand("price") == [12, 12]
    with pytest.raises(InputError, match=r"brands.prices: no such parameter \(did you mean 'brands.price'\?\)"):
        scenario.with_values({"brands.prices": [1.0]})
    with pytest.raises(InputError, match=r"brands.control: got 2.0, takes"):
        scenario.with_values({"brands.control": 2.0})


# What is compared ----------------------------------------------------------------------------------------------------


def twins(tiny: Any, name: str, value: Any) -> Iterator[MarketModel]:
    model = market(tiny, busy(tiny, {}))
    model.run_burn_in()
    for twin in (model.fork(scenario=model.scenario.with_values({name: value})), model):
        twin.run_for(6)
        yield twin


def test_two_markets_are_no_two_decisions(tiny: Any) -> None:
    with pytest.raises(
        InputError, match=r"uplift: got consumers.talk.hear 0.0 against 0.6, takes two worlds that differ"
    ):
        uplift(*twins(tiny, "consumers.talk.hear", 0.0))
    assert uplift(*twins(tiny, "measurement.consent", 0.0)).total["purchases"] == 0.0


def test_the_effect_of_a_price_counts_what_is_paid_in_each_world(tiny: Any) -> None:
    dear, cheap = twins(tiny, "brands.price", [45.0, 30.0])
    found = uplift(dear, cheap)
    paid = [45.0 * float(dear.consumers.purchases[:, 0].sum()), 33.0 * float(cheap.consumers.purchases[:, 0].sum())]
    assert found.total["revenue"] == pytest.approx((paid[0] - paid[1]) * dear.people_per_consumer)
    share = dear.scenario.per_brand("margin")[0]
    assert found.total["margin"] == pytest.approx(share * found.total["revenue"])
    assert found.revenue.sum() == pytest.approx(sum(m.outcomes()["revenue"] * s for m, s in ((dear, 1), (cheap, -1))))


def test_the_effect_of_a_margin_is_counted_on_what_was_sold_anyway(tiny: Any) -> None:
    found = uplift(*(pair := list(twins(tiny, "brands.margin", [0.8, 0.4]))))
    sold = pair[1].outcomes()["revenue"]
    assert found.total["revenue"] == 0.0
    assert found.total["margin"] == pytest.approx(0.4 * sold)
