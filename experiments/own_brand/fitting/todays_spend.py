"""Spend of now: worlds in which the brand sells what it sells *with* the money that it spends, not without it.

What was sold was sold while money was spent. So each fitted world is run with that spend, in its own split, and a
search lowers the appeal until the brand sells with it what it sells. No campaign is then the same world without it.

A brand that has spent alike for half a year and more is known to as many as that spend keeps. So memory and messages
give way together until it stays known to as many: the shorter people remember, the weaker what is said to them, and the
less shops and other news do, the fewer a spend makes it known to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from experiments.own_brand.brand import Answers, Brand
from experiments.own_brand.fitting.memory import MOST_SHIFT, REMEMBERED, shifted
from experiments.own_brand.fitting.no_campaign import Observed, observe, told_by
from experiments.own_brand.fitting.search import Sought
from experiments.own_brand.fitting.sought import AWARE_WITHIN, BUYERS_WITHIN, LONGEST, MATCHED, Targets
from experiments.own_brand.fitting.unknowns import (
    APPEALS,
    BALANCE,
    FREQUENCY,
    KNOWN,
    SALES,
    SUBSCRIBERS,
    meet,
    share_of,
    slopes_of,
    sought_share,
)
from experiments.own_brand.messages import RANGE, of_strength
from experiments.own_brand.mixes import QUARTER, known_spend, mix, split_of, strategy
from experiments.results.money import amount, share
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.sweeps.runner import Rows

LEAD = 8
"""Weeks of spend before sales count (ours). A world knows nothing of spend before its first day, and a brand that
spends all the time sells what builds up: messages are mostly forgotten after so many weeks."""
MOVED = {SALES: "brands.appeal", SUBSCRIBERS: "brands.loyal", KNOWN: "brands.awareness"}
"""Target -> the parameter that moves it: the first value of a list, the studied brand's."""
MOVES = {**MOVED, FREQUENCY: MOVED[SALES]}
"""The same with the target that takes the place of sales where customers are counted."""


@dataclass(frozen=True)
class Spend:
    """What a brand spends now, on channels that the market has.

    Attributes:
        weekly: Money a week, the mean of the weeks whose sales count.
        split: Channel -> share of it.
        strategy: Config of a mix that buys it.
        weeks: So many weeks count.
        lately: Money a week in the last quarter.
        elsewhere: Money a week on channels that the market does not have: nothing is bought with it.
        growth: Sales in the later half of these weeks, against the earlier.
        since: Weeks since the first of these in which money was spent, that week included.
    """

    weekly: float
    split: Mapping[str, float]
    strategy: Mapping[str, Any]
    weeks: int = LONGEST
    lately: float | None = None
    elsewhere: float = 0.0
    growth: float = 1.0
    since: int = LONGEST

    @property
    def steady(self) -> bool:
        """Whether the last quarter had about as much a week as all weeks that count."""
        return self.lately is None or self.weekly / UNLIKE <= self.lately <= self.weekly * UNLIKE

    @property
    def lasting(self) -> bool:
        """Whether so much was spent for so long that it makes the brand no better known any more than it keeps it."""
        return self.steady and min(self.weeks, self.since) >= LONG

    def keeps(self, known: float | None) -> bool:
        """Whether the brand is to stay known to as many: it has spent alike for long, and says how many know it."""
        return self.lasting and bool(known)


def spend_of(brand: Brand) -> Spend | None:
    """Return what a brand spends now, as its sales table tells; None: nothing that is known, or nothing is sold."""
    if brand.sales is None:
        return None
    last = brand.sales.recent(LONGEST)
    if not any(brand.sales.units[last]):
        return None
    known, split = known_spend(brand.sales), split_of(brand.sales, last)
    if not split:
        return None
    quarter = brand.sales.recent(QUARTER)
    lately = sum(sum(weeks[quarter]) for weeks in known.values()) / len(brand.sales.units[quarter])
    units = brand.sales.units[last]
    weeks, half = len(units), len(units) // 2
    weekly = sum(sum(each[last]) for each in known.values()) / weeks
    elsewhere = sum(sum(each[last]) for channel, each in brand.sales.spend.items() if channel not in known) / weeks
    spent = [any(week) for week in zip(*(each[last] for each in known.values()), strict=True)]
    earlier, later = (sum(part) / max(len(part), 1) for part in (units[:half], units[half:]))
    growth = later / earlier if earlier > 0 else 1.0
    return Spend(weekly, split, mix(brand, **split), weeks, lately, elsewhere, growth, weeks - spent.index(True))


