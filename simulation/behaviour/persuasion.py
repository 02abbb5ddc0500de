"""Persuasion: what an exposure does to awareness, attitude and adstock.

Opinion begins with awareness. Until a person knows a brand, nothing moves attitude to it, trust in it or adstock; the
exposure that makes it known is the first that counts (docs/design/model-choices.md, "New to a brand").
"""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.float32 import ONE, TWO, ZERO, clip
from simulation.scenario.coefficients import PersuasionRules, Rules
from simulation.state.columns import NEWLY_AWARE, Consumers, Tables, Tally

INTEREST = np.float32(0.3)
"""Affinity below which an exposure is wasted (ours)."""


@behaviour
def wear(adstock: np.float32, peak: np.float32) -> np.float32:
    """Marginal effect of one more exposure: ``1 - n / peak``, so that attitude peaks at ``peak`` exposures.

    An inverted U with its peak near ten: Schmidt, Eisend 2015. At least -1, so that a flood cannot do unbounded harm.
    """
    return max(ONE - adstock / peak, -ONE)


@behaviour
def become_aware(c: int, b: int, tables: Tables, rules: Rules, tally: Tally) -> bool:
    """Learn that a brand exists: trust starts at its reputation, opinion at none. Returns whether this was news.

    Salience is 1, and its resting level ``lasting``.
    """
    consumers, brands = tables.consumers, tables.brands
    if consumers.aware[c, b] != 0:
        return False
    consumers.aware[c, b] = 1
    consumers.salience[c, b] = ONE
    consumers.resting[c, b] = rules.salience.lasting
    consumers.trust[c, b] = brands.reputation[b]
    tally.brand[b, NEWLY_AWARE] += 1
    return True


@behaviour
def persuade(c: int, b: int, strength: np.float32, consumers: Consumers, persuasion: PersuasionRules) -> None:
    """``attitude += g (1 - attitude)`` with ``g = gain 2 receptivity strength wear``, cut to -1..1.

    Receptivity has a mean of one half. ``wear`` is that of adstock; of the fading count of exposures where
    ``wear_half_life`` is above 0.
    """
    attitude = consumers.attitude[c, b]
    gain = persuasion.gain * TWO * consumers.receptivity[c] * strength
    counted = consumers.recent[c, b] if persuasion.wear_half_life > ZERO else consumers.adstock[c, b]
    gain *= wear(counted, persuasion.peak)
    consumers.attitude[c, b] = clip(attitude + gain * (ONE - attitude), -ONE, ONE)


@behaviour
def count_exposure(c: int, b: int, adstock: np.float32, consumers: Consumers, rules: Rules) -> bool:
    """Count a paid exposure, and add to adstock if the brand is known: ``E <- E + a``, with a that of the exposure.

    Returns whether it was the first exposure since the campaign began.
    """
    seen = consumers.exposures[c, b]
    if seen < 65535:
        consumers.exposures[c, b] = seen + 1
    if consumers.aware[c, b] != 0:
        consumers.adstock[c, b] += adstock
    if rules.persuasion.wear_half_life > ZERO:
        consumers.recent[c, b] += ONE
    return bool(seen == 0)


@behaviour
def is_wasted(rate: np.float32, affinity: np.float32) -> bool:
    """Say whether an exposure is wasted: on somebody who never buys in the category, or has little affinity (< 0.3)."""
    return bool(rate <= ZERO or affinity < INTEREST)
