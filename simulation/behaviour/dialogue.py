"""Conversation: being answered by a brand or a creator, question-and-answer sessions, personal advice, the forum."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.draws import ANSWER, SESSION, draw4
from simulation.compute.float32 import HALF, ONE, ZERO, clip
from simulation.compute.words import EVERYBODY, WORD, nonzero
from simulation.scenario.coefficients import Rules
from simulation.state.columns import (
    ADVISED,
    ANSWERED,
    ASKED,
    ATTENDED,
    CLOSED,
    FRIENDLY,
    MACHINES_NOTICED,
    NOT_YET,
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
    """Consumer ``c`` wrote a comment or a message under a post: the last one of the day is the day's question."""
    tables.mail.asked[c] = b + 1 if b >= 0 else -1
    tables.mail.edge[c] = e


@behaviour
def is_unfriendly(c: int, b: int, covert: bool, consumers: Consumers) -> bool:
    """Say whether a comment under a sponsored post is unfriendly: its writer dislikes the brand or feels misled."""
    return bool(covert or consumers.attitude[c, b] < ZERO)


@behaviour
def comment_on(c: int, b: int, i: int, covert: bool, consumers: Consumers, tally: Tally) -> None:
    """A comment under a sponsored post is friendly or not, see :func:`is_unfriendly`; those who come later read it."""
    if is_unfriendly(c, b, covert, consumers):
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
    """Close a share of the distance to full liking of a brand, and another of that to full trust in it, if known.

    ``attitude += liking (1 - attitude)``, ``trust += closeness (1 - trust)``.
    """
    if consumers.aware[c, b] == 0:
        return
    consumers.attitude[c, b] += liking * (ONE - consumers.attitude[c, b])
    consumers.trust[c, b] += closeness * (ONE - consumers.trust[c, b])


@behaviour
def cool_to(c: int, b: int, liking: np.float32, share: np.float32, consumers: Consumers) -> None:
    """Lose some liking of a brand and a share of the trust in it, if it is known.

    ``attitude <- max(attitude - liking, -1)``, ``trust <- (1 - share) trust``.
    """
    if consumers.aware[c, b] == 0:
        return
    consumers.attitude[c, b] = max(consumers.attitude[c, b] - liking, -ONE)
    consumers.trust[c, b] -= share * consumers.trust[c, b]


@behaviour
def ask(c: int, b: int, now: Now, tables: Tables, tally: Tally) -> None:
    """Consumer ``c`` wrote under a post of brand ``b`` and waits for its answer, or keeps the place it has."""
    if tables.mail.unanswered[c, b] == NOT_YET:
        tables.mail.unanswered[c, b] = now.day
        tally.brand[b, ASKED] += 1


