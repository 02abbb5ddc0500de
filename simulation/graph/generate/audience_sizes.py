"""How many people follow a creator: the measured distribution, and the tiers that the trade sorts creators into."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.compute.draws import component
from simulation.errors import InputError

TIERS = ("nano", "micro", "mid", "macro", "mega")
TIER_STARTS = (1_000, 10_000, 100_000, 500_000, 1_000_000)  # followers; below the first is nano as well
_COMPONENT = 651


def follower_counts(
    n: int, seed: int = 0, mu: float = 9.27, sigma: float = 2.14, low: float = 1_000.0, high: float = 3e8
) -> NDArray[np.float64]:
    """Draw creators' followers, in people, from a truncated lognormal; float64[n], in no order.

    The defaults were measured on 33,934 Instagram influencers. One draw comes from each of ``n`` layers of equal
    probability, since the few largest creators would otherwise make the sum swing from seed to seed.

    Args:
        n: number of creators.
        seed: seed of the world.
        mu: mean of the logarithm, before truncation.
        sigma: standard deviation of the logarithm, before truncation.
        low: fewest followers.
        high: most followers, for example a share of all people.

    Raises:
        InputError: bounds in the wrong order, or a spread that is not positive.
    """
    from scipy.special import ndtr, ndtri

    if n < 0:
        raise InputError(f"creators: got {n}, takes 0 or more")
    if not 0 < low < high:
        raise InputError(f"followers: got bounds {low:g}..{high:g}, takes 0 < low < high")
    if not sigma > 0:
        raise InputError(f"sigma: got {sigma}, takes more than 0")
    rng = component(seed, _COMPONENT)
    begin, end = ndtr((np.log([low, high]) - mu) / sigma)
    layer = (rng.permutation(n) + rng.random(n)) / max(n, 1)
    counts = np.exp(mu + sigma * ndtri(begin + layer * (end - begin)))
    return np.asarray(np.clip(counts, low, high), np.float64)


def tier_of(followers: ArrayLike) -> NDArray[np.uint8]:
    """Return the tier of each creator by followers in people: 0 nano, 1 micro, 2 mid, 3 macro, 4 mega; uint8."""
    return np.searchsorted(np.array(TIER_STARTS[1:]), np.asarray(followers), side="right").astype(np.uint8)
