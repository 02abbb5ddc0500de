"""What a brand spends now, by hand; and worlds that sell with it what the brand sells, less without it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.own_brand.brand import Brand, Sales
from experiments.own_brand.fitting import world_fit
from experiments.own_brand.fitting.market_of import market_of, per_brand
from experiments.own_brand.fitting.no_campaign import Observed, observe, told_by, told_without
from experiments.own_brand.fitting.shown import WIDTH, table
from experiments.own_brand.fitting.sought import targets_of
from experiments.own_brand.fitting.summary import BUILDS_UP, DRIFT, KNOWN_BY_SPEND, WITHOUT, WITHOUT_WHOLE, beside
from experiments.own_brand.fitting.todays_spend import LEAD, NO_SPEND, Spend, SpendFit, notes_of, spend_of, unsold_of
from experiments.own_brand.fitting.trade import PREFIX, draws, open_parts
from experiments.own_brand.messages import RANGE
from experiments.own_brand.mixes import mix
from simulation.scenario import Scenario
from simulation.strategies.none import NoMarketing
from tests.experiments.own_brand.answering.made import brand

MONDAY = datetime.date(2025, 1, 6)
WORLD: dict[str, Any] = {
    "market.consumers": 1_500,
    "market.burn_in": 14,
    "consumers.talk.mention": 0.001,
    "brands.upkeep": per_brand(0.5, 1.0),
    "consumers.salience.forgotten": 150.0,
}

KNOWN = {"aware": 0.5, "aware_with": 0.5}
"""Of a world in which the spend changes nothing of how many know the brand."""


def sold(weeks: int = 60, units: float = 100.0, **spend: float) -> Sales:
    """Return weeks that are alike."""
    days = tuple(MONDAY + datetime.timedelta(weeks=k) for k in range(weeks))
    return Sales(days, (units,) * weeks, spend={name: (each,) * weeks for name, each in spend.items()})


def ours(**changes: Any) -> Brand:
    """Return a brand of which half of the people know."""
    return brand(people=400_000.0, units=1_000.0, known=0.5, **changes)


def test_spend_is_of_the_weeks_whose_sales_count_and_of_channels_that_the_market_has() -> None:
    table = sold(paid_social=300.0, broadcast=100.0, podium=900.0)
    before = tuple(9_000.0 if k < 8 else 300.0 for k in range(60))  # more than 52 weeks ago
    spend = spend_of(ours(sales=Sales(table.weeks, table.units, None, {**table.spend, "paid_social": before})))
    assert spend is not None
    assert (spend.weekly, spend.split) == (pytest.approx(400.0), {"paid_social": 0.75, "broadcast": 0.25})
    assert spend.strategy == mix(ours(), paid_social=0.75, broadcast=0.25)


@pytest.mark.parametrize(
    "table", [None, sold(), sold(paid_social=0.0), sold(podium=900.0), sold(units=0.0, paid_social=300.0)]
)
def test_there_is_none_where_no_money_or_nothing_sold_is_known(table: Sales | None) -> None:
    assert spend_of(ours(sales=table)) is None


def fit_of(spent: float, persuasion: float = 0.2, **changes: Any) -> tuple[SpendFit, dict[str, Any]]:
    """Return the fit of a brand that sells 100 a week with so much paid social, and the world to begin with."""
    made = ours(sales=sold(paid_social=spent), **changes)
    base = market_of(made) | WORLD | {"consumers.persuasion.awareness": persuasion}
    spend = spend_of(made)
    assert spend is not None
    return SpendFit(base, targets_of(made), spend), {"brands.appeal": per_brand(-3.0, -3.2)}


@pytest.fixture(scope="module")
def row() -> dict[str, Any]:
    """What a search finds for a brand that spends 8,000 a week."""
    fit, world = fit_of(8_000.0)
    return fit(world, 3)[0]


def test_a_world_sells_with_the_spend_what_the_brand_sells_and_less_without(row: dict[str, Any]) -> None:
    assert row["sales"] == pytest.approx(100.0, rel=0.015)
    assert row["without"] < 0.95 * row["sales"]
    assert row["aware"] == pytest.approx(0.5, abs=0.005)
    assert row["spent"] == pytest.approx(8_000.0, rel=0.01)


def test_spend_that_went_on_alike_keeps_the_brand_known_to_as_many(row: dict[str, Any]) -> None:
    """Messages that make everybody aware give way, with memory and upkeep, until awareness stays."""
    assert row["aware_with"] == pytest.approx(row["aware"], abs=0.02)
    assert row["aware_end"] < row["aware"] - 0.02, "and without the spend people forget it"
    assert row["messages"] < 1
    assert row["brands.upkeep"] < 0.5
    assert row["consumers.salience.forgotten"] < 150


def test_spend_of_a_few_weeks_may_still_make_it_better_known() -> None:
    fit, world = fit_of(8_000.0)
    (row,) = replace(fit, spend=replace(fit.spend, weeks=25))(world, 3)
    assert (row["messages"], row["brands.upkeep"], row["consumers.salience.forgotten"]) == (1.0, 0.5, 150.0)
    assert row["aware_with"] > row["aware"] + 0.02
    assert row["steady"] == 0


def test_where_evidence_says_how_strong_messages_are_memory_alone_gives_way(row: dict[str, Any]) -> None:
    fit, world = fit_of(8_000.0)
    (found,) = replace(fit, messages=False)(world, 3)
    assert found["messages"] == 1
    assert found["consumers.salience.forgotten"] < row["consumers.salience.forgotten"], "so it gives way by more"


@pytest.mark.parametrize(
    ("weeks", "lately", "lasting"), [(26, 100.0, True), (25, 100.0, False), (52, 40.0, False), (52, 160.0, False)]
)
def test_spend_lasts_where_it_was_even_for_half_a_year(weeks: int, lately: float, lasting: bool) -> None:
    assert Spend(100.0, {"search": 1.0}, {}, weeks, lately).lasting is lasting


def test_spend_that_began_less_than_half_a_year_ago_is_not_lasting_however_long_the_table_is() -> None:
    table = sold(weeks=30, paid_social=300.0)
    for weeks, lasting in ((20, False), (25, False), (26, True)):
        spends = (*(0.0,) * (30 - weeks), *(300.0,) * weeks)
        spend = spend_of(ours(sales=replace(table, spend={"paid_social": spends})))
        assert spend is not None
        assert (spend.steady, spend.since, spend.lasting) == (True, weeks, lasting)


def test_spend_that_makes_the_brand_far_better_known_and_is_not_held_to_it_is_named() -> None:
    rows = [{"aware": 0.2, "aware_with": 0.37, "spent": 300.0}, {"aware": 0.2, "aware_with": 0.43, "spent": 300.0}]
    (note,) = notes_of(Spend(300.0, {"search": 1.0}, {}, 20, since=20), rows, ours().answers)
    assert note.startswith("in the worlds your spend makes you known to 40 % in the weeks looked at, from 20 % now")
    assert notes_of(Spend(300.0, {"search": 1.0}, {}), rows, ours().answers) == [], "it is held to it: worlds balance"


def test_spend_beside_no_sale_is_said_to_be_left_out() -> None:
    (note,) = unsold_of(ours(sales=sold(units=0.0, paid_social=300.0)))
    assert note.startswith("sales.csv tells 300 EUR of spend a week and no sale")
    for sales in (None, sold(), sold(units=0.0), sold(units=0.0, podium=900.0), sold(paid_social=300.0)):
        assert unsold_of(ours(sales=sales)) == []


def test_a_brand_that_does_not_say_how_many_know_it_is_not_held_to_stay_known() -> None:
    fit, world = fit_of(8_000.0)
    unsaid = replace(fit, targets=replace(fit.targets, known=None))
    keep = [each.spend.keeps(each.targets.known) for each in (fit, unsaid)]
    assert keep == [True, False]
    (row,) = unsaid(world, 3)
    assert (row["messages"], row["steady"]) == (1.0, 0.0)
    spend = spend_of(ours(sales=sold(paid_social=300.0)))
    (note,) = notes_of(spend, [{"spent": 300.0, "aware": 0.2, "aware_with": 0.4}], brand(known=None).answers)
    assert note.startswith(
        "in the worlds your spend makes you known to 40 % in the weeks looked at, from 20 % now: you do"
    )


def test_customers_buy_as_often_with_the_spend_as_they_do() -> None:
    """1,300 units by 500 customers in 13 weeks: 2.6 each, with the spend."""
    made = brand(people=400_000.0, units=1_300.0, customers=500.0, weeks_counted=13.0, known=0.5)
    made = replace(made, sales=sold(paid_social=4_000.0))
    base = market_of(made) | WORLD | {"consumers.traits.purchase_interval": 25.0}
    spend = spend_of(made)
    assert spend is not None
    fit = SpendFit(base, targets_of(made), spend, often=True)
    (row,) = fit({"brands.appeal": per_brand(-3.0, -3.2)}, 3)
    assert row["counted"] / row["buyers"] == pytest.approx(2.6, rel=0.06)


def test_more_spend_leaves_less_to_sell_without_it(row: dict[str, Any]) -> None:
    fit, world = fit_of(1_000.0)
    (less,) = fit(world, 3)
    assert row["without"] < less["without"]
    assert row["brands.appeal"] < less["brands.appeal"]


def test_messages_that_do_nothing_bring_nothing_and_the_spend_is_paid_all_the_same() -> None:
    fit, world = fit_of(8_000.0)
    dead = dict.fromkeys(("consumers.persuasion.awareness", "consumers.persuasion.gain", "consumers.purchase.adstock"))
    (row,) = fit({**world, **dict.fromkeys(dead, 0.0)}, 3)
    assert row["without"] == pytest.approx(row["sales"], rel=1e-3)  # of the same weeks
    assert row["spent"] == pytest.approx(8_000.0, rel=0.01)


def test_a_rough_fit_takes_few_runs_and_does_not_look_at_sales_without() -> None:
    fit, world = fit_of(8_000.0)
    (row,) = replace(fit, rough=True, most=6)(world, 3)
    assert row["runs"] <= 6
    assert row["without"] == row["sales"] == pytest.approx(100.0, rel=0.05)


def test_of_a_world_that_is_given_up_early_sales_without_the_spend_are_looked_at_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may be among the nearest, where no world shows the numbers."""
    monkeypatch.setattr(world_fit, "FEW", 800)
    monkeypatch.setattr(world_fit, "HOPELESS", -1.0)
    made = ours(sales=sold(paid_social=8_000.0))
    targets, spend = targets_of(made), spend_of(made)
    base = market_of(made) | WORLD | {"market.consumers": 900}
    (drawn,) = draws(open_parts(made.answers, targets, True), 1, 1)
    values = {f"{PREFIX}{name}": value for name, value in drawn.items()}
    (row,) = world_fit.WorldFit(base, made.answers, targets, spend)(values, 3)
    assert row["without"] < 0.95 * row["sales"]
    assert row["aware_end"] < row["aware_with"]


