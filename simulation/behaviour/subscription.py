"""Subscription: a person who chose the studied brand once pays every period until cancelling."""

from __future__ import annotations

from simulation.compute.compiling import behaviour
from simulation.compute.draws import RENEWAL, draw4
from simulation.compute.float32 import ONE, ZERO
from simulation.scenario.coefficients import Rules
from simulation.state.columns import CANCELLED, NOT_YET, STUDIED, SUBSCRIBED, SUBSCRIBERS, Now, Tables, Tally


@behaviour
def is_subscriber(c: int, tables: Tables) -> bool:
    """Say whether consumer ``c`` subscribes to the studied brand; nobody does where it sells no subscription."""
    renews = tables.subscriptions.renews
    return renews.size != 0 and renews[c] != NOT_YET


@behaviour
def renews_today(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> bool:
    """Return whether a subscriber pays today: on the day on which its period ends, unless it cancels.

    It cancels with probability ``1 - (1 - churn)^(period / month)``, the same for all (no source says for whom it is
    higher): it is a subscriber no longer, and its habit of the brand is gone. Its expected purchases grow by the
    probability that it pays.
    """
    consumers, renews, rule = tables.consumers, tables.subscriptions.renews, rules.subscription
    pays = False
    if now.day >= renews[c]:
        consumers.expected[c, STUDIED] += ONE - rule.cancel
        u, _, _, _ = draw4(now.seed, RENEWAL, c, now.day, STUDIED, 0)
        pays = u >= rule.cancel
        if pays:
            renews[c] = now.day + rule.period
        else:
            renews[c] = NOT_YET
            consumers.loyalty[c, STUDIED] = ZERO
            tally.brand[STUDIED, CANCELLED] += 1
    if renews[c] != NOT_YET:
        tally.brand[STUDIED, SUBSCRIBERS] += 1
    return pays


@behaviour
def subscribe(c: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Begin a subscription with today's payment; nothing where the brand sells none."""
    if tables.subscriptions.renews.size != 0:
        tables.subscriptions.renews[c] = now.day + rules.subscription.period
        tally.brand[STUDIED, SUBSCRIBED] += 1
        tally.brand[STUDIED, SUBSCRIBERS] += 1
