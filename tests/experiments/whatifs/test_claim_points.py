"""Claims about where margins cross: computed of means over seeds, with a jackknife interval."""

import numpy as np
import polars as pl
import pytest

from experiments.results.findings import Measure, findings
from experiments.whatifs.claim_functions import crossing
from experiments.whatifs.claims import Worlds, parse, rule, spell
from simulation.errors import InputError

ARMS = ["v0", "v1", "v2", "v3"]


def worlds(profits, loads):
    """Profit and load by arm (rows) and seed (columns)."""
    rows = [
        (arm, seed, metric, float(values[k][seed]))
        for metric, values in (("profit", profits), ("load", loads))
        for k, arm in enumerate(ARMS)
        for seed in range(len(values[k]))
    ]
    table = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    known = {"profit": Measure("USD", 1, ""), "load": Measure("1", -1, "")}
    return Worlds(findings(table, ARMS, "v0", known, 0.95))


def ruled(text, here, without=None):
    return rule(parse("x", text, None, ARMS, ["profit", "load"]), here, without)


MARGINS = ", ".join(f"profit({ARMS[k + 1]}) - profit({ARMS[k]})" for k in range(3))
LOADS = ", ".join(f"load({arm})" for arm in ARMS)


@pytest.mark.parametrize(
    ("margins", "where"),
    [
        ([3, 1, -1], 2.0),  # 0 half-way between the middles of the second and the third step
        ([1, -1, -3], 1.0),
        ([-1, -2, -3], 0.0),  # never worth it
        ([5, 4, 3], 3.0),  # always
        ([-1, 0, 2], 3.0),  # the line rises: the better end
        ([-2, 0, 1], 0.0),
    ],
)
def test_a_crossing_lies_where_the_line_through_the_margins_reaches_nothing(margins, where):
    assert crossing(np.array(margins, float)) == pytest.approx(where)


def test_a_parabola_of_profit_is_highest_where_its_margins_cross():
    step = np.arange(4)
    here = worlds([[10 * s - 2.5 * s * s] * 5 for s in step], [[0.1 * s] * 5 for s in step])  # the top is at 2
    assert ruled(f"overall(crossing({MARGINS})) > 0", here).effect.mean == pytest.approx(2.0)
    assert ruled(f"overall(level(crossing({MARGINS}), {LOADS})) > 0", here).effect.mean == pytest.approx(0.2)


def test_what_is_computed_of_means_has_the_interval_of_its_mean_where_it_is_linear():
    rng = np.random.default_rng(3)
    here = worlds(rng.normal(size=(4, 12)), rng.normal(size=(4, 12)))
    plain, over = ruled("profit(v1) - profit(v0) > 0", here), ruled("overall(profit(v1) - profit(v0)) > 0", here)
    assert (over.effect.mean, over.effect.low) == pytest.approx((plain.effect.mean, plain.effect.low))


def test_the_interval_of_a_crossing_holds_the_truth_about_as_often_as_it_says():
    rng, inside, step = np.random.default_rng(4), 0, np.arange(4)[:, None]
    for _ in range(150):
        here = worlds(10 * step - 2.5 * step**2 + rng.normal(0, 2, (4, 15)), np.zeros((4, 15)))
        effect = ruled(f"overall(crossing({MARGINS})) > 0", here).effect
        inside += effect.low <= 2.0 <= effect.high
    assert inside > 0.88 * 150


def test_the_worlds_without_the_mechanism_are_reached_from_inside():
    here, there = worlds(np.ones((4, 6)), np.ones((4, 6))), worlds(3 * np.ones((4, 6)), np.ones((4, 6)))
    assert ruled("overall(ablated(profit(v1)) / profit(v1)) > 0", here, there).effect.mean == pytest.approx(3.0)
    assert ruled("overall(ablated(profit(v1))) > 0", here).verdict == "undecided"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("crossing(profit(v1), profit(v2)) > 0", ["crossing() by itself", "overall"]),
        ("overall(crossing(profit(v1))) > 0", ["1 values", "2 or more"]),
        ("overall(level(1, profit(v1))) > 0", ["2 values", "3 or more"]),
        ("overall(spread(profit(v1))) > 0", ["spread() inside overall()"]),
        ("worst(overall(profit(v1))) > 0", ["overall() inside worst()"]),
        ("overall(crossing(profit(v1), profit(v9))) > 0", ["'v9'", "an arm"]),
    ],
)
def test_what_has_no_meaning_is_refused(text, parts):
    with pytest.raises(InputError) as refusal:
        parse("mine", text, None, ARMS, ["profit", "load"])
    assert all(part in str(refusal.value) for part in parts), str(refusal.value)


def test_a_term_stands_for_its_expression_and_may_use_those_before_it():
    metrics = ["profit", "load"]
    terms = spell({"gain": "profit(v1) - profit(v0)", "twice": "2 * gain"}, ARMS, metrics)
    claim = parse("x", "overall(twice / (load(v0) + gain)) > 0", None, ARMS, metrics, terms)
    here = worlds([[1.0] * 4, [4.0] * 4, [0.0] * 4, [0.0] * 4], np.full((4, 4), 3.0))
    assert rule(claim, here, None).effect.mean == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("terms", "parts"),
    [
        ({"profit": "load(v0)"}, ["experiment.terms.profit", "another word"]),
        ({"v1": "load(v0)"}, ["experiment.terms.v1"]),
        ({"mine": "load(v0"}, ["experiment.terms.mine", "an expression such as"]),
    ],
)
def test_a_term_that_says_nothing_new_is_refused(terms, parts):
    with pytest.raises(InputError) as refusal:
        spell(terms, ARMS, ["profit", "load"])
    assert all(part in str(refusal.value) for part in parts), str(refusal.value)


def test_a_term_that_names_what_there_is_not_is_refused_where_it_is_used():
    terms = spell({"gain": "profit(v9)"}, ARMS, ["profit"])
    with pytest.raises(InputError, match=r"experiment.claims.x: got 'v9', takes an arm"):
        parse("x", "gain > 0", None, ARMS, ["profit"], terms)
