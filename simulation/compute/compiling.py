"""One function, three ways to run it: compiled, interpreted, or called by an agent.

A behaviour is decorated with :func:`behaviour`; a compiled :func:`loop` runs it over many rows. :func:`interpreted`
gives back the plain Python function, and with it plain Python versions of everything that it calls, so that an
interpreted run executes no compiled code at all: it is the reference that the compiled engine is held against, bit for
bit.

No ``fastmath``, and no contraction of ``a * b + c``: both would let the compiler change the bits.
"""

from __future__ import annotations

import functools
import gc
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from simulation.compute.compiler import CPUDispatcher, Dispatcher, cache_folder, caching, numba
from simulation.compute.handle import as_argument

__all__ = [
    "behaviour",
    "cache_folder",
    "compiled",
    "inlined",
    "interpreted",
    "is_loop",
    "kernel",
    "loop",
    "prange",
    "set_threads",
    "threads",
    "watched",
]

prange = numba.prange


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Keep the garbage collector from its work for a while; one that was off stays off.

    The compiler makes millions of objects that live until it ends. To look through them again and again is a tenth of
    the time to compile.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Compiled(CPUDispatcher):
    """A function that is compiled once for each set of types, not for each number that a caller writes out.

    numba would make versions of their own for ``channel`` 0, 1, 2 and 3: a fifth of the time to compile. The numbers
    reach the code all the same, where LLVM puts a function into its caller.
    """

    def compile(self, sig: Any) -> Any:
        """Compile for a signature, and whatever is called on the way."""
        with _no_garbage_collected():
            return super().compile(sig)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return numba's template of a call from compiled code, with the types of literal numbers."""
        plain = numba.types.unliteral
        return super().get_call_template(
            tuple(plain(kind) for kind in args), {name: plain(kind) for name, kind in kws.items()}
        )


class _Behaviour(_Compiled):
    """A function that only compiled code may call as such: Python gets the plain version, which has the same bits."""

    def __call__(self, *arguments: Any) -> Any:
        return interpreted(self)(*arguments)


class _Loop(_Compiled):
    """A function that Python calls with the same tuples as its plain version: each goes on as one pointer."""

    def __call__(self, *arguments: Any) -> Any:
        return super().__call__(*[as_argument(argument) for argument in arguments])


def _compile(function: Callable[..., Any], kind: type = _Compiled, **options: Any) -> Any:
    if numba.config.DISABLE_JIT:
        return function
    with caching() as cached:
        compiled = numba.njit(cache=cached, nogil=True, error_model="numpy", no_cfunc_wrapper=True, **options)(function)
    compiled.__class__ = kind
    return compiled


def behaviour[F: Callable[..., Any]](function: F) -> F:
    """Compile a function of one agent, for loops to call; called from Python it runs as plain Python.

    Without numba's reference counts: tables of a hundred arrays go down the calls, and counting references to each at
    every call made a day 25 times slower. A behaviour therefore makes no arrays of its own. And without an entry from
    Python for each function, which took more than half of the time to compile.
    """
    return _compile(function, _Behaviour, _nrt=False, no_cpython_wrapper=True)  # type: ignore[no-any-return]


def inlined[F: Callable[..., Any]](function: F) -> F:
    """Compile a part of a behaviour into the code of its callers: for one whose call costs as much as a draw."""
    return _compile(function, _Behaviour, _nrt=False, no_cpython_wrapper=True, forceinline=True)  # type: ignore[no-any-return]


def loop[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop that runs a behaviour over a run of rows; Python calls it compiled.

    Tables, rules and tally go in as handles (:mod:`simulation.compute.handle`): made for each call from Python, or once
    by an engine, which costs less.
    """
    return _compile(function, _Loop, _nrt=False)  # type: ignore[no-any-return]


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile any other function: it may make arrays."""
    return _compile(function)  # type: ignore[no-any-return]


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop over many agents; ``prange`` in it runs on all threads."""
    return _compile(function, parallel=True)  # type: ignore[no-any-return]


def is_loop(function: Callable[..., Any]) -> bool:
    """Say whether a function is a compiled loop, which takes handles in place of tables, rules and tally."""
    return isinstance(function, _Loop)


@functools.cache
def interpreted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the plain Python version of a compiled function and of all that it calls.

    A function that was never compiled is returned as it is.
    """
    return _silent(_interpreted(function)) if isinstance(function, Dispatcher) else function


@functools.cache
def _interpreted(function: Callable[..., Any]) -> Callable[..., Any]:
    return _plain(function, lambda _, called: _interpreted(called))


def watched(function: Callable[..., Any], wrap: Callable[[str, Callable[..., Any]], Callable[..., Any]]) -> Any:
    """Return the plain Python version of a compiled function in which all that it calls is wrapped.

    Args:
        function: A compiled function.
        wrap: Gets the name and the plain version of each compiled function that is called, and returns what is to be
            called instead. It must not change what is returned, or the bits are no longer those of the others.
    """

    def inside(name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        return wrap(name, _plain(called, inside))

    return _silent(_plain(function, inside)) if isinstance(function, Dispatcher) else function


def _plain(function: Callable[..., Any], replace: Callable[[str, Callable[..., Any]], Any]) -> Callable[..., Any]:
    """Return the plain Python version of a compiled function; ``replace`` says what it calls for each compiled one.

    A function that calls itself would go round for ever here; behaviours do not.
    """
    if not isinstance(function, Dispatcher):
        return function
    plain = function.py_func
    names = dict(plain.__globals__)
    for name in plain.__code__.co_names:
        if isinstance(names.get(name), Dispatcher):
            names[name] = replace(name, names[name])
    names["prange"] = range
    copy = types.FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__, plain.__closure__)
    copy.__kwdefaults__ = plain.__kwdefaults__
    return copy


def _silent(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return a plain version without numpy's warnings, which hold for all that it calls.

    Integers wrap around and logarithms of zero are infinite in compiled code; numpy's scalars do the same but warn. To
    switch the warnings off at each call inside it, too, took a third of an interpreted day.
    """
    return np.errstate(over="ignore", divide="ignore", invalid="ignore")(plain)


def threads() -> int:
    """Return how many threads a kernel uses."""
    return int(numba.get_num_threads())


def set_threads(threads: int | None) -> int:
    """Set how many threads a kernel uses (``None``: all that there are) and return the number set."""
    most = int(numba.config.NUMBA_NUM_THREADS)
    number = most if threads is None else max(1, min(int(threads), most))
    numba.set_num_threads(number)
    return number
