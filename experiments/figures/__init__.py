"""The main job's figures, each of which can be drawn as PNG and SVG."""

from __future__ import annotations

from experiments.figures.style import Drawing

__all__ = ["Drawing"]
