"""A market that is small enough for a lesson: creators of several sizes, four brands, and one campaign or another."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.lab.living import LivedRun, live
from simulation.configure import build

DAYS = 84
BEFORE = 28
"""Days that are lived before the campaign."""
PEOPLE = 3_000
"""Simulated people; each stands for a hundred."""

START = (
    f"market.consumers={PEOPLE}",
    "market.people=300000",
    f"market.burn_in={BEFORE}",
    f"market.days={DAYS}",
    f"brands.campaign_days={DAYS}",
    "crises=none",
    "strategy=none",
)


def live_each(parameters: Sequence[str], strategies: Sequence[str], seed: int) -> list[LivedRun]:
    """Return a run for each strategy: the same market, the same draws, other campaigns of the studied brand."""
    with build([*START, *parameters], seed, threads=1) as start:
        start.run_burn_in()
        return [live(start.fork(strategy), DAYS, strategy, snapshots=False) for strategy in strategies]
