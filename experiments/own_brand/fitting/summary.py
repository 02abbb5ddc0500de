"""From the table of fitted worlds to what is kept of them: their numbers beside ours, and what the data cannot tell."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.own_brand.brand import Answers
from experiments.own_brand.fitting.fitted import Beside, Fitted, Remaining
from experiments.own_brand.fitting.memory import MEMORY, UPKEEP
from experiments.own_brand.fitting.sought import Targets
from experiments.own_brand.fitting.trade import (
    AWARE_BEFORE,
    PREFIX,
    TALK,
    Open,
    Trade,
    loyal_of,
    values_of,
)
from experiments.own_brand.fitting.unknowns import APPEALS
from experiments.own_brand.messages import NAMES as MESSAGE_PARAMETERS
from experiments.own_brand.messages import RANGE, of_strength
from experiments.results.money import amount

if TYPE_CHECKING:
    from experiments.sweeps.points import Points

SALES = "sales a week"
"""The first row of the brand's numbers beside ours."""
WITHOUT = "sales a week without your spend"
"""A row of these, where the brand spends money now: what it would sell without it."""
WITHOUT_WHOLE = "the same, from the first week on"
"""The row after it: plans are run from the first week on, and sales with the spend count from the ninth."""
DRIFT = "sales, later against earlier half"
"""A row of the brand's numbers beside ours: what the market does by itself."""
KNOWN_NOW = "know the brand now"
"""A row of these."""
KNOWN_LATER = "know it later, without a campaign"
"""A row of these: at the end of the weeks that are looked at."""
KNOWN_BY_SPEND = "know it later, with your spend"
"""A row of these, where the brand spends money now. It has been known to so many as are told while it spent."""
BUILDS_UP = "the same, with your spend"
"""The row after it, where the brand spends money now: sales grow as long as what the spend does still builds up."""
MESSAGES = "messages"
"""What stands for a parameter's name: three are multiplied by it (:mod:`experiments.own_brand.messages`)."""
INSIDE = 0.1
"""How far from its bounds an appeal has to be (ours): a search that ends nearer was stopped by them."""
SALES_WITHIN = 0.05
AWARE_WITHIN = 0.02
BUYERS_WITHIN = 0.15
"""Customers of a world of some thousand simulated people scatter by about so much: they are matched on average."""
RARELY = 0.05
"""How often chance alone may leave so little of the range of what is drawn that it is taken to be told (ours)."""
NARROWER = 0.7
"""A range that is wider than this share of what chance alone would leave of the range before is not told."""
GAVE_WAY = "these worlds assume what lets your spend keep you known to as many as know you: "
"""How a note begins that evidence may overtake."""
BEFORE: Mapping[str, tuple[float, float, bool]] = {
    "appeal": (-7.0, 0.0, False),
    "aware": (*AWARE_BEFORE, False),
    "talk": (0.0, 0.3, False),
    "category": (0.02, 1.0, True),
    "messages": (*RANGE, True),
}
"""Ranges before the fit of what it solves for: low, high, whether steps are ratios. Ours."""


