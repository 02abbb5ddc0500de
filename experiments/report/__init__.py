"""One self-contained page for whoever decides: the answer, how sure, why, what would change it; then the evidence.

Every sentence is computed from the results. The page loads nothing, so that it can be mailed, printed and kept. Charts
are alive where scripts may run; on paper, and where they may not, the same figures stand as pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from experiments.command.wording import plain
from experiments.dashboards import report_section
from experiments.report import assumptions, first, market, measured, numbers, runtime
from experiments.report.context import Context
from experiments.report.html import render
from experiments.report.pieces import Block, listed

__all__ = ["Context", "page"]

Section = Callable[[Context], list[Block]]

SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Money: what was spent and what came back", numbers.money),
    ("From reach to repeat purchase", market.funnel),
    ("Trust over time", market.trust),
    ("Person by person", market.uplift),
    ("New metrics beside old", numbers.metrics),
    ("What a dashboard would have said", report_section.dashboard),
    ("What the answer depends on", measured.sensitivity),
    ("Map of the market", market.sample),
    ("The arms in numbers", numbers.arms),
    ("What was assumed", assumptions.assumptions),
    ("What the words mean", assumptions.definitions),
    ("Where it comes from", assumptions.manifest),
)
"""Title and content of each section; one without content is left out with its title. A new section is a line here."""


def page(context: Context) -> str:
    """Return the report as HTML."""
    title = context.question or f"{listed(plain(arm) for arm in context.found.arms)} at equal cost"
    sections = [(heading, content) for heading, section in SECTIONS if (content := section(context))]
    return render(
        "report.html.j2",
        title=title,
        head=context.head,
        first=first.screen(context),
        sections=sections,
        charts=context.charts,
        runtime=runtime.bundle() if context.charts else "",
    )
