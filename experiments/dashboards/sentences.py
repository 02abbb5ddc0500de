"""What follows from what dashboards credit plans with, beside the truth, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.dashboards.collect import CLOSE, CLOSING
from experiments.dashboards.readings import METHOD, SENSOR, Readings
from experiments.results.effects import change_half
from experiments.results.findings import Measure
from experiments.results.money import USD
from experiments.results.statistics import UNTOLD, Difference, Interval, certainty, paired
from experiments.results.wording import (
    ADVERBS,
    SAME_COST,
    TOO_FINE,
    plain,
    quantity,
    span,
    sureness,
    with_unit,
)

if TYPE_CHECKING:
    pass

MUCH = 0.25
"""A dashboard misjudges by much if it is wrong by more than this share of what the plan costs."""
ALIKE = 0.01
"""Plans whose credits differ by less than this share of their cost are credited alike."""


def headline(read: Readings) -> str:
    """Say in a sentence that the dashboard would have picked another plan, or misjudges by much; else nothing."""
    duel = read.duel()
    if duel is not None:
        picked, other, said, true = duel
        told = certainty(said) in ADVERBS and not _alike(read, picked, other, said)
        if certainty(true) in ADVERBS and not (told and picked == read.arms[0]):
            return verdict(read)
    off = [arm for arm in read.arms[:2] if misjudged(read, arm)]
    return judged(read, off[0]) if off else ""


def misjudged(read: Readings, arm: str) -> bool:
    """Say whether the dashboard is surely wrong about a plan, and by much."""
    each = read.error(arm)
    return bool(each.told and abs(each.interval.mean) > MUCH * float(read.cost(arm).mean()))


def judged(read: Readings, plan: str) -> str:
    """Say what the last touch credits a plan with, and what it truly added."""
    error, expected = read.error(plan), read.expected(plan)
    line = f"The last touch credits {plain(plan)} with {read.money(read.credited(plan))} of margin; it truly added "
    line += read.money(read.true(plan))
    if expected is not None and read.found is not None:
        mean = with_unit(read.interval(expected).mean, read.currency, change_half(read.found, "margin"))
        line += f" (counted, like the credit, on the purchases that were made; {mean} expected)"
    if error.interval.mean == 0:
        return f"{line}."
    bounds = span(error.interval, read.currency, sign=True, half=read.half)
    between = f"; {100 * read.confidence:g} % interval of the error {bounds}"
    seeds = " (in the one seed read)" if error.interval.number < 2 else f" ({error.interval.number} seeds{between})"
    return f"{line}: {_than(read, error, read.off(read.credited(plan), read.true(plan)))}{seeds}."


def verdict(read: Readings) -> str:
    """Say whether the dashboard would have picked the plan that truly earns most."""
    duel = read.duel()
    if duel is None:
        return ""
    picked, other, said, true = duel
    credits = f"it credits {plain(picked)} with {read.money(read.credited(picked))} of margin"
    credits += f"{_spent(read, picked, other)} and {plain(other)} with {read.money(read.credited(other))}"
    credits += _spent(read, other, picked)
    words = certainty(said)
    surely = words in ADVERBS or said.interval.number < 2
    if _alike(read, picked, other, said) or not (surely or words == "only a hint"):
        line = f"A last-touch dashboard would not tell {plain(picked)} from {plain(other)}: {credits}"
    elif picked == read.arms[0]:
        line = f"A last-touch dashboard {'would have picked' if surely else 'leans to'} {plain(picked)} too: {credits}"
    else:
        does = "would have picked" if surely else "leans to"
        line = f"A last-touch dashboard {does} {plain(picked)}, not {plain(other)}: {credits}"
    if not surely and "leans" in line:
        line += " (only a hint)"
    if all(read.credited(plan).mean() < read.cost(plan).mean() for plan in (picked, other)):
        line += ", so by its account neither earns back its cost"
    winner, loser = (picked, other) if true.interval.mean > 0 else (other, picked)
    outcome, half = "profit", true.interval.half
    if read.found is not None:
        outcome, half = plain(read.found.money), change_half(read.found, read.found.money)
    size, words = with_unit(abs(true.interval.mean), read.currency, half), sureness(MONEY, true, half)
    if words == TOO_FINE:
        return f"{line}. In truth the two earn the same at the precision shown."
    if words in ADVERBS:
        return f"{line}. In truth {plain(winner)} {ADVERBS[words]} earns {size} more{_by(outcome)}."
    if true.interval.number < 2:
        more = f"earns {size} more{_by(outcome)} than {plain(loser)}"
        return f"{line}. In truth, in the one seed run, {plain(winner)} {more}."
    if words == "only a hint":
        return f"{line}. In truth there is only a hint that {plain(winner)} earns {size} more{_by(outcome)}."
    return f"{line}. In truth the two cannot be told apart by {outcome}."


def _spent(read: Readings, plan: str, other: str) -> str:
    """Return what a plan cost, where another cost less or more: a dashboard's pick is by credit less cost."""
    costs = [float(read.cost(each).mean()) for each in (plan, other)]
    if abs(costs[0] - costs[1]) < SAME_COST * max(costs):
        return ""
    return f" for {with_unit(costs[0], read.currency)} spent"


