"""Persuasion: what an exposure does to awareness, attitude and adstock, and how that fades."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.forgetting import forget
from simulation.behaviour.persuasion import become_aware, count_exposure, is_wasted, persuade, wear
from simulation.state.columns import NEWLY_AWARE

SHARE = st.floats(0, 1)


@pytest.mark.parametrize("peak", [4.0, 10.0, 16.0])
def test_attitude_peaks_at_the_wear_out_peak(scene: Any, peak: float) -> None:
    world = scene(persuasion={"gain": 0.02, "peak": peak})
    world.people.aware[:] = 1
    attitude = []
    for _ in range(int(2 * peak)):
        persuade(0, 0, np.float32(1), world.people, world.model.rules.persuasion)
        count_exposure(0, 0, np.float32(1), world.people, world.model.rules)
        attitude.append(float(world.people.attitude[0, 0]))
    top = int(np.argmax(attitude)) + 1
    assert abs(top - peak) <= 1
    assert np.diff(attitude[:top]).min() >= 0
    assert np.diff(attitude[top:]).max() < 0


@given(adstock=st.floats(0, 1e6), peak=st.floats(0.1, 1000))
def test_a_flood_of_exposures_does_bounded_harm(adstock: float, peak: float) -> None:
    assert -1 <= wear(np.float32(adstock), np.float32(peak)) <= 1


@given(
    attitude=st.floats(-1, 1),
    gain=SHARE,
    receptivity=SHARE,
    strength=st.floats(0, 10),
    adstock=st.floats(0, 100),
)
def test_attitude_never_leaves_its_bounds(
    scene: Any, attitude: float, gain: float, receptivity: float, strength: float, adstock: float
) -> None:
    world = scene(persuasion={"gain": gain})
    world.people.attitude[0, 0], world.people.receptivity[0], world.people.adstock[0, 0] = (
        attitude,
        receptivity,
        adstock,
    )
    persuade(0, 0, np.float32(strength), world.people, world.model.rules.persuasion)
    assert -1 <= world.people.attitude[0, 0] <= 1


def test_who_is_more_receptive_and_who_hears_it_from_someone_more_trusted_is_moved_more(scene: Any) -> None:
    world = scene(persuasion={"gain": 0.1})
    world.people.receptivity[:3] = [0.5, 1.0, 0.5]
    for c, strength in enumerate((0.5, 0.5, 1.0)):
        persuade(c, 0, np.float32(strength), world.people, world.model.rules.persuasion)
    moved = world.people.attitude[:3, 0]
    assert moved == pytest.approx([0.05, 0.1, 0.1])


def test_a_brand_is_news_once_and_starts_with_the_trust_of_its_reputation(scene: Any) -> None:
    world = scene()
    world.tables.brands.reputation[:] = [0.3, 0.9]
    first = become_aware(1, 1, world.tables, world.model.rules, world.model.tally)
    world.people.trust[1, 1] = 0.4
    again = become_aware(1, 1, world.tables, world.model.rules, world.model.tally)
    assert (first, again) == (True, False)
    assert world.people.trust[1, 1] == np.float32(0.4)
    assert world.people.aware.sum() == 1
    assert (world.count(0, NEWLY_AWARE), world.count(1, NEWLY_AWARE)) == (0, 1)
    become_aware(2, 1, world.tables, world.model.rules, world.model.tally)
    assert world.people.trust[2, 1] == np.float32(0.9)


@given(days=st.integers(1, 50), carryover=SHARE, retention=SHARE)
def test_adstock_and_attitude_fade_by_a_constant_share_a_day(
    scene: Any, days: int, carryover: float, retention: float
) -> None:
    world = scene(persuasion={"carryover": carryover, "retention": retention})
    world.people.adstock[0], world.people.attitude[0] = 8.0, -0.5
    for _ in range(days):
        forget(0, *world.context)
    assert world.people.adstock[0] == pytest.approx([8 * carryover**days] * 2, rel=1e-4, abs=1e-12)
    assert world.people.attitude[0] == pytest.approx([-0.5 * retention**days] * 2, rel=1e-4, abs=1e-12)


def test_only_the_first_exposure_of_a_campaign_reaches_somebody_new(scene: Any) -> None:
    world = scene()
    world.people.aware[:] = 1
    first, second = (count_exposure(0, 1, np.float32(0.5), world.people, world.model.rules) for _ in range(2))
    assert (first, second) == (True, False)
    assert world.people.exposures[0].tolist() == [0, 2]
    assert world.people.adstock[0].tolist() == [0.0, 1.0]


def test_exposures_stop_counting_before_they_would_start_again_from_zero(scene: Any) -> None:
    world = scene()
    world.people.exposures[0, 0] = 65534
    assert [count_exposure(0, 0, np.float32(0), world.people, world.model.rules) for _ in range(3)] == [False] * 3
    assert world.people.exposures[0, 0] == 65535


def test_an_exposure_is_wasted_on_who_never_buys_in_the_category_or_has_no_interest() -> None:
    never, buys = np.float32(0), np.float32(0.1)
    assert is_wasted(never, np.float32(1))
    assert is_wasted(buys, np.float32(0.29))
    assert not is_wasted(buys, np.float32(0.31))


@pytest.mark.parametrize(
    ("attitude", "receptivity", "strength", "adstock", "after"),
    [
        # a + 0.2 2 receptivity strength (1 - E / 4) (1 - a)
        (0.0, 0.5, 1.0, 0.0, 0.2),
        (0.5, 0.5, 1.0, 0.0, 0.5 + 0.2 * 0.5),
        (-0.5, 0.5, 1.0, 0.0, -0.5 + 0.2 * 1.5),
        (0.5, 1.0, 0.25, 0.0, 0.5 + 0.4 * 0.25 * 0.5),
        (0.5, 0.5, 1.0, 1.0, 0.5 + 0.2 * 0.75 * 0.5),
        (0.5, 0.5, 1.0, 6.0, 0.5 - 0.2 * 0.5 * 0.5),
        (0.5, 0.5, 1.0, 99.0, 0.5 - 0.2 * 0.5),  # the wear-out of a flood is -1
        (1.0, 0.5, 1.0, 0.0, 1.0),
        (-0.9, 1.0, 1.0, 99.0, -1.0),
        (0.9, 1.0, 30.0, 0.0, 1.0),
    ],
)
def test_how_an_exposure_moves_attitude(
    scene: Any, attitude: float, receptivity: float, strength: float, adstock: float, after: float
) -> None:
    world = scene(persuasion={"gain": 0.2, "peak": 4.0})
    people = world.people
    people.attitude[2, 1], people.receptivity[2], people.adstock[2, 1] = attitude, receptivity, adstock
    persuade(2, 1, np.float32(strength), people, world.model.rules.persuasion)
    assert people.attitude[2].tolist() == pytest.approx([0.0, after])


@pytest.mark.parametrize(("rate", "affinity", "wasted"), [(0.01, 0.3, False), (0.01, 0.2999, True), (2.0, 0.9, False)])
def test_an_affinity_of_three_tenths_is_interest_enough(rate: float, affinity: float, wasted: bool) -> None:
    assert is_wasted(np.float32(rate), np.float32(affinity)) == wasted
