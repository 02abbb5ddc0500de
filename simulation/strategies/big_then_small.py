"""Big, then small: one big creator in the first half of the campaign, small ones in the second."""

from __future__ import annotations

from typing import ClassVar

from simulation.scenario.parameter import scenario_part
from simulation.strategies.sequence import Sequence


@scenario_part
class BigThenSmall(Sequence):
    """The other order of :class:`SmallThenBig`."""

    small_first: ClassVar[bool] = False
