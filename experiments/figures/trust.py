"""Trust in creators by tier over time: its level, and what each arm changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import chart
from experiments.figures.style import Drawing, Look, legend_on_top, new_figure, zero_line
from experiments.results.findings import Findings
from experiments.results.statistics import t_quantile
from experiments.results.wording import capital, plain, several

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

TIERS = ("nano", "micro", "mid", "macro", "mega")
Array = NDArray[np.float64]


def draw(findings: Findings, series: pl.DataFrame, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw one row per tier: the level on the left, the paired change against the baseline on the right."""
    there = [f"trust_{tier}" for tier in TIERS if f"trust_{tier}" in series["metric"].unique()]
    rows = [metric for metric in (*there, "brand_trust") if metric in series["metric"].unique()]
    if not rows:
        return None
    tables = {metric: {arm: over_seeds(series, arm, metric, findings.seeds) for arm in arms} for metric in rows}
    effects = findings.baseline in arms
    same = [arm for arm in arms if not findings.apart(arm)]  # another market has another baseline
    figure = new_figure(0.8 + 1.25 * len(rows))
    panels = figure.subplots(len(rows), 2 if effects else 1, sharex=True, squeeze=False)
    for column in panels.T:  # one scale for all that is compared: what hardly moves looks as if it hardly moved
        for axes in column[1:] if column is panels.T[-1] and effects else column[1 : len(there)]:
            axes.sharey(column[0])
    for row, metric in zip(panels, rows, strict=True):
        name = "the brand" if metric == "brand_trust" else f"{metric.removeprefix('trust_')} creators"
        row[0].set_title(f"Trust in {name}")
        row[0].set_ylabel("trust, 0 to 1")
        for arm, look in arms.items():
            days, values = tables[metric][arm]
            _line(row[0], days, values, look, findings.confidence)
            if effects and arm != findings.baseline and arm in same:
                _line(row[1], days, values - tables[metric][findings.baseline][1], look, findings.confidence)
        if effects:
            row[1].set_title(_changed(findings), fontweight="normal")
            zero_line(row[1])
    for axes in panels[-1]:
        axes.set_xlabel("days since the campaign began")
    legend_on_top(figure, list(arms.values()))
    return Drawing(
        "trust_by_tier",
        "Trust over time",
        _alt(findings, rows, arms, tables),
        "Level: mean trust over all follows of a tier; in the brand, of those who knew it when the campaign began. "
        f"{capital(_changed(findings))}: paired difference from the same worlds {_other(findings)}. "
        f"Bands: {100 * findings.confidence:g} % intervals over {several(len(findings.seeds), 'seed')}."
        + ("" if len(same) == len(arms) else " Plans that change the market itself have no line there."),
        figure,
        (_chart(findings, rows, arms, tables),),
    )


def _changed(findings: Findings) -> str:
    return "changed by the campaign" if findings.baseline == "none" else f"against {plain(findings.baseline)}"


def _other(findings: Findings) -> str:
    return "without it" if findings.baseline == "none" else f"with {plain(findings.baseline)}"


def over_seeds(series: pl.DataFrame, arm: str, metric: str, seeds: list[int]) -> tuple[Array, Array]:
    """Return the days (d,) on which a metric was taken, and its values (d, seeds), NaN where a seed has none."""
    import polars as pl

    rows = series.filter((pl.col("arm") == arm) & (pl.col("metric") == metric))
    days = np.unique(rows["day"].to_numpy())
    values = np.full((days.size, len(seeds)), np.nan)
    place = {seed: i for i, seed in enumerate(seeds)}
    values[np.searchsorted(days, rows["day"].to_numpy()), [place[seed] for seed in rows["seed"]]] = rows[
        "value"
    ].to_numpy()
    return days.astype(np.float64), values


