"""Advertisements: to everybody, to a segment in the feed, at a search before a purchase, to visitors of a brand's site.

What is bought stands in ``Brands.adverts`` as impressions per eligible person and day; who is eligible is the
channel's nature and decided here. An advertisement has no creator whom people could trust, and everybody
takes it for an advertisement, so it is not "recognised". Each channel's number of impressions is
``floor(rate + u)``: its mean is the rate, and a channel that is off draws nothing.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.affinity import brand_affinity
from simulation.behaviour.persuasion import become_aware, count_exposure, is_wasted, persuade
from simulation.behaviour.recognition import feel_load
from simulation.behaviour.salience import bring_to_mind, comes_to_mind, weighted
from simulation.behaviour.site_visits import any_tags, is_retargeted, look_around
from simulation.behaviour.touchpoints import is_withheld, note_advert
from simulation.compute.compiling import behaviour
from simulation.compute.draws import ADVERT, FEED_ADVERT, RETARGETED, SEARCH_ADVERT, draw4
from simulation.compute.float32 import ONE, ZERO
from simulation.scenario.coefficients import PersuasionRules, Rules
from simulation.state.columns import (
    ADVERT_IMPRESSIONS,
    BROADCAST,
    BROADCAST_IMPRESSIONS,
    PAID_SOCIAL,
    REACHED,
    RETARGETING,
    SEARCH,
    WASTED_IMPRESSIONS,
    Brands,
    Consumers,
    Now,
    Tables,
    Tally,
)


@behaviour
def weight_of(channel: int, persuasion: PersuasionRules) -> np.float32:
    """Return the effect of an impression on a channel against one of broadcast or search, which people attend to.

    ``w`` is ``feed`` for paid social, ``banner`` for retargeting, 1 for the others.
    """
    if channel == PAID_SOCIAL:
        return persuasion.feed
    if channel == RETARGETING:
        return persuasion.banner
    return ONE


@behaviour
def take_in_adverts(
    c: int, b: int, channel: int, number: int, u: np.float32, tables: Tables, rules: Rules, tally: Tally
) -> None:
    """``number`` advertisements of brand ``b`` reach consumer ``c``: counted, perhaps making it known, persuading.

    The probability to notice one at least is ``m = 1 - (1 - min(p w i, 1))^number``. Here ``p = awareness``, w is that
    of :func:`weight_of`, and ``i = 1 - n + n affinity``, n the weight of interest in noticing. A known brand's salience
    closes the share m of its distance to 1; an unknown brand becomes known with probability ``unknown m``. If one of
    them makes the brand known, all of them count: a day's advertisements are taken in together. Each one persuades with
    strength ``advert w affinity`` and adds ``advert_adstock w`` to adstock, if the brand is known by then.
    """
    if is_withheld(c, b, channel, number, tables.holdout):
        return
    note_advert(c, b, channel, tables.touches)
    consumers, brands = tables.consumers, tables.brands
    affinity = brand_affinity(c, b, consumers, brands)
    wasted = is_wasted(consumers.rate[c], affinity)
    missed = ONE
    weight = weight_of(channel, rules.persuasion)
    interested = weighted(affinity, rules.noticing.interest)
    for _ in range(number):
        missed *= ONE - min(rules.persuasion.awareness * weight * interested, ONE)
    noticed = ONE - missed
    if consumers.aware[c, b] != 0:
        bring_to_mind(c, b, noticed, consumers)
    elif u < rules.persuasion.unknown * noticed:
        become_aware(c, b, tables, rules, tally)
    knows = consumers.aware[c, b] != 0
    for _ in range(number):
        tally.brand[b, ADVERT_IMPRESSIONS] += 1
        tally.brand[b, BROADCAST_IMPRESSIONS + channel] += 1
        if wasted:
            tally.brand[b, WASTED_IMPRESSIONS] += 1
        if knows:
            persuade(c, b, rules.persuasion.advert * weight * affinity, consumers, rules.persuasion)
        if count_exposure(c, b, rules.persuasion.advert_adstock * weight, consumers, rules):
            tally.brand[b, REACHED] += 1


@behaviour
def feed_rate(c: int, b: int, consumers: Consumers, brands: Brands) -> np.float32:
    """Impressions of paid social to expect: what is aimed at the brand's niche, and what goes astray to anybody.

    ``aimed + astray`` for a person whose first niche is the brand's, ``astray`` for the others.
    """
    if consumers.niche[c] == brands.niche[b]:
        return brands.adverts[PAID_SOCIAL, b] + brands.strays[b]
    return brands.strays[b]


@behaviour
def any_feed_adverts(brands: Brands) -> bool:
    """Say whether :func:`see_feed_adverts` has anything to show today; if not, nobody need be asked."""
    for b in range(brands.strays.size):
        if brands.adverts[PAID_SOCIAL, b] > ZERO or brands.strays[b] > ZERO:
            return True
    return False


@behaviour
def see_feed_adverts(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` sees paid social in the feed, at most as many impressions as there is attention for posts.

    It stands between posts: it takes a post's place, and it counts as sponsored in the feed load. If attention is
    short, the first brand takes it; the first place rotates by person and day. It has a phase of its own, since a
    larger :func:`see_feed` would no longer be inlined into its loop, which took twice as long.
    """
    consumers, brands = tables.consumers, tables.brands
    number_of_brands = brands.strays.size
    for place in range(number_of_brands):
        b = (place + c + now.day) % number_of_brands
        rate = feed_rate(c, b, consumers, brands)
        if rate <= ZERO:
            continue
        u0, u1, _, _ = draw4(now.seed, FEED_ADVERT, c, now.day, b, 0)
        number = min(int(rate + u0), consumers.room[c])
        if number == 0:
            continue
        consumers.room[c] -= number
        for _ in range(number):
            feel_load(c, True, consumers, rules.recognition)
        take_in_adverts(c, b, PAID_SOCIAL, number, u1, tables, rules, tally)


