"""Purchase: occasions, choice by multinomial logit with an outside option, and the experience that follows."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.adverts import see_search_adverts
from simulation.behaviour.affinity import brand_affinity
from simulation.behaviour.numeric import HALF, ONE, TWO, ZERO, clip
from simulation.behaviour.talk import speak
from simulation.behaviour.trust import move_brand_trust
from simulation.columns import COMPLAINTS, PURCHASES, RECOMMENDATIONS, REPEAT_PURCHASES, Now, Tables, Tally
from simulation.jit import behaviour
from simulation.randomness import CHOICE, EXPERIENCE, OCCASION, draw4, gumbel
from simulation.rules import Rules

MILD = np.float32(0.1)


@behaviour
def utility(c: int, b: int, tables: Tables, rules: Rules) -> np.float32:
    """``V_b = b0_b - b_p (p - p0) + b_L loyalty + b_T (trust - 1/2) + b_A attitude + b_E E / (E + h) + b_F affinity``.

    Adstock E saturates with half-constant h, so that doubling a large campaign does not double its effect.
    """
    consumers, brands, rule = tables.consumers, tables.brands, rules.purchase
    adstock = consumers.adstock[c, b]
    return (
        brands.appeal[b]
        - rule.price * consumers.price_sensitivity[c] * (brands.price[b] - rule.reference_price)
        + rule.loyalty * consumers.loyalty[c, b]
        + rule.trust * (consumers.trust[c, b] - HALF)
        + rule.attitude * consumers.attitude[c, b]
        + rule.adstock * adstock / (adstock + rule.adstock_half)
        + rule.affinity * brand_affinity(c, b, consumers, brands)
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
        if tables.consumers.aware[c, b] != 0:
            u, _, _, _ = draw4(now.seed, CHOICE, c, now.day, b, 0)
            value = utility(c, b, tables, rules) + gumbel(u)
            if value > best:
                best, choice = value, b
    return choice


@behaviour
def shop(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Consumer ``c`` may have a purchase occasion today, and may bring up a brand among friends."""
    consumers = tables.consumers
    u0, u1, u2, _ = draw4(now.seed, OCCASION, c, now.day, 0, 0)
    if u1 < rules.talk.mention:
        b = int(u2 * np.float32(consumers.aware.shape[1]))
        if consumers.aware[c, b] != 0 and consumers.attitude[c, b] >= ZERO:
            speak(c, b, -1, MILD + (ONE - MILD) * consumers.attitude[c, b], tables.mail)
    if u0 >= consumers.rate[c]:
        return
    see_search_adverts(c, now, tables, rules, tally)
    chosen = choose(c, now, tables, rules)
    memory = rules.purchase.loyalty_memory
    for b in range(consumers.loyalty.shape[1]):
        consumers.loyalty[c, b] = memory * consumers.loyalty[c, b] + (ONE - memory) * (ONE if b == chosen else ZERO)
    if chosen >= 0:
        use_product(c, chosen, now, tables, rules, tally)


@behaviour
def use_product(c: int, b: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Count the purchase; satisfaction is quality plus noise, less what was promised above it (Oliver 1980)."""
    consumers, rule = tables.consumers, rules.purchase
    bought = consumers.purchases[c, b]
    if bought < 65535:
        consumers.purchases[c, b] = bought + 1
    tally.brand[b, PURCHASES] += 1
    if bought > 0:
        tally.brand[b, REPEAT_PURCHASES] += 1
    u0, u1, _, _ = draw4(now.seed, EXPERIENCE, c, now.day, b, 0)
    quality, attitude = tables.brands.quality[b], consumers.attitude[c, b]
    promised = (attitude + ONE) * HALF
    satisfaction = quality + rule.satisfaction_noise * (TWO * u0 - ONE)
    satisfaction = clip(satisfaction - rule.overpromise * max(promised - quality, ZERO), ZERO, ONE)
    valence = TWO * satisfaction - ONE
    move_brand_trust(c, b, satisfaction, rules.trust.satisfaction, consumers)
    consumers.attitude[c, b] = clip(attitude + rule.learning * (valence - attitude), -ONE, ONE)
    eager = rules.talk.recommend * abs(valence)
    if valence < ZERO:
        eager *= rules.talk.negativity
    if u1 < eager:
        tally.brand[b, COMPLAINTS if valence < ZERO else RECOMMENDATIONS] += 1
        speak(c, b, -1, valence, tables.mail)
