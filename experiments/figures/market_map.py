"""A sample of the friend graph, each person coloured by trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import chart
from experiments.figures.layout import spring
from experiments.figures.style import Drawing, Look, new_figure
from experiments.results.findings import Findings

if TYPE_CHECKING:
    import polars as pl

Array = NDArray[np.float64]
MOST_PANELS = 3
COLOURS = "PuOr"
"""Orange: less trust than the median, purple: more; told apart by colour-blind readers and in print."""


def draw(findings: Findings, nodes: pl.DataFrame, links: pl.DataFrame, arms: Mapping[str, Look]) -> Drawing | None:
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
        f"once per plan. Mean trust in this sample: {means}.",
        f"{first.height} people of seed {seed} and the friendships among them, placed so that friends are near. The "
        "same people stand in the same places in each panel. White: the median trust; orange: less; purple: more.",
        figure,
        (_chart(place, lines, trust, {arm: look.label for arm, look in shown}, (usual - reach, usual, usual + reach)),),
    )


def _chart(
    place: Array,
    lines: NDArray[np.int64],
    trust: Mapping[str, Array],
    labels: Mapping[str, str],
    scale: Sequence[float],
) -> dict[str, Any]:
    """One panel; the arm is chosen below it, and the view can be dragged and zoomed."""
    import altair as alt

    xy = [(round(float(x), 4), round(float(y), 4)) for x, y in place]
    names = list(labels.values())
    arm = alt.param("arm", bind=alt.binding_radio(options=names, name="world "), value=names[-1])
    people = chart.rows(
        ("x", "y", *names), [(*at, *(float(trust[a][i]) for a in labels)) for i, at in enumerate(xy)], 4
    )
    links = chart.rows(("x", "y", "x2", "y2"), [(*xy[a], *xy[b]) for a, b in lines])
    room = alt.Scale(domain=[-0.03, 1.03], nice=False)  # people at the edge are whole
    x, y = (alt.X("x:Q", axis=None, scale=room), alt.Y("y:Q", axis=None, scale=room))
    edges = (
        alt.Chart(chart.data(links))
        .mark_rule(color="#9a9a9a", strokeWidth=0.5, opacity=0.6)
        .encode(x, y, alt.X2("x2:Q"), alt.Y2("y2:Q"))
    )
    dots = (
        alt.Chart(chart.data(people))
        .transform_fold([*names], as_=["world", "trust"])
        .transform_filter(alt.datum.world == arm)
        .mark_point(filled=True, size=42, stroke="#333333", strokeWidth=0.4, opacity=1)
        .encode(
            x,
            y,
            alt.Color(
                "trust:Q",
                scale=alt.Scale(scheme="purpleorange", reverse=True, domain=[scale[0], scale[2]], domainMid=scale[1]),
                legend=alt.Legend(title="trust in the brand", orient="bottom", format=".2f"),
            ),
            tooltip=[alt.Tooltip("trust:Q", format=".3f"), alt.Tooltip("world:N", title="world")],
        )
        .add_params(arm)
    )
    return chart.finished((edges + dots).interactive(), 420)
