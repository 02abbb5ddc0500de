"""What is kept of a benchmark: its figures, earlier ones beside them, and how cost and memory grow with size."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.files.safe_writing import write_text

if TYPE_CHECKING:
    from experiments.figures.style import Drawing


def keep(found: Mapping[str, Any], folder: Path) -> list[str]:
    """Write all figures, once more under the date and the sources' commit, and draw growth; return files' names."""
    text = json.dumps(found, indent=1) + "\n"
    head = (found.get("head") or "unknown").split()[0][:12]
    day = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H%M")
    names = ["benchmark.json", f"history/{day}-{head}.json"]
    (folder / "history").mkdir(exist_ok=True)
    for name in names:
        write_text(folder / name, text)
    drawing = draw(found)
    if drawing is not None:
        from experiments.figures.style import save

        save(drawing, folder)
        names += [f"{drawing.name}.svg", f"{drawing.name}.png"]
    return names


def draw(found: Mapping[str, Any]) -> Drawing | None:
    """Draw CPU a consumer-day and peak memory a consumer against size, a line for each number of threads.

    ``None``: fewer than two sizes were timed.
    """
    rows = found.get("sizes", [])
    sizes = sorted({row["consumers"] for row in rows})
    if len(sizes) < 2:
        return None
    from experiments.figures.style import DASHES, MARKS, PALETTE, Drawing, new_figure, styled

    with styled():
        figure = new_figure(3.0)
        cost, memory = figure.subplots(1, 2)
        for k, threads in enumerate(sorted({row["threads"] for row in rows})):
            mine = sorted((row for row in rows if row["threads"] == threads), key=lambda row: int(row["consumers"]))
            across = [row["consumers"] for row in mine]
            look = {"color": PALETTE[k % 7], "linestyle": DASHES[k % 4], "marker": MARKS[k % 5]}
            label = f"{threads} thread{'s' if threads != 1 else ''}"
            cost.plot(across, [row["cpu_ns_per_consumer"] for row in mine], label=label, **look)
            memory.plot(across, [row["peak_mb"] * 1e6 / row["consumers"] for row in mine], label=label, **look)
        for axes, title, unit in ((cost, "CPU", "ns a consumer and day"), (memory, "Peak memory", "bytes a consumer")):
            axes.set(title=title, xlabel="consumers", ylabel=unit, xscale="log", ylim=(0, None))
        cost.legend()
    each = {row["consumers"]: row["cpu_ns_per_consumer"] for row in rows if row["threads"] == rows[-1]["threads"]}
    said = ", ".join(f"{each[size]:.0f} ns at {size:,}" for size in sizes)
    caption = "CPU of all threads for one consumer and day, and the process's peak memory divided by the consumers."
    return Drawing("growth", "Cost against size", f"CPU a consumer and day: {said}.", caption, figure)
