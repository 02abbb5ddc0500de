"""What holds much memory can be closed: it is free at once, not whenever Python's cyclic collector runs next."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from simulation.errors import InputError


class Closable:
    """Lets go of all it holds when it is closed, by :meth:`close` or at the end of a ``with``, and refuses further use.

    A model is a web of references: agents know their model, the model its agents, its clock and its engine. Counting
    references never frees a web. All of these go through the model itself: so the model forgets everything, and what
    nobody else holds is freed. Nothing is overwritten: arrays and tables that somebody took from it stay as they are.
    """

    kind: ClassVar[str] = "model"
    """What messages call it."""

    _forgotten: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return bool(self._forgotten)

    def close(self) -> None:
        """Let go of everything. What was read before stays valid. To close twice does nothing more."""
        if not self.closed:
            self._release()
            names = frozenset(self.__dict__)
            self.__dict__.clear()
            self._forgotten = names

    def _release(self) -> None:
        """Close what belongs to this alone and does not end by being forgotten, such as threads."""

    @contextlib.contextmanager
    def closed_on_error(self) -> Iterator[Self]:
        """Close at an error that leaves the ``with``: nobody will get what was half made."""
        try:
            yield self
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return it, open.

        Raises:
            InputError: It is closed.
        """
        if self.closed:
            raise self._refusal()
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def _refusal(self) -> InputError:
        return InputError(
            f"{self.kind}: got one that is closed, takes an open one; what was read from it before stays valid"
        )

    if not TYPE_CHECKING:  # a type checker would take every misspelt name for one that is found here

        def __getattr__(self, name: str) -> Any:
            """Refuse what was forgotten; all else that is not there is an AttributeError as ever."""
            if name in self._forgotten:
                raise self._refusal()
            return super().__getattribute__(name)
