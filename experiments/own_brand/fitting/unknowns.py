"""What a search moves in a world, and the targets that it looks at: shared by all searches of a fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experiments.own_brand.fitting.no_campaign import Observed
from experiments.own_brand.fitting.search import Reached, Sought, search
from experiments.own_brand.fitting.sought import AWARE_WITHIN, SUBSCRIBERS_WITHIN, Targets
from simulation.state.columns import Float64s

SALES, FREQUENCY, SUBSCRIBERS, KNOWN, STEADY, BALANCE = (
    "sales",
    "frequency",
    "subscribers",
    "known",
    "steady",
    "balance",
)
"""Targets. The appeal moves how much is sold or how often a customer buys; the habit, how many subscribe; awareness at
the start, how many know the brand when the campaign begins; talk, whether that stays. Where the brand spends, memory
and the strength of messages decide whether it stays: the balance."""
APPEALS = (-14.0, 8.0)
LOGIT = 9.0
"""Awareness and habit are searched as logits, from minus this to this."""
SLOPES: Mapping[str, Mapping[str, float]] = {
    SALES: {SALES: 0.9},
    FREQUENCY: {FREQUENCY: 0.4},
    SUBSCRIBERS: {SUBSCRIBERS: 1.0, SALES: 0.8},
    KNOWN: {SALES: 0.5, KNOWN: 1.0, BALANCE: -0.5},
    STEADY: {STEADY: 1.0},
    BALANCE: {SALES: 0.5, KNOWN: 0.1, BALANCE: 0.7},
}
"""Unknown -> target -> how its residual changes, to begin with: utilities are logits; a brand that is liked more is
bought more often by the same people, but far less than in proportion."""
OF_DUES: Mapping[str, Mapping[str, float]] = {
    SALES: {SALES: 0.2, SUBSCRIBERS: 0.05},
    BALANCE: {SALES: 0.1, KNOWN: 0.1, BALANCE: 0.7},
}
"""The same of a subscription: most of what is sold is paid by those who subscribed before, whatever is said now."""


def slopes_of(name: str, names: Sequence[str]) -> list[float]:
    """Return how the residuals of the targets ``names`` change with the unknown of one of them, to begin with."""
    slopes = OF_DUES.get(name, SLOPES[name]) if SUBSCRIBERS in names else SLOPES[name]
    return [slopes.get(target, 0.0) for target in names]


def sought_share(name: str, start: float, slopes: Sequence[float], targets: Targets, one: float) -> Sought:
    """Return the unknown of a target that a share moves: who knows the brand, or who subscribes to it.

    Args:
        name: ``KNOWN`` or ``SUBSCRIBERS``.
        start: Share to begin with.
        slopes: As :class:`Sought` takes them.
        targets: The brand's.
        one: People that a simulated person stands for: subscribers are matched to one of them, where there are few.
    """
    known = targets.known or 0.5
    within = min(AWARE_WITHIN, known / 20) / (known * (1 - min(known, 0.99)))
    if name == SUBSCRIBERS:
        within = max(SUBSCRIBERS_WITHIN, 0.75 * one / (targets.subscribers or 1.0))
    return Sought(name, logit(start), -LOGIT, LOGIT, 2.0, within, slopes)


def meet(
    lived: Callable[[Float64s], Observed], sought: Sequence[Sought], targets: Targets, most: int
) -> tuple[Reached, Observed]:
    """Return where a search for the targets of these unknowns ended, and what the brand saw of itself there.

    Args:
        lived: From the unknowns to what the brand sees of itself in that world.
        sought: The unknowns, each by its target's name.
        targets: The brand's.
        most: Worlds that are run.
    """
    seen: dict[tuple[float, ...], Observed] = {}

    def residuals(x: Float64s) -> Float64s:
        there = seen[tuple(x)] = lived(x)
        return np.array([residual(unknown.name, there, targets) for unknown in sought])

    reached = search(residuals, sought, most)
    return reached, seen[tuple(reached.x)]


def residual(name: str, seen: Observed, targets: Targets) -> float:
    """Return how far a world is from a target: 0 meets it."""
    if name == KNOWN:
        return logit(seen.aware) - logit(targets.known or 0.0)
    if name == BALANCE:
        return logit(seen.aware_end) - logit(seen.aware)
    if name == STEADY:
        return (seen.aware_end - seen.aware) / targets.growth(seen.aware) - 1
    pairs = {
        SALES: (seen.weekly, targets.sales),
        FREQUENCY: (seen.each, targets.frequency),
        SUBSCRIBERS: (seen.subscribers, targets.subscribers),
    }
    ours, theirs = pairs[name]
    return math.log(max(ours, 1e-3) / (theirs or 1.0))


def logit(share: float) -> float:
    """Return the logarithm of the odds of a share; shares near 0 and 1 are cut."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def share_of(odds: float) -> float:
    """Return the share of a logarithm of odds."""
    return 1 / (1 + math.exp(-odds))
