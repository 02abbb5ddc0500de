"""What each arm earned against the baseline: every seed, the mean, its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.figures import chart
from experiments.figures.style import Drawing, Look, new_figure, readable_number
from experiments.results.effects import added, change_half
from experiments.results.findings import Findings
from experiments.results.statistics import Interval, interval
from experiments.results.wording import capital, elsewhere, plain, several, with_unit


def draw(findings: Findings, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw one row per arm, the best on top."""
    ranked = [arm for arm in findings.campaigns() if np.isfinite(added(findings, arm, "profit")).any()]
    if not ranked:
        return None
    seeds = {arm: added(findings, arm, "profit") for arm in ranked}
    means = {arm: interval(seeds[arm], findings.confidence) for arm in ranked}
    figure = new_figure(0.9 + 0.55 * len(ranked))
    axes = figure.subplots()
    for row, arm in enumerate(ranked):
        look, each = arms[arm], means[arm]
        known = seeds[arm][np.isfinite(seeds[arm])]
        axes.plot(known, np.full(known.size, row + 0.2), "|", color=look.colour, alpha=0.6, markersize=7)
        if math.isfinite(each.half):
            axes.plot([each.low, each.high], [row, row], color=look.colour, linewidth=3, solid_capstyle="butt")
        axes.plot([each.mean], [row], look.mark, color=look.colour, markersize=7, markeredgecolor="white")
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.set_yticks(range(len(ranked)), [arms[arm].label for arm in ranked])
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: readable_number(value) if value else "0")
    axes.set_xlabel(f"{plain(findings.money)} against the world {elsewhere(findings)}, {findings.currency}")
    axes.grid(axis="y", visible=False)
    half = change_half(findings, findings.money)
    words = "; ".join(
        f"{arms[arm].label} {with_unit(means[arm].mean, findings.currency, half, sign=True)}" for arm in ranked
    )
    return Drawing(
        "profit",
        f"{capital(plain(findings.money))}, seed by seed",
        f"Dot chart of {plain(findings.money)} added against the world {elsewhere(findings)}, with intervals. {words}.",
        f"Thick: the mean over {several(len(findings.seeds), 'seed')} with its {100 * findings.confidence:g} % "
        f"interval. Thin strokes: the seeds, each against the same world {elsewhere(findings)}.",
        figure,
        (_chart(findings, arms, ranked, means),),
    )


def _chart(
    findings: Findings, arms: Mapping[str, Look], ranked: list[str], means: Mapping[str, Interval]
) -> dict[str, Any]:
    import altair as alt

    seeds = [
        (arms[arm].label, seed, float(value))
        for arm in ranked
        for seed, value in zip(findings.seeds, added(findings, arm, "profit"), strict=True)
        if math.isfinite(value)
    ]
    each = [(arms[arm].label, means[arm].mean, means[arm].low, means[arm].high) for arm in ranked]
    order = [arms[arm].label for arm in ranked]
    y = alt.Y("arm:N", sort=order, title=None, axis=alt.Axis(labelExpr=chart.SPLIT))
    tint = chart.colour({arm: arms[arm] for arm in ranked}).legend(None)
    title = f"{plain(findings.money)} against the world {elsewhere(findings)}, {findings.currency}"
    axis = alt.Axis(labelExpr=chart.SHORT, tickCount=5)
    dots = (
        alt.Chart(chart.data(chart.rows(("arm", "seed", "value"), seeds)))
        .mark_tick(thickness=1.5, size=16, opacity=0.55, yOffset=14)
        .encode(
            alt.X("value:Q", title=chart.lines(title), axis=axis),
            y,
            tint,
            tooltip=[
                alt.Tooltip("arm:N", title="plan"),
                alt.Tooltip("seed:N", title="seed"),
                alt.Tooltip("value:Q", title=f"profit added, {findings.currency}", format=",.0f"),
            ],
        )
    )
    tips = [
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("mean:Q", title=f"mean, {findings.currency}", format=",.0f"),
        alt.Tooltip("low:Q", title="interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    base = alt.Chart(chart.data(chart.rows(("arm", "mean", "low", "high"), each)))
    bars = base.mark_rule(strokeWidth=4).encode(
        alt.X("low:Q", title=chart.lines(title), axis=axis), y, tint, x2="high:Q", tooltip=tips
    )
    points = base.mark_point(filled=True, size=90, stroke="white", opacity=1).encode(
        x="mean:Q", y=y, color=tint, tooltip=tips
    )
    zero = alt.Chart(chart.data([{"at": 0}])).mark_rule(color="#555555").encode(x="at:Q")
    return chart.finished(zero + dots + bars + points, 40 + 52 * len(ranked))
