"""Salience: noticing a message, and which brands come to mind on an occasion to buy (docs/design/model-choices.md).

A known brand comes to mind with the probability ``A``, its salience. Each noticed message, each word of a friend,
each use lifts ``A``; without them it falls back to its resting level ``r``, which use alone raises:

    A <- A + s (1 - A)         s: the share that a message, a friend or a purchase closes
    A <- r + (A - r) 2^(-1/h)  each night, h the half-life in days
    r <- r + use (1 - r)       at a purchase of the brand

Forms: memory traces that decay and are renewed (Anderson, Schooler 1991; on salience Keller 1993); values ours.
"""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.draws import CONSIDER, draw4
from simulation.compute.float32 import ONE
from simulation.scenario.coefficients import NoticingRules, Rules
from simulation.state.columns import Consumers, Now


@behaviour
def weighted(x: np.float32, weight: np.float32) -> np.float32:
    """``1 - w + w x``: a factor in 0..1, which is 1 at weight 0."""
    return ONE - weight + weight * x


@behaviour
def attention_to_post(trust: np.float32, fit: np.float32, affinity: np.float32, noticing: NoticingRules) -> np.float32:
    """Return the factor on the probability that a sponsored post is noticed.

    ``post (1 - w_T + w_T T) (1 - w_F + w_F fit) (1 - w_I + w_I affinity)``, w the weights of trust, fit and interest.
    """
    factor = noticing.post * weighted(trust, noticing.trust) * weighted(fit, noticing.fit)
    return factor * weighted(affinity, noticing.interest)


@behaviour
def bring_to_mind(c: int, b: int, share: np.float32, consumers: Consumers) -> None:
    """Close a share of the distance between the salience of a brand and 1."""
    salience = consumers.salience[c, b]
    consumers.salience[c, b] = salience + share * (ONE - salience)


@behaviour
def comes_to_mind(c: int, b: int, now: Now, consumers: Consumers) -> bool:
    """Say whether a brand comes to mind today: it is known, and today's draw falls below its salience."""
    if consumers.aware[c, b] == 0:
        return False
    salience = consumers.salience[c, b]
    if salience >= ONE:
        return True
    u, _, _, _ = draw4(now.seed, CONSIDER, c, now.day, b, 0)
    return bool(u < salience)


@behaviour
def remember_use(c: int, b: int, consumers: Consumers, rules: Rules) -> None:
    """Consumer ``c`` uses what was bought: it is at the top of the mind, and its resting level rises."""
    consumers.salience[c, b] = ONE
    consumers.resting[c, b] += rules.salience.use * (ONE - consumers.resting[c, b])


@behaviour
def fallen_back(salience: np.float32, resting: np.float32, rules: Rules) -> np.float32:
    """Return what is left of salience overnight: it falls back towards its resting level."""
    return resting + (salience - resting) * rules.fading.salience
