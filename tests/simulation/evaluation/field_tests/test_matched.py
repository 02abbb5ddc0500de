"""The matched study, by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from simulation.evaluation.field_tests.matched import matched, strata


def test_people_are_alike_who_share_a_niche_what_they_bought_and_how_many_they_follow() -> None:
    """Follows 0, 0, 3, 3, 9, 9: up to 2 (a third of them), up to 5 (two thirds), more. Bought: not, once, oftener."""
    follows = np.array([0, 0, 3, 3, 9, 9])
    start = np.concatenate([[0], np.cumsum(follows)])
    tables = SimpleNamespace(
        follows=SimpleNamespace(start=start), consumers=SimpleNamespace(niche=np.array([0, 0, 0, 1, 1, 1], np.uint8))
    )
    alike = strata(SimpleNamespace(start=SimpleNamespace(tables=tables), bought=np.array([0, 0, 0, 0, 2, 7])))
    assert alike.tolist() == [0, 0, 1, 2, 3, 3]
    apart = strata(SimpleNamespace(start=SimpleNamespace(tables=tables), bought=np.array([0, 1, 0, 0, 1, 2])))
    assert apart.tolist() == [0, 2, 1, 3, 4, 5], "bought before follows"


def test_strata_are_weighed_by_those_who_met_the_content() -> None:
    """Stratum 0: 5 and 7 against 1, 3 and 2: 6 - 2. Stratum 1: 4, 4, 4 and 8 against 1 and 5: 5 - 3.

    Of six who met it two are in stratum 0: 1/3 4 + 2/3 2 = 8/3. Variances: 2/2 + 1/3 and 4/4 + 8/2.
    """
    stratum = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    met = np.array([1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0], bool)
    purchases = np.array([5, 7, 1, 3, 2, 4, 4, 4, 8, 1, 5])
    found = matched(purchases, met, stratum)
    assert found.value == pytest.approx(8 / 3 * 6)
    assert found.error == pytest.approx(math.sqrt((2 / 2 + 1 / 3) / 9 + (4 / 4 + 8 / 2) * 4 / 9) * 6)
    assert found.freedom == 2 + 3 + 4 + 2 - 4


def test_a_stratum_with_one_person_on_a_side_is_left_out_and_its_people_taken_for_like_the_others() -> None:
    stratum = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
    met = np.array([1, 1, 0, 0, 1, 1, 0, 1, 0, 0], bool)
    purchases = np.array([5, 7, 1, 3, 90, 80, 0, 0, 70, 60])
    found = matched(purchases, met, stratum)
    assert found.value == pytest.approx((6 - 2) * 5)
    assert found.freedom == 2.0


def test_people_who_buy_alike_within_a_stratum_leave_no_error() -> None:
    stratum, met = np.repeat([0, 1], 4), np.tile([True, True, False, False], 2)
    found = matched(np.array([3, 3, 1, 1, 9, 9, 2, 2]), met, stratum)
    assert found.value == pytest.approx((2 + 7) / 2 * 4)
    assert found.error == 0.0


@pytest.mark.parametrize("side", [True, False], ids=["met the content", "did not"])
def test_a_stratum_of_which_all_are_on_one_side_is_left_out_and_may_be_the_last(side: bool) -> None:
    stratum = np.array([0, 0, 0, 0, 1, 1])
    met = np.array([True, True, False, False, side, side])
    found = matched(np.array([3, 3, 1, 1, 50, 60]), met, stratum)
    assert found.value == 2.0 * (4 if side else 2)
    assert found.error == 0.0


def test_the_middle_third_by_follows_is_a_class_of_its_own() -> None:
    """Follows 0 to 8: a third are at most 2 2/3, two thirds at most 5 1/3."""
    start = np.concatenate([[0], np.cumsum(np.arange(9))])
    tables = SimpleNamespace(
        follows=SimpleNamespace(start=start), consumers=SimpleNamespace(niche=np.zeros(9, np.uint8))
    )
    alike = strata(SimpleNamespace(start=SimpleNamespace(tables=tables), bought=np.zeros(9, np.int64)))
    assert alike.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_without_a_counterpart_there_is_nothing_to_compare() -> None:
    assert math.isnan(matched(np.array([1, 2, 3]), np.array([True, True, False]), np.array([0, 0, 0])).value)