@behaviour
def hear_back(c: int, b: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c``, who waits for an answer of brand ``b``, gets it if it is the question's turn, or goes on waiting.

    Older questions than those of the day ``Brands.turn`` are answered for certain, those of that day by lot. A question
    that is not answered by the age of ``conversation.patience`` is closed.
    """
    mail, brands = tables.mail, tables.brands
    since, turn = int(mail.unanswered[c, b]), int(brands.turn[b])
    u0, u1, u2, _ = draw4(now.seed, ANSWER, c, now.day, b, 0)
    if since < turn or (since == turn and u0 < brands.response[b]):
        mail.unanswered[c, b] = NOT_YET
        tally.brand[b, ANSWERED] += 1
        be_answered(c, b, u1, u2, tables, rules, tally)
    elif now.day - since >= int(rules.conversation.patience):
        mail.unanswered[c, b] = NOT_YET
        tally.brand[b, CLOSED] += 1
        give_up(c, b, tables.consumers, rules)


@behaviour
def be_answered(
    c: int, b: int, u_machine: np.float32, u_noticed: np.float32, tables: Tables, rules: Rules, tally: Tally
) -> None:
    """A person or a machine answers in the brand's name; a machine may be noticed, which insults.

    A machine does with probability ``machine``, and is noticed with probability ``noticed + (1 - noticed) PK``: then
    liking falls by ``insulted`` and trust by that share. Else liking warms by ``reply``, and at a person's answer trust
    by ``closeness``.
    """
    consumers, rule = tables.consumers, rules.conversation
    if u_machine >= tables.brands.machine[b]:
        warm_to(c, b, rule.reply, rule.closeness, consumers)
    elif u_noticed < rule.noticed + (ONE - rule.noticed) * consumers.knowledge[c]:
        tally.brand[b, MACHINES_NOTICED] += 1
        cool_to(c, b, rule.insulted, rule.insulted, consumers)
    else:
        warm_to(c, b, rule.reply, ZERO, consumers)


@behaviour
def give_up(c: int, b: int, consumers: Consumers, rules: Rules) -> None:
    """Nobody answered: the brand is liked less, by ``silence``."""
    cool_to(c, b, rules.conversation.silence, ZERO, consumers)


@behaviour
def answer(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` may hear back from brands, come to a session, get personal advice; then today's question is put.

    So a brand answers on the day after the question at the earliest. The creator answers on the day, or not: with
    probability ``reply`` of the creator, and then ``alpha += creator_reply`` on that edge. A person who knows a brand
    and does not dislike it comes to a session with probability ``session`` of the brand: liking warms by ``session``
    and trust by half of that. Personal advice comes with probability ``advice`` of the brand and warms both by
    ``advice``.
    """
    consumers, brands, mail, rule = tables.consumers, tables.brands, tables.mail, rules.conversation
    for b in range(brands.price.size):
        if mail.unanswered[c, b] != NOT_YET:
            hear_back(c, b, now, tables, rules, tally)
        if brands.session[b] <= ZERO and brands.advice[b] <= ZERO:
            continue
        u0, u1, _, _ = draw4(now.seed, SESSION, c, now.day, b, 0)
        if u0 < brands.session[b] and consumers.aware[c, b] != 0 and consumers.attitude[c, b] >= ZERO:
            tally.brand[b, ATTENDED] += 1
            warm_to(c, b, rule.session, rule.session * HALF, consumers)
        if u1 < brands.advice[b] and wants_advice(c, b, consumers):
            tally.brand[b, ADVISED] += 1
            warm_to(c, b, rule.advice, rule.advice, consumers)
    asked = mail.asked[c]
    if asked != 0:
        mail.asked[c] = 0
        e = mail.edge[c]
        i = tables.follows.creator[e]
        tally.creator[i, WRITTEN] += 1
        if asked > 0:
            ask(c, asked - 1, now, tables, tally)
        _, _, _, u3 = draw4(now.seed, ANSWER, c, now.day, brands.price.size, 0)
        if u3 < tables.creators.reply[i]:
            tally.creator[i, REPLIED] += 1
            tables.follows.alpha[e] += rule.creator_reply


@behaviour
def who_is_answered(first: int, number: int, tables: Tables) -> np.uint64:
    """Return for which of up to 64 consumers from ``first`` on :func:`answer` does anything today, a bit each.

    Everybody where a brand holds a session or gives advice; else who wrote or waits for a brand. Few wait: a look at
    all of their places at once comes first.
    """
    brands, unanswered = tables.brands, tables.mail.unanswered
    found, waiting = nonzero(tables.mail.asked, first, number), False
    for b in range(brands.price.size):
        if brands.session[b] > ZERO or brands.advice[b] > ZERO:
            return EVERYBODY >> np.uint64(WORD - number)
    places, entries = unanswered.reshape(-1), np.uint64(brands.price.size)
    for k in range(np.uint64(first) * entries, np.uint64(first + number) * entries):
        waiting |= places[k] != NOT_YET
    if waiting:
        for k in range(number):
            for b in range(brands.price.size):
                found |= np.uint64(unanswered[first + k, b] != NOT_YET) << np.uint64(k)
    return found


@behaviour
def wants_advice(c: int, b: int, consumers: Consumers) -> bool:
    """Say whether a person is given advice: knows the brand, saw its content, did not buy since the campaign began."""
    return bool(consumers.aware[c, b] != 0 and consumers.exposures[c, b] > 0 and consumers.purchases[c, b] == 0)
