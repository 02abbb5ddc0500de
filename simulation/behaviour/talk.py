"""Talk: shares, recommendations and call-outs reach friends the next day."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.persuasion import become_aware
from simulation.behaviour.recognition import hear_of_deception
from simulation.behaviour.salience import bring_to_mind
from simulation.behaviour.trust import lose_brand_trust
from simulation.compute.compiling import behaviour
from simulation.compute.draws import HEAR, draw4
from simulation.compute.float32 import ONE, ZERO, clip
from simulation.scenario.coefficients import Rules
from simulation.state.columns import (
    ACTIVE,
    HEARD_NEGATIVE,
    HEARD_POSITIVE,
    WON,
    Follows,
    Mail,
    Now,
    Tables,
    Tally,
)


@behaviour
def speak(c: int, brand: int, creator: int, valence: np.float32, mail: Mail) -> None:
    """Say something today. One thing a day: what is felt most strongly stays."""
    if abs(valence) > abs(mail.valence[c]):
        mail.brand[c] = brand
        mail.creator[c] = creator
        mail.valence[c] = valence


@behaviour
def knock(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """If ``c`` said something yesterday, tell every friend that there is something to hear.

    The one write into other rows: a constant, so that neither order nor threads can matter. It spares those without
    news the reading of all their friends.
    """
    friends, mail = tables.friends, tables.mail
    if mail.yesterday_valence[c] != ZERO:
        for f in range(friends.start[c], friends.start[c + 1]):
            mail.waiting[friends.friend[f]] = 1


@behaviour
def find_follow(c: int, i: int, follows: Follows) -> int:
    """Return the edge from consumer ``c`` to creator ``i``, or -1."""
    for e in range(follows.start[c], follows.start[c + 1]):
        if follows.creator[e] == i:
            return e
    return -1


@behaviour
def listen(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` hears what friends said yesterday, each message with its own draw.

    It gets through with probability ``hear``.
    """
    friends, mail = tables.friends, tables.mail
    if mail.waiting[c] == 0:
        return
    mail.waiting[c] = 0
    for f in range(friends.start[c], friends.start[c + 1]):
        friend = friends.friend[f]
        if mail.yesterday_valence[friend] != ZERO:
            u0, u1, u2, _ = draw4(now.seed, HEAR, c, now.day, friend, 0)
            if u0 < rules.talk.hear:
                hear(c, friend, u1, u2, tables, rules, tally)


@behaviour
def hear(
    c: int, friend: int, u_retell: np.float32, u_discover: np.float32, tables: Tables, rules: Rules, tally: Tally
) -> None:
    """One message gets through, of valence v.

    The brand becomes known; its salience closes ``talk`` of its distance to 1, and ``W <- W + v``. Attitude moves by
    bounded confidence, ``a += mu credibility (v - a)`` only if ``|v - a| <= epsilon`` (Deffuant et al. 2000), and news
    (a brand not known before, a call-out) is retold with probability ``retell``. A call-out also lowers trust in the
    brand, ``trust <- (1 + kappa credibility v) trust``, and, if ``c`` follows the creator, in the creator,
    ``beta += w_minus credibility (-v)``: second-hand, so discounted by trust in the teller. A share makes a latent
    follow active with probability ``discovery``.
    """
    consumers, follows, mail = tables.consumers, tables.follows, tables.mail
    b, i, valence = mail.yesterday_brand[friend], mail.yesterday_creator[friend], mail.yesterday_valence[friend]
    talk = rules.talk
    call_out = valence < ZERO and i >= 0
    e = find_follow(c, i, follows) if i >= 0 else -1
    if b >= 0:
        news = become_aware(c, b, tables, rules, tally)
        bring_to_mind(c, b, rules.salience.talk, consumers)
        consumers.heard[c, b] += valence
        tally.brand[b, HEARD_NEGATIVE if valence < ZERO else HEARD_POSITIVE] += 1
        distance = valence - consumers.attitude[c, b]
        if abs(distance) <= talk.confidence:
            moved = consumers.attitude[c, b] + talk.influence * talk.credibility * distance
            consumers.attitude[c, b] = clip(moved, -ONE, ONE)
        if call_out:
            hear_of_deception(c, consumers, rules.recognition)
            lose_brand_trust(c, b, -valence * talk.credibility, consumers, rules.trust)
        if (news or call_out) and u_retell < talk.retell:
            speak(c, b, i, valence, mail)
    if e >= 0:
        if call_out:
            follows.beta[e] += rules.trust.gain * rules.trust.asymmetry * -valence * talk.credibility
        elif (follows.tie[e] & ACTIVE) == 0 and u_discover < talk.discovery:
            follows.tie[e] |= ACTIVE
            tally.creator[i, WON] += 1
