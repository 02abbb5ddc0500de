"""How living charts look: Altair's, in the colours of the figures, as wide as the page, words in their tooltips."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from experiments.figures.style import Look

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
CONFIG: dict[str, Any] = {
    "font": FONT,
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": "#e4e4e4",
        "domainColor": "#555555",
        "tickColor": "#555555",
        "labelLimit": 150,
    },
    "legend": {
        "orient": "top",
        "labelFontSize": 12,
        "title": None,
        "columns": 3,
        "symbolSize": 120,
        "symbolOpacity": 1,
        "labelLimit": 260,
    },
    "title": {"anchor": "start", "fontSize": 13, "fontWeight": 600},
    "view": {"stroke": None},
}
HEIGHT = 260
SPLIT = "split(replace(datum.label, regexp('([^\\n]{10,}?) ', 'g'), '$1\\n'), '\\n')"
"""A label as lines, which Vega takes as a list: broken where it says, and after ten letters, so that none is cut."""
SHORT = "datum.value == 0 ? '0' : replace(format(datum.value, '~s'), 'G', 'B')"
"""A count or money as people write it: 950, 12k, 3.4M."""
LINE = 34
"""Letters that a line of a title may have: a phone shows no more beside the labels of an axis."""


def lines(text: str) -> str | list[str]:
    """Return a title as lines that a phone shows whole."""
    parts = textwrap.wrap(text, LINE, break_long_words=False)
    return parts if len(parts) > 1 else text


def money_axis(field: str, title: str) -> Any:
    """Return a horizontal axis of money or of large counts."""
    import altair as alt

    return alt.X(field, title=lines(title), axis=alt.Axis(labelExpr=SHORT, tickCount=5))


def rows(columns: Sequence[str], values: Sequence[Sequence[Any]], digits: int = 6) -> list[dict[str, Any]]:
    """Return data for a chart; numbers keep so many significant digits, which keeps the page small."""
    return [{name: _short(value, digits) for name, value in zip(columns, row, strict=True)} for row in values]


def _short(value: Any, digits: int) -> Any:
    if not isinstance(value, float):
        return value
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def data(values: list[dict[str, Any]]) -> Any:
    """Return rows as Altair's inline data."""
    import altair as alt

    return alt.Data(values=values)


def palette(arms: Mapping[str, Look]) -> Any:
    """Return the scale from the arms' labels to their colours."""
    import altair as alt

    return alt.Scale(domain=[look.label for look in arms.values()], range=[look.colour for look in arms.values()])


def colour(arms: Mapping[str, Look]) -> Any:
    """Return the colour of each arm; clicking at the legend is `picked`'s matter."""
    import altair as alt

    return alt.Color("arm:N", scale=palette(arms), sort=[look.label for look in arms.values()])


def picked() -> tuple[Any, Any]:
    """Return a selection by the legend, and an opacity that dims what is not picked."""
    import altair as alt

    chosen = alt.selection_point(fields=["arm"], bind="legend")
    return chosen, alt.when(chosen).then(alt.value(1.0)).otherwise(alt.value(0.12))


@contextmanager
def unchecked() -> Iterator[None]:
    """Let charts be made inside without holding each part against Vega-Lite's schema: the tests hold all of them."""
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield


def finished(made: Any, height: float = HEIGHT) -> dict[str, Any]:
    """Return a chart as plain data, as wide as its place in the page."""
    spec: dict[str, Any] = made.properties(width="container", height=height).to_dict(validate=False)
    spec["config"] = CONFIG
    spec["background"] = None
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec
