"""What gives way together when a fit keeps a brand known, by hand."""

from __future__ import annotations

import math

import pytest

from experiments.own_brand.fitting.memory import MEMORY, REMEMBERED, UPKEEP, shifted
from experiments.own_brand.fitting.trade import MEMORIES

MIDDLE = math.sqrt(MEMORIES[0] * MEMORIES[1])
"""The middle of the range of memories, whose steps are ratios: its score is 0, as that of an upkeep of a half."""


def world(upkeep: float = 0.5, days: float = MIDDLE) -> dict[str, object]:
    """Return what is moved of a world."""
    return dict(zip(REMEMBERED, ([upkeep, 1.0, 1.0], days), strict=True))


@pytest.mark.parametrize(
    ("by", "upkeep"),
    [(0.0, 0.5), (1.0, 0.8413), (-1.0, 0.1587), (-2.0, 0.0228)],
)
def test_both_move_by_as_many_standard_deviations(by: float, upkeep: float) -> None:
    """From the middle by one, 0.8413 of the range lies below: of the upkeep's, and of the memory's in logarithms."""
    found = shifted(world(), by)
    assert found[UPKEEP] == [pytest.approx(upkeep, abs=1e-4), 1.0, 1.0], "rivals keep theirs"
    share = math.log(found[MEMORY] / MEMORIES[0]) / math.log(MEMORIES[1] / MEMORIES[0])
    assert share == pytest.approx(upkeep, abs=1e-4)


def test_two_steps_are_one_of_their_sum() -> None:
    once = shifted(world(0.3, 200.0), -0.8)
    assert shifted(shifted(world(0.3, 200.0), -0.3), -0.5) == {
        UPKEEP: pytest.approx(once[UPKEEP]),
        MEMORY: pytest.approx(once[MEMORY]),
    }


@pytest.mark.parametrize(("upkeep", "days"), [(0.0, 50.0), (1.0, 365.0), (1.0, 1e6)])
def test_values_stay_within_their_ranges(upkeep: float, days: float) -> None:
    for by in (-4.0, 4.0):
        found = shifted(world(upkeep, days), by)
        assert 0 <= found[UPKEEP][0] <= 1
        assert MEMORIES[0] <= found[MEMORY] <= MEMORIES[1]
