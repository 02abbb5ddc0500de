"""Purchases, by hand: the draws of an occasion, what a product does to its buyer, who tells friends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.purchase import brand_brought_up, use_product, who_shops
from simulation.compute.draws import EXPERIENCE, OCCASION
from simulation.state.columns import ADVERT_IMPRESSIONS, COMPLAINTS, PURCHASES, RECOMMENDATIONS, SEARCH

C = 2
DAY = 3
LUCK = [pytest.param(True, id="lucky"), pytest.param(False, id="unlucky")]
"""Whether a draw falls just below what it is held against."""


@pytest.fixture
def world(scene: Any) -> Any:
    """Day 3: the person knows both brands, has no occasion, and would take brand 1 before anything else."""
    made = scene()
    made.day = DAY
    made.people.rate[:] = 0.0
    made.people.aware[C] = 1
    made.tables.brands.appeal[:] = [-50.0, 50.0]
    return made


def use(world: Any, b: int = 1, quality: float = 0.8) -> None:
    world.tables.brands.quality[b] = quality
    use_product(C, b, *world.context)


@pytest.mark.parametrize("lucky", LUCK)
def test_the_days_first_draw_is_the_occasion(world: Any, lucky: bool) -> None:
    u = world.draws(OCCASION, C)[0]
    world.people.rate[C] = world.above(u) if lucky else u
    world.shop(C)
    assert [world.count(b, PURCHASES) for b in (0, 1)] == [0, lucky]


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("attitude", [0.0, 0.5])
def test_the_second_draw_brings_up_a_brand_which_the_third_names(world: Any, attitude: float, lucky: bool) -> None:
    """The liking of 0.1 that is told of a brand one does not mind grows to 1 with attitude."""
    _, u_mention, u_brand, _ = world.draws(OCCASION, C)
    named = int(u_brand * 2)
    world.turn("talk", mention=world.above(u_mention) if lucky else u_mention)
    world.people.attitude[C, named], world.people.attitude[C, 1 - named] = attitude, 1.0
    world.shop(C)
    assert world.says(C) == pytest.approx((named, -1, 0.1 + 0.9 * attitude) if lucky else (-1, -1, 0.0))


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize(
    ("loyalty", "main"),
    [
        pytest.param([0.2, 0.7], 1, id="the second is bought most"),
        pytest.param([0.7, 0.2], 0, id="the first is bought most"),
        pytest.param([0.5, 0.5], 0, id="both are bought as often: the first"),
        pytest.param([0.0, 0.0], -1, id="none is bought: nothing comes up"),
    ],
)
def test_the_main_brand_comes_up_by_the_third_draw_and_who_has_none_is_silent(
    world: Any, loyalty: list[float], main: int, lucky: bool
) -> None:
    """Below ``own`` it is the main brand; what is above it is stretched to 0..1 and names a brand, each as likely."""
    u = float(world.draws(OCCASION, C)[2])
    own = world.above(u) if lucky else u / 2
    named = main if lucky else int((u - u / 2) / (1 - u / 2) * 2)
    world.turn("talk", mention=1.0, own=own)
    world.people.loyalty[C], world.people.attitude[C] = loyalty, [0.5, 0.5]
    world.shop(C)
    assert world.says(C) == pytest.approx((named, -1, 0.1 + 0.9 * 0.5) if named >= 0 else (-1, -1, 0.0))


@pytest.mark.parametrize(("own", "u", "brand"), [(0.0, 0.5, 1), (0.5, 0.5, 0), (0.5, 0.75, 1), (1.0, 0.99, -1)])
def test_where_brands_are_named_alike_each_has_its_part_of_what_is_above_own(
    world: Any, own: float, u: float, brand: int
) -> None:
    world.turn("talk", own=own)
    _, tables, rules, _ = world.context
    assert brand_brought_up(C, np.float32(u), tables.consumers, rules) == brand


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize("first", [0, 1])
def test_who_has_an_occasion_or_brings_up_a_brand_has_a_bit_and_nobody_else(
    world: Any, first: int, lucky: bool
) -> None:
    """Bits are counted from the first of the people that are asked for; the first two draws are those of ``shop``."""
    number = world.people.rate.size - first

    def bits() -> int:
        now, tables, rules, _ = world.context
        return int(who_shops(first, number, now, tables, rules))

    world.turn("talk", mention=0.0)
    assert bits() == 0
    u_occasion, u_mention, _, _ = world.draws(OCCASION, C)
    world.people.rate[C] = world.above(u_occasion) if lucky else u_occasion
    assert bits() == (1 << (C - first) if lucky else 0)
    world.people.rate[:] = 0.0
    world.turn("talk", mention=world.above(u_mention) if lucky else u_mention)
    others = sum(
        1 << (c - first) for c in range(first, first + number) if c != C and world.draws(OCCASION, c)[1] < u_mention
    )
    assert bits() == others + (1 << (C - first) if lucky else 0)


@pytest.mark.parametrize(("occasion", "met"), [(1.0, 1), (0.0, 0)])
def test_search_advertisements_are_met_on_an_occasion(world: Any, occasion: float, met: int) -> None:
    world.people.rate[C] = occasion
    world.tables.brands.adverts[SEARCH, 0] = 1.0
    world.shop(C)
    assert world.count(0, ADVERT_IMPRESSIONS) == met


@pytest.mark.parametrize("b", [0, 1])
def test_satisfaction_is_quality_and_the_noise_of_its_own_draw(world: Any, b: int) -> None:
    """Quality 0.5, noise 0.4 (2 u - 1); trust in the brand is moved all the way to it."""
    world.turn("purchase", satisfaction_noise=0.4)
    world.turn("trust", satisfaction=1.0)
    u = world.draws(EXPERIENCE, C, partner=b)[0]
    use(world, b, quality=0.5)
    assert world.people.trust[C, b] == pytest.approx(0.5 + 0.4 * (2 * u - 1), abs=1e-6)
    assert world.people.trust[C, 1 - b] == 0.5


@pytest.mark.parametrize(
    ("quality", "attitude", "noise", "overpromise", "felt"),
    [
        # quality - overpromise max((attitude + 1) / 2 - quality, 0), in 0..1
        (0.6, 1.0, 0.0, 0.5, [0.6 - 0.5 * 0.4]),
        (0.6, 0.2, 0.0, 0.5, [0.6]),
        (0.6, -1.0, 0.0, 0.5, [0.6]),
        (0.25, 1.0, 0.0, 1.0, [0.0]),
        (0.0, -1.0, 1000.0, 0.0, [0.0, 1.0]),  # the noise alone: nothing or all
    ],
)
def test_satisfaction_is_less_than_quality_where_more_was_promised_and_stays_between_nothing_and_all(
    world: Any, quality: float, attitude: float, noise: float, overpromise: float, felt: list[float]
) -> None:
    world.turn("purchase", overpromise=overpromise, satisfaction_noise=noise)
    world.turn("trust", satisfaction=1.0)
    found = set()
    for world.day in range(20):
        world.people.attitude[C, 1] = attitude
        use(world, quality=quality)
        found.add(round(float(world.people.trust[C, 1]), 6))
    assert sorted(found) == pytest.approx(felt)


@pytest.mark.parametrize("lucky", LUCK)
@pytest.mark.parametrize(
    ("quality", "valence", "chance", "column"),
    [
        pytest.param(0.75, 0.5, 0.5, RECOMMENDATIONS, id="a good one"),
        pytest.param(0.25, -0.5, 0.5 * 3, COMPLAINTS, id="a bad one, told three times as readily"),
        pytest.param(1.0, 1.0, 1.0, RECOMMENDATIONS, id="the best"),
        pytest.param(0.0, -1.0, 3.0, COMPLAINTS, id="the worst"),
    ],
)
def test_an_experience_is_told_by_a_draw_of_its_own_the_stronger_the_likelier(
    world: Any, quality: float, valence: float, chance: float, column: int, lucky: bool
) -> None:
    u = float(world.draws(EXPERIENCE, C, partner=1)[1])
    world.turn("talk", recommend=u / chance * (1.001 if lucky else 0.999), negativity=3.0)
    use(world, quality=quality)
    assert [world.count(1, each) for each in (RECOMMENDATIONS, COMPLAINTS)] == [
        int(lucky and column == each) for each in (RECOMMENDATIONS, COMPLAINTS)
    ]
    assert world.says(C) == ((1, -1, valence) if lucky else (-1, -1, 0.0))


def test_who_is_neither_pleased_nor_displeased_tells_nobody(world: Any) -> None:
    world.turn("talk", recommend=1.0, negativity=100.0)
    for world.day in range(20):
        use(world, quality=0.5)
    assert world.says(C)[2] == 0


@pytest.mark.parametrize(("learning", "after"), [(0.25, 0.2 + 0.25 * (0.6 - 0.2)), (1.0, 0.6)])
def test_attitude_learns_from_use(world: Any, learning: float, after: float) -> None:
    """Satisfaction 0.8 is a valence of 0.6."""
    world.turn("purchase", learning=learning)
    world.people.attitude[C] = 0.2
    use(world)
    assert world.people.attitude[C].tolist() == pytest.approx([0.2, after])
    assert world.people.attitude[[0, 1, 3, 4]].tolist() == np.zeros((4, 2)).tolist()


@pytest.mark.parametrize(
    ("aware", "expected"),
    [
        # Odds of 1 and 3 against the outside option's 1.
        pytest.param([1, 1], [1 / 5, 3 / 5], id="both are known"),
        pytest.param([0, 1], [0.0, 3 / 4], id="one is known"),
        pytest.param([0, 0], [0.0, 0.0], id="none is known"),
    ],
)
def test_an_occasion_adds_each_brands_probability_to_its_expected_purchases(
    world: Any, aware: list[int], expected: list[float]
) -> None:
    world.tables.brands.appeal[:] = [0.0, np.log(3.0)]
    world.people.aware[C] = aware
    world.shop(C)
    assert world.people.expected.sum() == 0, "no occasion, no purchase to expect"
    world.people.rate[C] = 1.0
    for occasions in (1, 2):
        world.shop(C)
        assert world.people.expected[C] == pytest.approx(occasions * np.array(expected))


@pytest.mark.parametrize(
    ("bought", "outside", "loyalty"),
    [
        # Memory 1/2; where nothing was bought the share of the other half that is kept as well is 1 - outside.
        pytest.param([0, 1], 0.25, [0.4, 0.6], id="brand 1 bought: half of it fades, half is new"),
        pytest.param([1, 0], 0.25, [0.9, 0.1], id="brand 0 bought: half of it fades, half is new"),
        pytest.param([0, 0], 1.0, [0.4, 0.1], id="nothing bought, which counts in full"),
        pytest.param([0, 0], 0.25, [0.7, 0.175], id="nothing bought, which counts a quarter"),
        pytest.param([0, 0], 0.0, [0.8, 0.2], id="nothing bought, which does not count"),
    ],
)
def test_loyalty_moves_on_each_occasion(world: Any, bought: list[int], outside: float, loyalty: list[float]) -> None:
    world.turn("purchase", loyalty_memory=0.5, loyalty_outside=outside)
    world.tables.brands.appeal[:] = [50.0 if number else -50.0 for number in bought]
    world.people.loyalty[C], world.people.rate[C] = [0.8, 0.2], 1.0
    world.shop(C)
    assert world.people.purchases[C].tolist() == bought
    assert world.people.loyalty[C] == pytest.approx(loyalty)


def test_use_of_a_product_brings_its_brand_to_mind_and_keeps_it_there(world: Any) -> None:
    """The resting level of 0.2 rises by a quarter of its distance to 1."""
    world.turn("salience", use=0.25)
    world.people.salience[C], world.people.resting[C] = 0.3, 0.2
    use(world)
    assert world.people.salience[C] == pytest.approx([0.3, 1.0])
    assert world.people.resting[C] == pytest.approx([0.2, 0.4])
