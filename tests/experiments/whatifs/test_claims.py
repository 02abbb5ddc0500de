"""Claims are read strictly, computed seed by seed, and judged by where their whole interval lies."""

import numpy as np
import polars as pl
import pytest

from experiments.command.settings import Experiment
from experiments.results.findings import Measure, findings
from experiments.results.statistics import Interval
from experiments.whatifs.claim_functions import jackknife, rank, trend, worst
from experiments.whatifs.claims import Worlds, judge, parse, rule, together
from experiments.whatifs.gallery import FATES
from experiments.whatifs.ruling import after
from experiments.whatifs.whatifs import decide
from simulation.errors import InputError

ARMS = ["a", "b", "c"]
METRICS = ["profit", "trust", "sales"]
A, B, C = [10.0, 12.0, 11.0, 13.0], [5.0, 6.5, 6.0, 8.0], [1.0, 2.0, 1.5, 3.0]


def worlds(a=A, b=B, c=C, seeds=(1, 2, 3, 4), series=None):
    rows = [
        (arm, seed, "profit", value)
        for arm, values in zip(ARMS, (a, b, c), strict=True)
        for seed, value in zip(seeds, values, strict=True)
    ]
    table = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    return Worlds(findings(table, ARMS, "a", {"profit": Measure("USD", 1, "")}, 0.95), series)


def ruled(text, here=None, without=None, smallest=None):
    return rule(parse("x", text, smallest, ARMS, METRICS), here or worlds(), without)


def test_a_difference_is_paired_seed_by_seed():
    ruling = ruled("profit(a) - profit(b) > 4")
    assert ruling.values == pytest.approx(np.subtract(A, B))
    assert ruling.effect.mean == pytest.approx(5.125)
    assert ruling.verdict == "supported"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("profit(a) / profit(b) > 1", np.divide(A, B)),
        ("-2 * profit(a) + 1 > 0", 1 - 2 * np.array(A)),
        ("log(profit(a)) > 0", np.log(A)),
        ("profit(a) - max(profit(b), profit(c)) > 0", np.array(A) - np.maximum(B, C)),
        ("(profit(a) - profit(b)) - (profit(b) - profit(c)) > 0", np.array(A) - 2 * np.array(B) + np.array(C)),
        ("slope(profit, c, b, a) > 0", np.array(A) - np.array(C)),
    ],
)
def test_what_can_be_computed(text, values):
    assert ruled(text).values == pytest.approx(values)


def test_the_bound_may_be_the_smallest_effect_that_matters():
    assert parse("x", "profit(a) > smallest", 7.0, ARMS, METRICS).bound == 7.0
    assert parse("x", "profit(a) < -smallest", 7.0, ARMS, METRICS).bound == -7.0
    assert parse("x", "profit(a) > smallest", None, ARMS, METRICS).bound == 0.0


@pytest.mark.parametrize(
    ("low", "high", "sign", "bound", "verdict"),
    [
        (1, 2, 1, 0.5, "supported"),
        (1, 2, 1, 1.5, "undecided"),
        (1, 2, 1, 2.5, "falsified"),
        (0, 0, 1, 0, "falsified"),
        (-2, -1, -1, 0, "supported"),
        (-2, -1, -1, -1.5, "undecided"),
        (-2, -1, -1, -3, "falsified"),
    ],
)
def test_a_claim_is_judged_by_its_whole_interval(low, high, sign, bound, verdict):
    assert judge(Interval((low + high) / 2, low, high, 4), sign, bound) == verdict


def test_one_seed_decides_nothing():
    assert judge(Interval(9.0, np.nan, np.nan, 1), 1, 0) == "undecided"


def test_one_false_claim_falsifies_and_all_must_be_supported():
    assert together(["supported", "supported"]) == "supported"
    assert together(["supported", "undecided"]) == "undecided"
    assert together(["supported", "undecided", "falsified"]) == "falsified"


def test_claims_reach_the_worlds_without_the_mechanism_seed_by_seed():
    without = worlds(a=[1.0, 2.0, 3.0, 4.0], seeds=(4, 3, 2, 1))
    ruling = ruled("profit(a) - ablated(profit(a)) > 0", without=without)
    assert ruling.values == pytest.approx(np.array(A) - [4, 3, 2, 1])
    assert ruled("ablated(profit(a)) > 0").verdict == "undecided"  # there is no ablation


def test_ends_of_an_inverted_u_rise_and_fall():
    x = np.linspace(0, 1, 5)
    values = np.array([[4 * p * (1 - p), 2 * p] for p in x])
    assert trend("start", values) == pytest.approx([4, 2])
    assert trend("end", values) == pytest.approx([-4, 2])
    assert trend("slope", values) == pytest.approx([0, 2])


def test_daily_series_are_read_at_a_day_or_summed():
    rows = [("a", seed, day, "sales", float(day + seed)) for seed in (1, 2, 3, 4) for day in (-7, 0, 7, 14)]
    series = pl.DataFrame(rows, schema=["arm", "seed", "day", "metric", "value"], orient="row")
    here = worlds(series=series)
    assert ruled("sales(a, 10) > 0", here).values == pytest.approx([8, 9, 10, 11])
    assert ruled("sales(a, 0, 7) > 0", here).values == pytest.approx([9, 11, 13, 15])
    assert ruled("sales(a, -7) > 0", here).values == pytest.approx([-6, -5, -4, -3])


