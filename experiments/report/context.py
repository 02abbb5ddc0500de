"""What the sections of the report are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.comparing.findings import Findings
from experiments.figures import Drawing
from experiments.report.pieces import MIME, Figure, Head, embedded

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Context:
    """Everything that a section may say something about.

    Attributes:
        found: The outcomes.
        drawings: The figures; their files lie in ``folder / "figures"``.
        folder: The run folder.
        config: The resolved scenario, nested.
        defaults: The same with every default, to tell what was changed.
        strategies: Each arm's strategy config.
        manifest: Where the results come from.
        question: What was asked, if the experiment says.
        tables: Further tables of the folder, by name: ``sensitivity``, ``dashboard``; none where they were not made.
        head: What is put before the answer: the verdict of a what-if; None: nothing.
        interactive: Whether charts are alive; without them the page has no script.
    """

    found: Findings
    drawings: Sequence[Drawing]
    folder: Path
    config: Mapping[str, Any]
    defaults: Mapping[str, Any]
    strategies: Mapping[str, Mapping[str, Any]]
    manifest: Mapping[str, Any]
    question: str = ""
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    head: Head | None = None
    interactive: bool = True

    def drawing(self, name: str) -> Drawing | None:
        """Return a figure by its name, None if it was not drawn."""
        return next((drawing for drawing in self.drawings if drawing.name == name), None)

    def figure(self, name: str, *, titled: bool = True) -> Figure | None:
        """Return a figure as a piece of the page, with the smaller of its two pictures; None if it was not drawn."""
        drawing = self.drawing(name)
        if drawing is None:
            return None
        pictures = [self.folder / "figures" / f"{name}{kind}" for kind in MIME]
        return Figure(
            name=name,
            title=drawing.title if titled else "",
            charts=tuple(f"{name}-{i}" for i in range(1, len(drawing.charts) + 1) if self.interactive),
            alt=drawing.alt,
            source=embedded(min(pictures, key=lambda each: each.stat().st_size)),
            caption=drawing.caption,
        )

    @property
    def charts(self) -> dict[str, dict[str, Any]]:
        """Vega-Lite charts by the id of their place in the page."""
        if not self.interactive:
            return {}
        return {
            f"{drawing.name}-{i}": chart for drawing in self.drawings for i, chart in enumerate(drawing.charts, start=1)
        }
