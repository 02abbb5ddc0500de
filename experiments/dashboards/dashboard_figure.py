"""What a dashboard says beside what happened: two bars for each channel, or for each plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.dashboards.collect import CLOSE, CLOSING
from experiments.figures.style import GREY, PALETTE, Drawing, new_figure, readable_number
from experiments.results.statistics import Interval
from experiments.results.wording import capital, plain

if TYPE_CHECKING:
    from experiments.dashboards.sentences import Readings

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
    return drawing(pairs, "plan", f"{about}intervals over seeds.")


def drawing(pairs: Sequence[Pair], what: str, caption: str) -> Drawing:
    """Draw two bars for each."""
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
                readable_number(each.mean),
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
    axes.set_xlabel("margin, USD")
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
        f"{' '.join(pair.name.split())}: {readable_number(pair.said.mean)} credited, "
        f"{readable_number(pair.true.mean)} in truth"
        for pair in pairs
    )
    return Drawing("dashboard", TITLE, f"Bar chart of margin by {what}. {words}.", caption, figure)
