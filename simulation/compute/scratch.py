"""Columns that lie in files of a scratch folder, for a market that is larger than the memory.

A file is mapped: compiled code reads and writes it as memory, and the system keeps as much of it in memory as there is
room for. Nothing else differs, so that bits are the same. The files have no names: they are gone with the arrays, and
whatever ends the process.
"""

from __future__ import annotations

import contextlib
import contextvars
import errno
import mmap
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from simulation.errors import InputError

LEAST = 2**20
"""Bytes from which an array has a file: creators' and brands' columns stay in memory."""

_NO_DESCRIPTOR: dict[str, Any] = {"trackfd": False} if sys.version_info >= (3, 13) else {}
"""Before Python 3.13 each file keeps a descriptor: 35 a world, of which a process may have about a thousand."""
_FOLDER: contextvars.ContextVar[Path | None] = contextvars.ContextVar("scratch folder", default=None)


class _File(mmap.mmap):
    """A mapped file that knows its folder, so that a copy goes there too."""

    folder: Path


@contextlib.contextmanager
def scratch(folder: str | Path | None) -> Iterator[None]:
    """Let large arrays that :func:`empty`, :func:`zeros` and :func:`kept` make lie in files of a folder.

    Args:
        folder: A folder that is there, on a disk of this machine; ``None``: they lie in memory.

    Raises:
        InputError: There is no such folder.
    """
    token = _FOLDER.set(None if folder is None else _usable(folder))
    try:
        yield
    finally:
        _FOLDER.reset(token)


def folder_in_use() -> Path | None:
    """Return the scratch folder that large arrays are made in; ``None``: in memory."""
    return _FOLDER.get()


def empty(shape: int | tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """Return an array of any values, in a file where a scratch folder is in use."""
    return _made(shape, kind, np.empty)


def zeros(shape: int | tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """Return an array of zeros, in a file where a scratch folder is in use."""
    return _made(shape, kind, np.zeros)


def kept[A: NDArray[Any]](array: A) -> A:
    """Return an array, moved to a file where a scratch folder is in use."""
    folder = _FOLDER.get()
    return array if folder is None or array.nbytes < LEAST else _filed(array, folder)


def copied[A: NDArray[Any]](array: A) -> A:
    """Return a copy of an array: in a file beside the array's own, in memory if it lies there."""
    folder = folder_of(array)
    return array.copy() if folder is None else _filed(array, folder)


def folder_of(array: NDArray[Any]) -> Path | None:
    """Return the scratch folder that an array lies in; ``None``: it lies in memory."""
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    while isinstance(base, memoryview):
        base = base.obj
    return base.folder if isinstance(base, _File) else None


def free_scratch(folder: str | Path, name: str = "scratch") -> int:
    """Return the bytes that are free in a scratch folder; ``name`` is that of the parameter, for the message.

    Raises:
        InputError: There is no such folder.
    """
    return shutil.disk_usage(_usable(folder, name)).free


def _made(shape: int | tuple[int, ...], kind: DTypeLike, make: Any) -> NDArray[Any]:
    folder = _FOLDER.get()
    if folder is None or int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize < LEAST:
        array: NDArray[Any] = make(shape, kind)
        return array
    return _mapped(shape, np.dtype(kind), folder)


def _filed[A: NDArray[Any]](array: A, folder: Path) -> A:
    there: A = _mapped(array.shape, array.dtype, folder)  # type: ignore[assignment]
    there[...] = array
    return there


def _mapped(shape: int | tuple[int, ...], kind: np.dtype[Any], folder: Path) -> NDArray[Any]:
    """Return an array of zeros in a new file without a name, whose room is reserved.

    Raises:
        InputError: The disk has not so much room, or the folder cannot be written to.
    """
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            if hasattr(os, "posix_fallocate"):  # a hole that finds no room later would end the process
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)
            mapped = _File(file.fileno(), size, **_NO_DESCRIPTOR)
    except OSError as error:
        why = f"no {size:,} bytes more are free" if error.errno == errno.ENOSPC else str(error.strerror or error)
        raise InputError(f"scratch: no file could be made in '{folder}': {why}") from None
    mapped.folder = folder
    return np.frombuffer(mapped, kind).reshape(shape)


def _usable(folder: str | Path, name: str = "scratch") -> Path:
    if not isinstance(folder, str | Path):
        raise InputError(f"{name}: got {folder!r}, takes a folder")
    path = Path(folder).expanduser()
    if not str(folder) or not os.path.isdir(path):
        raise InputError(f"{name}: got '{folder}', takes a folder that is there")
    if not os.access(path, os.W_OK | os.X_OK):
        raise InputError(f"{name}: got '{path}', takes a folder that can be written to")
    return path
