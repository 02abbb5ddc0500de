"""The pull of each creator on each niche, solved so that creators get the followers that were asked for."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.compute.share_out import share_out

_ROUNDS = 12
_CREATORS_A_CALL = 256
_WEIGHTS = 8  # steps in which consumers' weights are told apart when followers are counted in advance
_MOST_MET = 5.0  # times that a consumer of mean activity meets one creator
_GRID = np.linspace(-14.0, 8.0, 441)  # logarithms of the rates at which the chance to follow is tabulated


class Pull(NamedTuple):
    """What a consumer's meetings are drawn from.

    Attributes:
        meetings: float64[K], creators that a consumer of mean activity meets through niche ``k``.
        accept: float32[K, I], with ``other`` an alias table (Walker 1977) of the creator met through niche ``k``.
        other: int32[K, I].
    """

    meetings: NDArray[np.float64]
    accept: NDArray[np.float32]
    other: NDArray[np.int32]


def solve_pull(
    target: NDArray[np.float64],
    niche: NDArray[np.int64],
    breadth: NDArray[np.float64],
    first: NDArray[np.uint8],
    second: NDArray[np.uint8],
    share: NDArray[np.float32],
    similarity: NDArray[np.float64],
    homophily: float,
    activity: NDArray[np.float64],
) -> Pull:
    """Balance pulls and niches in turn: creators get their followers, and no niche meets more creators than another.

    Args:
        target: followers wanted, float64[I].
        niche: niche of each creator, int64[I].
        breadth: 0..1, float64[I].
        first: primary niche of each consumer, uint8[C].
        second: secondary niche, uint8[C].
        share: weight of the primary niche, float32[C].
        similarity: float64[K, K].
        homophily: 0..1.
        activity: quantiles of the consumers' activity, with a mean of one.
    """
    kinds, creators = len(similarity), len(target)
    step = np.minimum(share * np.float32(_WEIGHTS), np.float32(_WEIGHTS - 1)).astype(np.int64)
    group = (first.astype(np.int64) * kinds + second) * _WEIGHTS + step
    people = np.bincount(group, minlength=kinds * kinds * _WEIGHTS)
    weight = np.bincount(group, share, minlength=len(people))
    groups = np.flatnonzero(people)
    size = people[groups].astype(np.float64)
    by_first = weight[groups] / size
    a, b = groups // (kinds * _WEIGHTS), groups // _WEIGHTS % kinds
    mass = np.bincount(a, by_first * size, kinds) + np.bincount(b, (1.0 - by_first) * size, kinds)
    match = _match(similarity, niche, breadth, mass / mass.sum(), homophily)
    chance = 1.0 - np.exp(-np.exp(_GRID)[:, None] * activity[None, :]).mean(axis=1)
    even = np.ones(kinds)
    pull = target / max(1, len(first))
    for _ in range(_ROUNDS):
        rate = match * even[:, None]
        share_out(_fit, creators, _CREATORS_A_CALL, target, rate, a, b, by_first, size, chance, pull)
        met = (rate * pull).sum(axis=1)  # no matrix product: its bits depend on the library's threads
        whole = float((mass * met).sum() / mass.sum())
        gap = float(np.abs(met[mass > 0] / whole - 1.0).max()) if whole > 0 else 0.0
        if gap < 1e-3:
            break
        even = even * np.where((mass > 0) & (met > 0), whole / np.maximum(met, 1e-300), 1.0)
    rate = match * even[:, None]
    share_out(_fit, creators, _CREATORS_A_CALL, target, rate, a, b, by_first, size, chance, pull)
    rates = rate * pull
    accept, other = np.ones((kinds, creators), np.float32), np.zeros((kinds, creators), np.int32)
    _alias(rates, accept, other)
    return Pull(rates.sum(axis=1), accept, other)


def _match(
    similarity: NDArray[np.float64],
    niche: NDArray[np.int64],
    breadth: NDArray[np.float64],
    mass: NDArray[np.float64],
    homophily: float,
) -> NDArray[np.float64]:
    """Return how niches match creators, float64[K, I]: by interest, tempered for broad creators, on average one."""
    interest = similarity / np.maximum((mass[:, None] * similarity).sum(axis=0), 1e-12)
    by_interest = homophily * (1.0 - breadth)
    return np.ascontiguousarray((1.0 - by_interest) + by_interest * interest[:, niche])


@compiled
def _expected(x, rate, i, a, b, by_first, size, chance):  # type: ignore[no-untyped-def]
    """Followers of creator ``i`` at pull ``x``."""
    total = 0.0
    for g in range(len(size)):
        s = x * (by_first[g] * rate[a[g], i] + (1.0 - by_first[g]) * rate[b[g], i])
        if s < 1e-6:
            total += size[g] * s
            continue
        at = (math.log(s) + 14.0) * 20.0
        if at < 0.0:
            total += size[g] * s
        elif at >= 440.0:
            total += size[g] * chance[440]
        else:
            k = np.int64(at)
            part = at - k
            total += size[g] * (chance[k] + part * (chance[k + 1] - chance[k]))
    return total


@compiled
def _fit(begin, end, target, rate, a, b, by_first, size, chance, pull):  # type: ignore[no-untyped-def]
    """Find the pull at which each creator is expected to have the target (secant steps on logarithms).

    A creator who is asked to have more followers than those who care gets as many as five meetings each bring.
    """
    for i in range(begin, end):
        if target[i] <= 0.0:
            pull[i] = 0.0
            continue
        linear, strongest = 0.0, 0.0
        for g in range(len(size)):
            s = by_first[g] * rate[a[g], i] + (1.0 - by_first[g]) * rate[b[g], i]
            linear += size[g] * s
            strongest = max(strongest, s)
        if linear <= 0.0:
            pull[i] = 0.0  # nobody's interest
            continue
        most = _MOST_MET / strongest
        x = min(most, max(pull[i], target[i] / linear))
        slope = 1.0
        before_x, before_y = 0.0, 0.0
        for step in range(30):
            y = math.log(_expected(x, rate, i, a, b, by_first, size, chance) / target[i])
            if abs(y) < 1e-5:
                break
            if step > 0 and math.log(x) != before_x:
                slope = min(1.0, max(0.1, (y - before_y) / (math.log(x) - before_x)))
            before_x, before_y = math.log(x), y
            x = min(most, math.exp(min(50.0, before_x - y / slope)))
        pull[i] = x


@compiled
def _alias(rates, accept, other):  # type: ignore[no-untyped-def]
    """Build Walker's alias table of every row (Vose's way, in one pass over stacks of small and large entries)."""
    creators = rates.shape[1]
    for k in range(len(rates)):
        total = rates[k].sum()
        scaled = np.ones(creators, np.float64)
        small, large = np.empty(creators, np.int32), np.empty(creators, np.int32)
        smalls, larges = 0, 0
        for i in range(creators):
            other[k, i] = i
            if total > 0.0:
                scaled[i] = rates[k, i] / total * creators
            if scaled[i] < 1.0:
                small[smalls] = i
                smalls += 1
            else:
                large[larges] = i
                larges += 1
        while smalls > 0 and larges > 0:
            smalls -= 1
            i, j = small[smalls], large[larges - 1]
            accept[k, i] = np.float32(scaled[i])
            other[k, i] = j
            scaled[j] -= 1.0 - scaled[i]
            if scaled[j] < 1.0:
                larges -= 1
                small[smalls] = j
                smalls += 1
