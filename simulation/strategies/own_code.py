"""Where code of the user's own fails: the class, the file and the line, in words for one line."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

OWN = (Exception, SystemExit)
"""What code of the user's own may raise; an interrupt is the user's, and no fault of the code."""


def is_own(kind: type) -> bool:
    """Say whether a class is the user's, and not one that ships."""
    return kind.__module__.partition(".")[0] not in ("simulation", "experiments")


def file_of(what: Any) -> str:
    """Return the file of a class, a function or a module; nothing where it has none."""
    try:
        return inspect.getsourcefile(what) or ""
    except TypeError:
        return ""


def failing(error: BaseException, file: str = "") -> str:
    """Return ``file, line n``: the last line of that file, or else of any file, that an error went through."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}, line {error.lineno}"
    passed = traceback.extract_tb(error.__traceback__)
    there = [frame for frame in passed if frame.filename == file] or [
        frame for frame in passed if not frame.filename.startswith("<frozen")
    ]
    return f"{Path(there[-1].filename).name}, line {there[-1].lineno}" if there else "no line known"


def begins(function: Callable[..., Any]) -> str:
    """Return ``file, line n`` of a function's first line; nothing where it has none."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return "" if code is None else f"{Path(code.co_filename).name}, line {code.co_firstlineno}"


def said(error: BaseException) -> str:
    """Return an error's kind and its words."""
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error.msg}"
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
