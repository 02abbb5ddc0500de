"""Columns in files: where they lie, where copies go, what is left of them, and what is refused."""

from __future__ import annotations

import errno
import gc
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.compute import scratch
from simulation.compute.scratch import copied, empty, folder_of, free_scratch, kept, zeros
from simulation.errors import InputError

LARGE = scratch.LEAST // 4


@pytest.mark.parametrize("make", [empty, zeros, lambda size, kind: kept(np.ones(size, kind))])
def test_large_arrays_lie_in_the_folder_only_while_it_is_in_use(make: Any, tmp_path: Path) -> None:
    assert folder_of(make(LARGE, np.float32)) is None
    with scratch.scratch(tmp_path):
        there, small = make(LARGE, np.float32), make(LARGE - 1, np.float32)
        assert folder_of(there) == tmp_path
        assert folder_of(small) is None
        with scratch.scratch(None):
            assert folder_of(make(LARGE, np.float32)) is None
        assert folder_of(make(LARGE, np.float32)) == tmp_path
    assert folder_of(make(LARGE, np.float32)) is None


def test_an_array_in_a_file_is_an_array_like_any_other(tmp_path: Path) -> None:
    values = np.arange(2 * LARGE, dtype=np.float32).reshape(-1, 2)
    with scratch.scratch(tmp_path):
        there, nothing = kept(values), zeros((LARGE, 2), np.float32)
    assert type(there) is np.ndarray
    assert there.flags.c_contiguous
    assert there.flags.writeable
    assert (there == values).all()
    assert not nothing.any()
    assert folder_of(there[1:, 0]) == tmp_path, "a part of it lies there too"
    there += 1
    assert (there == values + 1).all()


def test_a_copy_goes_where_the_array_lies_and_has_a_life_of_its_own(tmp_path: Path) -> None:
    with scratch.scratch(tmp_path):
        there = kept(np.ones(LARGE, np.float32))
    twin, here = copied(there), copied(np.ones(LARGE, np.float32))
    twin[:] = 2
    assert folder_of(twin) == tmp_path
    assert folder_of(here) is None
    assert (there == 1).all()
    assert (twin == 2).all()


def test_files_have_no_names_and_end_with_their_arrays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reserved: list[int] = []

    def reserve(file: int, at: int, size: int) -> None:
        reserved.append(size)
        os.truncate(file, size)

    monkeypatch.setattr(os, "posix_fallocate", reserve, raising=False)
    with scratch.scratch(tmp_path):
        there = zeros(3 * LARGE, np.float32)
    assert reserved == [12 * LARGE], "all of its room"
    assert list(tmp_path.iterdir()) == []
    file = weakref.ref(_base(there))
    part = there[5:]
    del there
    assert file() is not None, "a part of it still needs the file"
    del part
    gc.collect()
    assert file() is None


def _base(array: np.ndarray) -> Any:
    base: Any = array
    while isinstance(base, np.ndarray | memoryview):
        base = base.base if isinstance(base, np.ndarray) else base.obj
    return base


def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for wrong in ("nowhere", "file"):
        with (
            pytest.raises(InputError, match=rf"^scratch: got '{tmp_path / wrong}', takes a folder that is there$"),
            scratch.scratch(tmp_path / wrong),
        ):
            pass
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(InputError, match=rf"^executor.scratch: got '{tmp_path}', takes a folder that can be written"):
        free_scratch(tmp_path, "executor.scratch")
    with pytest.raises(InputError, match=r"^scratch: got '', takes a folder that is there$"), scratch.scratch(""):
        pass
    assert scratch.folder_in_use() is None


def test_a_disk_without_room_is_refused_when_the_array_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    with scratch.scratch(tmp_path), pytest.raises(InputError, match="no 1,048,576 bytes more are free"):
        zeros(LARGE, np.float32)
    assert list(tmp_path.iterdir()) == []


def test_where_no_room_can_be_reserved_the_file_is_as_long_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fallocate", raising=False)
    with scratch.scratch(tmp_path):
        there = zeros(LARGE, np.float32)
    there[-1] = 3
    assert there.sum() == 3
