"""What a guess is varied over: hand-computed ranges of one convention, and which parameters are no guesses."""

import math

import pytest

from experiments.sweeps import half_to_double
from experiments.sweeps.half_to_double import Guess, guesses_among, is_ours
from experiments.sweeps.space import Parameter, ranges_of
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.scenario.parameter import Bounds, Entry, entries

SHARE = Bounds(0, 1, True, True)
POSITIVE = Bounds(0, 1000, False, True)


def entry(default, bounds=POSITIVE, kind="float", name="consumers.x", unit="1", source="ours"):
    return Entry(name, default, kind, unit, bounds, "Meaning.", source)


def guess(*arguments, **keywords):
    (found,), left_out = guesses_among([entry(*arguments, **keywords)])
    assert left_out == {}
    return found


@pytest.mark.parametrize(
    ("default", "bounds", "low", "high", "steps"),
    [
        (3.0, POSITIVE, 1.5, 6.0, "log"),
        (600.0, POSITIVE, 300.0, 1000.0, "log"),  # cut where the schema ends
        (600.0, Bounds(400, 1000, True, True), 400.0, 1000.0, "log"),
        (0.5, Bounds(0, 0.5, True, True), 0.25, 0.5, "log"),
        (600.0, Bounds(0, 1000, False, False), 300.0, math.nextafter(1000, 0), "log"),  # 1000 itself is refused
        (2.5, Bounds(-20, 20, True, True), 1.25, 5.0, "log"),
        (0.5, SHARE, 1 / 3, 2 / 3, "odds"),  # odds of 1: from 1 to 2, and from 2 to 1
        (0.8, SHARE, 2 / 3, 8 / 9, "odds"),  # odds of 4: 2 and 8
        (0.02, Bounds(0, 1), 0.01 / 0.99, 0.04 / 1.02, "odds"),
    ],
)
def test_a_range_goes_from_half_to_double_of_a_quantity_or_of_the_odds_of_a_share(default, bounds, low, high, steps):
    found = guess(default, bounds)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-12)
    assert found.steps == steps
    assert found.levels == [found.low, found.high, steps]
    assert bounds.low <= found.low < found.high <= bounds.high


@pytest.mark.parametrize(("default", "low", "high"), [(14, 7, 28), (3, 2, 6), (1, 1, 2), (800, 400, 1000)])
def test_whole_numbers_are_rounded_and_stay_whole(default, low, high):
    found = guess(default, Bounds(1, 1000, True, True), kind="int")
    assert (found.low, found.high, found.levels) == (low, high, [low, high])
    assert type(found.low) is type(found.high) is int


def test_a_list_of_one_value_for_all_brands_is_varied_as_that_value():
    assert guess([0.5], SHARE, kind="list[float]") == Guess("consumers.x", 0.5, 1 / 3, 2 / 3, "odds")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (entry(0.0), half_to_double.OFF),
        (entry(None, kind="float | None"), half_to_double.OFF),
        (entry(1.0, SHARE), half_to_double.EDGE),
        (entry(-3.0, Bounds(-20, 20, True, True)), half_to_double.NEGATIVE),
        (entry(True, Bounds(), kind="bool"), half_to_double.WORDS),
        (entry("none", Bounds(), kind="str"), half_to_double.WORDS),
        (entry(["a"], Bounds(), kind="list[str]"), half_to_double.WORDS),
        (entry([0.2, 0.8], SHARE, kind="list[float]"), half_to_double.LISTS),
        (entry(5, Bounds(5, 5, True, True), kind="int"), half_to_double.ONE_VALUE),
        (entry(7, name="market.census_days", unit="days"), half_to_double.SIZE),
        (entry(84, name="brands.campaign_days", unit="days"), half_to_double.SIZE),
        (entry(2500, name="market.consumers", unit="agents"), half_to_double.SIZE),
        (entry(0.4, SHARE, name="measurement.consent"), half_to_double.MEASURED),
    ],
)
def test_what_is_no_number_that_is_a_guess_is_left_out_with_its_reason(made, reason):
    assert guesses_among([made]) == ([], {made.name: reason})


def test_days_that_people_take_are_no_calendar():
    assert guess(14, Bounds(1, 365, True, True), kind="int", name="conversation.patience", unit="days").high == 28


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        ("ours", True),
        ("ours: help desks close tickets after a week", True),
        ("Friestad, Wright 1994 (the concept); value ours", True),
        ("facts.md management_hours", False),
        ("model.md", False),
    ],
)
def test_a_guess_says_in_its_source_that_its_value_is_ours(source, ours):
    assert is_ours(entry(1.0, source=source)) is ours
    assert guesses_among([entry(1.0, source="facts.md hours")]) == ([], {})


def test_every_parameter_of_the_market_whose_source_is_ours_is_varied_or_left_out_with_a_reason():
    rows = [row for row in entries(Scenario) if is_ours(row)]
    found, left_out = guesses_among(rows)
    assert [guess.name for guess in found if guess.name in left_out] == []
    assert {guess.name for guess in found} | left_out.keys() == {row.name for row in rows}
    whole = [guess.name for guess in found if not guess.steps]
    for each in ranges_of({guess.name: guess.levels for guess in found}, whole):
        for share in (0, 1, math.nextafter(1, 0)):
            Scenario().with_values({each.name: each.at(share)})  # the schema takes both ends, as a sweep sets them
    assert all(each.low <= each.default <= each.high for each in found)


@pytest.mark.parametrize("steps", [["log"], ["odds"], []])
@pytest.mark.parametrize("ends", [(0.325, 0.999999), (0.25, 0.99), (0.1, 0.3), (0.2, 0.7)])
def test_a_range_ends_exactly_where_it_was_said_to_end(ends, steps):
    """The logarithm of 0.999999 and back is 0.9999990000000001, which the schema refuses."""
    (found,) = ranges_of({"x": [*ends, *steps]})
    assert (found.at(0), found.at(1)) == ends
    for k in range(1, 9):  # so near the ends that rounding decides
        assert ends[0] <= found.at(k * 2.0**-53) <= found.at(1 - k * 2.0**-53) <= ends[1]


def test_steps_of_odds_are_equal_ratios_of_the_odds():
    share = Parameter("x", 0.2, 0.8, odds=True)  # odds of 1/4 and 4
    assert [share.at(u) for u in (0, 0.25, 0.5, 1)] == pytest.approx([0.2, 1 / 3, 0.5, 0.8])
    assert ranges_of({"x": [0.2, 0.8, "odds"]}) == [share]
    for wrong in ([0, 0.5, "odds"], [0.5, 1, "odds"], [0.5, 2, "odds"]):
        with pytest.raises(InputError, match="takes ends between 0 and 1 with odds"):
            ranges_of({"x": wrong})
