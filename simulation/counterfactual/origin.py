"""Where a model comes from: enough to live its days once more."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulation.scenario import Scenario
    from simulation.strategies.strategy import Strategy


class Origin(NamedTuple):
    """Whether the world was built from scenario and seed, and who decided what from which day on.

    Attributes:
        built: Without it (a world that was handed over, a model that was loaded) no day can be lived again.
        turns: First day, scenario and all brands' strategies, as they were on that day.
    """

    built: bool
    turns: list[tuple[int, Scenario, list[Strategy]]]

    def going_on(self, day: int, scenario: Scenario, strategies: list[Strategy]) -> Origin:
        """Return the origin of a twin that goes its own way from a day on."""
        before = [turn for turn in self.turns if turn[0] < day]
        return Origin(self.built, [*before, (day, scenario, copy.deepcopy(strategies))])
