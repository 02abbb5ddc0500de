"""The first screen: the answer in a sentence, how sure, why, and what would change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from experiments.command.wording import SAME_COST, answer, brief, capital, elsewhere, evidence, method, pairing, plain
from experiments.comparing.findings import Findings
from experiments.comparing.reasons import PAID, Step, chain, changers, parting
from experiments.dashboards import report_section
from experiments.report.context import Context
from experiments.report.html import paragraphs, table

MOST_ARMS = 3
"""Arms in the chain of the first screen; more do not fit a phone. All are in the tables below."""


def screen(context: Context, title: str) -> str:
    """Return what is seen first."""
    found = context.found
    title_of_answer = "h2" if context.head else "h1"  # a what-if has its question there
    return "\n".join(
        part
        for part in (
            f'<p class="kicker">Nichecast \N{MIDDLE DOT} {escape(title)}</p>',
            context.head,
            f"<{title_of_answer}>{escape(answer(found))}</{title_of_answer}>",
            _missing(context.manifest),
            paragraphs([report_section.first(context)]),
            '<div class="first">',
            f'<div class="sure"><h2>How sure</h2>{_sure(found)}</div>',
            f'<div class="why"><h2>Why: from money to money</h2>{_why(found)}</div>',
            f'<div class="turn"><h2>What would change the answer</h2>{_turn(context)}</div>',
            "</div>",
        )
        if part
    )


def _sure(found: Findings) -> str:
    """Say how sure the answer is: each comparison with its interval, and what the intervals rest on."""
    seeds = f"{len(found.seeds)} seeds" if len(found.seeds) != 1 else "one seed"
    pairs = found.telling_pairs()
    lines = [evidence(found, a, b) for a, b in pairs[:4]]
    if len(pairs) > 4:
        lines.append(f"{len(pairs) - 4} more comparisons are in the tables below.")
    lines.append(
        f"This rests on {seeds}, each a market of its own in which every arm is run with the same draws: the arms "
        f"differ by what follows from the plan alone. {pairing(found)}".strip()
    )
    lines.append(method(found))
    return paragraphs(lines)


def _missing(manifest: Mapping[str, Any]) -> str:
    """Warn where replicates failed: what is reported rests on the others."""
    failed = manifest.get("failed") or {}
    if not failed:
        return ""
    first = next(iter(failed.values()))["error"]
    return f'<p class="warn">{len(failed)} replicates failed and are left out; the first: {escape(first)}</p>'


def _why(found: Findings) -> str:
    """Follow the money of the best arms through the steps of the chain, each against the baseline."""
    shown = found.ranked()[:MOST_ARMS]
    steps = {arm: {step.name: step for step in chain(found, arm)} for arm in shown}
    names = list(dict.fromkeys(name for each in steps.values() for name in each))
    if not names:
        return ""
    rows = []
    for name in names:
        unit = next(each[name].unit for each in steps.values() if name in each)
        label = escape(capital(name)) + (' <span class="unit">USD</span>' if unit == "USD" else "")
        rows.append([label, *(_cell(each.get(name)) for each in steps.values())])
    other = "without it" if found.without == "none" else elsewhere(found)
    caption = f"What each campaign did, against the same worlds {other}; {100 * found.confidence:g} % intervals"
    said = parting(found, *found.ranked()[:2]) if len(found.ranked()) > 1 else ""
    return table(caption, ["", *(escape(plain(arm)) for arm in shown)], rows) + paragraphs([said])


def _cell(step: Step | None) -> str:
    if step is None:
        return '<td class="none">n/a</td>'
    each = step.change
    sign = step.metric not in PAID
    half = each.mean / 100 if step.metric == "cost" else each.half  # a plan cannot spend its last dollars
    text = brief(each.mean, step.unit, half, sign=sign)
    between = ""
    kind = ""
    if math.isfinite(each.half) and each.half > (SAME_COST * each.mean if step.metric == "cost" else 0):
        width = brief(each.half, step.unit, each.half).removesuffix(" %")
        between = f'<span class="range">\N{PLUS-MINUS SIGN} {width}</span>'
        if step.told:
            kind = {1: "better", -1: "worse"}.get(step.better * (1 if each.mean > 0 else -1), "")
        elif step.better:
            kind = "unclear"
        if not any(digit in "123456789" for digit in text):  # too small to show
            kind = "unclear"
    shown = text.replace(" points", '<span class="unit"> pt</span>')
    return f'<td class="{kind}">{shown}{between}</td>'


def _turn(context: Context) -> str:
    """List what would change the answer."""
    margins = context.config.get("brands", {}).get("margin") or []
    lines = changers(context.found, float(margins[0]) if margins else None)
    sensitivity = context.tables.get("sensitivity")
    if sensitivity is not None:
        from experiments.report.measured import strongest

        lines.insert(0, strongest(sensitivity))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines if line)
    return f"<ul>{items}</ul>" if items else "<p>Nothing that this run could tell.</p>"
