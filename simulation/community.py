"""Conversation as work: hours that a brand buys for replies, question-and-answer sessions and personal advice.

What the hours do today stands in ``Brands.response``, ``machine``, ``session`` and ``advice``.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.columns import ASKED

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
        if not rule.enabled:
            return
        self.shifts = [shift for shift in self.shifts if shift.first + shift.days > model.day]
        for b in sorted({shift.brand for shift in self.shifts if shift.runs(model.day)}):
            mine = [shift for shift in self.shifts if shift.brand == b and shift.runs(model.day)]
            by_hand = sum(s.replies * (1 - s.automation) for s in mine) / 7 * rule.replies_per_hour
            by_machine = sum(s.replies * s.automation for s in mine) / 7 * rule.replies_per_hour * rule.machine_speed
            able = by_hand + by_machine
            asked = model.log.brand[-1][b, ASKED] * model.people_per_consumer if model.log.brand else 0.0
            if able > 0:
                brands.response[b] = min(able / asked, 1.0) if asked > 0 else 1.0
                brands.machine[b] = by_machine / able
            held = sum(s.sessions for s in mine) / 7 / rule.session_hours
            brands.session[b] = 1 - (1 - rule.attendance) ** held
            advised = sum(s.advice for s in mine) / 7 * rule.advice_per_hour
            brands.advice[b] = min(advised / wanting(model, b), 1.0) if advised > 0 else 0.0


def wanting(model: MarketModel, b: int) -> float:
    """Return how many people advice can be given to (``behaviour.conversation.wants_advice``), at least one."""
    consumers = model.consumers
    who = (consumers.exposures[:, b] > 0) & (consumers.purchases[:, b] == 0)
    return max(float(np.count_nonzero(who)) * model.people_per_consumer, 1.0)
