"""What a dashboard would have said of each plan, beside the truth; the usual plan's split; simpler readings below."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.command.wording import capital, plain, quantity
from experiments.comparing.statistics import paired
from experiments.dashboards.collect import CLOSE, CLOSING
from experiments.dashboards.credit_score import NAMES
from experiments.dashboards.sentences import Readings, closing, headline, judged, readings, verdict
from experiments.report import measured
from experiments.report.context import Context
from experiments.report.pieces import Block, Cell, Heading, blocks, listed, money, paragraphs, table

SENSORS = {"codes": "promo codes", "survey": "survey after the purchase"}


def first(context: Context) -> str:
    """Return the sentence of the first screen, if there is something to say."""
    read = readings(context.tables, context.found)
    return headline(read) if read is not None else ""


def dashboard(context: Context) -> list[Block]:
    """Compare what dashboards would have credited each plan with, in margin, with what it truly added."""
    read = readings(context.tables, context.found)
    simple = measured.dashboard(context)
    if read is None:
        return simple
    words = [verdict(read), *(judged(read, arm) for arm in read.arms[:2])]
    if read.usual is not None:
        words.append(
            f"Lived beside the arms with the same budget: {plain(read.usual)}, the usual plan of a brand that reads a "
            "dashboard."
        )
    words += [closing(read, plan) for plan in read.plans]
    body = blocks(paragraphs(words), context.figure("dashboard", titled=False), _methods(read))
    body += blocks(*(_split(read, plan) for plan in read.plans))
    return [*body, Heading("Simpler readings"), *simple] if simple else body


def _methods(read: Readings) -> Block:
    """Return a table of what each method credits each plan with; methods that say the same share a row."""
    lines: list[list[Cell | str]] = []
    for names, sensor, method in _rows(read):
        cells = [money(read.interval(read.credited(plan, method, sensor))) for plan in read.plans]
        lines.append([names, *cells])
    truth = [money(read.interval(read.true(plan))) for plan in read.plans]
    lines.append([Cell(": with the plan less without it", strong="truth"), *truth])
    lines.append(["cost", *(quantity(float(read.cost(plan).mean()), "USD") for plan in read.plans)])
    seeds = ", ".join(f"{plain(plan)} {len(read.seeds(plan))}" for plan in read.plans)
    caption = (
        f"Margin credited to each plan on the sensors of this market, USD; means and intervals over seeds ({seeds})"
    )
    return table(caption, ["", *(plain(plan) for plan in read.plans)], lines)


def _rows(read: Readings) -> Iterator[tuple[str, str, str]]:
    """Yield the name, sensor and method of each row."""
    groups: list[list[tuple[str, str]]] = []
    for sensor, method in read.methods:
        same = (group for group in groups if group[0][0] == sensor and _same(read, group[0], (sensor, method)))
        group = next(same, None)
        if group is None:
            groups.append([(sensor, method)])
        else:
            group.append((sensor, method))
    for group in groups:
        sensor, method = group[0]
        names = listed(NAMES.get(each, each) for _, each in group)
        yield (
            {"codes": "promo codes", "survey": "survey after the purchase"}.get(sensor, f"{names}, on links"),
            *group[0],
        )


def _same(read: Readings, a: tuple[str, str], b: tuple[str, str]) -> bool:
    return all(
        np.allclose(read.credited(plan, a[1], a[0]), read.credited(plan, b[1], b[0]), atol=0.5) for plan in read.plans
    )


def _split(read: Readings, plan: str) -> Block | None:
    """Return what the last touch credits each channel of a plan with, beside what is known of the truth."""
    channels = read.channels(plan)
    if len(channels) < 2:
        return None
    parts = read.parts(plan)
    of = parts[0] if parts else "campaign"
    whole = read.credited(plan, of=of)
    lines = []

    def line(name: Cell | str, credit: np.ndarray, true: np.ndarray | None) -> list[Cell | str]:
        each = read.interval(credit / whole) if (whole > 0).all() else None
        share = "n/a" if each is None else quantity(each.mean, "%", each.half)
        if true is None:
            return [name, money(read.interval(credit)), share, "", ""]
        error = paired(credit, true, read.confidence).interval
        return [name, money(read.interval(credit)), share, money(read.interval(true)), money(error, sign=True)]

    for channel in channels:
        true = read.true(plan, channel, of=of) if channel in parts else None
        lines.append(line(plain(channel), read.credited(plan, channels=[channel], of=of), true))
    if CLOSE in parts:
        credit, true = read.credited(plan, channels=CLOSING, of=of), read.true(plan, CLOSE, of=of)
        lines.append(line(Cell(" together", strong="search and retargeting"), credit, true))
        lines.append(line("the others, had they been alone", whole - credit, read.true(plan, of=of) - true))
    lines.append(line(Cell(strong="the whole plan"), whole, read.true(plan, of=of)))
    number = len(read.seeds(plan, of))
    over = f"over {number} seeds" if number > 1 else "in one seed, so without intervals"
    caption = f"{capital(plain(plan))} by channel, USD of margin {over}"
    return table(caption, ["", "last touch", "share of credit", "truth", "error"], lines)
