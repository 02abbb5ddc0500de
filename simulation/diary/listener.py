"""Listening to one consumer while a market lives: the behaviours in plain Python, each call of interest written down.

Days are not written down while they are lived: that would cost memory for everybody to tell of one. They are lived
again, with this one consumer run in plain Python; the bits are the same, which is checked at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from simulation.behaviour.engagement import COMMENT, LIKE, MESSAGE, SAVE, SHARE
from simulation.compute.compiling import watched
from simulation.counterfactual.fork import Forkable
from simulation.state.columns import CHANNELS, TIERS, Tables

ACTIONS = {LIKE: "liked", COMMENT: "commented on", SHARE: "shared", MESSAGE: "wrote about", SAVE: "saved"}


class Note(NamedTuple):
    """What the listener heard."""

    day: int  # of the campaign
    what: str
    change: str  # of awareness, liking, trust


class Listener:
    """Hears what one consumer does, and writes down what is about a brand, a follow or a purchase."""

    def __init__(self, model: Forkable, row: int) -> None:
        self.model, self.row = model, row
        self.notes: list[Note] = []
        self._inner: list[tuple[str, Any]] = []
        self._loops: dict[Any, Callable[..., None]] = {}

    def watching(self, loop: Callable[..., None]) -> Callable[..., None]:
        """Return a loop that is listened to."""
        if loop not in self._loops:
            self._loops[loop] = watched(loop, self._wrap)
        return self._loops[loop]

    def _wrap(self, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        tell = getattr(self, f"_tell_{name}", None)
        if tell is not None:

            def telling(*given: Any) -> Any:
                before, self._inner = self._state(), []
                result = plain(*given)
                what = tell(given, result)
                if what:
                    self.notes.append(Note(self.model.campaign_day, what, self._changes(before)))
                return result

            return telling
        if name in ("learn", "engage", "become_aware", "speak", "hear_of_deception"):

            def hearing(*given: Any) -> Any:
                result = plain(*given)
                self._inner.append((name, result))
                return result

            return hearing
        return plain

    def _state(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        people = self.model.consumers
        return people.aware[self.row].copy(), people.attitude[self.row].copy(), people.trust[self.row].copy()

    def _changes(self, before: tuple[Any, Any, Any]) -> str:
        """Say what it did to awareness, attitude and trust."""
        aware, attitude, trust = self._state()
        said = []
        for b, brand in enumerate(self.model.brand_names):
            if aware[b] != before[0][b]:
                said.append(f"got to know {brand}")
            moved = float(attitude[b] - before[1][b])
            if abs(moved) >= 0.005:
                said.append(f"liking of {brand} {moved:+.2f} to {attitude[b]:.2f}")
            moved = float(trust[b] - before[2][b])
            if abs(moved) >= 0.005 and before[0][b]:
                said.append(f"trust in {brand} {moved:+.2f} to {trust[b]:.2f}")
        return ", ".join(said)

    def _happened(self, name: str) -> bool:
        return any(inner == name for inner, _ in self._inner)

    def _tell_read_post(self, given: tuple[Any, ...], _: Any) -> str:
        _, e, i, s = given[:4]
        tables: Tables = given[8]
        b = int(tables.content.brand[i, s])
        gone = (tables.follows.tie[e] & 1) == 0
        if b < 0 and not gone:
            return ""
        label = "labelled" if tables.content.label[i, s] else "unlabelled"
        about = f"a post of {name_of_creator(self.model, int(i))}"
        if b >= 0:
            seen = "recognised as advertising" if self._happened("learn") else "not recognised"
            brand, creator = self.model.brand_names[b], name_of_creator(self.model, int(i))
            about = f"{_article(label)} post for {brand} by {creator}, {seen}"
            if self._happened("learn") and not tables.content.label[i, s]:
                about += ", felt deceived"
        acts = [ACTIONS[r] for name, r in self._inner if name == "engage" and r in ACTIONS]
        said = f"saw {about}" + (f"; {acts[0]} it" if acts else "")
        return said + ("; unfollowed" if gone else "")

    def _tell_take_in_adverts(self, given: tuple[Any, ...], _: Any) -> str:
        _, b, channel, number = given[:4]
        times = "" if number == 1 else f" {number} times"
        return f"saw an advertisement of {self.model.brand_names[b]}{times} ({CHANNELS[channel].replace('_', ' ')})"

    def _tell_hear(self, given: tuple[Any, ...], _: Any) -> str:
        _, friend, _, _, tables = given[:5]
        b, i = int(tables.mail.yesterday_brand[friend]), int(tables.mail.yesterday_creator[friend])
        valence = float(tables.mail.yesterday_valence[friend])
        topic = " and ".join(
            ([self.model.brand_names[b]] if b >= 0 else []) + ([name_of_creator(self.model, i)] if i >= 0 else [])
        )
        return f"heard {'good' if valence >= 0 else 'bad'} of {topic} from friend {int(friend)}"

    def _tell_use_product(self, given: tuple[Any, ...], _: Any) -> str:
        told = ", told friends" if self._happened("speak") else ""
        return f"BOUGHT {self.model.brand_names[given[1]]}{told}"

    def _tell_ask(self, given: tuple[Any, ...], _: Any) -> str:
        c, b, now, tables = given[:4]
        if tables.mail.unanswered[c, b] != now.day:
            return ""  # waits already
        return f"asked {self.model.brand_names[b]} something"

    def _tell_cool_to(self, given: tuple[Any, ...], _: Any) -> str:
        _, b, _, share = given[:4]
        return f"noticed a machine in an answer of {self.model.brand_names[b]}" if share > 0 else ""

    def _tell_give_up(self, given: tuple[Any, ...], _: Any) -> str:
        return f"gave up waiting for an answer of {self.model.brand_names[given[1]]}"

    def _tell_warm_to(self, given: tuple[Any, ...], _: Any) -> str:
        return f"had a conversation with {self.model.brand_names[given[1]]}"

    def _tell_hear_of_brands(self, given: tuple[Any, ...], _: Any) -> str:
        return "heard news of a crisis" if self._happened("become_aware") else ""


def name_of_creator(model: Forkable, i: int) -> str:
    """Say which creator, of which tier and niche."""
    return f"creator {i} ({TIERS[model.creators.tier[i]]}, {model.scenario.market.niches[model.creators.niche[i]]})"


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
