"""Affinity: how near a consumer's interests are to a brand's or a creator's niche."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.float32 import ONE
from simulation.state.columns import Brands, Consumers


@behaviour
def brand_affinity(c: int, b: int, consumers: Consumers, brands: Brands) -> np.float32:
    """``w A[k1, b] + (1 - w) A[k2, b]``, in 0..1 (model.md, consumers)."""
    w = consumers.weight[c]
    return w * brands.affinity[consumers.niche[c], b] + (ONE - w) * brands.affinity[consumers.second[c], b]


@behaviour
def niche_affinity(c: int, k: int, consumers: Consumers, brands: Brands) -> np.float32:
    """The same towards a niche instead of a brand."""
    w = consumers.weight[c]
    return w * brands.similarity[consumers.niche[c], k] + (ONE - w) * brands.similarity[consumers.second[c], k]
