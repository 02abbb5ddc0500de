"""Questions that a strategy may ask about the market: they are answered, and lead nowhere.

What a question asks of is not kept in it: a walk over attributes, slots, closures, arguments and defaults of a question
ends there. It is a guard against slips and shortcuts, not a prison. Python hides nothing from code that inspects the
interpreter itself: ``gc``, the frames of a call or of an error, a function's ``__globals__``, this module's table.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Self

from simulation.errors import InputError

if TYPE_CHECKING:  # a strategy, and with it the command, must not load the engine
    from simulation.market_base import Market


class Question[**P, T]:
    """A question: called, it is answered."""

    __slots__ = ("__weakref__",)

    def __init__(self, answer: Callable[P, T]) -> None:
        """Take what answers it; what that holds lives as long as the question does."""
        _ANSWERS[self] = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask."""
        answer: Callable[P, T] = _ANSWERS[self]
        return answer(*args, **kwargs)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


_ANSWERS: weakref.WeakKeyDictionary[Question[..., Any], Callable[..., Any]] = weakref.WeakKeyDictionary()


def about[**P, T](model: Market, answer: Callable[Concatenate[Market, P], T]) -> Question[P, T]:
    """Return a question about a market, which is answered on the day on which it was made.

    Later, the market is another one, and in a twin a view that was kept would answer for the market that was forked.
    The market is not kept alive.

    Args:
        model: The market.
        answer: Gets the market, and the arguments of the question.
    """
    market, day = weakref.ref(model), model.day

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        now = market()
        if now is None:
            raise InputError("view: asked a question of a market that is gone, takes questions while it lives")
        if now.day != day:
            raise InputError(f"view: asked a question of day {day} on day {now.day}, takes questions on its own day")
        return answer(now, *args, **kwargs)

    return Question(ask)
