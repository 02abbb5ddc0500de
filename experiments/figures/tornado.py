"""What the answer depends on: one bar per assumption, the strongest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.figures import chart
from experiments.figures.style import PALETTE, Drawing, new_figure
from experiments.results.assumption_ranking import MEANING, ranking

if TYPE_CHECKING:
    import polars as pl

MOST = 12


def draw(table: pl.DataFrame) -> Drawing | None:
    """Draw the indices of a table of sensitivity with their intervals."""
    ranked = ranking(table)
    if ranked is None:
        return None
    what, index, parameters = ranked
    shown = parameters[:MOST]
    figure = new_figure(0.9 + 0.32 * len(shown))
    axes = figure.subplots()
    axes.barh(range(len(shown)), [value for _, value, _, _ in shown], color=PALETTE[0], height=0.6)
    for row, (_, _, low, high) in enumerate(shown):
        if low is not None and high is not None:
            axes.plot([low, high], [row, row], color="#222222", linewidth=1.2)
    axes.set_yticks(range(len(shown)), [name for name, _, _, _ in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlabel(MEANING[index])
    axes.grid(axis="y", visible=False)
    words = ", ".join(f"{name} {value:.2g}" for name, value, _, _ in shown)
    return Drawing(
        "tornado",
        "What the answer depends on",
        f"Bar chart of how much {what} depends on each assumption, the strongest first: {words}.",
        f"{what}: {MEANING[index]}, with intervals where the method gives them.",
        figure,
        (_chart(shown, MEANING[index]),),
    )


def _chart(shown: list[tuple[str, float, float | None, float | None]], title: str) -> dict[str, Any]:
    import altair as alt

    rows = chart.rows(("name", "value", "low", "high"), shown)
    tips = [alt.Tooltip(f"{key}:{'N' if key == 'name' else 'Q'}") for key in ("name", "value", "low", "high")]
    base = alt.Chart(chart.data(rows)).encode(alt.Y("name:N", sort=[row[0] for row in shown], title=None), tooltip=tips)
    bars = base.mark_bar(color=PALETTE[0]).encode(alt.X("value:Q", title=chart.lines(title)))
    lines = base.mark_rule(color="#222222").encode(alt.X("low:Q"), alt.X2("high:Q"))
    return chart.finished(bars + lines, 26 * len(shown) + 30)
