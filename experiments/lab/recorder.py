"""Recording a market day by day, one byte a value: what the page shows of everybody, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.lab.evening import add_up
from experiments.lab.parcel import Array, pack
from experiments.lab.places import places_of
from simulation.model import MarketModel
from simulation.state import columns as c

NOBODY = 255
"""Trust of a person who follows nobody, one byte."""
NO_AUDIENCE = 65_535
STEPS = 250
"""Steps of a value from 0 to 1 in one byte."""
FINE_STEPS = 10_000
BROKEN = 0.1
"""Fall of trust in one creator on one day from which the page tells of it."""
FEW_CREATORS = 50
"""Up to here, posts that nobody paid for and words about anybody are events too."""

AWARE, OWNS = 1, 2
"""Bits of a person's state: knows the studied brand; has bought it since the campaign began."""

EVENTS = (
    "honest post",
    "labelled advert",
    "hidden advert",
    "bought",
    "called out",
    "recommended",
    "heard from a friend",
    "stopped following",
    "began to follow",
    "lost trust",
    "scandal",
    "crisis",
    "answer",
)
"""What an event is, by its number. The actor is a creator for posts and scandals, the brand for crises and answers."""
(
    HONEST_POST,
    LABELLED_ADVERT,
    HIDDEN_ADVERT,
    BOUGHT,
    CALLED_OUT,
    RECOMMENDED,
    HEARD,
    UNFOLLOWED,
    FOLLOWED,
    LOST_TRUST,
    SCANDAL,
    CRISIS,
    ANSWER,
) = range(len(EVENTS))

SERIES = (
    *(f"trust_{tier}" for tier in c.TIERS),
    "creator_trust",
    "brand_trust",
    "attitude",
    "awareness",
    "feed_load",
    "reputation",
    "sentiment",
    "purchases",
    "profit",
    "spend",
)
"""Daily values of the whole market. Purchases are of the day, in people; profit and spend are since day 0, in USD."""


