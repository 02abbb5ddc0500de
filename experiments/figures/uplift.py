"""What the campaign did to each person, against the same person in the world without it.

Purchases; trust in the brand of people who know it in both worlds; and, apart, who knows it in one world only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import chart
from experiments.figures.style import Drawing, Look, legend_on_top, new_figure
from experiments.results.findings import Findings
from experiments.results.statistics import interval
from experiments.results.wording import elsewhere

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

Array = NDArray[np.float64]
RARE = 1e-5
"""Share of people below which a change in purchases is not drawn."""
CELL = 0.02
"""Width of the cells of the trust histogram as it is drawn."""
TRUST_TITLE = "Change of trust in the brand, of people who know it in both worlds"
AWARE_TITLE = "People who know the brand in one of the two worlds only"
GAINED, LOST = "only with the campaign", "only without it"

type Shares = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Shares of people: who gained and who lost, each with its interval (mean, low, high)."""


def draw(findings: Findings, uplift: pl.DataFrame, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw both distributions, people whom nothing changed left out and counted in the caption, and the newly aware."""
    treated = {arm: look for arm, look in arms.items() if arm != findings.baseline}
    if not treated or uplift.is_empty():
        return None
    figure = new_figure(6.6 + 0.2 * len(treated))
    upper, lower, known = figure.subplots(3, 1, height_ratios=(2.5, 2.5, 0.4 + 0.2 * len(treated)))
    bought = {arm: _purchases(uplift, arm, findings) for arm in treated}
    _bars(upper, bought, treated)
    upper.set_title("Purchases that the campaign added to a person, or took")
    upper.set_xlabel("change in purchases per person")
    upper.set_ylabel("people per 10,000")
    moved = {arm: _trust(uplift, arm) for arm in treated}
    for arm, look in treated.items():
        edges, shares, _ = moved[arm]
        lower.stairs(10_000 * shares, edges, color=look.colour, linestyle=look.dashes, linewidth=1.6)
        lower.stairs(10_000 * shares, edges, color=look.colour, fill=True, alpha=0.12)
    lower.axvline(0, color="#555555", linewidth=0.9)
    lower.set_title(TRUST_TITLE)
    lower.set_xlabel("change in trust at the end (scale 0 to 1)")
    lower.set_ylabel(f"people per 10,000\nper {CELL:g} of trust")
    lower.set_yscale("symlog", linthresh=10)
    aware = {arm: _awareness(uplift, arm, findings) for arm in treated}
    _aware_bars(known, aware, treated)
    legend_on_top(figure, list(treated.values()), kind="area")
    same = "; ".join(f"{look.label} {100 * bought[arm][2]:.1f} %" for arm, look in treated.items())
    still = "; ".join(f"{look.label} {100 * moved[arm][2]:.1f} %" for arm, look in treated.items())
    return Drawing(
        "person_level_uplift",
        "What the campaign did to each person",
        _alt(bought, moved, aware, treated),
        f"Each person against the same person, with the same draws, in the world {elsewhere(findings)}. Not drawn: "
        f"people whose purchases did not change ({same}) and whose trust did not ({still}). Trust is compared for "
        "people who know the brand in both worlds; the last panel counts people who know it in one only. In the "
        "panel of trust the scale is logarithmic above 10 people in 10,000.",
        figure,
        (_purchase_chart(bought, treated), _trust_chart(moved, treated), _aware_chart(aware, treated)),
    )


def _purchase_chart(
    bought: Mapping[str, tuple[Array, list[tuple[float, float, float]], float]], arms: Mapping[str, Look]
) -> dict[str, Any]:
    import altair as alt

    values = [
        (look.label, int(change), *(10_000 * part for part in share))
        for arm, look in arms.items()
        for change, share in zip(*bought[arm][:2], strict=True)
        if change != 0 and share[0] > RARE
    ]
    tips = [
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("change:O", title="change in purchases", format="+d"),
        alt.Tooltip("people:Q", title="people per 10,000", format=".1f"),
        alt.Tooltip("low:Q", title="interval from", format=".1f"),
        alt.Tooltip("high:Q", title="to", format=".1f"),
    ]
    chosen, dim = chart.picked()
    made = (
        alt.Chart(
            chart.data(chart.rows(("arm", "change", "people", "low", "high"), values)),
            title=chart.lines("Purchases added to a person, or taken"),
        )
        .mark_bar()
        .encode(
            alt.X("change:O", title="change in purchases per person", axis=alt.Axis(labelAngle=0, format="+d")),
            alt.Y("people:Q", title="people per 10,000"),
            chart.colour(arms),
            opacity=dim,
            xOffset=alt.XOffset("arm:N", sort=[look.label for look in arms.values()]),
            tooltip=tips,
        )
        .add_params(chosen)
    )
    return chart.finished(made, 220)


def _trust_chart(moved: Mapping[str, tuple[Array, Array, float]], arms: Mapping[str, Look]) -> dict[str, Any]:
    import altair as alt

    values = [
        (look.label, float(low), float(high), 10_000 * float(share))
        for arm, look in arms.items()
        for low, high, share in zip(moved[arm][0][:-1], moved[arm][0][1:], moved[arm][1], strict=True)
    ]
    tips = [
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("low:Q", title="change from", format="+.2f"),
        alt.Tooltip("high:Q", title="to", format="+.2f"),
        alt.Tooltip("people:Q", title="people per 10,000", format=".1f"),
    ]
    chosen, dim = chart.picked()
    made = (
        alt.Chart(
            chart.data(chart.rows(("arm", "low", "high", "people"), values, 4)),
            title=chart.lines(TRUST_TITLE),
        )
        .mark_bar(fillOpacity=0.2, strokeWidth=1.5)
        .encode(
            alt.X(
                "low:Q", title=chart.lines("change in trust at the end (scale 0 to 1)"), axis=alt.Axis(format="+.2~f")
            ),
            alt.X2("high:Q"),
            alt.Y("people:Q", title="people per 10,000", scale=alt.Scale(type="symlog", constant=10)),
            chart.colour(arms),
            y2=alt.datum(0),
            stroke=alt.Stroke("arm:N", scale=chart.palette(arms)),
            opacity=dim,
            tooltip=tips,
        )
        .add_params(chosen)
    )
    return chart.finished(made, 220)


def _aware_chart(aware: Mapping[str, Shares], arms: Mapping[str, Look]) -> dict[str, Any]:
    import altair as alt

    values = [
        (look.label, which, *(10_000 * part for part in share))
        for arm, look in arms.items()
        for which, share in zip((GAINED, LOST), aware[arm], strict=True)
        if share[0] > 0
    ]
    tips = [
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("which:N", title="knows the brand"),
        alt.Tooltip("people:Q", title="people per 10,000", format=".1f"),
        alt.Tooltip("low:Q", title="interval from", format=".1f"),
        alt.Tooltip("high:Q", title="to", format=".1f"),
    ]
    chosen, dim = chart.picked()
    made = (
        alt.Chart(
            chart.data(chart.rows(("arm", "which", "people", "low", "high"), values)), title=chart.lines(AWARE_TITLE)
        )
        .mark_bar()
        .encode(
            alt.X("people:Q", title="people per 10,000"),
            alt.Y("which:N", title="", sort=[GAINED, LOST], axis=alt.Axis(labelExpr=chart.SPLIT)),
            chart.colour(arms),
            opacity=dim,
            yOffset=alt.YOffset("arm:N", sort=[look.label for look in arms.values()]),
            tooltip=tips,
        )
        .add_params(chosen)
    )
    return chart.finished(made, 40 + 40 * len(arms))


def _counts(uplift: pl.DataFrame, arm: str, quantity: str, kind: str) -> pl.DataFrame:
    import polars as pl

    return uplift.filter((pl.col("arm") == arm) & (pl.col("quantity") == quantity) & (pl.col("kind") == kind))


def _purchases(
    uplift: pl.DataFrame, arm: str, findings: Findings
) -> tuple[Array, list[tuple[float, float, float]], float]:
    """Return the changes, (mean, low, high) of each one's share over seeds, and the share of people without change."""
    rows = _counts(uplift, arm, "purchases", "count")
    totals = {seed: rows.filter(rows["seed"] == seed)["value"].sum() for seed in findings.seeds}
    changes = np.unique(rows["at"].to_numpy())
    shares = []
    for change in changes:
        each = dict(rows.filter(rows["at"] == change).select("seed", "value").iter_rows())
        taken = interval([each.get(seed, 0.0) / max(totals[seed], 1) for seed in findings.seeds], findings.confidence)
        shares.append((taken.mean, taken.low, taken.high))
    same = next((share[0] for change, share in zip(changes, shares, strict=True) if change == 0), 0.0)
    return changes, shares, same


def _trust(uplift: pl.DataFrame, arm: str) -> tuple[Array, Array, float]:
    """Return cell edges, the share of people in each cell, and the share of people without change."""
    rows = _counts(uplift, arm, "trust", "count")
    shares = _counts(uplift, arm, "trust", "share")
    same = float(shares.filter(shares["at"] == 0)["value"].mean() or 0.0)  # type: ignore[arg-type]
    if rows.is_empty():
        return np.array([-CELL, 0, CELL]), np.zeros(2), same
    cells = np.floor(rows["at"].to_numpy() / CELL + 1e-6).astype(np.int64)
    counts = np.bincount(cells - cells.min(), weights=rows["value"].to_numpy())
    edges = CELL * (np.arange(counts.size + 1) + cells.min()).astype(np.float64)
    return edges, counts / counts.sum() * (1 - same), same


def _awareness(uplift: pl.DataFrame, arm: str, findings: Findings) -> Shares:
    """Return the shares of people who know the brand only with the campaign and only without: mean, low, high each."""
    rows = _counts(uplift, arm, "awareness", "share")
    shares = []
    for which in (1, -1):
        each = dict(rows.filter(rows["at"] == which).select("seed", "value").iter_rows())
        taken = interval([each.get(seed, 0.0) for seed in findings.seeds], findings.confidence)
        shares.append((taken.mean, taken.low, taken.high))
    return shares[0], shares[1]


def _aware_bars(axes: Axes, aware: Mapping[str, Shares], arms: Mapping[str, Look]) -> None:
    """Draw who knows the brand with the campaign only to the right, who knows it without only to the left."""
    for place, (arm, look) in enumerate(arms.items()):
        for sign, (mean, low, high) in zip((1, -1), aware[arm], strict=True):
            axes.barh(place, 10_000 * sign * mean, 0.7, color=look.colour)
            if mean > 0 and np.isfinite(low):
                axes.errorbar(
                    10_000 * sign * mean,
                    place,
                    xerr=10_000 * np.array([[mean - low], [high - mean]]),
                    fmt="none",
                    ecolor="#222222",
                    elinewidth=1,
                    capsize=2,
                )
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.set_yticks([])
    axes.set_ylim(len(arms) - 0.5, -0.5)
    axes.set_title(AWARE_TITLE)
    axes.set_xlabel("people per 10,000 (left of zero: only without the campaign)")


def _bars(
    axes: Axes, bought: Mapping[str, tuple[Array, list[tuple[float, float, float]], float]], arms: Mapping[str, Look]
) -> None:
    from matplotlib.ticker import MaxNLocator

    width = 0.8 / len(arms)
    for i, (arm, look) in enumerate(arms.items()):
        changes, shares, _ = bought[arm]
        drawn = [(change, *share) for change, share in zip(changes, shares, strict=True) if change != 0]
        if not drawn:
            continue
        x, mean, low, high = (np.array(column) for column in zip(*drawn, strict=True))
        axes.bar(x + (i - (len(arms) - 1) / 2) * width, 10_000 * mean, width, color=look.colour, label=look.label)
        if np.isfinite(low).all():
            axes.errorbar(
                x + (i - (len(arms) - 1) / 2) * width,
                10_000 * mean,
                10_000 * np.array([mean - low, high - mean]),
                fmt="none",
                ecolor="#222222",
                elinewidth=1,
                capsize=2,
            )
    widest = max(
        (
            abs(c)
            for changes, shares, _ in bought.values()
            for c, s in zip(changes, shares, strict=True)
            if c and s[0] > RARE
        ),
        default=1,
    )
    axes.set_xlim(-widest - 0.6, widest + 0.6)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _alt(
    bought: Mapping[str, tuple[Array, list[tuple[float, float, float]], float]],
    moved: Mapping[str, tuple[Array, Array, float]],
    aware: Mapping[str, Shares],
    arms: Mapping[str, Look],
) -> str:
    parts = []
    for arm, look in arms.items():
        changes, shares, _ = bought[arm]
        more = sum(share[0] for change, share in zip(changes, shares, strict=True) if change > 0)
        fewer = sum(share[0] for change, share in zip(changes, shares, strict=True) if change < 0)
        parts.append(
            f"with {look.label}, {10_000 * more:.1f} people in 10,000 bought more and {10_000 * fewer:.1f} fewer, and "
            f"trust in the brand changed for {100 * (1 - moved[arm][2]):.1f} % of people, all of whom know it in both "
            f"worlds, while {100 * aware[arm][0][0]:.1f} % know it only with the campaign"
        )
    return "Bar chart and histogram of person-level changes: " + "; ".join(parts) + "."
