"""Calibration: experiments pull attribution as far as they are precise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view.calibration import calibrated

CREDIT = np.array([100.0, 50.0, 400.0, 20.0, 0.0])
EFFECT = np.array([50.0, 200.0, 20.0, 60.0, 10.0])


def test_a_precise_experiment_is_believed() -> None:
    assert calibrated(CREDIT, EFFECT, np.full(5, 1e-3)) == pytest.approx(EFFECT, rel=1e-6)


def test_of_an_experiment_that_says_nothing_beyond_its_noise_attribution_keeps_its_shares() -> None:
    found = calibrated(CREDIT, EFFECT, np.full(5, 1e4))
    assert found / found.sum() == pytest.approx(CREDIT / CREDIT.sum())


def test_attribution_that_is_right_but_for_its_scale_is_scaled() -> None:
    assert calibrated(CREDIT, 0.3 * CREDIT, np.array([1.0, 5, 9, 2, 2])) == pytest.approx(0.3 * CREDIT)


def test_a_precise_channel_moves_further_towards_its_effect_than_a_noisy_one() -> None:
    credit, effect = np.full(4, 100.0), np.array([200.0, 10.0, 200.0, 10.0])
    found = calibrated(credit, effect, np.array([5.0, 5.0, 120.0, 120.0]))
    assert found[0] > found[2] > 100
    assert found[1] < found[3]


def test_without_an_experiment_credit_stays_as_it_is() -> None:
    nothing = np.full(5, np.nan)
    assert calibrated(CREDIT, nothing, nothing).tolist() == CREDIT.tolist()


def test_a_channel_whose_experiment_found_nothing_has_its_credit_on_the_others_scale() -> None:
    effect, error = 0.5 * CREDIT, np.ones(5)
    effect[2], error[2] = np.nan, np.nan
    assert calibrated(CREDIT, effect, error)[2] == pytest.approx(200)


amount = st.floats(0, 1e6)


@given(
    st.lists(
        st.tuples(amount, st.floats(-1e6, 1e6), st.floats(1e-3, 1e6) | st.sampled_from([0.0, np.nan])),
        min_size=1,
        max_size=6,
    )
)
def test_credit_is_never_negative_and_always_a_number(rows: list[tuple[float, float, float]]) -> None:
    credit, effect, error = np.array(rows).T
    found = calibrated(credit, effect, error)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
