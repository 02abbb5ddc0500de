"""The terminal: the answer first, then the table, then where to look on. Progress while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from experiments.results import steps
from experiments.results.effects import change_half, level_half
from experiments.results.findings import Findings
from experiments.results.heartbeat import heartbeat
from experiments.results.screen import Column, fits, screen, tables, turned
from experiments.results.wording import (
    POINTS,
    answer,
    better,
    change,
    cost_line,
    counted,
    evidences,
    markets_line,
    pairing,
    plain,
    quantity,
    span,
    strategy_name,
    unequal_line,
    unspent_line,
    verdict,
)

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console, RenderableType
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


ROWS = (
    "expected_profit",
    "profit",
    "incremental_profit",
    "waste",
    "conversion",
    "loyalty",
    "engagement",
    "sentiment",
    "brand_trust",
    "creator_trust",
    "reach",
)
"""The metrics of the table, in its order."""


def show(findings: Findings, notes: Sequence[str] = (), console: Console | None = None) -> None:
    """Print the answer, what speaks against it, the arms, their paired differences, and notes on the world."""
    out = console or screen()

    def line(text: str, style: str = "") -> None:
        if text:
            out.print(text, style=style, markup=False)

    out.print()
    for warning in (*findings.warnings, unequal_line(findings)):
        line(f"Warning: {warning}" if warning else "", "yellow")
    line(answer(findings), "bold")
    for each in evidences(findings):
        line(f"  {each}")
    out.print()
    for table in arms_tables(findings, out.width):
        out.print(table)
    pairs = findings.telling_pairs()
    for a, b in pairs[:MOST_PAIRS]:
        for table in difference_tables(findings, a, b, out.width):
            out.print(table)
    if len(pairs) > MOST_PAIRS:
        line(f"Differences of {len(pairs) - MOST_PAIRS} more pairs, in all metrics: in the report.")
    line(cost_line(findings))
    for text in (unspent_line(findings), markets_line(findings), *notes, pairing(findings), counted(findings)):
        line(text, "dim")


def show_differences(
    differences: Mapping[str, Mapping[str, tuple[Any, Any]]], reference: str, console: Console | None = None
) -> None:
    """Print in what each arm differs from the one that it is held against: its strategy, and what else it changes.

    Args:
        differences: Arm -> dotted name -> the reference's value and the arm's.
        reference: The arm that the others are held against.
        console: Where to print; None: standard output.
    """
    out = console or screen()
    for arm, different in differences.items():
        parts = []
        for name, (there, here) in different.items():
            if name == "strategy._target_":
                parts.append(f"strategy {strategy_name(str(here))} instead of {strategy_name(str(there))}")
            elif not (name.startswith("strategy.") and "strategy._target_" in different):
                parts.append(f"{name} {here} instead of {there}")
        said = ", ".join(parts) or "nothing: they are the same"
        out.print(f"{plain(arm)} differs from {plain(reference)} in: {said}", style="dim", markup=False)


def arms_tables(findings: Findings, width: int) -> Iterator[RenderableType]:
    """Yield the means with half the width of their intervals: arms as columns, or as rows where they do not fit."""
    shown = rows(findings)
    columns = [Column("", tuple(_labelled(findings, metric) for metric in shown))]
    columns += [Column(plain(arm), tuple(_mean(findings, arm, metric) for metric in shown)) for arm in findings.arms]
    title = f"Means over {_seeds(findings)}, \N{PLUS-MINUS SIGN} {100 * findings.confidence:g} % interval"
    yield from tables(title, columns if fits(columns, width) else turned(columns), width)


def _mean(findings: Findings, arm: str, metric: str) -> str:
    each, unit, half = findings.means[arm].get(metric), findings.measures[metric].shown, level_half(findings, metric)
    if each is None or each.number == 0:
        return "n/a"
    width = f" \N{PLUS-MINUS SIGN} {quantity(each.half, unit, half).removesuffix(' %')}" if each.half > 0 else ""
    return quantity(each.mean, unit, half).removesuffix(" %") + width


def difference_tables(findings: Findings, a: str, b: str, width: int) -> Iterator[RenderableType]:
    """Yield the table of paired differences of two arms."""
    names, differences, spans, words, colours = [], [], [], [], []
    for metric in contrast_rows(findings):
        each, measure, half = (
            findings.difference(a, b, metric),
            findings.measures[metric],
            change_half(findings, metric),
        )
        if each.interval.number == 0:
            continue
        names.append(_labelled(findings, metric))
        differences.append(change(each.interval.mean, measure.shown, half))
        spans.append(span(each.interval, measure.shown, sign=True, half=half).removesuffix(POINTS))
        words.append(verdict(measure, each, half))
        colours.append({1: "green", -1: "red", 0: ""}[better(measure, each, half)])
    columns = [
        Column("", tuple(names)),
        Column("difference", tuple(differences), colours=tuple(colours)),
        Column(f"{100 * findings.confidence:g} % interval", tuple(spans)),
        Column("how sure", tuple(words), words=True),
    ]
    yield from tables(f"{plain(a)} \N{MINUS SIGN} {plain(b)}, paired by seed", columns, width)


MOST_PAIRS = 3
"""Pairs of arms whose differences are printed in all metrics; the answer's lines name every pair."""