class Recorder:
    """Keeps each evening of a market. Row 0 is the state before the first recorded day."""

    def __init__(self, model: MarketModel) -> None:
        """Keep the state as it is now."""
        self._days: dict[str, list[Array]] = {name: [] for name in ("trust", "attitude", "state")}
        self._days |= {name: [] for name in ("creator_trust", "audience", "series")}
        self._events: list[Array] = []
        self.first_day = model.campaign_day
        self._told = len(model.history.events)
        self._before = _State(model)
        self._keep(model)

    @property
    def days(self) -> int:
        """How many days are kept."""
        return len(self._days["trust"]) - 1

    def live(self, model: MarketModel, days: int) -> None:
        """Let the market live that many days, keeping each."""
        for _ in range(days):
            model.step()
            self._note_events(model)
            self._keep(model)

    def up_to(self, days: int) -> Recorder:
        """Return what was kept of the first days, to go on with a fork of the market."""
        twin = Recorder.__new__(Recorder)
        twin._days = {name: list(kept[: days + 1]) for name, kept in self._days.items()}
        twin._events = [events for events in self._events if events[0, 0] < days]
        twin.first_day = self.first_day
        return twin

    def go_on(self, model: MarketModel) -> None:
        """Take up a fork of the market at the evening that is the last one kept."""
        self._told = len(model.history.events)
        self._before = _State(model)

    # What a day leaves -----------------------------------------------------------------------------------------------

    def _keep(self, model: MarketModel) -> None:
        people = model.consumers
        state = self._before
        follows, sums = state.follows, state.believed
        mean = np.divide(sums, follows, out=np.zeros(len(sums)), where=follows > 0)
        self._days["trust"].append(np.where(follows > 0, _bytes(mean), NOBODY).astype(np.uint8))
        self._days["attitude"].append(_bytes((people.attitude[:, c.STUDIED] + 1) / 2))
        aware = people.aware[:, c.STUDIED] != 0
        owns = people.purchases[:, c.STUDIED] > 0
        self._days["state"].append((aware * AWARE + owns * OWNS).astype(np.uint8))
        creators = len(model.creators.tier)
        audience, believed = state.audience, state.audience_believed
        trust = np.divide(believed, audience, out=np.zeros(creators), where=audience > 0)
        whole = np.where(audience > 0, np.rint(trust * FINE_STEPS), NO_AUDIENCE)
        self._days["creator_trust"].append(whole.astype(np.uint16))
        self._days["audience"].append(np.minimum(audience, 65_535).astype(np.uint16))
        self._days["series"].append(self._series(model, believed, audience, aware))

    def _series(
        self, model: MarketModel, believed: NDArray[np.float64], audience: Array, aware: NDArray[np.bool_]
    ) -> Array:
        people, tiers = model.consumers, model.creators.tier
        by_tier = np.bincount(tiers, believed, len(c.TIERS)), np.bincount(tiers, audience, len(c.TIERS))
        with np.errstate(invalid="ignore"):
            trust = [*(by_tier[0] / by_tier[1]), believed.sum() / audience.sum() if audience.sum() else np.nan]
        counts = model.tally.brand[c.STUDIED]
        good, bad = float(counts[c.HEARD_POSITIVE]), float(counts[c.HEARD_NEGATIVE])
        bought = int(people.purchases[:, c.STUDIED].astype(np.int64).sum()) if model.campaign_day > 0 else 0
        price, margin = (model.scenario.per_brand(name)[c.STUDIED] for name in ("price", "margin"))
        cost = model.ledger.cost / 100
        mean = people.attitude[aware, c.STUDIED].mean() if aware.any() else np.nan
        believed_brand = people.trust[aware, c.STUDIED].mean() if aware.any() else np.nan
        values = [
            *trust,
            believed_brand,
            mean,
            aware.mean(),
            people.load.mean(),
            model.tables.brands.reputation[c.STUDIED],
            good / (good + bad) if good + bad else np.nan,
            int(counts[c.PURCHASES]) * model.people_per_consumer if self.days >= 0 else 0,
            bought * model.people_per_consumer * price * margin - cost,
            cost,
        ]
        return np.array(values, np.float32)

    def _note_events(self, model: MarketModel) -> None:
        before, now = self._before, _State(model, self._before)
        few = len(model.creators.tier) <= FEW_CREATORS
        self._note_posts(model, few)
        buyers = np.flatnonzero(now.purchases > before.purchases)
        self._note(BOUGHT, buyers, c.STUDIED)
        mail = model.tables.mail
        told = np.flatnonzero((mail.valence < 0) | ((mail.valence > 0) & (few | (mail.brand == c.STUDIED))))
        words = np.where(mail.valence[told] < 0, CALLED_OUT, RECOMMENDED)
        self._note(words, told, mail.creator[told], mail.valence[told])
        change = now.heard - before.heard * np.float32(model.scenario.consumers.talk.memory)
        heard = np.flatnonzero(np.abs(change) > 0.01)
        self._note(HEARD, heard, c.STUDIED, change[heard])
        lost = np.flatnonzero(before.active & (before.trust - now.trust >= BROKEN))
        self._note(
            LOST_TRUST, now.owner[lost], model.tables.follows.creator[lost], before.trust[lost] - now.trust[lost]
        )
        for kind, changed in ((UNFOLLOWED, before.active & ~now.active), (FOLLOWED, now.active & ~before.active)):
            edges = np.flatnonzero(changed)
            self._note(kind, now.owner[edges], model.tables.follows.creator[edges])
        for event in model.history.events[self._told :]:
            if event.what == "scandal":
                self._note(SCANDAL, np.array([event.creator]), -1)
            elif event.brand == c.STUDIED:
                breaks = event.what.startswith("crisis") or event.what == "denial exposed"
                self._note(CRISIS if breaks else ANSWER, np.array([c.STUDIED]), event.creator)
        self._told = len(model.history.events)
        self._before = now

    def _note_posts(self, model: MarketModel, few: bool) -> None:
        content = model.tables.content
        there = np.arange(content.brand.shape[1])[None, :] < content.number[:, None]
        posts = np.nonzero(there & (few | (content.brand != c.ORGANIC)))
        brand = content.brand[posts]
        adverts = np.where(content.label[posts] != 0, LABELLED_ADVERT, HIDDEN_ADVERT)
        self._note(np.where(brand == c.ORGANIC, HONEST_POST, adverts), posts[0], brand)

    def _note(self, kind: Array | int, who: Array, about: Array | int, size: Array | int = 0) -> None:
        """Keep one event for each actor of today: kind, actor, whom or what it is about, size from -1 to 1."""
        if len(who):
            hundredths = np.clip(np.asarray(size) * 100, -100, 100).astype(np.int64)
            columns = np.broadcast_arrays(self.days, kind, who, about, hundredths)
            self._events.append(np.stack(columns, axis=1).astype(np.int64))

    # What goes to the page -------------------------------------------------------------------------------------------

    def arrays(self) -> tuple[dict[str, Array], frozenset[str]]:
        """Return everything that changes from day to day by name, and which of these have a row a day."""
        by_day = {name: np.stack(rows) for name, rows in self._days.items()}
        events = np.concatenate(self._events) if self._events else np.zeros((0, 5), np.int64)
        kinds = {"day": np.uint16, "kind": np.uint8, "who": np.uint32, "about": np.int32, "size": np.int8}
        columns = {f"event_{name}": events[:, place].astype(kind) for place, (name, kind) in enumerate(kinds.items())}
        return {**by_day, **columns}, frozenset(by_day) - {"series"}

    def parcel(self, model: MarketModel, title: str, more: Mapping[str, Any] | None = None) -> bytes:
        """Return the run as one parcel.

        Args:
            model: The market that was recorded: its graph and names go with it.
            title: What the page calls the run.
            more: What the header says beside that.
        """
        arrays, by_day = self.arrays()
        about: dict[str, Any] = {
            "title": title,
            "days": self.days,
            "first_day": self.first_day,
            "people_per_consumer": model.people_per_consumer,
            "seed": model.seed,
            "brands": list(model.brand_names),
            "niches": list(model.scenario.market.niches),
            "tiers": list(c.TIERS),
            "series": list(SERIES),
            "events": list(EVENTS),
            "steps": STEPS,
            "fine_steps": FINE_STEPS,
            **(more or {}),
        }
        return pack(about, {**arrays, **_graph(model)}, by_day)


