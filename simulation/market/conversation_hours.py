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

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.state.columns import ASKED

if TYPE_CHECKING:
    from simulation.model import MarketModel


@dataclasses.dataclass(frozen=True)
class Shift:
    """A run of days on which a brand talks with people.

    Attributes:
        brand: The brand's row.
        first: First day, as ``model.day`` counts.
        days: How many.
        replies: Hours a week for answers to comments and messages.
        sessions: Hours a week for question-and-answer sessions.
        advice: Hours a week for personal recommendations.
        automation: Share of the answers that a machine writes.
    """

    brand: int
    first: int
    days: int
    replies: float
    sessions: float
    advice: float
    automation: float

    def runs(self, day: int) -> bool:
        """Say whether anybody is there on a day."""
        return self.first <= day < self.first + self.days


class Shifts:
    """All shifts that run or are yet to run."""

    def __init__(self, shifts: list[Shift] | None = None) -> None:
        """Take the shifts."""
        self.shifts: list[Shift] = shifts or []
        self.able: dict[int, float] = {}  # answers that today's hours allow, by brand; made anew each morning

    def copy(self) -> Shifts:
        """Return shifts that can go on by themselves."""
        return Shifts(list(self.shifts))

    def to_list(self) -> list[dict[str, Any]]:
        """Return plain data, as ``Shift(**data)`` takes it."""
        return [dataclasses.asdict(shift) for shift in self.shifts]

    def begin_day(self, model: MarketModel) -> None:
        """Set what today's hours can do. Answers are shared among as many as asked yesterday."""
        brands, rule = model.tables.brands, model.scenario.conversation
        for column in (brands.response, brands.machine, brands.session, brands.advice):
            column.fill(0)
        self.able = {}
        if not rule.enabled:
            return
        self.shifts = [shift for shift in self.shifts if shift.first + shift.days > model.day]
        for b in sorted({shift.brand for shift in self.shifts if shift.runs(model.day)}):
            mine = [shift for shift in self.shifts if shift.brand == b and shift.runs(model.day)]
            by_hand = sum(s.replies * (1 - s.automation) for s in mine) / 7 * rule.replies_per_hour
            by_machine = sum(s.replies * s.automation for s in mine) / 7 * rule.replies_per_hour * rule.machine_speed
            able = by_hand + by_machine
            self.able[b] = able
            asked = model.log.brand[-1][b, ASKED] * model.people_per_consumer if model.log.brand else 0.0
            if able > 0:
                brands.response[b] = min(able / asked, 1.0) if asked > 0 else 1.0
                brands.machine[b] = by_machine / able
            held = sum(s.sessions for s in mine) / 7 / rule.session_hours
            brands.session[b] = 1 - (1 - rule.attendance) ** held
            advised = sum(s.advice for s in mine) / 7 * rule.advice_per_hour
            brands.advice[b] = min(advised / wanting(model, b), 1.0) if advised > 0 else 0.0

    def work_off(self, model: MarketModel) -> NDArray[np.float64]:
        """Answer what waits, in the evening: float64[2, B, patience], in people.

        First those answered today after 1, 2, ... days, then those left, who are as old. Who wrote yesterday can be
        answered today, after one day.
        """
        rule, brands = model.scenario.conversation, len(model.brands)
        day = np.zeros((2, brands, rule.patience))
        if model.log.waits:
            before = model.log.waits[-1][1, :, : rule.patience - 1]  # a fork may have another patience
            day[1, :, 1 : 1 + before.shape[1]] = before
        day[1, :, 0] = model.tally.brand[:, ASKED] * model.people_per_consumer
        for b, able in self.able.items():
            day[0, b], day[1, b] = serve(day[1, b], able)
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


def wanting(model: MarketModel, b: int) -> float:
    """Return how many people advice can be given to (``behaviour.conversation.wants_advice``), at least one."""
    consumers = model.consumers
    who = (consumers.aware[:, b] != 0) & (consumers.exposures[:, b] > 0) & (consumers.purchases[:, b] == 0)
    return max(float(np.count_nonzero(who)) * model.people_per_consumer, 1.0)
