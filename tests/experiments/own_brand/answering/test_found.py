"""What is said beside the answer: what would settle it, and hours that no cost counts."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from experiments.own_brand.answering.doubts import doubts
from experiments.own_brand.answering.found import Found, answer_lines, dropped, settling, spent_now_line
from experiments.own_brand.answering.hiring_list import Hire
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import BrandPlan, Plans
from experiments.own_brand.brand import LiftTest, Price, RosterCreator, Sales
from experiments.own_brand.fitting.fitted import Beside
from experiments.own_brand.fitting.summary import KNOWN_BY_SPEND, KNOWN_LATER
from experiments.own_brand.mixes import strategy
from tests.experiments.own_brand.answering.made import PLANS, brand, outlook

DAY = datetime.date(2026, 1, 5)
ALL: dict[str, Any] = {
    "sales": Sales((DAY,), (10.0,)),
    "prices": (Price("broadcast", "1000 impressions", 15.0),),
    "roster": (RosterCreator("@a", 5_000.0, 100.0, average_views=900.0),),
    "tests": (LiftTest("tv", DAY, DAY, 100.0, 5.0),),
}


def found(lived: Outlook | None = None, **files: Any) -> Found:
    """Return what was found for a brand with these files."""
    plans = tuple(BrandPlan(name, "Does something.", strategy("none")) for name in PLANS)
    return Found(brand(**files), Plans(plans, ()), lived or outlook())


def test_a_plan_ahead_in_nine_of_ten_worlds_is_settled() -> None:
    sure = outlook(creators=(150.0,) * 10, broadcast=(*(100.0,) * 9, 160.0))
    assert settling(found(sure)) == []


def test_each_file_that_is_missing_is_named_where_the_answer_is_open() -> None:
    (line,) = settling(found())
    assert line.startswith("Not settled: creators against broadcast holds in 2 of 3 worlds.")
    for name in ("tests.csv", "sales.csv", "prices.csv", "roster.csv"):
        assert name in line
        kind = name.removesuffix(".csv")
        (without,) = settling(found(**{kind: ALL[kind]}))
        assert name not in without


def test_with_all_files_only_a_test_would_tell_more() -> None:
    (line,) = settling(found(**ALL))
    assert line.endswith("only a test of both plans would tell more.")


def test_plans_that_are_the_same_are_no_rivals() -> None:
    """A small budget may hire the same creators by any order: the lead is that over the next plan that differs."""
    same = (150.0, 130.0, 90.0)
    mine = found(outlook(creators=same, broadcast=same))
    assert mine.answer.endswith("they bring the same in every world; they cost the same.")
    (line,) = settling(mine)
    assert line.startswith("Not settled: creators against no campaign holds in 2 of 3 worlds.")
    assert not any("differ by 0" in doubt for doubt in doubts(mine.brand, mine.outlook))


def test_hours_apart_are_said_and_hours_in_the_budget_are_not() -> None:
    apart = found(wages_included=False)
    assert "Hours of your own people come on top: 14, which no cost here counts." in apart.lines
    assert not any("Hours" in line for line in found().lines)


def test_a_plan_that_is_best_for_another_goal_may_not_pay_back() -> None:
    lived = outlook(goal="sales", creators=(60.0, 50.0, 70.0), broadcast=(40.0, 30.0, 20.0))
    (line, *_) = answer_lines(found(lived))
    assert line.startswith("It brings +60 purchases in the mean over worlds (+52 to +68 in eight of ten). It does not ")
    assert "pay back: it changes profit by \N{MINUS SIGN}400 EUR against no campaign" in line
    assert line.endswith("it pays in 0 of 3 worlds.")


def test_of_new_customers_their_number_and_cost_are_said() -> None:
    capped = found(outlook(goal="cost per customer", cost_cap=100.0))
    assert answer_lines(capped)[0].startswith("It brings +12 new customers in the mean over worlds (+9.8 to +15 in")
    assert "eight of ten), each for 81 EUR. It adds +233 EUR of profit" in answer_lines(capped)[0]
    assert "each for" not in capped.answer, "beside a difference of customers it would be read as its cost"


def test_creators_are_dropped_by_profit_and_that_is_said_where_the_goal_is_another() -> None:
    loses = Hire("@dear", 2.0, 300.0, 310.0, -250.0, -400.0, 10.0, 0, 3, 100.0, 0.4, 0.2, "dear for what is seen")
    mine = dataclasses.replace(found(), hires=[loses], hired_by="creators")
    assert dropped(mine) == "Drop first of creators: @dear."
    sells = dataclasses.replace(mine, brand=brand(goal="sales"))
    assert dropped(sells) == "Drop first of creators, by profit (the goal is sales): @dear."
    assert dropped(found()) == ""


def test_worlds_drawn_from_few_are_said_to_be() -> None:
    said = "About 1.2 of the fitted worlds count by what your files say of the past, and these 3 are drawn from them:"
    assert any(line.startswith(said) for line in answer_lines(dataclasses.replace(found(), counting=1.2)))
    assert not any("fitted worlds" in line for line in answer_lines(dataclasses.replace(found(), counting=2.4)))


def test_what_the_spend_of_now_brings_is_said_and_that_every_plan_is_instead_of_it() -> None:
    spent = Sales((DAY, DAY), (10.0, 11.0), spend={"search": (30.0, 50.0)})
    numbers = [
        Beside("sales a week", "units", 10.5, 10.6, 10.4, 10.8, 0.5),
        Beside("sales a week without your spend", "units", None, 8.2, 7.5, 9.1),
    ]
    lines = answer_lines(dataclasses.replace(found(sales=spent), yours=numbers))
    said = (
        "In the 2 weeks of sales.csv that count you spent 40 EUR a week. Without it worlds sell 8.2 a week (7.5 to 9.1"
        " over the worlds) instead of 10.6: what it adds earns 24 EUR a week before its cost. No campaign is without it, and every plan is instead of it: a plan has 100 EUR a week."
    )
    assert said.replace("10.6", "11") in lines
    awareness = [Beside(KNOWN_LATER, "%", None, 0.18, 0.1, 0.2), Beside(KNOWN_BY_SPEND, "%", 0.34, 0.338, 0.33, 0.35)]
    (line,) = spent_now_line(dataclasses.replace(found(sales=spent), yours=[*numbers, *awareness]))
    assert (
        "When the weeks looked at end, 34 % know the brand with it, and 18 % without. No campaign is without it" in line
    )
    partly = Sales((DAY, DAY), (10.0, 11.0), spend={"search": (30.0, 50.0), "podium": (0.0, 9.0)})
    (line,) = spent_now_line(dataclasses.replace(found(sales=partly), yours=numbers))
    assert "you spent 40 EUR a week on channels of the market. Without it" in line
    unspent = Sales((DAY, DAY), (10.0, 11.0), spend={"search": (0.0, 0.0)})
    assert not any(
        "Without it worlds sell" in line
        for line in answer_lines(dataclasses.replace(found(sales=unspent), yours=numbers))
    )
    weeks = tuple(DAY + datetime.timedelta(weeks=week) for week in range(26))
    ended = Sales(weeks, (10.0,) * 26, spend={"search": (80.0,) * 13 + (0.0,) * 13})
    (line,) = spent_now_line(dataclasses.replace(found(sales=ended), yours=numbers))
    assert "you spent 40 EUR a week, and 0 EUR in the last 13 of them. Without the former worlds sell 8.2" in line
