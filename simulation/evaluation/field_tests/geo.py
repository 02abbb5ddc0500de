"""The geo test: communities of the friend graph as regions, compared with a synthetic control.

Each region gets a control made of the regions from which the content is withheld, weighed so that their purchases
before the campaign follow its own (Abadie, Diamond, Hainmueller 2010). The gap that opens is the effect; control
regions, each against the others, show what gaps open by themselves. The luck of a control region is in the gap of
every region that it is a control of: the standard error counts each region's noise once, with the weight that it has
in the whole estimate. People talk mostly inside a community, so that regions interfere less than people do.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.estimate import Estimate, Floats, welch
from simulation.compute.draws import ARM
from simulation.compute.many_draws import uniforms
from simulation.errors import InputError
from simulation.evaluation.field_tests.design import Design
from simulation.evaluation.field_tests.lives import Arm, Lives
from simulation.graph.csr import Graph
from simulation.graph.describe.communities import communities, merge_small
from simulation.recording.log import RecordedMarket

type Regions = NDArray[np.int64]
type Sales = NDArray[np.int64]


def regions_of(market: RecordedMarket, design: Design) -> Regions:
    """Return each consumer's region, int64[C].

    Raises:
        InputError: The friend graph falls into fewer than four.
    """
    friends = market.tables.friends
    graph = Graph(friends.start.astype(np.int64), friends.friend, directed=False)
    region = merge_small(graph, communities(graph, market.seed), design.regions).astype(np.int64)
    if region.max() < 3:
        raise InputError(f"test: got geo, but friends form {region.max() + 1} communities; takes a market of 4 or more")
    return region


def arms(lives: Lives, design: Design) -> Arm:
    """Draw the regions from which the content is withheld, at least two in each arm: uint8[regions]."""
    number = int(lives.region.max()) + 1
    u = uniforms(lives.start.key, ARM, np.arange(number), partner=1, day=design.number)[:, 0]
    withheld = min(max(round(design.share * number), 2), number - 2)
    chosen = np.zeros(number, np.uint8)
    chosen[np.argsort(u, kind="stable")[:withheld]] = 1
    return chosen


def mixed(shown: Sales, withheld: Sales, arm: Arm) -> Sales:
    """Return sales without interference: each region sells as if all were in the same arm."""
    return np.where(arm == 0, shown, withheld)


def geo(before: Sales, sales: Sales, size: Floats, arm: Arm, period: int) -> Estimate:
    """Return the effect on all people together over the measured days, in simulated purchases.

    Args:
        before: int64[days, regions], sales before the campaign.
        sales: int64[days, regions], and on the measured days.
        size: [regions], people.
        arm: uint8[regions], 1 where withheld.
        period: Days whose sums the weights are fitted to.
    """
    withheld = arm == 1
    earlier, later = _sums(before / size, period), (sales / size).sum(axis=0)
    weights = np.zeros((len(size), len(size)))
    for r in range(len(size)):
        others = withheld & (np.arange(len(size)) != r)
        weights[r, others] = synthetic(earlier[:, r], earlier[:, others], size[others])
    gaps = later - weights @ later
    share = np.where(withheld, -size / size[withheld].sum(), size / size[~withheld].sum())
    return _with_error(gaps, share, share - weights.T @ share).times(int(size.sum()))


def _with_error(gaps: Floats, share: Floats, own: Floats) -> Estimate:
    """Return the mean gap of shown regions less that of withheld ones, with its standard error.

    The estimate is ``own @ later``, so that its variance is the sum over regions of ``own^2`` times the region's
    variance, whatever regions share. A shown region's variance is read off its gap's distance from the mean gap of the
    shown, in which the noise of common controls cancels. A withheld region's gap to the m - 1 others is m / (m - 1)
    times its own noise. Degrees of freedom by Satterthwaite (1946), within the withheld too, where few may weigh most.

    Args:
        gaps: [regions].
        share: [regions], weights in the mean gaps; negative where withheld.
        own: [regions], weights of the regions' own sales in the estimate.
    """
    withheld = share < 0
    n, m = np.count_nonzero(~withheld), np.count_nonzero(withheld)
    means = np.where(withheld, -share[withheld] @ gaps[withheld], share[~withheld] @ gaps[~withheld])
    squares = own**2 * (gaps - means) ** 2
    shown, control = float(squares[~withheld].sum()) * n / (n - 1), float(squares[withheld].sum()) * (m - 1) / m
    weights = own[withheld] ** 2
    effective = float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else float(m)
    freedom = welch(shown, n - 1.0, control, max(effective - 1, 1.0))
    return Estimate(float(share @ gaps), math.sqrt(shown + control), freedom)


def synthetic(target: Floats, others: Floats, size: Floats) -> Floats:
    """Return weights >= 0 of the other regions that sum to 1 and follow the target, drawn towards shares by size.

    Short series of rare events are mostly noise: a ridge as strong as the series' own noise keeps the weights from
    following it.

    Args:
        target: [periods].
        others: [periods, regions].
        size: [regions].
    """
    from scipy.optimize import nnls

    share = size / size.sum()
    ridge = np.sqrt(max(len(target), 1) * float(others.var(axis=0).mean()) if others.size else 0.0) + 1e-9
    heavy = 1e3 * (float(np.abs(others).max(initial=0.0)) + ridge)
    rows = np.vstack([others, ridge * np.eye(len(share)), heavy * np.ones((1, len(share)))])
    weights, _ = nnls(rows, np.concatenate([target, ridge * share, [heavy]]))
    return np.asarray(weights / weights.sum(), np.float64)


def _sums(rates: Floats, period: int) -> Floats:
    """Sum runs of days, counted back from the last; an incomplete first run is left out."""
    days = len(rates) // period * period
    return rates[len(rates) - days :].reshape(-1, period, rates.shape[1]).sum(axis=1)
