"""Sensors: what a company's instruments make of the touches that truly were. Applied after a run; the truth stays.

- ``links``: touches of people who consent, if clicked within a window before the purchase, or known to have been seen
  within a shorter one (view-through).
- ``codes``: the promo code typed in at the purchase names one creator: used late, or leaked to a coupon site.
- ``survey``: after the purchase some answer where they heard of the brand; some of these name what is loud, not what
  they saw.

What is sold is always known, from the till: a purchase before which a sensor caught nothing is ``direct``. Search and
retargeting need no fault of a sensor to look good: they reach people who were about to buy, in the model as in life.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from simulation.brand_view.attribution.path_table import Paths
from simulation.brand_view.touch_log import BY, DIRECT, Integers, TouchLog, named_channels, read_touches
from simulation.compute.draws import CLICK, CLICKER, CODE, CONSENT, SURVEY
from simulation.compute.many_draws import uniforms
from simulation.errors import not_one_of
from simulation.market_base import Market
from simulation.state.columns import CHANNELS, PAID_SOCIAL, PURCHASED, RETARGETING, STUDIED, Float32s

if TYPE_CHECKING:
    import polars as pl

    from simulation.brand_view.touch_log import By
    from simulation.scenario.measurement import Measurement

SENSORS = ("links", "codes", "survey")
DISPLAY = (PAID_SOCIAL, RETARGETING)
"""Channels whose advertisements stand beside what people came for: some click them, most never do."""


@dataclasses.dataclass(frozen=True, eq=False)
class Journeys:
    """What a sensor saw, a row a journey.

    Attributes:
        paths: As attribution takes them, in people and USD.
        person: int64[rows], whose journey it is; an interval by bootstrap draws people, not journeys.
        forgotten: Share of all entries that the rings had no room for: above 0, ``measurement.touches`` is too low.
    """

    paths: Paths
    person: Integers
    forgotten: float

    def frame(self) -> pl.DataFrame:
        """Return the path table: columns ``path``, ``conversions``, ``value``, ``nulls``, ``times``."""
        import polars as pl

        paths = self.paths
        assert paths.value is not None
        assert paths.days is not None
        row = pl.Series("row", paths.row)
        names = pl.Series("path", np.array(paths.channels)[paths.touch].astype(str))
        touches = pl.DataFrame([row, names, pl.Series("times", paths.days).round(6).cast(pl.String)])
        joined = touches.group_by("row", maintain_order=True).agg(pl.col("path", "times").str.join(" > "))
        return joined.select(
            "path",
            pl.Series("conversions", paths.conversions),
            pl.Series("value", paths.value),
            pl.Series("nulls", paths.nulls),
            "times",
        )


def sense(
    model: Market,
    sensor: str = "links",
    by: By = "tier",
    measurement: Measurement | None = None,
    since: int = 0,
) -> Journeys:
    """Return what a sensor makes of a market's touches with the studied brand.

    Args:
        model: A market that kept touches (``measurement.touches``).
        sensor: ``links``, ``codes`` or ``survey``.
        by: Which creators share a channel: all (``channel``), those of a ``tier`` or ``niche``, or each for itself
            (``creator``). Advertisements are ``broadcast``, ``paid_social``, ``search`` and ``retargeting``.
        measurement: How good the sensor is; ``None``: as the scenario says.
        since: Day of the campaign. Journeys that ended before it are left out: purchases made earlier, and those
            whose last touch came earlier. Touches before it count as their windows say. From a later day than the
            first, purchases that the rings have forgotten are left out too, for nobody knows when they were made.

    Raises:
        InputError: No touches were kept, or there is no such sensor or cut.
    """
    if sensor not in SENSORS:
        raise not_one_of("sensor", sensor, SENSORS)
    if by not in BY:
        raise not_one_of("by", by, BY)
    log = read_touches(model)
    quality = model.scenario.measurement if measurement is None else measurement
    caught = {"links": _links, "codes": _codes, "survey": _survey}[sensor](model, log, quality)
    return _journeys(model, log, _ended(caught, since) if since > 0 else caught, by)


@dataclasses.dataclass(frozen=True, eq=False)
class _Caught:
    """Touches by journey: journey ``k`` has ``size[k]`` of them; sources and ages (days before its end) in one row.

    ``end``: the day of its purchase, or of its last touch. ``missing``: purchases of each consumer that no journey
    stands for.
    """

    person: Integers
    end: Integers
    size: Integers
    source: Integers
    age: Integers
    conversions: NDArray[np.float64]
    nulls: NDArray[np.float64]
    missing: Integers


def _ended(caught: _Caught, since: int) -> _Caught:
    """Keep the journeys that ended on a day or later."""
    late = caught.end >= since
    touches = np.repeat(late, caught.size)
    return _Caught(
        person=caught.person[late],
        end=caught.end[late],
        size=caught.size[late],
        source=caught.source[touches],
        age=caught.age[touches],
        conversions=caught.conversions[late],
        nulls=caught.nulls[late],
        missing=np.zeros_like(caught.missing),
    )


def readiness_to_click(model: Market, quality: Measurement) -> Float32s:
    """Return how much more readily each person clicks display advertisements than the mean, float32[C]: gamma, mean 1.

    Half of the clicks come from few people, and most never click (Fulgoni, Mörn 2009); with shape 0 all are alike.
    """
    people = np.arange(len(model.consumers.niche))
    if quality.click_shape == 0:
        return np.ones(len(people), np.float32)
    u = uniforms(model.key, CLICKER, people)[:, 0].astype(np.float64)
    return np.asarray(gammaincinv(quality.click_shape, u) / quality.click_shape, np.float32)


def _links(model: Market, log: TouchLog, quality: Measurement) -> _Caught:
    people = np.arange(len(log.purchases))
    consents = uniforms(model.key, CONSENT, people)[:, 0] < np.float32(quality.consent)
    channel = np.where(log.source >= 0, len(CHANNELS), -1 - log.source)
    touch = log.source != PURCHASED
    day = log.day + model.scenario.market.burn_in
    u = uniforms(model.key, CLICK, log.person, day=day, partner=log.source - PURCHASED, draw=_later_alike(log))
    kind = np.where(touch, channel, -1)
    chance = np.array([*quality.click, 0.0], np.float32)[kind]
    display = np.isin(channel, DISPLAY) & touch
    chance[display] *= readiness_to_click(model, quality)[log.person[display]]
    clicked = u[:, 0] < chance
    viewed = u[:, 1] < np.array([*quality.view, 0.0], np.float32)[kind]
    window = np.where(clicked, quality.lookback, np.where(viewed, quality.view_lookback, -1.0))
    window[~consents[log.person]] = -1.0

    bought = log.bought
    owner, entry, age = _before(log, bought)
    used = age <= window[entry]
    size = np.bincount(owner[used], minlength=len(bought))

    last_purchase = np.full(len(people), -1)
    np.maximum.at(last_purchase, log.person[bought], bought)
    end = model.campaign_day
    since = np.flatnonzero((np.arange(len(log.source)) > last_purchase[log.person]) & (end - log.day <= window))
    open_size = np.bincount(log.person[since], minlength=len(people))
    waiting = np.flatnonzero(open_size)
    last_touch = np.zeros(len(people), np.int64)
    np.maximum.at(last_touch, log.person[since], log.day[since])
    return _Caught(
        person=np.concatenate([log.person[bought], waiting]),
        end=np.concatenate([log.day[bought], last_touch[waiting]]),
        size=np.concatenate([size, open_size[waiting]]),
        source=np.concatenate([log.source[entry[used]], log.source[since]]),
        age=np.concatenate([age[used], end - log.day[since]]),
        conversions=np.concatenate([np.ones(len(bought)), np.zeros(len(waiting))]),
        nulls=np.concatenate([np.zeros(len(bought)), np.ones(len(waiting))]),
        missing=log.missing,
    )


def _codes(model: Market, log: TouchLog, quality: Measurement) -> _Caught:
    bought = log.bought
    person = log.person[bought]
    u = uniforms(model.key, CODE, person, draw=_rank(person))
    owner, entry, _ = _before(log, bought)
    posts = log.source[entry] >= 0
    last = np.full(len(bought), -1)
    np.maximum.at(last, owner[posts], entry[posts])
    days = np.where(last >= 0, log.day[bought] - log.day[last], 0)
    chance = np.where(days <= quality.lookback, quality.code_used, quality.code_used * quality.code_late)
    typed = (last >= 0) & (u[:, 1] < chance)
    source = log.source[last]
    paid = np.array(model.journal.paid_creators(STUDIED), np.int64)
    if len(paid):
        leaked = u[:, 0] < quality.code_leaked
        which = np.minimum((u[:, 2].astype(np.float64) * len(paid)).astype(np.int64), len(paid) - 1)
        source = np.where(leaked, paid[which], source)
        typed |= leaked
        days = np.where(leaked, 0, days)
    return _Caught(
        person=person,
        end=log.day[bought],
        size=typed.astype(np.int64),
        source=source[typed],
        age=days[typed],
        conversions=np.ones(len(bought)),
        nulls=np.zeros(len(bought)),
        missing=log.missing,
    )


def _survey(model: Market, log: TouchLog, quality: Measurement) -> _Caught:
    bought = log.bought
    person = log.person[bought]
    u = uniforms(model.key, SURVEY, person, draw=_rank(person)).astype(np.float64)
    answers = u[:, 0] < quality.survey_response
    bought, person, u = bought[answers], person[answers], u[answers]
    owner, entry, _ = _before(log, bought)
    entry, owner = entry[log.source[entry] != PURCHASED], owner[log.source[entry] != PURCHASED]
    met = np.bincount(owner, minlength=len(bought))
    begins = np.concatenate([[0], np.cumsum(met)])
    heard = log.source[log.source != PURCHASED]  # the louder a channel, the more entries
    biased = (u[:, 1] < quality.survey_bias) & (len(heard) > 0)
    named = biased | (met > 0)
    source = np.full(len(bought), PURCHASED)
    source[biased] = heard[(u[biased, 2] * len(heard)).astype(np.int64)]
    honest = ~biased & (met > 0)
    source[honest] = log.source[entry[begins[:-1][honest] + (u[honest, 2] * met[honest]).astype(np.int64)]]
    scale = log.purchases.sum() / len(bought) if len(bought) else 1.0  # what an answer stands for
    return _Caught(
        person=person,
        end=log.day[bought],
        size=named.astype(np.int64),
        source=source[named],
        age=np.zeros(int(named.sum()), np.int64),
        conversions=np.full(len(bought), scale),
        nulls=np.zeros(len(bought)),
        missing=log.purchases * (len(bought) == 0),
    )


def _rank(person: Integers) -> Integers:
    """Return how many earlier entries of a sorted list name the same person."""
    begins = np.concatenate([[True], person[1:] != person[:-1]]) if len(person) else np.zeros(0, bool)
    starts = np.flatnonzero(begins)
    return np.arange(len(person)) - np.repeat(starts, np.diff(np.append(starts, len(person))))


def _later_alike(log: TouchLog) -> Integers:
    """Return how many later entries of the same person, day and source there are, int64[T]: 0 for the last one.

    Counted from the last, because a ring forgets its first entries: the others must keep their draws.
    """
    number = len(log.person)
    ends = np.flatnonzero(np.append((np.diff(log.person) != 0) | (np.diff(log.day) != 0), True)[:number])
    left = np.repeat(ends, np.diff(ends, prepend=-1)) - np.arange(number)  # later entries of the person's day
    later, ahead, at = np.zeros(number, np.int64), 1, np.flatnonzero(left)
    while len(at):
        later[at] += log.source[at] == log.source[at + ahead]
        ahead += 1
        at = at[left[at] >= ahead]
    return later


def _before(log: TouchLog, bought: Integers) -> tuple[Integers, Integers, Integers]:
    """Return all entries of the same person before each purchase: the purchase's place, the entry, its age in days."""
    begins = log.first[log.person[bought]]
    number = bought - begins
    owner = np.repeat(np.arange(len(bought)), number)
    entry = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + begins[owner]
    return owner, entry, log.day[bought][owner] - log.day[entry]


