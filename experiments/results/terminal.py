"""The terminal: the answer first, then the table, then where to look on. Progress while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from experiments.results.findings import Findings
from experiments.results.wording import (
    POINTS,
    answer,
    better,
    change,
    cost_line,
    counted,
    evidence,
    pairing,
    plain,
    quantity,
    span,
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


def show(found: Findings, notes: Sequence[str] = (), console: Console | None = None) -> None:
    """Print the answer, the arms, their paired differences, what they cost, and notes on the world."""
    from rich.console import Console

    out = console or Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    out.print(f"\n[bold]{answer(found)}[/bold]")
    for a, b in found.telling_pairs():
        out.print(f"  {evidence(found, a, b)}")
    out.print()
    out.print(arms_table(found))
    for differences in difference_tables(found):
        out.print(differences)
    out.print(cost_line(found))
    for line in (unspent_line(found), *notes, pairing(found), counted(found)):
        if line:
            out.print(line, style="dim", markup=False)


def show_differences(
    differences: Mapping[str, Mapping[str, tuple[Any, Any]]], reference: str, console: Console | None = None
) -> None:
    """Print in what each arm differs from the one that it is held against: its strategy, and what else it changes.

    Args:
        differences: Arm -> dotted name -> the reference's value and the arm's.
        reference: The arm that the others are held against.
        console: Where to print; None: standard output.
    """
    from rich.console import Console

    out = console or Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    for arm, different in differences.items():
        parts = []
        for name, (there, here) in different.items():
            if name == "strategy._target_":
                parts.append(f"strategy {str(here).rpartition('.')[2]} instead of {str(there).rpartition('.')[2]}")
            elif not (name.startswith("strategy.") and "strategy._target_" in different):
                parts.append(f"{name} {here} instead of {there}")
        said = ", ".join(parts) or "nothing: they are the same"
        out.print(f"{plain(arm)} differs from {plain(reference)} in: {said}", style="dim", markup=False)


def arms_table(found: Findings) -> RenderableType:
    """Return the table of means with half the width of their intervals."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        box=SIMPLE_HEAD,
        title=f"Means over {_seeds(found)}, \N{PLUS-MINUS SIGN} {100 * found.confidence:g} % interval",
        title_justify="left",
    )
    table.add_column("")
    for arm in found.arms:
        table.add_column(plain(arm), justify="right")
    for metric in rows(found):
        unit = found.measures[metric].shown
        cells = []
        for arm in found.arms:
            each = found.means[arm].get(metric)
            if each is None or each.number == 0:
                cells.append("n/a")
                continue
            half = (
                f" \N{PLUS-MINUS SIGN} {quantity(each.half, unit, each.half).removesuffix(' %')}"
                if each.half > 0
                else ""
            )
            cells.append(quantity(each.mean, unit, each.half).removesuffix(" %") + half)
        table.add_row(_labelled(found, metric), *cells)
    return table


def difference_tables(found: Findings) -> Iterator[RenderableType]:
    """Return one table per pair of arms that answers the question."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    for a, b in found.telling_pairs():
        table = Table(
            box=SIMPLE_HEAD, title=f"{plain(a)} \N{MINUS SIGN} {plain(b)}, paired by seed", title_justify="left"
        )
        for heading, side in (
            ("", "left"),
            ("difference", "right"),
            (f"{100 * found.confidence:g} % interval", "right"),
            ("", "left"),
        ):
            table.add_column(heading, justify=side)  # type: ignore[arg-type]
        for metric in contrast_rows(found):
            each = found.difference(a, b, metric)
            if each.interval.number == 0:
                continue
            unit = found.measures[metric].shown
            measure = found.measures[metric]
            colour = {1: "green", -1: "red", 0: "default"}[better(measure, each)]
            table.add_row(
                _labelled(found, metric),
                f"[{colour}]{change(each.interval.mean, unit, each.interval.half)}[/{colour}]",
                span(each.interval, unit, sign=True).removesuffix(POINTS),
                verdict(measure, each),
            )
        yield table


def rows(found: Findings) -> Sequence[str]:
    """Return the table's metrics that this run has."""
    there = [metric for metric in ROWS if metric in found.measures]
    return [metric for metric in there if metric != "incremental_profit" or found.money == "profit"]


def contrast_rows(found: Findings) -> Sequence[str]:
    """Return the rows of a table of differences: what the campaign added is one already, and profit is asked once."""
    there = [metric for metric in rows(found) if not metric.startswith("incremental_")]
    return [metric for metric in there if metric != "profit" or found.money == metric]


@contextmanager
def progress(title: str, seeds: int, already: int) -> Iterator[Progress]:
    """Show a live bar on a terminal, and nothing where standard error is none."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("[dim]{task.fields[finished]}/{task.fields[all]} seeds"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        first = "starting (the first run of all compiles the model)"
        yield Progress(
            bar, bar.add_task(first, total=seeds, completed=already, finished=already, all=seeds), title, already
        )


class Progress:
    """What all seeds together have done."""

    def __init__(self, bar: Bar, task: TaskID, title: str, already: int) -> None:
        self._bar, self._task, self._title, self._already = bar, task, title, already
        self._shares: dict[int, float] = {}

    def update(self, seed: int, share: float) -> None:
        """Take note that this share of a seed is done."""
        self._shares[seed] = share
        finished = self._already + sum(share >= 1 for share in self._shares.values())
        done = self._already + sum(self._shares.values())
        self._bar.update(self._task, description=self._title, completed=done, finished=finished)


@contextmanager
def counter(title: str, total: int, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show how many of many runs are done, on a terminal; give a function that is told so."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TimeRemainingColumn())
    hidden = quiet or not sys.stderr.isatty()
    with Bar(*columns, *times, console=Console(stderr=True), disable=hidden, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def frame_table(frame: pd.DataFrame, title: str) -> None:
    """Print a data frame; numbers with four digits."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left")
    for name in frame.columns:
        table.add_column(str(name), justify="right" if frame[name].dtype.kind in "fi" else "left")
    for row in frame.itertuples(index=False):
        table.add_row(*(f"{value:,.4g}" if isinstance(value, float) else str(value) for value in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else 150).print(table, markup=False)


def _labelled(found: Findings, metric: str) -> str:
    unit = found.measures[metric].shown
    return f"{plain(metric)} [dim]{unit}[/dim]" if unit else plain(metric)


def _seeds(found: Findings) -> str:
    return f"{len(found.seeds)} seeds" if len(found.seeds) != 1 else "one seed"
