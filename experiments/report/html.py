"""Pieces of HTML that the report's sections share."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from experiments.command.wording import plain, quantity, span
from experiments.comparing.findings import Findings
from experiments.comparing.statistics import Interval
from experiments.report.context import Context


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are HTML, and the first of each row names it. Wide ones scroll by themselves."""
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    lines = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(map(_cell, row[1:]))}</tr>' for row in rows)
    return (
        f'<div class="scroll"><table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cell(content: str) -> str:
    return content if content.startswith("<td") else f"<td>{content}</td>"


def figure(context: Context, name: str, *, titled: bool = True) -> str:
    """Put a figure into the page: the picture, and where scripts run the living chart in its place on the screen."""
    drawing = context.drawing(name)
    if drawing is None:
        return ""
    pictures = [(context.folder / "figures" / f"{name}.{kind}", mime) for kind, mime in MIME.items()]
    path, mime = min(pictures, key=lambda each: each[0].stat().st_size)
    data = base64.b64encode(path.read_bytes()).decode()  # an address of its own: ids of two drawings cannot clash
    places = "".join(
        f'<div class="chart" id="{name}-{i}"></div>' for i in range(1, len(drawing.charts) + 1) if context.interactive
    )
    title = f"<h3>{escape(drawing.title)}</h3>" if titled else ""
    return (
        f'<figure id="{name}">{title}{places}<img alt="{escape(drawing.alt)}" '
        f'src="data:{mime};base64,{data}"><figcaption>{escape(drawing.caption)}</figcaption></figure>'
    )


MIME = {"svg": "image/svg+xml", "png": "image/png"}


def definitions(entries: Mapping[str, Any]) -> str:
    """Return a list of names and values."""
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value_text(value))}</dd>" for name, value in entries.items())
    return f"<dl>{lines}</dl>"


def money(each: Interval, *, sign: bool = False) -> str:
    """Return an amount in USD with its interval under it."""
    if not each.number:
        return "n/a"
    between = f'<span class="range">{escape(span(each, "USD", sign=sign))}</span>' if each.half > 0 else ""
    return f"{escape(quantity(each.mean, 'USD', each.half, sign=sign))}{between}"


def labelled(found: Findings, metric: str) -> str:
    """Return a metric's name with its unit."""
    unit = found.measures[metric].shown
    shown = "" if unit in ("%", "", plain(metric)) else f' <span class="unit">{escape(unit)}</span>'
    return f"{escape(plain(metric))}{shown}"


def value_text(value: Any) -> str:
    """Return a value of a config as text."""
    if isinstance(value, list | tuple):
        return ", ".join(value_text(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "null" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def listed(names: Iterable[str]) -> str:
    """Return names as in a sentence: 'a, b and c'."""
    items = list(names)
    return "".join(items) if len(items) < 2 else ", ".join(items[:-1]) + " and " + items[-1]


def paragraphs(lines: Iterable[str]) -> str:
    """Return sentences as paragraphs; empty ones are left out."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
