"""One command at a time in a folder, and no folder left by a command that was refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulation.errors import InputError

AT_THE_START = frozenset({"identity.json", "config.yaml", "arms.json", "failed.json"})
"""Files that a command writes before it has a result."""
ATTEMPTS = 5
"""How often a folder is made anew that another command, which was refused, has just removed."""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Make a folder, or take one that is there, and keep other commands out of it, before anything is written.

    If the command fails before it has a result, the folders that it made are removed again.

    Raises:
        InputError: The folder cannot be made, or another command is at work in it.
    """
    outermost = _first_missing(path)
    for attempt in range(ATTEMPTS):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(path, error) from None
        with locked(path) as is_there:
            if not is_there and attempt < ATTEMPTS - 1:
                continue
            try:
                yield
            except Exception:
                if outermost is not None and is_without_results(path):
                    _remove(path, outermost)
                raise
            return


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold a folder for one command; yields whether it still has its name.

    The system lets go of it when the process ends, however it ends.

    Raises:
        InputError: Another command holds it.
    """
    try:
        import fcntl
    except ImportError:  # no such locks on this system: two commands would overwrite each other with the same bits
        yield True
        return
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    except OSError as error:
        raise unwritable(path, error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"output.dir: got '{path}', in which another command is at work; takes another folder, or patience"
            ) from None
        except OSError:  # a file system without locks
            pass
        yield _is_same(path, handle)
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> InputError:
    """Return the refusal of a folder that cannot be written."""
    return InputError(f"output.dir: got '{path}', takes a folder that can be written ({error.strerror or error})")


def is_without_results(path: Path) -> bool:
    """Say whether a folder holds nothing but what a command writes before it has a result."""
    return all(each.name in AT_THE_START or (each.is_dir() and not each.is_symlink()) for each in path.rglob("*"))


def _is_same(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except OSError:
        return False


def _first_missing(path: Path) -> Path | None:
    """Return the outermost folder that has to be made; None if all are there."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    return missing[-1] if missing else None


def _remove(path: Path, outermost: Path) -> None:
    """Remove a folder and, up to the outermost that was made, those around it that are empty."""
    shutil.rmtree(path, ignore_errors=True)
    while path != outermost:
        path = path.parent
        try:
            path.rmdir()
        except OSError:  # another command has made something there
            return
