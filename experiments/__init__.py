"""What one does with a model: compare arms, sweep parameters, ask what matters, look for the best, report.

    import experiments
    found = experiments.compare(["market.consumers=5000"], arms=["none", "hyper_targeted"], replicates=8)
    found.differences
    experiments.sweep(["market.consumers=5000"], parameters={"consumers.trust.asymmetry": [1, 6]}, points=16)

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparing.comparison import Comparison, compare
    from experiments.sweeps.api import optimise, robustness, sensitivity, sweep

__all__ = ["Comparison", "compare", "optimise", "robustness", "sensitivity", "sweep"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        where = "experiments.comparing.comparison" if name in ("Comparison", "compare") else "experiments.sweeps.api"
        return getattr(import_module(where), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
