"""Memory of this process that no file stands behind: what a market in a scratch folder needs beside its files."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

STATUS = Path("/proc/self/status")
EVERY = 0.2
"""Seconds between two looks."""


def own_memory() -> int | None:
    """Return the bytes of this process's memory now without mapped files; ``None`` where the system does not say."""
    try:
        lines = STATUS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), None)


class Watch:
    """Looks at :func:`own_memory` again and again while its ``with`` lasts.

    Attributes:
        peak: The most bytes that were seen; ``None`` where the system does not say.
    """

    def __init__(self) -> None:
        """Have seen nothing yet."""
        self.peak: int | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Look a last time, and end."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            last, now = self._ended.is_set(), own_memory()
            if now is not None:
                self.peak = max(now, self.peak or 0)
            if last:
                return
            self._ended.wait(EVERY)
