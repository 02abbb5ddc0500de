"""What a dashboard says beside what happened: two bars for each channel, or for each plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.dashboards.collect import CLOSE, CLOSING
from experiments.figures import chart
from experiments.figures.style import GREY, PALETTE, Drawing, new_figure, readable_number
from experiments.results.money import USD
from experiments.results.statistics import Interval
from experiments.results.wording import brief, capital, plain

if TYPE_CHECKING:
    from experiments.dashboards.readings import Readings

BAR = 0.36
TITLE = "What the dashboard says, and what happened"


@dataclass(frozen=True)
class Pair:
    """A channel or a plan: margin credited and margin truly added, USD, with their intervals."""

    name: str
    said: Interval
    true: Interval


def of_plans(read: Readings | None) -> Drawing | None:
    """Draw what the last touch credits each plan with, and search and retargeting inside a plan; None without plans."""
    if read is None:
        return None
    pairs = [
        Pair(capital(plain(plan)), read.interval(read.credited(plan)), read.interval(read.true(plan)))
        for plan in read.plans
    ]
    for plan in read.plans:
        if CLOSE in read.parts(plan):
            said = read.interval(read.credited(plan, channels=CLOSING, of=CLOSE))
            name = f"{capital(CLOSE)},\nof {plain(plan)}"
            pairs.append(Pair(name, said, read.interval(read.true(plan, CLOSE, of=CLOSE))))
    about = (
        f"Margin that the last touch on links credits, and that was truly added; lines: {100 * read.confidence:g} % "
    )
    return drawing(pairs, "plan", f"{about}intervals over seeds.", read.currency, read.half)


def drawing(pairs: Sequence[Pair], what: str, caption: str, currency: str = USD, half: float = math.nan) -> Drawing:
    """Draw two bars for each.

    Args:
        pairs: What to draw.
        what: What each pair is about, for the words.
        caption: Shown under the figure.
        currency: What money is called in.
        half: Half the width of the interval that numbers are rounded by; NaN: three digits.
    """

    def number(each: Interval) -> str:
        return brief(each.mean, currency, half) if math.isfinite(half) else readable_number(each.mean)

    from matplotlib.patches import Patch

    figure = new_figure(1.1 + 0.62 * max(len(pairs), 1))
    axes = figure.subplots()
    said, true = PALETTE[1], PALETTE[0]
    for place, pair in enumerate(pairs):
        axes.barh(place - BAR / 2, pair.said.mean, BAR, color=said, hatch="//", edgecolor="white", linewidth=0)
        axes.barh(place + BAR / 2, pair.true.mean, BAR, color=true)
        for shift, each in ((-BAR / 2, pair.said), (BAR / 2, pair.true)):
            if math.isfinite(each.half) and each.half > 0:
                axes.plot([each.low, each.high], [place + shift] * 2, color="black", linewidth=1.1)
            end = max(each.mean, each.high if math.isfinite(each.high) else each.mean, 0.0)
            axes.annotate(
                number(each),
                (end, place + shift),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
    axes.axvline(0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(pairs)), [pair.name for pair in pairs])
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.margins(x=0.14)
    axes.set_xlabel(f"margin, {currency}")
    axes.xaxis.set_major_formatter(lambda value, _: readable_number(value) if value else "0")
    axes.grid(axis="y", visible=False)
    figure.legend(
        handles=[
            Patch(facecolor=said, hatch="//", edgecolor="white", label="what the dashboard says"),
            Patch(facecolor=true, label="what happened"),
        ],
        loc="outside upper left",
        ncols=2,
    )
    words = "; ".join(
        f"{' '.join(pair.name.split())}: {number(pair.said)} credited, {number(pair.true)} in truth" for pair in pairs
    )
    alive = (_chart(pairs, currency),)
    return Drawing("dashboard", TITLE, f"Bar chart of margin by {what}. {words}.", caption, figure, alive)


def _chart(pairs: Sequence[Pair], currency: str) -> dict[str, Any]:
    import altair as alt

    kinds = ("what the dashboard says", "what happened")
    rows = [
        (pair.name, kind, each.mean, *((each.low, each.high) if math.isfinite(each.half) else (each.mean, each.mean)))
        for pair in pairs
        for kind, each in zip(kinds, (pair.said, pair.true), strict=True)
    ]
    tips = [
        alt.Tooltip("name:N", title="plan"),
        alt.Tooltip("kind:N", title="who says it"),
        alt.Tooltip("mean:Q", title=f"margin, {currency}", format=",.0f"),
        alt.Tooltip("low:Q", title="interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    y = alt.Y("name:N", sort=[pair.name for pair in pairs], title=None, axis=alt.Axis(labelExpr=chart.SPLIT))
    shift = alt.YOffset("kind:N", sort=list(kinds))
    tint = alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=[PALETTE[1], PALETTE[0]]), sort=list(kinds))
    x = chart.money_axis("mean:Q", f"margin, {currency}")
    base = alt.Chart(chart.data(chart.rows(("name", "kind", "mean", "low", "high"), rows)))
    bars = base.mark_bar().encode(x, y, tint, yOffset=shift, tooltip=tips)
    lines = base.mark_rule(color="#222222", strokeWidth=1.2).encode(
        alt.X("low:Q"), y, x2="high:Q", yOffset=shift, tooltip=tips
    )
    return chart.finished(bars + lines, max(64 * len(pairs), 64))