@behaviour
def see_adverts(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` sees broadcast advertisements, and retargeting if it follows ``c``."""
    brands = tables.brands
    if any_tags(brands):
        look_around(c, now, tables, rules)
    window = int(rules.feed.retargeting_window)
    for b in range(brands.strays.size):
        rate = brands.adverts[BROADCAST, b]
        if rate > ZERO:
            u0, u1, _, _ = draw4(now.seed, ADVERT, c, now.day, b, 0)
            number = int(rate + u0)
            if number > 0:
                take_in_adverts(c, b, BROADCAST, number, u1, tables, rules, tally)
        rate = brands.adverts[RETARGETING, b]
        if rate > ZERO and is_retargeted(c, b, now.day, window, tables.consumers):
            u0, u1, _, _ = draw4(now.seed, RETARGETED, c, now.day, b, 0)
            number = int(rate + u0)
            if number > 0:
                take_in_adverts(c, b, RETARGETING, number, u1, tables, rules, tally)


@behaviour
def see_search_adverts(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c``, about to buy in the category, searches for brands that come to mind and sees their search ads."""
    brands = tables.brands
    for b in range(brands.strays.size):
        rate = brands.adverts[SEARCH, b]
        if rate > ZERO and comes_to_mind(c, b, now, tables.consumers):
            u0, u1, _, _ = draw4(now.seed, SEARCH_ADVERT, c, now.day, b, 0)
            number = int(rate + u0)
            if number > 0:
                take_in_adverts(c, b, SEARCH, number, u1, tables, rules, tally)


@behaviour
def any_adverts(brands: Brands) -> bool:
    """Say whether :func:`see_adverts` has anything to show or to note today; if not, nobody need be asked."""
    if any_tags(brands):
        return True
    for b in range(brands.strays.size):
        if brands.adverts[BROADCAST, b] > ZERO or brands.adverts[RETARGETING, b] > ZERO:
            return True
    return False
