"""Contracts with creators on stated weeks: what a lesson's brand does, so that the lesson can say it."""

from __future__ import annotations

import dataclasses

from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@dataclasses.dataclass(frozen=True)
class Contract:
    """A contract.

    Attributes:
        week: Of the campaign, from 0, in which it is offered.
        posts: Adverts in it; with none, nothing is offered.
        label: Whether they say that they are adverts.
        control: How tightly the brief scripts them, 0..1.
        days: Length; ``None``: until the campaign ends.
        creator: The creator's row.
    """

    week: int
    posts: int
    label: bool
    control: float = 0.0
    days: int | None = None
    creator: int = 0


class Contracts(Strategy):
    """Offers each contract in its week, well paid."""

    def __init__(self, *contracts: Contract) -> None:
        """Keep the contracts."""
        self.contracts = contracts

    def plan(self, view: View) -> Plan:
        """Return the offers of this week."""
        return Plan(
            offers=tuple(
                Offer(
                    each.creator,
                    each.posts,
                    fee=int(2 * view.quotes[each.creator]),
                    control=each.control,
                    label=each.label,
                    days=each.days,
                )
                for each in self.contracts
                if each.week == view.week and each.posts
            )
        )
