"""Exposure: what reaches a consumer today, and the reaction to each post and advertisement."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.affinity import brand_affinity, niche_affinity
from simulation.behaviour.dialogue import comment_on, is_unfriendly, read_thread, write
from simulation.behaviour.engagement import (
    COMMENT,
    LIKE,
    MESSAGE,
    NOTHING,
    SAVE,
    SHARE,
    chance_to_unfollow,
    engage,
    engagement_utility,
    interest_in_outside,
    is_ignored,
    is_mutual,
    repeated,
)
from simulation.behaviour.persuasion import become_aware, count_exposure, is_wasted, persuade
from simulation.behaviour.recognition import chance_to_recognise, feel_load, learn, load_on
from simulation.behaviour.salience import attention_to_post, bring_to_mind
from simulation.behaviour.talk import speak
from simulation.behaviour.touchpoints import is_withheld, note_post
from simulation.behaviour.trust import (
    authenticity_of_sponsored,
    experience,
    lose_brand_trust,
    move_brand_trust,
    severity_of_breach,
    trust_of,
)
from simulation.compute.compiling import behaviour, inlined
from simulation.compute.draws import FEED, OPT_IN, SEE, draw4, draw16
from simulation.compute.float32 import HALF, ONE, ZERO, exponential
from simulation.compute.words import EACH, bytes_below, bytes_equal, lowest_bit, without_lowest
from simulation.scenario.coefficients import Rules
from simulation.state.columns import (
    ACTIVE,
    BETRAYED,
    CALL_OUTS,
    COMMENTS,
    ENGAGED,
    LIKES,
    LOST,
    MESSAGES,
    ORGANIC,
    POST_IMPRESSIONS,
    POSTS,
    REACHED,
    RECOGNISED,
    SAVES,
    SEEN,
    SHARES,
    SPONSORED_LOST,
    SPONSORED_SEEN,
    STUDIED,
    STUDIED_CAUGHT,
    STUDIED_ENGAGED,
    STUDIED_LIKES,
    STUDIED_LOST,
    STUDIED_SEEN,
    UNFOLLOWS,
    UNFRIENDLY_COMMENTS,
    WASTED_IMPRESSIONS,
    Now,
    Tables,
    Tally,
)

REFERENCE_TRUST = np.float32(0.7)
EIGHT = 8
"""Creators of a feed whose posts one draw decides on, two posts of each."""
PARTS = np.float32(256)
MOST = np.float32(255)
NONE, NEXT, BITS = np.uint64(0), np.uint64(1), np.uint64(8)
SECOND_BLOCK = 16  # a post's further draws: slots are fewer than sixteen


@behaviour
def chance_to_see(visibility: np.float32, trust: np.float32, tilt: np.float32) -> np.float32:
    """``rho0 (F / F0)^-a (1 + tilt (T - 0.7))``; the first two factors are the creator's ``visibility``."""
    return visibility * (ONE + tilt * (trust - REFERENCE_TRUST))


