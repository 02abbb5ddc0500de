"""What figures and the report need, imported while worker processes run the replicates."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

LIBRARIES = (
    "polars",
    "scipy.special",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "altair",
    "experiments.report.chart_runtime",  # makes the runtime of the charts
)


def load() -> None:
    """Begin to import them, in a thread of its own."""
    Thread(target=lambda: [import_module(name) for name in LIBRARIES], daemon=True).start()