def summarise(
    rows: Sequence[Mapping[str, Any]],
    points: Points,
    base: Mapping[str, Any],
    answers: Answers,
    targets: Targets,
    parts: Sequence[Open],
    seed: int,
    notes: Sequence[str],
) -> Fitted:
    """Return what a fit found.

    Args:
        rows: What `WorldFit` gave for each of these points: those that did not fail.
        points: The plausible worlds with what each drew.
        base: What the answers determine.
        answers: The brand's.
        targets: What it knows of itself.
        parts: What was left open.
        seed: The command's.
        notes: What is to be said beside.
    """
    good = [row for row in rows if fits(row, targets)]
    none = not good
    said = [*notes, *targets.notes]
    if len(good) < len(rows) and good:
        said.append(f"{len(rows) - len(good)} of {len(rows)} worlds cannot show these numbers at once and are left out")
    if none:
        good = sorted(rows, key=lambda row: miss(row, targets))[: max(1, len(rows) // 3)]
        said.append(
            "no world can show these numbers at once: check units, customers, the share who know the brand and people;"
            f" {nearest(len(good))}"
        )
    trades = [trade_of(row) for row in good]
    said += gave_way(trades)
    worlds = [points.at(int(row["point"])) for row in good]
    overrides = [
        values_of(trade, base, plausible(world), answers, targets) for trade, world in zip(trades, worlds, strict=True)
    ]
    shared, names, table = arranged(overrides)
    return Fitted(
        base=shared,
        names=names,
        rows=table,
        seed=seed,
        sales=_mean(good, "sales"),
        known=_mean(good, "aware"),
        beside=tuple(beside(good, targets)),
        remaining=tuple(remaining(trades, answers, targets, parts)),
        notes=tuple(said),
        tried=len(rows),
        messages=strengths_of(trades),
        nearest=none,
    )


def arranged(
    overrides: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, Any], tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Return what all worlds share, the names of what differs, and the values of these, a row for each world.

    A world whose messages are as strong as an average brand's has no overrides of them; beside worlds that have, it
    gets the market's.

    Args:
        overrides: Of each world.
    """
    if any(name in each for each in overrides for name in MESSAGE_PARAMETERS):
        overrides = [{**each, **of_strength(each, 1.0)} for each in overrides]
    shared = {name: value for name, value in overrides[0].items() if all(each[name] == value for each in overrides)}
    names = tuple(name for name in overrides[0] if name not in shared)
    return shared, names, tuple(tuple(each[name] for name in names) for each in overrides)


def gave_way(trades: Sequence[Trade]) -> list[str]:
    """Say how strong messages are and how long people remember, where spend has to keep the brand known to as many."""
    strengths = strengths_of(trades)
    if not strengths:
        return []

    def spread(values: Sequence[float]) -> str:
        low, middle, high = np.quantile(values, (0.1, 0.5, 0.9)).tolist()
        return f"{amount(middle)} ({amount(low)} to {amount(high)} in eight of ten worlds)"

    times, days = spread(strengths), spread([trade.memory for trade in trades])
    return [
        f"{GAVE_WAY}messages do {times} times what an average brand's do; half of those to whom you never come to mind"
        f" forget you in {days} days"
    ]


def strengths_of(trades: Sequence[Trade]) -> tuple[float, ...]:
    """Return how strong messages are in each world, against an average brand's; nothing where they are in all."""
    strengths = tuple(trade.messages for trade in trades)
    return () if all(strength == 1 for strength in strengths) else strengths


def nearest(number: int) -> str:
    """Say that so many worlds are taken although they do not show the brand's numbers."""
    return "the nearest world is taken" if number == 1 else f"the nearest {number} worlds are taken"


def plausible(world: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a plausible world, without what was drawn for the brand."""
    return {name: value for name, value in world.items() if not name.startswith(PREFIX)}


def trade_of(row: Mapping[str, Any]) -> Trade:
    """Return the trade that a row holds."""
    return Trade(**{item.name: float(row[f"trade_{item.name}"]) for item in dataclasses.fields(Trade)})


def miss(row: Mapping[str, Any], targets: Targets) -> float:
    """Return by how much a world misses sales and awareness: 1 is as much as is let pass."""
    found = 0.0
    if targets.sales > 0:
        allowed = max(SALES_WITHIN * targets.sales, 2 * targets.error)
        found = max(found, abs(row["sales"] - targets.sales) / allowed)
    if targets.known is not None:
        found = max(found, abs(row["aware"] - targets.known) / AWARE_WITHIN)
    if row["steady"]:
        found = max(found, abs(row["aware_with"] - row["aware"]) / AWARE_WITHIN)
    return found


def fits(row: Mapping[str, Any], targets: Targets) -> bool:
    """Say whether a world shows the brand's sales and awareness, with an appeal inside its bounds.

    At the upper bound everybody who has an occasion buys: no campaign could add to that, and the world would say so.
    """
    low, high = APPEALS
    inside = targets.launch or low + INSIDE < row["trade_appeal"] < high - INSIDE
    return inside and miss(row, targets) <= 1


def beside(rows: Sequence[Mapping[str, Any]], targets: Targets) -> list[Beside]:
    """Return the brand's numbers beside those of the fitted worlds."""
    counted = "a week" if targets.counted == 1 else f"{targets.counted:g} weeks"

    def line(what: str, unit: str, theirs: float | None, values: list[float], allowed: float | None = None) -> Beside:
        return Beside(what, unit, theirs, float(np.mean(values)), min(values), max(values), allowed)

    def column(name: str) -> list[float]:
        return [float(row[name]) for row in rows]

    sales = max(SALES_WITHIN * targets.sales, 2 * targets.error)
    lines = [line(SALES, "units", targets.sales, column("sales"), sales if targets.sales else None)]
    if any(row["spent"] > 0 for row in rows):
        lines += [line(WITHOUT, "units", None, column("without"))]
        lines += [line(WITHOUT_WHOLE, "units", None, column("without_whole"))]
    if targets.sales > 0:
        buyers = None if targets.buyers is None else BUYERS_WITHIN * targets.buyers
        each = [row["counted"] / row["buyers"] if row["buyers"] else 0.0 for row in rows]
        often = targets.frequency
        again = [min(row["repeat"] / row["buyers"], 1.0) if row["buyers"] else 0.0 for row in rows]
        lines += [
            line(f"customers in {counted}", "people", targets.buyers, column("buyers"), buyers),
            line("purchases of each", "", targets.each, each, None if often is None else BUYERS_WITHIN * often),
            line("customers who buy again", "%", None, again),
        ]
    if targets.subscribers is not None:
        near = 0.1 * targets.subscribers
        lines.insert(1, line("subscribers", "people", targets.subscribers, column("subscribers"), near))
    lines += [
        line(
            KNOWN_NOW,
            "%",
            targets.known,
            column("aware"),
            AWARE_WITHIN if targets.known is not None else None,
        ),
        line(KNOWN_LATER, "%", None, column("aware_end")),
    ]
    if any(row["spent"] > 0 for row in rows):
        steady = targets.known is not None and all(row["steady"] for row in rows)
        goal = (targets.known, column("aware_with"), AWARE_WITHIN) if steady else (None, column("aware_with"))
        lines.append(line(KNOWN_BY_SPEND, "%", *goal))
    if targets.sales > 0:
        drift = [row["second_half"] / row["first_half"] - 1 if row["first_half"] else 0.0 for row in rows]
        lines.append(line(DRIFT, "%", None, drift))
        if any(row["spent"] > 0 for row in rows):
            lines.append(line(BUILDS_UP, "%", None, column("builds_up")))
    return lines


def remaining(trades: Sequence[Trade], answers: Answers, targets: Targets, parts: Sequence[Open]) -> list[Remaining]:
    """Return the range of every part of the trade that the fitted worlds leave, beside the range before the fit."""
    drawn = {part.name: part for part in parts}
    shown = [
        ("appeal", "brands.appeal", "liking for the brand (no unit)", 1.0),
        ("aware", "brands.awareness", "know the brand at the start, %", 100.0),
        ("habit", "brands.loyal", "such buyers who buy yours by habit, %", 100.0),
        ("category", "consumers.traits.category_share", "people who buy such things at all, %", 100.0),
        ("interval", "consumers.traits.purchase_interval", "days between two purchases of such things", 1.0),
        ("churn", "brands.subscription.churn", "subscribers who cancel in a month, %", 100.0),
        ("talk", TALK, "people who speak of such brands on a day, %", 100.0),
        ("slope", "consumers.purchase.price", "sales lost if the price rises by 1 %, %", 1.0),
        ("memory", MEMORY, "days until half forget what never comes to mind", 1.0),
        ("upkeep", UPKEEP, "of those who forget you, regained without spend, %", 100.0),
        ("messages", MESSAGES, "your messages, times an average brand's", 1.0),
    ]
    found = []
    for name, parameter, what, scale in shown:
        if name in ("habit", "churn", "upkeep") and name not in drawn:
            continue
        if name == "messages" and not strengths_of(trades):
            continue
        if name == "aware" and targets.launch and name not in drawn:
            continue
        if name in drawn:
            part = drawn[name]
            low, high, log, why = part.low, part.high, part.log, part.settled
        else:
            (low, high, log), why = BEFORE[name], ""
        values = [getattr(trade, name) for trade in trades]
        own = (min(values), max(values))
        # What a search looks for does not scatter by chance: it is told by few worlds, too.
        most = NARROWER * expected_share(len(trades))
        most = min(most, by_chance(len(trades))) if name in drawn else most
        told = _width(own, log) < most * _width((low, high), log)
        before = (low, high)
        if name == "habit":
            loyal = [loyal_of(trade, answers, targets) for trade in trades]
            own = (min(loyal), max(loyal))
            ends = [loyal_of(dataclasses.replace(t, habit=end), answers, targets) for t in trades for end in before]
            before = (min(ends), max(ends))
        found.append(
            Remaining(parameter, what, own[0] * scale, own[1] * scale, before[0] * scale, before[1] * scale, told, why)
        )
    return found


def expected_share(number: int) -> float:
    """Return the share of a range that so many values drawn from it span on average: (n - 1) / (n + 1)."""
    return (number - 1) / (number + 1) if number > 1 else 1.0


def by_chance(number: int) -> float:
    """Return the share of a range that so many values drawn from it span, or less, in ``RARELY`` of all cases.

    They span w or less with probability ``n w^(n-1) - (n-1) w^n`` (the range of a uniform sample). One value: 0.
    """
    low, high = 0.0, 1.0
    for _ in range(50 if number > 1 else 0):
        middle = (low + high) / 2
        if number * middle ** (number - 1) - (number - 1) * middle**number < RARELY:
            low = middle
        else:
            high = middle
    return low


def _width(ends: tuple[float, float], log: bool) -> float:
    low, high = ends
    return math.log(max(high, 1e-12) / max(low, 1e-12)) if log else high - low


def _mean(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    return float(np.mean([float(row[name]) for row in rows]))
