"""Run the tests of one file against its mutants: collect them once, then fork for each mutant.

A process loads the libraries, `simulation` as plain Python and the tests. Each mutant is a fork of it, in which the
changed code is put into the functions that are there already, so that every import of them has it. Nothing is written
to the working tree.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import sys
import types
import warnings
from collections.abc import Sequence
from typing import Any

import pytest
from changes import Mutant

OPTIONS = "-x -q --assert=plain --capture=no -p no:cacheprovider -p no:xdist -p no:benchmark --hypothesis-profile=quick"
SLOWEST = (5, 5)
"""Seconds of processor time that a mutant has: so many, and so many times what its tests take without it."""


class Server:
    """A pytest plugin that runs the collected tests once for each mutant.

    Attributes:
        killed: By mutant, in their order, whether a test turned red.
    """

    def __init__(self, mutants: Sequence[Mutant], jobs: int) -> None:
        """Take the mutants of one file, and how many to run at a time."""
        self.mutants, self.jobs = mutants, jobs
        self.killed: list[bool | None] = [None] * len(mutants)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests without a mutant, which must pass, then with each."""
        first = fork(session, None, None)
        _, status, used = os.wait4(first, 0)
        if status:
            raise session.Failed("the tests are red without a mutant")
        gc.collect()
        gc.freeze()  # what the forks share is not theirs to collect: it would be copied
        seconds = round(SLOWEST[0] + SLOWEST[1] * (used.ru_utime + used.ru_stime))
        running: dict[int, int] = {}
        waiting = list(enumerate(self.mutants))[::-1]
        while waiting or running:
            while waiting and len(running) < self.jobs:
                place, mutant = waiting.pop()
                running[fork(session, mutant, seconds)] = place
            process, status = os.wait()
            self.killed[running.pop(process)] = status != 0
        return True


def fork(session: pytest.Session, mutant: Mutant | None, seconds: int | None) -> int:
    """Run the tests in a fork of this process, up to the first red one; the fork's status is 0 if all pass."""
    with warnings.catch_warnings(action="ignore"):  # of threads: pyarrow's memory has some, which a fork does not need
        process = os.fork()
    if process:
        return process
    status = 1
    try:
        if mutant is not None and seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # a mutant that hangs is killed
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            plant(mutant)
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                break
        status = int(session.testsfailed > 0)
    finally:
        os._exit(status)


def plant(mutant: Mutant) -> None:
    """Put the changed code of a file into its functions, and its changed constants wherever they were imported to."""
    module = sys.modules[mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")]
    changed = types.ModuleType(module.__name__)
    changed.__dict__.update(__file__=module.__file__, __package__=module.__package__, __spec__=module.__spec__)
    exec(compile(mutant.source(), str(module.__file__), "exec"), changed.__dict__)
    for name, new in vars(changed).items():
        old = vars(module).get(name)
        if name.startswith("__") or new is old or isinstance(new, types.ModuleType):
            continue
        if isinstance(new, type) and isinstance(old, type):
            for part, value in vars(new).items():
                if part == "__pydantic_validator__":  # which knows the defaults of fields
                    setattr(old, part, value)
                give(vars(old).get(part), value) or (
                    isinstance(value, int | float | str) and part in vars(old) and setattr(old, part, value)
                )
        elif not give(old, new):
            for other in list(sys.modules.values()):
                if vars(other).get(name) is old:
                    setattr(other, name, new)


def give(old: Any, new: Any) -> bool:
    """Give a function another one's code, defaults and constants; say whether it is one."""
    if isinstance(old, property) and isinstance(new, property):
        return give(old.fget, new.fget) and (old.fset is None or give(old.fset, new.fset))
    if isinstance(old, functools.cached_property):
        return give(old.func, new.func)
    if isinstance(old, staticmethod | classmethod):
        return give(old.__func__, new.__func__)
    if isinstance(old, functools._lru_cache_wrapper):
        return give(old.__wrapped__, new.__wrapped__)
    if not (isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType)):
        return False
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    for mine, its in zip(old.__closure__ or (), new.__closure__ or (), strict=True):
        if not isinstance(its.cell_contents, type):  # a class stays the one that others know
            mine.cell_contents = its.cell_contents
    return True


def run(mutants: Sequence[Mutant], tests: Sequence[str], jobs: int) -> list[bool]:
    """Return for each mutant of one file whether its tests killed it.

    Raises:
        SystemExit: The tests are red without a mutant, or cannot be collected.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings(action="ignore"):
        process = os.fork()
    if not process:
        server = Server(mutants, jobs)
        status = pytest.main([*OPTIONS.split(), *tests], plugins=[server])
        os.write(writing, json.dumps(server.killed).encode())
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as answers:
        said = answers.read()
    if os.waitpid(process, 0)[1]:
        sys.exit(f"mutants: {mutants[0].path}: its tests are red without a mutant: {' '.join(tests)}")
    return [bool(killed) for killed in json.loads(said)]
