"""The worlds of an answer, from what runs found by hand; and that strength moves nothing where there is no campaign."""

from __future__ import annotations

import dataclasses
import datetime
from operator import attrgetter

import numpy as np
import pytest

from experiments.own_brand.answering.evidence.strengths import NAMES, with_strength
from experiments.own_brand.answering.evidence.weighing import Piece, pieces_of, weighed, with_spent
from experiments.own_brand.brand import LiftTest, PlannedWeek
from experiments.own_brand.fitting.fitted import Fitted
from experiments.own_brand.fitting.summary import GAVE_WAY
from experiments.own_brand.fitting.todays_spend import AVERAGE
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.strategies.none import NoMarketing
from tests.experiments.own_brand.answering.evidence.test_past_spend import past
from tests.experiments.own_brand.answering.made import brand

ROWS = tuple((0.2, 0.05, 0.4, 0.01) for _ in range(10))
FITTED = Fitted(
    base={"market.people": 10_000.0},
    names=NAMES,
    rows=ROWS,
    seed=5,
    sales=10.0,
    known=0.5,
    beside=(),
    remaining=(),
    notes=(),
    tried=10,
)
DAY = datetime.date(2026, 3, 2)


def piece(seen: float, error: float) -> Piece:
    """Return a field test that saw so many purchases."""
    return Piece("test-1", "Field test: it saw that.", (), {}, seen, error, False)


