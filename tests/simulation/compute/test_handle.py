"""A NamedTuple as one pointer in compiled code."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from simulation.compute.compiling import behaviour, interpreted, loop
from simulation.compute.handle import Handle, Handles, HandleType, as_argument
from simulation.engine import loops
from simulation.errors import InputError
from simulation.state.columns import Tables

ROOT = Path(__file__).resolve().parents[2]
KINDS = (("?", "f4"), ("i1", "u1"), ("i2", "u2"), ("i4", "u4"), ("i8", "u8"), ("f8", "?"))
"""Types of a flat array and of one with two dimensions."""


class Inner(NamedTuple):
    flat: Any
    grid: Any
    share: Any
    number: Any
    key: Any
    on: Any
    wide: Any


class Middle(NamedTuple):
    before: Any
    inner: Inner
    after: Any


class Outer(NamedTuple):
    first: Any
    middle: Middle
    inner: Inner
    last: Any


@behaviour
def read_inner(inner: Inner, k: int, seen: Any) -> None:
    seen[k, 0] = inner.flat[1]
    seen[k, 1] = inner.grid[1, 2]
    seen[k, 2] = inner.grid.shape[0] * 10 + inner.grid.shape[1]
    seen[k, 3] = inner.share
    seen[k, 4] = inner.number
    seen[k, 5] = inner.key >> np.uint64(60)
    seen[k, 6] = 1 if inner.on else 0
    seen[k, 7] = inner.wide
    seen[k, 8] = inner.flat.size
    seen[k, 9] = inner.flat[-1]


@loop
def read(outer: Outer, seen: Any) -> None:
    read_inner(outer.inner, 0, seen)
    read_inner(outer.middle.inner, 1, seen)
    seen[2, 0] = outer.first[0]
    seen[2, 1] = outer.middle.before
    seen[2, 2] = outer.middle.after[0, 0]
    seen[2, 3] = outer.last


@loop
def write(outer: Outer) -> None:
    outer.inner.flat[1] = outer.middle.inner.grid[0, 0]
    outer.middle.inner.grid[1, 2] += outer.first[0]


def inner_of(flat: str, shift: int, on: bool = True, grid: str | None = None) -> Inner:
    return Inner(
        flat=(np.arange(4) + shift).astype(flat),
        grid=(np.arange(6).reshape(2, 3) + shift).astype(grid or flat),
        share=np.float32(0.1) + np.float32(shift),
        number=-(2**40) - shift,
        key=np.uint64(2**63 + 2**60 * shift),
        on=on,
        wide=0.1 * shift,
    )


def outer_of(flat: str = "f4", grid: str | None = None) -> Outer:
    return Outer(
        np.array([7], np.int16),
        Middle(np.int8(-3), inner_of(flat, 3, False, grid), np.array([[5.5]])),
        inner_of(flat, 1, True, grid),
        np.bool_(True),
    )


def test_compiled_code_reads_through_a_handle_what_python_reads_in_the_tuple() -> None:
    for kinds in KINDS:
        ways = []
        for function in (read, interpreted(read)):
            seen = np.full((3, 10), -1.0)
            function(outer_of(*kinds), seen)
            ways.append(seen.tolist())
        assert ways[0] == ways[1], kinds
        assert -1.0 not in ways[0][1], kinds
    assert [row[6] for row in ways[0]][:2] == [1.0, 0.0], "booleans"


def test_compiled_code_writes_through_a_handle_into_the_arrays_themselves() -> None:
    here, there = outer_of(), outer_of()
    write(here)
    interpreted(write)(there)
    assert here.inner.flat.tolist() == there.inner.flat.tolist() == [1.0, 3.0, 3.0, 4.0]
    assert here.middle.inner.grid.tolist() == there.middle.inner.grid.tolist() == [[3.0, 4.0, 5.0], [6.0, 7.0, 15.0]]


def test_a_loop_takes_one_pointer_for_each_tuple_not_a_hundred_arguments(tiny: Any) -> None:
    market = tiny.market(threads=1)
    market.run_for(1)
    for phase in market.schedule:
        if phase.by in ("consumers", "creators"):
            assert phase.act.nopython_signatures
            for signature in phase.act.nopython_signatures:
                names = [kind.name.partition("_")[0] for kind in signature.args[3:] if isinstance(kind, HandleType)]
                assert names == ["Tables", "Rules", "Tally"], phase.name


def test_a_tuple_of_numbers_alone_goes_as_it_is(tiny: Any) -> None:
    now, array = tiny.now(3), np.zeros(2)
    assert as_argument(now) is now
    assert as_argument(array) is array
    assert Handles().of(now) is now
    assert isinstance(as_argument(outer_of()), Handle)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (np.zeros((4, 4))[:, :2], "got an array with gaps or in another order, takes np.ascontiguousarray of it"),
        (np.zeros((4, 3)).T, "got an array with gaps or in another order"),
        (np.zeros(8)[::2], "got an array with gaps or in another order"),
        (np.zeros(4, ">f4" if sys.byteorder == "little" else "<f4"), "takes aligned numbers in this machine's byte"),
        (np.zeros(4, object), "got an array of |O, takes"),
        (np.frombuffer(bytes(9), np.uint8)[1:].view("f8"), "takes aligned numbers"),
        ("coffee", "got 'coffee', takes an array, a number or a NamedTuple of these"),
        (None, "got None, takes"),
        ((1, 2), "got (1, 2), takes"),
        (2**70, f"got {2**70}, takes"),
    ],
)
def test_what_compiled_code_could_not_read_is_refused_in_a_line(column: Any, message: str) -> None:
    strange = outer_of()._replace(inner=inner_of("f4", 1)._replace(flat=column))
    with pytest.raises(InputError) as refused:
        read(strange, np.zeros((3, 10)))
    assert str(refused.value).startswith("Inner.flat: ")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_arrays_of_which_nothing_may_be_written_are_read_and_never_written() -> None:
    kept = outer_of()
    kept.inner.flat.flags.writeable = False
    seen = np.zeros((3, 10))
    read(kept, seen)
    assert seen[0, 0] == 2
    with pytest.raises(TypingError):
        write(kept)
    assert kept.inner.flat.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_handle_keeps_its_arrays_alive_and_lets_them_go_with_itself() -> None:
    outer = outer_of()
    array = weakref.ref(outer.middle.inner.grid)
    handle = Handle(outer)
    del outer
    gc.collect()
    assert array() is not None
    seen = np.zeros((3, 10))
    read(handle, seen)
    assert seen[1, 1] == 8
    del handle
    gc.collect()
    assert array() is None


def test_a_handle_is_made_once_for_a_tuple_and_anew_for_one_in_which_something_was_replaced() -> None:
    handles, outer = Handles(), outer_of()
    first = handles.of(outer)
    assert handles.of(outer) is first
    other = outer._replace(inner=outer.inner._replace(flat=np.array([50, 60, 70, 80], np.float32)))
    second = handles.of(other)
    assert second is not first
    assert second.kind is first.kind
    assert second._parts["middle"] is first._parts["middle"]
    seen = np.zeros((2, 3, 10))
    read(second, seen[0])
    read(first, seen[1])
    assert seen[:, 0, 0].tolist() == [60.0, 2.0]
    assert seen[0, 1].tolist() == seen[1, 1].tolist()


def test_a_part_of_another_type_makes_another_type() -> None:
    one, two = (Handle(outer_of(kind)).kind for kind in ("u2", "i4"))
    assert one != two
    assert Handle(outer_of("u2")).kind is one
    renamed = NamedTuple("Inner", [(name, Any) for name in ("grid", "flat", *Inner._fields[2:])])
    assert Handle(renamed(*inner_of("u2", 1))).kind != Handle(inner_of("u2", 1)).kind  # type: ignore[call-overload]


def test_a_copy_of_a_handle_points_at_the_copy_of_its_arrays() -> None:
    handle = Handle(outer_of())
    for other in (copy.deepcopy(handle), pickle.loads(pickle.dumps(handle))):
        other.value.inner.flat[1] = 99.0
        seen = np.zeros((2, 3, 10))
        read(other, seen[0])
        read(handle, seen[1])
        assert seen[:, 0, 0].tolist() == [99.0, 2.0]


def test_slots_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Handle(outer_of()).slots[0] = 0


def test_threads_may_share_a_handle() -> None:
    handle, handles = Handle(outer_of()), Handles()
    seen = np.zeros((200, 3, 10))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda k: read(handle if k % 2 else handles.of(handle.value), seen[k]), range(200)))
    assert (seen == seen[0]).all()
    assert seen[0].any()


def test_tables_that_are_replaced_between_phases_are_those_that_the_next_phase_reads(tiny: Any) -> None:
    """The engine keeps a handle for a day's tables: never one of tables that are gone."""
    market = tiny.market(threads=1)
    market.run_for(1)
    rows = len(market.consumers.niche)
    old = market.consumers.adstock
    for height in (1.0, 2.0, 3.0):
        old[:] = 5.0
        fresh = np.full_like(old, height)
        market.tables = market.tables._replace(consumers=market.consumers._replace(adstock=fresh))
        market.engine.for_rows(loops.forget_rows, rows, *market.day_context)
        assert (old == 5.0).all()
        assert (fresh == np.float32(height) * market.rules.persuasion.carryover).all()
        old = fresh
    gone = weakref.ref(old)
    del old, fresh
    market.tables = market.tables._replace(consumers=market.consumers._replace(adstock=np.ones((rows, 2), np.float32)))
    market.engine.for_rows(loops.forget_rows, rows, *market.day_context)
    gc.collect()
    assert gone() is None, "tables that were replaced are kept in memory"


