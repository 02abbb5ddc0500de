"""Tests with arms of people: the user-level holdout, and ghost ads.

A holdout compares all who may be shown the content with all from whom it is withheld (intention to treat). Ghost ads
(Johnson, Lewis, Nubbemeyer 2017) compare only those who saw it with those who would have, as the platform writes down
what it withheld: the same effect with less noise.
"""

from __future__ import annotations

import numpy as np

from simulation.brand_view.estimate import Estimate, difference
from simulation.compute.draws import ARM
from simulation.compute.many_draws import uniforms
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.lives import Arm, Life, Lives
from simulation.recording.log import RecordedMarket


def arms(lives: Lives, design: Design) -> Arm:
    """Draw who is withheld from, each person apart."""
    return _drawn(lives.start.key, lives.people, design)


def refuse_few(market: RecordedMarket, design: Design) -> None:
    """Refuse a share that leaves an arm with fewer than two people, before a day is lived.

    Raises:
        InputError: with the number in each arm.
    """
    arm = _drawn(market.key, len(market.consumers.niche), design)
    withheld = int(np.count_nonzero(arm))
    if min(withheld, len(arm) - withheld) < 2:
        raise InputError(
            f"share: got {design.share:g}, which withholds from {withheld} of {len(arm)} people and shows"
            f" {len(arm) - withheld}; takes one with two or more in each arm"
        )


def _drawn(key: np.uint64, people: int, design: Design) -> Arm:
    u = uniforms(key, ARM, np.arange(people), day=design.number)[:, 0]
    return (u < np.float32(design.share)).astype(np.uint8)


def holdout(purchases: np.ndarray, arm: Arm) -> Estimate:
    """Return the effect on all people together, in simulated purchases."""
    bought = purchases.astype(np.float64)
    return difference(bought[arm == 0], bought[arm == 1]).times(len(arm))


def ghost_ads(purchases: np.ndarray, arm: Arm, met: np.ndarray) -> Estimate:
    """Return the same from those alone who saw the content, or would have: all that there are in both arms."""
    bought = purchases.astype(np.float64)
    estimate = difference(bought[(arm == 0) & met], bought[(arm == 1) & met])
    return estimate.times(int(np.count_nonzero(met)))


def mixed(shown: Life, withheld: Life, arm: Arm) -> Life:
    """Return the life without interference: each person lives as if everybody were in the same arm.

    ``sales`` are not mixed: they have no people.
    """
    return Life(
        np.where(arm == 0, shown.purchases, withheld.purchases),
        shown.sales,
        np.where(arm == 0, shown.met, withheld.met),
    )
