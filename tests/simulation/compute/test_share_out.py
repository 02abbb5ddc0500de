"""Runs of rows on threads: each row once, whatever the threads, and an error comes through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from simulation.compute.compiling import set_threads, threads
from simulation.compute.share_out import share_out


@pytest.fixture(params=[1, 2])
def workers(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return how many threads kernels use, for a while."""
    before = threads()
    yield set_threads(request.param)
    set_threads(before)


@pytest.mark.parametrize(("rows", "run"), [(0, 5), (1, 5), (5, 5), (6, 5), (17, 5), (17, 1), (17, 100)])
def test_each_row_is_worked_on_once(workers: int, rows: int, run: int) -> None:
    """Runs cover all rows and do not overlap."""
    done = np.zeros(rows, np.int64)

    def work(begin: int, end: int, add: int) -> None:
        done[begin:end] += add

    share_out(work, rows, run, 3)
    assert done.tolist() == [3] * rows


def test_runs_are_as_long_as_asked_where_threads_share_them() -> None:
    """Two threads get runs; one gets all rows at once."""
    seen: list[tuple[int, int]] = []
    before = threads()
    try:
        if set_threads(2) == 2:
            share_out(lambda begin, end: seen.append((begin, end)), 12, 5)
            assert sorted(seen) == [(0, 5), (5, 10), (10, 12)]
        seen.clear()
        set_threads(1)
        share_out(lambda begin, end: seen.append((begin, end)), 12, 5)
        assert seen == [(0, 12)]
    finally:
        set_threads(before)


def test_an_error_of_a_run_is_raised(workers: int) -> None:
    """It is not lost in a thread."""

    def work(begin: int, end: int) -> None:
        if end == 12:
            raise ValueError("the last run")

    with pytest.raises(ValueError, match="the last run"):
        share_out(work, 12, 5)
