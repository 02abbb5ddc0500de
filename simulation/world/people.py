"""The people of a world: their traits, what they know and what they think before the first day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.compute.draws import beta_around, component
from simulation.compute.scratch import copied, kept, zeros
from simulation.graph.csr import Graph
from simulation.scenario import Scenario
from simulation.scenario.coefficients import forgotten_in_a_week
from simulation.state.columns import NOT_YET, STUDIED, Consumers, Float32s, Float64s, Subscriptions
from simulation.world.friend_likeness import alike
from simulation.world.interest import affinity_to_brands, tilted
from simulation.world.social_graph import SocialGraph

TRAITS, BELIEFS, OPINIONS, SUBSCRIPTIONS = 1, 3, 7, 8
"""Components of the world: the spawn keys of their generators."""
LEAST_CONCENTRATION = 0.01
"""Of opinions: below it nearly everybody has one of two opinions, and the Beta distribution cannot be drawn from."""


def consumers_of(scenario: Scenario, seed: int, graph: SocialGraph, affinity: Float32s) -> Consumers:
    """Return all consumers at the start; ``affinity``: of niches to brands, [K, B].

    People buy in the category with probability ``category_share``, tilted with their mean affinity to its brands by
    ``interest_odds`` (:func:`tilted`), and know a brand with probability ``awareness``, tilted with affinity to it. Who
    buys has a rate of occasions a day from the gamma distribution of shape ``purchase_shape`` and mean
    ``1 / purchase_interval``, cut to 1e-6..1; nobody else has any. Friends may be alike in it (``friend_likeness``,
    :func:`alike`). Activity and price sensitivity are lognormal of mean
    1, attention is Poisson cut to 1..255, receptivity uniform in 0..2 ``receptivity``, persuasion knowledge Beta of
    concentration 10, the feed load ``other_sponsors``. Salience and its resting level are ``resting``, and 1 for users;
    users have the loyalty ``habit``.
    """
    traits, n = scenario.consumers.traits, len(graph.niche)
    brands = len(scenario.brands.names)
    # Where interest predicts nothing, nobody's is worked out: for ten million people that would take a gigabyte.
    nothing = np.broadcast_to(np.float64(0), (n, brands))
    interest = affinity_to_brands(graph, affinity) if traits.interest_odds != 1 else nothing
    rng = component(seed, TRAITS)
    buying = tilted(traits.category_share, traits.interest_odds, interest.mean(axis=1))
    rate = _rates(scenario, buying, graph.friends, rng)
    del buying  # 80 megabytes of ten million people
    buys = rate > 0
    sigma, price_sigma = traits.activity_sigma, traits.price_sensitivity_sigma
    activity = kept(rng.lognormal(-sigma * sigma / 2, sigma, n).astype(np.float32))
    price_sensitivity = kept(rng.lognormal(-price_sigma * price_sigma / 2, price_sigma, n).astype(np.float32))
    beliefs = component(seed, BELIEFS)
    drawn_aware, aware = beliefs.random((n, brands), np.float32), np.zeros((n, brands), np.bool_)
    for b, share in enumerate(scenario.per_brand("awareness")):
        aware[:, b] = drawn_aware[:, b] < tilted(share, traits.interest_odds, interest[:, b]).astype(np.float32)
    users = _users(scenario, beliefs.random(n, np.float32), buys, interest)
    aware |= users
    del drawn_aware, interest  # a gigabyte, too
    trust, attitude = _opinions(scenario, seed, users, aware)
    # What a person does not know cannot come to mind: its value is written over on the day on which it becomes known.
    salience = kept(np.where(users, np.float32(1), np.float32(scenario.consumers.salience.resting)))
    return Consumers(
        niche=kept(graph.niche),
        second=kept(graph.second),
        weight=kept(graph.weight),
        rate=rate,
        attention=kept(np.clip(rng.poisson(traits.attention, n), 1, 255).astype(np.uint8)),
        room=zeros(n, np.uint8),
        activity=activity,
        receptivity=kept(rng.random(n, np.float32) * np.float32(2 * traits.receptivity)),
        price_sensitivity=price_sensitivity,
        knowledge=kept(beta_around(rng, traits.scepticism, 10.0, n)),
        load=kept(np.full(n, scenario.creators.other_sponsors, np.float32)),
        aware=kept(aware.astype(np.uint8)),
        knew=kept(aware.astype(np.uint8)),
        salience=salience,
        resting=copied(salience),
        heard=zeros((n, brands), np.float32),
        attitude=attitude,
        trust=trust,
        loyalty=kept(np.where(users, np.float32(scenario.brands.habit), np.float32(0))),
        adstock=zeros((n, brands), np.float32),
        recent=zeros((n, brands), np.float32),
        exposures=zeros((n, brands), np.uint16),
        purchases=zeros((n, brands), np.uint16),
        expected=zeros((n, brands), np.float32),
        visited=kept(np.full((n, brands), NOT_YET, np.int16)),
    )


def _rates(scenario: Scenario, chance: Float64s, friends: Graph, rng: np.random.Generator) -> Float32s:
    """Return occasions a day, float32[C], 0 for who does not buy in the category; ``chance``: of buying in it.

    Gamma rates and (nearly) Poisson occasions: the NBD model of buying. With ``friend_likeness`` everybody has a place
    in an order of who buys most, uniform in 0..1, whose normal quantiles are alike among friends (:func:`alike`). Who
    is before the own ``chance`` buys, at the rate that is theirs among those who buy.
    """
    traits = scenario.consumers.traits
    shape, scale = traits.purchase_shape, 1 / (traits.purchase_shape * traits.purchase_interval)
    rate = zeros(len(chance), np.float32)
    if traits.friend_likeness == 0:
        buys = rng.random(len(chance)) < chance
        drawn = rng.gamma(shape, scale, int(buys.sum()))
    else:
        from scipy.special import gammainccinv, ndtr

        place = ndtr(-alike(friends, traits.friend_likeness, rng.standard_normal(len(chance))))
        buys = place < chance
        drawn = scale * gammainccinv(shape, place[buys] / chance[buys])
    rate[buys] = np.clip(drawn, 1e-6, 1)
    return rate


def found_again(scenario: Scenario, consumers: Consumers) -> Float32s:
    """Return the probability a week that somebody who does not know a brand comes to know it by itself, float32[B].

    ``upkeep f S / U``: ``f S`` of those who know the brand at the start forget it in the first week, with S the sum of
    their ``1 - A`` (:func:`simulation.behaviour.forgetting.forget_brands`), and U people do not know it. At an upkeep
    of 1 as many come to know it as forget it, while no brand does anything (ours).
    """
    forgotten = forgotten_in_a_week(scenario.consumers.salience.forgotten)
    aware = consumers.aware != 0
    lost = np.where(aware, 1 - consumers.salience.astype(np.float64), 0).sum(axis=0) * float(forgotten)
    unaware = np.maximum((~aware).sum(axis=0), 1)
    found: Float32s = np.minimum(np.array(scenario.per_brand("upkeep")) * lost / unaware, 1).astype(np.float32)
    return found


def subscriptions_of(scenario: Scenario, seed: int, consumers: Consumers) -> Subscriptions:
    """Return who subscribes at the start: people with a habit of a studied brand that sells by subscription.

    Each day of the period is equally likely to be that of their next payment. No rows where there is no subscription.
    """
    rule = scenario.brands.subscription
    if not rule.enabled:
        return Subscriptions(np.zeros(0, np.int16))
    users = consumers.loyalty[:, STUDIED] > 0
    drawn = component(seed, SUBSCRIPTIONS).integers(0, rule.period, len(users), dtype=np.int16)
    return Subscriptions(kept(np.where(users, drawn, np.int16(NOT_YET))))


def _users(scenario: Scenario, habit: Float32s, buys: NDArray[np.bool_], interest: Float64s) -> NDArray[np.bool_]:
    """Return who buys which brand by habit, at most one each, bool[C, B]: ``brands.loyal`` of those who buy."""
    odds, shares = scenario.consumers.traits.interest_odds, scenario.per_brand("loyal")
    users = np.zeros(interest.shape, np.bool_)
    if odds == 1:
        edges = np.concatenate([[0.0], np.cumsum(shares)])
        for b in range(len(shares)):
            users[:, b] = buys & (habit >= edges[b]) & (habit < edges[b + 1])
        return users
    rows = np.flatnonzero(buys)
    chances = np.stack([tilted(share, odds, interest[rows, b]) for b, share in enumerate(shares)], axis=1)
    chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1)  # nobody has more than one habit
    upper = np.cumsum(chances, axis=1)
    drawn = habit[rows, None]
    users[rows] = (drawn < upper) & (drawn >= upper - chances)
    return users


def _opinions(
    scenario: Scenario, seed: int, users: NDArray[np.bool_], aware: NDArray[np.bool_]
) -> tuple[Float32s, Float32s]:
    """Return trust in brands and attitude to them at the start, float32[C, B] each; those unaware have none yet.

    Trust is ``brands.trust``, or Beta around it with ``trust_concentration``. Attitude is
    ``attitude_mean + attitude_spread z + users [habit]``, cut to -1..1, z standard normal.
    """
    opinions, shape = scenario.consumers.opinions, users.shape
    means = scenario.per_brand("trust")
    trust = np.tile(np.array(means, np.float32), (shape[0], 1))
    rng = component(seed, OPINIONS)
    if opinions.trust_concentration > 0:
        for b, mean in enumerate(means):
            concentration = max(opinions.trust_concentration, LEAST_CONCENTRATION)
            drawn = beta_around(rng, min(max(mean, 1e-3), 1 - 1e-3), concentration, shape[0])
            trust[:, b] = np.where(aware[:, b], drawn, trust[:, b])
    if opinions.attitude_mean == opinions.attitude_spread == opinions.users == 0:
        return kept(trust), zeros(shape, np.float32)
    attitude = np.full(shape, opinions.attitude_mean)
    if opinions.attitude_spread > 0:
        attitude += opinions.attitude_spread * rng.standard_normal(shape)
    attitude += opinions.users * users
    return kept(trust), kept(np.where(aware, np.clip(attitude, -1, 1), 0).astype(np.float32))
