"""Holdout and ghost ads, by hand."""

from __future__ import annotations

import contextlib
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import ARM, draw4
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.holdout_test import arms, ghost_ads, holdout, mixed, refuse_few
from simulation.evaluation.field_tests.lives import Life

ARM_OF = np.array([0, 0, 0, 1, 1], np.uint8)
BOUGHT = np.array([3, 5, 1, 2, 0])


def test_each_person_is_drawn_by_itself() -> None:
    lives = SimpleNamespace(start=SimpleNamespace(key=np.uint64(7)), people=30)
    found = arms(lives, Design(share=0.3, number=4))
    assert found.tolist() == [int(draw4(np.uint64(7), ARM, c, 4, 0, 0)[0] < np.float32(0.3)) for c in range(30)]
    assert found.dtype == np.uint8


@pytest.mark.parametrize("number", [0, 4])
@pytest.mark.parametrize(
    ("withheld", "refused"), [(0, True), (1, True), (2, False), (30, False), (58, False), (59, True), (60, True)]
)
def test_a_share_must_leave_two_people_in_each_arm(tiny: Any, withheld: int, refused: bool, number: int) -> None:
    """The share lies half way between two people's draws, so that exactly so many are below it."""
    market = tiny.market()
    draws = sorted(float(draw4(market.key, ARM, c, number, 0, 0)[0]) for c in range(60))
    share = float(np.mean([0.0, *draws, 1.0][withheld : withheld + 2]))
    said = f"share: got {share:g}, which withholds from {withheld} of 60 people and shows {60 - withheld};"
    with pytest.raises(InputError, match=said) if refused else contextlib.nullcontext():
        refuse_few(market, Design(share=share, number=number))


def test_a_holdout_compares_all_people_of_both_arms() -> None:
    """Means 3 and 1; variances 4 over 3 people and 2 over 2; for five people."""
    found = holdout(BOUGHT, ARM_OF)
    assert (found.value, found.error) == (pytest.approx(2 * 5), pytest.approx(math.sqrt(4 / 3 + 2 / 2) * 5))


def test_ghost_ads_compare_those_who_met_the_content_or_would_have() -> None:
    """Means of 3 and 5, and of 2 and 0; for the four who met it."""
    found = ghost_ads(BOUGHT, ARM_OF, np.array([True, True, False, True, True]))
    assert (found.value, found.error) == (pytest.approx((4 - 1) * 4), pytest.approx(math.sqrt(2 / 2 + 2 / 2) * 4))


def test_without_interference_each_lives_as_if_all_were_in_its_arm() -> None:
    none = np.zeros((1, 1), np.int64)
    shown = Life(np.array([1, 2, 3]), none, np.array([True, True, False]))
    withheld = Life(np.array([4, 5, 6]), none + 1, np.array([False, True, True]))
    found = mixed(shown, withheld, np.array([0, 1, 0], np.uint8))
    assert found.purchases.tolist() == [1, 5, 3]
    assert found.met.tolist() == [True, True, False]
    assert found.sales is none
