"""Eight bytes or 64 rows in a word, held against one after the other, compiled and in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.compute.compiling import interpreted, loop
from simulation.compute.words import WORD, bytes_below, bytes_equal, lowest_bit, nonzero, without_lowest

ALL = np.arange(256, dtype=np.uint8)


@loop
def below_rows(x: Any, y: Any, found: Any) -> None:
    """All of :func:`bytes_below`."""
    for k in range(x.size):
        found[k] = bytes_below(x[k], y[k])


@loop
def equal_rows(x: Any, y: Any, found: Any) -> None:
    """All of :func:`bytes_equal`."""
    for k in range(x.size):
        found[k] = bytes_equal(x[k], y[k])


@loop
def lowest_rows(x: Any, y: Any, found: Any) -> None:
    """All of :func:`lowest_bit`."""
    for k in range(x.size):
        found[k] = lowest_bit(x[k])


@loop
def rows_of(column: Any, first: int, number: int, found: Any) -> None:
    """Rows that :func:`nonzero` finds, written one after the other."""
    bits = nonzero(column, first, number)
    for k in range(found.size):
        found[k] = -1
        if bits != 0:
            found[k] = first + lowest_bit(bits)
            bits = without_lowest(bits)


def pairs() -> tuple[np.ndarray, np.ndarray]:
    """Every pair of bytes, beside others in the same word: a borrow or a carry from one to the next would show."""
    x, y = (part.ravel() for part in np.meshgrid(ALL, ALL))
    shuffled = np.random.default_rng(1).permutation(len(x))
    return x[shuffled], y[shuffled]


@pytest.mark.parametrize("run", [lambda f: f, interpreted], ids=["compiled", "plain"])
@pytest.mark.parametrize(("rows", "same_as"), [(below_rows, np.less), (equal_rows, np.equal)])
def test_bytes_are_compared_as_one_after_the_other(run: Any, rows: Any, same_as: Any) -> None:
    x, y = pairs()
    found = np.zeros(len(x) // 8, np.uint64)
    run(rows)(x.view(np.uint64), y.view(np.uint64), found)
    assert found.view(np.uint8).tolist() == same_as(x, y).astype(np.uint8).tolist()


@pytest.mark.parametrize("run", [lambda f: f, interpreted], ids=["compiled", "plain"])
def test_the_lowest_bit_is_found_whatever_is_above_it(run: Any) -> None:
    places = np.arange(64)
    alone = np.uint64(1) << places.astype(np.uint64)
    above = np.random.default_rng(1).integers(2**63, size=64, dtype=np.uint64) * np.uint64(2)
    bits = np.concatenate([alone, alone | above << places.astype(np.uint64)])
    found = np.zeros(len(bits), np.uint64)
    run(lowest_rows)(bits, bits, found)
    assert found.tolist() == [*places, *places]


@pytest.mark.parametrize("run", [lambda f: f, interpreted], ids=["compiled", "plain"])
@pytest.mark.parametrize("kind", [np.float32, np.uint8, np.int8])
@pytest.mark.parametrize(("first", "number"), [(0, WORD), (30, WORD), (30, 1), (130, 7)])
def test_rows_that_are_not_zero_are_found_in_order_and_no_other(run: Any, kind: Any, first: int, number: int) -> None:
    column = np.random.default_rng(2).integers(2, size=200).astype(kind)
    column[[first, first + number - 1]] = 1
    found = np.zeros(WORD, np.int64)
    run(rows_of)(column, first, number, found)
    expected = [first + k for k in range(number) if column[first + k]]
    assert found.tolist() == expected + [-1] * (WORD - len(expected))
