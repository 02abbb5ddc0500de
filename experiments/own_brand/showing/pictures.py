"""The figures of an answer: what each plan adds over the worlds, and the response curves."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.figures.style import Drawing, looks, new_figure, readable_number, zero_line
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.found import UNITS
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.mixes import plain_channel
from experiments.results.money import amount, between

NARROW = 5.2
"""Width in inches: on a phone the words of a wider picture would be too small to read."""


def added_by_plan(outlook: Outlook, currency: str) -> Drawing:
    """Draw a row a plan, the best on top: every world a stroke, the mean a mark, eight of ten worlds a bar.

    What is drawn is what the goal is measured by.
    """
    measure, what = outlook.charted, UNITS[outlook.charted]
    unit = currency if measure == "added_profit" else ""
    ranked = [plan for plan in outlook.ranked() if plan != NOTHING]
    look = looks([NOTHING, *ranked], NOTHING, str)
    figure = new_figure(0.9 + 0.42 * len(ranked), NARROW)
    axes = figure.subplots()
    words = []
    for row, plan in enumerate(ranked):
        values, span = outlook.values[plan][measure], outlook.span(plan, measure)
        colour = look[plan].colour
        axes.plot(values, [row + 0.22] * len(values), "|", color=colour, alpha=0.6, markersize=7)
        axes.plot([span.low, span.high], [row, row], color=colour, linewidth=3, solid_capstyle="butt")
        axes.plot([span.mean], [row], look[plan].mark, color=colour, markersize=7, markeredgecolor="white")
        words.append(f"{plan} {amount(span.mean, unit, sign=True)}")
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.set_yticks(range(len(ranked)), ranked)
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: readable_number(value) if value else "0")
    axes.set_xlabel(f"{what} added{', ' if unit else ''}{unit}")
    axes.grid(axis="y", visible=False)
    return Drawing(
        "plans",
        f"What each plan adds to {what}, world by world" if unit else f"How many {what} each plan adds, world by world",
        f"Dot chart of {what} added against no campaign: {'; '.join(words)}.",
        f"Against no campaign in the same world. Marks: the mean; bars: eight of ten of {outlook.worlds} plausible"
        " worlds; thin strokes: the worlds.",
        figure,
    )


def response_curves(curves: Sequence[Curve], budget: float, currency: str) -> Drawing:
    """Draw what each part adds to profit alone, by the money offered to it; the dotted line is the budget."""
    look = looks([curve.part for curve in curves], "", plain_channel)
    figure = new_figure(2.9, NARROW)
    axes = figure.subplots()
    words = []
    for curve in curves:
        mine = look[curve.part]
        spans = [curve.span(k) for k in range(len(curve.asked))]
        axes.plot(
            [0, *curve.asked],
            [0, *(mean for mean, _, _ in spans)],
            color=mine.colour,
            linestyle=mine.dashes,
            marker=mine.mark,
            markersize=5,
            label=mine.label,
        )
        axes.fill_between(
            [0, *curve.asked],
            [0, *(low for _, low, _ in spans)],
            [0, *(high for _, _, high in spans)],
            color=mine.colour,
            alpha=0.12,
            linewidth=0,
        )
        at = int(abs(curve.asked - budget).argmin())
        words.append(
            f"{mine.label}: {amount(spans[at][0], currency, sign=True)} at the budget"
            f" ({between(*spans[at][1:], sign=True)})"
        )
    axes.axvline(budget, color="#555555", linewidth=0.9, linestyle=":")
    zero_line(axes)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: readable_number(value) if value else "0")
    axes.set_xlabel(f"money offered, {currency} (dotted: your budget)")
    axes.set_ylabel(f"profit added, {currency}")
    figure.legend(loc="outside upper left", ncols=min(4, len(curves)))
    return Drawing(
        "curves",
        "What more or less money would do",
        f"Response curves. {'; '.join(words)}.",
        "Each part alone. Lines: the mean over worlds; shades: eight of ten worlds.",
        figure,
    )