class _State:
    """What a day's events are told from."""

    def __init__(self, model: MarketModel, before: _State | None = None) -> None:
        follows, creators = model.tables.follows, len(model.creators.tier)
        people, edges = len(model.consumers.niche), len(follows.creator)
        if before is None:
            self.owner = np.repeat(np.arange(people), np.diff(follows.start))
        else:  # no day changes who may follow whom
            self.owner = before.owner
        self.trust, self.active = np.empty(edges, np.float32), np.empty(edges, np.bool_)
        self.follows, self.believed = np.empty(people, np.int64), np.empty(people)
        self.audience, self.audience_believed = np.zeros(creators, np.int64), np.zeros(creators)
        add_up(
            follows.start,
            follows.creator,
            follows.alpha,
            follows.beta,
            follows.tie,
            self.trust,
            self.active,
            self.follows,
            self.believed,
            self.audience,
            self.audience_believed,
        )
        self.purchases = model.consumers.purchases[:, c.STUDIED].copy()
        self.heard = model.consumers.heard[:, c.STUDIED].copy()


def _bytes(values: Array) -> NDArray[np.uint8]:
    return np.rint(np.clip(values, 0, 1) * STEPS).astype(np.uint8)


def _graph(model: MarketModel) -> dict[str, Array]:
    """Return what no day changes: places, interests, who follows whom, who is friends with whom."""
    tables, places = model.tables, places_of(model.tables)
    people, creators = len(tables.consumers.niche), len(tables.creators.tier)
    return {
        **places._asdict(),
        "niche": tables.consumers.niche.astype(np.uint8),
        "buyer": (tables.consumers.rate > 0).astype(np.uint8),
        "creator_niche": tables.creators.niche.astype(np.uint8),
        "creator_tier": tables.creators.tier.astype(np.uint8),
        "followers": tables.creators.followers.astype(np.float32),
        "follow_start": tables.follows.start.astype(np.uint32),
        "follow_creator": tables.follows.creator.astype(_smallest(creators)),
        "friend_start": tables.friends.start.astype(np.uint32),
        "friend": tables.friends.friend.astype(_smallest(people)),
    }


def _smallest(number: int) -> type[np.uint16] | type[np.uint32]:
    return np.uint16 if number <= 65_536 else np.uint32
