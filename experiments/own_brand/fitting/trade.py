"""What describes a brand and its trade in one world: what the fit may move, and nothing else of the market."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.own_brand.brand import Answers
from experiments.own_brand.fitting.market_of import CATEGORY, DURABLE, USUAL, gap_of, per_brand
from experiments.own_brand.fitting.sought import Targets
from experiments.own_brand.messages import of_strength
from experiments.sweeps.points import Points, latin_hypercube
from experiments.sweeps.space import Parameter

RIVALS_KNOWN = "brands.awareness"
"""In the plausible worlds: how many know an established brand. Here: the rivals."""
TALK = "consumers.talk.mention"
ALIKE = 0.18
"""Of the market's `TALK`, nearly all of which is of the speaker's main brand, what makes about as many words where
everybody speaks of each brand alike: in a market of 8,000, 173 a day at 0.03 against 154 at 0.15 (ours)."""
PREFIX = "open."
"""Before the names of unknowns, in a table of worlds."""


@dataclass(frozen=True)
class Trade:
    """One world's brand and trade.

    Attributes:
        appeal: Constant of the brand's utility.
        aware: Share who know the brand when the burn-in begins.
        talk: Probability a day that somebody brings up one of the trade's brands.
        category: Share of people who buy in the category.
        interval: Mean days between two occasions to buy.
        habit: Share of the brand's customers who buy it by habit; of a subscription, the share of the category's
            buyers who subscribe.
        churn: Share of subscribers who cancel in a month; 0 without a subscription.
        slope: Price slope times price.
        memory: Days in which half of those to whom a brand never comes to mind forget it.
        upkeep: Share of those who forget the brand whom shops, packages and other news make good, not its spend.
        messages: How strong the brand's messages are, against an average brand's.
    """

    appeal: float
    aware: float
    talk: float
    category: float
    interval: float
    habit: float
    churn: float
    slope: float
    memory: float
    upkeep: float = 1.0
    messages: float = 1.0


@dataclass(frozen=True)
class Open:
    """A part of the trade that the folder leaves open: the range before anything is known, and what would settle it."""

    name: str
    what: str
    low: float
    high: float
    log: bool
    settled: str


def open_parts(answers: Answers, targets: Targets, spends: bool = False) -> tuple[Open, ...]:
    """Return what the folder does not determine and no target does: each world draws its own value of it.

    Args:
        answers: The brand's.
        targets: What it knows of itself.
        spends: Whether it spends money now: else nothing but shops and other news keeps it known.
    """
    parts = [Open("slope", "price slope x price", SLOPES[0], SLOPES[1], True, "sales at another price")]
    low, high = intervals(answers)
    parts.append(
        Open(
            "interval", "days between occasions to buy", low, high, True, "a survey of how often people buy such things"
        )
    )
    if answers.buying == "subscription" and answers.churn is None:
        parts.append(Open("churn", "subscribers who cancel in a month", *CHURNS, True, "churn: cancellations a month"))
    if answers.buying == "repeat" and not targets.launch:
        parts.append(Open("habit", "share of customers by habit", 0.02, 0.9, False, "purchases by customer"))
    if targets.frequency is None:
        why = "customers: how many bought" if answers.buying == "repeat" else "a survey: who buys such things"
        parts.append(Open("category", "share of people who buy such things", *category_range(answers), True, why))
    if targets.known is None:
        parts.append(Open("aware", "share who know the brand", *aware_range(answers), True, "known: a survey"))
    if targets.launch:
        parts.append(Open("appeal", "appeal of the brand", *LAUNCH_APPEAL, False, "sales of the first weeks"))
        parts.append(Open("talk", "talk of the brand a day", 0.0, LAUNCH_TALK, False, "awareness some weeks later"))
    parts.append(Open("memory", "days until half forget what never comes to mind", *MEMORIES, True, AFTERWARDS))
    if spends:
        parts.append(Open("upkeep", "of those who forget, regained without spend", 0.0, 1.0, False, AFTERWARDS))
    return tuple(parts)


AFTERWARDS = "known: a survey months after spend ended"
MEMORIES = (50.0, 365.0)
"""Days. The lower end is seven weeks: awareness of advertisements halves in 7 to 12 weeks (Aravindakshan, Naik 2011,
and the studies that they cite; from a summary). The upper end is ours: awareness of a brand lasts longer."""
CHURNS = (0.02, 0.15)
"""Of subscribers who cancel in a month, where it is not known. Ours."""
SLOPES = (1.2, 4.8)
"""Half and double the market's own: elasticities of -1.2 to -4.8, around the mean of -2.6 that studies found (Bijmolt,
van Heerde, Pieters 2005)."""
LAUNCH_APPEAL = (-4.7, -1.7)
"""Of a brand that nobody has bought yet: from a fifth to five times the odds of the market's brands. Ours."""
LAUNCH_TALK = 0.006
"""Most talk of a launch: awareness that grows by talk alone at a rate of up to 1 a year, around the mean coefficient of
imitation of 0.38 a year (Sultan, Farley, Lehmann 1990). The market's own is that of brands which most people know."""


