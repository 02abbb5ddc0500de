"""One self-contained page for whoever decides: the answer, how sure, why; tables, figures, assumptions, manifest.

Every sentence is computed from the results. The page loads nothing, so that it can be mailed, printed and kept.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from experiments.figures import Drawing
from experiments.provenance import differences, flat
from experiments.summary import Findings, Measure
from experiments.table import contrast_rows, rows
from experiments.wording import (
    POINTS,
    answer,
    better,
    capital,
    change,
    cost_line,
    evidence,
    pairing,
    plain,
    quantity,
    span,
    verdict,
    with_unit,
)

CHAIN = (
    "cost",
    "impressions",
    "reach",
    "frequency",
    "waste",
    "engagement",
    "awareness",
    "attitude",
    "brand_trust",
    "purchases",
    "profit",
)
"""From money to money: the steps through which a plan works, as far as they are measured."""


def page(
    found: Findings,
    drawings: Sequence[Drawing],
    folder: Path,
    *,
    config: Mapping[str, Any],
    defaults: Mapping[str, Any],
    strategies: Mapping[str, Mapping[str, Any]],
    manifest: Mapping[str, Any],
    question: str = "",
) -> str:
    """Return the report as HTML.

    Args:
        found: The outcomes.
        drawings: The figures; their SVG files lie in ``folder / "figures"``.
        folder: The run folder.
        config: The resolved scenario, nested.
        defaults: The same with every default, to tell what was changed.
        strategies: Each arm's strategy config.
        manifest: Where the results come from.
        question: What was asked, if the experiment says.
    """
    title = question or f"{_list(plain(arm) for arm in found.arms)} at equal cost"
    style = files("experiments").joinpath("report.css").read_text(encoding="utf-8")
    body = [
        f'<p class="kicker">Nichecast \N{MIDDLE DOT} {escape(title)}</p>',
        f"<h1>{escape(answer(found))}</h1>",
        _sure(found),
        _missing(manifest),
        _why(found),
        "<h2>The arms in numbers</h2>",
        _arms(found),
        f"<p>{escape(cost_line(found))}.</p>",
        *(_contrast(found, a, b) for a, b in found.telling_pairs()),
        "<h2>Figures</h2>",
        *(_figure(drawing, folder) for drawing in drawings),
        "<h2>What was assumed</h2>",
        _strategies(strategies),
        _changed(config, defaults),
        "<h2>What the words mean</h2>",
        _definitions(found),
        "<h2>Where it comes from</h2>",
        _list_of({name: value for name, value in flat(manifest).items() if not name.endswith(".trace")}),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _sure(found: Findings) -> str:
    """Say how sure the answer is: each comparison with its interval, and what the intervals rest on."""
    seeds = f"{len(found.seeds)} seeds" if len(found.seeds) != 1 else "one seed"
    how = (
        f"How sure: {seeds}, each a market of its own in which every arm is run with the same draws, so that the arms "
        f"differ by what follows from the plan alone. {pairing(found)}"
    )
    lines = [*(evidence(found, a, b) for a, b in found.telling_pairs()), how.strip()]
    return '<div class="sure">' + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</div>"


def _missing(manifest: Mapping[str, Any]) -> str:
    """Warn where replicates failed: what is reported rests on the others."""
    failed = manifest.get("failed") or {}
    if not failed:
        return ""
    first = next(iter(failed.values()))["error"]
    return f'<p class="warn">{len(failed)} replicates failed and are left out; the first: {escape(first)}</p>'


def _why(found: Findings) -> str:
    """Follow the money: each step of the chain in the two arms that the answer compares."""
    pairs = found.telling_pairs()
    if not pairs:
        return ""
    a, b = pairs[0]
    steps = []
    for metric in CHAIN:
        if metric not in found.values[a] or metric not in found.values[b]:
            continue
        each = found.difference(a, b, metric)
        if each.interval.number == 0:
            continue
        measure = found.measures[metric]
        first, second = found.means[a][metric], found.means[b][metric]
        words = "" if metric == "cost" else f' <span class="unit">({escape(verdict(measure, each))})</span>'
        steps.append(
            f"<li><b>{escape(capital(plain(metric)))}</b>: "
            f"{escape(with_unit(first.mean, measure.shown, each.interval.half))} with {escape(plain(a))}, "
            f"{escape(quantity(second.mean, measure.shown, each.interval.half))} with {escape(plain(b))}"
            f"{escape(_apart(measure, each.interval.mean, second.mean, each.interval.half))}{words}</li>"
        )
    return f'<h3>Why: from money to money</h3><ol class="why">{"".join(steps)}</ol>'


def _apart(measure: Measure, difference: float, base: float, half: float) -> str:
    """Return how far two arms are apart: points for shares, a difference for indexes, a percentage for all else."""
    if measure.shown in ("", "%"):
        text = change(difference, measure.shown, half)
    elif base > 0:
        text = change(difference / base, "%", abs(difference / base) / 10).replace(POINTS, " %")
    else:
        return ""
    return f": {text}" if text.strip("0.,% points") else ""


def _arms(found: Findings) -> str:
    head = "".join(f'<th scope="col">{escape(plain(arm))}</th>' for arm in found.arms)
    lines = []
    for metric in rows(found):
        unit = found.measures[metric].shown
        cells = []
        for arm in found.arms:
            each = found.means[arm].get(metric)
            if each is None or each.number == 0:
                cells.append("<td>n/a</td>")
                continue
            between = f'<span class="range">{escape(span(each, unit))}</span>' if math.isfinite(each.half) else ""
            cells.append(f"<td>{escape(quantity(each.mean, unit, each.half))}{between}</td>")
        lines.append(f'<tr><th scope="row">{_labelled(found, metric)}</th>{"".join(cells)}</tr>')
    return (
        f'<div class="scroll"><table><caption>Means over {len(found.seeds)} seeds, '
        f"{100 * found.confidence:g} % intervals</caption>"
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _contrast(found: Findings, a: str, b: str) -> str:
    lines = []
    for metric in contrast_rows(found):
        each = found.difference(a, b, metric)
        if each.interval.number == 0:
            continue
        measure = found.measures[metric]
        unit, kind = measure.shown, {1: "better", -1: "worse", 0: ""}[better(measure, each)]
        lines.append(
            f'<tr><th scope="row">{_labelled(found, metric)}</th>'
            f'<td class="{kind}">{escape(change(each.interval.mean, unit, each.interval.half))}</td>'
            f"<td>{escape(span(each.interval, unit, sign=True))}</td>"
            f'<td class="text">{escape(verdict(measure, each))}</td></tr>'
        )
    return (
        f'<div class="scroll"><table><caption>{escape(capital(plain(a)))} against {escape(plain(b))}, paired by seed'
        "</caption>"
        '<thead><tr><th></th><th scope="col">difference</th>'
        f'<th scope="col">{100 * found.confidence:g} % interval</th>'
        '<th scope="col" class="text">how sure</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _figure(drawing: Drawing, folder: Path) -> str:
    """Put a figure into the page; as a data address, so that the ids of two drawings cannot clash."""
    data = base64.b64encode((folder / "figures" / f"{drawing.name}.svg").read_bytes()).decode()
    return (
        f'<figure id="{drawing.name}"><h3>{escape(drawing.title)}</h3><img alt="{escape(drawing.alt)}" '
        f'src="data:image/svg+xml;base64,{data}"><figcaption>{escape(drawing.caption)}</figcaption></figure>'
    )


def _strategies(strategies: Mapping[str, Mapping[str, Any]]) -> str:
    """Show the arms' configs side by side, only the rows in which they differ."""
    shown: dict[str, dict[str, str]] = {
        arm: {
            "class" if name == "_target_" else name: _value(value).rpartition(".")[2]
            if name == "_target_"
            else _value(value)
            for name, value in flat(config).items()
        }
        for arm, config in strategies.items()
    }
    names = dict.fromkeys(name for each in shown.values() for name in each)
    different = [name for name in names if len({each.get(name) for each in shown.values()}) > 1]
    if not different:
        return "<p>The arms do not differ in their configs.</p>"
    head = "".join(f'<th scope="col">{escape(plain(arm))}</th>' for arm in strategies)
    lines = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th>'
        + "".join(f"<td><code>{escape(each.get(name, ''))}</code></td>" for each in shown.values())
        + "</tr>"
        for name in different
    )
    return (
        '<div class="scroll"><table><caption>The arms differ in their strategies, and in nothing else</caption>'
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _changed(config: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    changed = differences(defaults, config)
    if not changed:
        return "<p>All parameters of the market have their default values.</p>"
    lines = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td><code>{escape(_value(now))}</code></td>'
        f"<td><code>{escape(_value(default))}</code></td></tr>"
        for name, (default, now) in changed.items()
    )
    return (
        '<div class="scroll"><table><caption>Parameters that are not at their defaults</caption><thead><tr><th></th>'
        f'<th scope="col">here</th><th scope="col">default</th></tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _definitions(found: Findings) -> str:
    shown = dict.fromkeys([*rows(found), *(metric for metric in CHAIN if metric in found.measures)])
    return _list_of({plain(metric): found.measures[metric].definition for metric in shown})


def _list_of(entries: Mapping[str, Any]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{escape(name)}</dt><dd>{escape(_value(value))}</dd>" for name, value in entries.items())
        + "</dl>"
    )


def _labelled(found: Findings, metric: str) -> str:
    unit = found.measures[metric].shown
    shown = "" if unit in ("%", "") else f' <span class="unit">{escape(unit)}</span>'
    return f"{escape(plain(metric))}{shown}"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "null" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _list(names: Iterable[str]) -> str:
    items = list(names)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