def rows(findings: Findings) -> Sequence[str]:
    """Return the table's metrics that this run has."""
    there = [metric for metric in ROWS if metric in findings.measures]
    return [metric for metric in there if metric != "incremental_profit" or findings.money == "profit"]


def contrast_rows(findings: Findings) -> Sequence[str]:
    """Return the rows of a table of differences: what the campaign added is one already, and profit is asked once."""
    there = [metric for metric in rows(findings) if not metric.startswith("incremental_")]
    return [metric for metric in there if metric != "profit" or findings.money == metric]


@contextmanager
def progress(title: str, seeds: int, already: int) -> Iterator[Progress]:
    """Show a live bar on a terminal, and a line now and then where standard error is none."""
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("[dim]{task.fields[finished]}/{task.fields[all]} seeds"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=screen(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    first = "starting (the first run of all compiles the model: about 20 s of a processor, once)"
    task = bar.add_task(first, total=seeds, completed=already, finished=already, all=seeds)
    shown = Progress(bar, task, title, already)
    with bar, heartbeat(title, lambda: f"{shown.finished:,} of {seeds:,} seeds"):
        yield shown


class Progress:
    """What all seeds together have done."""

    def __init__(self, bar: Bar, task: TaskID, title: str, already: int) -> None:
        self._bar, self._task, self._title = bar, task, title
        self._shares: dict[int, float] = {}
        self.finished = already
        """Seeds that are done."""

    def update(self, seed: int, share: float) -> None:
        """Take note that this share of a seed is done."""
        if share < 1:
            self._shares[seed] = share
        else:  # no sum over all seeds at each step: there may be a million
            self._shares.pop(seed, None)
            self.finished += 1
        done = self.finished + sum(self._shares.values())
        self._bar.update(self._task, description=self._title, completed=done, finished=self.finished)


@contextmanager
def counter(title: str, total: int, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show how many of many runs are done, in a pipe by a line now and then; give a function that is told so."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TimeRemainingColumn())
    hidden = quiet or not sys.stderr.isatty()
    now = 0
    with Bar(*columns, *times, console=screen(stderr=True), disable=hidden, transient=True) as bar:
        task = bar.add_task(title, total=total)
        steps.tell(0, total)

        def told(done: int) -> None:
            nonlocal now
            now = done
            bar.update(task, completed=done)
            steps.tell(done, total)

        with nullcontext() if quiet else heartbeat(title, lambda: f"{now:,} of {total:,} runs"):
            yield told


def frame_table(frame: pd.DataFrame, title: str) -> None:
    """Print a data frame; numbers with four digits."""
    out = screen()
    columns = [
        Column(
            str(name),
            tuple(f"{value:,.4g}" if isinstance(value, float) else str(value) for value in frame[name]),
            words=frame[name].dtype.kind not in "fi",
        )
        for name in frame.columns
    ]
    for table in tables(title, columns, out.width):
        out.print(table)


def _labelled(findings: Findings, metric: str) -> str:
    unit = findings.measures[metric].shown
    return f"{plain(metric)}, {unit}" if unit and unit not in plain(metric) else plain(metric)


def _seeds(findings: Findings) -> str:
    return f"{len(findings.seeds)} seeds" if len(findings.seeds) != 1 else "one seed"