def _line(axes: Axes, days: Array, values: Array, look: Look, confidence: float) -> None:
    mean = values.mean(1)
    axes.plot(days, mean, color=look.colour, linestyle=look.dashes)
    if values.shape[1] > 1:
        half = _half(values, confidence)
        axes.fill_between(days, mean - half, mean + half, color=look.colour, alpha=0.16, linewidth=0)


def _chart(
    findings: Findings,
    rows: list[str],
    arms: Mapping[str, Look],
    tables: Mapping[str, Mapping[str, tuple[Array, Array]]],
) -> dict[str, Any]:
    """One panel; whose trust, and its level or its change, are chosen below it."""
    import altair as alt

    level, changed = "level", _changed(findings)
    values: list[tuple[str, str, str, float, float, float, float]] = []
    for metric in rows:
        who = "the brand" if metric == "brand_trust" else f"{metric.removeprefix('trust_')} creators"
        for arm, look in arms.items():
            days, taken = tables[metric][arm]
            views = {level: taken}
            if findings.baseline in arms and arm != findings.baseline and not findings.apart(arm):
                views[changed] = taken - tables[metric][findings.baseline][1]
            for view, each in views.items():
                mean, half = each.mean(1), _half(each, findings.confidence)
                values += [
                    (who, view, look.label, float(d), float(m), float(m - h), float(m + h))
                    for d, m, h in zip(days, mean, half, strict=True)
                    if np.isfinite(m)
                ]
    names = list(dict.fromkeys(row[0] for row in values))
    whose = alt.param("who", bind=alt.binding_select(options=names, name="trust in "), value=names[-1])
    kinds = [view for view in (level, changed) if any(row[1] == view for row in values)]
    shown = alt.param("view", bind=alt.binding_radio(options=kinds, name="show "), value=kinds[-1])
    base = (
        alt.Chart(chart.data(chart.rows(("who", "view", "arm", "day", "mean", "low", "high"), values, 5)))
        .transform_filter(alt.datum.who == whose)
        .transform_filter(alt.datum.view == shown)
    )
    chosen, dim = chart.picked()
    x = alt.X("day:Q", title="days since the campaign began")
    y = alt.Y("mean:Q", title="trust (scale 0 to 1)", scale=alt.Scale(zero=False))
    tips = [
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("day:Q", title="day"),
        alt.Tooltip("mean:Q", title="trust", format=".4f"),
        alt.Tooltip("low:Q", title="interval from", format=".4f"),
        alt.Tooltip("high:Q", title="to", format=".4f"),
    ]
    tint = chart.colour(arms)
    band = base.mark_area(opacity=0.18).encode(x, alt.Y("low:Q", title="trust (scale 0 to 1)"), alt.Y2("high:Q"), tint)
    line = base.mark_line(strokeWidth=2).encode(x, y, tint, opacity=dim)
    dots = base.mark_point(filled=True, size=40, opacity=0).encode(x, y, tint, tooltip=tips)
    return chart.finished((band + line + dots).add_params(whose, shown, chosen))


def _half(values: Array, confidence: float) -> Array:
    """Return half the width of the interval of each day's mean, 0 for a single seed."""
    n = values.shape[1]
    if n < 2:
        return np.zeros(values.shape[0])
    half: Array = t_quantile(0.5 + confidence / 2, n - 1) / np.sqrt(n) * values.std(1, ddof=1)
    return half


def _alt(
    findings: Findings,
    rows: list[str],
    arms: Mapping[str, Look],
    tables: Mapping[str, Mapping[str, tuple[Array, Array]]],
) -> str:
    parts = []
    for metric in rows:
        name = "the brand" if metric == "brand_trust" else metric.removeprefix("trust_") + " creators"
        ends = ", ".join(f"{look.label} {tables[metric][arm][1][-1].mean():.3f}" for arm, look in arms.items())
        parts.append(f"{name}: {ends}")
    return "Line charts of trust over time by tier. On the last day: " + "; ".join(parts) + "."
