"""What a dashboard says beside what happened: two bars for each channel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from experiments.figures.style import GREY, PALETTE, Drawing, new_figure, readable_number

if TYPE_CHECKING:
    from experiments.score import Scored

BAR = 0.36


def draw(scored: Scored) -> Drawing:
    """Draw margin credited and margin truly added, channel by channel, without what is credited to none."""
    from matplotlib.patches import Patch

    rows = [row for row in scored.rows if row["channel"] != "direct"]
    figure = new_figure(1.1 + 0.62 * max(len(rows), 1))
    axes = figure.subplots()
    said, true = PALETTE[1], PALETTE[0]
    for place, row in enumerate(rows):
        axes.barh(place - BAR / 2, row["money"], BAR, color=said, hatch="//", edgecolor="white", linewidth=0)
        axes.barh(place + BAR / 2, row["true_money"], BAR, color=true)
        if math.isfinite(row["low"]):
            axes.plot([row["low"], row["high"]], [place - BAR / 2] * 2, color="black", linewidth=1.1)
        for shift, value, edge in ((-BAR / 2, row["money"], row["high"]), (BAR / 2, row["true_money"], math.nan)):
            end = max(value, edge if math.isfinite(edge) else value, 0.0)
            axes.annotate(
                readable_number(value),
                (end, place + shift),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
    axes.axvline(0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(rows)), [str(row["channel"]).replace("_", " ") for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.14)
    axes.set_xlabel("margin, USD")
    axes.xaxis.set_major_formatter(lambda value, _: readable_number(value))
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
        f"{row['channel']}: {readable_number(row['money'])} credited, {readable_number(row['true_money'])} in truth"
        for row in rows
    )
    return Drawing(
        "dashboard",
        "What the dashboard says, and what happened",
        f"Bar chart of margin by channel. {words}.",
        f"{scored.conclusion} One world (seed {scored.seed}); lines: interval of the credit, drawing people anew.",
        figure,
    )
