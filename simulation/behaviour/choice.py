"""Choice: multinomial logit with an outside option (McFadden 1974; Guadagni, Little 1983)."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.affinity import brand_affinity
from simulation.behaviour.salience import comes_to_mind
from simulation.compute.compiling import behaviour
from simulation.compute.draws import CHOICE, draw4, gumbel
from simulation.compute.float32 import HALF, ONE, ZERO, clip, exponential
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Now, Tables

GREATEST = np.float32(80)
"""Utility beyond which brands cannot be told apart: e^80 is near the largest number that float32 holds."""


@behaviour
def utility(c: int, b: int, tables: Tables, rules: Rules) -> np.float32:
    """Return ``V_b = b0_b - b_p (p - p0) + b_L loyalty + b_T (trust - 1/2) + b_A attitude + b_E E / (E + h) + ...``.

    ``... + b_F affinity + b_W W / (1 + |W|)``. Adstock E saturates with half-constant h, so that doubling a large
    campaign does not double its effect; W is the fading sum of what friends said.
    """
    consumers, brands, rule = tables.consumers, tables.brands, rules.purchase
    adstock, heard = consumers.adstock[c, b], consumers.heard[c, b]
    return (
        brands.appeal[b]
        - rule.price * consumers.price_sensitivity[c] * (brands.price[b] - rule.reference_price)
        + rule.loyalty * consumers.loyalty[c, b]
        + rule.trust * (consumers.trust[c, b] - HALF)
        + rule.attitude * consumers.attitude[c, b]
        + rule.adstock * adstock / (adstock + rule.adstock_half)
        + rule.affinity * brand_affinity(c, b, consumers, brands)
        + rule.heard * heard / (ONE + abs(heard))
    )


@behaviour
def choose(c: int, now: Now, tables: Tables, rules: Rules) -> int:
    """Return the brand chosen, or -1 for the outside option: the largest of utility plus Gumbel noise.

    Each option has its own draw, so that raising one utility between two worlds can only draw people to that option.
    """
    brands = tables.brands.price.size
    u, _, _, _ = draw4(now.seed, CHOICE, c, now.day, brands, 0)
    best, choice = gumbel(u), -1
    for b in range(brands):
        if comes_to_mind(c, b, now, tables.consumers):
            u, _, _, _ = draw4(now.seed, CHOICE, c, now.day, b, 0)
            value = utility(c, b, tables, rules) + gumbel(u)
            if value > best:
                best, choice = value, b
    return choice


@behaviour
def odds_of(value: np.float32) -> np.float32:
    """Return ``e^V``, the odds of a brand against nothing; beyond +-80, where float32 ends, as at +-80."""
    return exponential(clip(value, -GREATEST, GREATEST))


@behaviour
def weight_of_choice(c: int, now: Now, tables: Tables, rules: Rules) -> np.float32:
    """Return ``1 + sum of e^V`` over the brands that come to mind today: what a choice is divided by."""
    total = ONE
    for b in range(tables.brands.price.size):
        if comes_to_mind(c, b, now, tables.consumers):
            total += odds_of(utility(c, b, tables, rules))
    return total


@behaviour
def chance_of(c: int, b: int, total: np.float32, now: Now, tables: Tables, rules: Rules) -> np.float32:
    """Return the probability that a brand is chosen on an occasion today: ``A e^V / (1 + e^V + sum of e^W)``.

    A is its salience, V its utility, W those of the other brands that come to mind today; ``total`` is
    :func:`weight_of_choice`.
    """
    consumers = tables.consumers
    if consumers.aware[c, b] == 0:
        return ZERO
    weight = odds_of(utility(c, b, tables, rules))
    others = total if comes_to_mind(c, b, now, consumers) else total + weight
    return consumers.salience[c, b] * weight / others


@behaviour
def expect(c: int, now: Now, tables: Tables, rules: Rules) -> None:
    """Add to each brand's expected purchases the probability that it is chosen on today's occasion.

    Its mean over draws is that of purchases, with the chance of choosing taken out (Rao 1945, Blackwell 1947).
    """
    total = weight_of_choice(c, now, tables, rules)
    for b in range(tables.brands.price.size):
        tables.consumers.expected[c, b] += chance_of(c, b, total, now, tables, rules)
