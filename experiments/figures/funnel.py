"""From reach to repeat purchase: how many people each arm brought to each stage, and, apart, what they did."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.figures import chart
from experiments.figures.style import Drawing, Look, legend_on_top, new_figure, readable_number
from experiments.results.findings import Findings
from experiments.results.statistics import Interval
from experiments.results.wording import several

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STAGES = (
    ("reach", "reached by\nthe campaign"),
    ("newly_aware", "came to know\nthe brand"),
    ("buyers", "bought"),
    ("repeat_buyers", "bought again"),
)
"""People: each is counted once at a stage."""
ACTS = (
    ("reactions", "likes, comments,\nshares, messages,\nsaves"),
    ("purchases", "purchases"),
    ("incremental_purchases", "purchases that\nthe campaign added"),
)
"""What they did: one person may do it often, and it may be less than nothing."""
PEOPLE_AXIS, ACTS_AXIS = "people, logarithmic scale", "acts, logarithmic scale"


LEAST = 1.0
"""Where the axis ends at the latest: nobody is less than a person, and a logarithm has no zero."""
ARROW = " An arrow: the interval continues below 1, outside a logarithmic axis."


@dataclass(frozen=True)
class Mark:
    """An arm at a stage: its mean and interval, and where the axis has a place for them."""

    stage: str
    arm: str
    row: float
    each: Interval

    @property
    def has_bar(self) -> bool:
        """Whether there is an interval of which some is on the axis."""
        return math.isfinite(self.each.half) and self.each.high >= LEAST

    @property
    def is_open(self) -> bool:
        """Whether the interval goes on where the axis ends."""
        return self.has_bar and self.each.low < LEAST

    @property
    def on_axis(self) -> list[float]:
        """What of it is drawn."""
        ends = [self.each.low, self.each.high] if self.has_bar else []
        return [value for value in (self.each.mean, *ends) if value >= LEAST]


def draw(findings: Findings, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw one group of dots per stage, on a logarithmic axis: of people above, of acts below."""
    stages = [(key, label) for key, label in STAGES if any(abs(findings.mean(arm, key)) > 0 for arm in arms)]
    if len(stages) < 2:
        return None
    acts = [(key, label) for key, label in ACTS if any(abs(findings.mean(arm, key)) > 0 for arm in arms)]
    apart = min(0.22, 0.84 / len(arms))  # of the rows of a stage, which lie 1 apart
    panels = [
        (_marks(findings, list(arms), kind, apart), kind, axis)
        for kind, axis in ((stages, PEOPLE_AXIS), (acts, ACTS_AXIS))
    ]
    panels = [(marks, kind, axis) for marks, kind, axis in panels if any(mark.on_axis for mark in marks)]
    if not panels:
        return None
    heights = [len(kind) for _, kind, _ in panels]
    figure = new_figure(0.9 + 0.5 * (len(panels) - 1) + max(0.75, 0.16 / apart) * sum(heights))
    each = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (marks, kind, title) in zip(each, panels, strict=True):
        _panel(axes, marks, [label for _, label in kind], title, arms)
    legend_on_top(figure, list(arms.values()), kind="mark")
    words = "; ".join(
        f"{look.label}: "
        + ", ".join(f"{label} {readable_number(findings.mean(arm, key))}" for key, label in (*stages, *acts))
        for arm, look in arms.items()
    )
    intervals = f"{100 * findings.confidence:g} % intervals"
    return Drawing(
        "funnel",
        "From reach to repeat purchase",
        f"Dot chart of people at each stage, and of their acts. {words}.",
        "Above: people over the measured days, each counted once at a stage. Below: their acts, of which one person "
        f"may do many. Means over {several(len(findings.seeds), 'seed')}, {intervals}."
        + (ARROW if any(mark.is_open for marks, _, _ in panels for mark in marks) else ""),
        figure,
        tuple(_chart(marks, arms, [label for _, label in kind], title) for marks, kind, title in panels),
    )


def _panel(axes: Axes, marks: Sequence[Mark], labels: Sequence[str], title: str, arms: Mapping[str, Look]) -> None:
    left, right = _ends(marks)
    for mark in marks:
        _draw(axes, mark, arms[mark.arm], left)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xscale("log")
    axes.set_xlim(left, right)
    axes.xaxis.set_major_formatter(lambda value, _: readable_number(value))
    axes.set_xlabel(title)
    axes.grid(axis="y", visible=False)


