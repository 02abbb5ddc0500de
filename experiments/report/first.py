"""The first screen: the answer in a sentence, how sure, why, and what would change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.report import dashboard_section
from experiments.report.context import Context
from experiments.report.pieces import Block, Cell, blocks, paragraphs, table
from experiments.results.agreement import said_of
from experiments.results.effects import PAID
from experiments.results.findings import Findings
from experiments.results.reasons import CHAIN, Step, chain, changers, named, parting
from experiments.results.wording import (
    POINTS,
    SAME_COST,
    answer,
    brief,
    capital,
    elsewhere,
    evidences,
    markets_line,
    method,
    pairing,
    plain,
    several,
    unequal_line,
)

MOST_ARMS = 3
"""Arms in the chain of the first screen; more do not fit a phone. All are in the tables below."""
MOST_PAIRS = 4
"""Comparisons on the first screen; all are in the tables below."""


@dataclass(frozen=True)
class Screen:
    """What is seen first.

    Attributes:
        answer: The answer in a sentence.
        warnings: What is missing from it, what makes it implausible, and whether plans cost different sums.
        worlds: In how many plausible worlds it holds; empty where none were run.
        dashboard: What a dashboard would have said; empty where there is nothing to say.
        sure: How sure the answer is.
        why: The chain from money to money.
        changers: What would change the answer.
    """

    answer: str
    warnings: list[str]
    worlds: list[str]
    dashboard: str
    sure: list[Block]
    why: list[Block]
    changers: list[str]


def screen(context: Context) -> Screen:
    """Return what is seen first."""
    findings = context.found
    return Screen(
        answer(findings),
        [line for line in (_missing(context.manifest), *findings.warnings, unequal_line(findings)) if line],
        said_of(context.tables.get("worlds"), findings),
        dashboard_section.first(context),
        _sure(findings),
        _why(findings),
        _turn(context),
    )


def _sure(findings: Findings) -> list[Block]:
    """Say how sure the answer is: each comparison with its interval, and what the intervals rest on."""
    seeds = f"{len(findings.seeds)} seeds" if len(findings.seeds) != 1 else "one seed"
    said = evidences(findings)
    lines = said[:MOST_PAIRS]
    if len(said) > MOST_PAIRS:
        lines.append(f"{len(said) - MOST_PAIRS} more comparisons are in the tables below.")
    lines.append(
        f"This rests on {seeds}, each a market of its own in which every plan is run with the same draws, so "
        f"that plans differ only by their own effects. {pairing(findings)}".strip()
    )
    lines.append(method(findings))
    return blocks(paragraphs(lines))


def _missing(manifest: Mapping[str, Any]) -> str:
    """Warn where replicates failed: what is reported rests on the others."""
    failed = manifest.get("failed") or {}
    if not failed:
        return ""
    first = next(iter(failed.values()))["error"]
    return f"{several(len(failed), 'replicate')} failed; results rest on the others. The first error: {first}"


def _why(findings: Findings) -> list[Block]:
    """Follow the money of the best arms through the steps of the chain, each against the baseline."""
    shown = findings.ranked()[:MOST_ARMS]
    steps = {arm: {step.name: step for step in chain(findings, arm)} for arm in shown}
    order = [named(findings, name) for _, name in CHAIN]
    names = sorted({name for each in steps.values() for name in each}, key=order.index)
    if not names:
        return []
    rows = []
    for name in names:
        unit = next(each[name].unit for each in steps.values() if name in each)
        label = Cell(capital(name), unit=unit if unit == findings.currency else "")
        rows.append([label, *(_cell(each.get(name)) for each in steps.values())])
    other = "without it" if findings.without == "none" else elsewhere(findings)
    caption = f"What each campaign did, against the same worlds {other}; {100 * findings.confidence:g} % intervals"
    said = parting(findings, *findings.ranked()[:2]) if len(findings.ranked()) > 1 else ""
    head = ["", *(plain(arm) for arm in shown)]
    return blocks(table("from_money_to_money", caption, head, rows), paragraphs([said, markets_line(findings)]))


def _cell(step: Step | None) -> Cell:
    if step is None:
        return Cell("n/a", look="none")
    each, sign = step.change, step.metric not in PAID
    text = brief(each.mean, step.unit, step.half, sign=sign, beside=each.half if math.isfinite(each.half) else 0.0)
    between, kind = "", ""
    least = SAME_COST * each.mean if step.metric == "cost" else 0  # a plan cannot spend its last dollars
    if math.isfinite(each.half) and each.half > least:
        width = brief(each.half, step.unit, step.half, beside=each.mean).removesuffix(" %")
        between = f"\N{PLUS-MINUS SIGN} {width}"
        if step.told:
            kind = {1: "better", -1: "worse"}.get(step.better * (1 if each.mean > 0 else -1), "")
        elif step.better:
            kind = "unclear"
        if not any(digit in "123456789" for digit in text):  # too small to show
            kind = "unclear"
    number = text.removesuffix(POINTS)
    return Cell(number, unit="" if number == text else "pt", interval=between, look=kind, number=each)


def _turn(context: Context) -> list[str]:
    """List what would change the answer."""
    margins = context.config.get("brands", {}).get("margin") or []
    lines = changers(context.found, float(margins[0]) if margins else None)
    sensitivity = context.tables.get("sensitivity")
    if sensitivity is not None:
        from experiments.report.measured import strongest

        lines.insert(0, strongest(sensitivity))
    return [line for line in lines if line]