def ran(low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return what ten worlds that are alike added at the two strengths, without chance."""
    return np.tile([low, high], (10, 1)).astype(float), np.zeros((10, 2))


def test_worlds_that_add_four_times_what_was_seen_get_messages_of_a_quarter() -> None:
    found = weighed(FITTED, (), [piece(100.0, 10.0)], [ran(100.0, 400.0)])
    strengths = np.array([row[0] / 0.2 for row in found.fitted.rows])
    assert np.median(strengths) == pytest.approx(0.25, rel=0.05)
    assert strengths.std() / 0.25 == pytest.approx(0.1, rel=0.4)  # the test's own error of a tenth
    for row in found.fitted.rows:
        assert np.array(row) / ROWS[0] == pytest.approx([row[0] / 0.2] * 4)
    assert found.counting == pytest.approx(10.0)
    said = "Field test: it saw that. Worlds with an average brand's messages say 400 (400 to 400 in eight of ten); "
    assert found.said[0].startswith(f"{said}those of the answer say 101 (")
    assert "0.25 times what an average brand's do" in found.said[1]


def test_a_weak_test_leaves_a_wide_range_and_a_strong_one_a_narrow_one() -> None:
    def range_of(error: float) -> float:
        found = weighed(FITTED, (), [piece(200.0, error)], [ran(100.0, 400.0)])
        return float(np.ptp([row[0] for row in found.fitted.rows]))

    assert range_of(400.0) > 4 * range_of(20.0)


def test_evidence_that_narrows_the_range_little_is_said_to() -> None:
    little = "The evidence narrows it little: from an eighth to twice the fit's was looked at."
    weak, strong = (weighed(FITTED, (), [piece(200.0, error)], [ran(100.0, 400.0)]).said[-1] for error in (400.0, 20.0))
    assert little in weak
    assert little not in strong


def test_what_the_fit_says_of_the_messages_is_said_to_be_before_the_evidence_that_changes_them() -> None:
    average, gave_way = f"your spend makes you known to 51 %: why, {AVERAGE}", f"{GAVE_WAY}messages are taken to do 1"
    fitted = dataclasses.replace(FITTED, notes=("one world is left out", average, gave_way))
    changed = weighed(fitted, (), [piece(100.0, 10.0)], [ran(100.0, 400.0)]).fitted.notes
    before = "before the evidence of your files, "
    assert changed == ("one world is left out", f"{before}{average}", f"{before}{gave_way}")
    same = weighed(fitted, (), [piece(100.0, 10_000.0)], [ran(100.0, 400.0)])
    assert same.drawn is None
    assert same.fitted.notes == fitted.notes


def test_worlds_that_can_agree_are_kept_and_others_are_not() -> None:
    added, chance = ran(100.0, 400.0)
    added[5:] = (90_000.0, 100_000.0)
    found = weighed(FITTED, (), [piece(100.0, 10.0)], [(added, chance)])
    assert found.counting == pytest.approx(5.0)
    assert "About 5 of 10 fitted worlds agree" in found.said[-1]


def test_a_run_that_failed_takes_no_part() -> None:
    added, chance = ran(100.0, 400.0)
    added[0], chance[0] = np.nan, np.nan
    found = weighed(FITTED, (), [piece(100.0, 10.0)], [(added, chance)])
    assert found.counting == pytest.approx(9.0)
    assert len(found.fitted.rows) == 10


def test_evidence_that_no_world_can_agree_with_moves_nothing_and_it_is_said() -> None:
    found = weighed(FITTED, (), [piece(1e6, 10.0)], [ran(100.0, 400.0)])
    assert found.fitted is FITTED
    assert "No world agrees with all of that" in found.said[-1]
    assert "Check units" in found.said[-1]
    assert found.against[0].startswith("What your files say of the past has no effect here. No world agrees")


def test_which_piece_no_world_comes_near_is_said_beside_it() -> None:
    found = weighed(FITTED, (), [piece(200.0, 10.0), piece(1e6, 10.0)], [ran(100.0, 400.0)] * 2)
    near, far, why, nothing = found.said
    assert near == far.replace("; check", "")
    assert why.startswith("No world comes within three standard errors of it")
    assert nothing.startswith("No world agrees with all of that")


def test_tests_that_contradict_each_other_are_a_warning() -> None:
    """Both could be had, at an eighth and at twice of the strength; together they meet between, and neither is shown."""
    few = ran(100.0, 400.0)[0], np.full((10, 2), 200.0)  # so few simulated people that no strength is ruled out
    found = weighed(FITTED, (), [piece(50.0, 5.0), piece(800.0, 5.0)], [few, few])
    assert len(found.against) == 2
    assert found.against[0].startswith("The worlds of the answer do not show what your files say of the past. Field te")
    assert "The worlds say" in found.against[0]
    assert "agree with the evidence" not in found.said[-1], "the warning says that they do not show it"
    assert "fitted worlds come nearest to the evidence." in found.said[-1]
    agreed = weighed(FITTED, (), [piece(100.0, 10.0)], [ran(100.0, 400.0)])
    assert agreed.against == ()
    assert "fitted worlds agree with the evidence." in agreed.said[-1]
    past = piece(50.0, 500.0)  # such as past spend, whose bias may be great
    assert len(weighed(FITTED, (), [past, piece(800.0, 5.0)], [few, few]).against) == 1, "of the test alone"


def test_evidence_that_tells_nothing_moves_nothing_and_it_is_said() -> None:
    """A test with a great error, and one whose money buys nothing: strength stays the market's."""
    for seen, error, added in ((200.0, 50_000.0, ran(100.0, 400.0)), (20.0, 10.0, ran(0.0, 0.0))):
        found = weighed(FITTED, (), [piece(seen, error)], [added])
        assert found.fitted is FITTED
        assert found.counting == 10.0
        assert "those of the answer" not in found.said[0]
        assert found.said[-1] == "That tells nothing of how strong the brand's messages are: it moves nothing."


def test_money_that_the_market_does_not_take_is_said() -> None:
    """A test of more than there is to buy is not run as it was."""
    asked = dataclasses.replace(piece(100.0, 10.0), changes={"brands.budget": 5_000.0})
    assert with_spent(asked, 4_900.0, "EUR") == asked
    said = with_spent(asked, 800.0, "EUR").said
    assert said == "Field test: it saw that. The market takes only 800 EUR of 5,000 EUR: check spend and dates."
    past = dataclasses.replace(asked, by_money=True)  # compared by the EUR
    assert with_spent(past, 2_600.0, "EUR") == past
    assert "takes only 2,400 EUR" in with_spent(past, 2_400.0, "EUR").said


def test_what_lies_at_the_edge_of_what_was_looked_at_is_said() -> None:
    found = weighed(FITTED, (), [piece(0.0, 20.0)], [ran(100.0, 400.0)])
    assert "It may be less: nothing below an eighth of the fit's was looked at." in found.said[-1]


def test_evidence_is_what_the_files_say() -> None:
    test = LiftTest("paid_social", DAY, DAY + datetime.timedelta(days=27), 500.0, 200.0, 30.0)
    said, pieces = pieces_of(brand(tests=(test,), sales=past()))
    assert said == []
    assert [(each.name, each.by_money) for each in pieces] == [("test-1", False), ("past", True)]
    assert pieces[0].changes == {"brands.budget": 500.0, "brands.campaign_days": 28, "market.days": 28}
    assert pieces[1].changes["market.days"] == 38, "not the campaign's weeks and those after it"
    assert (pieces[0].seen, pieces[0].error) == (200.0, 30.0)
    assert [plan.name for plan in pieces[1].arms] == ["no campaign", "as spent"]


def test_a_plan_of_ones_own_takes_nothing_from_what_was_spent_before() -> None:
    rows = (PlannedWeek(1, channel="search", spend=9.0),)
    said, pieces = pieces_of(brand(sales=past(), plan=rows))
    assert (said, [each.name for each in pieces]) == ([], ["past"])
    bought = pieces[0].arms[1].strategy
    assert (bought["paid_social_share"], bought["search_share"]) == (1.0, 0.0)


def test_without_tests_or_spend_there_is_no_evidence() -> None:
    assert pieces_of(brand()) == ([], [])
    assert pieces_of(brand(sales=dataclasses.replace(past(), spend={}))) == ([], [])
    assert pieces_of(brand(sales=past(spread=1.0)))[0][0].startswith("Past spend: too few weeks")


def test_without_a_campaign_strength_changes_nothing() -> None:
    """So a fit, which looks at the market without one, holds at every strength."""
    base = Scenario().with_values(
        {"market.consumers": 2_000, "market.burn_in": 7, "market.days": 28, "brands.campaign_days": 28}
    )
    given = [attrgetter(name)(base) for name in NAMES]
    sold = []
    for strength in (0.125, 1.0, 2.0):
        row = with_strength(NAMES, given, {}, strength)
        with MarketModel(base.with_values(dict(zip(NAMES, row, strict=True))), NoMarketing(), seed=3) as model:
            model.run_for(35)
            sold.append(model.consumers.purchases.copy())
    assert sold[0].sum() > 0
    assert (sold[0] == sold[1]).all()
    assert (sold[0] == sold[2]).all()