class Found(NamedTuple):
    """Where a search ended.

    Attributes:
        own: The studied brand's value of each parameter of ``MOVED``, and of those of :func:`memory.shifted`.
        messages: The strength of its messages, against those that the search began with.
        shown: What the world shows with the spend and without, by the names of columns.
        runs: Worlds that were run.
    """

    own: dict[str, float]
    messages: float
    shown: dict[str, float]
    runs: int


LONG = 26
"""Weeks of even spend after which a brand is taken to be known to as many as it keeps (ours)."""
MOST_RUNS, ROUGHLY = 10, 3.0
"""Most runs of a search; how many times as far off all targets may be where they have to be met only roughly."""
TAKEN = 0.9
"""Share of the spend of now that the market has to take; where it takes less, that is said (ours)."""


def unsold_of(brand: Brand) -> list[str]:
    """Return what is to be said of spend that stands beside no sale at all: worlds begin without it."""
    if brand.sales is None or spend_of(brand) is not None:
        return []
    last = brand.sales.recent(LONGEST)
    weeks = brand.sales.units[last]
    if any(weeks) or not split_of(brand.sales, last):
        return []
    weekly = sum(sum(each[last]) for each in known_spend(brand.sales).values()) / len(weeks)
    return [
        f"sales.csv tells {amount(weekly, brand.answers.currency)} of spend a week and no sale: worlds begin as if it"
        " had not been spent"
    ]


def notes_of(spend: Spend | None, rows: Sequence[Mapping[str, Any]], answers: Answers) -> list[str]:
    """Return what is to be said of the spend of now in the fitted worlds.

    Args:
        spend: The brand's; None: none is known.
        rows: What fitted worlds show.
        answers: The brand's.
    """
    if spend is None:
        sold = any(row["sales"] > 0 for row in rows) and not answers.launch
        return [NO_SPEND] if sold else []
    notes, weekly = [], amount(spend.weekly, answers.currency)
    if not spend.steady:
        notes.append(
            f"you spent {amount(spend.lately or 0.0, answers.currency)} a week in the last {QUARTER} weeks of"
            f" sales.csv, and {weekly} in the {spend.weeks} weeks that count: worlds are fitted with the latter;"
            " leave out of sales.csv the weeks that are unlike now"
        )
    if spend.keeps(answers.known) and not 1 / GROWN <= spend.growth <= GROWN:
        notes.append(
            f"you sold {spend.growth:.2g} times as much in the later half of these weeks as in the earlier; worlds take"
            " you to be known to as many as your spend keeps, neither to more nor to fewer"
        )
    now, later = (float(np.mean([row[name] for row in rows])) for name in ("aware", "aware_with"))
    if not spend.keeps(answers.known) and later > BETTER_KNOWN * now:
        why = "you do not say how many know you" if spend.lasting else "it has not gone on alike for half a year"
        notes.append(
            f"in the worlds your spend makes you known to {share(later)} in the weeks looked at, from {share(now)} now:"
            f" {why}, {AVERAGE}"
        )
    taken = float(np.mean([row["spent"] for row in rows]))
    if taken < TAKEN * spend.weekly:
        notes.append(
            f"the market takes {amount(taken, answers.currency)} of the {weekly} that you spend a week: what it cannot"
            " take brings nothing here"
        )
    return notes


NO_SPEND = (
    "no spend on a channel of the market is told (spend_CHANNEL columns in sales.csv): what you sell is taken to be"
    " sold without any campaign"
)
AVERAGE = "so nothing here says how strong your messages are, and an average brand's are taken"
"""How a note ends that evidence may overtake."""
BETTER_KNOWN = 1.25
"""How many times as many may come to know a brand, by spend that is not held to what it did, unsaid (ours)."""
GROWN = 1.25
"""How many times as much, or as little, sold in the later half of the weeks is said (ours)."""
UNLIKE = 1.5
"""How many times what was spent lately may be more, or less, than the mean before it is said (ours)."""


