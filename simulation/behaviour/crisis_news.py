"""News of crises: who hears of them, what it does to trust, and how it travels on among friends."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.persuasion import become_aware
from simulation.behaviour.talk import speak
from simulation.compute.compiling import behaviour
from simulation.compute.draws import NEWS, draw4
from simulation.compute.float32 import ONE, ZERO
from simulation.compute.words import NOBODY
from simulation.scenario.coefficients import Rules
from simulation.state.columns import ACTIVE, APOLOGIES_HEARD, NEWS_HEARD, Now, Tables, Tally

BRANDS, CREATORS = range(2)
"""``Brands.news``: of whom there is any today."""


@behaviour
def hear_news(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` may hear of crises today."""
    if tables.brands.news[BRANDS] != 0:
        hear_of_brands(c, now, tables, rules, tally)
    if tables.brands.news[CREATORS] != 0:
        hear_of_creators(c, now, tables, rules)


@behaviour
def hear_of_brands(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` may hear of brands in a crisis, and of their apologies.

    News is heard with probability ``reach crisis``; a person who does not know the brand takes it up with probability
    ``publicity`` only, and knows the brand from then on. Then ``trust <- (1 - harm) trust``,
    ``attitude <- max(attitude - anger, -1)``, and with probability ``gossip`` the person says so, valence -1. An
    apology is heard with probability ``reach apology`` and repairs ``trust += repair apology (standing - trust)`` where
    trust is below ``standing``, the reputation before the crisis.
    """
    consumers, brands, crises = tables.consumers, tables.brands, rules.crises
    for b in range(brands.crisis.size):
        bad, sorry = brands.crisis[b], brands.apology[b]
        if bad <= ZERO and sorry <= ZERO:
            continue
        u0, u1, u2, u3 = draw4(now.seed, NEWS, c, now.day, b, 0)
        if u0 < crises.reach * bad and (consumers.aware[c, b] != 0 or u3 < crises.publicity):
            tally.brand[b, NEWS_HEARD] += 1
            become_aware(c, b, tables, rules, tally)
            consumers.trust[c, b] -= crises.harm * consumers.trust[c, b]
            consumers.attitude[c, b] = max(consumers.attitude[c, b] - crises.anger, -ONE)
            if u1 < crises.gossip:
                speak(c, b, -1, -ONE, tables.mail)
        knows = consumers.aware[c, b] != 0  # a person who does not know the brand passes over its apology too
        if knows and u2 < crises.reach * sorry and consumers.trust[c, b] < brands.standing[b]:
            tally.brand[b, APOLOGIES_HEARD] += 1
            consumers.trust[c, b] += crises.repair * sorry * (brands.standing[b] - consumers.trust[c, b])


@behaviour
def who_has_scandal(first: int, number: int, tables: Tables) -> np.uint64:
    """Return which of up to 64 follow edges from ``first`` on lead to a creator with a scandal, a bit each."""
    creator, scandal = tables.follows.creator, tables.creators.scandal
    begin, found = np.uint64(first), NOBODY
    for k in range(np.uint64(number)):
        i = np.uint64(creator[begin + np.uint64(k)])
        found |= np.uint64(scandal[i] > ZERO) << np.uint64(k)
    return found


@behaviour
def hear_of_creators(c: int, now: Now, tables: Tables, rules: Rules) -> None:
    """Consumer ``c`` may hear of scandals of creators whom ``c`` follows: evidence against them, first hand or not.

    With probability ``reach scandal``: ``beta += verdict``, passed on with probability ``gossip``, valence -1.
    """
    follows, creators, crises = tables.follows, tables.creators, rules.crises
    for e in range(follows.start[c], follows.start[c + 1]):
        i = follows.creator[e]
        reach = creators.scandal[i]
        if reach > ZERO and (follows.tie[e] & ACTIVE) != 0:
            u0, u1, _, _ = draw4(now.seed, NEWS, c, now.day, i, 1)
            if u0 < crises.reach * reach:
                follows.beta[e] += crises.verdict
                if u1 < crises.gossip:
                    speak(c, -1, i, -ONE, tables.mail)
