"""How figures look: colours that colour-blind readers can tell apart, line styles for print, units on every axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.files.safe_writing import written_aside

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREY = "#767676"
PALETTE = (
    *("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"),
    *("#882255", "#999933", "#332288", "#44AA99", "#AA4499", "#661100", "#DDCC77"),
)
"""Okabe and Ito's colours (Wong 2011, Nature Methods 8, 441), the two most different ones first, then Tol's muted ones
(2021, SRON/EPS/TN/09-002): no two of fourteen arms look alike."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1)))
MARKS = ("s", "D", "^", "v", "P")
WIDTH = 6.6
"""Inches: a page's text width."""
NARROW = 4.4
"""Inches: of a figure without a living chart, so that it is legible on a phone."""

RC: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "sans-serif"],
    "font.size": 9.5,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "lines.linewidth": 1.8,
    "svg.fonttype": "none",  # text stays text: smaller, searchable, read aloud
    "savefig.dpi": 150,
}


@dataclass(frozen=True)
class Drawing:
    """A figure and its words. ``alt`` says what a reader who cannot see it would need to know.

    ``charts`` are the same data as Vega-Lite charts, for screens: one or more, stacked.
    """

    name: str
    title: str
    alt: str
    caption: str
    figure: Figure
    charts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Look:
    """How an arm is drawn."""

    label: str
    colour: str
    dashes: Any
    mark: str


def looks(arms: Sequence[str], baseline: str, label: Callable[[str], str]) -> dict[str, Look]:
    """Give each arm its colour and line style; the baseline is grey."""
    treated = [arm for arm in arms if arm != baseline]
    found = {baseline: Look(label(baseline), GREY, (0, (2, 1.5)), "o")} if baseline in arms else {}
    for i, arm in enumerate(treated):
        found[arm] = Look(label(arm), PALETTE[i % len(PALETTE)], DASHES[i % len(DASHES)], MARKS[i % len(MARKS)])
    return {arm: found[arm] for arm in arms}


@contextmanager
def styled() -> Iterator[None]:
    """Use this style inside, whatever the user's own matplotlibrc says."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)  # type: ignore[arg-type]
        yield


def new_figure(height: float, width: float = WIDTH, **options: Any) -> Figure:
    """Return an empty figure, by default of the page's width."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained", **options)


def save(drawing: Drawing, folder: Path) -> None:
    """Write a figure as PNG and SVG; the same data gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    folder.mkdir(exist_ok=True)
    FigureCanvasAgg(drawing.figure)
    if (layout := drawing.figure.get_layout_engine()) is not None:
        layout.execute(drawing.figure)  # once for both
    drawing.figure.set_layout_engine("none")
    with mpl.rc_context({"svg.hashsalt": drawing.name}):  # different ids in each figure of a page
        about = {"Date": None, "Title": drawing.title}
        with written_aside(folder / f"{drawing.name}.svg") as aside:
            drawing.figure.savefig(aside, format="svg", metadata=about)
    about = {"Software": None, "Description": drawing.alt}
    with written_aside(folder / f"{drawing.name}.png") as aside:
        drawing.figure.savefig(aside, format="png", metadata=about)


def legend_on_top(figure: Figure, arms: Sequence[Look], *, kind: str = "line") -> None:
    """Put one legend for all panels above them; ``kind``: line, mark or area."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for arm in arms:
        if kind == "line":
            handles.append(Line2D([], [], color=arm.colour, linestyle=arm.dashes, label=arm.label))
        elif kind == "mark":
            handles.append(Line2D([], [], color=arm.colour, linestyle="", marker=arm.mark, label=arm.label))
        else:
            handles.append(Patch(facecolor=arm.colour, label=arm.label))
    figure.legend(handles=handles, loc="outside upper left", ncols=min(4, len(handles)))


def readable_number(value: float) -> str:
    """Write a count so that it fits beside a mark: 950, 12k, 3.4M."""
    if not math.isfinite(value):
        return "n/a"
    for scale, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= scale:
            return f"{value / scale:.3g}{letter}"
    return f"{value:.3g}"


def zero_line(axes: Axes) -> None:
    """Mark no difference."""
    axes.axhline(0, color="#555555", linewidth=0.9)