def _marks(findings: Findings, arms: Sequence[str], stages: Sequence[tuple[str, str]], apart: float) -> list[Mark]:
    return [
        Mark(label, arm, row + (i - (len(arms) - 1) / 2) * apart, each)
        for i, arm in enumerate(arms)
        for row, (key, label) in enumerate(stages)
        for each in (findings.means[arm].get(key),)
        if each is not None and each.number and (each.mean != 0 or each.half > 0)
    ]


def _ends(marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the ends of the axis: all that is drawn, with room beside it for the numbers."""
    values = [value for mark in marks for value in mark.on_axis]
    room = (max(values) / min(values)) ** 0.12 if max(values) > min(values) else 2.0
    return min(values) / room, max(values) * room


def _draw(axes: Axes, mark: Mark, look: Look, left: float) -> None:
    each, text = mark.each, readable_number(mark.each.mean)
    if each.mean >= LEAST:
        axes.plot([each.mean], [mark.row], look.mark, color=look.colour, markersize=6)
    if mark.has_bar:
        low = left if mark.is_open else each.low
        axes.plot([low, each.high], [mark.row] * 2, color=look.colour, linewidth=1.2)
    if mark.is_open:
        axes.plot([left], [mark.row], "<", color=look.colour, markersize=5, clip_on=False)
    if not mark.on_axis:
        where = axes.get_yaxis_transform()
        axes.text(0.01, mark.row, text, color=look.colour, va="center", transform=where)
        return
    end = (max(mark.on_axis), mark.row)
    axes.annotate(text, end, (7, 0), textcoords="offset points", va="center", fontsize=8.5)


def _chart(marks: Sequence[Mark], arms: Mapping[str, Look], stages: Sequence[str], title: str) -> dict[str, Any]:
    import altair as alt

    ends = _ends(marks)
    rows = [
        (
            mark.stage,
            arms[mark.arm].label,
            mark.each.mean,
            *((mark.each.low, mark.each.high) if mark.has_bar else (mark.each.mean, mark.each.mean)),
            ends[0] if mark.is_open else mark.each.low if mark.has_bar else mark.each.mean,
            mark.is_open,
        )
        for mark in marks
        if mark.on_axis
    ]
    scale = alt.Scale(type="log", domain=list(ends), nice=False)
    powers = [10.0**k for k in range(math.ceil(math.log10(ends[0])), math.floor(math.log10(ends[1])) + 1)]
    ticks = alt.Axis(labelExpr=chart.SHORT, values=powers) if len(powers) > 1 else alt.Axis(labelExpr=chart.SHORT)
    x = alt.X("from:Q", scale=scale, title=title, axis=ticks)
    y = alt.Y("stage:N", sort=list(stages), title=None, axis=alt.Axis(labelExpr=chart.SPLIT))
    shift = alt.YOffset("arm:N", sort=[look.label for look in arms.values()])
    tips = [
        alt.Tooltip("stage:N", title="stage"),
        alt.Tooltip("arm:N", title="plan"),
        alt.Tooltip("mean:Q", title="mean", format=",.0f"),
        alt.Tooltip("low:Q", title="interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    chosen, dim = chart.picked()
    tint = chart.colour(arms)
    columns = ("stage", "arm", "mean", "low", "high", "from", "open")
    base = alt.Chart(chart.data(chart.rows(columns, rows)))
    bars = base.mark_rule(strokeWidth=2).encode(x, y, shift, tint, opacity=dim, x2="high:Q", tooltip=tips)
    points = (
        base.transform_filter(f"datum.mean >= {LEAST:g}")
        .mark_point(filled=True, size=70)
        .encode(x=alt.X("mean:Q"), y=y, yOffset=shift, color=tint, opacity=dim, tooltip=tips)
    )
    arrows = (
        base.transform_filter("datum.open")
        .mark_point(filled=True, size=60, shape="triangle-left")
        .encode(x=alt.X("from:Q"), y=y, yOffset=shift, color=tint, opacity=dim, tooltip=tips)
    )
    return chart.finished((bars + points + arrows).add_params(chosen), max(60, 16 * len(arms)) * len(stages))
