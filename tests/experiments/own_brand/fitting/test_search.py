"""The search: linear targets in a few steps, bounds that give up their own target, the best place kept."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.own_brand.fitting.search import Sought, search
from simulation.state.columns import Float64s


def sought(name: str, slopes: list[float], start: float = 0.0, low: float = -10.0, high: float = 10.0) -> Sought:
    """Return an unknown with wide steps and a narrow tolerance."""
    return Sought(name, start, low, high, 10.0, 1e-6, slopes)


def test_two_targets_that_hang_together_are_met_at_once() -> None:
    matrix = np.array([[2.0, 1.0], [0.5, 3.0]])

    def residuals(x: Float64s) -> Float64s:
        return matrix @ x - np.array([5.0, 4.0])

    found = search(residuals, [sought("a", [2.0, 0.5]), sought("b", [1.0, 3.0])])
    assert found.x == pytest.approx(np.linalg.solve(matrix, [5.0, 4.0]))
    assert found.met == [True, True]
    assert found.evaluations <= 3


def test_a_slope_that_was_guessed_wrongly_is_learned() -> None:
    found = search(lambda x: 2.0 * x - 6.0, [sought("a", [1.0])])
    assert found.x == pytest.approx([3.0])


def test_an_unknown_at_its_bound_gives_up_its_own_target_alone() -> None:
    def residuals(x: Float64s) -> Float64s:
        return np.array([x[0] - 20.0, x[1] + x[0] - 12.0])

    found = search(residuals, [sought("a", [1.0, 1.0]), sought("b", [0.0, 1.0])])
    assert found.x == pytest.approx([10.0, 2.0])
    assert found.met == [False, True]


def test_the_best_place_is_that_of_the_least_product_of_misses() -> None:
    """1.5 and 13 tolerances, 2 and 1, 1 and 3: the second has the least product, though two others miss the first less."""
    misses = iter([[1.5, 13.0], [2.0, 1.0], [1.0, 3.0]])
    found = search(lambda x: 1e-6 * np.array(next(misses)), [sought("a", [1.0, 0.0]), sought("b", [0.0, 1.0])], most=3)
    assert found.residuals == pytest.approx([2e-6, 1e-6])


def test_nothing_sought_is_one_look() -> None:
    assert search(lambda x: x, []).evaluations == 1
