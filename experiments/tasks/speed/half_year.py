"""Large markets that live for weeks: do they come to their end, and in as much memory as planned?"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from experiments.tasks.speed.own_memory import Watch

EVERYTHING = (
    "strategy=community_first",
    "brands=contested",
    "regulation=platform_label",
    "crises=failure",
    "crises.failure_day=1",
    "measurement.touches=128",
)
"""Overrides that switch on what the default market leaves off: conversation, rivals, labels, a crisis, touches."""
SPARSE = ("brands=single", "graph.follows=5", "graph.friends=5")
"""Overrides with which a person takes least memory: one brand, and half of the usual follows and friends."""
USUAL = ("strategy=hyper_targeted",)
"""Overrides of the default market with a campaign."""
WEEKS = 26


def live(
    consumers: int,
    threads: int,
    weeks: int = WEEKS,
    overrides: Sequence[str] = EVERYTHING,
    scratch: str | None = None,
) -> dict[str, Any]:
    """Live so many weeks; return days, nanoseconds of CPU a consumer-day, seconds, and peak and planned megabytes.

    With a scratch folder ``peak_mb`` counts pages of its files too, as many as the system leaves in memory; ``own_mb``
    is the peak without them.
    """
    import resource

    from simulation.configure import compose, scenario_of, strategy_of
    from simulation.model import MarketModel
    from simulation.world.size import bytes_per_consumer

    size = [f"market.consumers={consumers}", f"market.people={max(10_000_000, consumers)}", "market.burn_in=0"]
    length = [f"market.days={7 * weeks}", f"brands.campaign_days={7 * weeks}"]
    config = compose([*size, *length, *overrides])
    scenario, begun = scenario_of(config), time.perf_counter()
    with Watch() as own, MarketModel(scenario, strategy_of(config), 1, "compiled", threads, scratch=scratch) as model:
        built = time.perf_counter() - begun
        begun, used = time.perf_counter(), time.process_time()
        model.run_for(7 * weeks)
        lived, used = time.perf_counter() - begun, time.process_time() - used
    return {
        "consumers": consumers,
        "threads": threads,
        "days": 7 * weeks,
        "build_s": built,
        "lived_s": lived,
        "cpu_ns_per_consumer_day": used / (7 * weeks * consumers) * 1e9,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "own_mb": None if own.peak is None else own.peak / 1e6,
        "planned_mb": bytes_per_consumer(scenario) * consumers / 1e6,
    }
