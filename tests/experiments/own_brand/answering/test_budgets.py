"""What is said of more and less money, and bounds that a command may ask for."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from experiments.own_brand.answering.budgets import as_run, bounds_of, lines
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.plans import BEST
from experiments.results.money import amount
from simulation.errors import InputError
from tests.experiments.own_brand.answering.made import outlook

ASKED = np.array([25.0, 50.0, 100.0, 200.0])
CURVES = [
    Curve("creators", ASKED, ASKED, (2.0 * ASKED)[None, :]),
    Curve("paid_social", ASKED, ASKED, (0.5 * ASKED)[None, :]),
]


def test_the_next_money_is_looked_at_where_money_is_spent_today() -> None:
    said = lines(CURVES, {"creators": 1.0}, {"creators": 40.0}, 100.0, "EUR")
    assert said[0] == "Creators: at today's split of 40 EUR the next EUR brings 2 of margin; more of it pays."
    assert said[1] == "Paid social: at its first money the next EUR brings 0.50 of margin; more of it does not pay."


def test_money_that_comes_back_as_it_was_neither_pays_nor_does_not() -> None:
    even = Curve("creators", ASKED, ASKED, (1.004 * ASKED)[None, :])
    (said, _) = lines([even], {}, {"creators": 40.0}, 100.0, "EUR")
    assert said == "Creators: at today's split of 40 EUR the next EUR brings 1 of margin, which is what it costs."


def test_without_spend_today_it_is_looked_at_in_the_best_split() -> None:
    assert lines(CURVES, {"creators": 1.0}, {}, 100.0, "EUR")[0].startswith("Creators: at the best split's 100 EUR")


def test_half_and_twice_of_the_budget_are_said_beside_the_whole() -> None:
    (line,) = lines(CURVES, {}, {}, 100.0, "EUR")[2:]
    assert line == (
        "By the curves, each part taken alone and in the mean over worlds, the budget adds +100 EUR of profit (100 % "
        "creators), half of it +50 EUR (100 % creators), twice +200 EUR (100 % creators)."
    )


def test_bounds_hold_for_half_and_twice_of_the_budget_too() -> None:
    line = lines(CURVES, {}, {}, 100.0, "EUR", bounds={"creators": (0.0, 0.4)})[-1]
    assert line.endswith(
        "adds +40 EUR of profit (40 % creators, 60 % kept), half of it +20 EUR (40 % creators, 60 % kept),"
        " twice +80 EUR (40 % creators, 60 % kept)."
    )


def test_what_the_split_added_as_a_plan_stands_beside_what_the_curves_say() -> None:
    found = outlook()
    ran = dataclasses.replace(
        found, plans=(*found.plans, BEST), values={**found.values, BEST: found.values["creators"]}
    )
    added = amount(found.mean("creators", "added_profit"), "EUR", sign=True)
    assert as_run(ran, CURVES, "EUR") == [
        f"Run as a plan in 3 worlds, the split of the budget adds {added} of profit: parts share people, and the curves"
        " are of 1 of these worlds."
    ]
    assert as_run(found, CURVES, "EUR") == []


def test_a_part_that_is_full_takes_no_more_money() -> None:
    full = Curve("search", ASKED, np.minimum(ASKED, 30.0), np.minimum(3.0 * ASKED, 90.0)[None, :])
    assert full.most == 30.0
    assert full.marginal(60.0, 10.0) == 0.0
    said = lines([full, CURVES[0]], {}, {"search": 40.0}, 100.0, "EUR")
    assert said[0] == "Search: no more than 30 EUR can be spent on it."
    empty = Curve("search", ASKED, 0.0 * ASKED, 0.0 * ASKED[None, :])
    assert lines([empty], {}, {}, 100.0, "EUR")[0] == "Search: none can be had."
    assert "(70 % creators, 30 % search)" in said[-1] or "(30 % search, 70 % creators)" in said[-1]


def test_where_nothing_pays_it_is_said_once() -> None:
    dear = Curve("creators", ASKED, ASKED, (0.1 * ASKED)[None, :])
    said = lines([dear], {}, {}, 100.0, "EUR")[-1]
    assert said.endswith("in the mean over worlds, nothing pays: not with half or twice the budget either.")


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"tv": [0, 1]}, "effort.bounds: got 'tv', takes one of creators, broadcast, paid_social, search"),
    ({"broadcast": [0.5, 0.2]}, "effort.bounds.broadcast: got [0.5, 0.2], takes two shares such as [0, 0.5]"),
    ({"broadcast": [0.5]}, "effort.bounds.broadcast: got [0.5], takes two shares"),
    ({"broadcast": [0.7, 1], "search": [0.5, 1]}, "effort.bounds: got least shares of more than 1 together"),
]


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_bounds_that_are_no_shares_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        bounds_of(given)
    assert message in str(refused.value)
