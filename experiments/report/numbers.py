"""The tables: money at equal cost, new metrics beside old, and all arms with their paired differences."""

from __future__ import annotations

import math

import numpy as np

from experiments.report.context import Context
from experiments.report.pieces import Block, Cell, blocks, labelled, measured, paragraphs, table
from experiments.results.effects import added, change_half, level_half
from experiments.results.findings import Findings
from experiments.results.money import one
from experiments.results.reasons import fieller, named
from experiments.results.statistics import Interval, interval
from experiments.results.terminal import contrast_rows, rows
from experiments.results.wording import (
    better,
    capital,
    change,
    cost_line,
    elsewhere,
    listed,
    plain,
    quantity,
    rounds_to_nothing,
    several,
    span,
    unspent_line,
    verdict,
)

SPENT = ("fees", "media", "hours_cost", "cost", "unspent")
OLD = ("impressions", "reach", "frequency", "likes", "earned_media_value")
NEW = (
    "comments",
    "shares",
    "messages",
    "saves",
    "sentiment",
    "recommendations",
    "complaints",
    "call_outs",
    "brand_trust",
    "creator_trust",
    "waste",
    "conversion",
    "loyalty",
)
HIGH_IS_GOOD = 1
"""How the old metrics are read: the more the better, whatever the registry says of them."""


def money(context: Context) -> list[Block]:
    """Say what was paid, what came back, and at what price."""
    findings = context.found
    arms = findings.campaigns()
    if not arms or "cost" not in findings.measures:
        return []
    lines: list[list[Cell | str]] = []
    for metric in SPENT:
        if metric in findings.measures:
            half = level_half(findings, metric)
            cells = [measured(_own(findings, arm, metric), findings.currency, half) for arm in arms]
            lines.append([NAMES.get(metric, plain(metric)), *cells])
    for metric in ("revenue", "margin", "profit"):
        each = [interval(added(findings, arm, metric), findings.confidence) for arm in arms]
        half = change_half(findings, metric)
        if any(of_arm.number for of_arm in each):
            cells = [measured(of_arm, findings.currency, half, sign=True) for of_arm in each]
            lines.append([f"{named(findings, metric)} added", *cells])
    returns = [_ratio(findings, arm, "margin", "cost") for arm in arms]
    if findings.without == "none" and any(of_arm.number for of_arm in returns):
        name = f"{named(findings, 'margin')} added per {one(findings.currency)} spent"
        lines.append([name, *(_plain(of_arm, 2) for of_arm in returns)])
    lines.append(
        [
            "spend per 1,000 impressions",
            *(_plain(_ratio(findings, arm, "cost", "impressions", 1000), 2) for arm in arms),
        ]
    )
    lines.append(["spend per person reached", *(_plain(_ratio(findings, arm, "cost", "reach"), 3) for arm in arms)])
    against = "" if findings.without == "none" else f"; added: to the same worlds {elsewhere(findings)}"
    over = f"means over {several(len(findings.seeds), 'seed')}, {100 * findings.confidence:g} % intervals"
    caption = f"{findings.currency}; {over}{against}; ratios: of means"
    head = ["", *(plain(arm) for arm in arms)]
    said = [f"{cost_line(findings)}.", unspent_line(findings)]
    return blocks(paragraphs(said), table("money", caption, head, lines), context.figure("profit"))


NAMES = {"hours_cost": "managers' hours", "cost": "total cost", "media": "media", "fees": "fees to creators"}


def _own(findings: Findings, arm: str, metric: str) -> Interval:
    return findings.means[arm].get(metric, Interval(math.nan, math.nan, math.nan, 0))


def _ratio(findings: Findings, arm: str, above: str, below: str, scale: float = 1.0) -> Interval:
    """Return a ratio of means over seeds, as sentences have it, with Fieller's interval."""
    x, y = scale * added(findings, arm, above), added(findings, arm, below)
    return Interval(*fieller(x, y, findings.confidence), int((np.isfinite(x) & np.isfinite(y)).sum()))


def _plain(each: Interval, digits: int) -> Cell:
    if not each.number or not math.isfinite(each.mean):
        return Cell("n/a")
    mean, low, high = (f"{v:,.{digits}f}".replace("-", "\N{MINUS SIGN}") for v in (each.mean, each.low, each.high))
    if each.number > 1 and not math.isfinite(each.half):
        return Cell(mean, interval="no bound", number=each)
    return Cell(mean, interval=f"{low} to {high}" if each.half > 0 else "", number=each)


