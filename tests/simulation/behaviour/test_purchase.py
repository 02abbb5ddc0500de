"""Purchase: occasions, choice, and the experience that follows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.purchase import use_product
from simulation.state.columns import COMPLAINTS, PURCHASES, RECOMMENDATIONS, REPEAT_PURCHASES

EAGER = 50.0
"""Utility at which nobody takes anything else."""


def buyers(world: Any, favourite: int = 0) -> Any:
    """Let everybody have an occasion every day, and choose one brand."""
    world.people.rate[:] = 1.0
    world.people.aware[:] = 1
    world.tables.brands.appeal[:] = -EAGER
    world.tables.brands.appeal[favourite] = EAGER
    return world


def use(world: Any, c: int, b: int) -> None:
    use_product(c, b, *world.context)


def test_who_never_buys_in_the_category_never_buys(scene: Any) -> None:
    world = buyers(scene())
    world.people.rate[0] = 0.0
    for day in range(50):
        world.day = day
        world.shop(0)
        world.shop(1)
    assert world.people.purchases[:2, 0].tolist() == [0, 50]
    assert (world.count(0, PURCHASES), world.count(0, REPEAT_PURCHASES)) == (50, 49)


def test_occasions_come_at_the_consumers_own_rate(scene: Any) -> None:
    world = buyers(scene())
    world.people.rate[:] = 0.2
    for day in range(400):
        world.day = day
        for c in range(5):
            world.shop(c)
    assert world.count(0, PURCHASES) / 2000 == pytest.approx(0.2, abs=4.5 * np.sqrt(0.16 / 2000))


def test_where_the_outside_option_is_best_nothing_is_bought_and_all_loyalty_fades(scene: Any) -> None:
    world = buyers(scene(purchase={"loyalty_memory": 0.5}))
    world.tables.brands.appeal[:] = -EAGER
    world.people.loyalty[0] = [0.8, 0.4]
    world.shop(0)
    assert world.people.purchases.sum() == 0
    assert world.people.loyalty[0] == pytest.approx([0.4, 0.2])


@given(memory=st.floats(0, 1), before=st.floats(0, 1), times=st.integers(1, 10))
def test_loyalty_is_a_fading_memory_of_what_was_bought(scene: Any, memory: float, before: float, times: int) -> None:
    world = buyers(scene(purchase={"loyalty_memory": memory}), favourite=1)
    world.people.loyalty[0] = before
    for day in range(times):
        world.day = day
        world.shop(0)
    kept = memory**times
    assert world.people.loyalty[0] == pytest.approx([before * kept, 1 - (1 - before) * kept], abs=1e-5)


@given(quality=st.floats(0, 1), held=st.floats(0, 1), rate=st.floats(0, 1))
def test_trust_in_a_brand_learns_from_its_products_quality(
    scene: Any, quality: float, held: float, rate: float
) -> None:
    world = scene(trust={"satisfaction": rate})
    world.tables.brands.quality[0] = quality
    world.people.trust[0] = held
    use(world, 0, 0)
    assert world.people.trust[0] == pytest.approx([held + rate * (quality - held), held], abs=1e-6)


def test_satisfaction_is_quality_give_or_take_the_noise(scene: Any) -> None:
    world = scene(trust={"satisfaction": 1.0}, purchase={"satisfaction_noise": 0.2})
    world.tables.brands.quality[0] = 0.5
    felt = []
    for day in range(300):
        world.day = day
        use(world, 0, 0)
        felt.append(float(world.people.trust[0, 0]))
    assert 0.3 <= min(felt) < 0.35
    assert 0.65 < max(felt) <= 0.7
    assert np.mean(felt) == pytest.approx(0.5, abs=4.5 * 0.2 / np.sqrt(3 * 300))


def test_overpromising_breeds_disappointment_and_underpromising_does_not(scene: Any) -> None:
    world = scene(trust={"satisfaction": 1.0}, purchase={"overpromise": 0.5})
    world.tables.brands.quality[0] = 0.6
    world.people.attitude[:3, 0] = [1.0, 0.2, -1.0]  # promised: 1.0, 0.6, 0.0
    for c in range(3):
        use(world, c, 0)
    assert world.people.trust[:3, 0] == pytest.approx([0.6 - 0.5 * 0.4, 0.6, 0.6])


@given(attitude=st.floats(-1, 1), quality=st.floats(0, 1), learning=st.floats(0, 1))
def test_attitude_learns_from_experience(scene: Any, attitude: float, quality: float, learning: float) -> None:
    world = scene(purchase={"learning": learning})
    world.tables.brands.quality[0] = quality
    world.people.attitude[0, 0] = attitude
    use(world, 0, 0)
    wanted = attitude + learning * (2 * quality - 1 - attitude)
    assert world.people.attitude[0, 0] == pytest.approx(wanted, abs=1e-5)


def test_delighted_buyers_recommend_disappointed_ones_complain_and_the_indifferent_are_silent(scene: Any) -> None:
    world = scene(talk={"recommend": 1.0})
    for c, quality in enumerate((1.0, 0.0, 0.5)):
        world.tables.brands.quality[0] = quality
        use(world, c, 0)
    assert [world.says(c) for c in range(2)] == [(0, -1, 1.0), (0, -1, -1.0)]
    assert world.says(2)[2] == 0
    assert (world.count(0, RECOMMENDATIONS), world.count(0, COMPLAINTS)) == (1, 1)


def test_bad_experiences_are_told_more_readily_than_good_ones(scene: Any) -> None:
    world = scene(talk={"recommend": 0.3, "negativity": 3.0})
    for day in range(300):
        world.day = day
        for brand, quality in ((0, 0.75), (1, 0.25)):
            world.tables.brands.quality[brand] = quality
            use(world, 0, brand)
    told = np.array([world.count(0, RECOMMENDATIONS), world.count(1, COMPLAINTS)]) / 300
    assert told == pytest.approx([0.15, 0.45], abs=4.5 * np.sqrt(0.25 / 300))


def test_who_likes_a_brand_brings_it_up_now_and_then(scene: Any) -> None:
    world = scene(talk={"mention": 1.0})
    world.people.aware[0] = [1, 0]
    world.people.attitude[0, 0] = 0.5
    said = []
    for day in range(60):
        world.day = day
        world.tables.mail.valence[:] = 0
        world.shop(0)
        if world.says(0)[2]:
            said.append(world.says(0))
    assert all(words == pytest.approx((0, -1, 0.55)) for words in said)
    assert 10 < len(said) < 50, "each brand has its turn; an unknown one is not brought up"


@pytest.mark.parametrize(("aware", "attitude"), [(0, 0.5), (1, -0.1)])
def test_nobody_brings_up_a_brand_they_do_not_know_or_do_not_like(scene: Any, aware: int, attitude: float) -> None:
    world = scene(talk={"mention": 1.0})
    world.people.aware[:], world.people.attitude[:] = aware, attitude
    for day in range(20):
        world.day = day
        world.shop(0)
    assert world.says(0)[2] == 0


def test_purchases_stop_counting_before_they_would_start_again_from_zero(scene: Any) -> None:
    world = scene()
    world.people.purchases[0, 0] = 65534
    for _ in range(3):
        use(world, 0, 0)
    assert world.people.purchases[0, 0] == 65535
    assert world.count(0, PURCHASES) == 3
