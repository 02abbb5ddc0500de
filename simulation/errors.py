"""Errors that a user can mend: one line, what was given, what is taken, the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """The user's input cannot be used. The message is one line and is printed without a traceback; exit status 2."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def shown(value: object, most: int = 80) -> str:
    """Return a value as a message shows it: on one line, and cut where it is long."""
    try:
        text = " ".join(repr(value).split())
    except (ValueError, RecursionError):  # a number of thousands of digits, or lists within lists without end
        return f"a {type(value).__name__} too long to show"
    return cut(text, most)


def cut(text: str, most: int = 80) -> str:
    """Return a text, cut where it is long."""
    return text if len(text) <= most else f"{text[: most - 4]} ..."


class InputWarning(UserWarning):
    """The user's input was used, but may have been meant in another way. The message is one line."""


def not_one_of(parameter: str, got: str, valid: Iterable[str]) -> InputError:
    """Return the error for a value that is none of a few names."""
    names = list(valid)
    close = _close(got, names)
    guess = f" (did you mean '{close[0]}'?)" if close else ""
    return InputError(f"{parameter}: got '{cut(got)}', takes one of {', '.join(names)}{guess}")


def nearest(name: str, valid: Iterable[str]) -> str:
    """Say which valid name is nearest: ``" (did you mean 'price'?)"``, or name the valid ones if none is near.

    Dotted names are compared whole and by their last part, so that ``market.consumer`` finds ``market.consumers``.
    """
    names = sorted(set(valid))
    close = _close(name, names)
    if not close:
        last = name.rsplit(".", 1)[-1]
        tails = {n.rsplit(".", 1)[-1]: n for n in reversed(names)}
        close = [tails[t] for t in difflib.get_close_matches(last, tails, n=1, cutoff=0.6)]
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f" (one of: {', '.join(names)})" if 0 < len(names) <= 20 else ""


def _close(name: str, names: list[str]) -> list[str]:
    """Return the one name that is meant, if there is one: nearly the same, or begun in the same way."""
    begun = [known for known in names if len(name) > 2 and known.startswith(name)]
    return difflib.get_close_matches(name, names, n=1, cutoff=0.6) or begun[:1]
