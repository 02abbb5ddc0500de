"""The compiled loops: each runs one behaviour over a run of rows. They release the interpreter's lock.

Where few people have anything to do, a word says of 64 at a time who has: the others need no call.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.adverts import any_adverts, any_feed_adverts, see_adverts, see_feed_adverts
from simulation.behaviour.content import publish
from simulation.behaviour.creator_decisions import is_day_to_reconsider, posts_to_take, reconsider
from simulation.behaviour.crisis_news import BRANDS, CREATORS, hear_news, who_has_scandal
from simulation.behaviour.dialogue import answer, who_is_answered
from simulation.behaviour.exposure import see_feed
from simulation.behaviour.forgetting import fade, forget_brands, looks_back
from simulation.behaviour.purchase import shop, who_shops
from simulation.behaviour.talk import knock, listen
from simulation.behaviour.touchpoints import enter
from simulation.compute.compiling import loop
from simulation.compute.words import NOBODY, WORD, lowest_bit, nonzero, without_lowest
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Ints, Now, Tables, Tally


@loop
def publish_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`publish` for creators ``first`` to ``last``."""
    for i in range(first, last):
        publish(i, now, tables, rules, tally)


@loop
def reconsider_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`reconsider` for creators ``first`` to ``last``."""
    if not is_day_to_reconsider(now, rules):
        return
    for i in range(first, last):
        reconsider(i, now, tables, rules, tally)


@loop
def ask_rows(
    b: int, most: int, days: int, control: np.float32, day: int, tables: Tables, rules: Rules, posts: Ints
) -> None:
    """Ask every creator how many of ``most`` posts for brand ``b`` it would take at its price: written to ``posts``."""
    for i in range(posts.size):
        fee = np.float32(tables.creators.asked[i])
        posts[i] = posts_to_take(i, b, fee, most, days, control, day, tables, rules)


@loop
def see_feed_adverts_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`see_feed_adverts` for consumers ``first`` to ``last``."""
    if not any_feed_adverts(tables.brands):
        return
    for c in range(first, last):
        see_feed_adverts(c, now, tables, rules, tally)


@loop
def see_feed_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`see_feed` for consumers ``first`` to ``last``."""
    for c in range(first, last):
        see_feed(c, now, tables, rules, tally)


@loop
def see_adverts_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`see_adverts` for consumers ``first`` to ``last``."""
    if not any_adverts(tables.brands):
        return
    for c in range(first, last):
        see_adverts(c, now, tables, rules, tally)


@loop
def knock_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`knock` for consumers ``first`` to ``last``."""
    for block in range(first, last, WORD):
        found = nonzero(tables.mail.yesterday_valence, block, min(WORD, last - block))
        while found != NOBODY:
            knock(block + lowest_bit(found), now, tables, rules, tally)
            found = without_lowest(found)


@loop
def listen_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`listen` for consumers ``first`` to ``last``."""
    for block in range(first, last, WORD):
        found = nonzero(tables.mail.waiting, block, min(WORD, last - block))
        while found != NOBODY:
            listen(block + lowest_bit(found), now, tables, rules, tally)
            found = without_lowest(found)


@loop
def shop_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`shop` for consumers ``first`` to ``last``."""
    for block in range(first, last, WORD):
        found = who_shops(block, min(WORD, last - block), now, tables, rules)
        while found != NOBODY:
            shop(block + lowest_bit(found), now, tables, rules, tally)
            found = without_lowest(found)


@loop
def forget_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`forget` for consumers ``first`` to ``last``."""
    fade(first, last, tables.consumers, rules)
    for c in range(first, last):
        if looks_back(c, now, rules):
            forget_brands(c, now, tables, rules, tally)


@loop
def answer_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`answer` for consumers ``first`` to ``last``."""
    for block in range(first, last, WORD):
        found = who_is_answered(block, min(WORD, last - block), tables)
        while found != NOBODY:
            answer(block + lowest_bit(found), now, tables, rules, tally)
            found = without_lowest(found)


@loop
def hear_news_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`hear_news` for consumers ``first`` to ``last``."""
    if tables.brands.news[BRANDS] != 0:
        for c in range(first, last):
            hear_news(c, now, tables, rules, tally)
    elif tables.brands.news[CREATORS] != 0:  # which concerns few: only their edges are looked for
        start, c = tables.follows.start, first
        for block in range(start[first], start[last], WORD):
            found = who_has_scandal(block, min(WORD, start[last] - block), tables)
            while found != NOBODY:
                e = block + lowest_bit(found)
                found = without_lowest(found)
                if e < start[c]:  # another edge of who has just heard
                    continue
                while e >= start[c + 1]:
                    c += 1
                hear_news(c, now, tables, rules, tally)
                c += 1


@loop
def enter_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """:func:`enter` for consumers ``first`` to ``last``."""
    for c in range(first, last):
        enter(c, tables)