def _by(outcome: str) -> str:
    return "" if outcome == "profit" else f" {outcome}"


def closing(read: Readings, plan: str) -> str:
    """Say what the last touch credits search and retargeting with in a plan, and what they truly added."""
    if CLOSE not in read.parts(plan):
        return ""
    credit, true = read.credited(plan, channels=CLOSING, of=CLOSE), read.true(plan, CLOSE, of=CLOSE)
    whole, added = read.credited(plan, of=CLOSE), read.true(plan, of=CLOSE)
    error, apart = read.closing_error(plan), read.closing_share(plan)
    seeds = f"over {error.interval.number} seeds" if error.interval.number > 1 else "in one seed"
    line = (
        f"Of {plain(plan)}, the last touch credits search and retargeting with {read.money(credit)} of margin; they "
        f"truly added {read.money(true)} ({seeds}; {_than(read, error, read.off(credit, true))})"
    )
    if apart is None:
        return f"{line}."
    shares = (read.interval(credit / whole), read.interval(true / added))
    both = (quantity(each.mean, "%", each.half) for each in shares)
    said = "They get {} of all credit, and made {} of what the plan added".format(*both)
    words = certainty(apart)
    if words in ADVERBS:
        large = apart.interval.mean > 0
        size = (apart.interval.low, apart.interval.high) if large else (-apart.interval.high, -apart.interval.low)
        low, high = (quantity(bound, "%", apart.interval.half).removesuffix(" %") for bound in size)
        said += f": {ADVERBS[words]} too {'large' if large else 'small'} a share, by {low} to {high} points"
    return f"{line}. {said}."


def _than(read: Readings, error: Difference, off: float) -> str:
    """Say by how much a credit is above or below what is true."""
    if error.interval.mean == 0:
        return "the same"
    words = sureness(MONEY, error, read.half)
    if words == TOO_FINE or off == 0:
        return "the same at this precision"
    more = f"{with_unit(abs(off), read.currency, read.half)} too {'much' if off > 0 else 'little'}"
    if error.interval.number < 2:
        return more
    if words in ADVERBS:
        return f"{ADVERBS[words]} {more}"
    return f"{more}, {'which may be chance' if words == UNTOLD else words}"


MONEY = Measure(USD, 1, "")


def _alike(read: Readings, a: str, b: str, said: Difference) -> bool:
    cost = float(np.mean([read.cost(a).mean(), read.cost(b).mean()]))
    return abs(said.interval.mean) < ALIKE * cost


def summary(read: Readings) -> dict[str, Any]:
    """Return what `summary.json` says of dashboards."""

    def numbers(each: Interval) -> dict[str, float | int]:
        return {"mean": each.mean, "low": each.low, "high": each.high, "seeds": each.number}

    plans: dict[str, Any] = {}
    for plan in read.plans:
        plans[plan] = {
            "credited": numbers(read.interval(read.credited(plan))),
            "true": numbers(read.interval(read.true(plan))),
            "error": numbers(read.error(plan).interval),
        }
        for part in read.parts(plan):
            channels: Sequence[str] = CLOSING if part == CLOSE else (part,)
            credit = read.credited(plan, channels=channels, of=part)
            true = read.true(plan, part, of=part)
            plans[plan].setdefault("parts", {})[part] = {
                "credited": numbers(read.interval(credit)),
                "true": numbers(read.interval(true)),
                "error": numbers(paired(credit, true, read.confidence).interval),
            }
    duel = read.duel()
    return {
        "method": METHOD,
        "sensor": SENSOR,
        "picks": duel[0] if duel is not None else None,
        "truly_best": read.arms[0] if read.arms else None,
        "usual": read.usual,
        "plans": plans,
    }
