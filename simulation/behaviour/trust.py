"""Trust: beta reputation on each follow edge (Josang, Ismail 2002), and trust in brands by association."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.float32 import HALF, ONE, ZERO
from simulation.scenario.coefficients import TrustRules
from simulation.state.columns import Consumers, Follows


@behaviour
def trust_of(alpha: np.float32, beta: np.float32) -> np.float32:
    """``T = alpha / (alpha + beta)``; without any evidence left, one half."""
    evidence = alpha + beta
    return alpha / evidence if evidence > ZERO else HALF


@behaviour
def experience(e: int, authenticity: np.float32, severity: np.float32, follows: Follows, trust: TrustRules) -> None:
    """Update edge ``e``: ``alpha <- g alpha + w_plus s``, ``beta <- g beta + w_minus (1 - s) severity``."""
    follows.alpha[e] = trust.memory * follows.alpha[e] + trust.gain * authenticity
    follows.beta[e] = trust.memory * follows.beta[e] + trust.gain * trust.asymmetry * (ONE - authenticity) * severity


@behaviour
def severity_of_breach(felt: np.float32, trust: TrustRules) -> np.float32:
    """Return how much a hidden contract that is recognised weighs: ``1 + betrayal T``, T the trust there was (ours)."""
    return ONE + trust.betrayal * felt


@behaviour
def authenticity_of_sponsored(integrity: np.float32, fit: np.float32, uses: bool, trust: TrustRules) -> np.float32:
    """How authentic a disclosed post feels once recognised: less with misfit, less without true use (ours).

    ``s = integrity disclosed (1 - misfit (1 - fit))``, times ``1 - insincere`` if the product is not truly used; at
    most 1.
    """
    felt = integrity * trust.disclosed * (ONE - trust.misfit * (ONE - fit))
    if not uses:
        felt *= ONE - trust.insincere
    return min(felt, ONE)


@behaviour
def lose_brand_trust(c: int, b: int, share: np.float32, consumers: Consumers, trust: TrustRules) -> None:
    """A betrayal reflects on the brand: it loses ``kappa share`` of the trust it had, kappa the ``association``.

    ``trust <- (1 - kappa share) trust``.
    """
    consumers.trust[c, b] -= trust.association * share * consumers.trust[c, b]


@behaviour
def move_brand_trust(c: int, b: int, target: np.float32, rate: np.float32, consumers: Consumers) -> None:
    """Close a share of the distance between trust in the brand and what was experienced.

    ``trust += rate (target - trust)``.
    """
    consumers.trust[c, b] += rate * (target - consumers.trust[c, b])
