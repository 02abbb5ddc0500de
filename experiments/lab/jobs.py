"""Work that takes a while: the page asks how far it is and shows what is being made ready.

Worlds that are watched are lived one after the other. What takes minutes has a lane of its own and can be cancelled.
"""

from __future__ import annotations

import itertools
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.lab.living import LivedRun, Tell

RUNS_KEPT = 8
"""Runs that can still be forked and asked for diaries; parcels of older ones stay as long again."""
JOBS_KEPT = 200
WAITING = 6
"""Jobs that may wait: whoever asks for more is told to wait."""


class Job:
    """A piece of work and how far it is."""

    def __init__(self) -> None:
        """Begin to wait."""
        self.stage, self.at, self.of = "waiting", 0, 0
        self.begun = time.monotonic()
        self.made: Any = None
        self.error: str | None = None
        self.done = False
        self.cancelled = False
        self._stop: Callable[[], Any] | None = None

    def cancel(self) -> bool:
        """Ask the work to stop, where it can; say whether it was asked."""
        self.cancelled = self.cancelled or (not self.done and (self._stop is not None or self.stage == "waiting"))
        if self.cancelled and not self.done and self._stop is not None:
            self._stop()
        return self.cancelled

    @contextmanager
    def stopped_by(self, stop: Callable[[], Any]) -> Iterator[None]:
        """Take a function that stops the work while this lasts."""
        self._stop = stop
        try:
            if self.cancelled:
                stop()
            yield
        finally:
            self._stop = None

    def tell(self, stage: str, at: int, of: int) -> None:
        """Note how far it is."""
        self.stage, self.at, self.of = stage, at, of

    def state(self) -> dict[str, Any]:
        """Return what the page shows."""
        seconds = time.monotonic() - self.begun
        return {
            "stage": self.stage,
            "at": self.at,
            "of": self.of,
            "seconds": seconds,
            "done": self.done,
            "made": self.made,
            "can_cancel": self._stop is not None,
            "error": self.error,
        }


class Bench:
    """Where work is done: two lanes, in each one job after the other, and the runs that jobs have made."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="lab")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="lab-long")
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.runs: OrderedDict[str, LivedRun] = OrderedDict()
        self._markets: dict[tuple[tuple[str, Any], ...], str] = {}

    def start(self, work: Callable[[Tell], Any]) -> str:
        """Begin a job and return its name; ``work`` is given what to tell its progress to.

        Raises:
            InputError: Too many jobs wait already.
        """
        return self._start(self._worker, lambda job: work(job.tell))

    def start_long(self, work: Callable[[Job], Any]) -> str:
        """Begin a job that takes minutes, in the lane of such jobs; ``work`` is given the job.

        Raises:
            InputError: as :meth:`start`.
        """
        return self._start(self._long, work)

    def _start(self, lane: ThreadPoolExecutor, work: Callable[[Job], Any]) -> str:
        with self._lock:
            if sum(not job.done for job in self.jobs.values()) >= WAITING:
                raise InputError("lab: it is busy with other work; takes another try in a moment")
            name, job = f"j{next(self._numbers)}", Job()
            self.jobs[name] = job
            while len(self.jobs) > JOBS_KEPT:
                self.jobs.popitem(last=False)
        lane.submit(self._do, job, work)
        return name

    def _do(self, job: Job, work: Callable[[Job], Any]) -> None:
        try:
            if job.cancelled:
                raise InputError("cancelled before it began")
            job.made = work(job)
        except InputError as error:
            job.error = str(error)
        except Exception as error:
            traceback.print_exc()
            job.error = f"{type(error).__name__}: {error} (a bug; the terminal has the traceback)"
        job.done = True

    def lived(self, settings: Mapping[str, Any]) -> str | None:
        """Return the name of the market of some settings, if it was lived and can still be forked."""
        name = self._markets.get(tuple(sorted(settings.items())))
        return name if name is not None and name in self.runs and self.runs[name].snapshots else None

    def keep(self, run: LivedRun, settings: Mapping[str, Any] | None = None) -> str:
        """Keep a run and return its name; with its settings it is found again by them."""
        name = f"r{next(self._numbers)}"
        self.runs[name] = run
        if settings is not None:
            self._markets[tuple(sorted(settings.items()))] = name
        forkable = [kept for kept in self.runs.values() if kept.snapshots]
        for old in forkable[:-RUNS_KEPT]:  # those that nobody has asked for the longest
            old.close()
        while len(self.runs) > 2 * RUNS_KEPT:
            self.runs.popitem(last=False)[1].close()
        return name

    def run(self, name: object) -> LivedRun:
        """Return a run by its name.

        Raises:
            InputError: There is none of that name any more.
        """
        if not isinstance(name, str) or name not in self.runs:
            raise InputError(f"run: got {str(name)[:20]!r}, takes a run of this session; older ones are not kept")
        self.runs.move_to_end(name)  # a market that is forked again and again outlives its forks
        return self.runs[name]

    def close(self) -> None:
        """Stop, and let go of all runs."""
        for lane in (self._worker, self._long):
            lane.shutdown(wait=False, cancel_futures=True)
        for job in self.jobs.values():
            job.cancel()
