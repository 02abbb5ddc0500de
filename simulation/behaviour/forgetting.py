"""Forgetting: what fades overnight, and brands that people forget and hear of again.

Whoever knows a brand that does not come to mind may forget that it exists; what comes to mind is kept (memory traces
that decay and are renewed: Anderson, Schooler 1991). Awareness falls when advertising stops, after a while in which it
stays (Aravindakshan, Naik 2011): a person who has just heard of a brand has it in mind. Form and values ours.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.persuasion import become_aware
from simulation.behaviour.salience import fallen_back
from simulation.behaviour.subscription import is_subscriber
from simulation.compute.compiling import behaviour
from simulation.compute.draws import REMEMBER, draw4
from simulation.compute.float32 import ONE, ZERO
from simulation.scenario.coefficients import TURN, Rules
from simulation.state.columns import STUDIED, Consumers, Now, Tables, Tally


@behaviour
def forget(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` forgets: what is felt fades overnight (:func:`fade`), and brands (:func:`forget_brands`)."""
    fade(c, c + 1, tables.consumers, rules)
    if looks_back(c, now, rules):
        forget_brands(c, now, tables, rules, tally)


@behaviour
def looks_back(c: int, now: Now, rules: Rules) -> bool:
    """Say whether it is consumer ``c``'s day of the week to forget brands."""
    return bool(rules.salience.forgotten > ZERO and (c + now.day) % TURN == 0)


@behaviour
def fade(first: int, last: int, consumers: Consumers, rules: Rules) -> None:
    """For consumers ``first`` to ``last``, adstock (Broadbent 1979), attitude, salience and what was heard fade.

    ``E <- carryover E``, ``attitude <- retention attitude``, ``W <- memory W``; salience as in :func:`fallen_back`, the
    count of exposures by ``2^(-1 / wear_half_life)``. One column after the other, all brands in a row and without a
    sign: so a processor does several numbers at once.
    """
    brands = consumers.aware.shape[1]
    begin, end = np.uint64(first * brands), np.uint64(last * brands)
    aware = consumers.aware.reshape(-1)
    adstock, attitude = consumers.adstock.reshape(-1), consumers.attitude.reshape(-1)
    for k in range(begin, end):
        adstock[k] *= rules.persuasion.carryover
    for k in range(begin, end):
        attitude[k] *= rules.persuasion.retention
    salience, resting = consumers.salience.reshape(-1), consumers.resting.reshape(-1)
    for k in range(begin, end):
        if aware[k] != 0:
            salience[k] = fallen_back(salience[k], resting[k], rules)
    heard = consumers.heard.reshape(-1)
    for k in range(begin, end):
        if aware[k] != 0:
            heard[k] *= rules.talk.memory
    if rules.persuasion.wear_half_life > ZERO:
        recent = consumers.recent.reshape(-1)
        for k in range(begin, end):
            recent[k] *= rules.fading.recent


@behaviour
def forget_brands(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Once a week consumer ``c`` may forget that a brand exists, and may hear of another without any campaign.

    A known brand is forgotten with probability ``f (1 - A)``, with A its salience and ``f = 1 - 2^(-7 / forgotten)``;
    never the brand that one subscribes to. An unknown one becomes known with probability ``found``, of which
    ``brands.upkeep`` decides (:func:`simulation.world.people.found_again`), and comes to mind as to those who knew it
    at the start.
    """
    consumers, found = tables.consumers, tables.brands.found
    u0, u1, u2, u3 = ONE, ONE, ONE, ONE
    for b in range(consumers.aware.shape[1]):
        lane = b % 4
        if lane == 0:
            u0, u1, u2, u3 = draw4(now.seed, REMEMBER, c, now.day, b // 4, 0)
        u = u0 if lane == 0 else u1 if lane == 1 else u2 if lane == 2 else u3
        if consumers.aware[c, b] != 0:
            kept = b == STUDIED and is_subscriber(c, tables)
            if not kept and u < rules.fading.forgotten * (ONE - consumers.salience[c, b]):
                lose(c, b, consumers)
        elif u < found[b]:
            become_aware(c, b, tables, rules, tally)
            consumers.salience[c, b] = rules.salience.resting
            consumers.resting[c, b] = rules.salience.resting


@behaviour
def lose(c: int, b: int, consumers: Consumers) -> None:
    """Forget a brand, and all that one thought and heard of it; what one did and saw is still counted."""
    consumers.aware[c, b] = 0
    consumers.attitude[c, b] = ZERO
    consumers.adstock[c, b] = ZERO
    consumers.heard[c, b] = ZERO
