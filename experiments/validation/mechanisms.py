"""Mechanisms that can be switched off, so that the scorecard shows which of its rows each one carries."""

from __future__ import annotations

from typing import Any

OFF: dict[str, dict[str, Any]] = {
    "interest in the category": {"consumers.traits.interest_odds": 1.0},
    "fading salience": {"consumers.salience.resting": 1.0, "consumers.salience.lasting": 1.0},
    "trust in noticing": {"consumers.noticing.trust": 0.0},
    "fit and interest in noticing": {"consumers.noticing.fit": 0.0, "consumers.noticing.interest": 0.0},
    "trust in choice": {"consumers.purchase.trust": 0.0},
    "attitude in choice": {"consumers.purchase.attitude": 0.0},
    "adstock in choice": {"consumers.purchase.adstock": 0.0},
    "talk": {"consumers.talk.hear": 0.0},
    "talk of one's main brand": {"consumers.talk.own": 0.0, "consumers.talk.mention": 0.03},
    "talk in choice": {"consumers.purchase.heard": 0.0},
    "recognition": {"consumers.recognition.base": -20.0, "consumers.recognition.label": 0.0},
    "negativity of trust": {"consumers.trust.asymmetry": 1.0, "consumers.trust.betrayal": 0.0},
    "readers' interest in posts for outside brands": {"consumers.engagement.outside_interest": 0.0},
    "unfollowing": {"consumers.engagement.unfollow": 0.0, "consumers.engagement.unfollow_sponsored": 0.0},
    "falling reach of large accounts": {"platform.visibility_decline": 0.0, "platform.visibility": 0.25},
    "homophily": {"graph.follow_homophily": 0.0, "graph.friend_homophily": 0.0},
    "managers' hours": {"brands.hours_per_creator": 0.0},
}
"""Mechanism -> parameters that switch it off."""
