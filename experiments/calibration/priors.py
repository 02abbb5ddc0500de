"""What is calibrated: parameters, each with the range that its source leaves open; all else stays at its default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from experiments.sweeps.space import Parameter


class Prior(NamedTuple):
    """A parameter, its range before anything is measured (equal steps are equal ratios if ``log``), and why."""

    name: str
    low: float
    high: float
    log: bool
    reason: str


SPACE = (
    Prior("consumers.traits.interest_odds", 2, 15, True, "facts.md interest_index; 1 is no interest at all"),
    Prior("consumers.opinions.attitude_mean", 0, 0.3, False, "surveys: known brands are liked a little"),
    Prior("consumers.trust.memory", 0.85, 0.98, False, "facts.md betrayal_clock: half-life of evidence 4 to 34 days"),
    Prior("consumers.trust.start_evidence", 1.5, 8, True, "ours: as much as a few posts to a dozen"),
    Prior("consumers.trust.betrayal", 0, 1.5, False, "facts.md negativity: a breach takes up to six times what is won"),
    Prior("consumers.salience.resting", 0.3, 0.95, False, "ours: known brands come to mind often, not always"),
    Prior("consumers.salience.lasting", 0, 0.4, False, "ours: what was only heard of is mostly forgotten"),
    Prior("consumers.salience.half_life", 30, 90, True, "Leone 1995: nine tenths of an effect go in 6 to 9 months"),
    Prior("consumers.salience.talk", 0.05, 0.5, True, "ours"),
    Prior("consumers.noticing.post", 0.5, 6, True, "ours: a post against an advertisement of the same reach"),
    Prior("consumers.noticing.closeness", 0, 0.3, False, "ours; 0 is no effect of the size of the audience"),
    Prior("consumers.noticing.trust", 0, 1, False, "the whole range"),
    Prior("consumers.noticing.fit", 0, 1, False, "the whole range"),
    Prior("consumers.noticing.interest", 0, 1, False, "the whole range"),
    Prior("consumers.persuasion.awareness", 0.03, 0.5, True, "ours: one in thirty to every second message is noticed"),
    Prior("consumers.persuasion.gain", 0.02, 0.3, True, "ours"),
    Prior("consumers.persuasion.wear_half_life", 20, 90, True, "ours: exposures of a month to a quarter count"),
    Prior("consumers.purchase.adstock", 0.1, 1.2, True, "facts.md ad_elasticity"),
    Prior("consumers.purchase.attitude", 0.4, 2, True, "ours"),
    Prior("consumers.purchase.trust", 0.5, 3, True, "ours"),
    Prior("consumers.purchase.heard", 0.1, 1.5, True, "ours"),
    Prior("consumers.talk.hear", 0.1, 0.5, False, "facts.md cascade_depth"),
    Prior("consumers.talk.retell", 0.02, 0.4, True, "facts.md cascade_depth"),
    Prior("consumers.talk.mention", 0.05, 0.6, True, "Keller, Fay 2006: 56 brands a week over some 15 categories"),
    Prior(
        "consumers.talk.own",
        0.87,
        0.98,
        False,
        "East, Hammond, Wright 2007: most of praise; 50 to 88 % of it here",
    ),
    Prior("consumers.talk.influence", 0.05, 0.4, True, "Deffuant et al. 2000: up to 0.5"),
    Prior("consumers.talk.call_out", 0.01, 0.1, True, "ours"),
    Prior("consumers.engagement.unfollow_sponsored", 0.02, 0.2, True, "facts.md sponsored_follower_loss"),
    Prior("consumers.engagement.unfollow_labelled", 0.2, 0.7, False, "Open Influence 2017: 71 % do not mind"),
    Prior(
        "consumers.engagement.unfollow_hidden",
        1.2,
        3.9,
        True,
        "Takumi 2019: 62 to 67 % would leave, twice or more as many as mind a label",
    ),
    Prior("consumers.recognition.base", -4, -2.6, False, "ours: one hidden post in twenty to one in five"),
    Prior(
        "consumers.recognition.label",
        2,
        3,
        False,
        "ASA 2026: with base a third to three in four are recognised",
    ),
    Prior("creators.cpm", 8, 18, True, "facts.md prices"),
    Prior("creators.cpm_elasticity", 0.1, 0.35, False, "facts.md scaling_exponents and prices"),
    Prior("creators.posting_rate", 0.4, 1.5, True, "trade benchmarks: three to ten posts a week"),
    Prior("creators.unfollow_elasticity", 0, 0.5, False, "facts.md sponsored_follower_loss"),
    Prior("platform.visibility", 0.12, 0.5, True, "trade benchmarks of organic reach"),
    Prior("platform.visibility_decline", 0.15, 0.4, False, "facts.md er_by_tier, reach_elasticity"),
    Prior("platform.like", 0.06, 0.3, True, "facts.md er_by_tier"),
    Prior("brands.awareness", 0.5, 0.85, False, "ours: brands that are known to most"),
    Prior("graph.friend_homophily", 0.4, 0.9, False, "McPherson, Smith-Lovin, Cook 2001: strong in most networks"),
)
"""Parameters in the order of the columns of every table of calibration."""

FIXED: dict[str, float] = {
    "consumers.trust.record": 1.0,
    "consumers.opinions.trust_concentration": 8.0,
    "consumers.opinions.attitude_spread": 0.3,
    "consumers.purchase.window_shopping": 0.02,
    "creators.fraud.size": 0.1,
    "consumers.engagement.fatigue": 0.4,
    "creators.disclosure_share": 0.1,
    "creators.dealing.caution": 1.0,
}
"""Mechanisms that are on in every world, at values that no fit row says anything about."""


def ranges() -> list[Parameter]:
    """Return the parameters as ranges of a sweep."""
    return [Parameter(each.name, each.low, each.high, each.log) for each in SPACE]


def shares_of(values: Mapping[str, float]) -> list[float]:
    """Return where values lie in their ranges, 0 to 1, in the order of ``SPACE``."""
    return [share_of(each, values[each.name]) for each in SPACE]


def share_of(prior: Prior, value: float) -> float:
    """Return where one value lies in its range: the inverse of ``Parameter.at``."""
    from math import log

    if prior.log:
        return log(value / prior.low) / log(prior.high / prior.low)
    return (value - prior.low) / (prior.high - prior.low)
