"""Conversation as work: hours that a brand buys for replies, question-and-answer sessions and personal advice.

What the hours do today stands in ``Brands.response``, ``machine``, ``session`` and ``advice``.

**How long answers take.** Comments and messages wait in a line of counts by age, one line a brand, the oldest answered
first, as many a day as the hours allow; what is older than ``conversation.patience`` is closed. So waiting comes from
demand against hours (a queue M/D/c in which people give up). People feel whether they are answered, not when: their
chance of an answer is today's hours against yesterday's demand, as before, and the line changes nothing that they do.
Where hours are short all the time, as many are answered by the one as by the other; where they are short at times, the
line answers late those whom the chance left without.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.market_base import Market
from simulation.state.columns import ASKED


def begin_day(market: Market) -> None:
    """Set what today's hours can do. Answers are shared among as many as asked yesterday."""
    brands, rule = market.tables.brands, market.scenario.conversation
    for column in (brands.response, brands.machine, brands.session, brands.advice):
        column.fill(0)
    market.shifts.able = {}
    if not rule.enabled:
        return
    market.shifts.shifts = [shift for shift in market.shifts.shifts if shift.first + shift.days > market.day]
    for b in sorted({shift.brand for shift in market.shifts.shifts if shift.runs(market.day)}):
        mine = [shift for shift in market.shifts.shifts if shift.brand == b and shift.runs(market.day)]
        by_hand = sum(s.replies * (1 - s.automation) for s in mine) / 7 * rule.replies_per_hour
        by_machine = sum(s.replies * s.automation for s in mine) / 7 * rule.replies_per_hour * rule.machine_speed
        able = by_hand + by_machine
        market.shifts.able[b] = able
        asked = market.history.brand[-1][b, ASKED] * market.people_per_consumer if market.history.brand else 0.0
        if able > 0:
            brands.response[b] = min(able / asked, 1.0) if asked > 0 else 1.0
            brands.machine[b] = by_machine / able
        held = sum(s.sessions for s in mine) / 7 / rule.session_hours
        brands.session[b] = 1 - (1 - rule.attendance) ** held
        advised = sum(s.advice for s in mine) / 7 * rule.advice_per_hour
        brands.advice[b] = min(advised / wanting(market, b), 1.0) if advised > 0 else 0.0


def work_off(market: Market) -> NDArray[np.float64]:
    """Answer what waits, in the evening: float64[2, B, patience], in people.

    First those answered today after 1, 2, ... days, then those left, who are as old. Who wrote yesterday can be
    answered today, after one day.
    """
    patience = market.scenario.conversation.patience
    day = np.zeros((2, market.brand_count, patience))
    before = market.shifts.line[:, : patience - 1]  # a fork may have another patience
    day[1, :, 1 : 1 + before.shape[1]] = before
    day[1, :, 0] = market.tally.brand[:, ASKED] * market.people_per_consumer
    for b, able in market.shifts.able.items():
        day[0, b], day[1, b] = serve(day[1, b], able)
    market.shifts.line = day[1]
    return day


def serve(waiting: NDArray[np.float64], able: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Answer the oldest first.

    Args:
        waiting: how many have waited 1, 2, ... days, float64[ages].
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
