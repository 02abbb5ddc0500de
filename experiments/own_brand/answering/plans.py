"""The plans that are compared for a brand of one's own, and those that its budget or its files do not allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.own_brand.brand import Brand, Price
from experiments.own_brand.currency import usd_rate
from experiments.own_brand.mixes import CREATORS, QUARTER, mix, plain_channel, pool, prices_of, split_of, strategy
from experiments.results.wording import listed
from simulation.strategies.hiring import LEAD

NOTHING = "no campaign"
NOW = "as now"
BEST = "best split found"

LEAST_BROADCAST = 10_000.0
"""USD that a flight on broadcast costs at least, where ``prices.csv`` does not say (ours: one region's radio)."""


@dataclass(frozen=True)
class BrandPlan:
    """A plan: its name, what it does in a sentence, and the strategy that does it as plain data."""

    name: str
    does: str
    strategy: dict[str, Any]
    hires: bool = False  # whether creators are part of it


@dataclass(frozen=True)
class LeftOut:
    """A plan that is not compared, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Plans:
    """All plans of a brand; the first is to do nothing."""

    plans: tuple[BrandPlan, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def names(self) -> list[str]:
        """The plans' names."""
        return [plan.name for plan in self.plans]

    def named(self, name: str) -> BrandPlan:
        """Return the plan of a name."""
        return next(plan for plan in self.plans if plan.name == name)


def plans_of(brand: Brand) -> Plans:
    """Return the plans that a brand can choose from, all for the same budget."""
    plans = [BrandPlan(NOTHING, "Nothing is bought.", strategy("none"))]
    out: list[LeftOut] = []
    money = f"{brand.answers.budget:,.0f} {brand.answers.currency}"
    now = as_now(brand)
    if isinstance(now, LeftOut):
        out.append(now)
    else:
        plans.append(now)
    least = least_spend(brand, "broadcast")
    if brand.answers.budget < least:
        needs = f"The budget is {money}; broadcast takes at least {least:,.0f} {brand.answers.currency}."
        out.append(LeftOut("broadcast", needs))
    else:
        plans.append(BrandPlan("broadcast", "Advertisements to everybody alike.", mix(brand, broadcast=1.0)))
    plans.append(
        BrandPlan("paid social", "Advertisements in the feed of the brand's niche.", mix(brand, paid_social=1.0))
    )
    who = "roster" if brand.roster else "creators"
    own = {"pool": pool(brand)}
    by_fit = {**strategy("top_fit"), **own, "lead": LEAD}
    words = "Eight posts each of creators in the order of"
    if brand.roster and not any(creator.niche for creator in brand.roster):
        why = (
            "No niche is told of any creator in the roster, so that nobody knows who fits; a column named niche tells."
        )
        out.append(LeftOut(f"{who} by fit", why))
    else:
        plans.append(BrandPlan(f"{who} by fit", f"{words} their fit to the brand.", by_fit, hires=True))
    plans += [
        BrandPlan(
            f"{who} by price per reach",
            f"{words} what a person reached costs, whatever they speak of.",
            {**strategy("cheapest_reach"), **own},
            hires=True,
        ),
        BrandPlan(
            f"{who} by value",
            "As many posts of each creator as reach interested people at the best price.",
            mix(brand, creators=1.0),
            hires=True,
        ),
        BrandPlan(
            f"{who} and paid social",
            f"Half of the budget for {who} by value, half for paid social.",
            mix(brand, creators=0.5, paid_social=0.5),
            hires=True,
        ),
    ]
    return Plans(tuple(plans), tuple(out))


def as_now(brand: Brand) -> BrandPlan | LeftOut:
    """Return what the brand does now: its own plan, or the split of its last quarter, for the budget."""
    if brand.plan:
        cost, budget = sum(money_planned(brand).values()), brand.answers.budget
        if cost > budget:
            money = f"{cost:,.0f} {brand.answers.currency}"
            return LeftOut(NOW, f"The plan in plan.csv costs {money}, more than the budget of {budget:,.0f}.")
        if any(row.channel == CREATORS and not row.handle for row in brand.plan):
            return LeftOut(
                NOW, "The plan in plan.csv spends on creators without saying on whom; it takes their handles."
            )
        return BrandPlan(NOW, "The plan in plan.csv.", booked(brand), hires=any(row.handle for row in brand.plan))
    split = spent_now(brand)
    if not split:
        why = (
            f"There is no plan.csv, and no spend in the last {QUARTER} weeks of sales.csv, that says what is done now."
        )
        return LeftOut(NOW, why)
    words = [f"{100 * share:.0f} % {plain_channel(channel)}" for channel, share in split.items() if share >= 0.005]
    does = f"The budget in the split of the last quarter: {listed(words)}."
    return BrandPlan(NOW, does, mix(brand, **split), CREATORS in split)


def spent_now(brand: Brand) -> dict[str, float]:
    """Return the share of each channel in the spend of the last quarter, by the market's names; empty: none known."""
    return {} if brand.sales is None else split_of(brand.sales, brand.sales.recent(QUARTER))


def money_now(brand: Brand) -> dict[str, float]:
    """Return what is spent on each channel now, in money for the campaign: plan.csv, or the last quarter's split."""
    if not brand.plan or isinstance(as_now(brand), LeftOut):
        return {channel: share * brand.answers.budget for channel, share in spent_now(brand).items()}
    return money_planned(brand)


def money_planned(brand: Brand) -> dict[str, float]:
    """Return what the rows of plan.csv cost by channel: spend as written, or posts at the roster's fees."""
    fees = {creator.handle: creator.fee or 0.0 for creator in brand.roster}
    spent: dict[str, float] = {}
    for row in brand.plan:
        channel = CREATORS if row.handle else row.channel or ""
        cost = (row.posts or 1) * fees.get(row.handle, 0.0) if row.handle and row.spend is None else row.spend or 0.0
        spent[channel] = spent.get(channel, 0.0) + cost
    return spent


def least_spend(brand: Brand, channel: str) -> float:
    """Return the least that a channel takes, in the brand's currency."""
    row = _priced(brand.prices, channel)
    if row is not None:
        return row.minimum
    return LEAST_BROADCAST * usd_rate(brand.answers.currency) if channel == "broadcast" else 0.0


def _priced(rows: Sequence[Price], channel: str) -> Price | None:
    return next((row for row in rows if row.what == channel), None)


def booked(brand: Brand) -> dict[str, Any]:
    """Return the config of the plan in ``plan.csv``."""
    creators = [row for row in brand.plan if row.handle]
    media = [row for row in brand.plan if row.channel and not row.handle]
    prices = prices_of(brand)
    return {
        **strategy("booked"),
        "handles": [row.handle for row in creators],
        "posts": [row.posts or 1 for row in creators],
        "weeks": [row.week for row in creators],
        "channels": [row.channel for row in media],
        "channel_weeks": [row.week for row in media],
        "spend": [row.spend or 0.0 for row in media],
        "cpm": [prices[row.channel or ""] for row in media],
    }
