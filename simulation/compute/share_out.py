"""Runs of rows of a compiled function, on as many threads as kernels use.

For work that is done a few times in a run. numba compiles a serial function in half of the time that one with
``prange`` takes. The days have threads of their own (:mod:`simulation.engine.engine`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from simulation.compute.compiling import threads


def share_out(function: Callable[..., None], rows: int, run: int, *arguments: Any) -> None:
    """Call ``function(begin, end, *arguments)`` for all rows; which thread takes which run must not matter.

    Args:
        function: Works on the rows from ``begin`` up to ``end``, exclusive, and writes to them alone. It releases the
            interpreter's lock, as compiled functions do.
        rows: How many there are.
        run: Rows of one call, where several threads work.
        arguments: What else it takes.
    """
    workers = min(threads(), -(-rows // run))
    if workers <= 1:
        function(0, rows, *arguments)
        return
    with ThreadPoolExecutor(workers) as pool:
        calls = [pool.submit(function, at, min(rows, at + run), *arguments) for at in range(0, rows, run)]
    for call in calls:
        call.result()
