"""Eight doubles at a time do what one after another would, to the bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.brand_view.attribution.lanes import WIDTH, add_scaled, settle
from simulation.compute.compiling import compiled

numbers = st.floats(-1e6, 1e6, allow_nan=False)
eight = arrays(np.float64, WIDTH, elements=numbers)
tables = arrays(np.float64, (3, WIDTH), elements=numbers)


@compiled
def added(total, table, row, weight):  # type: ignore[no-untyped-def]
    add_scaled(total, table, np.uint64(row), weight)


@compiled
def settled(total, scale, table, row, change, weight):  # type: ignore[no-untyped-def]
    settle(total, scale, table, np.uint64(row), change, weight)


@given(eight, tables, st.integers(0, 2), numbers)
def test_a_row_is_added_in_proportion(total: np.ndarray, table: np.ndarray, row: int, weight: float) -> None:
    before, expected = table.copy(), total + weight * table[row]
    added(total, table, row, weight)
    assert total.tobytes() == expected.tobytes()
    assert table.tobytes() == before.tobytes()


@given(eight, numbers, tables, st.integers(0, 2), eight, numbers)
def test_a_row_is_replaced_and_its_change_counted(
    total: np.ndarray, scale: float, table: np.ndarray, row: int, change: np.ndarray, weight: float
) -> None:
    expected, new = table.copy(), scale * total
    expected[row] = new
    counted = change + weight * np.abs(new - table[row])
    settled(total, scale, table, row, change, weight)
    assert (table == expected).all()
    assert (change == counted).all()
