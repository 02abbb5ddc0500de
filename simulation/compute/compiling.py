"""One function, three ways to run it: compiled, interpreted, or called by an agent.

A behaviour is decorated with :func:`behaviour`; a compiled :func:`loop` runs it over many rows. :func:`interpreted`
gives back the plain Python function, and with it plain Python versions of everything that it calls, so that an
interpreted run executes no compiled code at all: it is the oracle that the compiled engine is held against, bit for
bit.

No ``fastmath``, and no contraction of ``a * b + c``: both would let the compiler change the bits.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def _use_cache_of_these_sources() -> None:
    """Put the compiler's cache into a folder named after a hash of the package's sources.

    numba's cache does not notice that a function called from *another* file has changed and goes on with the old
    result. A folder per state of the sources cannot be stale.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    for parent in (base, Path(tempfile.gettempdir())):
        folder = parent / "nichecast" / digest.hexdigest()[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue  # a read-only home: compiled code goes to the temporary folder
        if os.access(folder, os.W_OK):
            os.environ["NUMBA_CACHE_DIR"] = str(folder)
            return


_use_cache_of_these_sources()
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # SVML's exp differs from the C library's in the last bit

import numba  # noqa: E402  # reads the two variables above when it is imported
from numba.core.dispatcher import Dispatcher  # noqa: E402
from numba.core.registry import CPUDispatcher  # noqa: E402

prange = numba.prange


class _Behaviour(CPUDispatcher):
    """A function that only compiled code may call as such: Python gets the plain version, which has the same bits."""

    def __call__(self, *arguments: Any) -> Any:
        return interpreted(self)(*arguments)


def behaviour[F: Callable[..., Any]](function: F) -> F:
    """Compile a function of one agent, for loops to call; called from Python it runs as plain Python.

    Without numba's reference counts: tables of a hundred arrays go down the calls, and counting references to each at
    every call made a day 25 times slower. A behaviour therefore makes no arrays of its own. And without an entry from
    Python for each function, which took more than half of the time to compile.
    """
    made = numba.njit(
        cache=True, nogil=True, error_model="numpy", _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    if isinstance(made, Dispatcher):  # it is the function itself when NUMBA_DISABLE_JIT is set
        made.__class__ = _Behaviour
    return made  # type: ignore[no-any-return]


def loop[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop that runs a behaviour over a run of rows; Python calls it compiled."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)  # type: ignore[no-any-return]


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile any other function: it may make arrays."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop over many agents; ``prange`` in it runs on all threads."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function)  # type: ignore[no-any-return]


@functools.cache
def interpreted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the plain Python version of a compiled function and of all that it calls.

    A function that was never compiled is returned as it is.
    """
    plain = function.py_func if isinstance(function, Dispatcher) else None
    if plain is None:
        return function
    names = dict(plain.__globals__)
    for name in plain.__code__.co_names:
        if isinstance(names.get(name), Dispatcher):
            # A function that calls itself would loop here; behaviours do not.
            names[name] = interpreted(names[name])
    names["prange"] = range
    copy = types.FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__, plain.__closure__)
    copy.__kwdefaults__ = plain.__kwdefaults__
    # Integers wrap around and logarithms of zero are infinite in compiled code; numpy's scalars do the same but warn.
    return np.errstate(over="ignore", divide="ignore", invalid="ignore")(copy)


def watched(function: Callable[..., Any], wrap: Callable[[str, Callable[..., Any]], Callable[..., Any]]) -> Any:
    """Return the plain Python version of a compiled function in which all that it calls is wrapped.

    Args:
        function: A compiled function.
        wrap: Gets the name and the plain version of each compiled function that is called, and returns what is to be
            called instead. It must not change what is returned, or the bits are no longer those of the others.
    """
    plain = function.py_func if isinstance(function, Dispatcher) else None
    if plain is None:
        return function
    names = dict(plain.__globals__)
    for name in plain.__code__.co_names:
        if isinstance(names.get(name), Dispatcher):
            names[name] = wrap(name, watched(names[name], wrap))
    names["prange"] = range
    copy = types.FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__, plain.__closure__)
    copy.__kwdefaults__ = plain.__kwdefaults__
    return np.errstate(over="ignore", divide="ignore", invalid="ignore")(copy)


def set_threads(threads: int | None) -> int:
    """Set how many threads a kernel uses (``None``: all that there are) and return the number set."""
    most = int(numba.config.NUMBA_NUM_THREADS)
    number = most if threads is None else max(1, min(int(threads), most))
    numba.set_num_threads(number)
    return number
