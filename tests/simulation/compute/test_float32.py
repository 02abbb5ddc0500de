"""Float32 helpers, by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.compute.float32 import HALF, ONE, TWO, ZERO, clip, exponential, logistic, power


def test_the_named_numbers_are_what_they_say() -> None:
    assert [float(number) for number in (ZERO, HALF, ONE, TWO)] == [0.0, 0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("function", "arguments", "wanted"),
    [
        (exponential, (0.0,), 1.0),
        (exponential, (1.0,), 2.7182817),
        (exponential, (-1.0,), 0.36787945),
        (power, (2.0, 3.0), 8.0),
        (power, (9.0, -0.5), 1 / 3),
        (logistic, (0.0,), 0.5),
        (logistic, (1.0,), 0.7310586),
        (logistic, (-1.0,), 0.26894143),
        (clip, (0.5, 0.25, 0.75), 0.5),
        (clip, (0.125, 0.25, 0.75), 0.25),
        (clip, (1.5, 0.25, 0.75), 0.75),
    ],
)
def test_values(function: Callable[..., np.float32], arguments: tuple[float, ...], wanted: float) -> None:
    found = function(*map(np.float32, arguments))
    assert isinstance(found, np.float32)
    assert found == np.float32(wanted)
