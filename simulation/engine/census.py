"""Sums over people: the census, and what brands are known for. In blocks of a fixed size, whatever the threads."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.choice import chance_of, weight_of_choice
from simulation.behaviour.subscription import is_subscriber
from simulation.behaviour.trust import trust_of
from simulation.compute.compiling import behaviour, loop
from simulation.scenario.coefficients import Rules
from simulation.state.columns import ACTIVE, STUDIED, Float64s, Now, Tables

BLOCK = 16384
"""Rows of one block: sums of floats are made inside a block, then over blocks in their order."""

AWARE, TRUST_AWARE, ATTITUDE_AWARE, KNEW, TRUST_KNEW, ATTITUDE_KNEW, LOYALTY, BRAND_SUMS = range(8)


@behaviour
def count_person(c: int, tables: Tables, tiers: Float64s, brands: Float64s, people: Float64s) -> None:
    """Add consumer ``c`` to ``tiers[5, 2]`` (trust, follows), ``brands[B, 7]`` and ``people[3]`` (load, PK, buyers).

    Who does not count adds 0, which changes no sum: a branch for each edge and brand took half of the time.
    """
    consumers, follows, row = tables.consumers, tables.follows, np.uint64(c)
    for e in range(np.uint64(follows.start[row]), np.uint64(follows.start[row + np.uint64(1)])):
        active = np.float64(follows.tie[e] & ACTIVE)
        tier = np.uint64(tables.creators.tier[np.uint64(follows.creator[e])])
        tiers[tier, 0] += active * np.float64(trust_of(follows.alpha[e], follows.beta[e]))
        tiers[tier, 1] += active
    buyer = np.float64(consumers.rate[row] > np.float32(0))
    for b in range(np.uint64(consumers.aware.shape[1])):
        aware, knew = np.float64(consumers.aware[row, b] != 0), np.float64(consumers.knew[row, b] != 0)
        trust, attitude = np.float64(consumers.trust[row, b]), np.float64(consumers.attitude[row, b])
        brands[b, AWARE] += aware
        brands[b, TRUST_AWARE] += aware * trust
        brands[b, ATTITUDE_AWARE] += aware * attitude
        brands[b, KNEW] += knew
        brands[b, TRUST_KNEW] += knew * trust
        brands[b, ATTITUDE_KNEW] += knew * attitude
        brands[b, LOYALTY] += buyer * np.float64(consumers.loyalty[row, b])
    people[0] += np.float64(consumers.load[row])
    people[1] += np.float64(consumers.knowledge[row])
    people[2] += buyer


@loop
def count_block(block: int, tables: Tables, tiers: Float64s, brands: Float64s, people: Float64s) -> None:
    """Count the people of one block into its own row of the sums."""
    last = min((block + 1) * BLOCK, tables.consumers.niche.size)
    for c in range(block * BLOCK, last):
        count_person(c, tables, tiers[block], brands[block], people[block])


@loop
def count_known_block(block: int, tables: Tables, sums: Float64s) -> None:
    """Add the people of one block to ``sums[block, B, 2]``: who knows each brand, and their trust in it."""
    consumers = tables.consumers
    last = min((block + 1) * BLOCK, consumers.niche.size)
    for c in range(block * BLOCK, last):
        for b in range(consumers.aware.shape[1]):
            aware = np.float64(consumers.aware[c, b] != 0)
            sums[block, b, AWARE] += aware
            sums[block, b, TRUST_AWARE] += aware * np.float64(consumers.trust[c, b])


@behaviour
def expect_person(c: int, now: Now, tables: Tables, rules: Rules, into: Float64s) -> None:
    """Add to ``into[B]`` the purchases to expect of consumer ``c`` today, occasions included."""
    consumers = tables.consumers
    if is_subscriber(c, tables):
        into[STUDIED] += np.float64(rules.subscription.payments)
    elif consumers.rate[c] > np.float32(0):
        total = weight_of_choice(c, now, tables, rules)
        for b in range(consumers.aware.shape[1]):
            chance = chance_of(c, b, total, now, tables, rules)
            into[b] += np.float64(consumers.rate[c]) * np.float64(chance)


@loop
def count_sales_block(block: int, now: Now, tables: Tables, rules: Rules, sums: Float64s) -> None:
    """Add to ``sums[block, B]`` the purchases to expect of one block's people today, occasions included."""
    last = min((block + 1) * BLOCK, tables.consumers.niche.size)
    for c in range(block * BLOCK, last):
        expect_person(c, now, tables, rules, sums[block])


@loop
def expect_block(block: int, now: Now, tables: Tables, rules: Rules, expected: Float64s) -> None:
    """Add to ``expected[c, B]`` the purchases to expect of each of one block's people today, occasions included."""
    last = min((block + 1) * BLOCK, tables.consumers.niche.size)
    for c in range(block * BLOCK, last):
        expect_person(c, now, tables, rules, expected[c])


def blocks_of(rows: int) -> int:
    """Return how many blocks there are of so many people."""
    return -(-rows // BLOCK)


def in_order(sums: Float64s) -> Float64s:
    """Return the sum over blocks, float64[...], added in their order: numpy's own order of adding may change."""
    return np.asarray(np.cumsum(sums, axis=0)[-1])