# Other processes ------------------------------------------------------------------------------------------------------

CHEAP = """
from typing import get_type_hints
import json
import numpy as np
import simulation as sim
from simulation.state import columns
from simulation.engine import loops
from simulation.scenario import coefficients
from simulation.compute.compiling import cache_folder
from simulation.compute.draws import gumbel

rng = np.random.default_rng(1)
tables = columns.Tables(*(
    kind(*(rng.random((40, 3), np.float32) for _ in kind._fields)) for kind in get_type_hints(columns.Tables).values()
))
a_row = np.zeros(3, np.float32)
tables = tables._replace(
    brands=tables.brands._replace(found=a_row, reputation=a_row), subscriptions=columns.Subscriptions(np.zeros(0, np.int16))
)
now = columns.Now(np.uint64(1), 3)
rule = coefficients.rules_of(sim.Scenario.from_dict({}))
loops.forget_rows(0, 40, now, tables, rule, columns.new_tally(3, 3))
noise = np.array([gumbel(np.float32(k / 100)) for k in range(100)], np.float32)
functions = [loops.forget_rows, loops.forget_brands, gumbel]
print(json.dumps({
    "bits": (tables.consumers.attitude.tobytes() + noise.tobytes()).hex(),
    "found": sum(sum(f.stats.cache_hits.values()) for f in functions),
    "compiled": sum(sum(f.stats.cache_misses.values()) for f in functions),
    "types": [str(kind) for kind in loops.forget_rows.nopython_signatures[0].args],
    "folder": str(cache_folder()),
}))
"""
"""Compiles one loop and little else, on tables that only look like a market's."""


