"""Compiling the model before the first replicate, shared out between processes; once per state of the sources."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.scenario import Scenario

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

    The first process builds a world, which is a third of the work, and goes through the day's phases in their order.
    The others need no world to compile the phases: they begin with the last one, on tables that have the right types
    and nobody in them. Who meets what another has compiled finds it in the cache on disk.
    """
    if is_warm():
        return
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import named

    market = {"consumers": CONSUMERS, "people": 1000.0 * CONSUMERS, "burn_in": 0}
    scenario = Scenario.from_dict({"market": market, "measurement": {"touches": 1}})  # what reads the touches too
    if number > 0:
        _compile_phases(scenario)
    with MarketModel(scenario, named("none"), seed=1, threads=1) as model:
        for phase in list(model.schedule):
            if phase.by in ("consumers", "creators"):
                model.run_phase(phase)
        model.run_for(1)
    mark = _mark()
    if mark is not None:
        mark.touch()


def _compile_phases(scenario: Scenario) -> None:
    """Compile the loops over consumers and creators, the last of the day first, and run them on no rows."""
    import numpy as np

    from simulation.engine.engine import Engine
    from simulation.scenario.coefficients import rules_of
    from simulation.standard_day import standard_day
    from simulation.state.column_checks import empty_tables
    from simulation.state.columns import Now, new_tally

    engine, tables, rules, tally = Engine(threads=1), empty_tables(), rules_of(scenario), new_tally(1, 1)
    for phase in reversed(list(standard_day())):
        if phase.by in ("consumers", "creators"):
            engine.for_rows(phase.act, 0, Now(np.uint64(1), 0), tables, rules, tally)


def _mark() -> Path | None:
    """Return the file that says that these sources were compiled: each copy of them has its own, as it has in numba."""
    from simulation.compute.compiled_cache import PACKAGE
    from simulation.compute.compiling import cache_folder

    folder = cache_folder()
    copy = hashlib.sha256(str(PACKAGE.resolve()).encode()).hexdigest()[:16]
    return folder / f"compiled_{copy}" if folder else None
