"""A brand as its folder describes it: the answers, and the tables that are there. All money is in its own currency."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Buying = Literal["one-off", "repeat", "subscription"]
"""How customers buy: once in years, again and again, or by a subscription that runs until it is cancelled."""
Goal = Literal["profit", "sales", "new customers", "cost per customer"]


@dataclass(frozen=True)
class Answers:
    """The answers of ``brand.yaml``; what was not answered has the default, and stands in ``assumed``.

    Attributes:
        name: The brand.
        niches: What it is about, the brand's own first; the market's niches or words of one's own.
        currency: ISO code; prices, budgets and results are in it. Nothing is converted.
        price: Of one purchase; of one billing period with a subscription.
        margin: Share of the price that remains after all costs but marketing, 0..1.
        people: In the market: whoever could ever buy.
        units: Purchases in ``weeks_counted`` weeks; 0 at a launch.
        customers: Different people who bought in these weeks; None: not known.
        weeks_counted: Weeks that ``units`` and ``customers`` are counted over.
        known: Share of the people who know the brand, 0..1; None: not known.
        buying: How customers buy.
        churn: Share of subscribers who cancel in a month, 0..1; None where there is no subscription, or not known.
        budget: For the campaign.
        wages_included: Whether hours of one's own people are paid out of the budget; if not, they are told apart.
        weeks: Length of the campaign.
        goal: What plans are ranked by.
        cost_cap: Most that a new customer may cost, with the goal ``cost per customer``.
        assumed: What was not answered -> what is assumed instead, in words.
    """

    name: str
    niches: tuple[str, ...]
    currency: str
    price: float
    margin: float
    people: float
    units: float
    customers: float | None
    weeks_counted: float
    known: float | None
    buying: Buying
    churn: float | None
    budget: float
    wages_included: bool
    weeks: int
    goal: Goal
    cost_cap: float | None = None
    assumed: Mapping[str, str] = field(default_factory=dict)

    @property
    def launch(self) -> bool:
        """Whether nothing has been sold yet."""
        return self.units == 0


@dataclass(frozen=True)
class RosterCreator:
    """One creator of the roster. What is None is not known; shares are 0..1."""

    handle: str
    followers: float
    fee: float | None  # for one sponsored post
    platform: str | None = None
    niche: str | None = None
    engagement_rate: float | None = None  # engagements on a post per follower
    average_views: float | None = None  # people who see one post
    bought_share: float | None = None  # of the followers
    country: str | None = None
    code_uses: float | None = None  # purchases with this creator's code, so far


@dataclass(frozen=True)
class Sales:
    """Sales by week: the Monday that each begins with, units, revenue and spend by channel, all of one length."""

    weeks: tuple[datetime.date, ...]
    units: tuple[float, ...]
    revenue: tuple[float, ...] | None = None
    spend: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # channel -> by week

    def recent(self, weeks: int) -> slice:
        """Return the places of the last weeks by the calendar, which are fewer where some are missing."""
        first = self.weeks[-1] - datetime.timedelta(weeks=weeks - 1)
        return slice(bisect.bisect_left(self.weeks, first), None)


@dataclass(frozen=True)
class PlannedWeek:
    """One row of ``plan.csv``: spend on a channel, or posts of a creator, in a week of the campaign (from 1)."""

    week: int
    channel: str | None = None  # broadcast, paid_social, search, retargeting
    handle: str | None = None
    spend: float | None = None
    posts: int | None = None
    format: str | None = None
    label: bool | None = None


@dataclass(frozen=True)
class Price:
    """One row of ``prices.csv``: what a channel or a tier of creators costs."""

    what: str  # a channel or a tier
    unit: Literal["1000 impressions", "post"]
    price: float
    minimum: float = 0.0  # least that can be spent
    agency_share: float = 0.0  # of the spend, on top, 0..1


@dataclass(frozen=True)
class LiftTest:
    """One field test of ``tests.csv``: purchases that a channel's spend added between two days."""

    channel: str
    start: datetime.date
    end: datetime.date
    spend: float
    lift: float
    standard_error: float | None = None
    kind: str | None = None


NOT_KNOWN = "not known"
"""The group of customers of whom nothing is known, in a table of the audience."""


@dataclass(frozen=True)
class AudienceShare:
    """One row of ``audience.csv``: a share of the customers."""

    kind: Literal["age", "niche", "region"]
    value: str
    share: float


@dataclass(frozen=True)
class ReadAs:
    """What one column of a file was read as; ``note`` says a guess and how to say otherwise."""

    file: str
    column: str
    read_as: str | None  # None: not read
    example: str = ""
    note: str = ""


@dataclass(frozen=True)
class Brand:
    """A whole folder. A table that is not there is empty, or None."""

    folder: Path
    answers: Answers
    roster: tuple[RosterCreator, ...] = ()
    sales: Sales | None = None
    plan: tuple[PlannedWeek, ...] = ()
    prices: tuple[Price, ...] = ()
    tests: tuple[LiftTest, ...] = ()
    audience: tuple[AudienceShare, ...] = ()
    reading: tuple[ReadAs, ...] = ()
    notes: tuple[str, ...] = ()  # what was guessed or left out, a sentence each
    digest: str = ""  # of all files, so that a run knows whether they changed
