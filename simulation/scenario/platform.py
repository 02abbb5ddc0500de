"""The platform: who sees what, in which format, and how much people react there."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from pydantic import Field

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0, le=100)]
FORMATS = ["post", "story", "video", "live", "giveaway"]


@scenario_part
class Platform:
    """The feed's profile. Lists over formats go in the order post, story, video, live, giveaway."""

    visibility: Annotated[
        float,
        parameter(
            "1",
            "Probability that a follower sees a post of a creator with 10,000 followers.",
            "calibrated to facts.md er_by_tier",
            ge=0,
            le=1,
        ),
    ] = 0.24
    visibility_decline: Annotated[
        float,
        parameter(
            "1",
            "Elasticity, with its sign turned, of that probability to followers.",
            "facts.md er_by_tier slope [-0.40, -0.15], reach_elasticity",
            ge=0,
            le=1,
        ),
    ] = 0.2
    trust_tilt: Annotated[
        float,
        parameter(
            "1", "How much more of a trusted creator's posts are shown, per unit of trust above 0.7.", OURS, ge=0, le=2
        ),
    ] = 0.5
    format_share: Annotated[list[Share], parameter("1", "Share of each format among posts.", OURS)] = field(
        default_factory=lambda: [0.5, 0.25, 0.2, 0.03, 0.02]
    )
    format_engagement: Annotated[
        list[Factor], parameter("1", "Engagement odds of each format against a post's.", OURS)
    ] = field(default_factory=lambda: [1.0, 0.6, 1.3, 2.0, 2.5])
    like: Annotated[
        float,
        parameter("odds", "Odds of a like at a utility of zero.", "calibrated to facts.md er_by_tier", ge=0, le=100),
    ] = 0.14
    comment: Annotated[
        float,
        parameter("odds", "Odds of a comment at a utility of zero.", "calibrated to facts.md er_by_tier", ge=0, le=100),
    ] = 0.014
    share: Annotated[
        float,
        parameter("odds", "Odds of a share at a utility of zero.", "calibrated to facts.md er_by_tier", ge=0, le=100),
    ] = 0.0085
    message: Annotated[
        float, parameter("odds", "Odds of a direct message at a utility of zero.", OURS, ge=0, le=100)
    ] = 0.0016
    save: Annotated[float, parameter("odds", "Odds of a save at a utility of zero.", OURS, ge=0, le=100)] = 0.0095
    segment_accuracy: Annotated[
        float,
        parameter(
            "1",
            "Probability that an impression bought for a segment reaches a person in it; otherwise it reaches anybody.",
            "facts.md segment_accuracy: 0.11 to 0.87",
            ge=0,
            le=1,
        ),
    ] = 0.5
    frequency_cap: Annotated[
        float,
        parameter(
            "impressions per day",
            "Most impressions of a brand on one channel per eligible person and day; broadcast has no cap.",
            OURS,
            ge=LEAST,
            le=100,
        ),
    ] = 3.0
    retargeting_window: Annotated[
        int,
        parameter(
            "days",
            "How long retargeting follows people who visited a brand's site.",
            "Google's help on remarketing lists: a membership of 30 days by default",
            ge=0,
            le=10_000,
        ),
    ] = 30
    load_linear: Annotated[
        float, parameter("utility", "Fall of engagement utility per unit of feed load.", OURS, ge=0, le=20)
    ] = 0.5
    load_quadratic: Annotated[
        float, parameter("utility", "Fall of engagement utility per unit of squared feed load.", OURS, ge=0, le=20)
    ] = 1.5
