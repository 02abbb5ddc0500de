"""In how many worlds an answer holds, what decides, where it turns: tables by hand."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from experiments.results.agreement import agreement, decider, decision, lines, sentence, turning

PARAMETER, OTHER = "consumers.talk.mention", "consumers.talk.hear"


def table(differences: list[float], values: list[float], seeds: int = 1) -> pl.DataFrame:
    rows = [
        {"point": k, "seed": seed, PARAMETER: value, OTHER: 0.2, "arm": arm, "expected_profit": 100 + extra}
        for k, (difference, value) in enumerate(zip(differences, values, strict=True))
        for seed in range(seeds)
        for arm, extra in (("small", difference + seed), ("large", seed))
    ]
    return pl.DataFrame(rows)


def compared(differences: list[float], values: list[float], better: int = 1, seeds: int = 1):
    return agreement(table(differences, values, seeds), [PARAMETER, OTHER], "small", "large", "expected_profit", better)


def test_worlds_are_counted_and_seeds_are_averaged() -> None:
    found = compared([3, -1, 0, 2], [1, 2, 3, 4], seeds=3)
    assert found.differences.tolist() == [3, -1, 0, 2]
    assert found.holds == 2  # no difference does not hold
    assert compared([3, -1, 0, 2], [1, 2, 3, 4], better=-1).holds == 1
    assert sentence(found, "USD").startswith(
        "In 2 of 4 plausible worlds small brings more expected profit than large: "
    )


def test_where_most_worlds_say_otherwise_the_sentence_says_so() -> None:
    assert sentence(compared([-3, -1, -2, 2], [1, 2, 3, 4]), "USD").startswith(
        "Most plausible worlds say otherwise: in 3 of 4 large brings more expected profit than small: +"
    )
    even = sentence(compared([-3, 1, -2, 2], [1, 2, 3, 4]), "USD")
    assert even.startswith("In 2 of 4 plausible worlds small brings more")


def test_few_worlds_are_told_by_all_of_them_and_many_by_eight_of_ten() -> None:
    few = sentence(compared([3, -1, 0, 2], [1, 2, 3, 4]), "USD")
    assert few.endswith(" in all.")
    assert "\N{MINUS SIGN}1 to +3 in all." in few
    many = compared([float(k) for k in range(11)], [float(k) for k in range(11)])
    assert sentence(many, "USD").endswith(" in eight of ten.")


def test_a_parameter_that_orders_all_worlds_decides_and_turns_where_the_line_crosses_zero() -> None:
    values = np.linspace(1, 12, 12)
    found = compared((values - 5).tolist(), values.tolist())
    assert found.decides == (PARAMETER, pytest.approx(1.0))
    assert found.turns == pytest.approx(5.0)
    assert decision(found) == (
        f"Most depends on {PARAMETER}: the larger it is, the better for small against large (rank correlation +1.00); "
        "the winner turns near 5."
    )
    falling = compared((5 - values).tolist(), values.tolist())
    assert "the smaller it is" in decision(falling)


def test_nothing_decides_where_chance_would_do_as_well() -> None:
    assert compared([1, 2, 3], [1, 2, 3]).decides is None  # three worlds tell nothing
    values = [float(k) for k in range(12)]
    mixed = [1.0, -1.0] * 6
    found = compared(mixed, values)
    assert found.decides is None
    assert decision(found) == "No parameter alone decides between small and large, as far as 12 worlds can tell."
    assert decider(np.zeros(12), {"a": np.arange(12.0)}) is None


def test_more_parameters_ask_for_a_stronger_correlation() -> None:
    rng = np.random.default_rng(4)
    x = np.arange(14.0)
    y = x + 6.5 * rng.standard_normal(14)
    assert decider(y, {"a": x}) is not None
    many = {"a": x} | {f"b{k}": rng.permutation(x) for k in range(400)}
    assert decider(y, many) is None or decider(y, many)[0] != "a"


def test_the_line_that_does_not_cross_within_the_worlds_turns_nowhere() -> None:
    assert math.isnan(turning(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])))


def test_a_world_that_lacks_an_arm_is_left_out() -> None:
    there = table([1, 2, 3], [1, 2, 3]).filter(~((pl.col("point") == 1) & (pl.col("arm") == "large")))
    found = agreement(there, [PARAMETER], "small", "large", "expected_profit", 1)
    assert found.differences.tolist() == [1, 3]
    assert len(lines([found], "USD")) == 1  # so few worlds say nothing of what decides


def test_worlds_say_otherwise_only_where_the_answer_says_something() -> None:
    found = agreement(table([-1, -2, -3], [1, 2, 3]), [PARAMETER], "small", "large", "expected_profit", 1)
    assert lines([found], "USD")[0].startswith("Most plausible worlds say otherwise: in 3 of 3 large brings more")
    assert lines([found._replace(claimed=False)], "USD")[0].startswith("In 3 of 3 plausible worlds large brings more")


def test_one_world_has_no_middle() -> None:
    found = agreement(table([7], [1]), [PARAMETER], "small", "large", "expected_profit", 1)
    assert lines([found], "€") == [
        "In the one plausible world that was run, small brings more expected profit than large: +€7."
    ]
