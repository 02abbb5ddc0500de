"""One self-contained page for whoever decides: the answer, how sure, why, what would change it; then the evidence.

Every sentence is computed from the results. The page loads nothing, so that it can be mailed, printed and kept. Charts
are alive where scripts may run; on paper, and where they may not, the same figures stand as pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from experiments.report import assumptions, dashboard_section, first, market, measured, numbers, runtime, watch
from experiments.report.context import Context
from experiments.report.html import render
from experiments.report.pieces import Block
from experiments.report.table_files import csv_of, file_name, tables_of
from experiments.results.findings import Findings
from experiments.results.wording import at_equal_cost, cost_gap, listed, plain

__all__ = ["Context", "Report", "made", "page"]

Section = Callable[[Context], list[Block]]

SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Money: what was spent and what came back", numbers.money),
    ("From reach to repeat purchase", market.funnel),
    ("Trust over time", market.trust),
    ("Person by person", market.uplift),
    ("New metrics beside old", numbers.metrics),
    ("What a dashboard would have said", dashboard_section.dashboard),
    ("What the answer depends on", measured.sensitivity),
    ("Map of the market", market.sample),
    ("Watch it", watch.replay),
    ("The plans in numbers", numbers.arms),
    ("What was assumed", assumptions.assumptions),
    ("What the words mean", assumptions.definitions),
    ("Where it comes from", assumptions.manifest),
)
"""Title and content of each section; one without content is left out with its title. A new section is a line here."""


@dataclass(frozen=True)
class Report:
    """A report as files: the page, and its tables by name, each as CSV."""

    html: str
    tables: dict[str, str]


def compared(findings: Findings) -> str:
    """Return what is compared, as a title; arms that spend nothing are not among those of equal cost."""
    equal = at_equal_cost(cost_gap(findings))
    spend = [arm for arm in findings.arms if not equal or arm in findings.campaigns()]
    rest = [arm for arm in findings.arms if arm not in spend]
    return listed(map(plain, spend)) + equal + (f", and {listed(map(plain, rest))}" if rest else "")


def made(context: Context) -> Report:
    """Return the report and its tables."""
    title = context.question or compared(context.found)
    screen = first.screen(context)
    sections = [(heading, content) for heading, section in SECTIONS if (content := section(context))]
    # Two printed pages first: the answer, then the money; a what-if's verdict and its answer fill them alone.
    main = 0 if context.head is not None else 1
    html = render(
        "report.html.j2",
        title=title,
        head=context.head,
        first=screen,
        main=sections[:main],
        appendix=sections[main:],
        charts=context.charts,
        runtime=runtime.bundle() if context.charts else "",
    )
    everything = [*screen.why, *(block for _, content in sections for block in content)]
    files: dict[str, str] = {}
    for table in tables_of(everything):
        name = file_name(table.name)
        same = sum(other == name or other.startswith(f"{name}__") for other in files)
        files[f"{name}__{same + 1}" if same else name] = csv_of(table)
    return Report(html, files)


def page(context: Context) -> str:
    """Return the report as HTML."""
    return made(context).html
