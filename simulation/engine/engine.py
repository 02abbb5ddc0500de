"""Three engines, one behaviour: compiled loops on threads, plain Python loops, or Mesa agents one at a time.

Threads take runs of rows. Which thread takes which row cannot matter: a behaviour writes its own row and edges only,
draws are keyed by who decides, and what is summed over people is an integer count.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from simulation.compute.compiling import interpreted, is_loop
from simulation.compute.handle import Handles
from simulation.compute.processors import usable_processors
from simulation.engine.census import BLOCK
from simulation.errors import InputError, not_one_of
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Now, Tables, Tally, new_tally

type EngineName = Literal["compiled", "interpreted", "agents"]
ENGINES = ("compiled", "interpreted", "agents")

SMALL = 4096
"""Rows below which a second thread costs more than it saves."""


class Engine:
    """Runs a behaviour for everybody."""

    def __init__(self, name: str = "compiled", threads: int | None = None) -> None:
        """Choose an engine.

        Args:
            name: ``compiled``, ``interpreted`` or ``agents``.
            threads: How many; ``None``: one for each processor that this process may use. Only the compiled engine
                uses more than one.

        Raises:
            InputError: There is no such engine, or ``threads`` is below 1.
        """
        if name not in ENGINES:
            raise not_one_of("engine", name, ENGINES)
        if threads is not None and threads < 1:
            raise InputError(f"threads: got {threads}, takes 1 or more")
        self.name = name
        self.threads = 1 if name != "compiled" else threads or usable_processors()
        self._pool: ThreadPoolExecutor | None = None
        self._handles = Handles()
        self.watch: tuple[int, Callable[[Callable[..., None]], Callable[..., None]]] | None = None

    def close(self) -> None:
        """End the threads, and let go of the tables that were run last and of who is watched."""
        if self._pool is not None:
            self._pool.shutdown()
        self._pool, self._handles, self.watch = None, Handles(), None

    def for_consumers(
        self, loop: Callable[..., None], rows: int, now: Now, tables: Tables, rules: Rules, tally: Tally
    ) -> None:
        """Do as :meth:`for_rows`, but run a consumer who is watched in plain Python: the bits are the same.

        ``watch`` holds the row, and what turns a loop into one that writes down what it does.
        """
        if self.watch is None:
            self.for_rows(loop, rows, now, tables, rules, tally)
            return
        row, watching = self.watch
        self._run(loop, 0, row, now, tables, rules, tally)
        watching(loop)(row, row + 1, now, tables, rules, tally)
        self._run(loop, row + 1, rows, now, tables, rules, tally)

    def for_rows(
        self, loop: Callable[..., None], rows: int, now: Now, tables: Tables, rules: Rules, tally: Tally
    ) -> None:
        """Run ``loop(first, last, now, tables, rules, tally)`` over all rows, adding to ``tally``."""
        self._run(loop, 0, rows, now, tables, rules, tally)

    def _run(
        self, loop: Callable[..., None], first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally
    ) -> None:
        if self.threads == 1 or last - first < SMALL:
            self.call(loop, first, last, now, tables, rules, tally)
        else:
            parts = self.threads * 4  # more parts than threads: parts take unequal time
            bounds = [first + (last - first) * k // parts for k in range(parts + 1)]
            tallies = [new_tally(tally.brand.shape[0], tally.creator.shape[0]) for _ in range(parts)]
            self._on_threads(lambda k: self.call(loop, bounds[k], bounds[k + 1], now, tables, rules, tallies[k]), parts)
            for part in tallies:
                for total, counted in zip(tally, part, strict=True):
                    total += counted

    def call(self, loop: Callable[..., None], *arguments: Any) -> None:
        """Call a loop once, in this thread. Compiled ones get handles, which are made once for each day's tables."""
        if self.name != "compiled":
            interpreted(loop)(*arguments)
        elif is_loop(loop):
            loop(*[self._handles.of(argument) for argument in arguments])
        else:  # a plain function of the user's
            loop(*arguments)

    def count_people(self, count: Callable[..., None], rows: int, *arguments: Any) -> None:
        """Run ``count(block, *arguments)`` over blocks of people, each into its own row of the sums.

        Blocks have the same size whatever the engine and the threads: so sums of floats have the same bits.
        """
        blocks = -(-rows // BLOCK)
        if self.threads == 1 or blocks == 1:
            for block in range(blocks):
                self.call(count, block, *arguments)
        else:
            self._on_threads(lambda block: self.call(count, block, *arguments), blocks)

    def _on_threads(self, work: Callable[[int], None], parts: int) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads)
        list(self._pool.map(work, range(parts)))
