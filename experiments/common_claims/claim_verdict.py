"""The verdict on common claims: in how many plausible worlds each comparison holds, against chance, over all at once.

A comparison is supported if it holds in more than half of the plausible worlds, falsified if in fewer than half. Either
has to be so clear that chance explains it less often than in one run of twenty for all comparisons together (exact
binomial test, two-sided; Holm 1979). Else it is undecided. A claim is falsified if one of its comparisons is, supported
if all are. A world counts as it comes out, chance and all: a size that is small against chance holds in half of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, binomtest

from experiments.common_claims.common_claim import CommonClaim, Comparison
from experiments.results.agreement import decider
from experiments.results.statistics import holm
from experiments.sweeps.points import Points
from experiments.whatifs.claims import FALSIFIED, SUPPORTED, UNDECIDED, Claim, together
from simulation.state.columns import Float64s

LEVEL = 0.05
"""How often chance alone may decide anything at all."""


class Ruled(NamedTuple):
    """A comparison with its verdict.

    Attributes:
        comparison: As it was written.
        claim: The same, taken apart.
        values: Its left side in each world; NaN where it is undefined.
        holds: In how many worlds it holds.
        worlds: In how many it is defined.
        doubt: Two-sided p value against half of the worlds, adjusted for all comparisons.
        middle: Its left side in the middle world.
        low: Least value of the middle that chance allows, all comparisons at once; NaN with too few worlds.
        high: Greatest.
        decides: The parameter on which it depends most, with the rank correlation; None: none is told from chance.
        verdict: supported, falsified or undecided.
    """

    comparison: Comparison
    claim: Claim
    values: tuple[float, ...]
    holds: int
    worlds: int
    doubt: float
    middle: float
    low: float
    high: float
    decides: tuple[str, float] | None
    verdict: str


class Judged(NamedTuple):
    """A common claim with its verdict, and in how many worlds all of its comparisons hold."""

    claim: CommonClaim
    ruled: tuple[Ruled, ...]
    holds: int
    worlds: int
    verdict: str


def judged(
    claims: Sequence[CommonClaim],
    parsed: Mapping[str, Claim],
    found: Mapping[str, Sequence[float]],
    points: Mapping[str, Points],
) -> list[Judged]:
    """Return the verdict on each claim.

    Args:
        claims: The claims.
        parsed: Each comparison, taken apart.
        found: Its left side in each world.
        points: The worlds of each setting.
    """
    comparisons = [comparison for claim in claims for comparison in claim.comparisons]
    agrees = {each.name: agreeing(parsed[each.name], found[each.name]) for each in comparisons}
    tails = [tail(agrees[each.name]) for each in comparisons]
    doubts = dict(zip((each.name for each in comparisons), holm(tails), strict=True))
    return [
        _judge(
            claim,
            [_rule(each, parsed, found, agrees[each.name], doubts[each.name], points) for each in claim.comparisons],
            np.array([agrees[each.name] for each in claim.comparisons]),
        )
        for claim in claims
    ]


def agreeing(claim: Claim, values: Sequence[float]) -> Float64s:
    """Return for each world 1 where a comparison holds, 0 where it does not, NaN where it is undefined."""
    left = np.asarray(values, np.float64)
    return np.where(np.isfinite(left), (claim.sign * (left - claim.bound) > 0).astype(np.float64), np.nan)


def tail(agrees: Float64s) -> float:
    """Return the two-sided p value of as uneven a count in worlds of which half agree; NaN where none is defined."""
    known = agrees[np.isfinite(agrees)]
    return float(binomtest(int(known.sum()), known.size, 0.5).pvalue) if known.size else math.nan


def middle_of(values: Sequence[float], level: float) -> tuple[float, float, float]:
    """Return the median and its distribution-free interval, by order statistics; NaN bounds with too few values."""
    known = np.sort(np.asarray(values, np.float64)[np.isfinite(values)])
    if not known.size:
        return math.nan, math.nan, math.nan
    rank = int(binom.ppf(level / 2, known.size, 0.5))
    while rank > 0 and 2 * float(binom.cdf(rank - 1, known.size, 0.5)) > level:
        rank -= 1
    low, high = (float(known[rank - 1]), float(known[-rank])) if rank > 0 else (math.nan, math.nan)
    return float(np.median(known)), low, high


def _rule(
    comparison: Comparison,
    parsed: Mapping[str, Claim],
    found: Mapping[str, Sequence[float]],
    agrees: Float64s,
    doubt: float,
    points: Mapping[str, Points],
) -> Ruled:
    claim, values = parsed[comparison.name], found[comparison.name]
    holds, worlds = int(np.nansum(agrees)), int(np.isfinite(agrees).sum())
    verdict = UNDECIDED
    if worlds and doubt < LEVEL:
        verdict = SUPPORTED if 2 * holds > worlds else FALSIFIED
    middle, low, high = middle_of(values, LEVEL / len(parsed))
    known = np.isfinite(agrees)
    where = points[comparison.setting]
    columns = {
        name: np.array([_number(row[k]) for row in where.rows], np.float64)[known] for k, name in enumerate(where.names)
    }
    decides = decider(np.asarray(values, np.float64)[known], columns) if known.any() else None
    left = tuple(float(value) for value in values)
    return Ruled(comparison, claim, left, holds, worlds, doubt, middle, low, high, decides, verdict)


def _judge(claim: CommonClaim, ruled: Sequence[Ruled], agrees: Float64s) -> Judged:
    whole = np.isfinite(agrees).all(axis=0)
    holds = int((agrees[:, whole] > 0).all(axis=0).sum())
    return Judged(claim, tuple(ruled), holds, int(whole.sum()), together([each.verdict for each in ruled]))


def _number(value: object) -> float:
    one = value[0] if isinstance(value, list) else value
    return float(one) if isinstance(one, int | float) else math.nan
