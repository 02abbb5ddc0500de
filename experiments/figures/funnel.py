"""From reach to repeat purchase: how many people each arm brought to each stage."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from experiments.comparing.findings import Findings
from experiments.figures import chart
from experiments.figures.style import Drawing, Look, legend_on_top, new_figure, readable_number

STAGES = (
    ("reach", "met the campaign"),
    ("reactions", "reacted to it (likes,\ncomments, shares,\nmessages, saves)"),
    ("newly_aware", "came to know the brand"),
    ("buyers", "bought"),
    ("repeat_buyers", "bought again"),
    ("incremental_purchases", "purchases that\nthe campaign added"),
)
SPLIT = "split(datum.label, '\\n')"
"""A label of several lines is, to Vega, a list of lines."""


def draw(found: Findings, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw one group of dots per stage, on a logarithmic axis of people."""
    stages = [(key, label) for key, label in STAGES if any(found.mean(arm, key) > 0 for arm in arms)]
    if len(stages) < 2:
        return None
    apart = min(0.22, 0.84 / len(arms))  # of the rows of a stage, which lie 1 apart
    figure = new_figure(0.9 + max(0.75, 0.16 / apart) * len(stages))
    axes = figure.subplots()
    for i, (arm, look) in enumerate(arms.items()):
        shift = (i - (len(arms) - 1) / 2) * apart
        for row, (key, _) in enumerate(stages):
            each = found.means[arm].get(key)
            if each is None or each.number == 0 or each.mean == 0:
                continue
            if each.mean < 0:  # has no place on a logarithmic axis
                where = axes.get_yaxis_transform()
                axes.text(
                    0.01, row + shift, readable_number(each.mean), color=look.colour, va="center", transform=where
                )
                continue
            axes.plot([each.mean], [row + shift], look.mark, color=look.colour, markersize=6)
            if math.isfinite(each.half):
                low = max(each.low, each.mean / 10)
                axes.plot([low, each.high], [row + shift] * 2, color=look.colour, linewidth=1.2)
            end = (each.high if math.isfinite(each.half) else each.mean, row + shift)
            axes.annotate(
                readable_number(each.mean), end, (7, 0), textcoords="offset points", va="center", fontsize=8.5
            )
    axes.set_yticks(range(len(stages)), [label for _, label in stages])
    axes.set_ylim(len(stages) - 0.5, -0.5)
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_xlabel("people (or acts), logarithmic scale")
    axes.grid(axis="y", visible=False)
    legend_on_top(figure, list(arms.values()), kind="mark")
    words = "; ".join(
        f"{look.label}: " + ", ".join(f"{label} {readable_number(found.mean(arm, key))}" for key, label in stages)
        for arm, look in arms.items()
    )
    return Drawing(
        "funnel",
        "From reach to repeat purchase",
        f"Dot chart of people at each stage. {words}.",
        f"People over the measured days: means over {len(found.seeds)} seeds, {100 * found.confidence:g} % intervals.",
        figure,
        (_chart(found, arms, stages),),
    )


def _chart(found: Findings, arms: Mapping[str, Look], stages: list[tuple[str, str]]) -> dict[str, Any]:
    import altair as alt

    rows = [
        (
            label,
            look.label,
            each.mean,
            max(each.low, each.mean / 10) if each.number > 1 else each.mean,
            each.high if each.number > 1 else each.mean,
        )
        for key, label in stages
        for arm, look in arms.items()
        for each in (found.means[arm].get(key),)
        if each is not None and each.number and each.mean > 0  # a logarithmic axis has no place for the others
    ]
    x = alt.X("low:Q", scale=alt.Scale(type="log", nice=False), title="people (or acts), logarithmic scale")
    y = alt.Y("stage:N", sort=[label for _, label in stages], title=None, axis=alt.Axis(labelExpr=SPLIT))
    shift = alt.YOffset("arm:N", sort=[look.label for look in arms.values()])
    tips = [
        alt.Tooltip("stage:N", title="stage"),
        alt.Tooltip("arm:N", title="arm"),
        alt.Tooltip("mean:Q", title="mean", format=",.0f"),
        alt.Tooltip("low:Q", title="interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    chosen, dim = chart.picked()
    tint = chart.colour(arms)
    base = alt.Chart(chart.data(chart.rows(("stage", "arm", "mean", "low", "high"), rows)))
    bars = base.mark_rule(strokeWidth=2).encode(x, y, shift, tint, opacity=dim, x2="high:Q", tooltip=tips)
    points = base.mark_point(filled=True, size=70).encode(
        x=alt.X("mean:Q"), y=y, yOffset=shift, color=tint, opacity=dim, tooltip=tips
    )
    return chart.finished((bars + points).add_params(chosen), max(60, 16 * len(arms)) * len(stages))
