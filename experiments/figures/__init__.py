"""The main job's figures, one a file."""

from __future__ import annotations

from experiments.figures.style import Drawing

__all__ = ["Drawing"]
