"""Runs on a Ray cluster. Ray is an extra (`pip install nichecast[ray]`), imported when it is asked for, not before.

A worker or a node may be lost: Ray runs its tasks again elsewhere, and since a run's numbers depend on nothing but its
scenario and seed, they are the same bits. Results travel back to the process that asked; no folder is shared.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from experiments.running.provenance import code_version, libraries
from experiments.running.work import THREADS, Cluster, Outcome, Prepare, Work, one_line
from simulation.compute.processors import usable_processors
from simulation.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

PATIENCE = 6.0
"""Seconds that an address has to answer."""
RETRIES = 5
"""How often Ray runs a task again whose worker or node was lost."""
AHEAD = 2
"""Tasks in flight for each that can run at once: the next is there when one ends, and no more are kept anywhere."""


def execute_on(
    cluster: Cluster, work: Work, items: Sequence[Any], threads: int, prepare: Prepare | None = None
) -> Iterator[Outcome]:
    """Run ``work`` on each item; see `executors.execute`.

    Raises:
        InputError: Ray is not installed, the address does not answer, or an item says that the input cannot be used.
    """
    ray = _imported()
    ours = not ray.is_initialized()
    if ours:
        with _our_handlers():
            connect(ray, cluster, threads)
    try:
        yield from _run(ray, cluster, work, items, threads, prepare)
    finally:
        if ours:
            ray.shutdown()


def connect(ray: ModuleType, cluster: Cluster, threads: int) -> None:
    """Join the cluster at the address, or make one on this machine.

    Raises:
        InputError: if the address does not answer within some seconds.
    """
    options: dict[str, Any] = {
        "include_dashboard": False,
        "log_to_driver": False,
        "logging_level": "ERROR",
        "runtime_env": {"env_vars": dict.fromkeys(THREADS, str(threads))},
    }
    if cluster.address is None:
        ray.init(address="local", num_cpus=(cluster.workers or usable_processors()) * threads, **options)
        return
    check_address(cluster.address)
    del options["include_dashboard"]
    try:
        ray.init(address=cluster.address, **options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError(f"executor.address: got '{cluster.address}': {error}") from None


def within(seconds: float, ask: Callable[[], str | None]) -> str | None:
    """Return what ``ask`` returns, or that nothing was heard in time."""
    heard: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=lambda: heard.put(ask()), daemon=True).start()
    try:
        return heard.get(timeout=seconds)
    except queue.Empty:
        return f"nothing was heard for {seconds:g} s"


def check_address(address: str | None) -> None:
    """Refuse an address at which nothing listens, before Ray is imported, which takes seconds; then what is not Ray.

    Raises:
        InputError: in a line, within some seconds.
    """
    if address is None:
        return
    _refuse(address, within(PATIENCE, lambda: _silence(address)))
    ray = _imported()
    with _silent():
        why = within(PATIENCE, lambda: _unlike_ray(ray, address))
    _refuse(address, why)


def _refuse(address: str | None, why: str | None) -> None:
    if why is not None:
        raise InputError(f"executor.address: got '{address}', takes host:port of a Ray cluster that answers ({why})")


def _silence(address: str) -> str | None:
    """Return why nothing can listen at an address, or None if something does."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        return "not of the form host:port"
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE / 2).close()
    except OSError as error:
        return error.strerror or one_line(error)
    return None


@contextmanager
def _our_handlers() -> Iterator[None]:
    """Keep what SIGTERM does as it was: Ray would end the process on the spot, and say nothing of what is kept."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        with suppress(ValueError):  # in another thread than the first, where Ray leaves signals alone too
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what Ray's core writes to standard error, past Python, from the user: what is wrong is said in a line."""
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _unlike_ray(ray: ModuleType, address: str) -> str | None:
    """Return why what listens at an address is no Ray cluster, or None if it is one."""
    try:
        ray._raylet.GcsClient(address=address).get_all_node_info(timeout=PATIENCE / 2)
    except Exception as error:
        return one_line(error)
    return None


def _run(
    ray: ModuleType, cluster: Cluster, work: Work, items: Sequence[Any], threads: int, prepare: Prepare | None
) -> Iterator[Outcome]:
    task = ray.remote(num_cpus=threads, max_retries=RETRIES, retry_exceptions=False)(_call)
    versions = tuple(libraries().items()) if cluster.version else ()
    shared = ray.put((work, prepare, cluster.version, cluster.classes, versions))
    waiting = iter(range(len(items)))
    running: dict[Any, int] = {}
    room, asked = 0, 0.0
    try:
        while True:
            if time.monotonic() - asked > 1:  # nodes come and go
                room = max(1, int(ray.cluster_resources().get("CPU", 1)) // threads)
                room, asked = min(room, cluster.workers or room), time.monotonic()
            while len(running) < room * AHEAD and (index := next(waiting, None)) is not None:
                running[task.remote(shared, items[index])] = index
            if not running:
                return
            ready, _ = ray.wait(list(running), num_returns=1, timeout=1)
            for reference in ready:
                index = running.pop(reference)
                yield _outcome(ray, reference, items[index])
    finally:
        for reference in running:
            with suppress(Exception):  # what is half done is worth nothing
                ray.cancel(reference, force=True)


def _outcome(ray: ModuleType, reference: Any, item: Any) -> Outcome:
    try:
        kind, *content = ray.get(reference)
    except ray.exceptions.RayError as error:
        return Outcome(item, error=f"its worker was lost {RETRIES + 1} times ({one_line(error)[:200]})")
    if kind == "refused":
        raise InputError(content[0])
    return Outcome(item, content[0]) if kind == "done" else Outcome(item, None, *content)


def _call(
    shared: tuple[Work, Prepare | None, str, tuple[str, ...], tuple[tuple[str, str], ...]], item: Any
) -> tuple[Any, ...]:
    """Do an item in a worker process, wherever it is."""
    work, prepare, version, classes, versions = shared
    try:
        _same_code(version, classes, versions)
        if prepare is not None:
            _prepared(prepare)
        return "done", work(item, lambda share: None)
    except InputError as error:
        return "refused", str(error)
    except Exception as error:
        return "failed", one_line(error), traceback.format_exc()


@cache
def _same_code(version: str, classes: tuple[str, ...], versions: tuple[tuple[str, str], ...]) -> None:
    """Refuse a node whose code or libraries may give other numbers."""
    there = libraries()
    for name, wanted in versions:
        if there.get(name) != wanted:
            raise InputError(
                f"executor.address: node {socket.gethostname()} has {name} {there.get(name, 'not installed')}, takes"
                f" {wanted}, as here"
            )
    if version and not (here := code_version(classes)).startswith(version):
        raise InputError(
            f"executor.address: node {socket.gethostname()} has another version of the code "
            f"({here[: len(version)]} there, {version} here), takes the same on every node"
        )


@cache
def _prepared(prepare: Prepare) -> None:
    prepare(os.getpid())


def _imported() -> ModuleType:
    """Import Ray, quietly and late.

    Raises:
        InputError: if it is not installed.
    """
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise InputError(
            "executor: got 'ray', which is not installed; takes `pip install ray` (the extra nichecast[ray]), "
            "or executor=processes"
        ) from None
    module: ModuleType = ray
    return module
