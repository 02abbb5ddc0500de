"""Float32 helpers, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.compute.float32 import HALF, ONE, TWO, ZERO, clip, exponential, logistic, power


def test_the_named_numbers_are_what_they_say() -> None:
    assert [float(number) for number in (ZERO, HALF, ONE, TWO)] == [0.0, 0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (exponential(np.float32(0)), 1.0),
        (exponential(np.float32(1)), 2.7182817),
        (exponential(np.float32(-1)), 0.36787945),
        (power(np.float32(2), np.float32(3)), 8.0),
        (power(np.float32(9), np.float32(-0.5)), 1 / 3),
        (logistic(np.float32(0)), 0.5),
        (logistic(np.float32(1)), 0.7310586),
        (logistic(np.float32(-1)), 0.26894143),
        (clip(np.float32(0.5), ZERO, ONE), 0.5),
        (clip(np.float32(-0.5), ZERO, ONE), 0.0),
        (clip(np.float32(1.5), ZERO, ONE), 1.0),
        (clip(np.float32(1.5), TWO, TWO), 2.0),
    ],
)
def test_values(found: np.float32, wanted: float) -> None:
    assert isinstance(found, np.float32)
    assert found == np.float32(wanted)
