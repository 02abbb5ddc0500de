"""Files that are whole or not there, and that show whether they were changed: the one way in which results are written.

A file is written under a temporary name, flushed to disk, and renamed. A crash, a full disk or a power cut leaves the
older file or the new one, never half of either.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulation.errors import InputError

CHECKSUM = "checksum"
"""Key of a sealed JSON file: the SHA-256 of all its other keys."""
MOST_BYTES = 64 * 2**20
"""Largest JSON file that is read."""
_LEFT = re.compile(r"\..+-(\d{1,10})")
"""Temporary names: a dot, the name, a random word, the number of the process."""


class DamagedError(InputError):
    """A file or folder of results cannot be used as it is; ``why`` says why, after the path."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why

    def within(self, folder: Path) -> str:
        """Return why, with the name of the file if it is one inside a folder that was read."""
        return self.why if self.path == folder else f"{self.path.name} {self.why}"


def aside_of(target: Path) -> Path:
    """Return a temporary name beside a target, which nobody can guess and :func:`clear_left` finds again."""
    return target.with_name(f".{target.name}-{secrets.token_hex(4)}-{os.getpid()}")


@contextlib.contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Give an empty file beside the target that is flushed to disk and renamed onto it at the end, if all went well.

    A link in the target's place is replaced, not followed.
    """
    aside = aside_of(target)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield aside
        flush(aside)
        aside.replace(target)
        flush(target.parent)
    except IsADirectoryError:
        raise InputError(f"{target}: is a folder, takes the place of a file: move the folder away") from None
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8")


def write_json(path: Path, content: Mapping[str, Any], seal: bool = False) -> None:
    """Write a JSON file, whole or not at all; what is not a finite number becomes null.

    Args:
        path: The file.
        content: Plain data.
        seal: Whether the file gets a checksum of its content, which :func:`read_json` compares.
    """
    plain = finite(content)
    if seal:
        plain[CHECKSUM] = digest(plain)
    write_text(path, json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path, sealed: bool = False) -> dict[str, Any]:
    """Return what a JSON file holds, without its checksum.

    Args:
        path: The file.
        sealed: Whether the file must have a checksum that is right.

    Raises:
        DamagedError: The file is not there, cannot be read, holds no JSON object, or was changed.
    """
    value = parsed(path, read_bytes(path, MOST_BYTES))
    if sealed:
        if CHECKSUM not in value:
            raise DamagedError(path, "has no checksum")
        said = value.pop(CHECKSUM)
        if said != digest(value):
            raise DamagedError(path, "was changed since it was written")
    return value


def parsed(path: Path, content: bytes) -> dict[str, Any]:
    """Return the JSON object that bytes hold.

    Raises:
        DamagedError: They hold none.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise DamagedError(path, "holds no JSON: it was cut or changed") from None
    if not isinstance(value, dict):
        raise DamagedError(path, "holds no JSON object")
    return value


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """Return a file's content.

    Raises:
        DamagedError: It is not there, is no plain file, is empty, is larger than ``most``, or cannot be read.
    """
    try:
        if path.is_symlink():
            raise DamagedError(path, "is a link")
        if path.is_dir():
            raise DamagedError(path, "is a folder")
        if path.exists() and not path.is_file():  # nobody may ever write into a pipe, and reading would wait
            raise DamagedError(path, "is no plain file")
        if most is not None and path.stat().st_size > most:
            raise DamagedError(path, f"is larger than {most:,} bytes")
        content = path.read_bytes()
    except FileNotFoundError:
        raise DamagedError(path, "is not there") from None
    except OSError as error:
        raise DamagedError(path, f"cannot be read ({error.strerror or error})") from None
    if not content:
        raise DamagedError(path, "is empty")
    return content


def digest(value: Any) -> str:
    """Return the SHA-256 of plain data, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def checksum(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def finite(value: Any) -> Any:
    """Return plain data as JSON gives it back: keys are texts, and what is not a finite number is None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def flush(path: Path) -> None:
    """Have the system put a file, or the names in a folder, on disk."""
    is_folder = path.is_dir()
    try:
        descriptor = os.open(path, os.O_RDONLY if is_folder or os.name != "nt" else os.O_RDWR)
    except OSError:
        if is_folder:  # some systems open no folders
            return
        raise
    try:
        os.fsync(descriptor)
    except OSError:
        if not is_folder:
            raise
    finally:
        os.close(descriptor)


def clear_left(folder: Path) -> None:
    """Remove what a process that is gone left half written in a folder."""
    import psutil

    for left in folder.glob(".*-*"):
        match = _LEFT.fullmatch(left.name)
        if match is None or (int(match[1]) < 2**31 and psutil.pid_exists(int(match[1]))):
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def refuse_path(parameter: str, name: str) -> None:
    """Refuse a name that would be a path out of the folder that it is used in.

    Raises:
        InputError: The name has separators or control characters, begins with a dot, or is too long.
    """
    if not re.fullmatch(r"\w[\w .,+=()-]{0,99}", name):
        raise InputError(f"{parameter}: got {name!r}, takes letters, digits, spaces and any of _.,+=()- (100 at most)")
