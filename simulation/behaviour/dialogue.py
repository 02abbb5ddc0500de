"""Conversation: being answered by a brand or a creator, question-and-answer sessions, personal advice, the forum."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.draws import ANSWER, SESSION, draw4
from simulation.compute.float32 import HALF, ONE, ZERO, clip
from simulation.scenario.coefficients import Rules
from simulation.state.columns import (
    ADVISED,
    ANSWERED,
    ASKED,
    ATTENDED,
    FRIENDLY,
    MACHINES_NOTICED,
    REPLIED,
    THREADS_READ,
    UNFRIENDLY,
    WRITTEN,
    Consumers,
    Now,
    Tables,
    Tally,
)


@behaviour
def write(c: int, e: int, b: int, tables: Tables) -> None:
    """Consumer ``c`` wrote a comment or a message under a post: the last one of the day waits for its answer."""
    tables.mail.asked[c] = b + 1 if b >= 0 else -1
    tables.mail.edge[c] = e


@behaviour
def comment_on(c: int, b: int, i: int, covert: bool, consumers: Consumers, tally: Tally) -> None:
    """A comment under a sponsored post is friendly, unless its writer dislikes the brand or feels misled."""
    if covert or consumers.attitude[c, b] < ZERO:
        tally.creator[i, UNFRIENDLY] += 1
    else:
        tally.creator[i, FRIENDLY] += 1


@behaviour
def read_thread(c: int, b: int, i: int, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Read the comments under creator ``i``'s sponsored posts: opinion moves by bounded confidence, as in talk.

    ``a += forum (s - a)`` if ``|s - a| <= epsilon``, s the mean sentiment of the comments still read, in -1..1. Who
    does not know the brand reads on without an opinion of it.
    """
    creators, consumers = tables.creators, tables.consumers
    praise, scorn = creators.praise[i], creators.scorn[i]
    if praise + scorn <= ZERO:
        return
    tally.brand[b, THREADS_READ] += 1
    if consumers.aware[c, b] == 0:
        return
    distance = (praise - scorn) / (praise + scorn) - consumers.attitude[c, b]
    if abs(distance) <= rules.talk.confidence:
        consumers.attitude[c, b] = clip(consumers.attitude[c, b] + rules.conversation.forum * distance, -ONE, ONE)


@behaviour
def warm_to(c: int, b: int, liking: np.float32, closeness: np.float32, consumers: Consumers) -> None:
    """Close a share of the distance to full liking of a brand, and another of that to full trust in it, if known."""
    if consumers.aware[c, b] == 0:
        return
    consumers.attitude[c, b] += liking * (ONE - consumers.attitude[c, b])
    consumers.trust[c, b] += closeness * (ONE - consumers.trust[c, b])


@behaviour
def cool_to(c: int, b: int, liking: np.float32, share: np.float32, consumers: Consumers) -> None:
    """Lose some liking of a brand and a share of the trust in it, if it is known."""
    if consumers.aware[c, b] == 0:
        return
    consumers.attitude[c, b] = max(consumers.attitude[c, b] - liking, -ONE)
    consumers.trust[c, b] -= share * consumers.trust[c, b]


@behaviour
def hear_back(c: int, b: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Who wrote under brand ``b``'s post is answered or not, by a person or a machine, which may be noticed."""
    consumers, brands, rule = tables.consumers, tables.brands, rules.conversation
    u0, u1, u2, _ = draw4(now.seed, ANSWER, c, now.day, b, 0)
    tally.brand[b, ASKED] += 1
    if u0 >= brands.response[b]:
        cool_to(c, b, rule.silence, ZERO, consumers)
        return
    tally.brand[b, ANSWERED] += 1
    if u1 >= brands.machine[b]:
        warm_to(c, b, rule.reply, rule.closeness, consumers)
    elif u2 < rule.noticed + (ONE - rule.noticed) * consumers.knowledge[c]:
        tally.brand[b, MACHINES_NOTICED] += 1
        cool_to(c, b, rule.insulted, rule.insulted, consumers)
    else:
        warm_to(c, b, rule.reply, ZERO, consumers)


@behaviour
def answer(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` hears back from the brand and the creator, comes to a session, or gets personal advice."""
    consumers, brands, mail, rule = tables.consumers, tables.brands, tables.mail, rules.conversation
    asked = mail.asked[c]
    if asked != 0:
        mail.asked[c] = 0
        e = mail.edge[c]
        i = tables.follows.creator[e]
        tally.creator[i, WRITTEN] += 1
        if asked > 0:
            hear_back(c, asked - 1, now, tables, rules, tally)
        _, _, _, u3 = draw4(now.seed, ANSWER, c, now.day, brands.price.size, 0)
        if u3 < tables.creators.reply[i]:
            tally.creator[i, REPLIED] += 1
            tables.follows.alpha[e] += rule.creator_reply
    for b in range(brands.price.size):
        if brands.session[b] <= ZERO and brands.advice[b] <= ZERO:
            continue
        u0, u1, _, _ = draw4(now.seed, SESSION, c, now.day, b, 0)
        if u0 < brands.session[b] and consumers.aware[c, b] != 0 and consumers.attitude[c, b] >= ZERO:
            tally.brand[b, ATTENDED] += 1
            warm_to(c, b, rule.session, rule.session * HALF, consumers)
        if u1 < brands.advice[b] and wants_advice(c, b, consumers):
            tally.brand[b, ADVISED] += 1
            warm_to(c, b, rule.advice, rule.advice, consumers)


@behaviour
def wants_advice(c: int, b: int, consumers: Consumers) -> bool:
    """Say whether a person is given advice: knows the brand, met its content, did not buy since the campaign began."""
    return bool(consumers.aware[c, b] != 0 and consumers.exposures[c, b] > 0 and consumers.purchases[c, b] == 0)
