"""Plans kept, repeated, and carried out in part: what the worlds of one campaign differ in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from simulation.state.columns import CHANNELS
from simulation.strategies.asking import ask
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

COMMUNITY = "community"
PAID = (*CHANNELS, COMMUNITY)
"""What a plan can buy beside creators: advertisements by channel, and the hours of people who talk."""


class Recorder(Strategy):
    """Plans as another strategy does, and keeps each week's plan in ``plans``."""

    def __init__(self, strategy: Strategy) -> None:
        """Wrap a strategy."""
        self.strategy = strategy
        self.plans: dict[int, Plan] = {}

    @property
    def name(self) -> str:
        """The name of the strategy inside."""
        return self.strategy.name

    def plan(self, view: View) -> Plan:
        """Plan and remember."""
        self.plans[view.week] = ask(self.strategy, view)
        return self.plans[view.week]


class Replay(Strategy):
    """Buys what was written down, whatever it sees."""

    def __init__(self, plans: Mapping[int, Plan]) -> None:
        """Take the plan of each week; a week without one buys nothing."""
        self.plans = dict(plans)

    def plan(self, view: View) -> Plan:
        """Return the week's plan."""
        return self.plans.get(view.week, Plan())


class Without(Strategy):
    """Carries out another strategy's plans, less the offers to some creators and what is bought on some channels.

    The money of what is dropped is not spent, and the strategy inside does not get to see it again: else it would buy
    something else for it. A strategy that learns from sales may still plan differently; wrap a :class:`Replay` where
    the rest must stay as it was.
    """

    def __init__(self, strategy: Strategy, creators: Iterable[int] = (), channels: Iterable[str] = ()) -> None:
        """Wrap a strategy.

        Args:
            strategy: Whose plans are carried out in part.
            creators: Rows of the creators who get no offer.
            channels: Channels on which nothing is bought, of :data:`PAID`.
        """
        self.strategy = strategy
        self.creators = frozenset(creators)
        self.channels = frozenset(channels)
        self.withheld = 0

    @property
    def name(self) -> str:
        """The name of the strategy inside."""
        return self.strategy.name

    def plan(self, view: View) -> Plan:
        """Return what is left of the plan."""
        plan = ask(self.strategy, dataclasses.replace(view, unspent=view.unspent - self.withheld))
        dropped = [offer for offer in plan.offers if offer.creator in self.creators]
        self.withheld += sum(
            view.hiring(min(offer.posts, int(view.available[offer.creator])), offer.fee)
            for offer in dropped
            # who would decline would not be paid
            if view.available[offer.creator] > 0 and offer.fee >= view.quotes[offer.creator]
        )
        self.withheld += sum(buy.cost for buy in plan.adverts if buy.channel in self.channels)
        if COMMUNITY in self.channels:
            self.withheld += sum(shift.cost(view.wage, view.days_left) for shift in plan.community)
        return Plan(
            offers=tuple(offer for offer in plan.offers if offer.creator not in self.creators),
            adverts=tuple(buy for buy in plan.adverts if buy.channel not in self.channels),
            community=() if COMMUNITY in self.channels else plan.community,
            cells=plan.cells,
        )
