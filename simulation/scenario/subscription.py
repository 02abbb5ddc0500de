"""Selling by subscription: a customer pays each period until it cancels."""

from __future__ import annotations

import math
from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part

DAYS_OF_A_MONTH = 365.25 / 12


@scenario_part
class Subscription:
    """Whether the studied brand sells a subscription, and how its subscribers leave."""

    enabled: Annotated[
        bool,
        parameter("", "Whether the studied brand sells by subscription: its price is that of one period.", OURS),
    ] = False
    churn: Annotated[
        float, parameter("1/month", "Share of the subscribers who cancel in a month.", OURS, ge=0, lt=1)
    ] = 0.05
    period: Annotated[int, parameter("days", "Days that a payment is for.", OURS, ge=1, le=366)] = 30

    @property
    def cancel(self) -> float:
        """Probability that a subscriber cancels at the end of a period: ``1 - (1 - churn)^(period / month)``."""
        return 1.0 - math.pow(1 - self.churn, self.period / DAYS_OF_A_MONTH)
