"""Brands: what they sell, what they can spend, how they manage creators.

The first brand is the one whose plan is studied.
"""

from __future__ import annotations

import math
from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

Share = Annotated[float, Field(ge=0, le=1)]
Price = Annotated[float, Field(ge=0.01, le=1e9)]
Utility = Annotated[float, Field(ge=-100, le=100)]


SURVEYS = "facts.md management_hours"
DAYS_OF_A_MONTH = 365.25 / 12


@scenario_part
class Management:
    """What a relationship with a creator takes."""

    mode: Annotated[
        Literal["hand", "platform", "agency"],
        parameter("", "Who manages creators: the brand by hand, with the help of a platform, or an agency.", SURVEYS),
    ] = "hand"
    capacity: Annotated[
        float | None,
        parameter(
            "hours/week",
            "Hours that the brand's managers have; null: as many as are needed, so that nothing queues.",
            OURS,
            ge=LEAST,
            le=1e6,
        ),
    ] = 240.0
    platform_hours: Annotated[
        float, parameter("hours", "Manager hours per creator and campaign with a platform.", OURS, ge=0, le=1000)
    ] = 5.0
    platform_fee: Annotated[float, parameter("USD per campaign", "What a platform costs.", OURS, ge=0, le=1e9)] = (
        12_000.0
    )
    agency_hours: Annotated[
        float,
        parameter(
            "hours",
            "Manager hours per creator and campaign that are left to the brand with an agency.",
            OURS,
            ge=0,
            le=1000,
        ),
    ] = 1.0
    agency_share: Annotated[
        float, parameter("1", "What an agency takes, as a share of the fees that it handles.", SURVEYS, ge=0, le=5)
    ] = 0.3
    thin: Annotated[
        float,
        parameter(
            "1", "Share of a post's quality that is lost where nobody had time to brief the creator.", OURS, ge=0, le=1
        ),
    ] = 0.4


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


@scenario_part
class Brands:
    """One value per brand, or one value for all."""

    names: Annotated[
        list[str],
        parameter(
            "names",
            "The brands; the first is the one whose plan is studied.",
            OURS,
        ),
    ] = field(default_factory=lambda: ["Alder", "Birch", "Cedar", "Dogwood"])
    niches: Annotated[list[str], parameter("niches", "Each brand's niche.", OURS)] = field(
        default_factory=lambda: ["coffee", "food", "books", "coffee"]
    )
    price: Annotated[list[Price], parameter("USD", "Price of one purchase.", "model.md, orders of magnitude")] = field(
        default_factory=lambda: [30.0]
    )
    margin: Annotated[
        list[Share],
        parameter(
            "1", "Share of the price that remains after all costs but marketing.", "model.md, orders of magnitude"
        ),
    ] = field(default_factory=lambda: [0.4])
    quality: Annotated[list[Share], parameter("1", "Product quality: the mean satisfaction of a buyer.", OURS)] = field(
        default_factory=lambda: [0.7]
    )
    appeal: Annotated[
        list[Utility],
        parameter(
            "utility",
            "Constant of a brand's utility against the outside option's 0.",
            "calibrated to model.md, orders of magnitude",
        ),
    ] = field(default_factory=lambda: [-3.2])
    awareness: Annotated[list[Share], parameter("1", "Share of consumers who know the brand at the start.", OURS)] = (
        field(default_factory=lambda: [0.68])
    )
    upkeep: Annotated[
        list[Share],
        parameter(
            "1",
            "Share of those who forget a brand at the start whom shops, packages and other news make good.",
            OURS,
        ),
    ] = field(default_factory=lambda: [1.0])
    trust: Annotated[list[Share], parameter("1", "Trust in the brand at the start.", OURS)] = field(
        default_factory=lambda: [0.5]
    )
    loyal: Annotated[
        list[Share], parameter("1", "Share of the category's buyers whose habit is this brand at the start.", OURS)
    ] = field(default_factory=lambda: [0.06])
    habit: Annotated[float, parameter("1", "Loyalty of those buyers at the start.", OURS, ge=0, le=1)] = 0.6
    budget: Annotated[
        float,
        parameter(
            "USD",
            "The studied brand's campaign budget: fees, media and hours together.",
            "model.md, orders of magnitude: a few per cent of revenue",
            ge=0,
            le=1e12,
        ),
    ] = 250_000.0
    campaign_days: Annotated[
        int, parameter("days", "Length of the campaign; what follows it is measured too.", OURS, ge=1, le=3650)
    ] = 84
    wage: Annotated[float, parameter("USD/hour", "Cost of a manager's hour.", OURS, ge=0, le=1e7)] = 40.0
    hours_per_creator: Annotated[
        float,
        parameter(
            "hours", "Manager hours per creator and campaign, by hand.", "facts.md management_hours", ge=0, le=1000
        ),
    ] = 14.0
    control: Annotated[float, parameter("1", "How tightly the brief scripts the post.", OURS, ge=0, le=1)] = 0.3
    management: Management = field(default_factory=Management)
    subscription: Subscription = field(default_factory=Subscription)
    rivals: Annotated[
        list[str],
        parameter(
            "strategies",
            "The strategies of the other brands: one for all, or one per rival, in the order of `names`; settings may"
            " stand beside a name: `hybrid share=0.3`.",
            OURS,
        ),
    ] = field(default_factory=lambda: ["none"])
    rival_budget: Annotated[float, parameter("USD", "Each rival's campaign budget.", OURS, ge=0, le=1e12)] = 250_000.0

    @property
    def manager_hours(self) -> float:
        """Hours that a brand itself spends per creator and campaign, as it manages them."""
        how = self.management
        return {"hand": self.hours_per_creator, "platform": how.platform_hours, "agency": how.agency_hours}[how.mode]
