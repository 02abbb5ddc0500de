"""Visits to brands' sites: people look around some days before they buy, and retargeting follows them from there."""

from __future__ import annotations

from simulation.behaviour.choice import utility
from simulation.behaviour.salience import comes_to_mind
from simulation.compute.compiling import behaviour
from simulation.compute.draws import OCCASION, VISIT, WINDOW_SHOPPING, draw4, gumbel
from simulation.compute.float32 import ZERO
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Brands, Consumers, Now, Tables


@behaviour
def any_tags(brands: Brands) -> bool:
    """Say whether any brand's site notes its visitors; if not, nobody need be asked."""
    for b in range(brands.tagged.size):
        if brands.tagged[b] != 0:
            return True
    return False


@behaviour
def look_around(c: int, now: Now, tables: Tables, rules: Rules) -> None:
    """Consumer ``c``, if an occasion to buy comes ``browsing`` days from now, visits sites of brands that come to mind.

    Draws depend on the day and on nothing else, so that the occasion to come can be looked up. A known brand is visited
    with the logit probability that it would be bought rather than nothing, ``e^V / (1 + e^V)``: the more convinced, the
    likelier. That is what makes retargeting look good (Lewis, Rao, Reiley 2011, "activity bias"); form ours.
    """
    consumers, brands = tables.consumers, tables.brands
    if rules.purchase.window_shopping > ZERO:
        window_shop(c, now, tables, rules)
    u, _, _, _ = draw4(now.seed, OCCASION, c, now.day + int(rules.purchase.browsing), 0, 0)
    if u >= consumers.rate[c]:
        return
    for b in range(brands.tagged.size):
        if brands.tagged[b] != 0 and comes_to_mind(c, b, now, consumers):
            u0, u1, _, _ = draw4(now.seed, VISIT, c, now.day, b, 0)
            if utility(c, b, tables, rules) + gumbel(u0) > gumbel(u1):
                consumers.visited[c, b] = now.day


@behaviour
def window_shop(c: int, now: Now, tables: Tables, rules: Rules) -> None:
    """Consumer ``c`` may visit the site of a brand that comes to mind, without any intention to buy.

    With probability ``window_shopping`` a day and brand.
    """
    consumers, brands = tables.consumers, tables.brands
    for b in range(brands.tagged.size):
        if brands.tagged[b] != 0:
            u, _, _, _ = draw4(now.seed, WINDOW_SHOPPING, c, now.day, b, 0)
            if u < rules.purchase.window_shopping and comes_to_mind(c, b, now, consumers):
                consumers.visited[c, b] = now.day


@behaviour
def is_retargeted(c: int, b: int, day: int, window: int, consumers: Consumers) -> bool:
    """Say whether retargeting follows somebody: visited the site within the window, and has not bought.

    ``day - day of the visit < window``. Buyers since the campaign's first day stay out for its rest, as advertisers
    exclude who converted.
    """
    return bool(day - int(consumers.visited[c, b]) < window and consumers.purchases[c, b] == 0)
