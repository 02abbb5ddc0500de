"""Memory without mapped files: it grows with an array, and not with a file that is read."""

import mmap

import numpy as np
import pytest

from experiments.tasks.speed import own_memory
from experiments.tasks.speed.own_memory import Watch

SIZE = 64 * 2**20


@pytest.mark.skipif(own_memory.own_memory() is None, reason="the system does not say")
def test_an_array_counts_and_a_mapped_file_does_not(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"\1" * SIZE)
    before = own_memory.own_memory()
    with path.open("rb") as file, Watch() as of_a_file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[at] for at in range(0, SIZE, 4096)) == SIZE / 4096
    assert of_a_file.peak - before < SIZE / 2
    with Watch() as of_an_array:
        there = np.ones(SIZE, np.uint8)
    assert of_an_array.peak - before > SIZE / 2
    assert there.all()


def test_where_the_system_does_not_say_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(own_memory, "STATUS", tmp_path / "no such file")
    with Watch() as watch:
        pass
    assert watch.peak is None
