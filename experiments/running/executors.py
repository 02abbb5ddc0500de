"""Where runs go: into this process, several, or a Ray cluster. One door, `execute`, whatever is behind it.

Each item is handed to a function and comes back as one `Outcome`, in the order in which items end. An item that fails,
or whose process dies, comes back with its error and does not stop the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from experiments.running.work import THREADS, Cluster, Outcome, Prepare, Work, one_line, warn_in_a_line
from simulation.errors import InputError

PATIENCE = 2.0
"""Seconds that a process has to end by itself."""

ATTEMPTS = 2
"""How often an item is tried whose process died; more than once, since a lost process is rarely the item's fault."""


def execute(
    work: Work,
    items: Sequence[Any],
    *,
    workers: int | None,
    threads: int = 1,
    progress: Callable[[Any, float], None] = lambda item, share: None,
    preload: Sequence[str] = (),
    prepare: Prepare | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Outcome]:
    """Run ``work`` on each item.

    Args:
        work: A function of a module, called with an item and a function to report progress to.
        items: What to run; plain data.
        workers: How many processes; None runs the items one after another in this one.
        threads: How many threads libraries may use in each worker process; in this process it is the caller's matter.
        progress: Called with an item and the share of it that is done.
        preload: Modules that are imported once, for all worker processes, where the system can do that.
        prepare: A function of a module that each worker process calls before its first item.
        cluster: A Ray cluster that runs the items instead; what an item returns travels back from it.

    Raises:
        InputError: as soon as an item finds that the user's input cannot be used; the others are dropped.
    """
    if cluster is not None:
        from experiments.running.ray_cluster import execute_on

        yield from execute_on(cluster, work, items, threads, prepare)
    elif workers is None:
        yield from _serial(work, items, progress)
    else:
        pool = Pool(work, prepare, threads, preload)
        try:
            yield from pool.run(items, workers, progress)
        finally:
            pool.close()


def start_server(preload: Sequence[str]) -> Any:
    """Start what worker processes come from, if that has not been done; return the multiprocessing context.

    A fork of a process that has imported the model, and done nothing else, starts at once. Never a fork of this
    process: it may have threads. Called early, the imports are made while this process goes on.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context: Any = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(list(preload))
        with _one_thread():
            forkserver.ensure_running()
    return context


def _serial(work: Work, items: Sequence[Any], progress: Callable[[Any, float], None]) -> Iterator[Outcome]:
    for item in items:

        def report(share: float, item: Any = item) -> None:
            progress(item, share)

        try:
            yield Outcome(item, work(item, report))
        except InputError:
            raise
        except Exception as error:
            yield Outcome(item, error=one_line(error), trace=traceback.format_exc())


@dataclass
class _Worker:
    """One process, its number, and the index of the item it has."""

    process: BaseProcess
    pipe: Connection
    number: int
    item: int | None = None


class Pool:
    """Processes that stay warm, each with one item; no more items are in flight than there are processes."""

    def __init__(self, work: Work, prepare: Prepare | None, threads: int, preload: Sequence[str]) -> None:
        """Start no process yet; the arguments are those of `execute`."""
        self._work, self._prepare, self._threads = work, prepare, threads
        self._workers: list[_Worker] = []
        self._context: Any = start_server(preload)

    def close(self) -> None:
        """End the processes."""
        _stop(self._workers)
        self._workers = []

    def run(
        self,
        items: Sequence[Any],
        workers: int,
        progress: Callable[[Any, float], None] = lambda item, share: None,
    ) -> Iterator[Outcome]:
        """Run the items on so many processes, which stay for the next call unless this one is left early."""
        waiting, attempts = deque(range(len(items))), [0] * len(items)
        ended = False
        try:
            wanted = max(1, min(workers, len(items)))
            self._workers.extend(self._start(number) for number in range(len(self._workers), wanted))
            while True:
                for worker in self._workers:
                    if worker.item is None and waiting:
                        worker.item = waiting.popleft()
                        attempts[worker.item] += 1
                        with suppress(OSError):  # it died while it was idle: seen below
                            worker.pipe.send(items[worker.item])
                busy = [worker for worker in self._workers if worker.item is not None]
                if not busy:
                    ended = True
                    return
                ready = wait([worker.pipe for worker in busy])
                for worker in (worker for worker in busy if worker.pipe in ready):
                    index = worker.item
                    assert index is not None
                    try:
                        kind, *content = worker.pipe.recv()
                    except (EOFError, OSError):
                        self._replace(worker)
                        if attempts[index] < ATTEMPTS:
                            waiting.appendleft(index)
                        else:
                            died = f"its process died {ATTEMPTS} times ({_status(worker.process)})"
                            yield Outcome(items[index], error=died)
                        continue
                    if kind == "progress":
                        progress(items[index], content[0])
                        continue
                    worker.item = None
                    if kind == "refused":
                        raise InputError(content[0])
                    yield Outcome(items[index], content[0]) if kind == "done" else Outcome(items[index], None, *content)
        finally:
            if not ended:
                self.close()

    def _start(self, number: int) -> _Worker:
        ours, theirs = self._context.Pipe()
        arguments = (self._work, self._prepare, number, self._threads, theirs)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        with _no_main():
            process.start()
        theirs.close()
        return _Worker(process, ours, number)

    def _replace(self, dead: _Worker) -> None:
        dead.process.join()
        dead.pipe.close()
        self._workers[self._workers.index(dead)] = self._start(dead.number)


def _stop(workers: Sequence[_Worker]) -> None:
    """End all processes: by themselves if they notice soon that nobody listens, else by force.

    What is half done is worth nothing, and what is done is on disk.
    """
    for worker in workers:
        with suppress(OSError):
            worker.pipe.close()  # an idle one ends at once, a busy one at its next report
    until = time.monotonic() + PATIENCE
    for worker in workers:
        worker.process.join(max(0.0, until - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let a process that is started inside start no threads of its own: it is going to be forked."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the script that is run from the process that is started: it would run it again to find its functions."""
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__") or getattr(main, "__spec__", None) is not None:
        yield
        return
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(work: Work, prepare: Prepare | None, number: int, threads: int, pipe: Connection) -> None:
    """Live in a worker process: take an item, answer, take the next, until the pipe closes."""
    warnings.showwarning = warn_in_a_line
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    os.environ.update(dict.fromkeys(THREADS, str(threads)))  # read by libraries when they are imported
    if prepare is not None:
        prepare(number)
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
            answer = ("failed", one_line(error), traceback.format_exc())
        try:
            pipe.send(answer)
        except OSError:
            return  # nobody listens any more


def _status(process: BaseProcess) -> str:
    code = process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