def test_messages_of_all_searches_together_stay_within_their_range() -> None:
    """A search that begins at messages a seventh as strong may take them to an eighth, not to a fiftieth."""
    fit, world = fit_of(60_000.0)
    (row,) = replace(fit, strength=1 / 7, most=4)(world, 3)
    assert row["messages"] == pytest.approx(RANGE[0] * 7)


def test_subscribers_are_matched_before_the_first_measured_day() -> None:
    fit, world = fit_of(8_000.0, buying="subscription", churn=0.06)
    (row,) = fit({**world, "brands.loyal": per_brand(0.05, 0.06), "market.consumers": 6_000}, 3)
    assert fit.targets.subscribers == pytest.approx(100 * 30 / 7)
    one = 400_000 / 6_000
    assert row["subscribers"] == pytest.approx(fit.targets.subscribers, abs=0.75 * one)


def test_sales_count_from_the_ninth_week_on() -> None:
    fit, world = fit_of(8_000.0)
    seen = fit.with_spend(fit.base | world, 3)
    days = int(fit.base["market.days"])
    assert len(seen.sales) == -(-days // 7) - LEAD


def test_a_plan_is_held_against_all_weeks_without_the_spend_the_first_eight_too() -> None:
    """A market whose sales change by themselves sells otherwise in its first weeks, and plans are run from then on."""
    fit, world = fit_of(8_000.0)
    from_the_ninth = fit.without(fit.base | world, 3)
    scenario = Scenario().with_values(fit.base | world)
    weeks = observe(scenario, NoMarketing(), 3, fit.targets.counted).sales
    assert from_the_ninth.sales == weeks[LEAD:]
    told = told_without(from_the_ninth)
    assert (told["without"], told["without_whole"]) == pytest.approx((np.mean(weeks[LEAD:]), np.mean(weeks)))
    assert told_without(observe(scenario, NoMarketing(), 3, 1.0))["without_whole"] == pytest.approx(np.mean(weeks))


def test_the_market_that_cannot_take_the_money_is_said_to() -> None:
    spend = Spend(100.0, {"search": 1.0}, {})
    assert notes_of(spend, [{**KNOWN, "spent": 95.0}, {**KNOWN, "spent": 90.0}], ours().answers) == []
    (note,) = notes_of(spend, [{**KNOWN, "spent": 60.0}, {**KNOWN, "spent": 50.0}], ours().answers)
    assert note.startswith("the market takes 55 EUR of the 100 EUR that you spend a week")


def test_spend_that_ended_or_has_just_begun_is_said_to_be_unlike_the_mean() -> None:
    table = sold(paid_social=300.0)
    for lately, said in ((0.0, "0 EUR"), (4_000.0, "4,000 EUR")):
        spends = (*(300.0,) * 47, *(lately,) * 13)
        spend = spend_of(ours(sales=replace(table, spend={"paid_social": spends})))
        assert spend is not None
        (note,) = notes_of(spend, [{**KNOWN, "spent": spend.weekly}], ours().answers)
        assert note.startswith(f"you spent {said} a week in the last 13 weeks of sales.csv, and")
        assert "in the 52 weeks that count" in note
    even = spend_of(ours(sales=table))
    assert even is not None
    assert notes_of(even, [{**KNOWN, "spent": 300.0}], ours().answers) == []


def test_a_brand_that_grows_is_said_to_be_taken_to_stand_still() -> None:
    table = sold(paid_social=300.0)
    for later, said in ((150.0, "1.5 times"), (70.0, "0.7 times"), (120.0, "")):
        spend = spend_of(ours(sales=replace(table, units=(100.0,) * 34 + (later,) * 26)))
        assert spend is not None
        assert spend.growth == pytest.approx(later / 100)
        notes = notes_of(spend, [{**KNOWN, "spent": 300.0}], ours().answers)
        assert [said in note for note in notes] == ([True] if said else [])
        assert notes_of(replace(spend, weeks=20), [{**KNOWN, "spent": 300.0}], ours().answers) == []


def test_spend_elsewhere_is_kept_apart() -> None:
    spend = spend_of(ours(sales=sold(paid_social=300.0, podium=900.0)))
    assert spend is not None
    assert (spend.weekly, spend.elsewhere, spend.lately, spend.weeks) == (300.0, 900.0, 300.0, 52)


def test_a_single_week_of_sales_does_not_change() -> None:
    one = Observed((100.0,), 100.0, 50.0, 20.0, 0.5, 0.52, 0.0)
    told = told_by(one, one)
    assert (told["first_half"], told["second_half"], told["builds_up"]) == (100.0, 100.0, 0.0)


def test_a_brand_that_sells_and_tells_no_spend_is_told_what_that_means() -> None:
    assert notes_of(None, [{"sales": 100.0}], ours().answers) == [NO_SPEND]
    assert notes_of(None, [{"sales": 0.0}], brand(units=0.0, known=0.0).answers) == []


def test_sales_without_the_spend_stand_beside_those_with_it_only_where_there_is_some() -> None:
    seen = Observed((100.0, 102.0), 1_000.0, 500.0, 200.0, 0.5, 0.515, 0.0, spent=50.0)
    without = Observed((80.0, 84.0), 900.0, 450.0, 150.0, 0.5, 0.5, 0.0, whole=75.0)
    row = told_by(seen, without) | {"steady": 0.0}
    lines = {each.what: each for each in beside([row], targets_of(ours()))}
    assert (lines["sales a week"].ours, lines[WITHOUT].ours, lines[WITHOUT].theirs) == (101.0, 82.0, None)
    assert lines[WITHOUT_WHOLE].ours == 75.0
    assert lines["know it later, without a campaign"].ours == 0.5
    assert lines[DRIFT].ours == pytest.approx(84 / 80 - 1), "plans are counted against no campaign: by itself"
    assert (lines[KNOWN_BY_SPEND].ours, lines[KNOWN_BY_SPEND].theirs) == (0.515, None)
    (steady,) = (each for each in beside([row | {"steady": 1.0}], targets_of(ours())) if each.what == KNOWN_BY_SPEND)
    assert (steady.theirs, steady.within) == (0.5, True), "a brand that spent alike is known to as many as it keeps"
    assert lines[BUILDS_UP].ours == pytest.approx(102 / 100 - 1)
    rows = [(each.what + ", %", "100,000", "100,000", "100,000", "100,000", "yes") for each in lines.values()]
    assert max(len(line) for line in table(("", "yours", "ours", "lowest", "highest", "agree"), rows)) <= WIDTH
    unspent = {each.what for each in beside([told_by(without, without) | {"steady": 0.0}], targets_of(ours()))}
    assert not {WITHOUT, WITHOUT_WHOLE, BUILDS_UP, KNOWN_BY_SPEND} & unspent
