"""The claims of a what-if: each effect with its interval against its bound, with and without the mechanism."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from experiments.figures.style import GREY, NARROW, PALETTE, Drawing, new_figure, readable_number
from experiments.whatifs.units import shown

if TYPE_CHECKING:
    from experiments.command.settings import Experiment
    from experiments.whatifs.verdict import Verdict


TITLE = 44
"""Letters in a line of a panel's title."""


def draw(verdict: Verdict, experiment: Experiment) -> Drawing:
    """Draw one panel per claim; the side that the claim names is shaded."""
    figure = new_figure(0.55 + 1.1 * len(verdict.rulings), NARROW)
    panels = figure.subplots(len(verdict.rulings), 1, squeeze=False)[:, 0]
    words = []
    for axes, ruling, other in zip(panels, verdict.rulings, verdict.without, strict=True):
        rows = [("as it is", ruling, PALETTE[0])]
        if other is not None:
            rows.append(("without", other, GREY))
        for row, (label, each, colour) in enumerate(rows):
            value = f"{readable_number(each.effect.mean)}{shown(each.claim)}"
            words.append(f"{ruling.claim.name.replace('_', ' ')}, {label}: {value}")
            if math.isfinite(each.effect.half):
                axes.plot([each.effect.low, each.effect.high], [row, row], color=colour, linewidth=3)
            axes.plot([each.effect.mean], [row], "o", color=colour, markeredgecolor="white", markersize=7)
        bound = ruling.claim.bound
        low, high = axes.get_xlim()
        low, high = min(low, bound, 0), max(high, bound, 0)
        room = 0.06 * (high - low or 1)
        low, high = low - room, high + room
        axes.axvspan(*((bound, high) if ruling.claim.sign > 0 else (low, bound)), color=PALETTE[2], alpha=0.12, lw=0)
        axes.axvline(bound, color="#555555", linewidth=0.9)
        axes.set_xlim(low, high)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [label for label, _, _ in rows])
        unit = f" ({unit})" if (unit := shown(ruling.claim).strip()) else ""
        title = f"{ruling.claim.name.replace('_', ' ')}: {ruling.verdict}{unit}"
        axes.set_title(textwrap.fill(title, TITLE), fontsize=9.5)
        axes.xaxis.set_major_formatter(lambda value, _: readable_number(value) if value else "0")
        axes.grid(axis="y", visible=False)
    return Drawing(
        "verdict",
        f"Verdict: {verdict.hypothesis}",
        f"Dot chart of the claims' effects. {'; '.join(words)}.",
        f"Blue: the worlds as they are; grey: without {experiment.mechanism or 'the mechanism'}. Shaded: what the "
        "claim says; it is supported when its whole interval lies there.",
        figure,
    )
