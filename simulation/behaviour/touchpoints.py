"""Touchpoints: what is kept of a person's contacts with the studied brand, and what a field test withholds.

Nothing that a consumer does depends on what is kept: it is for sensors, which read it after the run. With the rings off
(``measurement.touches`` 0) and no test on, an event costs one look at a length.
"""

from __future__ import annotations

from simulation.compute.compiling import behaviour
from simulation.state.columns import (
    BROADCAST,
    CHANNELS,
    PAID_SOCIAL,
    PURCHASED,
    RETARGETING,
    SEARCH,
    STUDIED,
    Holdout,
    Tables,
    Touches,
)

DAILY = (PAID_SOCIAL, BROADCAST, RETARGETING, SEARCH)
"""The order in which a day's channels are entered, behind its posts and before its purchase."""


@behaviour
def write(c: int, source: int, touches: Touches) -> None:
    """Put an entry of today into the ring of consumer ``c``; the oldest one of a full ring is forgotten."""
    noted = touches.noted[c]
    place = noted % touches.source.shape[1]
    touches.source[c, place] = source
    touches.day[c, place] = touches.today[0]
    touches.noted[c] = noted + 1


@behaviour
def note_post(c: int, b: int, i: int, touches: Touches) -> None:
    """Keep that consumer ``c`` saw a post of creator ``i``.

    Not if the newest entry says the same already: several posts of a creator in a row are one touchpoint of the day.
    """
    entries = touches.source.shape[1]
    if entries == 0 or b != STUDIED:
        return
    noted = touches.noted[c]
    last = (noted + entries - 1) % entries
    if noted > 0 and touches.source[c, last] == i and touches.day[c, last] == touches.today[0]:
        return
    write(c, i, touches)


@behaviour
def note_advert(c: int, b: int, channel: int, touches: Touches) -> None:
    """Mark the channel as seen today; :func:`enter` writes it into the ring when the day ends.

    A write into the ring here would make :func:`purchase.shop` too large to be inlined into its loop: eight times as
    slow.
    """
    if touches.adverts.size > 0 and b == STUDIED:
        touches.adverts[c] |= 1 << channel


@behaviour
def enter(c: int, tables: Tables) -> None:
    """Close consumer ``c``'s day in the ring: the channels seen, in the order of a day, then a purchase."""
    touches = tables.touches
    met = int(touches.adverts[c])
    if met != 0:
        for place in range(len(CHANNELS)):
            channel = DAILY[place]
            if (met >> channel) & 1 != 0:
                write(c, -1 - channel, touches)
        touches.adverts[c] = 0
    bought = tables.consumers.purchases[c, STUDIED]
    if bought != touches.bought[c]:  # by one: a day has at most one purchase occasion
        touches.bought[c] = bought
        write(c, PURCHASED, touches)


@behaviour
def is_withheld(c: int, b: int, bit: int, number: int, holdout: Holdout) -> bool:
    """Count ``number`` impressions of what a field test is about; say whether it keeps them from consumer ``c``.

    Their place is taken, by whatever else a platform shows there: a test of showing against not showing.
    """
    if holdout.withheld.size == 0 or b != STUDIED or (int(holdout.tested[0]) >> bit) & 1 == 0:
        return False
    holdout.met[c, bit] = min(int(holdout.met[c, bit]) + number, 65535)
    return (int(holdout.withheld[c]) >> bit) & 1 != 0
