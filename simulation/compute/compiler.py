"""numba, set up so that compiled code has the bits of plain Python and is kept where it cannot be stale.

Every module of this package takes numba from here: what must be said before numba is loaded is said before.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from simulation.compute.compiled_cache import chosen_folder, private_folder
from simulation.errors import InputError

if "numba" not in sys.modules:  # it reads this when it is imported
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # SVML's exp differs from the C library's in the last bit

import numba
import numba.extending
from numba.core.dispatcher import Dispatcher
from numba.core.registry import CPUDispatcher

if getattr(numba.config, "USING_SVML", False):
    raise InputError(
        "numba: got Intel's SVML, whose results differ in the last bit; takes NUMBA_DISABLE_INTEL_SVML=1 in the"
        " environment, or simulation.compute.compiling imported before numba"
    )

__all__ = ["CPUDispatcher", "Dispatcher", "cache_folder", "caching", "numba"]

_decorating = threading.RLock()


@functools.cache
def _own_folder() -> Path | None:
    return private_folder(f"{sys.implementation.cache_tag} numba {numba.__version__}")


@functools.cache
def _chosen_folder(chosen: str) -> Path | None:
    return chosen_folder(Path(chosen))


def cache_folder() -> Path | None:
    """Return where compiled code is kept: the user's ``NUMBA_CACHE_DIR`` or a private folder; ``None``: nowhere."""
    chosen = numba.config.CACHE_DIR
    return _chosen_folder(chosen) if chosen else _own_folder()


@contextlib.contextmanager
def caching() -> Iterator[bool]:
    """Keep the compiled code of functions that are decorated inside in :func:`cache_folder`; yields whether there is.

    numba decides where when a function is decorated. The setting is put back after: other packages' code stays where
    they want it.
    """
    with _decorating:
        folder = cache_folder()
        before = numba.config.CACHE_DIR
        if folder is not None:
            numba.config.CACHE_DIR = str(folder)
        elif before:  # numba would read it all the same
            numba.config.CACHE_DIR = ""
        try:
            yield folder is not None
        finally:
            numba.config.CACHE_DIR = before
