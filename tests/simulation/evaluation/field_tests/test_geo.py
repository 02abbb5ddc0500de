"""The geo test, by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import ARM, draw4
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.geo import arms, geo, mixed, regions_of, synthetic
from simulation.graph import from_edges

SIZE = np.array([10.0, 20.0, 30.0, 40.0])
SHOWN_AND_NOT = np.array([0, 1, 0, 1], np.uint8)


def cliques(number: int, size: int = 5) -> Any:
    """A market whose friends form so many groups of people who all know one another."""
    pairs = [
        (group * size + a, group * size + b) for group in range(number) for a in range(size) for b in range(a + 1, size)
    ]
    graph = from_edges(*zip(*pairs, strict=True), number * size, directed=False)
    friends = SimpleNamespace(start=graph.indptr, friend=graph.indices)
    return SimpleNamespace(tables=SimpleNamespace(friends=friends), seed=1)


def test_regions_are_groups_of_friends() -> None:
    region = regions_of(cliques(6), Design(test="geo", regions=6))
    assert [len(set(group)) for group in region.reshape(6, 5)] == [1] * 6
    assert len(set(region)) == 6
    assert regions_of(cliques(6), Design(test="geo", regions=4)).max() == 3
    assert regions_of(cliques(4), Design(test="geo")).max() == 3


def test_friends_who_form_three_groups_are_too_few() -> None:
    with pytest.raises(InputError, match="friends form 3 communities; takes a market of 4 or more"):
        regions_of(cliques(3), Design(test="geo"))


@pytest.mark.parametrize(
    ("number", "share", "withheld"), [(10, 0.5, 5), (10, 0.34, 3), (10, 0.01, 2), (10, 0.99, 8), (4, 0.9, 2)]
)
def test_the_regions_drawn_lowest_are_withheld_at_least_two_in_each_arm(
    number: int, share: float, withheld: int
) -> None:
    lives = SimpleNamespace(region=np.arange(number), start=SimpleNamespace(key=np.uint64(7)))
    draws = [draw4(np.uint64(7), ARM, r, 3, 1, 0)[0] for r in range(number)]
    found = arms(lives, Design(test="geo", share=share, number=3))
    assert found.tolist() == [int(u < sorted(draws)[withheld]) for u in draws]


def test_without_interference_each_region_sells_as_if_all_were_in_its_arm() -> None:
    found = mixed(np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]]), np.array([0, 1], np.uint8))
    assert found.tolist() == [[1, 6], [3, 8]]


def test_a_control_leans_to_the_region_that_went_the_same_way_as_far_as_noise_allows() -> None:
    """Others 1, 3 and 1, 1; target 1, 3. With weights a and 1 - a, the least of

    (2 a - 2)^2 + ridge^2 2 (a - 1/4)^2 for ridge^2 = 2 periods times the mean variance 1/2, a share of 1/4 by size:
    a = (4 + 2/4) / (4 + 2).
    """
    found = synthetic(np.array([1.0, 3.0]), np.array([[1.0, 1.0], [3.0, 1.0]]), np.array([10.0, 30.0]))
    assert found == pytest.approx([0.75, 0.25], abs=1e-4)
    assert found.sum() == pytest.approx(1, abs=1e-14)


def test_the_ridge_is_as_strong_as_the_noise_of_a_region_over_time() -> None:
    """Three periods, and others that vary over them by 2/9 and 8/9: ridge^2 = 3 5/9.

    With weights a and 1 - a the target 2, 4, 2 against 1, 2, 1 and 2, 4, 2: the least of (a^2 + 4 a^2 + a^2) +
    2 5/3 (a - 1/2)^2 is a = (5/3) / (6 + 10/3).
    """
    found = synthetic(np.array([2.0, 4.0, 2.0]), np.array([[1.0, 2.0], [2.0, 4.0], [1.0, 2.0]]), np.array([1.0, 1.0]))
    a = (5 / 3) / (6 + 10 / 3)
    assert found == pytest.approx([a, 1 - a], abs=1e-4)


def test_where_nothing_came_before_controls_weigh_by_size() -> None:
    assert synthetic(np.zeros(0), np.zeros((0, 2)), np.array([10.0, 30.0])) == pytest.approx([0.25, 0.75])


def test_weights_sum_to_1_before_all_else() -> None:
    """Others 0, 2, 0, 2 and 2, 0, 2, 0 vary by 1: ridge^2 = 4, as large as their largest value squared.

    The target goes half as high as the first. With weights a and 1 - a, the least of 2 (2 - 2 a)^2 + 2 (2 a - 1)^2 +
    2 4 (a - 1/2)^2 is a = 2/3. Weights that were free of their sum, 1/2 and 1/6, would end as 3/4 and 1/4.
    """
    others = np.array([[0.0, 2.0], [2.0, 0.0], [0.0, 2.0], [2.0, 0.0]])
    found = synthetic(np.array([0.0, 1.0, 0.0, 1.0]), others, np.array([1.0, 1.0]))
    assert found == pytest.approx([2 / 3, 1 / 3], abs=1e-4)


def test_no_weight_is_negative() -> None:
    """The target moves against the first region: all weight on the second would not be enough."""
    found = synthetic(np.array([9.0, 0.0, 9.0]), np.array([[1.0, 4.0], [4.0, 4.0], [1.0, 4.0]]), np.array([1.0, 1.0]))
    assert found == pytest.approx([0.0, 1.0], abs=1e-4)


@pytest.mark.parametrize("period", [1, 2])
def test_the_effect_is_the_gap_of_the_shown_less_that_of_placebos(period: int) -> None:
    """Before, all went alike: controls weigh by size. Then 5, 4, 12 and 20 purchases: 0.5, 0.2, 0.4, 0.5 a head.

    Controls sell 0.2 / 3 + 0.5 2 / 3 = 0.4: gaps 0.1 and 0 of the shown, 0.025 by size. The controls against one
    another: -0.3 and 0.3, 0.1 by size. So -0.075 a head, for 100 people. What was left over before, a day that fills no
    period, is left out.
    """
    a_head = [[9.0, -5.0, 7.0, 0.0]] * (period - 1) + [[1.0] * 4] * period + [[3.0] * 4] * period
    before = np.array(a_head) * SIZE
    sales = np.array([[2, 4, 0, 15], [3, 0, 12, 5]])
    found = geo(before, sales, SIZE, SHOWN_AND_NOT, period)
    assert found.value == pytest.approx(-0.075 * 100, abs=1e-3)
    # The estimate is 1/4 and 3/4 of what the shown sold, and once that of the larger control: in its own gap and as what
    # the others are held against the smaller one's own sales cancel.
    shown = 2 * (0.25**2 * 0.075**2 + 0.75**2 * 0.025**2)
    control = 1 / 2 * (0.3 - 0.1) ** 2
    assert found.error == pytest.approx(math.sqrt(shown + control) * 100, rel=1e-3)
    part = shown / (shown + control)
    assert found.freedom == pytest.approx(1 / (part**2 + (1 - part) ** 2), rel=1e-3)


def test_a_control_is_made_of_the_days_before_the_campaign() -> None:
    """What two shown regions sold before went up and down as in the second control; in the first it stood still.

    Sums of two days: 3, 1, 3 of the shown, 2, 2, 2 and 3, 1, 3 of the controls; the day before them is left out. Controls
    vary by 0 and 8/9 over three periods: ridge^2 = 4/3. The least of 3 a^2 + 2 4/3 (a - 1/2)^2 is a = (4/3) / (3 + 8/3).
    """
    size, arm = np.ones(4), np.array([0, 0, 1, 1], np.uint8)
    moving, still = [9, 2, 1, 1, 0, 1, 2], [9, 1, 1, 1, 1, 1, 1]
    found = geo(np.array([moving, moving, still, moving], float).T, np.array([[10, 12, 4, 8]]), size, arm, 2)
    a = (4 / 3) / (3 + 8 / 3)
    placebos = ((4 - 8) + (8 - 4)) / 2
    assert found.value == pytest.approx((11 - (4 * a + 8 * (1 - a)) - placebos) * 4, rel=1e-4)


def test_each_regions_noise_counts_once() -> None:
    """Five regions of one person, all alike before; 0.9 and 0.5 shown, 0.1, 0.2 and 0.6 withheld.

    Gaps 0.6 and 0.2 to the mean of the controls; -0.3, -0.15 and 0.45 to the others'. Weights 1/2 and 1/3; the variance
    of a control's gap is 3/2 of its own.
    """
    size, arm = np.ones(5), np.array([0, 0, 1, 1, 1], np.uint8)
    found = geo(np.array([[1.0] * 5, [3.0] * 5]), np.array([[0.9, 0.5, 0.1, 0.2, 0.6]]), size, arm, 1)
    shown = 2 * (0.2**2 + 0.2**2) / 4
    control = 2 / 3 * (0.3**2 + 0.15**2 + 0.45**2) / 9
    part = shown / (shown + control)
    assert found.value == pytest.approx(0.4 * 5, abs=1e-3)
    assert found.error == pytest.approx(math.sqrt(shown + control) * 5, rel=1e-3)
    assert found.freedom == pytest.approx(1 / (part**2 / 1 + (1 - part) ** 2 / 2), rel=1e-3)


def test_degrees_of_freedom_fall_where_some_controls_weigh_most() -> None:
    """Three shown of one person each, and controls of 1, 1, 2 and 2; all were alike before, so controls weigh by size.

    A control's own weight in the estimate: its share among the controls, once in the control of the shown and once as a
    placebo, less what it gives to the others' controls.
    """
    size, arm = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0]), np.repeat([0, 1], [3, 4]).astype(np.uint8)
    later = np.array([0.9, 0.5, 0.4, 0.1, 0.2, 0.6, 0.3])
    found = geo(np.array([size, 3 * size]), (later * size)[None], size, arm, 1)
    share, (a, b, c, d) = np.array([1 / 6, 1 / 6, 1 / 3, 1 / 3]), later[3:]
    shown = later[:3] - share @ later[3:]
    others = (b + 2 * c + 2 * d) / 5, (a + 2 * c + 2 * d) / 5, (a + b + 2 * d) / 4, (a + b + 2 * c) / 4
    gaps = later[3:] - np.array(others)
    small, large = 1 / 6 / 5 + 2 * (1 / 3 / 4), 2 * (1 / 6 * 2 / 5) + 1 / 3 * 2 / 4
    own = 2 * share - np.array([small, small, large, large])
    noise = 3 / 2 * sum((shown - shown.mean()) ** 2) / 9, 3 / 4 * sum(own**2 * (gaps - share @ gaps) ** 2)
    assert found.value == pytest.approx((shown.mean() - share @ gaps) * 9, rel=1e-4)
    assert found.error == pytest.approx(math.sqrt(sum(noise)) * 9, rel=1e-3)
    part, effective = noise[0] / sum(noise), sum(own**2) ** 2 / sum(own**4)
    assert found.freedom == pytest.approx(1 / (part**2 / 2 + (1 - part) ** 2 / (effective - 1)), rel=1e-3)
    assert 2 < effective < 3
