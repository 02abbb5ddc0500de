"""Response curves and the best split, against what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.own_brand.answering.curves import Curve, best_split

ASKED = np.array([25.0, 50.0, 100.0, 200.0])


def line(part: str, slope: float, most: float = 1e9) -> Curve:
    """Return a part that adds so much for each unit of money, up to a limit."""
    return Curve(part, ASKED, ASKED, np.minimum(slope * ASKED, most)[None, :])


def test_margins_go_through_the_levels_and_through_nothing() -> None:
    curve = line("a", 2.0)
    assert [curve.margin(money) for money in (0.0, 25.0, 100.0, 200.0)] == pytest.approx([0.0, 50.0, 200.0, 400.0])
    assert curve.margin(500.0) == pytest.approx(400.0), "beyond the last level nothing is known"
    assert curve.marginal(60.0, 10.0) == pytest.approx(2.0)


def test_all_money_goes_where_it_brings_most() -> None:
    assert best_split([line("a", 2.0), line("b", 3.0)], 100.0, {}, {}) == {"a": 0.0, "b": 1.0}


def test_what_does_not_pay_stays_unspent() -> None:
    assert best_split([line("a", 0.9)], 100.0, {}, {}) == {"a": 0.0}


def test_a_part_that_is_full_leaves_the_rest_to_the_next() -> None:
    split = best_split([line("a", 2.0), line("b", 3.0, most=150.0)], 100.0, {}, {})
    # Full from 50 on; the curve is smooth, so that a little less than 50 adds nearly as much.
    assert split["b"] in (0.45, 0.5)
    assert split["a"] + split["b"] == pytest.approx(1.0)


def test_bounds_and_least_spend_hold() -> None:
    parts = [line("a", 2.0), line("b", 3.0)]
    assert best_split(parts, 100.0, {"b": (0.0, 0.3)}, {}) == {"a": 0.7, "b": 0.3}
    assert best_split(parts, 100.0, {}, {"b": 150.0}) == {"a": 1.0, "b": 0.0}


def test_money_that_comes_back_is_not_spent() -> None:
    kept = Curve("a", ASKED, np.full(4, 10.0), np.full((1, 4), 30.0))
    assert kept.span(3) == pytest.approx((20.0, 20.0, 20.0))
    assert kept.paid(100.0) == 10.0
