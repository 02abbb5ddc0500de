"""One function, three ways to run it."""

from __future__ import annotations

import ast
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.behaviour import exposure
from simulation.compute import compiler, compiling
from simulation.compute.compiler import Dispatcher, numba
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
    # Called by another plain version, it leaves numpy's warnings to that one.
    assert interpreted(outer).__wrapped__.__globals__["inner"] is interpreted(inner).__wrapped__


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


@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_rests_while_compiling_and_is_afterwards_as_before(
    on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the function cannot be compiled, and for what is compiled on the way."""
    seen = []
    template = compiling._Compiled.get_call_template

    def look(self: Any, *arguments: Any) -> Any:
        seen.append(gc.isenabled())
        return template(self, *arguments)

    monkeypatch.setattr(compiling._Compiled, "get_call_template", look)
    fresh = compiled(lambda x: inner(x) + 1)
    wrong = compiled(lambda x: inner(x).no_such_thing)
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        assert fresh(np.float32(1)) == 3
        assert gc.isenabled() == on
        with pytest.raises(numba.TypingError):
            wrong(np.float32(1))
        assert gc.isenabled() == on
    finally:
        (gc.enable if was else gc.disable)()
    assert seen, "nothing was compiled"
    assert not any(seen)


def test_threads_are_set_between_one_and_what_there_are() -> None:
    most = set_threads(None)
    try:
        assert most >= 1
        assert set_threads(1) == 1
        assert set_threads(0) == 1
        assert set_threads(10_000) == most
    finally:
        set_threads(None)


def test_other_packages_keep_their_compiled_code_where_they_want_it() -> None:
    @compiled
    def ours(x: int) -> int:
        return x + 1

    assert os.environ.get("NUMBA_CACHE_DIR", "") == numba.config.CACHE_DIR
    assert Path(ours.stats.cache_path).parent == compiling.cache_folder()


def test_a_folder_that_the_user_has_chosen_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))

    @compiled
    def ours(x: int) -> int:
        return x + 2

    assert str(tmp_path) == numba.config.CACHE_DIR
    assert compiling.cache_folder() == tmp_path
    assert Path(ours.stats.cache_path).parent == tmp_path


def test_without_a_folder_functions_are_compiled_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(compiler, "_own_folder", lambda: None)

    @compiled
    def ours(x: int) -> int:
        return x + 3

    assert ours(1) == 4
    assert ours.stats.cache_path is None


def test_a_numba_that_uses_other_functions_than_the_c_librarys_is_refused_in_a_line() -> None:
    """SVML is chosen when numba is imported, before anything of this package is."""
    code = (
        "import numba; numba.config.USING_SVML = True\n"
        "from simulation.errors import InputError\n"
        "try:\n    import simulation.compute.compiling\n"
        "except InputError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout
    assert said.startswith("numba: got Intel's SVML")
    assert "takes NUMBA_DISABLE_INTEL_SVML=1" in said
    assert len(said.splitlines()) == 1


def test_one_file_imports_numba_and_all_others_take_it_from_there() -> None:
    """Or numba might be loaded before it is told not to use SVML."""
    package = Path(compiling.__file__).parent
    importing = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(name.partition(".")[0] == "numba" for name in names):
                importing.add(path.name)
    assert importing == {"compiler.py"}
