"""Macro: the whole budget on one creator with half a million to a million followers."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.celebrity import Celebrity
from simulation.strategies.hiring import BigTier


@scenario_part
class Macro(Celebrity):
    """One macro creator, chosen as :class:`Celebrity` chooses."""

    tier: BigTier = "macro"
