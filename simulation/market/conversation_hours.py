"""Conversation as work: hours that a brand buys for replies, question-and-answer sessions and personal advice.

What the hours do today stands in ``Brands.turn``, ``response``, ``machine``, ``session`` and ``advice``.

**Answers.** A person who asks a brand waits in that brand's queue; ``Mail.unanswered`` has the day. Each morning the
hours go to those who wait: the oldest questions first, as many as the hours allow. If the hours run out among the
questions of one day, these are answered by lot, so that their number is right on average. A question that is still open
at the age of ``conversation.patience`` is closed, which the person minds. So whether people are answered, and how long
it takes, come from demand against hours, by one account (a queue M/D/c in which people give up), and
``asked = answered + waiting + closed``, person by person.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.market_base import Market
from simulation.state.columns import ANSWERED, ASKED, NOT_YET


def begin_day(market: Market) -> None:
    """Set what today's hours can do. Answers go to the oldest questions of those who wait this morning.

    Of h hours a week for replies, with the share a by machine, ``h / 7 replies_per_hour (1 - a + a machine_speed)`` can
    be answered today. A session is attended with ``1 - (1 - attendance)^(hours / 7 / session_hours)``; advice reaches
    those who want it with ``min(hours / 7 advice_per_hour / people, 1)``.
    """
    brands, rule, shifts = market.tables.brands, market.scenario.conversation, market.shifts
    for column in (brands.response, brands.machine, brands.session, brands.advice):
        column.fill(0)
    brands.turn.fill(NOT_YET)
    if not rule.enabled:
        return
    shifts.shifts = [shift for shift in shifts.shifts if shift.first + shift.days > market.day]
    for b in sorted({shift.brand for shift in shifts.shifts if shift.runs(market.day)}):
        mine = [shift for shift in shifts.shifts if shift.brand == b and shift.runs(market.day)]
        by_hand = sum(s.replies * (1 - s.automation) for s in mine) / 7 * rule.replies_per_hour
        by_machine = sum(s.replies * s.automation for s in mine) / 7 * rule.replies_per_hour * rule.machine_speed
        able = by_hand + by_machine
        if able > 0:
            age, brands.response[b] = share_out(waiting(market, b)[1:], able / market.people_per_consumer)
            brands.turn[b] = market.day - age
            brands.machine[b] = by_machine / able
        held = sum(s.sessions for s in mine) / 7 / rule.session_hours
        brands.session[b] = 1 - (1 - rule.attendance) ** held
        advised = sum(s.advice for s in mine) / 7 * rule.advice_per_hour
        brands.advice[b] = min(advised / wanting(market, b), 1.0) if advised > 0 else 0.0


def work_off(market: Market) -> NDArray[np.int64]:
    """Return the day's account in the evening, int64[2, B, ages], in simulated consumers.

    First those answered today, by how many days they had waited (1, 2, ...), then those who wait, by how many days ago
    they asked (0, 1, ...): a day later they have waited one day longer.
    """
    patience, before = market.scenario.conversation.patience, market.shifts.line
    ages = max(patience, before.shape[1])  # a fork may have less patience
    day = np.zeros((2, market.brand_count, ages), np.int64)
    asked, answered_today = market.tally.brand[:, ASKED], market.tally.brand[:, ANSWERED]
    quiet = not (before.any() or asked.any() or answered_today.any())  # nobody waits, asks or is answered
    for b in () if quiet else range(market.brand_count):
        answered, left = serve(before[b], answered_today[b])
        day[0, b, : len(answered)] = answered
        day[1, b, 0] = asked[b]
        open_still = left[: patience - 1]  # what is older was closed
        day[1, b, 1 : 1 + len(open_still)] = open_still
    market.shifts.line = day[1]
    return day


def waiting(market: Market, b: int) -> NDArray[np.int64]:
    """Return how many people wait for an answer of a brand, by how many days ago they asked, int64[ages]."""
    since = market.tables.mail.unanswered[:, b]
    return np.bincount(market.day - since[since != NOT_YET].astype(np.int64)).astype(np.int64)


def share_out(waiting: NDArray[np.int64], able: float) -> tuple[int, float]:
    """Return which questions are answered, the oldest first.

    Args:
        waiting: how many have waited 1, 2, ... days, int64[ages].
        able: how many can be answered.

    Returns:
        The fewest days of waiting that are answered, and the probability of an answer after just as many: those who
        have waited longer are answered for certain. More days than anybody has waited, and 0, if nobody is answered.
    """
    answered, _ = serve(waiting, able)
    reached = np.flatnonzero(answered)
    if not reached.size:
        return len(waiting) + 1, 0.0
    youngest = int(reached[0])
    return youngest + 1, float(answered[youngest] / waiting[youngest])


def serve[T: (np.int64, np.float64)](
    waiting: NDArray[T], able: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many of each age are answered, the oldest first.

    Args:
        waiting: how many have waited 1, 2, ... days, [ages].
        able: how many can be answered.

    Returns:
        How many of each age are answered, and how many are left.
    """
    older = np.cumsum(waiting[::-1])[::-1] - waiting
    answered = np.clip(able - older, 0.0, waiting)
    return answered, waiting - answered


def wanting(market: Market, b: int) -> float:
    """Return how many people advice can be given to (``behaviour.dialogue.wants_advice``), at least one."""
    consumers = market.consumers
    who = (consumers.aware[:, b] != 0) & (consumers.exposures[:, b] > 0) & (consumers.purchases[:, b] == 0)
    return max(float(np.count_nonzero(who)) * market.people_per_consumer, 1.0)
