"""Three engines, one behaviour: compiled loops on threads, plain Python loops, or Mesa agents one at a time.

Threads take runs of rows. Which thread takes which row cannot matter: a behaviour writes its own row and edges only,
draws are keyed by who decides, and what is summed over people is an integer count.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Literal

from simulation.compute.compiling import interpreted, is_loop
from simulation.compute.processors import usable_processors
from simulation.engine.calls import Calls
from simulation.engine.census import BLOCK
from simulation.errors import InputError, not_one_of
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Now, Tables, Tally, new_tally

type EngineName = Literal["compiled", "interpreted", "agents"]
ENGINES = ("compiled", "interpreted", "agents")

SMALL = 4096
"""Rows below which one thread runs a loop of which no time is known yet."""
BREAK_EVEN = 0.0006
"""Seconds of work below which one thread runs a loop (ours; ``docs/design/engine.md`` has what sharing out costs).

It decides who works, never what comes out.
"""
PARTS = 4
"""Parts of a loop for each thread: parts take unequal time, and who is done takes the next."""


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
        self._calls = Calls()
        self._spare: list[Tally] = []  # a tally for each thread but this one; all zeros between loops
        self._seconds: dict[Callable[..., None], float] = {}  # of CPU a row, as the loop last took
        self.watch: tuple[int, Callable[[Callable[..., None]], Callable[..., None]]] | None = None

    def close(self) -> None:
        """End the threads, and let go of the tables that were run last and of who is watched."""
        if self._pool is not None:
            self._pool.shutdown()
        self._pool, self._calls, self._spare, self.watch = None, Calls(), [], None

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
        if self.name != "compiled" or not is_loop(loop):
            self.call(loop, first, last, now, tables, rules, tally)
            return
        entry, given = self._calls.entry(loop, now, tables, rules, tally)
        rows = last - first
        if self.threads == 1:
            entry(first, last, *given)
        elif rows * self._seconds.get(loop, BREAK_EVEN / SMALL) < BREAK_EVEN:
            begun = time.thread_time()
            entry(first, last, *given)
            self._note(loop, rows, time.thread_time() - begun)
        else:
            self._note(loop, rows, self._share_out(entry, first, last, given, tally))

    def _note(self, loop: Callable[..., None], rows: int, seconds: float) -> None:
        """Keep how long a loop took; few rows tell little."""
        if rows >= SMALL // 16:
            self._seconds[loop] = seconds / rows

    def _share_out(
        self, entry: Callable[..., None], first: int, last: int, given: tuple[Any, ...], tally: Tally
    ) -> float:
        """Run a loop's parts on all threads, this one included, each of which counts apart; return seconds of CPU."""
        parts = self.threads * PARTS
        bounds = [first + (last - first) * k // parts for k in range(parts + 1)]
        queue = itertools.count()
        if not self._spare or any(a.shape != b.shape for a, b in zip(self._spare[0], tally, strict=True)):
            self._spare = [new_tally(len(tally.brand), len(tally.creator)) for _ in range(self.threads - 1)]
        own = [given, *((*given[:-1], self._calls.handle_of_spare(spare)) for spare in self._spare)]

        def work(thread: int) -> float:
            begun = time.thread_time()
            while (k := next(queue)) < parts:
                entry(bounds[k], bounds[k + 1], *own[thread])
            return time.thread_time() - begun

        pool = self._threads()
        others = [pool.submit(work, thread) for thread in range(1, self.threads)]
        try:
            seconds = work(0)
        finally:
            wait(others)
        seconds += sum(other.result() for other in others)
        for spare in self._spare:
            for total, counted in zip(tally, spare, strict=True):
                total += counted
                counted.fill(0)
        return seconds

    def call(self, loop: Callable[..., None], *arguments: Any) -> None:
        """Call a loop once, in this thread. Compiled ones get handles, which are made once for each day's tables."""
        if self.name != "compiled":
            interpreted(loop)(*arguments)
        elif is_loop(loop):
            loop(*[self._calls.handle(argument) for argument in arguments])
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
        list(self._threads().map(work, range(parts)))

    def _threads(self) -> ThreadPoolExecutor:
        """Return the threads; they are started when they are first needed."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads)
        return self._pool
