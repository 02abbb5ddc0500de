"""Each warning is raised by what it is about, and none by a plausible market."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from experiments.own_brand.answering.doubts import cost_line, doubts
from tests.experiments.own_brand.answering.made import brand, outlook

PLAUSIBLE = {"creators": (15.0, 13.0, 9.0), "broadcast": (9.0, 10.0, 6.0)}


def test_a_plausible_market_raises_none() -> None:
    assert doubts(brand(), outlook(**PLAUSIBLE)) == []


RAISED = {
    "nobody buys": (brand(), outlook((0.0, 0.0), (0.0, 0.0), (1.0, 1.0), base=0.0), "Hardly anybody buys"),
    "below one person": (
        brand(budget=30.0),
        outlook((15.0, 13.0, 9.0), (14.0, 13.5, 9.5), cost=30.0),
        "less than the 2 people",
    ),
    "return": (brand(budget=5.0), outlook((15.0, 13.0, 9.0), (9.0, 10.0, 6.0), cost=5.0), "creators (49) and broad"),
    "lift": (brand(), outlook((80.0, 60.0, 70.0), (9.0, 10.0, 6.0)), "creators (70 %)"),
    "unspent": (brand(budget=4_000.0), outlook(**PLAUSIBLE), "could not be spent: creators (75 %)"),
    "base": (brand(units=200.0), outlook(**PLAUSIBLE), "the market sells 10 a week, you say 20"),
    "no spread": (brand(), outlook((15.0, 15.0, 15.0), (9.0, 10.0, 6.0)), "no certainty"),
}


@pytest.mark.parametrize("kind", RAISED)
def test_each_kind_is_raised(kind: str) -> None:
    ours, found, words = RAISED[kind]
    said = [line for line in doubts(ours, found) if words in line]
    assert len(said) == 1, doubts(ours, found)


def test_a_launch_has_no_sales_to_be_compared_with() -> None:
    assert doubts(brand(units=0.0), outlook(**PLAUSIBLE, base=5.0)) == []


def test_costs_are_called_equal_only_where_they_are() -> None:
    assert cost_line(outlook(), "EUR") == "All plans cost about the same (1,000 EUR)."
    found = outlook()
    cheaper = {**found.values["broadcast"], "cost": np.full(3, 700.0)}
    found = dataclasses.replace(found, values={**found.values, "broadcast": cheaper})
    assert cost_line(found, "EUR").startswith("The plans do not cost the same: 700 EUR to 1,000 EUR.")