def metrics(context: Context) -> list[Block]:
    """Put old metrics beside new ones and beside the truth, and say which of them point to the arm that earns most."""
    findings = context.found
    arms = findings.ranked()
    if len(arms) < 2:
        return []
    lines, favours = [], {}
    for kind, names in (("old", OLD), ("new", NEW)):
        for metric in names:
            if metric not in findings.measures or not any(findings.means[arm].get(metric) for arm in arms):
                continue
            favoured = favourite(findings, metric, HIGH_IS_GOOD if kind == "old" else findings.measures[metric].better)
            favours[metric] = (kind, favoured)
            cells = []
            for arm in arms:
                each = _own(findings, arm, metric)
                text = quantity(each.mean, findings.measures[metric].shown, level_half(findings, metric))
                cells.append(Cell(text, look="better" if arm == favoured else "", number=each))
            lines.append([labelled(findings, metric, kind), *cells])
    if not lines:
        return []
    half = level_half(findings, findings.money)
    earned = [_own(findings, arm, findings.money) for arm in arms]
    cells = [Cell(quantity(of_arm.mean, findings.currency, half), number=of_arm) for of_arm in earned]
    lines.append([Cell(strong=plain(findings.money), unit=findings.currency), *cells])
    caption = (
        "Coloured: the plan that the metric favours, where it can be told from each other plan, all metrics counted"
    )
    head = ["", *(plain(arm) for arm in arms)]
    return blocks(paragraphs(_agreement(findings, arms[0], favours)), table("metrics", caption, head, lines))


def favourite(findings: Findings, metric: str, direction: int) -> str | None:
    """Return the arm that a metric favours and that can be told from each other one; None if there is none."""
    arms = [arm for arm in findings.ranked() if math.isfinite(findings.mean(arm, metric))]
    if len(arms) < 2 or direction == 0:
        return None
    best = max(arms, key=lambda arm: direction * findings.mean(arm, metric))
    for other in arms:
        if other != best and not _told(findings, best, other, metric):
            return None
    return best


def _told(findings: Findings, best: str, other: str, metric: str) -> bool:
    """Say whether two arms can be told apart by a metric, and are shown to differ: a tie favours nobody."""
    each, measure = findings.difference(best, other, metric), findings.measures[metric]
    means = {quantity(findings.mean(arm, metric), measure.shown, level_half(findings, metric)) for arm in (best, other)}
    return each.told and len(means) > 1 and not rounds_to_nothing(measure, each)


def _agreement(findings: Findings, best: str, favours: dict[str, tuple[str, str | None]]) -> list[str]:
    second = findings.ranked()[1]
    if not findings.difference(best, second, findings.money).told:
        pair = f"{plain(best)} and {plain(second)}"
        favoured = {
            kind: [f"{plain(m)} ({plain(arm)})" for m, (k, arm) in favours.items() if k == kind and arm is not None]
            for kind in ("old", "new")
        }
        said_of = "; ".join(f"{kind}: {listed(names) if names else 'none'}" for kind, names in favoured.items())
        return [
            f"By {plain(findings.money)} {pair} cannot be told apart, so no metric points to the better of them. "
            f"Metrics that favour one plan over every other: {said_of}."
        ]
    said = []
    for kind in ("old", "new"):
        of_kind = {m: arm for m, (k, arm) in favours.items() if k == kind}
        agree = [m for m, arm in of_kind.items() if arm == best]
        against = [m for m, arm in of_kind.items() if arm not in (best, None)]
        if not of_kind:
            continue
        line = f"Of {len(of_kind)} {kind} metrics, {_favour(agree)} {plain(best)}, which earns most"
        line += f" ({listed(plain(m) for m in agree)})" if agree else ""
        line += f"; {_favour(against)} another plan ({listed(plain(m) for m in against)})" if against else ""
        rest = len(of_kind) - len(agree) - len(against)
        line += f"; {rest} cannot tell" if rest else ""
        said.append(f"{line}.")
    return said


def _favour(metrics: list[str]) -> str:
    """Return their number and the verb."""
    return f"{len(metrics)} favour{'s' if len(metrics) == 1 else ''}"


def arms(context: Context) -> list[Block]:
    """Return all arms with their intervals, then the pairs that answer the question."""
    findings = context.found
    lines = []
    for metric in rows(findings):
        unit = findings.measures[metric].shown
        half = level_half(findings, metric)
        lines.append(
            [labelled(findings, metric), *(measured(_own(findings, a, metric), unit, half) for a in findings.arms)]
        )
    caption = f"Means over {several(len(findings.seeds), 'seed')}, {100 * findings.confidence:g} % intervals"
    whole = table("plans", caption, ["", *(plain(arm) for arm in findings.arms)], lines)
    return [whole, *(_contrast(findings, a, b) for a, b in findings.telling_pairs())]


def _contrast(findings: Findings, a: str, b: str) -> Block:
    lines = []
    for metric in contrast_rows(findings):
        each = findings.difference(a, b, metric)
        if each.interval.number == 0:
            continue
        measure = findings.measures[metric]
        half = change_half(findings, metric)
        kind = {1: "better", -1: "worse", 0: ""}[better(measure, each, half)]
        lines.append(
            [
                labelled(findings, metric),
                Cell(change(each.interval.mean, measure.shown, half), look=kind, number=each.interval),
                Cell(span(each.interval, measure.shown, sign=True, half=half)),
                Cell(verdict(measure, each, half), look="text"),
            ]
        )
    head = ["", "difference", f"{100 * findings.confidence:g} % interval", "how sure"]
    return table(f"{a}_against_{b}", f"{capital(plain(a))} against {plain(b)}, paired by seed", head, lines)