def _journeys(model: Market, log: TouchLog, caught: _Caught, by: By) -> Journeys:
    """Give a purchase without a touch the channel ``direct``; add the purchases that no journey stands for."""
    people = model.people_per_consumer
    lost = np.flatnonzero(caught.missing)
    person = np.concatenate([caught.person, lost])
    size = np.concatenate([caught.size, np.zeros(len(lost), np.int64)])
    bare = size == 0
    begins = np.cumsum(size) - size
    source = np.insert(caught.source, begins[bare], PURCHASED)
    age = np.insert(caught.age, begins[bare], 0)
    channels, touch = named_channels(model, source, by)
    conversions = np.concatenate([caught.conversions, caught.missing[lost]]) * people
    price = float(model.scenario.per_brand("price")[STUDIED])
    paths = Paths(
        channels=channels,
        first=np.concatenate([[0], np.cumsum(np.maximum(size, 1))]),
        touch=touch,
        conversions=conversions,
        nulls=np.concatenate([caught.nulls, np.zeros(len(lost))]) * people,
        value=conversions * price,
        days=age.astype(np.float64),
    )
    entries = int(log.forgotten.sum() + len(log.person))
    return Journeys(paths, person, int(log.forgotten.sum()) / entries if entries else 0.0)


__all__ = ["DIRECT", "SENSORS", "Journeys", "sense"]
