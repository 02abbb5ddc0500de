"""The plans of a brand: which there are, at which prices, and why one is left out."""

from __future__ import annotations

import datetime

import pytest

from experiments.own_brand.answering.plans import as_now, money_now, plans_of, spent_now
from experiments.own_brand.brand import PlannedWeek, Price, RosterCreator, Sales
from experiments.own_brand.mixes import mix, prices_of
from simulation.strategies.named import restore
from tests.experiments.own_brand.answering.made import brand


def sales(**spend: float) -> Sales:
    """Return twenty weeks with the same spend."""
    weeks = tuple(datetime.date(2026, 1, 5) + datetime.timedelta(weeks=k) for k in range(20))
    return Sales(weeks, (10.0,) * 20, spend={name: (each,) * 20 for name, each in spend.items()})


def test_what_is_done_now_is_the_split_of_the_last_quarter() -> None:
    ours = brand(sales=sales(broadcast=300.0, paid_social=700.0, newsletter=900.0))
    assert spent_now(ours) == {"broadcast": 0.3, "paid_social": 0.7}
    now = as_now(ours)
    assert now.does == "The budget in the split of the last quarter: 30 % broadcast and 70 % paid social."  # type: ignore[union-attr]


def test_what_is_spent_now_comes_from_the_plan_or_from_the_last_quarter() -> None:
    assert money_now(brand(sales=sales(broadcast=300.0, paid_social=700.0))) == {
        "broadcast": 300.0,
        "paid_social": 700.0,
    }
    rows = (
        PlannedWeek(1, handle="@a", posts=3),
        PlannedWeek(2, handle="@a", posts=1, spend=150.0),
        PlannedWeek(2, channel="broadcast", spend=500.0),
    )
    ours = brand(plan=rows, roster=(RosterCreator("@a", 5_000.0, 100.0),))
    assert money_now(ours) == {"creators": 450.0, "broadcast": 500.0}
    assert money_now(brand()) == {}


def test_without_plan_or_spend_it_is_left_out_with_the_reason() -> None:
    found = plans_of(brand(budget=50_000.0))
    assert [each.name for each in found.left_out] == ["as now"]
    assert "plan.csv" in found.left_out[0].why
    assert found.names == [
        "no campaign",
        "broadcast",
        "paid social",
        "creators by fit",
        "creators by price per reach",
        "creators by value",
        "creators and paid social",
    ]


def test_broadcast_needs_its_minimum() -> None:
    assert [each.name for each in plans_of(brand()).left_out] == ["as now", "broadcast"]
    local = brand(prices=(Price("broadcast", "1000 impressions", 5.0, minimum=500.0),))
    assert [each.name for each in plans_of(local).left_out] == ["as now"]
    assert prices_of(local)["broadcast"] == 5.0


def test_prices_are_in_the_brands_currency_and_count_the_agency() -> None:
    assert prices_of(brand())["paid_social"] == pytest.approx(8.5 * 0.92)
    dear = brand(prices=(Price("paid_social", "1000 impressions", 10.0, agency_share=0.15),))
    assert prices_of(dear)["paid_social"] == pytest.approx(11.5)


def test_a_roster_is_the_pool_and_nobody_of_it_is_left_out_for_fit() -> None:
    ours = brand(roster=(RosterCreator("@a", 5_000.0, 100.0, niche="tea"),))
    config = mix(ours, creators=1.0)
    assert (config["pool"], config["least_fit"], config["dearest"]) == ("roster", 0.0, None)
    assert "roster by fit" in plans_of(ours).names


def test_nobody_is_hired_by_a_fit_that_no_roster_tells() -> None:
    plans = plans_of(brand(roster=(RosterCreator("@a", 5_000.0, 100.0),)))
    assert "roster by fit" not in plans.names
    assert "No niche is told" in next(each.why for each in plans.left_out if each.name == "roster by fit")


def test_a_plan_that_costs_more_than_the_budget_is_left_out_with_both_numbers() -> None:
    dear = brand(plan=(PlannedWeek(1, channel="broadcast", spend=1_500.0),))
    assert plans_of(dear).left_out[0].why == "The plan in plan.csv costs 1,500 EUR, more than the budget of 1,000."


def test_every_plan_is_a_strategy_that_can_be_made() -> None:
    rows = (PlannedWeek(1, handle="@a", posts=2), PlannedWeek(2, channel="broadcast", spend=500.0))
    ours = brand(budget=50_000.0, roster=(RosterCreator("@a", 5_000.0, 100.0),), plan=rows)
    for plan in plans_of(ours).plans:
        restore(plan.strategy)
    booked = plans_of(ours).named("as now").strategy
    assert (booked["handles"], booked["channels"], booked["cpm"]) == (["@a"], ["broadcast"], [20.0 * 0.92])
