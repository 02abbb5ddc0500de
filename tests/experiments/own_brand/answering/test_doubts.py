"""Each warning is raised by what it is about, and none by a plausible market."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import numpy as np
import pytest

from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.doubts import (
    cost_line,
    curves_beyond,
    doubts,
    drifting,
    known_by_spend,
    nearest_only,
    unlike,
    unseen,
)
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import BEST, NOTHING
from experiments.own_brand.brand import Brand, PlannedWeek, Sales
from experiments.own_brand.fitting.fitted import Beside, Fitted
from experiments.own_brand.fitting.summary import DRIFT, KNOWN_BY_SPEND, KNOWN_NOW, SALES, WITHOUT, WITHOUT_WHOLE
from experiments.own_brand.showing.said import split_words
from tests.experiments.own_brand.answering.made import brand, outlook

WORLDS = 10
PLAUSIBLE: dict[str, Any] = {
    "creators": (15.0, 13.0, 9.0, 12.0, 14.0) * 2,
    "broadcast": (9.0, 10.0, 6.0, 8.0, 9.0) * 2,
}


def likely(**changes: Any) -> Outlook:
    """Return a plausible outlook with something changed."""
    return outlook(**(PLAUSIBLE | changes))


def test_a_plausible_market_raises_none() -> None:
    assert doubts(brand(), likely()) == []


def test_no_campaign_is_held_against_what_the_fit_sells_without_the_spend_of_now() -> None:
    spends = brand(units=200.0)  # it sells 20 a week with its spend, and the market 10 without a campaign
    sales = Beside(SALES, "units", 20.0, 20.0, 19.0, 21.0, 1.0)
    assert doubts(spends, likely(), [sales, Beside(WITHOUT_WHOLE, "units", None, 10.2, 9.0, 11.0)]) == []
    later = Beside(WITHOUT, "units", None, 14.0, 13.0, 15.0)  # of the weeks from the ninth on
    assert doubts(spends, likely(), [sales, later, Beside(WITHOUT_WHOLE, "units", None, 10.2, 9.0, 11.0)]) == []
    (said,) = doubts(spends, likely(), [sales, Beside(WITHOUT_WHOLE, "units", None, 14.0, 13.0, 15.0)])
    begins = "Without a campaign the market sells 10 a week, and the fit says 13 to 15 without your spend."
    assert said.startswith(begins)
    some = [
        sales,
        Beside(WITHOUT_WHOLE, "units", None, 14.0, 10.4, 15.0),
    ]  # an answer may be of the lower of these worlds
    assert doubts(spends, likely(), some) == []


def test_other_seeds_than_the_fits_are_named_where_sales_are_unlike() -> None:
    two = likely()
    chance = {**two.chance, NOTHING: {**two.chance[NOTHING], "expected_purchases": 3.0}}
    (said,) = doubts(brand(units=200.0), dataclasses.replace(two, chance=chance))
    assert said.startswith("Without a campaign the market sells 10 a week, you say 20. The fit is of one seed, and")
    assert "effort.seeds=1, or more market.consumers" in said
    assert "Run task=fit" not in said


def test_an_answer_of_worlds_that_only_come_nearest_begins_with_that() -> None:
    fitted = Fitted({}, ("a",), ((1.0,), (2.0,)), 1, 10.0, 0.5, (), (), (), 6)
    assert nearest_only(fitted) == []
    (said,) = nearest_only(dataclasses.replace(fitted, nearest=True))
    assert said.startswith("None of 6 worlds shows your numbers at once: the answer is of the nearest. ")
    (said,) = nearest_only(dataclasses.replace(fitted, rows=((1.0,),), nearest=True))
    assert "of the nearest one." in said


RAISED = {
    "nobody buys": (brand(), likely(creators=(0.0,) * 10, broadcast=(0.0,) * 10, base=0.0), "Hardly anybody buys"),
    "below one person": (
        brand(budget=30.0),
        likely(broadcast=(14.0, 13.5, 9.5, 12.5, 13.0) * 2, cost=30.0),
        "less than the 2",
    ),
    "return": (brand(budget=5.0), likely(cost=5.0), "creators (50) and broadcast (34)"),
    "lift": (brand(), likely(creators=(80.0, 60.0, 70.0, 70.0, 70.0) * 2), "creators (70 %)"),
    "nothing spent": (brand(), likely(cost=0.0), "could not be spent: creators (100 %)"),
    "unspent": (brand(budget=4_000.0), likely(), "could not be spent: creators (75 %)"),
    "base": (brand(units=200.0), likely(), "the market sells 10 a week, you say 20"),
    "no margin": (brand(margin=0.0), likely(), "The margin is 0 %"),
    "no spread": (brand(), likely(creators=(15.0,) * 10), "no certainty"),
    # Nine worlds in which 1,000 EUR bring 140 purchases of 10 EUR margin, one in which they bring 1,700.
    "one world": (
        brand(units=10_000.0),
        likely(creators=(140.0,) * 9 + (1_700.0,), broadcast=(120.0,) * 10, base=10_000.0),
        "The mean rests on one of 10 worlds: without it creators adds +400 EUR of profit instead of +1,960 EUR",
    ),
    "few worlds": (brand(), outlook((15.0, 13.0, 9.0), (9.0, 10.0, 6.0)), "Only 3 plausible worlds"),
}


@pytest.mark.parametrize("kind", RAISED)
def test_each_kind_is_raised(kind: str) -> None:
    ours, found, words = RAISED[kind]
    said = [line for line in doubts(ours, found) if words in line]
    assert len(said) == 1, doubts(ours, found)


def test_evidence_that_leaves_few_worlds_is_said() -> None:
    (said,) = doubts(brand(), likely(), counting=2.2)
    assert "about 2.2 of the fitted worlds count" in said
    assert doubts(brand(), likely(), counting=4.0) == []


def test_money_that_the_best_split_keeps_is_not_money_that_it_could_not_spend() -> None:
    found = likely()
    kept = dataclasses.replace(
        found, plans=(*found.plans, BEST), values={**found.values, BEST: found.values["broadcast"]}
    )
    ours, shares = brand(budget=4_000.0), {"creators": 0.05, "broadcast": 0.20}
    assert split_words(shares) == "5 % creators, 20 % broadcast, 75 % kept"
    (said,) = [line for line in doubts(ours, kept, split=shares) if "could not be spent" in line]
    assert "creators (75 %) and broadcast (75 %)" in said
    assert BEST not in said
    (said,) = [line for line in doubts(ours, kept, split={"creators": 1.0}) if "could not be spent" in line]
    assert f"{BEST} (75 %)" in said


def test_money_that_a_plan_of_ones_own_does_not_ask_for_is_no_fault_of_the_market() -> None:
    rows = (PlannedWeek(1, channel="broadcast", spend=100.0),)
    found = likely()
    kept = dataclasses.replace(
        found, plans=(*found.plans, "as now"), values={**found.values, "as now": found.values["broadcast"]}
    )
    assert "as now" in " ".join(doubts(brand(budget=4_000.0), kept))
    assert "as now" not in " ".join(doubts(brand(budget=4_000.0, plan=rows), kept))


def test_numbers_that_the_market_does_not_show_are_named() -> None:
    yours = [
        Beside("customers", "people", 300.0, 379.0, 350.0, 400.0, 45.0),
        Beside("sales", "units", 10.0, 10.1, 9.0, 11.0, 0.5),
    ]
    assert unlike(yours) == [
        "The fitted market does not show all of your numbers: customers (yours 300, ours 379). Check that they go "
        "together."
    ]
    assert unlike(yours[1:]) == []
    (share,) = unlike([Beside("know the brand now", "%", 0.12, 0.08, 0.07, 0.09, 0.02)])
    assert "know the brand now (yours 12 %, ours 8.0 %)" in share


def test_a_market_that_changes_by_itself_is_named() -> None:
    def drift(ours: float, low: float, high: float) -> list[str]:
        return drifting([Beside(DRIFT, "%", None, ours, low, high)])

    assert drift(0.03, -0.1, 0.2) == []
    (said,) = drift(-0.2, -0.3, 0.1)
    assert "without a campaign its sales are 20 % lower in the second half" in said
    assert "(30 % lower to 10 % higher over the worlds)" in said
    assert len(drift(0.05, -0.1, 0.6)) == 1
    assert drifting([]) == []


def test_worlds_that_make_a_brand_known_by_spend_that_it_has_had_are_named() -> None:
    def spends(weeks: int) -> Brand:
        days = tuple(datetime.date(2025, 1, 6) + datetime.timedelta(weeks=k) for k in range(weeks))
        return brand(sales=Sales(days, (10.0,) * weeks, spend={"search": (30.0,) * weeks}))

    def known(now: float | None, later: float) -> list[Beside]:
        return [
            Beside(KNOWN_NOW, "%", now, 0.12, 0.12, 0.12),
            Beside(KNOWN_BY_SPEND, "%", None, later, 0.1, 0.9),
        ]

    (said,) = known_by_spend(spends(40), known(0.12, 0.28))
    assert said.startswith("You say that 12 % know the brand after 40 weeks of spend; in the worlds the same spend")
    assert "known to 28 %" in said
    assert known_by_spend(spends(40), known(0.12, 0.149)) == []
    assert known_by_spend(spends(40), known(None, 0.28)) == []
    assert known_by_spend(spends(25), known(0.12, 0.28)) == []
    begun = spends(40).sales
    assert begun is not None
    lately = dataclasses.replace(begun, spend={"search": (*(0.0,) * 37, *(30.0,) * 3)})
    assert known_by_spend(brand(sales=lately), known(0.12, 0.28)) == [], "three weeks make nobody known"
    assert known_by_spend(brand(), known(0.12, 0.28)) == []


def test_a_launch_has_no_sales_to_be_compared_with() -> None:
    assert doubts(brand(units=0.0), likely(base=5.0)) == []


def test_costs_are_called_equal_only_where_they_are() -> None:
    assert cost_line(outlook(), "EUR") == "All plans cost the same (1,000 EUR)."
    found = outlook()
    cheaper = {**found.values["broadcast"], "cost": np.full(3, 700.0)}
    found = dataclasses.replace(found, values={**found.values, "broadcast": cheaper})
    assert cost_line(found, "EUR").startswith("The plans do not cost the same: 700 EUR to 1,000 EUR.")


def test_without_a_plan_beside_no_campaign_nothing_is_said_of_costs() -> None:
    """Only the best split was asked for, and none pays: the command ended with a traceback after its curves."""
    found = outlook()
    assert cost_line(dataclasses.replace(found, plans=found.plans[:1]), "EUR") == ""


def test_creators_who_were_not_looked_at_are_said_to_be_missing() -> None:
    lived = outlook()
    values = {plan: {**found, "creators_hired": np.array([40.0, 42.0, 41.0])} for plan, found in lived.values.items()}
    hiring = dataclasses.replace(lived, values=values)
    assert unseen(hiring, "creators", 30) == [
        "Creators hires 41 creators, and the 30 dearest were looked at one by one: the list of whom to hire has no"
        " others. Look at more (effort.creators)."
    ]
    assert unseen(hiring, "creators", 41) == []
    assert unseen(hiring, "", 30) == []


def test_a_part_whose_curve_returns_more_than_was_seen_is_named() -> None:
    """A margin of 60 for 10 is 120 of sales at a margin of a half: 12 to 1; of 108 it is 21.6, of 101 it is 20.2."""
    asked = np.array([10.0, 40.0])
    curve = {
        part: Curve(part, asked, np.array([10.0, 10.0]), np.array([[low - 4, low], [low + 4, low]]))
        for part, low in {"broadcast": 60.0, "search": 108.0, "paid_social": 101.0}.items()
    }
    none = Curve("creators", asked, np.zeros(2), np.full((2, 2), 5.0))
    assert curves_beyond([curve["broadcast"], curve["paid_social"], none], 0.5, "EUR") == [], "20 is 20 to 1"
    (said,) = curves_beyond([*curve.values(), none], 0.5, "EUR")
    assert "has seen: search alone (22); the highest average" in said
    assert curves_beyond(list(curve.values()), 0.0, "EUR") == []
