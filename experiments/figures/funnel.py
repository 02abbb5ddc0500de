"""From reach to repeat purchase: how many people each arm brought to each stage."""

from __future__ import annotations

import math
from collections.abc import Mapping

from experiments.figures.style import Drawing, Look, legend_on_top, new_figure, readable_number
from experiments.summary import Findings

STAGES = (
    ("reach", "met the campaign"),
    ("reactions", "reacted to it (likes, comments, shares,\nmessages, saves)"),
    ("newly_aware", "came to know the brand"),
    ("buyers", "bought"),
    ("repeat_buyers", "bought again"),
    ("incremental_purchases", "purchases that the campaign added"),
)


def draw(found: Findings, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw one group of dots per stage, on a logarithmic axis of people."""
    stages = [(key, label) for key, label in STAGES if any(found.mean(arm, key) > 0 for arm in arms)]
    if len(stages) < 2:
        return None
    figure = new_figure(0.9 + 0.75 * len(stages))
    axes = figure.subplots()
    for i, (arm, look) in enumerate(arms.items()):
        shift = (i - (len(arms) - 1) / 2) * 0.22
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
    )
