"""Brands: what they sell, what they can spend, how they manage creators.

The first brand is the one whose plan is studied.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from pydantic import Field

from simulation.scenario.management import Management
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.scenario.subscription import Subscription

Share = Annotated[float, Field(ge=0, le=1)]
Price = Annotated[float, Field(ge=0.01, le=1e9)]
Utility = Annotated[float, Field(ge=-100, le=100)]


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
    wage: Annotated[float, parameter("USD/hour", "Cost of a manager's hour.", OURS, ge=0, le=1000)] = 40.0
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
