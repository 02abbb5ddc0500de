"""What cells say, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.brand_view.cell_effects import adjusted


def test_what_was_bought_before_is_taken_out_of_what_was_bought_since() -> None:
    """3, 1 against 1, 0, after 2, 0 and 1, 1: a slope of 1 leaves 2, 2 against 1, 0, with a variance of 0.5 over 2."""
    found = adjusted(*(np.array(values, float) for values in ([3, 1], [1, 0], [2, 0], [1, 1])))
    assert found == pytest.approx((1.5, math.sqrt(0.25 * (1 / 2 + 1 / 2)), 2.0))


def test_without_a_past_it_is_the_plain_difference() -> None:
    """Means 2 and 1; squares 2 + 2 over five people: 4/3, and 1/2 + 1/3."""
    found = adjusted(*(np.array(values, float) for values in ([3, 1], [0, 2, 1], [0, 0], [0, 0, 0])))
    assert found == pytest.approx((1.0, math.sqrt(4 / 3 * (1 / 2 + 1 / 3)), 3.0))


@pytest.mark.parametrize(("n", "m", "known"), [(2, 2, True), (1, 2, False), (2, 1, False)])
def test_one_person_says_nothing(n: int, m: int, known: bool) -> None:
    found = adjusted(np.arange(n) * 1.0, np.arange(m) * 1.0, np.zeros(n), np.zeros(m))
    assert math.isnan(found.value) == (not known)
