"""One function, three ways to run it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

from simulation.behaviour import exposure
from simulation.compute import compiling
from simulation.compute.compiling import behaviour, compiled, interpreted, loop, set_threads
from simulation.compute.draws import philox
from simulation.engine import loops


@compiled
def inner(x):  # type: ignore[no-untyped-def]
    return x + np.float32(1)


@compiled
def outer(x):  # type: ignore[no-untyped-def]
    return inner(x) * np.float32(2)


@behaviour
def add_one(row: int, column: Any) -> None:
    column[row] += np.float32(1)


@loop
def add_one_to_rows(first: int, last: int, column: Any) -> None:
    for row in range(first, last):
        add_one(row, column)


def called(function: Any, seen: set[Any] | None = None) -> set[Any]:
    """Everything that a plain function calls by a global name, and what that calls."""
    seen = set() if seen is None else seen
    plain = getattr(function, "__wrapped__", function)
    for name in plain.__code__.co_names:
        found = plain.__globals__.get(name)
        if callable(found) and getattr(found, "__module__", "").startswith("simulation") and found not in seen:
            seen.add(found)
            if hasattr(getattr(found, "__wrapped__", found), "__code__"):
                called(found, seen)
    return seen


@pytest.mark.parametrize("name", [n for n in vars(loops) if n.endswith("_rows") or n == "count_block"])
def test_an_interpreted_day_runs_no_compiled_code_at_all(name: str) -> None:
    everything = called(interpreted(getattr(loops, name)))
    assert everything
    assert [f for f in everything if isinstance(f, Dispatcher)] == []


def test_a_plain_version_calls_plain_versions_and_leaves_the_compiled_ones_alone() -> None:
    assert interpreted(outer)(np.float32(3)) == outer(np.float32(3)) == 8
    assert isinstance(outer, Dispatcher)
    assert isinstance(inner, Dispatcher)
    assert not isinstance(interpreted(outer), Dispatcher)
    assert interpreted(outer).__wrapped__.__globals__["inner"] is interpreted(inner)


def test_what_was_never_compiled_is_its_own_plain_version() -> None:
    assert interpreted(len) is len
    assert interpreted(interpreted(inner)) is interpreted(inner)


def test_a_behaviour_called_from_python_runs_as_plain_python_and_in_a_loop_compiled() -> None:
    by_hand, by_loop = np.zeros(4, np.float32), np.zeros(4, np.float32)
    for row in range(4):
        add_one(row, by_hand)
    assert add_one.signatures == []
    add_one_to_rows(0, 4, by_loop)
    assert by_hand.tolist() == by_loop.tolist() == [1.0] * 4
    assert len(add_one_to_rows.signatures) == 1


def test_integers_wrap_around_in_plain_python_as_they_do_in_compiled_code() -> None:
    top = [np.uint64(2**32 - 1)] * 6
    with np.errstate(all="raise"):  # the products need all 64 bits: nothing may warn, whatever the caller has set
        assert interpreted(philox)(*top) == philox(*top)


def test_no_behaviour_is_compiled_with_licence_to_change_the_bits() -> None:
    for function in (exposure.read_post, loops.see_feed_rows, philox):
        options = function.targetoptions
        assert not options.get("fastmath")
        assert options["error_model"] == "numpy"
    assert os.environ["NUMBA_DISABLE_INTEL_SVML"] == "1"


def test_threads_are_set_between_one_and_what_there_are() -> None:
    most = set_threads(None)
    try:
        assert most >= 1
        assert set_threads(1) == 1
        assert set_threads(0) == 1
        assert set_threads(10_000) == most
    finally:
        set_threads(None)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two files, whose cache is looked for."""
    root = tmp_path / "package"
    root.mkdir()
    (root / "a.py").write_text("x = 1\n")
    (root / "b.py").write_text("y = 2\n")
    monkeypatch.setattr(compiling, "__file__", str(root / "compute" / "compiling.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return root


def cache_folder(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    compiling._use_cache_of_these_sources()
    return os.environ["NUMBA_CACHE_DIR"]


def test_compiled_code_is_kept_apart_for_each_state_of_the_sources(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "anything")  # put back afterwards
    first = cache_folder(monkeypatch)
    assert Path(first).is_dir()
    assert cache_folder(monkeypatch) == first
    (package / "b.py").write_text("y = 3\n")
    changed = cache_folder(monkeypatch)
    assert changed != first
    (package / "b.py").rename(package / "c.py")
    assert cache_folder(monkeypatch) not in (first, changed)


def test_a_folder_that_the_user_has_chosen_is_kept(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "chosen")
    compiling._use_cache_of_these_sources()
    assert os.environ["NUMBA_CACHE_DIR"] == "chosen"


def test_where_the_home_cannot_be_written_the_cache_goes_to_the_temporary_folder(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "anything")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert cache_folder(monkeypatch).startswith(str(tmp_path / "temporary"))
