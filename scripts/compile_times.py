"""Print what compiling costs: the world's build, then each loop in the order of a day, in one process without a cache.

    .venv/bin/python scripts/compile_times.py

In CPU seconds of this process, so that other work on the machine matters little; what loops share counts for the one
that comes first. Beside it: microseconds of CPU for a call on no rows.
"""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable

CALLS = 2000


def main() -> None:
    """Compile everything and print a line for each step."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder  # an empty one: nothing is found, and nobody else's is filled
        measure()


def measure() -> None:
    """Compile on a small market and print."""
    import numpy as np

    from simulation.engine import loops
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import named

    whole = cpu()
    scenario = Scenario.from_dict(
        {"market": {"consumers": 600, "people": 600_000.0, "burn_in": 0}, "measurement": {"touches": 1}}
    )
    made: list[MarketModel] = []
    say("the world", spent(lambda: made.append(MarketModel(scenario, named("none"), seed=1, threads=1))))
    model = made[0]
    now, tables, rules, tally = model.day_context
    for act in [phase.act for phase in model.schedule if phase.by in ("consumers", "creators")] + [loops.enter_rows]:

        def on_no_rows(times: int, loop: Callable[..., None] = act) -> None:
            for _ in range(times):
                model.engine.for_rows(loop, 0, now, tables, rules, tally)

        compiling = spent(lambda: on_no_rows(1))
        say(act.__name__, compiling, spent(lambda: on_no_rows(CALLS)) / CALLS)
    posts = np.zeros(0, np.int64)
    say("ask_rows", spent(lambda: loops.ask_rows(0, 1, 1, np.float32(0), 0, tables, rules, posts)))
    say("the rest of a first day", spent(lambda: model.run_for(1)))
    say("all", cpu() - whole)


def cpu() -> float:
    """Return the CPU seconds that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a piece of work takes."""
    begun = cpu()
    work()
    return cpu() - begun


def say(what: str, seconds: float, call: float | None = None) -> None:
    """Print a line."""
    print(f"{what:<24} {seconds:5.1f} s" + (f" {call * 1e6:5.0f} us" if call is not None else ""), flush=True)


if __name__ == "__main__":
    main()
