"""Engagement: like, comment, share, direct message, save, or nothing; and unfollowing."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.float32 import HALF, ONE, ZERO, power
from simulation.scenario.coefficients import EngagementRules, FeedRules
from simulation.state.columns import MUTUAL, Follows

NOTHING, LIKE, COMMENT, SHARE, MESSAGE, SAVE = range(6)
REFERENCE_TRUST = np.float32(0.7)
MUTUAL_MESSAGES = np.float32(3)
THREE = np.float32(3)
ABOVE_ROUNDING = np.float32(1.0001)


@behaviour
def engagement_utility(
    trust: np.float32,
    affinity: np.float32,
    mutual: bool,
    quality: np.float32,
    load: np.float32,
    recognised: bool,
    engagement: EngagementRules,
    feed: FeedRules,
) -> np.float32:
    """Return the utility of engaging, V: trust, affinity, tie, quality, and load of the whole feed.

    ``V = b_T (T - 0.7) + b_A (affinity - 1/2) + b_Q (quality - 1/2) + b_M [mutual] + b_S [recognised]``
    ``- f1 L - f2 L^2``.
    """
    utility = (
        engagement.trust * (trust - REFERENCE_TRUST)
        + engagement.affinity * (affinity - HALF)
        + engagement.quality * (quality - HALF)
        - feed.load_linear * load
        - feed.load_quadratic * load * load
    )
    if mutual:
        utility += engagement.tie
    if recognised:
        utility += engagement.sponsored
    return utility


@behaviour
def interest_in_outside(fit: np.float32, affinity: np.float32, engagement: EngagementRules) -> np.float32:
    """Return how near the interests of a reader, at ``affinity`` to the creator's niche, are to a brand of outside.

    ``fit (1 - s + s affinity)``, s the ``outside_interest``: the creator's nearness to the brand times the reader's to
    the creator. At 0 the post pleases whoever reads it, as far as the brand fits the creator (ours).
    """
    return fit * (ONE - engagement.outside_interest + engagement.outside_interest * affinity)


@behaviour
def repeated(exposures: np.float32, fatigue: np.float32) -> np.float32:
    """Return the factor on the odds of engaging at an exposure to a brand: ``n^-fatigue``, the n-th that is remembered.

    Repetition wears engagement out (Braun, Moe 2013; the form is ours). Exposures are forgotten with the half-life
    ``wear_half_life`` of persuasion, and none is counted where that is 0.
    """
    return power(max(exposures, ONE), -fatigue)


@behaviour
def is_ignored(u: np.float32, utility: np.float32, factor: np.float32, mutual: bool, feed: FeedRules) -> bool:
    """Say whether :func:`engage` would return nothing for certain, without an exponential: so most posts are left.

    The probability of any reaction is ``f / (e^-V + f)``, f the factor times the sum of the platform's odds. It is less
    than the same with ``1 - V + V^2 / 2 - V^3 / 6``, which ``e^-V`` nowhere falls below; u must be above that by more
    than what rounding does.
    """
    least = ONE - utility * (ONE - HALF * utility * (ONE - utility / THREE))
    odds = factor * all_ways(mutual, feed)
    return bool(u * (least + odds) > ABOVE_ROUNDING * odds)


@behaviour
def all_ways(mutual: bool, feed: FeedRules) -> np.float32:
    """Return the sum of the platform's odds. People who are followed back write three times as many messages (ours)."""
    message = feed.message * MUTUAL_MESSAGES if mutual else feed.message
    return message + feed.share + feed.comment + feed.save + feed.like


@behaviour
def engage(u: np.float32, odds: np.float32, mutual: bool, feed: FeedRules) -> int:
    """Return what is done with a post: one multinomial logit, the five ways sharing one utility.

    ``P(way k) = o_k e^V / (1 + e^V sum of o)``, o the platform's odds. The rarest ways lie nearest to zero, so that
    higher odds turn no share into a mere like. People who are followed back write three times as many direct messages
    (ours).
    """
    message = feed.message * MUTUAL_MESSAGES if mutual else feed.message
    total = all_ways(mutual, feed)
    x = u * (ONE + odds * total)
    x -= odds * message
    if x < ZERO:
        return MESSAGE
    x -= odds * feed.share
    if x < ZERO:
        return SHARE
    x -= odds * feed.comment
    if x < ZERO:
        return COMMENT
    x -= odds * feed.save
    if x < ZERO:
        return SAVE
    x -= odds * feed.like
    if x < ZERO:
        return LIKE
    return NOTHING


@behaviour
def chance_to_unfollow(
    trust: np.float32, fit: np.float32, annoyance: np.float32, covert: bool, engagement: EngagementRules
) -> np.float32:
    """``h (1 - T)^2``, and at a recognised sponsored post more, the less it fits (signs: Cheng, Zhang 2025).

    There ``unfollow_sponsored k annoyance (1 - fit)`` is added; k is ``unfollow_hidden`` for a post that hides that it
    is paid, else ``unfollow_labelled``. ``annoyance`` is 0 at any other post, and the creator's factor ``leaving``
    there.
    """
    distrust = ONE - trust
    chance = engagement.unfollow * distrust * distrust
    if annoyance > ZERO:
        kind = engagement.unfollow_hidden if covert else engagement.unfollow_labelled
        chance += engagement.unfollow_sponsored * kind * annoyance * (ONE - fit)
    return chance


@behaviour
def is_mutual(e: int, follows: Follows) -> bool:
    """Say whether the creator follows back on edge ``e``."""
    return bool((follows.tie[e] & MUTUAL) != 0)
