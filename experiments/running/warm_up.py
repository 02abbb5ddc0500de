"""Compiling the model before the first replicate, shared out between processes; once per state of the sources."""

from __future__ import annotations

from pathlib import Path

PRELOAD = ("simulation.model", "simulation.strategies.named", "experiments.running.one_seed")
"""What worker processes need, imported once for all of them."""
CONSUMERS = 600
"""Size of the market that is compiled on; it is thrown away."""


def is_warm() -> bool:
    """Say whether these sources were compiled before; True also where that cannot be known."""
    mark = _mark()
    return mark is None or mark.exists()


def compile_share(number: int) -> None:
    """Compile what this process's replicates will need, unless it was compiled before.

    Every second process goes through the day's phases in reverse order: two processes meet in the middle, and each
    finds what the other compiled in the cache on disk. One process alone would take twice as long; so would all of them
    in the same order.
    """
    if is_warm():
        return
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import named

    market = {"consumers": CONSUMERS, "people": 1000.0 * CONSUMERS, "burn_in": 0}
    scenario = Scenario.from_dict({"market": market, "measurement": {"touches": 1}})  # what reads the touches too
    with MarketModel(scenario, named("none"), seed=1, threads=1) as model:
        phases = list(model.schedule)
        for phase in phases if number % 2 == 0 else reversed(phases):
            if phase.by in ("consumers", "creators"):
                model.run_phase(phase)
        model.run_for(1)
    mark = _mark()
    if mark is not None:
        mark.touch()


def _mark() -> Path | None:
    from simulation.compute.compiling import cache_folder

    folder = cache_folder()
    return folder / "compiled" if folder else None