AWARE_BEFORE = (0.01, 0.95)
"""Share who know a brand, before anything is known of it."""


def intervals(answers: Answers) -> tuple[float, float]:
    """Return the range of days between two occasions to buy, before anything is fitted."""
    if answers.buying == "one-off":
        return DURABLE / 2, min(DURABLE * 2, 3650.0)
    gap = gap_of(answers)
    if gap is None or answers.buying == "subscription":
        return USUAL / 3, USUAL * 3
    return max(gap / 4, 1.0), max(gap, 2.0)


def category_range(answers: Answers) -> tuple[float, float]:
    """Return the range of the share of people who buy in the category: at least twice those who buy the brand."""
    low = 0.1
    if not answers.launch:
        low = max(low, min(2 * (answers.customers or answers.units) / answers.people, 0.9))
    return low, 1.0


def aware_range(answers: Answers) -> tuple[float, float]:
    """Return the range of the share who know the brand: at least four times those who buy it."""
    fewest = 4 * (answers.customers or answers.units) / answers.people
    low, high = AWARE_BEFORE
    return min(max(fewest, low), 0.8), high


def loyal_of(trade: Trade, answers: Answers, targets: Targets) -> float:
    """Return the share of the category's buyers whose habit is the brand: that share of its customers.

    Customers are ``1 - 1 / f`` of those in the category who know the brand, if each buys f times in the weeks that are
    counted and purchase rates are exponential (NBD model, Ehrenberg 1959). Where they are not counted, f is 1.5.
    """
    if targets.launch or answers.buying == "one-off":
        return 0.0
    if targets.period:
        return min(trade.habit, 0.9)
    often = max(targets.frequency or 1.5, 1.05)
    return min(trade.habit * (1 - 1 / often) * (targets.known or trade.aware), 0.8)


def values_of(
    trade: Trade, base: Mapping[str, Any], world: Mapping[str, Any], answers: Answers, targets: Targets
) -> dict[str, Any]:
    """Return the overrides of one world, complete: what the answers determine, the plausible world, the trade.

    Args:
        trade: The brand and its trade.
        base: What `market_of` gave.
        world: A row of the plausible worlds.
        answers: The brand's.
        targets: What it knows of itself.
    """
    values = dict(base) | {name: value for name, value in world.items() if name not in base}
    rivals = base["brands.loyal"][1]
    loyal = loyal_of(trade, answers, targets)
    established = world.get(RIVALS_KNOWN, base["brands.awareness"][1])
    rivals_known = float(established[0] if isinstance(established, list) else established)
    return values | {
        "brands.appeal": per_brand(trade.appeal, base["brands.appeal"][1]),
        "brands.awareness": per_brand(trade.aware, rivals_known),
        "brands.loyal": per_brand(loyal, min(rivals, (1 - loyal) / 3)),
        "brands.upkeep": per_brand(trade.upkeep, 1.0),
        "consumers.salience.forgotten": trade.memory,
        TALK: trade.talk,
        "consumers.traits.category_share": trade.category,
        "consumers.traits.purchase_interval": trade.interval,
        "consumers.purchase.price": trade.slope / answers.price,
        **({"brands.subscription.churn": trade.churn} if targets.period else {}),
        **(of_strength(values, trade.messages) if trade.messages != 1 else {}),
    }


def draws(parts: tuple[Open, ...], number: int, seed: int) -> list[dict[str, float]]:
    """Return one value of each open part for each of so many worlds: a Latin hypercube over their ranges."""
    ranges = [Parameter(each.name, each.low, each.high, each.log) for each in parts]
    points: Points = latin_hypercube(ranges, number, seed)
    return [points.at(k) for k in range(number)]


def first_guess(base: Mapping[str, Any], drawn: Mapping[str, float], mention: float, targets: Targets) -> Trade:
    """Return the trade that a search begins at: what was drawn, and guesses for the rest."""
    known = targets.known if targets.known is not None else drawn.get("aware", base["brands.awareness"][0])
    guess = Trade(
        appeal=base["brands.appeal"][0],
        aware=known,
        talk=mention,
        category=base["consumers.traits.category_share"],
        interval=base["consumers.traits.purchase_interval"],
        habit=(targets.subscribers or 0.0) / (base["market.people"] * drawn.get("category", CATEGORY)),
        churn=base.get("brands.subscription.churn", 0.0),
        slope=base["consumers.purchase.price"] * base["brands.price"][0],
        memory=MEMORIES[1],
    )
    return dataclasses.replace(guess, **drawn)
