"""A scene: a few people, creators and brands, in which nothing happens unless a test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from simulation.behaviour.adverts import see_adverts
from simulation.behaviour.exposure import EIGHT, read_post, see_feed
from simulation.behaviour.purchase import shop
from simulation.behaviour.talk import knock, listen
from simulation.compute.draws import FEED, SEE, draw4, draw16
from simulation.graph import from_edges
from simulation.model import MarketModel
from simulation.standard_day import begin
from simulation.state.columns import ACTIVE, ORGANIC, Now, Tables
from tests.plain_world import laid_over, plain

PEOPLE, CREATORS, BRANDS = 5, 3, 2

STILL: dict[str, dict[str, Any]] = {
    "traits": {"category_share": 0.0},
    "recognition": {
        **dict.fromkeys(("base", "label", "misfit", "control", "load", "literacy", "learning", "hearsay"), 0.0),
        "load_memory": 1.0,
        "load_shared": 1.0,
    },
    "trust": {
        **dict.fromkeys(("misfit", "insincere", "betrayal", "association", "brand_gain", "satisfaction"), 0.0),
        **dict.fromkeys(("memory", "gain", "asymmetry", "disclosed"), 1.0),
        "start": 0.5,
        "start_evidence": 2.0,
    },
    "persuasion": {
        **dict.fromkeys(("awareness", "gain", "recognised", "covert", "brief"), 0.0),
        **dict.fromkeys(("advert", "advert_adstock", "feed", "banner", "carryover", "retention"), 1.0),
        "peak": 10.0,
    },
    "engagement": dict.fromkeys(
        ("trust", "affinity", "tie", "quality", "sponsored", "outside_interest", "unfollow", "unfollow_sponsored"), 0.0
    ),
    "talk": {
        **dict.fromkeys(("retell", "mention", "own", "recommend", "call_out", "influence", "discovery"), 0.0),
        **dict.fromkeys(("hear", "negativity", "credibility"), 1.0),
        "confidence": 2.0,
    },
    "purchase": {
        **dict.fromkeys(
            (
                "price",
                "loyalty",
                "trust",
                "attitude",
                "adstock",
                "affinity",
                "satisfaction_noise",
                "overpromise",
                "learning",
            ),
            0.0,
        ),
        "adstock_half": 1.0,
        "loyalty_memory": 1.0,
        "loyalty_outside": 1.0,
        "reference_price": 30.0,
    },
}
"""Consumers whom nothing moves, in a plain world: each test turns on the mechanism that it is about."""

SILENT: dict[str, Any] = {
    **dict.fromkeys(("like", "comment", "share", "message", "save", "load_linear", "load_quadratic"), 0.0),
    "trust_tilt": 0.0,
    "visibility": 1.0,
    "visibility_decline": 0.0,
    "format_share": [1.0, 0.0, 0.0, 0.0, 0.0],
    "format_engagement": [1.0] * 5,
}


class Scene:
    """People who are friends in a row and follow all creators, five and three as a rule; two brands that nobody knows."""

    def __init__(
        self,
        tiny: Any,
        number: int,
        platform: Mapping[str, Any],
        creators: Mapping[str, Any],
        consumers: Mapping[str, Any],
    ) -> None:
        chain = from_edges(range(number - 1), range(1, number), directed=False)
        parts = plain(
            market={"consumers": number, "people": number * 1e5},
            creators={"number": CREATORS, "other_sponsors": 0.0, "posting_rate": 0.0, **creators},
            brands={"awareness": [0.0], "trust": [0.5], "quality": [0.8], "loyal": [0.0]},
            platform={**SILENT, **platform},
            consumers=laid_over(STILL, consumers),
        )
        self.model: MarketModel = tiny.market(graph={"follows": 1e9, "latent": 0.0, "friends": chain}, **parts)
        self.day = 0
        people = self.model.consumers
        people.attention[:], people.activity[:], people.receptivity[:], people.knowledge[:] = 255, 1.0, 0.5, 0.0
        people.load[:] = 0.0
        self.model.creators.integrity[:] = 1.0
        self.model.creators.craft[:] = 0.5
        self.model.tables.follows.tie[:] = ACTIVE

    @property
    def tables(self) -> Tables:
        """All columns."""
        return self.model.tables

    @property
    def people(self) -> Any:
        """The consumers' columns."""
        return self.model.consumers

    @property
    def context(self) -> tuple[Any, ...]:
        """What behaviours take after the row."""
        return Now(self.model.key, self.day), self.model.tables, self.model.rules, self.model.tally

    def turn(self, part: str, **values: float) -> None:
        """Set parameters of a part as behaviours read them: ``turn("conversation", reply=0.2)``."""
        changed = {name: np.float32(value) for name, value in values.items()}
        self.model.rules = self.model.rules._replace(**{part: getattr(self.model.rules, part)._replace(**changed)})

    def draws(self, decision: Any, agent: int, partner: int = 0, draw: int = 0) -> tuple[np.float32, ...]:
        """The four uniforms behind a decision on this day."""
        made: tuple[np.float32, ...] = draw4(self.model.key, decision, agent, self.day, partner, draw)
        return made

    def luck(self, c: int, i: int, slot: int) -> float:
        """What the chance to see a post must exceed for consumer c to see it on this day."""
        follows = self.tables.follows
        first, degree = int(follows.start[c]), int(follows.start[c + 1] - follows.start[c])
        place = (self.edge(c, i) - first - self.day - c) % degree
        lane = place % EIGHT
        drawn = draw16(self.model.key, SEE, c, self.day, place - lane, slot - slot % 2)[slot % 2]
        byte = int(drawn).to_bytes(8, "little")[lane]
        return (byte + float(self.draws(FEED, c, partner=i, draw=slot)[0])) / 256

    @staticmethod
    def above(u: float) -> np.float32:
        """The next number above a draw: as a chance it lets the thing happen, and the draw itself does not."""
        nearest = np.float32(u)
        return nearest if float(nearest) > float(u) else np.nextafter(nearest, np.float32(2))

    def count(self, brand: int, what: int) -> int:
        """What was counted for a brand so far."""
        return int(self.model.tally.brand[brand, what])

    def post(self, creator: int, brand: int = ORGANIC, **about: Any) -> int:
        """Let a creator publish a post, and return its slot."""
        content = self.tables.content
        slot = int(content.number[creator])
        content.number[creator] += 1
        values = {"format": 0, "quality": 0.5, "fit": 1.0, "control": 0.0, "label": False, "uses": True, **about}
        content.brand[creator, slot] = brand
        for name, value in values.items():
            getattr(content, name)[creator, slot] = value
        return slot

    def edge(self, c: int, i: int) -> int:
        """The place of the follow from consumer c to creator i."""
        first = int(self.tables.follows.start[c])
        return first + int(np.flatnonzero(self.tables.follows.creator[first:] == i)[0])

    def trust(self, c: int, i: int) -> float:
        """Trust of consumer c in creator i."""
        follows, e = self.tables.follows, self.edge(c, i)
        return float(follows.alpha[e] / (follows.alpha[e] + follows.beta[e]))

    def follows(self, c: int, i: int) -> bool:
        """Whether consumer c follows creator i now."""
        return bool(self.tables.follows.tie[self.edge(c, i)] & ACTIVE)

    def read(
        self, c: int, i: int, slot: int, recognised: bool = False, engage: float = 0.999, unfollow: float = 0.999
    ) -> None:
        """Let consumer c read a post, with the luck of the draws told: a low draw lets a thing happen."""
        draws = [np.float32(u) for u in (0.0 if recognised else 0.999_999, engage, unfollow)]
        read_post(c, self.edge(c, i), i, slot, *draws, *self.context)

    def feed(self, c: int) -> None:
        """Let consumer c read the day's feed."""
        self.people.room[c] = self.people.attention[c]
        see_feed(c, *self.context)

    def adverts(self, c: int) -> None:
        """Let consumer c meet the day's advertisements."""
        see_adverts(c, *self.context)

    def shop(self, c: int) -> None:
        """Let consumer c shop."""
        shop(c, *self.context)

    def next_day(self) -> None:
        """Let a night pass: what was said today is delivered, and everybody listens."""
        begin(self.model)
        self.day += 1
        for act in (knock, listen):
            for c in range(len(self.people.niche)):
                act(c, *self.context)

    def say(self, c: int, valence: float, brand: int = 0, creator: int = -1) -> None:
        """Let consumer c say something today."""
        mail = self.tables.mail
        mail.brand[c], mail.creator[c], mail.valence[c] = brand, creator, valence

    def says(self, c: int) -> tuple[int, int, float]:
        """What consumer c says today: brand, creator, valence."""
        mail = self.tables.mail
        return int(mail.brand[c]), int(mail.creator[c]), float(mail.valence[c])


@pytest.fixture(scope="session")
def scene(tiny: Any) -> Callable[..., Scene]:
    """Make a scene in which parameters of some parts are turned on: ``scene(talk={"hear": 0.5})``."""

    def make(
        platform: Mapping[str, Any] | None = None,
        creators: Mapping[str, Any] | None = None,
        people: int = PEOPLE,
        **consumers: Any,
    ) -> Scene:
        return Scene(tiny, people, platform or {}, creators or {}, consumers)

    return make