def test_the_worst_fifth_is_a_mean_of_the_tail_with_an_interval_of_its_own():
    values = np.arange(20.0)
    assert worst(values) == pytest.approx(np.arange(4.0).mean())
    assert np.isnan(jackknife(np.array([1.0, np.nan, 3.0, 2.0, 5.0]), worst)[1])
    rng = np.random.default_rng(1)
    taken = jackknife(rng.normal(size=400), lambda given: float(given.std(ddof=1)))
    assert abs(taken.mean() - 1) < 3 * taken.std(ddof=1) / 20  # the standard deviation is 1
    inside = 0
    for _ in range(200):
        taken = rng.normal(size=30)
        pseudo = jackknife(taken, worst)
        half = 2.045 * pseudo.std(ddof=1) / 30**0.5
        inside += abs(pseudo.mean() - -1.3998) < half  # the true mean of a normal's worst fifth
    assert inside > 0.8 * 200  # somewhat below the nominal 95 %: six seeds make a tail of 30


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("profit(a)", ["one comparison"]),
        ("profit(a) > profit(b)", ["bound", "profit(b)"]),
        ("profit(a) > 1 > 0", ["one comparison"]),
        ("profit(d) > 0", ["'d'", "an arm"]),
        ("profti(a) > 0", ["profti", "profit"]),
        ("profit(a", ["comparison such as"]),
        ("__import__('os') > 0", ["__import__"]),
        ("profit(a).real > 0", ["metric(arm)"]),
        ("slope(profit, a) > 0", ["1 arms", "2 or more"]),
        ("profit(a, b) > 0", ["metric(arm, day)"]),
        ("[1][0] > 0", ["metric(arm)"]),
    ],
)
def test_what_is_no_claim_is_refused_in_one_line(text, parts):
    with pytest.raises(InputError) as refusal:
        parse("mine", text, None, ARMS, METRICS)
    said = str(refusal.value)
    assert "experiment.claims.mine" in said
    assert "\n" not in said
    assert all(part in said for part in parts), said


LOWER = [value - 100 for value in A]  # a claim on what a earns more than 4 holds as it is, and not by these
WIDE = [-200.0, 200.0, -190.0, 230.0]


@pytest.mark.parametrize(
    ("a", "c", "fate"),
    [
        (LOWER, LOWER, "vanishes"),  # both claims are falsified without the mechanism
        (A, A, "stays"),
        (LOWER, A, "partly"),  # one is falsified, the other is as it was
        (A, LOWER, "partly"),
        (LOWER, WIDE, "undecided"),  # one is falsified, of the other nothing is known
        (A, WIDE, "undecided"),
        (WIDE, WIDE, "undecided"),
    ],
)
def test_an_effect_vanishes_only_if_each_of_its_claims_does(a, c, fate):
    claims = tuple(parse(f"{arm}_earns", f"profit({arm}) > 4", None, ARMS, METRICS) for arm in ("a", "c"))
    verdict = decide(Experiment(name="x", mechanism="trust"), claims, worlds(a=A, c=A), worlds(a=a, c=c))
    assert verdict.hypothesis == "supported"
    assert verdict.effect == fate
    said = after(Experiment(ablation=["x=0"], mechanism="trust"), verdict)
    if fate == "partly":
        gone, left = ("a earns", "c earns") if a is LOWER else ("c earns", "a earns")
        assert (
            said == f"Without trust: part of it vanishes ({gone}) and part stays ({left}), so trust carries part of it."
        )
    else:
        assert ("so trust carries it" in said) == (fate == "vanishes")
    assert FATES[fate]


def test_where_no_claim_held_there_is_no_effect_to_vanish():
    claims = tuple(parse(f"{arm}_earns", f"profit({arm}) > 4", None, ARMS, METRICS) for arm in ("a", "c"))
    verdict = decide(Experiment(mechanism="trust"), claims, worlds(a=A, c=LOWER), worlds(a=LOWER, c=LOWER))
    assert verdict.effect == "none"


def test_a_rank_correlation_over_arms_is_taken_in_each_seed():
    first = np.array([[1.0, 1.0], [2.0, 5.0], [3.0, 2.0], [9.0, np.nan]])
    second = np.array([[2.0, 1.0], [4.0, 2.0], [6.0, 3.0], [1.0, 8.0]])
    assert rank(first, second) == pytest.approx([-0.2, 0.5])  # by hand: 1 - 6 * 12 / 60, 1 - 6 * 2 / 24
    assert np.isnan(rank(np.ones((3, 1)), second[:3, :1])).all()
    claim = parse("x", "rank(profit, sales, a, b, c) > 0", None, ARMS, METRICS)
    assert rule(claim, worlds(), None).values.shape == (4,)
    for wrong in ("rank(profit, sales, a, b) > 0", "rank(profit, nothing, a, b, c) > 0", "rank(profit, a, b, c) > 0"):
        with pytest.raises(InputError):
            parse("x", wrong, None, ARMS, METRICS)
