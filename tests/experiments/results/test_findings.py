"""`summary.json` and the words in front of it."""

import dataclasses
import json
import math
import re

import numpy as np
import polars as pl
import pytest

from experiments.results.findings import Measure, findings, summarise
from experiments.results.statistics import Interval, paired
from experiments.results.wording import (
    SAME_COST,
    answer,
    at_equal_cost,
    better,
    cost_line,
    elsewhere,
    evidence,
    pairing,
    plain,
    quantity,
    several,
    span,
    unspent_line,
    verdict,
)
from experiments.running.run_folder import open_folder
from simulation.strategies.hiring import LEFT_OVER

KEYS = {"task", "arms", "contrasts", "seeds", "wall_s", "versions"}


def made(values, better=1, confidence=0.95):
    """Findings of one metric, profit, from values by arm."""
    rows = [(arm, seed, "profit", v) for arm, column in values.items() for seed, v in enumerate(column)]
    table = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    return findings(table, list(values), "none", {"profit": Measure("USD", better, "")}, confidence)


def test_the_summary_has_the_agreed_shape_and_is_json(found, tmp_path):
    content = summarise(found, task="run", answer="yes", wall_s=1.234, versions={"python": "3"}, experiment=None)
    with open_folder(str(tmp_path), "run", {}, {}) as folder:
        folder.write_json("summary.json", content)
    read = json.loads((tmp_path / "summary.json").read_text())
    assert read.keys() >= KEYS
    assert read["seeds"] == [1, 2, 3, 4]
    assert list(read["arms"]) == ["none", "broadcast", "hyper_targeted"]
    for metrics in read["arms"].values():
        for each in metrics.values():
            assert set(each) == {"mean", "low", "high", "unit"}
    assert read["arms"]["none"]["waste"]["mean"] is None  # no spend: nothing to waste
    for each in read["contrasts"]:
        assert set(each) == {"a", "b", "metric", "difference", "low", "high"}
    assert {(each["a"], each["b"]) for each in read["contrasts"]} == {
        ("broadcast", "none"),
        ("hyper_targeted", "none"),
        ("hyper_targeted", "broadcast"),
    }


def test_a_contrast_is_the_mean_of_the_differences_seed_by_seed(found, outcomes):
    profit = outcomes.filter(pl.col("metric") == "profit").pivot("arm", index="seed", values="value")
    by_hand = (profit["hyper_targeted"] - profit["broadcast"]).mean()
    content = summarise(found, task="run", answer="", wall_s=0, versions={})
    one = next(
        c for c in content["contrasts"] if (c["a"], c["metric"]) == ("hyper_targeted", "profit") and c["b"] != "none"
    )
    assert one["difference"] == pytest.approx(by_hand, rel=1e-12)
    assert one["low"] < by_hand < one["high"]


def test_values_stand_in_the_order_of_seeds_whatever_the_order_of_rows(outcomes):
    shuffled = outcomes.sample(fraction=1, shuffle=True, seed=4)
    a = findings(outcomes, ["broadcast"], "none", {}, 0.95).values["broadcast"]
    b = findings(shuffled, ["broadcast"], "none", {}, 0.95).values["broadcast"]
    assert all(np.array_equal(a[metric], b[metric]) for metric in a)


NONE = [0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("broadcast", "targeted", "words"),
    [
        (
            [10, 20, 30, 40],
            [110, 121, 129, 140],
            "Hyper-targeted almost certainly brings 100 USD more profit than broadcast",
        ),
        (
            [110, 121, 129, 140],
            [10, 20, 30, 40],
            "Broadcast almost certainly brings 100 USD more profit than hyper-targeted",
        ),
        ([10, -20, 30, 4], [-11, 22, 13, 14], "Hyper-targeted and broadcast cannot be told apart by profit"),
        ([10, 20, 30, 40], [10, 20, 30, 40], "Broadcast and hyper-targeted bring exactly the same profit"),
    ],
)
def test_the_answer_names_the_arm_that_earns_most_and_is_as_sure_as_the_interval(broadcast, targeted, words):
    assert answer(made({"none": NONE, "broadcast": broadcast, "hyper_targeted": targeted})).startswith(words)


def test_an_arm_that_wins_and_still_loses_money_is_said_to():
    found = made({"none": NONE, "broadcast": [-10, -11, -10, -9], "hyper_targeted": [-30, -31, -30, -30]})
    assert answer(found) == (
        "Broadcast almost certainly brings 20 USD more profit than hyper-targeted; it "
        "almost certainly brings 10 USD less profit than no campaign."
    )


def test_a_hint_is_called_a_hint_and_one_seed_one_seed():
    hint = made({"none": NONE, "broadcast": [1, 2, 3, -0.2], "hyper_targeted": [-30, -31, -30, -30]})
    assert "there is only a hint that broadcast brings" in answer(hint)
    one = made({"none": [0], "broadcast": [10], "hyper_targeted": [20]})
    assert answer(one).startswith("In the one seed run, hyper-targeted brings 10")


def test_with_one_arm_the_answer_is_about_the_baseline():
    assert answer(made({"none": [1, 2, 3], "broadcast": [11, 12, 13.1]})) == (
        "Broadcast almost certainly brings 10 USD more profit than no campaign."
    )
    assert answer(made({"none": [1, 2, 3]})) == "Nothing was compared with no campaign: there is no answer."
    assert "run alone" in answer(made({"broadcast": [1, 2, 3]}))


