"""Words of certainty hold for all comparisons of a report at once, and say no more than its figures show."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from experiments.report.numbers import NEW, OLD, favourite
from experiments.results.findings import COMPARED, Findings, Measure
from experiments.results.reasons import CHAIN, chain
from experiments.results.statistics import Difference, Interval, certainty, holm, paired
from experiments.results.terminal import ROWS
from experiments.results.wording import ADVERBS, answer, better, evidence, method, verdict


def found_of(values, better=1, unit="USD", **more):
    """Findings from {arm: {metric: values}}."""
    measures = {metric: Measure(unit, better, "") for arm in values.values() for metric in arm}
    columns = {arm: {m: np.asarray(v, float) for m, v in metrics.items()} for arm, metrics in values.items()}
    seeds = len(next(iter(next(iter(columns.values())).values())))
    return Findings(columns, measures, list(range(seeds)), "none", **more)


def test_holms_correction_by_hand():
    """Four p values in order: times 4, 3, 2 and 1, and none below the one before it. What is undefined does not count."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.6]) == pytest.approx([1.0, 1.0])
    kept = holm([0.02, math.nan, 0.01])
    assert kept[0] == pytest.approx(0.02)
    assert math.isnan(kept[1])
    assert kept[2] == pytest.approx(0.02)
    assert holm([]) == []


@pytest.mark.parametrize("arms", [3, 6])
def test_where_no_arm_is_better_than_another_one_report_in_twenty_calls_one_likely(arms):
    """The best of several arms is held against the baseline and against the next: searched, not chosen beforehand."""
    rng = np.random.default_rng(41)
    wrong, alone, reports = 0, 0, 500
    for _ in range(reports):
        world = rng.normal(0, 10, 4)
        found = found_of({name: {"profit": world + rng.normal(0, 1, 4)} for name in ("none", *"abcdefgh"[: arms - 1])})
        told = [found.difference(a, b, "profit") for a, b in found.telling_pairs()]
        wrong += any(certainty(each) in ADVERBS for each in told)
        alone += any(each.tail < 0.05 for each in told)
    assert wrong / reports < 0.05 + 2 * math.sqrt(0.05 * 0.95 / reports)
    assert alone / reports > 0.08  # what the words said before


def test_the_sign_of_a_difference_that_is_called_likely_is_the_true_one_in_19_reports_of_20():
    """Arms lie a little apart; a sign is wrong if the lower arm is called likely to be the higher."""
    rng = np.random.default_rng(43)
    names = ["none", "a", "b", "c", "d"]
    wrong, said, reports = 0, 0, 400
    for _ in range(reports):
        found = found_of({name: {"profit": rng.normal(0.4 * k, 1, 5)} for k, name in enumerate(names)})
        told = [found.difference(a, b, "profit") for a, b in itertools.combinations(names, 2)]
        likely = [each for each in told if certainty(each) in ADVERBS]
        said += bool(likely)
        wrong += any(each.interval.mean > 0 for each in likely)  # the later-named is truly the higher
    assert said > 0.1 * reports
    assert wrong / reports < 0.05


def test_among_many_metrics_one_report_in_twenty_calls_a_difference_likely_where_there_is_none():
    rng = np.random.default_rng(47)
    reports, wrong = 300, 0
    for _ in range(reports):
        values = {arm: {metric: rng.normal(0, 1, 6) for metric in COMPARED} for arm in ("none", "a", "b")}
        found = found_of(values)
        words = [certainty(found.difference(a, b, m)) for a, b in found.telling_pairs() for m in COMPARED]
        wrong += any(each in ADVERBS for each in words)
    assert wrong / reports < 0.05 + 2 * math.sqrt(0.05 * 0.95 / reports)


def test_every_metric_that_a_report_compares_is_counted():
    named = {*OLD, *NEW, *(metric for metric, _ in CHAIN), *ROWS}
    derived = {"margin", "incremental_profit"}  # of the headline: before its cost, and against the world without
    assert named - derived - {"profit", "expected_profit"} <= set(COMPARED)
    assert "profit" not in COMPARED


def test_the_headline_is_counted_by_itself_and_every_pair_of_arms_with_it():
    rng = np.random.default_rng(3)
    values = {arm: {m: rng.normal(0, 1, 6) for m in ("profit", "waste", "reach")} for arm in ("none", "a", "b", "c")}
    found = found_of(values)
    assert found.comparisons("profit") == 6
    assert found.comparisons("waste") == found.comparisons("reach") == 12
    tails = [found.difference(a, b, "profit").tail for a, b in found.pairs()]
    assert [found.difference(a, b, "profit").doubt for a, b in found.pairs()] == pytest.approx(holm(tails))
    assert found.difference("a", "b", "profit").doubt == found.difference("b", "a", "profit").doubt
    other = dataclasses.replace(found, outcome="waste")
    assert other.comparisons("profit") == other.comparisons("waste") == 12
    assert other.comparisons("reach") == 6


