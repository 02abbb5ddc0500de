"""What is handed over: a workbook, a list of whom to hire, every table as CSV, one slide, the report."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.own_brand.answering.found import Found
from experiments.own_brand.answering.plan_rows import HEADER, Row
from experiments.own_brand.showing.tables import TABLES
from experiments.results.money import amount
from simulation.files.safe_writing import write_text, written_aside

PLAN = "plan.csv"
FILES = (
    ("answer.xlsx", "workbook"),
    ("hire.csv", "whom to hire"),
    ("slide.pdf", "one slide"),
    (PLAN, "the best plan by week"),
    ("tables", "every table as CSV"),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a text."""


def write_tables(found: Found, folder: Path) -> None:
    """Write every table with rows as ``tables/NAME.csv``, and ``hire.csv``."""
    (folder / "tables").mkdir(exist_ok=True)
    for name, table in TABLES.items():
        rows = table.rows(found)
        if rows:
            text = as_csv([table.header(found), *rows])
            write_text(folder / "tables" / f"{name}.csv", text)
            if name == "hire":
                write_text(folder / "hire.csv", text)


def write_plan(rows: Sequence[Row], folder: Path) -> None:
    """Write what the best plan buys by week, as a brand's folder takes it."""
    write_text(folder / PLAN, as_csv([HEADER, *rows]))


def as_csv(rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as CSV; texts that a spreadsheet would take for a formula get an apostrophe before them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[harmless(each) for each in row] for row in rows])
    return out.getvalue()


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet runs: handles and niches come from files of others. No number: empty."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None or (isinstance(value, float) and not math.isfinite(value)) else value


def write_workbook(found: Found, path: Path) -> None:
    """Write all tables as sheets, the answer first."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    first = book.active
    assert first is not None, "a new workbook has a sheet"
    first.title = "Answer"
    warnings = (f"Warning. {doubt}" for doubt in found.doubts)
    for line in (found.answer, *warnings, *found.lines, found.costs, *found.others, *found.budget_lines):
        if line:
            first.append([harmless(line)])
    first.column_dimensions["A"].width = 110
    first["A1"].font = Font(bold=True, size=13)
    for (cell,) in first.iter_rows():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for table in TABLES.values():
        rows = table.rows(found)
        if not rows:
            continue
        sheet = book.create_sheet(table.title[:31])
        sheet.append(table.header(found))
        for row in rows:
            sheet.append([harmless(each) for each in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for k, _ in enumerate(table.columns, start=1):
            longest = max(len(str(row[k - 1])) for row in rows)
            sheet.column_dimensions[get_column_letter(k)].width = min(max(12, longest + 2), 60)
        sheet.freeze_panes = "B2"
    with written_aside(path) as aside:
        book.save(aside)


def write_slide(found: Found, path: Path) -> None:
    """Write one slide, 16 to 9: the answer, the plans, whom to hire, the first doubt."""
    import textwrap

    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    from experiments.figures.style import styled
    from experiments.own_brand.answering.found import UNITS
    from experiments.own_brand.answering.plans import NOTHING

    with styled(), mpl.rc_context({"pdf.fonttype": 42}):
        figure = Figure(figsize=(13.33, 7.5))
        FigureCanvasPdf(figure)
        answer = "\n".join(textwrap.wrap(found.answer, 62))
        figure.text(0.05, 0.93, answer, fontsize=24, weight="bold", va="top")
        plans = [plan for plan in found.outlook.ranked() if plan != NOTHING]
        measure = found.outlook.charted
        what = UNITS[measure] + (f" added, {found.currency}" if measure == "added_profit" else " added")
        axes = figure.add_axes((0.22, 0.25, 0.33, 0.42))
        for row, plan in enumerate(plans):
            span = found.outlook.span(plan, measure)
            axes.plot([span.low, span.high], [row, row], color="#0072B2", linewidth=5, solid_capstyle="butt", alpha=0.5)
            axes.plot([span.mean], [row], "o", color="#0072B2", markersize=9)
        axes.axvline(0, color="#555555", linewidth=1)
        axes.set_yticks(range(len(plans)), plans, fontsize=13)
        axes.set_ylim(len(plans) - 0.4, -0.6)
        axes.tick_params(axis="x", labelsize=11)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
        axes.xaxis.set_major_formatter(lambda value, _: amount(value))
        axes.set_xlabel(f"{what}; eight of ten of {found.outlook.worlds} worlds", fontsize=12)
        figure.text(0.62, 0.67, "\n".join(hire_lines(found)), fontsize=14, va="top", linespacing=1.5, parse_math=False)
        below = f"Warning. {found.doubts[0]}" if found.doubts else found.costs
        figure.text(0.05, 0.06, "\n".join(textwrap.wrap(below, 140)), fontsize=11, color="#586273", va="bottom")
        with written_aside(path) as aside:
            figure.savefig(aside, format="pdf", metadata={"CreationDate": None, "Title": found.answer})


def hire_lines(found: Found) -> list[str]:
    """Return whom to hire, as the slide names them; the plan that hires may be another than the answer."""
    best = [hire for hire in found.hires if hire.keep][:8]
    start = "Hire" if found.hired_by == found.best else "If creators are hired"
    named = [f"{hire.handle}: {amount(hire.added, found.currency, sign=True)}" for hire in best]
    return [f"{start} ({found.hired_by})", *named] if best else []
