"""One self-contained page for whoever decides: the answer, how sure, why, what would change it; then the evidence.

Every sentence is computed from the results. The page loads nothing, so that it can be mailed, printed and kept. Charts
are alive where scripts may run; on paper, and where they may not, the same figures stand as pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.resources import files

from experiments.command.wording import plain
from experiments.dashboards import report_section
from experiments.report import assumptions, first, market, measured, numbers, runtime
from experiments.report.context import Context
from experiments.report.html import listed

__all__ = ["Context", "page"]

Section = Callable[[Context], str]

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
    body = [first.screen(context, title)]
    for heading, section in SECTIONS:
        content = section(context)
        if content:
            body.append(f"<section>\n<h2>{escape(heading)}</h2>\n{content}\n</section>")
    return document(title, "\n".join(body), runtime.scripts(context.charts))


def document(title: str, body: str, scripts: str = "") -> str:
    """Return a whole HTML document in the report's style."""
    body = body.replace(" %", "&nbsp;%")  # a number keeps its sign on its line
    style = files("experiments.report").joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"{scripts}</body>\n</html>\n"
    )
