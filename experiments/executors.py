"""Where replicates run: in this process, or in several. One door, `execute`, whatever is behind it.

Each item is handed to a function and comes back as one `Outcome`, in the order in which items end. An item that fails,
or whose process dies, comes back with its error and does not stop the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from simulation.errors import InputError

Report = Callable[[float], None]
"""Called by a replicate with the share of it that is done, 0 to 1."""

Work = Callable[[Any, Report], Any]
"""What is done with an item; a function of a module, so that another process finds it by its name."""

ATTEMPTS = 2
"""How often an item is tried whose process died; more than once, since a lost process is rarely the item's fault."""


@dataclass(frozen=True)
class Outcome:
    """What became of an item: a value, or an error in one line and where it came from."""

    item: Any
    value: Any = None
    error: str | None = None
    trace: str = ""


def execute(
    work: Work,
    items: Sequence[Any],
    *,
    workers: int | None,
    threads: int = 1,
    progress: Callable[[Any, float], None] = lambda item, share: None,
) -> Iterator[Outcome]:
    """Run ``work`` on each item; ``workers=None`` runs them one after another in this process.

    ``threads`` is for the worker processes; in this process it is the caller's matter.

    Raises:
        InputError: as soon as an item finds that the user's input cannot be used; the others are dropped.
    """
    if workers is None:
        yield from _serial(work, items, progress)
    else:
        yield from _processes(work, items, max(1, min(workers, len(items))), threads, progress)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serial(work: Work, items: Sequence[Any], progress: Callable[[Any, float], None]) -> Iterator[Outcome]:
    for item in items:

        def report(share: float, item: Any = item) -> None:
            progress(item, share)

        try:
            yield Outcome(item, work(item, report))
        except InputError:
            raise
        except Exception as error:
            yield Outcome(item, error=_line(error), trace=traceback.format_exc())


@dataclass
class _Worker:
    """One process and the item it has."""

    process: SpawnProcess
    pipe: Connection
    item: int | None = None


def _processes(
    work: Work, items: Sequence[Any], workers: int, threads: int, progress: Callable[[Any, float], None]
) -> Iterator[Outcome]:
    """Keep ``workers`` processes warm and each with one item; no more are in flight than there are processes."""
    waiting, attempts = deque(range(len(items))), [0] * len(items)
    pool: list[_Worker] = []
    try:
        pool.extend(_start(work, threads) for _ in range(workers))
        while True:
            for worker in pool:
                if worker.item is None and waiting:
                    worker.item = waiting.popleft()
                    attempts[worker.item] += 1
                    with suppress(OSError):  # it died while it was idle: seen below
                        worker.pipe.send(items[worker.item])
            busy = [worker for worker in pool if worker.item is not None]
            if not busy:
                return
            ready = wait([worker.pipe for worker in busy])
            for worker in (worker for worker in busy if worker.pipe in ready):
                index = worker.item
                assert index is not None
                try:
                    kind, *content = worker.pipe.recv()
                except (EOFError, OSError):
                    _replace(pool, worker, work, threads)
                    if attempts[index] < ATTEMPTS:
                        waiting.appendleft(index)
                    else:
                        yield Outcome(
                            items[index], error=f"its process died {ATTEMPTS} times ({_status(worker.process)})"
                        )
                    continue
                if kind == "progress":
                    progress(items[index], content[0])
                    continue
                worker.item = None
                if kind == "refused":
                    raise InputError(content[0])
                yield Outcome(items[index], content[0]) if kind == "done" else Outcome(items[index], None, *content)
    finally:
        for worker in pool:
            _stop(worker)


def _start(work: Work, threads: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=True)
    with _environment(threads):
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _replace(pool: list[_Worker], dead: _Worker, work: Work, threads: int) -> None:
    dead.process.join()
    dead.pipe.close()
    pool[pool.index(dead)] = _start(work, threads)


def _stop(worker: _Worker) -> None:
    with suppress(OSError):
        worker.pipe.close()  # an idle worker ends by itself when its pipe does
    if worker.item is None:
        worker.process.join(timeout=0.2)
    if worker.process.is_alive():
        worker.process.kill()  # what is half done is worth nothing; what is done is on disk
    worker.process.join()


@contextmanager
def _environment(threads: int) -> Iterator[None]:
    """Set the number of threads for a process that is started inside; libraries read it when they are imported."""
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(threads)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _serve(work: Work, pipe: Connection) -> None:
    """Live in a worker process: take an item, answer, take the next, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, ...]
        try:
            answer = ("done", work(item, lambda share: pipe.send(("progress", share))))
        except InputError as error:
            answer = ("refused", str(error))
        except BaseException as error:
            answer = ("failed", _line(error), traceback.format_exc())
        try:
            pipe.send(answer)
        except OSError:
            return  # nobody listens any more


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _status(process: SpawnProcess) -> str:
    code = process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
