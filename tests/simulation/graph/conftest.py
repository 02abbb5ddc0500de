"""The optional folder of real graphs, and numbers of threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulation.compute.compiling import set_threads


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of real graphs, or skip."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    folder = Path(os.environ.get("NICHECAST_DATA", beside))
    if not (folder / "graph_statistics.csv").is_file():
        pytest.skip("needs the optional data folder: ../shared/data, or NICHECAST_DATA")
    return folder


@pytest.fixture
def threads() -> Iterator[Callable[[int | None], int]]:
    """Give a function that sets the number of threads; put it back afterwards."""
    yield set_threads
    set_threads(None)