def test_what_is_the_same_in_a_few_seeds_is_not_certain():
    """Without any spread Student's t has nothing to say; that so many seeds agree is a coin that fell so often alike."""
    each = paired([3.0, 5.0, 4.0, 9.0], [2.0, 4.0, 3.0, 8.0])
    assert each.interval == Interval(1, 1, 1, 4)
    assert each.tail == 2 * 0.5**4
    assert certainty(each) == "the same in all 4 seeds"
    assert better(Measure("USD", 1, ""), each) == 0
    rounded = paired([0.1 + 0.2, 1.3, 2.3], [0.0, 1.0, 2.0])  # 0.3 but for the last bits
    assert rounded.interval.half == 0
    assert certainty(rounded) == "the same in all 3 seeds"
    many = paired(np.arange(9.0) + 1, np.arange(9.0))
    assert better(Measure("USD", 1, ""), many) == 1
    found = found_of({"none": {"profit": [1, 2, 3, 5]}, "a": {"profit": [11, 12, 13, 15]}})
    assert answer(found) == "A brings 10 USD more profit than no campaign, the same in all 4 seeds."


@pytest.mark.parametrize(
    ("measure", "values", "shown"),
    [
        (Measure("1", -1, ""), [0.500020, 0.500019, 0.500021, 0.500020], "0.0000"),
        (Measure("1", -1, "", percent=True), [0.500010, 0.500055, 0.500030, 0.500045], "0.00 points"),
        (Measure("USD", 1, ""), [0.70, 0.72, 0.71, 0.70], "0 USD"),
    ],
)
def test_a_difference_that_rounds_to_nothing_is_neither_better_nor_worse(measure, values, shown):
    base = 0.5 if measure.unit == "1" else 0.3
    found = Findings(
        {"none": {"profit": np.full(4, base)}, "a": {"profit": np.array(values)}},
        {"profit": measure},
        [1, 2, 3, 4],
        "none",
        confidence=0.8,
    )
    each = found.difference("a", "none", "profit")
    assert each.told
    assert better(measure, each) == 0
    assert verdict(measure, each) == "no difference at this precision"
    said = evidence(found, "a", "none")
    assert said.startswith(f"A against no campaign: {shown} profit")
    assert said.endswith("; no difference at this precision).")
    assert answer(found) == "A and no campaign bring the same profit at the precision shown."


def test_what_cannot_be_told_and_rounds_to_nothing_still_cannot_be_told():
    wide = paired([5000.0, -4990.0, 4000.0, -4000.0], [0.0, 0.0, 0.0, 0.0])
    assert verdict(Measure("USD", 1, ""), wide) == "cannot be told apart"


def test_words_and_colours_agree_with_the_correction_and_the_interval_is_ones_own():
    """Alone each of five arms would be likely to be better than the first; counted together none is."""
    base = np.zeros(4)
    noise = np.array([1.0, -1.0, 0.5, -0.5])
    shift = 1.9 * noise.std(ddof=1) / 2 * 3.182 / 1.9 * 1.02  # just outside the 95 % interval
    arms = {name: {"profit": base + (k + 1) * (noise + shift)} for k, name in enumerate("abcde")}
    found = found_of({"none": {"profit": base}} | arms)
    each = found.difference("a", "none", "profit")
    assert each.interval.low > 0
    assert 0.04 < each.tail < 0.05
    assert not each.told
    assert certainty(each) == "cannot be told apart"
    assert better(found.measures["profit"], each) == 0
    assert favourite(found, "profit", 1) is None


def test_the_method_is_said_with_the_number_of_comparisons():
    found = found_of({arm: {"profit": [1.0, 2.0, k], "waste": [k, 1, 4]} for k, arm in enumerate(("none", "a", "b"))})
    said = method(found)
    assert "all 3 comparisons of profit" in said
    assert "'likely' from 95 %" in said
    assert "Holm" in said


def test_a_comparison_made_alone_is_corrected_for_nothing():
    each = paired([1.0, 2.0, 4.0], [0.0, 1.0, 2.0])
    assert each.doubt == each.tail
    assert math.isnan(Difference(Interval(1, 0, 2, 3), math.nan, math.nan).doubt)


def test_steps_from_money_to_money_are_coloured_where_all_that_is_compared_is_counted():
    noise = np.array([1.0, -1.0, 0.5, -0.5])
    shift = noise.std(ddof=1) / 2 * 3.182 * 1.02  # just outside the 95 % interval
    base = {"profit": np.full(4, 50.0), "cost": np.zeros(4), "awareness": np.full(4, 0.2), "reach": np.zeros(4)}
    sure = {"profit": 10_000 + noise, "cost": np.full(4, 100.0), "awareness": 0.2 + 0.01 * (noise + shift)}
    found = found_of({"none": base, "a": sure | {"reach": 1000 + noise}})
    steps = {step.metric: step for step in chain(found, "a")}
    assert steps["awareness"].change.low > 0
    assert not steps["awareness"].told  # one of two comparisons
    assert steps["profit"].told
    assert steps["margin"].told
    alone = found_of({"a": {"incremental_profit": noise + shift, "profit": noise, "cost": np.full(4, 1.0)}})
    (profit,) = (step for step in chain(alone, "a") if step.metric == "profit")
    assert profit.change.low > 0
    assert not profit.told
