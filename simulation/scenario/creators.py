"""Creators: how many there are, what they are like, what they ask."""

from __future__ import annotations

import math
from dataclasses import field
from typing import Annotated

from simulation.errors import InputError
from simulation.scenario.dealing import Dealing, Fraud
from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part
from simulation.scenario.roster import Roster

INSTAGRAM = "measured on 33,934 Instagram influencers with 1,000 followers or more"


@scenario_part
class Creators:
    """Audience, traits and prices of the creators."""

    number: Annotated[
        int | None,
        parameter(
            "creators",
            "Creators; null: as many as the follows need at the follower distribution.",
            OURS,
            ge=1,
            le=10_000_000,
        ),
    ] = None
    followers_mu: Annotated[float, parameter("log people", "Mean of log followers.", INSTAGRAM, ge=0, le=20)] = 9.27
    followers_sigma: Annotated[
        float, parameter("log people", "Standard deviation of log followers.", INSTAGRAM, ge=LEAST, le=5)
    ] = 2.14
    followers_low: Annotated[float, parameter("people", "Fewest followers of a creator.", INSTAGRAM, ge=1, le=1e9)] = (
        1_000.0
    )
    followers_high: Annotated[
        float,
        parameter(
            "1",
            "Most followers of a creator, as a share of the people.",
            "model.md, orders of magnitude",
            ge=LEAST,
            le=1,
        ),
    ] = 0.3
    breadth_slope: Annotated[
        float,
        parameter(
            "1 per decade", "How much broader a creator's niche mix grows per tenfold audience.", OURS, ge=0, le=1
        ),
    ] = 0.2
    posting_rate: Annotated[
        float, parameter("posts/day", "Mean organic posts of a creator per day.", OURS, ge=0, le=3)
    ] = 0.77
    integrity_mean: Annotated[
        float, parameter("1", "Mean of latent authenticity (Beta distributed).", OURS, ge=LEAST, le=1 - LEAST)
    ] = 0.8
    integrity_concentration: Annotated[
        float, parameter("1", "Concentration (a + b) of the Beta distribution of authenticity.", OURS, ge=0.01, le=1000)
    ] = 10.0
    craft_mean: Annotated[
        float, parameter("1", "Mean content quality (Beta distributed).", OURS, ge=LEAST, le=1 - LEAST)
    ] = 0.5
    craft_concentration: Annotated[
        float, parameter("1", "Concentration of the Beta distribution of craft.", OURS, ge=0.01, le=1000)
    ] = 8.0
    disclosure_share: Annotated[
        float,
        parameter(
            "1",
            "Mean probability that a creator labels a sponsored post by habit, whatever the rules.",
            "Mathur, Narayanan, Chetty 2018: 10 % of affiliate videos, 7 % of pins, where nobody is fined",
            ge=0,
            le=1,
        ),
    ] = 0.1
    use_share: Annotated[
        float,
        parameter(
            "1",
            "Probability that a creator truly uses a sponsored product at perfect fit and integrity.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.9
    other_sponsors: Annotated[
        float,
        parameter(
            "1",
            "Share of a creator's posts paid by brands outside this market: the feed load that is there anyway.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.1
    unfollow_elasticity: Annotated[
        float,
        parameter(
            "1",
            "Elasticity to followers, from 10,000, of the probability that a recognised sponsored post is unfollowed.",
            "Cheng, Zhang 2025 (sign: worse for large accounts); value ours",
            ge=-1,
            le=1,
        ),
    ] = 0.26
    most_posts: Annotated[
        int, parameter("posts/day", "Most posts of one creator in one day, sponsored ones first.", OURS, ge=1, le=16)
    ] = 3
    cpm: Annotated[
        float,
        parameter(
            "USD per 1,000 impressions",
            "Price of a sponsored post of a creator with 10,000 followers, per expected impression.",
            "facts.md prices",
            ge=0.01,
            le=1e7,
        ),
    ] = 10.0
    cpm_elasticity: Annotated[
        float,
        parameter(
            "1",
            "Elasticity of that price to followers: the price of a post grows with followers to the power of this plus"
            " 1 less `platform.visibility_decline`.",
            "facts.md prices, scaling_exponents",
            ge=-1,
            le=1,
        ),
    ] = 0.2
    price_spread: Annotated[
        float,
        parameter(
            "1",
            "Standard deviation of the log of a creator's price.",
            "model.md, build (lognormal price)",
            ge=0,
            le=2,
        ),
    ] = 0.3
    dealing: Dealing = field(default_factory=Dealing)
    fraud: Fraud = field(default_factory=Fraud)
    roster: Roster = field(default_factory=Roster)


def followers_between(rule: Creators, people: float) -> tuple[float, float]:
    """Return the fewest and the most followers that a creator may have, in people.

    Raises:
        InputError: The fewest are not fewer than the most.
    """
    low, high = rule.followers_low, rule.followers_high * people
    if low >= people:  # no share is large enough
        raise InputError(
            f"creators.followers_low: got {low:g} in a market of {people:g} people, takes fewer than"
            f" creators.followers_high = {rule.followers_high:g} of them"
        )
    if high <= low:
        raise InputError(
            f"creators.followers_high: got {rule.followers_high:g} of {people:g} people, takes a share above"
            f" creators.followers_low = {low:g} people"
        )
    return low, high


LEAST_INSIDE = 1e-9
"""Share of the lognormal between the fewest and the most followers: of less, nobody can be drawn."""


def creators_needed(rule: Creators, people: float, follows: float) -> int:
    """How many creators the follows need: people x follows over mean followers of the truncated lognormal.

    A roster's creators are counted in: as many others are needed as the follows that do not go to the roster take.

    Raises:
        InputError: The fewest followers are more than the most, or nobody is drawn between them.
    """
    if not rule.roster.handles:
        return max(1, round(people * follows / mean_followers(rule, people)))
    others = max(people * follows - sum(living_here(rule, people)), 0.0)
    return len(rule.roster.handles) + round(others / mean_followers(rule, people))


def living_here(rule: Creators, people: float) -> list[float]:
    """Return how many people in the market follow each creator of the roster, without bought followers.

    An account may have more followers than the market has people: no more than ``followers_high`` of the people are
    taken to be among them. A share that is not known counts as 0 here.
    """
    most = rule.followers_high * people
    shares = rule.roster.known("bought", 0.0)
    return [
        min(count * (1 - max(share, 0.0)), most) for count, share in zip(rule.roster.followers, shares, strict=True)
    ]


def mean_followers(rule: Creators, people: float) -> float:
    """Return the mean followers of a creator, in people: of the lognormal between the fewest and the most.

    Raises:
        InputError: The fewest are not fewer than the most, or nobody is drawn between them.
    """
    mu, sigma = rule.followers_mu, rule.followers_sigma
    low, high = map(math.log, followers_between(rule, people))

    def below(x: float, shift: float) -> float:
        return 0.5 * math.erfc(-(x - mu - shift) / (sigma * math.sqrt(2)))

    inside = below(high, 0) - below(low, 0)
    if inside < LEAST_INSIDE:
        raise InputError(
            f"creators.followers_mu: got {mu:g} with creators.followers_sigma = {sigma:g}, of which nothing lies"
            f" between creators.followers_low = {rule.followers_low:g} people and creators.followers_high ="
            f" {rule.followers_high:g} of {people:g}; takes one between {low:.2f} and {high:.2f}, or a wider spread"
        )
    return math.exp(mu + sigma**2 / 2) * (below(high, sigma**2) - below(low, sigma**2)) / inside
