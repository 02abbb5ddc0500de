"""Trust on many edges at once, for recordings: a behaviour works out that of one, by ``behaviour.trust.trust_of``."""

from __future__ import annotations

import numpy as np

from simulation.state.columns import Float64s, Follows, Ints


def trust_on(follows: Follows, edges: Ints) -> Float64s:
    """Return ``trust_of`` on each of these edges, float64: for recordings, which read a whole market."""
    alpha, beta = follows.alpha[edges].astype(np.float64), follows.beta[edges].astype(np.float64)
    evidence = alpha + beta
    some = evidence > 0
    return np.where(some, alpha / np.where(some, evidence, 1.0), 0.5)
