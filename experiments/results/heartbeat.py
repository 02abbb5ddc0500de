"""Signs of life where standard error is no terminal: a line every thirty seconds of what goes on."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.results.screen import screen

SECONDS = 30.0
"""Between two lines."""

_speaking: list[object] = []
"""What goes on, the innermost last: it alone is told of."""


@contextmanager
def heartbeat(title: str, state: Callable[[], str] = lambda: "at work", every: float = SECONDS) -> Iterator[None]:
    """Print a line now and then while this lasts: the title, what ``state`` says, and the time since it began."""
    if sys.stderr.isatty():
        yield
        return
    stop, mine, begun = threading.Event(), object(), time.monotonic()

    def beat() -> None:
        while not stop.wait(every):
            if _speaking and _speaking[-1] is mine:
                line = f"nichecast: {title}: {state()}, {clock(time.monotonic() - begun)}"
                print(line, file=sys.stderr, flush=True)

    _speaking.append(mine)
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        _speaking.remove(mine)


@contextmanager
def waiting(title: str) -> Iterator[None]:
    """Show that something goes on that cannot say how far it is: a spinner on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        with heartbeat(title):
            yield
        return
    with screen(stderr=True).status(title):
        yield


def clock(seconds: float) -> str:
    """Return a time in words: ``40 s``, ``2 min 10 s``, ``3 h 5 min``."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
