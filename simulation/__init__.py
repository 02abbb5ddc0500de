"""Nichecast's model: a market of consumers, creators and brands on a social graph.

    import simulation as sim
    model = sim.build(["market.consumers=20000", "strategy=hyper_targeted"], seed=7)
    model.run_for(60)
    model.metrics

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation import graph
    from simulation.brand_view import attribution
    from simulation.configure import build
    from simulation.errors import InputError
    from simulation.model import MarketModel
    from simulation.scenario import Scenario

__all__ = ["InputError", "MarketModel", "Scenario", "attribution", "build", "graph"]

_HOME = {
    "InputError": "simulation.errors",
    "MarketModel": "simulation.model",
    "Scenario": "simulation.scenario",
    "build": "simulation.configure",
}
_MODULES = {"attribution": "simulation.brand_view.attribution", "graph": "simulation.graph"}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
