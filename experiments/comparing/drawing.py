"""The figures of a comparison, as PNG and SVG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.figures.style import Drawing
from experiments.results.findings import Findings

if TYPE_CHECKING:
    import polars as pl


def draw(findings: Findings, tables: Mapping[str, pl.DataFrame], folder: Path) -> list[Drawing]:
    """Draw every figure that the tables allow and save each as PNG and SVG into ``folder``."""
    from experiments.dashboards import dashboard_figure
    from experiments.dashboards.readings import readings
    from experiments.figures import chart, funnel, market_map, profit, style, tornado, trust, uplift
    from experiments.results.wording import plain

    arms = style.looks(findings.arms, findings.baseline, plain)
    folder.mkdir(exist_ok=True)
    with style.styled(), chart.unchecked():
        drawn = [
            profit.draw(findings, arms),
            trust.draw(findings, tables["series"], arms),
            funnel.draw(findings, arms),
            uplift.draw(findings, tables["uplift"], arms),
            market_map.draw(findings, tables["nodes"], tables["links"], arms) if "nodes" in tables else None,
            dashboard_figure.of_plans(readings(tables, findings)),
            tornado.draw(tables["sensitivity"]) if "sensitivity" in tables else None,
        ]
        drawings = [drawing for drawing in drawn if drawing is not None]
        for drawing in drawings:
            style.save(drawing, folder)
    return drawings
