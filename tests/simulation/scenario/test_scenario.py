"""The parameters: ranges, units and sources in one place, and combinations that do not fit together."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.scenario.creators import Creators, creators_needed, followers_between
from simulation.scenario.parameter import Bounds, entries
from simulation.scenario.scenario import names
from tests.examples import examples

ENTRIES = list(entries(Scenario))


def test_every_parameter_says_its_unit_meaning_and_source_and_stands_inside_its_own_range() -> None:
    for entry in ENTRIES:
        assert entry.meaning.endswith("."), entry.name
        assert entry.source, entry.name
        for value in entry.default if isinstance(entry.default, list) else [entry.default]:
            if isinstance(value, float | int) and not isinstance(value, bool) and entry.bounds:
                assert entry.bounds.low <= value <= entry.bounds.high, entry.name
    assert len(names()) == len(set(names())) == len(ENTRIES) > 80


def test_every_number_has_a_range() -> None:
    numbers = ("float", "int", "int | None", "float | None", "list[float]")
    without = [entry.name for entry in ENTRIES if entry.kind in numbers and not entry.bounds]
    assert without == []


def test_bounds_are_said_with_a_square_bracket_where_the_limit_is_allowed() -> None:
    assert str(Bounds(0, 0.5, False, True)) == "(0, 0.5]"
    assert str(Bounds(low=1, low_in=True)) == "[1, inf)"
    assert (bool(Bounds()), bool(Bounds(high=3))) == (False, True)
    limits = {entry.name: entry.limits for entry in ENTRIES}
    assert limits["brands.price"] == "[0.01, 1e+09] each"
    assert limits["creators.fraud.most"] == "[0, 0.99]"
    assert limits["brands.names"] == ""


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.bounds], ids=lambda entry: entry.name)
def test_a_value_outside_the_range_is_refused_by_the_parameters_name(entry: Any) -> None:
    low, high = entry.bounds.low, entry.bounds.high
    outside = [value for value in (low - 1, high + 1 if high < 1e15 else math.inf) if not math.isinf(value)]
    outside += [low] * (not entry.bounds.low_in) + [high] * (not entry.bounds.high_in and not math.isinf(high))
    for value in outside:
        given_: Any = int(value) if entry.kind.startswith("int") else value
        given_ = [value] * max(len(entry.default), 1) if isinstance(entry.default, list) else given_
        for part in reversed(entry.name.split(".")):
            given_ = {part: given_}
        with pytest.raises(InputError) as refused:
            Scenario.from_dict(given_)
        place = ".0" * isinstance(entry.default, list)  # the first item that does not do
        assert str(refused.value).startswith(f"{entry.name}{place}: got "), refused.value
        assert "\n" not in str(refused.value)


def test_a_scenario_survives_the_way_into_plain_data_and_back(tiny: Any) -> None:
    scenario = tiny.scenario(creators={"number": 5})
    assert Scenario.from_dict(scenario.to_dict()) == scenario
    assert Scenario.from_dict({}) == Scenario()


@examples(30)
@given(given_=st.data())
def test_any_drawn_scenario_survives_it_too(any_scenario: Any, given_: st.DataObject) -> None:
    scenario = given_.draw(any_scenario)
    assert Scenario.from_dict(scenario.to_dict()) == scenario


def test_a_scenario_cannot_be_changed_under_a_running_market(tiny: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        tiny.scenario().market.days = 3


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"market": {"niches": []}}, "market.niches: got 0 niches, takes 1 to 64"),
        ({"market": {"niches": [f"n{k}" for k in range(65)]}}, "market.niches: got 65 niches"),
        ({"market": {"niches": ["coffee", "coffee"]}}, "market.niches: got a name twice"),
        ({"market": {"related": ["coffee+boks"]}}, "market.related: got 'coffee.boks', .*did you mean 'books'"),
        ({"market": {"related": ["coffee"]}}, "market.related: got 'coffee', takes two"),
        ({"market": {"related": ["coffee+books+gaming"]}}, "market.related: got 'coffee.books.gaming', takes two"),
        ({"brands": {"names": []}}, "brands.names: got 0 brands, takes 1 to 64"),
        ({"brands": {"names": ["b"] * 65}}, "brands.names: got 65 brands"),
        ({"brands": {"price": [1.0, 2.0, 3.0]}}, "brands.price: got 3 values, takes 1 or 2, one per brand"),
        ({"brands": {"names": ["a"]}}, "brands.niches: got 2 values, takes 1, for the one brand"),
        ({"brands": {"niches": ["cofee"]}}, "brands.niches: got 'cofee', .*did you mean 'coffee'"),
        ({"brands": {"loyal": [0.6]}}, "brands.loyal: got shares that sum to 1.2, takes a sum of at most 1"),
        ({"brands": {"price": [1e300]}}, "brands.price.0: got 1e.300"),
        ({"brands": {"appeal": [1e300]}}, "brands.appeal.0: got 1e.300"),
        ({"platform": {"format_share": [1.0]}}, "platform.format_share: got 1 values, takes 5"),
        ({"platform": {"format_share": [0.3] * 5}}, "platform.format_share: got values that sum to 1.5"),
        ({"platform": {"format_engagement": [1.0] * 6}}, "platform.format_engagement: got 6 values"),
        ({"creators": {"number": 61}}, "market.consumers: got 60, takes at least creators.number = 61"),
        ({"creators": {"followers_low": 2e5}}, "creators.followers_high: got .* above creators.followers_low"),
        ({"market": {"people": 59}}, "market.people: got 59, takes at least market.consumers = 60"),
        ({"graph": {"source": "edge_list"}}, "graph.path: got nothing"),
        ({"brands": {"name": ["a"]}}, "brands.name: no such parameter .*did you mean 'brands.names'"),
        ({"brand": {}}, "brand: no such parameter"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_one_line(tiny: Any, parts: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        tiny.scenario(**parts)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"creators": {"cpm": 900.0}}, "creators.cpm: 900 USD per 1,000 impressions is far above"),
        (
            {"brands": {"campaign_days": 7}},
            r"brands.campaign_days: the campaign \(7 days\) is longer than market.days = 6",
        ),
    ],
)
def test_what_is_valid_but_implausible_warns(tiny: Any, parts: Any, message: str) -> None:
    with pytest.warns(UserWarning, match=message):
        tiny.scenario(**parts)


def test_one_value_stands_for_all_brands(tiny: Any) -> None:
    scenario = tiny.scenario(brands={"price": [25.0], "margin": [0.1, 0.2]})
    assert scenario.per_brand("price") == [25.0, 25.0]
    assert scenario.per_brand("margin") == [0.1, 0.2]


@given(
    people=st.floats(1e5, 1e9),
    follows=st.floats(0.1, 50),
    mu=st.floats(7, 11),
    sigma=st.floats(0.5, 2.5),
)
def test_as_many_creators_as_the_follows_need(people: float, follows: float, mu: float, sigma: float) -> None:
    """Against the mean of the truncated lognormal by numerical integration."""
    import numpy as np

    rule = Creators(followers_mu=mu, followers_sigma=sigma)
    low, high = followers_between(rule, people)
    x = np.linspace(np.log(low), np.log(high), 20_001)
    weight = np.exp(-0.5 * ((x - mu) / sigma) ** 2)
    mean = np.trapezoid(weight * np.exp(x), x) / np.trapezoid(weight, x)
    assert creators_needed(rule, people, follows) == pytest.approx(max(people * follows / mean, 1), rel=0.01, abs=1)
