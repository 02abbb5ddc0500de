"""Work for an executor, and what comes back: the words that those who ask and those who run have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Report = Callable[[float], None]
"""Called by a replicate with the share of it that is done, 0 to 1."""

Work = Callable[[Any, Report], Any]
"""What is done with an item; a function of a module, so that another process finds it by its name."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
"""What libraries with threads of their own read."""

Prepare = Callable[[int], None]
"""Called once in each process before its first item, with the number of the process, from 0 on."""


@dataclass(frozen=True)
class Outcome:
    """What became of an item: a value, or an error in one line and where it came from."""

    item: Any
    value: Any = None
    error: str | None = None
    trace: str = ""


@dataclass(frozen=True)
class Cluster:
    """A Ray cluster: one that is made on this machine for the command, or one that answers at an address.

    ``version`` is the code's version; a node with another one is refused. Empty: nothing is compared.
    """

    address: str | None = None
    workers: int | None = None
    version: str = ""
    classes: tuple[str, ...] = ()


def warn_in_a_line(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning in one line, without the place in the sources; stands in for `warnings.showwarning`."""
    print(f"nichecast: warning: {' '.join(str(message).split())}", file=sys.stderr)


def one_line(error: BaseException) -> str:
    """Return an error's kind and what it says, in one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
