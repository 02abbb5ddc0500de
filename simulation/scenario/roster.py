"""A roster of one's own: creators that are known by name, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulation.errors import InputError, nearest
from simulation.scenario.parameter import OURS, parameter, scenario_part

Handle = Annotated[str, BeforeValidator(lambda given: str(given) if type(given) is int else given)]
Followers = Annotated[float, Field(ge=1, le=1e9)]
Money = Annotated[float, Field(ge=0, le=1e9)]
People = Annotated[float, Field(ge=0, le=1e9)]
Bought = Annotated[float, Field(ge=-1, le=0.95)]

UNKNOWN_SHARE = -1.0
"""``bought`` of a creator of whom it is not known."""
NEEDED = ("handles", "followers")
"""The lists that every roster has; each of the others may be empty: known of nobody."""


@scenario_part
class Roster:
    """Lists of equal length, one value a creator; empty: nobody is known by name, and all creators are generated."""

    handles: Annotated[list[Handle], parameter("names", "The creators' handles, each once.", OURS)] = field(
        default_factory=list
    )
    followers: Annotated[
        list[Followers], parameter("people", "Followers of each, as the public counts them.", OURS)
    ] = field(default_factory=list)
    fee: Annotated[
        list[Money], parameter("USD/post", "What each asks for a sponsored post; 0: not known, as generated.", OURS)
    ] = field(default_factory=list)
    niches: Annotated[
        list[str], parameter("niches", "Niche of each, of market.niches; empty: not known, drawn.", OURS)
    ] = field(default_factory=list)
    reach: Annotated[
        list[People],
        parameter("people", "People who see one post of each; 0: not known, by size as for others.", OURS),
    ] = field(default_factory=list)
    bought: Annotated[
        list[Bought],
        parameter("1", "Share of the followers of each that was bought; -1: not known, as generated.", OURS),
    ] = field(default_factory=list)

    def known(self, name: str, unknown: Any) -> list[Any]:
        """Return a list's values, one a creator; where the list is empty, ``unknown`` for each."""
        return list(getattr(self, name)) or [unknown] * len(self.handles)

    def row(self, handle: str, where: str) -> int:
        """Return a creator's row.

        Args:
            handle: The creator's handle.
            where: What names it, for the message.

        Raises:
            InputError: The roster has nobody of that handle.
        """
        return row_of(handle, self.handles, where)

    def check(self, niches: Sequence[str]) -> None:
        """Refuse lists of different lengths, a handle twice, an unknown niche.

        Raises:
            InputError: naming the list and the handle.
        """
        number = len(self.handles)
        for name in ("followers", "fee", "niches", "reach", "bought"):
            given = len(getattr(self, name))
            if given != number and (name in NEEDED or given):
                lacks = f"; {self.handles[given]} is the first without one" if given < number else ""
                raise InputError(
                    f"creators.roster.{name}: got {given} values, takes {number}, one for each of"
                    f" creators.roster.handles{lacks}"
                )
        seen = set[str]()
        for place, handle in enumerate(self.handles):
            if not handle.strip():
                raise InputError(f"creators.roster.handles: got no text in place {place + 1}, takes a handle")
            if handle in seen:
                raise InputError(f"creators.roster.handles: got '{handle}' twice, takes each handle once")
            seen.add(handle)
        for handle, niche in zip(self.handles, self.niches, strict=False):
            if niche and niche not in niches:
                raise InputError(
                    f"creators.roster.niches: got '{niche}' for {handle}, takes one of market.niches or nothing"
                    f"{nearest(niche, niches)}"
                )
        for handle, share in zip(self.handles, self.bought, strict=False):
            if UNKNOWN_SHARE < share < 0:
                raise InputError(
                    f"creators.roster.bought: got {share:g} for {handle}, takes 0 to 0.95, or -1: not known"
                )


def row_of(handle: str, handles: Sequence[str], where: str) -> int:
    """Return the place of a handle in a roster.

    Raises:
        InputError: It is not in the roster; names the nearest one.
    """
    if handle not in handles:
        takes = "takes one of creators.roster.handles" if handles else "but creators.roster.handles is empty"
        raise InputError(f"{where}: got '{handle}', {takes}{nearest(handle, handles)}")
    return list(handles).index(handle)


def whose(values: Mapping[str, Any], place: Sequence[Any]) -> str:
    """Return the handle that a value of the roster belongs to, as a message shows it: `` of @anna``; else nothing.

    Args:
        values: A scenario's nested values.
        place: The keys that lead to the value, as validation gives them: creators, roster, the list, the row.
    """
    if len(place) != 4 or tuple(place[:2]) != ("creators", "roster"):
        return ""
    try:
        return f" of {values['creators']['roster']['handles'][place[3]]}"
    except (LookupError, TypeError):
        return ""
