"""How much memory this process may take."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

LIMITS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)
"""Where a container says how much it may take and how much it has taken: both versions of Linux's control groups."""


def available_memory() -> int:
    """Return how many bytes can be taken without swapping: what the machine has left, or the container, if less."""
    import psutil

    left = int(psutil.virtual_memory().available)
    for most, taken in LIMITS:
        with suppress(OSError, ValueError):  # no such file, or no limit: "max"
            left = min(left, int(Path(most).read_text(encoding="utf-8")) - int(Path(taken).read_text(encoding="utf-8")))
    return max(left, 0)
