"""Plans over worlds: mean, range, who is ahead, and in how many worlds, by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import pytest

from experiments.own_brand.answering.found import answer
from experiments.own_brand.answering.outlook import beats_nothing, mean_of, quantiles, standing_for_all, with_plan
from tests.experiments.own_brand.answering.made import outlook, rows


def test_profit_is_margin_less_cost_in_each_world() -> None:
    found = outlook()
    # 150, 130, 90 purchases of 20 EUR at a margin of a half, for 1,000 EUR.
    assert found.values["creators"]["added_profit"].tolist() == [500.0, 300.0, -100.0]
    assert found.span("creators", "added_profit") == pytest.approx((700.0 / 3, -20.0, 460.0))
    assert found.ranked() == ["creators", "broadcast", "no campaign"]


def test_ahead_counts_worlds_and_not_sizes() -> None:
    found = outlook()
    assert found.ahead("creators", "broadcast") == 2
    assert found.ahead("broadcast", "creators") == 1
    assert found.ahead("creators", "no campaign") == 2
    assert found.ahead("creators", "creators") == 0, "a tie is not ahead"


def test_a_plan_beats_nothing_if_it_pays_in_most_worlds() -> None:
    assert beats_nothing(outlook()) == ["creators", "broadcast"]
    assert beats_nothing(outlook(creators=(150.0, 90.0, 90.0))) == ["broadcast"]


def test_means_and_quantiles_leave_out_what_is_not_known() -> None:
    values = np.array([3.0, 1.0, np.nan, 2.0, 4.0])
    assert mean_of(values) == 2.5
    assert quantiles(values, (0.1, 0.5)) == pytest.approx([1.3, 2.5])
    assert np.isnan([mean_of(np.full(2, np.nan)), *quantiles(np.full(2, np.nan), (0.5,))]).all()


def test_no_plan_that_loses_in_the_mean_is_recommended() -> None:
    found = outlook(creators=(60.0, 70.0, 50.0), broadcast=(10.0, 20.0, 30.0))
    assert found.ranked()[0] == "no campaign"
    assert answer(found, "EUR") == (
        "No plan pays for itself: doing nothing is ahead of creators, the best of them, in 3 of 3 worlds."
    )


def test_no_plan_pays_is_said_of_profit_alone() -> None:
    found = outlook(goal="sales", creators=(-6.0, -7.0, -5.0), broadcast=(-10.0, -20.0, -30.0))
    assert answer(found, "EUR").startswith("No plan brings more purchases: doing nothing is ahead of creators")


def test_the_answer_names_the_next_plan_and_the_worlds() -> None:
    assert answer(outlook(), "EUR") == (
        "Creators: ahead of broadcast in 2 of 3 worlds, by +100 EUR of profit in the mean over all of them."
    )
    # ahead in few worlds, by the mean alone
    few = outlook(creators=(200.0, 110.0, 110.0), broadcast=(120.0, 112.0, 112.0))
    assert answer(few, "EUR").startswith("Creators, by a hair: ahead of broadcast in 1 of 3 worlds")


def test_plans_that_bring_the_same_in_the_mean_are_said_to() -> None:
    even = outlook(creators=(150.0, 110.0, 90.0), broadcast=(120.0, 140.0, 90.0))
    said = "ahead of broadcast in 1 of 3 worlds (level in 1); in the mean over all of them they bring the same profit."
    assert answer(even, "EUR").endswith(said)
    # 1,508 and 1,494 purchases of 10 EUR margin, less 1,000 EUR: 140 EUR of 14,080 more in each world are no lead.
    near = outlook(creators=(1_508.0,) * 3, broadcast=(1_494.0,) * 3)
    said = (
        "in 3 of 3 worlds; in the mean over all of them they bring about the same profit (+14,100 EUR and +13,900 EUR)."
    )
    assert answer(near, "EUR").endswith(said)


def test_sales_as_a_goal_do_not_look_at_cost() -> None:
    found = outlook(goal="sales")
    assert found.ranked()[0] == "creators"
    assert "+10 purchases in the mean over all of them" in answer(found, "EUR")


def test_a_cap_on_the_cost_of_a_customer_comes_before_the_number_of_customers() -> None:
    # A tenth of purchases are new customers: creators win 15, 13, 9, for 1,000 EUR: 12.3 in the mean, 81 EUR each.
    dear = outlook(goal="cost per customer", cost_cap=70.0)
    assert dear.measure == "cost_per_customer"
    said = "No plan wins a new customer for 70 EUR. The nearest is creators: a new customer costs 81 EUR in the mean,"
    assert answer(dear, "EUR").startswith(said)
    within = outlook(goal="cost per customer", cost_cap=100.0)
    assert within.measure == "added_customers"
    assert within.ranked()[0] == "creators"
    assert within.ranked()[-1] == "no campaign"
    assert "new customers in the mean over all of them" in answer(within, "EUR")


@pytest.mark.parametrize("cap", [None, 40.0])
def test_no_plan_that_wins_a_customer_is_an_answer(cap: float | None) -> None:
    none = outlook(goal="cost per customer", cost_cap=cap, creators=(0.0,) * 3, broadcast=(-10.0, 0.0, 0.0))
    assert none.ranked()[0] == "no campaign"
    assert answer(none, "EUR") == "No plan wins a new customer in the mean over worlds: the answer is no campaign."


def test_doing_nothing_is_not_ahead_of_what_brings_the_same_in_every_world() -> None:
    same = outlook(goal="sales", creators=(0.0,) * 3, broadcast=(-1.0, 0.0, 0.0))
    said = "No plan brings more purchases: creators, the best of them, brings the same as doing nothing in every world."
    assert answer(same, "EUR") == said


def test_plans_that_bought_nothing_are_no_contenders() -> None:
    found = outlook(creators=(0.0,) * 3, broadcast=(120.0, 140.0, 90.0))
    bought = {**found.values["creators"], "cost": np.zeros(3), "added_profit": np.zeros(3)}
    found = dataclasses.replace(found, values={**found.values, "creators": bought})
    assert found.contenders() == ["broadcast", "no campaign"]
    assert answer(found, "EUR").startswith("Broadcast: ahead of no campaign in 2 of 3 worlds, by +167 EUR")
    idle = {**bought, "cost": np.zeros(3)}
    none = dataclasses.replace(found, values={**found.values, "creators": idle, "broadcast": idle})
    assert answer(none, "EUR") == "No plan buys anything for this budget: the answer is no campaign."


SKEWED = rows(
    {"no campaign": [0.0] * 9, "a": [9.0, 1.0, 2.0, 90.0, 3.0, 4.0, 7.0, 5.0, 6.0], "b": [1.0] * 9},
    {"no campaign": 0.0, "a": 0.0, "b": 0.0},
)
"""In order by what plan a adds: worlds 1, 2, 4 (1, 2, 3), 5, 7, 8 (4, 5, 6), and 6, 0, 3 (7, 9, 90)."""


def test_worlds_that_stand_for_all_are_near_the_means_of_equal_parts() -> None:
    assert standing_for_all(SKEWED, ["a"], 3) == [0, 2, 7], "of 7, 9, 90 the mean is 35: 9 is nearest"
    assert standing_for_all(SKEWED, ["a", "b"], 3) == [0, 2, 7]
    assert standing_for_all(SKEWED, ["a"], 1) == [0], "the mean over all is 14"
    assert standing_for_all(SKEWED, ["a"], 9) == standing_for_all(SKEWED, ["a"], 40) == list(range(9))
    assert standing_for_all(SKEWED, [], 2) == [0, 1], "nothing is spent"


def test_a_plan_that_was_run_afterwards_joins_where_both_finished() -> None:
    """World 1 of the first runs failed, and world 2 of the others."""
    first = SKEWED.filter(pl.col("point") != 1)
    more = rows({"no campaign": [0.0] * 3, "c": [5.0, 6.0, 7.0]}, {"no campaign": 0.0, "c": 0.0}).filter(
        pl.col("point") != 2
    )
    both = with_plan(first, more.select(reversed(more.columns)), "c")
    assert both["point"].unique().to_list() == [0]
    assert sorted(both["arm"]) == ["a", "b", "c", "no campaign"]
    assert both.filter(pl.col("arm") == "c")["incremental_expected_purchases"].to_list() == [5.0]
