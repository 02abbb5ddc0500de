"""Where compiled code is kept on disk: a private folder, one for each state of the sources that it can depend on.

numba's cache does not notice that a function called from *another* file has changed and goes on with the old result. A
folder for each state of the sources cannot be stale. Only files that compiled code can depend on count: those with a
decorator of :mod:`simulation.compute.compiling`, and what they import. Editing a strategy or a report compiles nothing
anew.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import os
import re
import shutil
import stat
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

PACKAGE = Path(str(sys.modules[__name__.partition(".")[0]].__file__)).parent
DECORATED = re.compile(rb"^\s*@(\w+\.)*(behaviour|inlined|loop|compiled|kernel)\b", re.MULTILINE)
KEPT = 3
"""Folders that are kept whatever their age: those used last."""
DAYS_KEPT = 2.0
"""Days that any folder is kept after a process that used it began; beyond them only what a live process uses is."""
_STATE = re.compile(r"[0-9a-f]{16}")
_held: list[int] = []


def sources(package: Path = PACKAGE) -> list[Path]:
    """Return the files that compiled code can depend on, sorted: those with a decorator and all that they import.

    Imports inside functions count, those for type checkers alone (``if TYPE_CHECKING:``) do not; a module stands for
    the packages around it too.
    """
    files = {_module(path, package): path for path in package.rglob("*.py")}
    reached: set[str] = set()
    todo = [name for name, path in files.items() if DECORATED.search(path.read_bytes())]
    while todo:
        name = todo.pop()
        if name in reached or name not in files:
            continue
        reached.add(name)
        parts = name.split(".")
        todo += [".".join(parts[:k]) for k in range(1, len(parts))]
        todo += _imports(files[name], parts if files[name].name == "__init__.py" else parts[:-1])
    return sorted(files[name] for name in reached)


def state(versions: str, package: Path = PACKAGE) -> str:
    """Return the name of the folder for these sources and versions."""
    digest = hashlib.sha256(versions.encode() + b"\0")
    for path in sources(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def private_folder(versions: str, package: Path = PACKAGE) -> Path | None:
    """Make the folder for these sources, for nobody but this user, and remove those long unused.

    Code that is loaded from there is run: so it lies in the user's own cache folder, never in one that others share.

    Args:
        versions: Of whatever else compiled code depends on: Python, numba.
        package: Folder of the sources.

    Returns:
        The folder; ``None`` if none can be had, which a warning says in one line.
    """
    try:
        root = _base() / "nichecast"
        folder = root / state(versions, package)
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in (root, folder):
            _make_private(path)
        os.utime(folder)
        _hold(folder)
    except OSError as error:
        _warn(error)
        return None
    _prune(root, folder)
    return folder


def _module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path, around: list[str]) -> Iterator[str]:
    """Yield the modules that a file imports when it runs, and each name imported from one, which may be a module."""
    for node in _statements(ast.parse(path.read_bytes()).body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = around[: len(around) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _statements(body: Iterable[Any]) -> Iterator[Any]:
    """Yield all statements, however deep, but those for type checkers alone."""
    for node in body:
        yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            if not (name == "body" and isinstance(node, ast.If) and _for_type_checkers(node.test)):
                inner = getattr(node, name, ())
                yield from _statements(inner)


def _for_type_checkers(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _base() -> Path:
    """Return the folder for caches; a relative ``XDG_CACHE_HOME`` counts as none, as its specification says."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if chosen.is_absolute():
        return chosen
    try:
        return Path.home() / ".cache"
    except RuntimeError as error:
        raise OSError(str(error)) from None


def _make_private(folder: Path) -> None:
    """Make a folder, or take one that is there, if it is this user's and can be closed to others.

    Raises:
        OSError: It cannot be made, is somebody else's, or no folder at all.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    refuse_shared(folder)
    # Elsewhere a user's folder is closed to others by the system.
    if hasattr(os, "geteuid") and stat.S_IMODE(folder.lstat().st_mode) != 0o700:
        folder.chmod(0o700)
        if stat.S_IMODE(folder.lstat().st_mode) & 0o077:
            raise OSError(f"{folder} stays open to others")


def refuse_shared(folder: Path) -> None:
    """Refuse a folder that somebody else may have put something in, or may put in its place.

    Raises:
        OSError: It is a link, is another user's, or others may write to it or to the folder around it.
    """
    status = folder.lstat()  # not what a link points at
    if not stat.S_ISDIR(status.st_mode):
        raise OSError(f"{folder} is a link")
    if not hasattr(os, "geteuid"):
        return
    if status.st_uid != os.geteuid():
        raise OSError(f"{folder} belongs to another user")
    if status.st_mode & 0o022:
        raise OSError(f"{folder} can be written by others: what lies there may be theirs")
    around = folder.parent.stat()
    if around.st_uid not in (0, os.geteuid()):
        raise OSError(f"{folder.parent} belongs to another user")
    if around.st_mode & 0o022 and not around.st_mode & stat.S_ISVTX:
        raise OSError(f"{folder.parent} can be written by others, who may put another folder in place of {folder}")


def chosen_folder(folder: Path) -> Path | None:
    """Return the folder for compiled code that a user chose, made if it is not there; ``None``: it is not safe.

    A warning then says why in one line.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_shared(folder)
    except OSError as error:
        _warn(error)
        return None
    return folder


def common_folder() -> Path | None:
    """Make the folder around those of all sources, for what depends on none of them; ``None``: there is none.

    It is the user's ``NUMBA_CACHE_DIR``, or private. To ask for it loads no compiler and reads no sources.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return chosen_folder(Path(chosen))
    try:
        root = _base() / "nichecast"
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(root)
    except OSError:  # who compiles is told so
        return None
    return root


def _warn(error: OSError) -> None:
    """Say in one line that there is no folder."""
    warnings.warn(
        f"no private folder for compiled code ({error.strerror or error}): it is compiled anew by each process;"
        " XDG_CACHE_HOME or NUMBA_CACHE_DIR can name a folder that is yours alone",
        RuntimeWarning,
        stacklevel=3,
    )


def _hold(folder: Path) -> None:
    """Lock a folder, beside others who do, for as long as this process lives: :func:`_prune` leaves it alone then."""
    if fcntl is not None:
        descriptor = os.open(folder, os.O_RDONLY)
        with contextlib.suppress(OSError):  # some network file systems have no locks: the age counts there
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        _held.append(descriptor)


def _is_held(folder: Path) -> bool:
    """Say whether a live process uses a folder."""
    if fcntl is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _prune(root: Path, mine: Path) -> None:
    """Remove folders of older states: not those last used, none that was used lately, none that a process uses.

    A process that has lost its folder all the same, where there are no locks, finds nothing there and compiles.
    """
    used: list[tuple[float, Path]] = []
    for state in _listed(root):
        if state != mine and _STATE.fullmatch(state.name):
            with contextlib.suppress(OSError):  # another process is removing it
                used.append((state.lstat().st_mtime, state))
    used.sort(reverse=True)
    for when, state in used[KEPT - 1 :]:
        with contextlib.suppress(OSError):
            if time.time() - when > DAYS_KEPT * 86400.0 and not _is_held(state):
                shutil.rmtree(state, ignore_errors=True)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
