"""Three engines, one behaviour."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.compute.handle import Handle
from simulation.compute.processors import usable_processors
from simulation.engine import loops
from simulation.engine.engine import Engine
from simulation.errors import InputError
from simulation.state.column_checks import empty_tables


def test_an_engine_that_is_not_there_is_named_with_the_nearest_one() -> None:
    with pytest.raises(InputError, match=r"engine: got 'compild', takes one of .* \(did you mean 'compiled'\?\)"):
        Engine("compild")


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_are_one_or_more(threads: int) -> None:
    with pytest.raises(InputError, match=f"threads: got {threads}, takes 1 or more"):
        Engine("compiled", threads)


def test_only_compiled_code_runs_on_several_threads_by_default_on_all_processors() -> None:
    assert Engine().threads == usable_processors()
    assert [Engine(name, 4).threads for name in ("compiled", "interpreted", "agents")] == [4, 1, 1]


def test_a_small_market_is_not_worth_a_second_thread(tiny: Any) -> None:
    market = tiny.market(threads=2)
    market.run_for(2)
    assert market.engine._pool is None


def test_an_error_on_a_thread_is_not_lost(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.engine.engine.BREAK_EVEN", 0)
    market = tiny.market(threads=2)

    def fails(*_: Any) -> None:
        raise RuntimeError("on a thread")

    with pytest.raises(RuntimeError, match="on a thread"):
        market.engine.for_rows(fails, 60, *market.day_context)


def test_every_row_is_run_once_however_many_threads_there_are(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.engine.engine.BREAK_EVEN", 0)
    for threads, rows in ((2, 60), (3, 7), (5, 1)):
        market, seen = tiny.market(threads=threads), []
        market.engine.for_rows(
            lambda first, last, *_, seen=seen: seen.extend(range(first, last)), rows, *market.day_context
        )
        assert sorted(seen) == list(range(rows))


def test_a_function_of_the_users_gets_the_tables_themselves_whatever_the_engine(tiny: Any) -> None:
    for name in ("compiled", "interpreted"):
        market, got = tiny.market(engine=name), []
        market.engine.for_rows(lambda *given, got=got: got.append(given), 60, *market.day_context)
        _, _, now, tables, rules, tally = got[0]
        assert tables is market.tables
        assert rules is market.rules
        assert tally is market.tally
        assert now.day == market.day


@pytest.mark.parametrize("engine", ["interpreted", "agents"])
def test_the_slow_engines_run_plain_python(tiny: Any, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled loop that is called at all fails this."""
    market = tiny.market("broadcast", engine=engine)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("compiled code was called")

    for name in [n for n in vars(loops) if n.endswith("_rows")]:
        monkeypatch.setattr(type(getattr(loops, name)), "__call__", refuse)
    market.run_for(4)
    assert market.day == 4


def test_empty_tables_have_the_types_of_a_markets_so_that_loops_can_be_compiled_on_them(tiny: Any) -> None:
    model = tiny.market("none")
    assert Handle(empty_tables()).kind is Handle(model.tables).kind
    assert len(empty_tables().consumers.niche) == len(empty_tables().brands.price) == 0