def process(code: str, home: Path, **more: str) -> Any:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    environment |= {"XDG_CACHE_HOME": str(home), "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A cache that one process has filled, and what that process said."""
    home = tmp_path_factory.mktemp("home")
    return home, process(CHEAP, home, PYTHONHASHSEED="1")


def test_what_one_process_compiled_is_found_by_one_with_another_hash_seed(first: tuple[Path, Any]) -> None:
    home, before = first
    assert before["compiled"] >= 2
    assert any(kind.startswith("Tables_") for kind in before["types"])
    after = process(CHEAP, home, PYTHONHASHSEED="2")
    assert after["compiled"] == 0
    assert after["found"] >= 2
    assert (after["types"], after["bits"]) == (before["types"], before["bits"])


@pytest.mark.slow(reason="a second process with the same cache, 2 CPU seconds; the one above is run by default")
def test_numba_imported_first_gives_the_same_bits_from_the_same_private_folder(first: tuple[Path, Any]) -> None:
    home, before = first
    code = (
        "import numba\n" + CHEAP + "\nassert numba.config.CACHE_DIR == ''  # other packages' code is kept elsewhere\n"
    )
    after = process(code, home)
    assert after["folder"] == before["folder"]
    assert Path(after["folder"]).parent == home / "nichecast"
    assert any(Path(after["folder"]).rglob("*.nbi"))
    assert (after["compiled"], after["bits"]) == (0, before["bits"])


@pytest.mark.slow(reason="a process of its own, 3 CPU seconds; `make mutants` runs all its tests that way")
def test_with_jit_switched_off_a_compiled_engine_runs_plain_python(tiny: Any, tmp_path: Path) -> None:
    code = (
        "import json\n"
        "from tests.small_markets import Tiny\n"
        "from simulation.state.columns import named_columns\n"
        "market = Tiny().market('hyper_targeted')\n"
        "market.run_for(5)\n"
        "print(json.dumps({n: c.tobytes().hex() for n, c in named_columns(market.tables).items()}))\n"
    )
    plain = process(code, tmp_path, NUMBA_DISABLE_JIT="1")
    market = tiny.market("hyper_targeted", engine="interpreted")
    market.run_for(5)
    for place in Tables._fields:
        for name, column in getattr(market.tables, place)._asdict().items():
            assert plain[f"{place}.{name}"] == column.tobytes().hex(), f"{place}.{name}"
