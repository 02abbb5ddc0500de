"""Managing creators: hours, a queue when they do not suffice, and what a platform or an agency takes over."""

from __future__ import annotations

from typing import Annotated, Literal

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

SURVEYS = "facts.md management_hours"


@scenario_part
class Management:
    """What a relationship with a creator takes."""

    mode: Annotated[
        Literal["hand", "platform", "agency"],
        parameter("", "Who manages creators: the brand by hand, with the help of a platform, or an agency.", SURVEYS),
    ] = "hand"
    capacity: Annotated[
        float | None,
        parameter(
            "hours/week",
            "Hours that the brand's managers have; null: as many as are needed, so that nothing queues.",
            OURS,
            ge=LEAST,
            le=1e6,
        ),
    ] = 240.0
    platform_hours: Annotated[
        float, parameter("hours", "Manager hours per creator and campaign with a platform.", OURS, ge=0, le=1000)
    ] = 5.0
    platform_fee: Annotated[float, parameter("USD per campaign", "What a platform costs.", OURS, ge=0, le=1e9)] = (
        12_000.0
    )
    agency_hours: Annotated[
        float,
        parameter(
            "hours",
            "Manager hours per creator and campaign that are left to the brand with an agency.",
            OURS,
            ge=0,
            le=1000,
        ),
    ] = 1.0
    agency_share: Annotated[
        float, parameter("1", "What an agency takes, as a share of the fees that it handles.", SURVEYS, ge=0, le=5)
    ] = 0.3
    thin: Annotated[
        float,
        parameter(
            "1", "Share of a post's quality that is lost where nobody had time to brief the creator.", OURS, ge=0, le=1
        ),
    ] = 0.4
