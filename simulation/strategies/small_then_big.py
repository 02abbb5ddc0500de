"""Small, then big: small creators in the first half of the campaign, one big one in the second."""

from __future__ import annotations

from typing import ClassVar

from simulation.scenario.parameter import scenario_part
from simulation.strategies.sequence import Sequence


@scenario_part
class SmallThenBig(Sequence):
    """Gu, Zhang, Kannan 2024 find that small-first harms the big one; see facts.md big_small_interaction."""

    small_first: ClassVar[bool] = True
