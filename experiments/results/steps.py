"""How far a command is, for whoever listens: the lab shows it on its page. Without a listener nothing happens."""

from __future__ import annotations

from collections.abc import Callable

type Listener = Callable[[str, int, int], None]
"""Told the step, how far it is, how far it goes; 0 of 0 where that is not known."""

_listeners: list[Listener] = []
_step = ""


def listen(listener: Listener) -> None:
    """Tell a function from now on of every step and of how far it is."""
    _listeners.append(listener)


def begin(name: str) -> None:
    """Say that a step of the command begins."""
    global _step
    _step = name
    tell(0, 0)


def tell(at: int, of: int) -> None:
    """Say how far the step is."""
    for listener in _listeners:
        listener(_step, at, of)
