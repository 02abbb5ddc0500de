"""Strengths by the evidence: power laws by hand, draws that follow the likelihood, rows with a strength."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from experiments.own_brand.answering.evidence.strengths import (
    GRID,
    NAMES,
    RANGE,
    all_names,
    at_strengths,
    drawn,
    scattered,
    with_strength,
)


def test_what_is_added_is_a_power_law_through_the_two_runs() -> None:
    # Four times the strength adds four times as much in the first world, and twice as much in the second.
    found = at_strengths(np.array([[100.0, 400.0], [100.0, 200.0]]), np.array([0.25, 0.5, 1.0, 2.0]))
    assert found[0] == pytest.approx([100.0, 200.0, 400.0, 800.0])
    assert found[1] == pytest.approx([100.0, 100.0 * 2**0.5, 200.0, 200.0 * 2**0.5])


def test_a_weaker_run_that_adds_next_to_nothing_makes_no_power_without_end() -> None:
    found = at_strengths(np.array([[1e-6, 400.0]]), np.array([0.5, 1.0, 2.0]))
    assert found[0] == pytest.approx([25.0, 400.0, 6_400.0])  # the fourth power, not the fourteenth


def test_where_a_run_adds_nothing_a_straight_line_takes_its_place() -> None:
    assert at_strengths(np.array([[-30.0, 120.0]]), np.array([0.25, 0.5, 1.0]))[0] == pytest.approx([-30, 20, 120])


def normal(worlds: int, middle: float, width: float) -> np.ndarray:
    """Return a likelihood that is normal on the scale of logarithms, alike in all worlds."""
    return np.tile(np.exp(-((np.log(GRID / middle) / width) ** 2) / 2), (worlds, 1))


def test_draws_follow_the_likelihood() -> None:
    found = drawn(normal(400, 0.5, 0.2), 3)
    assert found is not None
    logs = np.log(found.strengths)
    # A normal of precision 25 times one of precision 1 around 0: 25 parts of log 0.5 in 26.
    assert logs.mean() == pytest.approx(25 / 26 * np.log(0.5), abs=0.02)
    assert logs.std() == pytest.approx(26**-0.5, abs=0.02)
    assert sorted(found.worlds) == list(range(400))
    assert found.counting == pytest.approx(400)


def test_without_any_information_draws_are_those_of_a_normal_around_an_average_brand() -> None:
    found = drawn(np.ones((20, len(GRID))), 1)
    assert found is not None
    low, high = norm.cdf(np.log(RANGE))
    parts = (norm.cdf(np.log(found.strengths)) - low) / (high - low)
    assert np.sort(parts) == pytest.approx((np.arange(20) + 0.5) / 20, abs=0.03)


def test_a_world_is_kept_as_often_as_it_agrees() -> None:
    likelihood = normal(4, 0.5, 0.2) * np.array([[3.0], [1.0], [0.0], [0.0]])
    found = drawn(likelihood, 1)
    assert found is not None
    assert sorted(found.worlds) == [0, 0, 0, 1]
    assert found.counting == pytest.approx(1.6)
    assert len({s for w, s in zip(found.worlds, found.strengths, strict=True) if w == 0}) == 3


def test_where_no_world_agrees_nothing_is_drawn() -> None:
    assert drawn(np.full((5, len(GRID)), 1e-9), 1) is None
    assert drawn(np.zeros((5, len(GRID))), 1) is None


def test_the_first_few_worlds_are_spread_over_the_strengths() -> None:
    assert scattered(8) == [4, 2, 6, 1, 5, 3, 7, 0]
    assert scattered(20)[:4] == [10, 5, 15, 2]
    assert sorted(scattered(20)) == list(range(20))
    assert scattered(1) == [0]
    found = drawn(np.ones((20, len(GRID))), 1)
    assert found is not None
    first = found.strengths[:6]
    assert 0.7 < first[0] < 0.85, "the middle of a normal of logarithms around 1 from an eighth to twice"
    assert min(first) < 0.3
    assert max(first) > 1.0


def test_a_row_gets_a_strength_and_shares_stay_shares() -> None:
    names = ("consumers.persuasion.gain", "consumers.talk.hear")
    given = {"consumers.persuasion.awareness": 0.6, "consumers.purchase.adstock": 0.3, "platform.share": 0.6}
    assert all_names(names) == (*names, NAMES[0], NAMES[2], NAMES[3])
    assert with_strength(names, (0.1, 0.4), given, 2.0) == pytest.approx([0.2, 0.4, 1.0, 0.6, 1.0])
    assert with_strength(names, (0.1, 0.4), given, 1.0) == pytest.approx([0.1, 0.4, 0.6, 0.3, 0.6])
