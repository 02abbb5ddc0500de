"""What a dashboard would have said of each plan, beside the truth; the usual plan's split; simpler readings below."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from experiments.dashboards.collect import CLOSE, CLOSING
from experiments.dashboards.credit_score import NAMES
from experiments.dashboards.readings import METHOD, SENSOR, Readings, readings
from experiments.dashboards.sentences import closing, headline, judged, verdict
from experiments.report import measured
from experiments.report.context import Context
from experiments.report.pieces import Block, Cell, Heading, blocks, in_a_row, paragraphs, table
from experiments.report.pieces import measured as with_interval
from experiments.results.effects import change_half, level_half
from experiments.results.statistics import Interval, paired
from experiments.results.wording import capital, listed, plain, quantity

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
            f"Run beside the plans with the same budget: {plain(read.usual)}, the usual plan of a brand that reads a "
            "dashboard."
        )
    words += [closing(read, plan) for plan in read.plans]
    words.append(_alike(read))
    body = blocks(paragraphs(words), context.figure("dashboard", titled=False), _methods(read))
    body += blocks(*(_split(read, plan) for plan in read.plans))
    return [*body, Heading("Simpler readings"), *simple] if simple else body


def _methods(read: Readings) -> Block:
    """Return a table of what each method credits each plan with; methods that say the same share a row."""
    lines: list[list[Cell | str]] = []
    for names, sensor, method in _rows(read):
        each = [read.interval(read.credited(plan, method, sensor)) for plan in read.plans]
        own = (sensor, method) == (SENSOR, METHOD)  # what sentences speak of
        cells = [with_interval(of_plan, read.currency, read.half) for of_plan in each] if own else None
        lines.append([names, *(cells or in_a_row(each, read.currency))])
    truth = [with_interval(read.interval(read.true(plan)), read.currency, read.half) for plan in read.plans]
    lines.append([Cell(": with the plan less without it", strong="truth"), *truth])
    if any(read.expected(plan) is not None for plan in read.plans):
        lines.append([Cell(", expected", strong="truth"), *(_expected(read, plan) for plan in read.plans)])
    costs = [read.interval(read.cost(plan)) for plan in read.plans]
    half = math.nan if read.found is None else level_half(read.found, "cost")  # as in the table of money
    lines.append(["cost", *(with_interval(cost, read.currency, half) for cost in costs)])
    numbers = {plan: len(read.seeds(plan)) for plan in read.plans}
    seeds = ", ".join(f"{plain(plan)} {number}" for plan, number in numbers.items())
    if len(set(numbers.values())) == 1:
        seeds = str(next(iter(numbers.values())))
    caption = (
        f"Margin credited to each plan on the sensors of this market, {read.currency}, counted on the purchases that "
        f"were made; means and intervals over seeds ({seeds})"
    )
    return table("credit", caption, ["", *(plain(plan) for plan in read.plans)], lines)


def _expected(read: Readings, plan: str) -> Cell:
    """Return the margin that an arm is expected to add, rounded as in the answer; a plan that is no arm has none."""
    values = read.expected(plan)
    if values is None or read.found is None:
        return Cell("n/a", look="none")
    return with_interval(read.interval(values), read.currency, change_half(read.found, "margin"))


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
        # A long list of names in the first column leaves no room for the others.
        lead = next((method for _, method in group if method == METHOD), method)
        names = NAMES.get(lead, lead)
        names += f" ({len(group) - 1} others alike)" if len(group) > 1 else ""
        yield SENSORS.get(sensor, f"{names}, on links"), sensor, lead


def _alike(read: Readings) -> str:
    """Say which methods on links say the same."""
    by_lead: dict[str, list[str]] = {}
    for sensor, method in read.methods:
        if sensor == SENSOR:
            same = (lead for lead in by_lead if _same(read, (sensor, lead), (sensor, method)))
            lead = next(same, method)
            by_lead.setdefault(lead, []).append(NAMES.get(method, method))
    groups = [capital(f"{listed(names)} give the same credit here.") for names in by_lead.values() if len(names) > 1]
    return " ".join(groups)


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

    def money(each: Interval, *, sign: bool = False) -> Cell:
        return with_interval(each, read.currency, read.half, sign=sign)

    def line(name: Cell | str, credit: np.ndarray, true: np.ndarray | None) -> list[Cell | str]:
        each = read.interval(credit / whole) if (whole > 0).all() else None
        share = Cell("n/a") if each is None else Cell(_share(each), number=each)
        if true is None:
            return [name, money(read.interval(credit)), share, Cell("not run", look="none"), ""]
        error = paired(credit, true, read.confidence).interval
        off = quantity(read.off(credit, true), read.currency, read.half, sign=True)
        cells = [money(read.interval(credit)), share, money(read.interval(true)), money(error, sign=True)]
        return [name, *cells[:-1], replace(cells[-1], text=off)]

    for channel in channels:
        true = read.true(plan, channel, of=of) if channel in parts else None
        lines.append(line(plain(channel), read.credited(plan, channels=[channel], of=of), true))
    if CLOSE in parts:
        credit, true = read.credited(plan, channels=CLOSING, of=of), read.true(plan, CLOSE, of=of)
        lines.append(line(Cell(" together", strong="search and retargeting"), credit, true))
        lines.append(line("the other channels, without these", whole - credit, read.true(plan, of=of) - true))
    lines.append(line(Cell(strong="the whole plan"), whole, read.true(plan, of=of)))
    number = len(read.seeds(plan, of))
    over = f"over {number} seeds" if number > 1 else "in one seed, so without intervals"
    caption = f"{capital(plain(plan))} by channel, {read.currency} of margin {over}"
    head = ["", "last touch", "share of credit", "truth", "error"]
    return table(f"channels_of_{plan}", caption, head, lines)


def _share(each: Interval) -> str:
    """Return a share; all of it, and nothing, without decimals."""
    return f"{100 * each.mean:.0f} %" if each.mean in (0.0, 1.0) else quantity(each.mean, "%", each.half)
