"""Purchase: occasions, and the experience that follows the choice."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.adverts import see_search_adverts
from simulation.behaviour.choice import choose, expect
from simulation.behaviour.salience import remember_use
from simulation.behaviour.subscription import is_subscriber, renews_today, subscribe
from simulation.behaviour.talk import speak
from simulation.behaviour.trust import move_brand_trust
from simulation.compute.compiling import behaviour
from simulation.compute.draws import EXPERIENCE, OCCASION, draw2, draw4
from simulation.compute.float32 import HALF, ONE, TWO, ZERO, clip
from simulation.scenario.coefficients import Rules
from simulation.state.columns import (
    COMPLAINTS,
    NOT_YET,
    PURCHASES,
    RECOMMENDATIONS,
    REPEAT_PURCHASES,
    STUDIED,
    Consumers,
    Now,
    Tables,
    Tally,
)

MILD = np.float32(0.1)


@behaviour
def shop(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` may have a purchase occasion today, and may bring up a brand among friends.

    An occasion comes with probability ``rate``. With probability ``mention`` a brand comes up
    (:func:`brand_brought_up`): it is spoken of with valence ``0.1 + 0.9 attitude`` if it is known and not disliked.
    After the choice ``loyalty <- m loyalty + (1 - m) [bought]`` for each brand, with ``m = lambda``; where nothing was
    bought ``m = lambda + (1 - lambda) (1 - loyalty_outside)``. A subscriber of the studied brand has no occasions: the
    subscription serves them, and each payment is a choice of the brand.
    """
    consumers = tables.consumers
    u0, u1, u2, _ = draw4(now.seed, OCCASION, c, now.day, 0, 0)
    if u1 < rules.talk.mention:
        b = brand_brought_up(c, u2, consumers, rules)
        if b >= 0 and consumers.aware[c, b] != 0 and consumers.attitude[c, b] >= ZERO:
            speak(c, b, -1, MILD + (ONE - MILD) * consumers.attitude[c, b], tables.mail)
    if is_subscriber(c, tables):
        if renews_today(c, now, tables, rules, tally):
            form_habit(c, STUDIED, consumers, rules)
            use_product(c, STUDIED, now, tables, rules, tally)
        return
    if u0 >= consumers.rate[c]:
        return
    see_search_adverts(c, now, tables, rules, tally)
    expect(c, now, tables, rules)
    chosen = choose(c, now, tables, rules)
    form_habit(c, chosen, consumers, rules)
    if chosen >= 0:
        use_product(c, chosen, now, tables, rules, tally)
    if chosen == STUDIED:
        subscribe(c, now, tables, rules, tally)


@behaviour
def brand_brought_up(c: int, u: np.float32, consumers: Consumers, rules: Rules) -> int:
    """Return the brand that comes up: with probability ``own`` the main one, else each is equally likely.

    The main brand is that of the largest loyalty; who has none brings up nothing in its place: -1. Most of what is said
    well of brands is about the speaker's main brand (East, Hammond, Wright 2007), and a friend who uses a product moves
    people to buy it (Bapna, Umyarov 2015). ``u`` is uniform on 0..1, and what is above ``own`` is stretched to 0..1
    again.
    """
    own = rules.talk.own
    if u >= own:
        brands = consumers.aware.shape[1]
        return min(int((u - own) / (ONE - own) * np.float32(brands)), brands - 1)
    main, loyalty = -1, ZERO
    for b in range(consumers.loyalty.shape[1]):
        if consumers.loyalty[c, b] > loyalty:
            main, loyalty = b, consumers.loyalty[c, b]
    return main


@behaviour
def who_shops(first: int, number: int, now: Now, tables: Tables, rules: Rules) -> np.uint64:
    """Return for which of up to 64 consumers from ``first`` on :func:`shop` does anything today, a bit each.

    Few have an occasion or bring up a brand, and their draws are made several at once.
    """
    rate, renews = tables.consumers.rate, tables.subscriptions.renews
    begin, found = np.uint64(first), np.uint64(0)
    for k in range(np.uint64(number)):
        c = begin + np.uint64(k)
        u0, u1 = draw2(now.seed, OCCASION, c, now.day, 0, 0)
        found |= np.uint64((u0 < rate[c]) | (u1 < rules.talk.mention)) << np.uint64(k)
    if renews.size != 0:
        for k in range(np.uint64(number)):
            found |= np.uint64(renews[begin + np.uint64(k)] != NOT_YET) << np.uint64(k)
    return found


@behaviour
def form_habit(c: int, chosen: int, consumers: Consumers, rules: Rules) -> None:
    """Move the loyalty to each brand towards 1 if it was ``chosen``, else towards 0; -1: nothing was bought."""
    memory = rules.purchase.loyalty_memory
    if chosen < 0:
        memory += (ONE - memory) * (ONE - rules.purchase.loyalty_outside)
    for b in range(consumers.loyalty.shape[1]):
        consumers.loyalty[c, b] = memory * consumers.loyalty[c, b] + (ONE - memory) * (ONE if b == chosen else ZERO)


@behaviour
def use_product(c: int, b: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Count the purchase; satisfaction is quality plus noise, less what was promised above it (Oliver 1980).

    ``s = q + noise (2 u - 1) - overpromise max((1 + attitude) / 2 - q, 0)``, cut to 0..1, and ``v = 2 s - 1``. Then
    trust in the brand closes ``satisfaction`` of its distance to s, attitude ``learning`` of its distance to v, and
    with probability ``recommend abs(v)``, times ``negativity`` where v is below 0, the person tells friends, valence v.
    """
    consumers, rule = tables.consumers, rules.purchase
    bought = consumers.purchases[c, b]
    if bought < 65535:
        consumers.purchases[c, b] = bought + 1
    tally.brand[b, PURCHASES] += 1
    remember_use(c, b, consumers, rules)
    if bought > 0:
        tally.brand[b, REPEAT_PURCHASES] += 1
    u0, u1, _, _ = draw4(now.seed, EXPERIENCE, c, now.day, b, 0)
    quality, attitude = tables.brands.quality[b], consumers.attitude[c, b]
    promised = (attitude + ONE) * HALF
    satisfaction = quality + rule.satisfaction_noise * (TWO * u0 - ONE)
    satisfaction = clip(satisfaction - rule.overpromise * max(promised - quality, ZERO), ZERO, ONE)
    valence = TWO * satisfaction - ONE
    move_brand_trust(c, b, satisfaction, rules.trust.satisfaction, consumers)
    consumers.attitude[c, b] = clip(attitude + rule.learning * (valence - attitude), -ONE, ONE)
    eager = rules.talk.recommend * abs(valence)
    if valence < ZERO:
        eager *= rules.talk.negativity
    if u1 < eager:
        tally.brand[b, COMPLAINTS if valence < ZERO else RECOMMENDATIONS] += 1
        speak(c, b, -1, valence, tables.mail)
