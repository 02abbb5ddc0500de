"""The market and its calendar: who is simulated, for how long, and which niches speak to one another."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from pydantic import Field

from simulation.scenario.parameter import OURS, parameter, scenario_part

Share = Annotated[float, Field(ge=0, le=1)]

NICHES = [
    "coffee",
    "books",
    "zero-waste",
    "fashion",
    "fitness",
    "gaming",
    "parenting",
    "travel",
    "beauty",
    "food",
    "tech",
    "music",
]
RELATED = [
    "coffee+books",
    "coffee+food",
    "books+music",
    "zero-waste+fashion",
    "zero-waste+food",
    "zero-waste+parenting",
    "fashion+beauty",
    "fitness+food",
    "fitness+beauty",
    "gaming+tech",
    "gaming+music",
    "parenting+food",
    "travel+food",
    "travel+fashion",
    "tech+music",
]


@scenario_part
class Market:
    """Size, calendar and niches."""

    consumers: Annotated[
        int,
        parameter(
            "agents", "Simulated consumers; each stands for people / consumers people.", OURS, ge=2, le=200_000_000
        ),
    ] = 50_000
    people: Annotated[
        float,
        parameter(
            "people",
            "People in the market. Below about ten million there is no room for creators of all five tiers.",
            "model.md, orders of magnitude",
            ge=2,
            le=1e10,
        ),
    ] = 10_000_000.0
    days: Annotated[
        int, parameter("days", "Days that are measured, from the campaign's first day.", OURS, ge=1, le=3650)
    ] = 182
    burn_in: Annotated[
        int,
        parameter(
            "days", "Days run before the campaign, so that trust, loyalty and feed load settle.", OURS, ge=0, le=3650
        ),
    ] = 56
    census_days: Annotated[
        int,
        parameter(
            "days",
            "Days between two censuses (mean trust, attitude, loyalty); flows are counted daily.",
            OURS,
            ge=1,
            le=365,
        ),
    ] = 7
    niches: Annotated[list[str], parameter("names", "The niches; at most 64.", OURS)] = field(
        default_factory=lambda: list(NICHES)
    )
    niche_shares: Annotated[
        list[Share],
        parameter(
            "1",
            "Share of the people whose first niche each is, in the order of `niches`; empty: all alike.",
            OURS,
        ),
    ] = field(default_factory=list)
    related: Annotated[
        list[str], parameter("pairs", "Niches that speak to one another, each pair written 'a+b'.", OURS)
    ] = field(default_factory=lambda: list(RELATED))
    related_similarity: Annotated[
        float, parameter("1", "Similarity of two related niches (a niche with itself: 1).", OURS, ge=0, le=1)
    ] = 0.5
    unrelated_similarity: Annotated[float, parameter("1", "Similarity of two unrelated niches.", OURS, ge=0, le=1)] = (
        0.1
    )
