"""A sample of the friend graph, each person coloured by trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.layout import spring
from experiments.figures.style import Drawing, Look, new_figure
from experiments.summary import Findings

if TYPE_CHECKING:
    import polars as pl

MOST_PANELS = 3
COLOURS = "PuOr"
"""Orange: less trust than usual, purple: more; told apart by colour-blind readers and in print."""


def draw(found: Findings, nodes: pl.DataFrame, links: pl.DataFrame, arms: Mapping[str, Look]) -> Drawing | None:
    """Draw the same people, in the same places, once per arm (three arms at most)."""
    import matplotlib as mpl
    from matplotlib.collections import LineCollection

    if nodes.is_empty():
        return None
    shown = list(arms.items())[:MOST_PANELS]
    seed = int(nodes["seed"][0])
    people = {arm: nodes.filter((nodes["arm"] == arm) & (nodes["seed"] == seed)).sort("node") for arm, _ in shown}
    first = people[shown[0][0]]
    pairs = links.filter((links["arm"] == shown[0][0]) & (links["seed"] == seed))
    lines = np.column_stack([pairs["a"].to_numpy(), pairs["b"].to_numpy()]).astype(np.int64)
    place = spring(first.height, lines, first["group"].to_numpy().astype(np.int64))
    trust = {arm: table["trust"].to_numpy() for arm, table in people.items()}
    everything = np.concatenate(list(trust.values()))
    usual = float(np.median(everything))
    reach = max(float(np.quantile(np.abs(everything - usual), 0.98)), 1e-3)
    scale = mpl.colors.Normalize(usual - reach, usual + reach)
    figure = new_figure(3.3 if len(shown) > 1 else 5.0)
    panels = figure.subplots(1, len(shown), squeeze=False)[0]
    for axes, (arm, look) in zip(panels, shown, strict=True):
        axes.add_collection(LineCollection(list(place[lines]), colors="#9a9a9a", linewidths=0.45, alpha=0.7))
        axes.scatter(
            *place.T, c=trust[arm], cmap=COLOURS, norm=scale, s=13, linewidths=0.25, edgecolors="#333333", zorder=2
        )
        axes.set_title(look.label)
        axes.set_axis_off()
        axes.set_aspect("equal")
    bar = figure.colorbar(
        mpl.cm.ScalarMappable(scale, COLOURS),
        ax=list(panels),
        location="bottom",
        shrink=0.5,
        aspect=35,
        extend="both",
    )
    bar.set_label("trust in the brand at the end (0 to 1)")
    means = "; ".join(f"{look.label} {trust[arm].mean():.3f}" for arm, look in shown)
    return Drawing(
        "market_map",
        "The same people in each world",
        f"Network drawing of {first.height} people and their {len(lines)} friendships, coloured by trust in the brand, "
        f"once per arm. Mean trust in this sample: {means}.",
        f"{first.height} people of seed {seed} and the friendships among them, placed so that friends are near. The "
        "same people stand in the same places in each panel. White: the usual trust; orange: less; purple: more.",
        figure,
    )