def test_evidence_gives_the_difference_its_interval_and_how_sure(found):
    said = evidence(found, "hyper_targeted", "broadcast", "waste")
    assert re.fullmatch(
        r"Hyper-targeted against broadcast: .\d+\.\d+ points waste \(95 % interval .* points; almost certain\)\.", said
    )


def test_a_difference_smaller_than_what_is_shown_is_neither_better_nor_worse():
    tiny = paired([0.500010, 0.500011, 0.500010], [0.5, 0.5, 0.5])
    index = Measure("1", 1, "")
    assert tiny.tail < 0.05
    assert better(index, tiny) == 0
    assert verdict(index, tiny) == "no difference at this precision"
    assert verdict(index, paired([0.6, 0.6001, 0.6], [0.5, 0.5, 0.5])) == "better, almost certain"
    assert verdict(Measure("1", -1, ""), paired([0.6, 0.6001, 0.6], [0.5, 0.5, 0.5])) == "worse, almost certain"
    assert verdict(index, paired([0.5, 0.5], [0.5, 0.5])) == "exactly no difference"


def test_unequal_costs_are_called_unequal(found):
    assert cost_line(found).startswith("Total cost is equal")
    found.values["broadcast"]["cost"] = 0.5 * found.values["broadcast"]["cost"]
    del found.__dict__["means"]
    assert cost_line(found).startswith("Total cost is NOT equal, 50 % apart")


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0.0, " at equal cost"),
        (0.00009, " at equal cost"),
        (0.0061, " at equal cost (within 0.6 %)"),
        (0.0099, " at equal cost (within 1 %)"),
        (0.01, ""),
        (0.5, ""),
        (math.nan, ""),
    ],
)
def test_equal_cost_is_said_with_what_the_costs_differ_by(gap, words):
    assert at_equal_cost(gap) == words


def test_what_strategies_leave_of_a_budget_does_not_make_costs_unequal():
    assert pytest.approx(1 / LEFT_OVER) == SAME_COST


def test_money_left_unspent_is_said_with_its_share_of_the_budget(found):
    assert unspent_line(found) == ""
    found.values["hyper_targeted"]["unspent"] = np.full(4, 50_000.0)
    found.values["broadcast"]["unspent"] = np.full(4, 2_000.0)  # one per cent: the change of a last post
    del found.__dict__["means"]
    assert unspent_line(found).startswith(
        "Left unspent: hyper-targeted 50,000 USD (20 % of its budget): further purchases"
    )


def test_an_arm_that_others_are_held_against_is_a_campaign_if_it_spends(found):
    assert found.campaigns() == found.ranked()  # the baseline of the fixture spends nothing
    against = dataclasses.replace(found, baseline="broadcast")
    assert against.campaigns() == [*against.ranked(), "broadcast"]
    assert "broadcast 200,000 USD" in cost_line(against)


def test_the_world_that_truth_is_measured_against_is_named(found):
    assert elsewhere(found) == "without the campaign"
    assert elsewhere(dataclasses.replace(found, without="full_funnel")) == "with full funnel instead"


@pytest.mark.parametrize(
    ("value", "unit", "half", "text"),
    [
        (1_234_567, "USD", 23_456, "1,235,000"),
        (1_234_567, "USD", math.nan, "1,235,000"),
        (-0.01234, "1", 0.0021, "\N{MINUS SIGN}0.0123"),
        (0.01234, "%", 0.0021, "1.23 %"),
        (math.nan, "%", 1.0, "n/a"),
        (0.0, "people", 0.0, "0"),
        (-0.0001, "1", 0.1, "0.00"),
    ],
)
def test_numbers_have_the_digits_that_their_interval_supports(value, unit, half, text):
    assert quantity(value, unit, half) == text


def test_spans_read_as_sentences():
    assert span(Interval(0.03, 0.02, 0.04, 5), "%") == "2.0 to 4.0 %"
    assert span(Interval(0.03, math.nan, math.nan, 1), "%") == "one seed: no interval"
    assert [plain(name) for name in ("hyper_targeted", "call_outs")] == ["hyper-targeted", "call-outs"]


def pairs(number, noise, confidence=0.95):
    """Findings of two arms in worlds that share a luck of 10, with a noise of their own."""
    rng = np.random.default_rng(31)
    world = 100 + rng.normal(0, 10, number)
    arms = {name: list(world + rng.normal(0, noise, number)) for name in ("broadcast", "hyper_targeted")}
    return made({"none": list(world - 50)} | arms, confidence=confidence)


def test_what_pairing_is_worth_is_said_with_its_interval():
    found = pairs(30, 1.0)
    each = found.difference(*found.telling_pairs()[0], "profit")
    said = re.fullmatch(
        r"Pairing: 30 seeds run in the same worlds tell as much about profit as ([\d,]+) seeds with worlds of their own "
        r"would \(95 % interval ([\d,]+) to ([\d,]+)\)\.",
        pairing(found),
    )
    numbers = [float(text.replace(",", "")) for text in said.groups()]
    assert numbers == pytest.approx([30 * each.pairing, *(30 * bound for bound in each.pairing_bounds)], rel=0.05)
    assert numbers[1] > 30


@pytest.mark.parametrize("found", [pairs(4, 1.0), pairs(9, 1.0), pairs(12, 12.0)])
def test_from_few_seeds_or_where_it_may_be_worth_nothing_nothing_is_said_of_pairing(found):
    assert found.difference(*found.telling_pairs()[0], "profit").pairing > 1.05
    assert pairing(found) == ""


def test_one_of_a_thing_is_not_several() -> None:
    assert (several(1, "seed"), several(4, "seed"), several(0, "run")) == ("1 seed", "4 seeds", "0 runs")
