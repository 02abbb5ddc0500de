"""The scorecard as text: a table for the terminal, a page in Markdown."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence

from experiments.validation import card
from experiments.validation.card import Row
from experiments.validation.fact import Band, Reading

SPLITS = {
    "fit": "Facts that calibration may use",
    "held": "Facts that are only scored",
    "contested": "Facts on which the literature disagrees, in both regimes",
}
WIDTH = 80
HEAD = """# Scorecard

What is known of this market from outside, and what the simulated one shows. In: the whole 95 % interval over seeds lies
in the band. Out: all of it lies outside. Undecided: neither. A row is in if all of its measures are.
"""


def terminal(rows: Sequence[Row], seeds: int) -> str:
    """Return the card for a terminal of 80 columns."""
    lines = []
    for split, title in SPLITS.items():
        of_split = [row for row in rows if row.fact.split == split]
        if not of_split:
            continue
        lines += ["", f"{title} ({_counts(of_split)})"]
        for row in of_split:
            lines.append(f"{row.verdict.upper():<13}{row.fact.name}")
            for each in row.readings:
                mark = "" if each.verdict == "in" else each.verdict
                start = f"    {each.band.name}: {number(each.mean)}{_interval(each)}, band {band(each.band)}"
                lines += textwrap.wrap(f"{start} {mark}".rstrip(), WIDTH, subsequent_indent="      ")
    lines += ["", f"{_counts(rows)}, over {seeds} seed{'s' * (seeds != 1)}"]
    return "\n".join(lines)


def page(cards: Mapping[str, Sequence[Row]], seeds: int, consumers: int) -> str:
    """Return the card as a page in Markdown; with several worlds, the table of mechanisms too."""
    rows = cards["as it is"]
    parts = [HEAD, f"Measured on worlds of {seeds} seeds, {consumers:,} simulated consumers each: {_counts(rows)}.\n"]
    for split, title in SPLITS.items():
        of_split = [row for row in rows if row.fact.split == split]
        if not of_split:
            continue
        parts += [
            f"## {title}\n",
            f"{_counts(of_split)}.\n",
            "| fact | verdict | measured | band |",
            "|---|---|---|---|",
        ]
        for row in of_split:
            name = f"**{row.fact.name}**: {row.fact.claim} {row.fact.source} ({row.fact.grade})."
            for k, each in enumerate(row.readings):
                first = (name, row.verdict) if k == 0 else ("", "")
                shown = f"{each.band.name}: {number(each.mean)}{_interval(each)} ({each.verdict})"
                parts.append(f"| {first[0]} | {first[1]} | {shown} | {band(each.band)} |")
        parts.append("")
    if len(cards) > 1:
        parts += ["## Which mechanism carries which fact\n", "Facts whose verdict changes without the mechanism.\n"]
        parts += ["| without | verdicts that change |", "|---|---|"]
        verdicts = {row.fact.name: row.verdict for row in rows}
        for name, others in cards.items():
            now = {row.fact.name: row.verdict for row in others}
            changed = [f"{fact}: {verdicts[fact]} -> {now[fact]}" for fact in now if now[fact] != verdicts[fact]]
            if name != "as it is":
                parts.append(f"| {name.removeprefix('without ')} | {'; '.join(changed) or 'none'} |")
        parts.append("")
    parts += ["## What each fact rests on\n", "| fact | parameters and mechanisms |", "|---|---|"]
    parts += [f"| {row.fact.name} | {row.fact.rests_on} |" for row in rows]
    return "\n".join([*parts, ""])


def number(value: float) -> str:
    """Return a number with three digits."""
    if not math.isfinite(value):
        return "not measured"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def band(limits: Band) -> str:
    """Return a band in words."""
    unit = "" if limits.unit in ("1", "ratio") else f" {limits.unit}"
    if math.isinf(limits.high):
        return f"above {number(limits.low)}{unit}"
    if math.isinf(limits.low):
        return f"below {number(limits.high)}{unit}"
    return f"{number(limits.low)} to {number(limits.high)}{unit}"


def _interval(reading: Reading) -> str:
    return f" ({number(reading.low)} to {number(reading.high)})" if math.isfinite(reading.low) else ""


def _counts(rows: Sequence[Row]) -> str:
    return ", ".join(f"{number} {verdict}" for verdict, number in card.count(rows).items() if number) or "none"
