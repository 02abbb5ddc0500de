"""How strong a brand's messages are: the parameters of what a message does, all multiplied by one number."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import numpy as np

from simulation.scenario import Scenario

NAMES = ("consumers.persuasion.awareness", "consumers.persuasion.gain", "consumers.purchase.adstock", "platform.share")
"""What a message does: it makes the brand known and brings it to mind, moves attitude, is fresh when one buys, and is
passed on to friends."""
MOST = (1.0, 1.0, np.inf, 1.0)
"""The greatest value that each of these can take: all but the third are shares."""
RANGE = (0.125, 2.0)
"""The weakest and the strongest messages that are looked at, against an average brand's (ours)."""


def of_strength(values: Mapping[str, Any], strength: float) -> dict[str, float]:
    """Return these parameters with messages so strong, against ``values``, or the market's where these lack one."""
    market = Scenario()
    now = {name: float(values[name] if name in values else attrgetter(name)(market)) for name in NAMES}
    return {name: min(now[name] * strength, most) for name, most in zip(NAMES, MOST, strict=True)}
