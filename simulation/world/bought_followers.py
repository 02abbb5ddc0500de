"""Who bought followers before the first day, and what share of theirs."""

from __future__ import annotations

import numpy as np

from simulation.compute.draws import beta_around, component
from simulation.scenario import Scenario
from simulation.state.columns import Float32s, Float64s

CREATORS, FRAUD = 2, 6
"""Components of the world: the spawn keys of their generators."""


def integrity_of(scenario: Scenario, seed: int, creators: int) -> tuple[Float32s, np.random.Generator]:
    """Return every creator's integrity, float32[I], and the generator that creators' other traits go on with."""
    rng, rule = component(seed, CREATORS), scenario.creators
    return beta_around(rng, rule.integrity_mean, rule.integrity_concentration, creators), rng


def bought_shares(scenario: Scenario, seed: int, integrity: Float32s, decades: Float64s) -> Float32s:
    """Shares of bought followers: some accounts have some, those with the least integrity first.

    The share ``accounts`` of creators with the largest ``u + 1 - integrity + size d``, d in decades of followers.
    Shares are exponential with the mean asked for, cut at ``creators.fraud.most`` (ours: no source gives their form).
    Of a roster's creators ``creators.roster.bought`` holds where it is known.
    """
    fraud, roster, n = scenario.creators.fraud, scenario.creators.roster, len(integrity)
    shares = np.zeros(n, np.float32)
    if fraud.enabled and fraud.accounts != 0 and fraud.bought != 0:
        rng = component(seed, FRAUD)
        temptation = rng.random(n) + (1 - integrity.astype(np.float64))  # character matters, and so does chance
        temptation += fraud.size * decades
        tempted = np.zeros(n, np.bool_)
        tempted[np.argsort(-temptation, kind="stable")[: round(fraud.accounts * n)]] = True
        drawn = np.minimum(rng.exponential(fraud.bought, n), fraud.most)
        shares = np.where(tempted, drawn, 0).astype(np.float32)
    for row, share in enumerate(roster.bought):
        if share >= 0:
            shares[row] = share
    return shares
