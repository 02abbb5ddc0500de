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
from experiments.statistics import certainty
from experiments.summary import Findings
from experiments.table import rows
from experiments.wording import answer, better, change, compared, cost_line, pairing, plain, quantity, span, with_unit

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
        _list_of(flat(manifest)),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _sure(found: Findings) -> str:
    """Say how sure the answer is, and how the arms do against the baseline."""
    lines = [compared(found, arm, found.baseline) for arm in found.ranked() if found.baseline in found.arms]
    if len(found.ranked()) < 2:
        lines = lines[1:]
    seeds = f"{len(found.seeds)} seeds" if len(found.seeds) != 1 else "one seed"
    how = (
        f"How sure: {seeds}, each a market of its own in which every arm is run with the same draws, so that the arms "
        f"differ by what follows from the plan alone. {pairing(found)}"
    )
    return (
        f'<div class="sure"><p>{escape(how.strip())}</p>'
        + "".join(f"<p>{escape(line)}</p>" for line in lines)
        + "</div>"
    )


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
        unit = found.measures[metric].shown
        first, second = found.means[a][metric], found.means[b][metric]
        ratio = _ratio(each.interval.mean, second.mean)
        steps.append(
            f"<li><b>{escape(_capital(plain(metric)))}</b>: "
            f"{escape(with_unit(first.mean, unit, each.interval.half))} with {escape(plain(a))}, "
            f"{escape(with_unit(second.mean, unit, each.interval.half))} with {escape(plain(b))}"
            f'{escape(ratio)} <span class="unit">({escape(certainty(each))})</span></li>'
        )
    return f'<h3>Why: from money to money</h3><ol class="why">{"".join(steps)}</ol>'


def _ratio(difference: float, base: float) -> str:
    if not base > 0 or not math.isfinite(difference):
        return ""
    relative = 100 * difference / base
    return f": {relative:+.3g} %".replace("-", "\N{MINUS SIGN}") if abs(relative) >= 0.05 else ""


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
    for metric in rows(found):
        each = found.difference(a, b, metric)
        if each.interval.number == 0:
            continue
        unit, verdict = found.measures[metric].shown, better(found.measures[metric], each)
        kind, word = {1: ("better", "better, "), -1: ("worse", "worse, "), 0: ("", "")}[verdict]
        lines.append(
            f'<tr><th scope="row">{_labelled(found, metric)}</th>'
            f'<td class="{kind}">{escape(change(each.interval.mean, unit, each.interval.half))}</td>'
            f"<td>{escape(span(each.interval, unit, sign=True))}</td>"
            f'<td class="text">{word}{escape(certainty(each))}</td></tr>'
        )
    return (
        f'<div class="scroll"><table><caption>{escape(_capital(plain(a)))} against {escape(plain(b))}, paired by seed'
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
    flats = {arm: flat(config) for arm, config in strategies.items()}
    names = list(dict.fromkeys(name for each in flats.values() for name in each))
    different = [name for name in names if len({repr(each.get(name)) for each in flats.values()}) > 1]
    if not different:
        return "<p>The arms do not differ in their configs.</p>"
    head = "".join(f'<th scope="col">{escape(plain(arm))}</th>' for arm in strategies)
    lines = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th>'
        + "".join(
            f"<td><code>{escape(_value(each[name])) if name in each else ''}</code></td>" for each in flats.values()
        )
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
    return "null" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _list(names: Iterable[str]) -> str:
    items = list(names)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
