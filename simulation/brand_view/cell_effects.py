"""What cells say: the purchases that each channel added, from people by lot, in one experiment for all channels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.estimate import NOTHING, Estimate
from simulation.errors import InputError
from simulation.market_base import Market
from simulation.state.columns import STUDIED, TESTABLE

type Floats = NDArray[np.float64]


def effects(model: Market) -> dict[str, Estimate]:
    """Return the purchases, in people, that each tested channel adds if it is withheld from nobody.

    Those in the control who saw the channel against those in its cell who would have (ghost ads: Johnson, Lewis,
    Nubbemeyer 2017), purchases since the cells were drawn adjusted for those before (:func:`adjusted`), times all who
    saw it or would have. The brand sees the simulated consumers and no others: each counts as one person drawn, so that
    its error is that of a panel of as many. All channels are held against one control, whose luck is common to them.

    Raises:
        InputError: No cells are drawn.
    """
    holdout = model.tables.holdout
    if not len(holdout.before):
        raise InputError("cells: got none, takes a plan that draws them (Plan.cells)")
    bought = model.consumers.purchases[:, STUDIED].astype(np.float64) - holdout.before
    before = holdout.before.astype(np.float64)
    control = holdout.withheld == 0
    added = {}
    for bit, channel in enumerate(TESTABLE):
        if (int(holdout.tested[0]) >> bit) & 1 == 0:
            continue
        met = holdout.met[:, bit] > 0
        shown, ghosts = control & met, (((holdout.withheld >> bit) & 1) != 0) & met
        effect = adjusted(bought[shown], bought[ghosts], before[shown], before[ghosts])
        added[channel] = effect.times(float(np.count_nonzero(met)) * model.people_per_consumer)
    return added


def adjusted(treated: Floats, control: Floats, treated_before: Floats, control_before: Floats) -> Estimate:
    """Return the difference of means, less what a covariate from before explains.

    CUPED: Deng, Xu, Kohavi, Walker 2013.

    The error is Student's with one variance for both arms: a small cell in which nobody happened to buy has no variance
    of its own, and would pass for certain.
    """
    n, m = len(treated), len(control)
    if n < 2 or m < 2:
        return NOTHING
    outcome, covariate = np.concatenate([treated, control]), np.concatenate([treated_before, control_before])
    centred = covariate - covariate.mean()
    spread = float(centred @ centred)
    left = outcome - (float(centred @ outcome) / spread * centred if spread > 0 else 0.0)
    a, b = left[:n], left[n:]
    within = float(((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / (n + m - 2)
    return Estimate(float(a.mean() - b.mean()), math.sqrt(within * (1 / n + 1 / m)), float(n + m - 2))