@behaviour
def see_feed(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` reads the day's feed: posts of followed creators, as far as there is room for them.

    The feed begins at another creator each day, so that a short attention does not always favour the same ones. It goes
    through the creators eight at a time, and through two posts of each before any further ones.
    """
    follows, content = tables.follows, tables.content
    first = follows.start[c]
    degree = follows.start[c + 1] - first
    left = tables.consumers.room[c]
    if degree == 0 or left == 0:
        return
    turn = (now.day + c) % degree
    for place in range(0, degree, EIGHT):
        s = 0
        while s >= 0:
            shown, further = appearing(c, place, turn, s, now, tables, rules)
            while shown != NONE:
                bit = lowest_bit(shown)
                shown = without_lowest(shown)
                e = in_feed(first, degree, turn + place + (bit >> 3))
                if (follows.tie[e] & ACTIVE) == 0:
                    continue  # unfollowed: the creator's further posts are not seen
                i = follows.creator[e]
                post = s + (bit & 1)
                if content.brand[i, post] == ORGANIC or sees_sponsored(c, now, rules):
                    _, u1, u2, u3 = draw4(now.seed, FEED, c, now.day, i, post)
                    read_post(unsigned(c), unsigned(e), i, post, u1, u2, u3, now, tables, rules, tally)
                    left -= 1
                    if left == 0:
                        return
            s = s + 2 if further else -1


@inlined
def appearing(c: int, place: int, turn: int, s: int, now: Now, tables: Tables, rules: Rules) -> tuple[np.uint64, bool]:
    """Return which posts ``s`` and ``s + 1`` of eight creators appear, and whether any has further ones.

    The posts are the lowest two bits of each creator's byte. One draw of sixteen bytes decides on all: a post appears
    if its byte is below 256 times the probability to see it. Where the byte alone leaves it open (one in 256), a
    uniform of the post's own decides. Without branches on what is drawn: a processor guesses those wrong, which costs
    as much as a draw.
    """
    follows, content = tables.follows, tables.content
    first = follows.start[c]
    degree = follows.start[c + 1] - first
    even, odd = draw16(now.seed, SEE, c, now.day, place, s)
    e = np.uint64(in_feed(first, degree, turn + place))
    begin, end = np.uint64(first), np.uint64(first + degree)
    parts, posts, shift = NONE, NONE, NONE
    for _ in range(min(EIGHT, degree - place)):
        i = follows.creator[e]
        parts |= np.uint64(whole_of(parts_to_see(e, i, tables, rules))) << shift
        posts |= np.uint64(content.number[i]) * np.uint64(follows.tie[e] & ACTIVE) << shift
        shift += BITS
        e += NEXT
        if e == end:
            e = begin
    one_posted = bytes_below(EACH * np.uint64(s), posts)
    two_posted = bytes_below(EACH * np.uint64(s + 1), posts)
    shown = bytes_below(even, parts) & one_posted | (bytes_below(odd, parts) & two_posted) << NEXT
    left_open = bytes_equal(even, parts) & one_posted | (bytes_equal(odd, parts) & two_posted) << NEXT
    while left_open != NONE:
        bit = lowest_bit(left_open)
        left_open = without_lowest(left_open)
        if is_shown(c, in_feed(first, degree, turn + place + (bit >> 3)), s + (bit & 1), now, tables, rules):
            shown |= NEXT << np.uint64(bit)
    return shown, bytes_below(EACH * np.uint64(s + 2), posts) != NONE


@behaviour
def parts_to_see(e: int | np.uint64, i: int, tables: Tables, rules: Rules) -> np.float32:
    """Return how many of 256 bytes show a post of creator ``i`` over edge ``e``."""
    trust = trust_of(tables.follows.alpha[e], tables.follows.beta[e])
    return PARTS * chance_to_see(tables.creators.visibility[i], trust, rules.feed.trust_tilt)


@behaviour
def whole_of(parts: np.float32) -> np.int32:
    """Return the whole part, as far as a byte holds it: the rest is left open."""
    return np.int32(min(max(parts, ZERO), MOST))


@behaviour
def is_shown(c: int, e: int, s: int, now: Now, tables: Tables, rules: Rules) -> bool:
    """Say whether a post appears whose byte leaves it open: with the probability that is left."""
    i = tables.follows.creator[e]
    parts = parts_to_see(e, i, tables, rules)
    u0, _, _, _ = draw4(now.seed, FEED, c, now.day, i, s)
    return bool(u0 < parts - np.float32(whole_of(parts)))


@behaviour
def in_feed(first: int, degree: int, place: int) -> int:
    """Return the edge at a place of the day's feed, which goes round: places are below twice the degree."""
    return first + (place if place < degree else place - degree)


@behaviour
def unsigned(row: int) -> int:
    """Return a row in a type without a sign: compiled code need not ask at each column whether it is negative."""
    return np.uint64(row)  # type: ignore[return-value]


@behaviour
def sees_sponsored(c: int, now: Now, rules: Rules) -> bool:
    """Say whether sponsored posts are shown to somebody: under opt-in, only to people who agreed.

    That is the share ``opted_in`` of people.
    """
    if rules.regulation.opted_in >= ONE:
        return True
    u0, _, _, _ = draw4(now.seed, OPT_IN, c, 0, 0, 0)
    return bool(u0 < rules.regulation.opted_in)


@inlined
def read_post(
    c: int,
    e: int,
    i: int,
    s: int,
    u_recognise: np.float32,
    u_engage: np.float32,
    u_unfollow: np.float32,
    now: Now,
    tables: Tables,
    rules: Rules,
    tally: Tally,
) -> None:
    """Consumer ``c`` reads post ``s`` of creator ``i`` over edge ``e``: recognises, feels, is moved, reacts.

    In this order: a sponsored post may be recognised, which teaches. The authenticity felt is the creator's integrity;
    at a recognised post with a label that of :func:`authenticity_of_sponsored`; at one without (covert) 0, with
    :func:`severity_of_breach`. The feed load moves, then trust on the edge. A post of a brand of this market is taken
    in as its message; at one for a brand outside the affinity is :func:`interest_in_outside`. Then the person reacts
    with odds of ``exp`` of :func:`engagement_utility`, times activity and the format's factor, at a brand's post also
    times :func:`repeated`, and may unfollow. Trust T and load L are those before the post.
    """
    consumers, follows, content = tables.consumers, tables.follows, tables.content
    b = content.brand[i, s]
    if is_withheld(c, b, POSTS, 1, tables.holdout):
        return
    fit = content.fit[i, s]
    sponsored = b != ORGANIC
    trust = trust_of(follows.alpha[e], follows.beta[e])
    mutual = is_mutual(e, follows)
    load = load_on(c, i, consumers, tables.creators, rules.recognition)
    tally.creator[i, SEEN] += 1

    recognised = False
    covert = False
    authenticity = tables.creators.integrity[i]
    severity = ONE
    if sponsored:
        tally.creator[i, SPONSORED_SEEN] += 1
        label = content.label[i, s] != 0
        recognised = bool(
            u_recognise
            < chance_to_recognise(label, fit, content.control[i, s], load, consumers.knowledge[c], rules.recognition)
        )
        if recognised:
            learn(c, consumers, rules.recognition)
            covert = not label
            if covert:
                authenticity = ZERO
                severity = severity_of_breach(trust, rules.trust)
            else:
                authenticity = authenticity_of_sponsored(authenticity, fit, content.uses[i, s] != 0, rules.trust)
    feel_load(c, sponsored, consumers, rules.recognition)
    experience(e, authenticity, severity, follows, rules.trust)

    if b >= 0:
        affinity = take_in_message(c, b, i, s, trust, fit, recognised, covert, now, tables, rules, tally)
    else:
        affinity = niche_affinity(c, tables.creators.niche[i], consumers, tables.brands)
        if sponsored:
            affinity = interest_in_outside(fit, affinity, rules.engagement)

    utility = engagement_utility(
        trust, affinity, mutual, content.quality[i, s], load, recognised, rules.engagement, rules.feed
    )
    factor = consumers.activity[c] * rules.feed.format_engagement[content.format[i, s]]
    action = NOTHING
    if not is_ignored(u_engage, utility, factor, mutual, rules.feed):
        odds = exponential(utility) * factor
        if b >= 0 and rules.engagement.fatigue > ZERO:
            odds *= repeated(consumers.recent[c, b], rules.engagement.fatigue)
        action = engage(u_engage, odds, mutual, rules.feed)
    if action != NOTHING:
        tally.creator[i, ENGAGED] += 1
        if b >= 0:
            tally.brand[b, column_of(action)] += 1
        if action == SHARE:
            speak(c, max(b, -1), i, HALF, tables.mail)
        elif action == COMMENT or action == MESSAGE:
            if b >= 0 and action == COMMENT and is_unfriendly(c, b, covert, consumers):
                tally.brand[b, UNFRIENDLY_COMMENTS] += 1
            if rules.conversation.enabled > ZERO:
                write(c, e, max(b, -1), tables)
                if action == COMMENT and b >= 0:
                    comment_on(c, b, i, covert, consumers, tally)

    annoyance = tables.creators.leaving[i] if recognised else ZERO
    leaves = bool(u_unfollow < chance_to_unfollow(trust, fit, annoyance, covert, rules.engagement))
    if b == STUDIED:
        count_for_studied(i, action, leaves, covert, tally)
    if leaves:
        follows.tie[e] &= ~ACTIVE
        tally.creator[i, LOST] += 1
        if sponsored:
            tally.creator[i, SPONSORED_LOST] += 1
        if b >= 0:
            tally.brand[b, UNFOLLOWS] += 1


@behaviour
def count_for_studied(i: int, action: int, leaves: bool, covert: bool, tally: Tally) -> None:
    """Count a post of the studied brand for creator ``i``: in one place, as branches spread over the post cost 5 %."""
    tally.creator[i, STUDIED_SEEN] += 1
    tally.creator[i, STUDIED_LOST] += leaves
    tally.creator[i, STUDIED_CAUGHT] += covert
    if action != NOTHING:
        tally.creator[i, STUDIED_ENGAGED] += 1
        tally.creator[i, STUDIED_LIKES + action - LIKE] += 1


@behaviour
def column_of(action: int) -> int:
    """Return the column of the tally that counts an action."""
    if action == LIKE:
        return LIKES
    if action == COMMENT:
        return COMMENTS
    if action == SHARE:
        return SHARES
    if action == MESSAGE:
        return MESSAGES
    assert action == SAVE
    return SAVES


@behaviour
def take_in_message(
    c: int,
    b: int,
    i: int,
    s: int,
    trust: np.float32,
    fit: np.float32,
    recognised: bool,
    covert: bool,
    now: Now,
    tables: Tables,
    rules: Rules,
    tally: Tally,
) -> np.float32:
    """What a sponsored post does for and to the brand that paid. Returns the consumer's affinity to it.

    It is noticed with probability ``m = awareness (1 + brief control) closeness n``, n of :func:`attention_to_post`: a
    known brand's salience closes the share m of its distance to 1; an unknown brand becomes known with probability
    ``unknown m``.

    Not covert, or not recognised: :func:`persuade` with strength ``(1 + brief control) T fit``, times
    ``1 - recognised`` if it was recognised; trust in the brand closes ``brand_gain`` of its distance to T. Disclosed
    and recognised is thus a discount now (the credit comes through trust in the creator). Covert and recognised is a
    lasting penalty: ``attitude <- max(attitude - covert, -1)``, ``trust <- (1 - kappa T) trust``; and with probability
    ``call_out T negativity`` the person says so, valence -T. Adstock grows by T. A person who does not know the brand
    has no opinion of it that could move, and passes the post on all the same.
    """
    consumers = tables.consumers
    affinity = brand_affinity(c, b, consumers, tables.brands)
    u0, u1, u2, _ = draw4(now.seed, FEED, c, now.day, i, s + SECOND_BLOCK)
    tally.brand[b, POST_IMPRESSIONS] += 1
    note_post(c, b, i, tables.touches)
    if is_wasted(consumers.rate[c], affinity):
        tally.brand[b, WASTED_IMPRESSIONS] += 1
    clear = ONE + rules.persuasion.brief * tables.content.control[i, s]
    noticed = rules.persuasion.awareness * clear * attention_to_post(trust, fit, affinity, rules.noticing)
    noticed *= tables.creators.closeness[i]
    if consumers.aware[c, b] != 0:
        bring_to_mind(c, b, min(noticed, ONE), consumers)
    elif u0 < rules.persuasion.unknown * noticed:
        become_aware(c, b, tables, rules, tally)
    knows = consumers.aware[c, b] != 0
    if recognised:
        tally.brand[b, RECOGNISED] += 1
    if covert:
        tally.brand[b, BETRAYED] += 1
        if knows:
            consumers.attitude[c, b] = max(consumers.attitude[c, b] - rules.persuasion.covert, -ONE)
            lose_brand_trust(c, b, trust, consumers, rules.trust)
        if u1 < rules.talk.call_out * trust * rules.talk.negativity:
            tally.brand[b, CALL_OUTS] += 1
            speak(c, b, i, -trust, tables.mail)
    elif knows:
        strength = clear * trust * fit * (ONE - rules.persuasion.recognised if recognised else ONE)
        persuade(c, b, strength, consumers, rules.persuasion)
        move_brand_trust(c, b, trust, rules.trust.brand_gain, consumers)
    if count_exposure(c, b, trust, consumers, rules):
        tally.brand[b, REACHED] += 1
    if u2 < rules.conversation.threads:
        read_thread(c, b, i, tables, rules, tally)
    return affinity