@dataclass(frozen=True)
class SpendFit:
    """Fits a world again: to the appeal at which it sells, with spend, what the brand sells.

    Called with a row of a fit, it returns one row. What spend changes of awareness and subscribers before the first
    measured day is made good by where they begin.

    Attributes:
        base: What all worlds share.
        targets: The brand's numbers.
        spend: What it spends now.
        rough: Whether targets may be missed ``ROUGHLY``, for worlds that only help to see where to look; what they sell
            without the spend is not looked at.
        messages: Whether the strength of messages may give way to what the brand is known by; else memory alone does.
        most: Most runs of a search.
        strength: What of it gave way before.
        often: Whether the appeal is moved until customers buy as often as they do, instead of until so much is sold:
            how many buy such things then follows from sales.
    """

    base: Mapping[str, Any]
    targets: Targets
    spend: Spend
    rough: bool = False
    messages: bool = True
    most: int = MOST_RUNS
    strength: float = 1.0
    often: bool = False

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Search, and return one row: what moved, and what the world shows with the spend and without."""
        found = self.search(values, seed)
        steady = {"steady": float(self.spend.keeps(self.targets.known)), "messages": found.messages}
        return [{"arm": "spend", **found.own, **found.shown, **steady, "runs": float(found.runs)}]

    def search(self, values: Mapping[str, Any], seed: int) -> Found:
        """Return where sales with the spend are the brand's, and what it has of subscribers and awareness besides."""
        told = {
            FREQUENCY: self.often,
            SALES: not self.often,
            SUBSCRIBERS: self.targets.subscribers is not None,
            KNOWN: bool(self.targets.known),
            BALANCE: self.spend.keeps(self.targets.known),
        }
        names = [name for name, sought in told.items() if sought]
        start = {**self.base, **values}

        def lived(x: Float64s) -> Observed:
            return self.with_spend(self._moved(start, names, x), seed)

        sought = [self._sought(name, names, start) for name in names]
        reached, seen = meet(lived, sought, self.targets, self.most)
        moved = self._moved(start, names, reached.x)
        shown = told_by(seen, seen if self.rough else self.without(moved, seed))
        own = {name: own_value(moved[name]) for name in (*MOVED.values(), *REMEMBERED) if name in moved}
        shift = float(reached.x[names.index(BALANCE)]) if BALANCE in names else 0.0
        messages = math.exp(shift) if self.messages else 1.0
        return Found(own, messages, shown, reached.evaluations + (not self.rough))

    def with_spend(self, values: Mapping[str, Any], seed: int) -> Observed:
        """Return what the brand sees of itself while it spends as now: its sales after the lead."""
        days = int(values["market.days"])
        money = {"brands.budget": self.spend.weekly * days / 7, "brands.campaign_days": days}
        return self._observe({**values, **money}, self.spend.strategy, seed)

    def without(self, values: Mapping[str, Any], seed: int) -> Observed:
        """Return what it sees without any spend: its sales of the same weeks, since a market may change by itself."""
        return self._observe(values, strategy("none"), seed)

    def _observe(self, values: Mapping[str, Any], config: Mapping[str, Any], seed: int) -> Observed:
        from simulation.scenario import Scenario
        from simulation.strategies.named import restore

        seen = observe(Scenario().with_values(values), restore(config), seed, self.targets.counted)
        return replace(seen, sales=seen.sales[LEAD:] or seen.sales, whole=seen.weekly)

    def _sought(self, name: str, names: list[str], start: Mapping[str, Any]) -> Sought:
        """Return the unknown of a target: where its search begins, its bounds, and when the target is met."""
        found = self._unknown(name, slopes_of(name, names), start)
        return replace(found, tolerance=ROUGHLY * found.tolerance) if self.rough else found

    def _unknown(self, name: str, known: list[float], start: Mapping[str, Any]) -> Sought:
        if name == BALANCE:
            spread = (self.targets.known or 0.5) * (1 - (self.targets.known or 0.5))
            low, high = -MOST_SHIFT, MOST_SHIFT
            if self.messages:
                low, high = (min(max(math.log(end / self.strength), low), high) for end in RANGE)
            return Sought(name, 0.0, low, high, 1.0, 2 * AWARE_WITHIN / max(spread, 1e-3), known)
        value = own_value(start[MOVES[name]])
        if MOVES[name] == MOVED[SALES]:
            return Sought(name, value, *APPEALS, 2.0, BUYERS_WITHIN if name == FREQUENCY else MATCHED, known)
        return sought_share(name, value, known, self.targets, start["market.people"] / start["market.consumers"])

    def _moved(self, start: Mapping[str, Any], names: list[str], x: Float64s) -> dict[str, Any]:
        """Return all overrides of a world with unknowns in their places."""
        moved = dict(start)
        for name, value in zip(names, x.tolist(), strict=True):
            if name == BALANCE:
                moved |= shifted(start, value)
                if self.messages:
                    moved |= of_strength(start, math.exp(value))
                continue
            parameter = MOVES[name]
            own = value if parameter == MOVED[SALES] else share_of(value)
            moved[parameter] = [own, *list(start[parameter])[1:]]
        return moved


def own_value(value: Any) -> float:
    """Return the studied brand's value of a parameter: the first of a list, or the market's."""
    return float(value[0] if isinstance(value, list) else value)
